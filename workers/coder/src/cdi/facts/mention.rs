//! Every name and term of a note, found in one pass.
//!
//! Overlapping matches are kept, so that "septic shock" also mentions shock;
//! of the names of analytes that begin together the longest counts.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::analyte::{Analyte, PAIRS};
use super::class::{DiagnosisClass, FindingClass, TreatmentClass};
use super::gas;

/// What a term means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// An analyte, or the first of a pair with its second.
    Measured(Analyte, Option<Analyte>),
    Treatment(TreatmentClass),
    Finding(FindingClass),
    Diagnosis(DiagnosisClass),
    /// A row of blood gases.
    Gases,
    /// Room air, behind a saturation.
    RoomAir,
}

/// A term in a note.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mention {
    pub(super) meaning: Meaning,
    pub(super) span: Range<usize>,
}

struct Vocabulary {
    automaton: AhoCorasick,
    meanings: Vec<Meaning>,
}

/// The terms, compiled when the first note is read. They are constants: where
/// the automaton could not be built, no term is ever found.
static VOCABULARY: LazyLock<Option<Vocabulary>> = LazyLock::new(|| {
    let mut terms: Vec<(&str, Meaning)> = Vec::new();
    let mut take = |list: &[&'static str], meaning| {
        terms.extend(list.iter().map(|term| (*term, meaning)));
    };
    for (analyte, names) in Analyte::NAMES {
        take(names, Meaning::Measured(*analyte, None));
    }
    for ((first, second), names) in PAIRS {
        take(names, Meaning::Measured(*first, Some(*second)));
    }
    for (class, list) in TreatmentClass::TERMS {
        take(list, Meaning::Treatment(*class));
    }
    for (class, list) in FindingClass::TERMS {
        take(list, Meaning::Finding(*class));
    }
    for (class, list) in DiagnosisClass::TERMS {
        take(list, Meaning::Diagnosis(*class));
    }
    take(gas::NAMES, Meaning::Gases);
    take(gas::AIR, Meaning::RoomAir);
    let (words, meanings): (Vec<_>, Vec<_>) = terms.into_iter().unzip();
    let automaton = AhoCorasick::new(words).ok()?;
    Some(Vocabulary {
        automaton,
        meanings,
    })
});

/// The terms of a note in lower case, by where they begin.
pub(super) fn mentions(lower: &str) -> Vec<Mention> {
    let Some(vocabulary) = VOCABULARY.as_ref() else {
        return Vec::new();
    };
    let matches = vocabulary.automaton.find_overlapping_iter(lower);
    let whole = matches.filter(|found| is_whole(lower, found.range()));
    let mut mentions: Vec<Mention> = whole
        .filter_map(|found| {
            let meaning = *vocabulary.meanings.get(found.pattern().as_usize())?;
            let is_diagnosis = matches!(meaning, Meaning::Diagnosis(_));
            if is_diagnosis && names_a_tool(lower, found.end()) {
                return None;
            }
            Some(Mention {
                meaning,
                span: found.range(),
            })
        })
        .collect();
    mentions.sort_by_key(|mention| (mention.span.start, usize::MAX - mention.span.end));
    let (mut covered, mut begun) = (0, 0);
    mentions.retain(|mention| {
        let Meaning::Measured(_, partner) = mention.meaning else {
            // The "coma" of the Glasgow coma scale is none.
            let is_diagnosis = matches!(mention.meaning, Meaning::Diagnosis(_));
            return !is_diagnosis || mention.span.start == begun || mention.span.end > covered;
        };
        begun = mention.span.start;
        // A pair and its first analyte may share a name: both are tried.
        let is_new =
            mention.span.end > covered || (partner.is_some() && mention.span.end >= covered);
        covered = covered.max(if partner.is_some() {
            covered
        } else {
            mention.span.end
        });
        is_new
    });
    mentions
}

/// What is named after a diagnosis and says nothing of the patient: "sepsis
/// bundle", "stroke alert".
const TOOLS: &[&str] = &[
    "bundle",
    "alert",
    "screen",
    "screening",
    "order",
    "orders",
    "orderset",
    "protocol",
    "pathway",
    "precautions",
];

fn names_a_tool(text: &str, end: usize) -> bool {
    let after = text.get(end..).unwrap_or_default();
    let next = after
        .trim_start_matches([' ', '-'])
        .split(|c: char| !c.is_alphanumeric());
    next.take(1).any(|word| TOOLS.contains(&word))
}

/// Whether no letter or digit touches the span.
fn is_whole(text: &str, span: Range<usize>) -> bool {
    let before = text.get(..span.start).and_then(|t| t.chars().next_back());
    let after = text.get(span.end..).and_then(|t| t.chars().next());
    let is_contrary = text.get(..span.start).is_some_and(|t| t.ends_with("non-"));
    !is_contrary
        && !before.is_some_and(char::is_alphanumeric)
        && !after.is_some_and(char::is_alphabetic)
}
