//! The ordered claim as rules see it.

use std::cell::OnceCell;

use chartfleet_model::{Code, Document, Encounter, Evidence, Icd10CmCode, Patient, Poa};
use jiff::civil::Date;

use super::wording::Wording;
use crate::codeset::{self, CodeRange, CodeSet};
use crate::tables::{CmEntry, CodeTables};

/// An ordered claim.
pub(crate) struct ClaimView<'c> {
    pub(crate) tables: &'c CodeTables,
    pub(crate) encounter: &'c Encounter,
    pub(crate) patient: &'c Patient,
    /// The date that decides the code set.
    pub(crate) on: Date,
    /// In billing order.
    pub(crate) diagnoses: Vec<Diagnosis<'c>>,
    /// In billing order.
    pub(crate) procedures: Vec<Procedure<'c>>,
    /// Whether the first diagnosis can stand first; otherwise the claim has
    /// none.
    pub(crate) has_first: bool,
}

/// A diagnosis of the claim.
pub(crate) struct Diagnosis<'c> {
    pub(crate) code: &'c Icd10CmCode,
    /// The code, packed.
    pub(crate) key: u64,
    /// What the tables know of it; `None` for a code they do not hold.
    pub(crate) entry: Option<CmEntry<'c>>,
    pub(crate) poa: Option<Poa>,
    /// Its place in the order that was proposed, from 0.
    pub(crate) proposed: usize,
    /// Where it is documented.
    pub(crate) mentions: Vec<Mention<'c>>,
    /// Its mentions cut into words, when a rule first reads them: many do.
    pub(crate) wordings: OnceCell<Vec<Wording<'c>>>,
}

/// A procedure of the claim.
pub(crate) struct Procedure<'c> {
    pub(crate) code: &'c Code,
    /// CPT and HCPCS modifiers.
    pub(crate) modifiers: &'c [String],
    pub(crate) units: u32,
    /// Where it is documented.
    pub(crate) mentions: Vec<Mention<'c>>,
}

/// The words that document a code. Rules read them; no finding repeats them.
#[derive(Clone, Copy)]
pub(crate) struct Mention<'c> {
    /// The quote itself.
    pub(crate) quote: &'c str,
    /// The sentence or line that it stands in.
    pub(crate) sentence: &'c str,
    /// What of the sentence stands before the quote.
    pub(crate) before: &'c str,
    /// What of the sentence stands after the quote.
    pub(crate) after: &'c str,
}

impl<'c> ClaimView<'c> {
    /// Whether inpatient sections of the guidelines apply.
    pub(crate) fn is_inpatient(&self) -> bool {
        self.encounter.class.is_inpatient()
    }

    /// CPT and HCPCS lines, in billing order.
    pub(crate) fn services(&self) -> impl Iterator<Item = &Procedure<'c>> {
        self.procedures
            .iter()
            .filter(|procedure| matches!(procedure.code, Code::Cpt(_) | Code::Hcpcs(_)))
    }

    /// How many calendar days the encounter spans; 1 where it does not say.
    pub(crate) fn days(&self) -> u32 {
        let Encounter {
            admitted,
            discharged,
            ..
        } = self.encounter;
        admitted
            .zip(*discharged)
            .and_then(|(from, to)| from.until(to).ok())
            .and_then(|span| u32::try_from(span.get_days()).ok())
            .map_or(1, |nights| nights.saturating_add(1))
    }

    /// The principal or first-listed diagnosis.
    pub(crate) fn first(&self) -> Option<&Diagnosis<'c>> {
        self.diagnoses.first().filter(|_| self.has_first)
    }

    /// The diagnoses of a set, in billing order.
    pub(crate) fn of<'s, const N: usize>(
        &'s self,
        set: &'s CodeSet<N>,
    ) -> impl Iterator<Item = &'s Diagnosis<'c>> + use<'s, 'c, N> {
        self.diagnoses.iter().filter(|diagnosis| diagnosis.is(set))
    }

    /// The diagnoses within ranges, in billing order.
    pub(crate) fn within<'s>(
        &'s self,
        ranges: &'s [CodeRange],
    ) -> impl Iterator<Item = &'s Diagnosis<'c>> + use<'s, 'c> {
        self.diagnoses
            .iter()
            .filter(|diagnosis| diagnosis.within(ranges))
    }

    /// Whether a diagnosis of the set is on the claim.
    pub(crate) fn has<const N: usize>(&self, set: &CodeSet<N>) -> bool {
        self.of(set).next().is_some()
    }

    /// Every two diagnoses, each pair once, in billing order.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&Diagnosis<'c>, &Diagnosis<'c>)> {
        self.diagnoses.iter().enumerate().flat_map(|(place, one)| {
            let later = self.diagnoses.iter().skip(place + 1);
            later.map(move |other| (one, other))
        })
    }
}

impl<'c> Diagnosis<'c> {
    /// Whether it lies within ranges.
    pub(crate) fn within(&self, ranges: &[CodeRange]) -> bool {
        codeset::contains(ranges, self.key)
    }

    /// Its title; empty where the tables hold none.
    pub(crate) fn title(&self) -> &str {
        self.entry.map_or("", |entry| entry.title())
    }

    /// Whether it is of a set.
    pub(crate) fn is<const N: usize>(&self, set: &CodeSet<N>) -> bool {
        codeset::contains(set.ranges(), self.key)
    }
}

impl<'c> Mention<'c> {
    /// The words at a span, or `None` where it does not fit its document.
    pub(crate) fn at(evidence: &Evidence, documents: &'c [Document]) -> Option<Self> {
        let text = documents.get(evidence.document as usize)?.text.as_str();
        let (start, end) = (evidence.start as usize, evidence.end as usize);
        let quote = text.get(start..end)?;
        let is_boundary = |at: &usize| text.is_char_boundary(*at);
        let first = (start.saturating_sub(CONTEXT)..=start).find(is_boundary)?;
        let furthest = end.saturating_add(CONTEXT).min(text.len());
        let last = (end..=furthest).rev().find(is_boundary)?;
        let from = text
            .get(first..start)?
            .rfind(is_break)
            .map_or(first, |at| first + at + 1);
        let rest = text.get(end..last)?;
        let to = end + rest.find(is_break).unwrap_or(rest.len());
        Some(Self {
            quote,
            sentence: text.get(from..to)?.trim(),
            before: text.get(from..start)?,
            after: text.get(end..to)?,
        })
    }
}

/// How much of a sentence is read on each side of a quote, in bytes: a text
/// without punctuation is one sentence. No word reaches further.
const CONTEXT: usize = 500;

/// Where a sentence or line of a note ends. A full stop inside a number or an
/// abbreviation ends one too early, which loses context but never adds any.
fn is_break(c: char) -> bool {
    matches!(c, '.' | '\n' | ';' | '?' | '!')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_punctuation_is_read_around_the_quote() {
        let text = format!("{0}fever{0}", "señal ".repeat(10_000));
        let document = serde_json::json!({"kind": "clinic_note", "text": text});
        let documents = [serde_json::from_value(document).unwrap()];
        let start = text.find("fever").unwrap();
        let span = |at: usize| u32::try_from(at).unwrap();
        let evidence = Evidence {
            document: 0,
            start: span(start),
            end: span(start + 5),
        };
        let mention = Mention::at(&evidence, &documents).unwrap();
        assert_eq!(mention.quote, "fever");
        for side in [mention.before, mention.after] {
            assert!((CONTEXT - 4..=CONTEXT).contains(&side.len()));
        }
    }
}
