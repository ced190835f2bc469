//! How a passage is meant: who says it, in which section, and what the words of
//! its sentence make of it.
//!
//! Denial, doubt, relatives and the past are read as the rules of claims read
//! them ([`chartfleet_codes::Said`]); here come the plans, the side and the
//! course of the disease.

use chartfleet_codes::Said;
use chartfleet_model::{Document, Evidence};

use super::{Authority, Record, SectionKind};

/// The side that is named with a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Laterality {
    /// Left.
    Left,
    /// Right.
    Right,
    /// Both sides.
    Bilateral,
}

/// The course that is named with a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acuity {
    /// Acute.
    Acute,
    /// Subacute.
    Subacute,
    /// Chronic.
    Chronic,
    /// Acute on chronic: both are named.
    AcuteOnChronic,
}

/// How a passage is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What its author may support.
    pub authority: Authority,
    /// The section it stands in.
    pub section: SectionKind,
    /// Denied, absent or ruled out.
    pub negated: bool,
    /// Probable, suspected and the like.
    pub uncertain: bool,
    /// Of a relative, by its words or its section.
    pub family: bool,
    /// Of the past by its words.
    pub past: bool,
    /// Planned, feared or to be prevented: not there.
    pub hypothetical: bool,
    /// The side named with it.
    pub laterality: Option<Laterality>,
    /// The course named with it.
    pub acuity: Option<Acuity>,
}

/// Words before a condition that speak of what might be.
const HYPOTHETICAL: &[&str] = &[
    "if",
    "should",
    "unless",
    "prevent",
    "prevention",
    "prophylaxis",
    "prophylactic",
    "risk",
    "risks",
    "screen",
    "screening",
    "watch",
    "monitor",
    "return",
    "avoid",
    "could",
    "vaccine",
    "vaccination",
    "scheduled",
    "planned",
];
/// Between such a word and the condition, these turn to what is there.
const IS_THERE: &[&str] = &[
    "with", "because", "due", "given", "since", "has", "is", "was", "but", "after", "known",
];
/// Where a sentence or an item ends.
const ENDS: [char; 5] = ['.', '\n', ';', '?', '!'];
/// How many words such a word reaches.
const AHEAD: usize = 6;
/// How far from a condition its side and course may stand, in words.
const NEAR: usize = 3;

impl Record<'_> {
    /// How a passage is meant; `None` where the span fits no page.
    #[must_use]
    pub fn reading(&self, evidence: Evidence) -> Option<Reading> {
        let page = self.page(evidence)?;
        let said = self.said(evidence)?;
        let section = page.section_at(evidence.start as usize);
        let words = Around::of(page.document, evidence)?;
        Some(Reading {
            authority: page.authority,
            section,
            negated: said.absent,
            uncertain: said.uncertain,
            family: said.of_family || section == SectionKind::Family,
            past: said.past,
            hypothetical: words.is_hypothetical(),
            laterality: words.laterality(),
            acuity: words.acuity(),
        })
    }
}

impl Record<'_> {
    /// Whether the words of a passage's own sentence tell of a relative.
    pub(crate) fn says_family(&self, evidence: Evidence) -> bool {
        self.said(evidence).is_some_and(|said| said.of_family)
    }

    fn said(&self, evidence: Evidence) -> Option<Said> {
        let page = self.page(evidence)?;
        let alone = Evidence {
            document: 0,
            ..evidence
        };
        Said::of(&alone, std::slice::from_ref(page.document))
    }
}

/// The words of a passage and those of its sentence beside it, in lower case,
/// the nearest first.
struct Around {
    ahead: Vec<String>,
    quote: Vec<String>,
    beside: Vec<String>,
}

impl Around {
    fn of(document: &Document, evidence: Evidence) -> Option<Self> {
        let (start, end) = (evidence.start as usize, evidence.end as usize);
        let text = document.text.as_str();
        let before = text.get(..start)?.rsplit(ENDS).next().unwrap_or_default();
        let after = text.get(end..)?.split(ENDS).next().unwrap_or_default();
        // What a comma separates is another condition.
        let left = words(before.rsplit(',').next().unwrap_or_default());
        let right = words(after.split(',').next().unwrap_or_default());
        Some(Self {
            ahead: words(before).rev().take(AHEAD).collect(),
            quote: words(text.get(start..end)?).collect(),
            beside: left.rev().take(NEAR).chain(right.take(NEAR)).collect(),
        })
    }

    fn is_hypothetical(&self) -> bool {
        let mut ahead = self.ahead.iter().map(String::as_str);
        ahead
            .find(|word| HYPOTHETICAL.contains(word) || IS_THERE.contains(word))
            .is_some_and(|word| HYPOTHETICAL.contains(&word))
    }

    /// The words that qualify the condition: its own first.
    fn near(&self) -> [&[String]; 2] {
        [&self.quote, &self.beside]
    }

    fn laterality(&self) -> Option<Laterality> {
        self.near().into_iter().find_map(|words| {
            let has = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
            let (left, right) = (has(&["left", "lt"]), has(&["right", "rt"]));
            if has(&["bilateral", "bilaterally", "both"]) || (left && right) {
                Some(Laterality::Bilateral)
            } else if left {
                Some(Laterality::Left)
            } else {
                right.then_some(Laterality::Right)
            }
        })
    }

    fn acuity(&self) -> Option<Acuity> {
        self.near().into_iter().find_map(|words| {
            let has = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
            let acute = has(&["acute", "acutely", "exacerbation", "decompensated"]);
            match (acute, has(&["chronic"])) {
                (true, true) => Some(Acuity::AcuteOnChronic),
                (true, false) => Some(Acuity::Acute),
                (false, true) => Some(Acuity::Chronic),
                (false, false) => has(&["subacute"]).then_some(Acuity::Subacute),
            }
        })
    }
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, words: &str) -> Reading {
        let document = serde_json::json!({"kind": "clinic_note", "text": text});
        let documents = [serde_json::from_value(document).unwrap()];
        let start = text.find(words).unwrap();
        let span = |at: usize| u32::try_from(at).unwrap();
        let evidence = Evidence {
            document: 0,
            start: span(start),
            end: span(start + words.len()),
        };
        Record::of_documents(&documents).reading(evidence).unwrap()
    }

    #[test]
    fn denial_doubt_and_the_past_are_read_from_the_sentence() {
        assert!(of("Denies fever, chest pain.", "chest pain").negated);
        assert!(of("Possible pneumonia.", "pneumonia").uncertain);
        assert!(of("History of stroke.", "stroke").past);
        let plain = of("Assessment: pneumonia.", "pneumonia");
        assert!(!plain.negated && !plain.uncertain && !plain.past && !plain.hypothetical);
        assert_eq!(plain.section, SectionKind::Assessment);
        assert_eq!(plain.authority, Authority::Provider);
    }

    #[test]
    fn a_relative_is_told_by_the_section_too() {
        assert!(of("FH:\nGout, colon cancer", "colon cancer").family);
        assert!(of("Her mother had gout.", "gout").family);
        assert!(!of("PMH:\nGout", "Gout").family);
    }

    #[test]
    fn what_might_be_is_told_from_what_is_there() {
        assert!(of("Return if fever recurs.", "fever").hypothetical);
        assert!(of("Heparin for prevention of DVT.", "DVT").hypothetical);
        assert!(!of("At risk because of diabetes.", "diabetes").hypothetical);
        assert!(!of("Monitor, has diabetes.", "diabetes").hypothetical);
    }

    #[test]
    fn side_and_course_stand_in_the_quote_or_beside_it() {
        let knee = of(
            "Osteoarthritis of the left knee, right hip pain.",
            "Osteoarthritis",
        );
        assert_eq!(knee.laterality, Some(Laterality::Left));
        let both = of("Bilateral pneumonia.", "pneumonia");
        assert_eq!(both.laterality, Some(Laterality::Bilateral));
        let failure = of("Acute on chronic heart failure.", "heart failure");
        assert_eq!(failure.acuity, Some(Acuity::AcuteOnChronic));
        let kidney = of("Acute cough, chronic kidney disease.", "kidney disease");
        assert_eq!(kidney.acuity, Some(Acuity::Chronic));
        assert_eq!(of("Gout.", "Gout").acuity, None);
    }
}
