//! The answer of the lexical coder, in the schema every model answers in.
//!
//! Only notes whose author may document a diagnosis are read: what each is and
//! who wrote it stands before it in the prompt.
//!
//! Present on admission is `Y` for every diagnosis: a dictionary cannot tell
//! when a condition arose, and most are there at admission. A coder checks it.

use std::ops::Range;

use chartfleet_coder::lexical::Lexicon;
use chartfleet_coder::procedures::{ProcedureHit, Procedures};
use chartfleet_coder::prompt::{class_in, documents_in};
use chartfleet_coder::record::Record;
use chartfleet_model::{
    AuthorRole, CodeSystem, Confidence, Document, DocumentKind, EncounterClass, Poa,
};
use serde::Serialize;

/// Most suggestions in one answer.
const MAX_SUGGESTIONS: usize = 40;
/// Most procedures in it.
const MAX_PROCEDURES: usize = 15;
/// A quote with fewer letters and digits would not count as evidence.
const MIN_ALPHANUMERICS: usize = 3;

/// What the request wants of the answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    /// Present-on-admission indicators.
    pub(crate) poa: bool,
}

/// What is looked up.
pub(crate) struct Dictionary {
    /// Diagnoses.
    pub(crate) lexicon: Lexicon,
    /// Procedures.
    pub(crate) procedures: Procedures,
}

impl Dictionary {
    /// The procedures whose words settle their codes.
    fn procedures(&self, record: &Record<'_>, class: EncounterClass) -> Vec<ProcedureHit> {
        // The prompt's dates are not read: a code of today is checked by who
        // asked.
        let today = jiff::Zoned::now().date();
        let hits = self
            .procedures
            .candidates(record, class, today, MAX_PROCEDURES);
        hits.into_iter().filter(|hit| hit.asserted).collect()
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    suggestions: Vec<Suggestion<'a>>,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    evidence: &'a str,
    reason: String,
    system: CodeSystem,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    poa: Option<Poa>,
    confidence: Confidence,
}

/// Searches the notes of a prompt, or the whole message where it has none, and
/// writes the answer as JSON: the stated diagnoses first, each code once, with
/// the quote of its best mention.
pub(crate) fn answer(dictionary: &Dictionary, message: &str, wanted: Wanted) -> String {
    let mut notes = documents_in(message);
    if notes.is_empty() {
        notes.push(Document {
            kind: DocumentKind::Other,
            author_role: AuthorRole::Unknown,
            time: None,
            text: message.to_owned(),
        });
    }
    let class = class_in(message).unwrap_or(EncounterClass::Outpatient);
    let record = Record::of_documents(&notes);
    let hits = dictionary.lexicon.suggest_record(&record, class);
    let procedures = dictionary.procedures(&record, class);
    let operated = procedures.iter().filter_map(|hit| {
        let (start, end) = (hit.evidence.start as usize, hit.evidence.end as usize);
        let note = notes.get(hit.evidence.document as usize)?;
        Some(Suggestion {
            evidence: quote(&note.text, start..end)?,
            reason: "the words settle the code".to_owned(),
            system: hit.code.system(),
            code: hit.code.as_str(),
            poa: None,
            confidence: Confidence::Medium,
        })
    });
    let room = MAX_SUGGESTIONS.saturating_sub(procedures.len());
    let suggestions = hits.iter().take(room).filter_map(|found| {
        let hit = &found.hit;
        Some(Suggestion {
            evidence: quote(&notes.get(found.document)?.text, hit.span.clone())?,
            reason: format!("dictionary term: {}", hit.term),
            system: CodeSystem::Icd10Cm,
            code: hit.code.as_str(),
            poa: wanted.poa.then_some(Poa::Y),
            confidence: hit.confidence,
        })
    });
    let answer = Answer {
        suggestions: suggestions.chain(operated).collect(),
    };
    // Strings and closed enums always serialize.
    serde_json::to_string(&answer).unwrap_or_default()
}

/// The words of a span, with its neighbours where they alone are too short to
/// count as evidence ("HF").
fn quote(note: &str, span: Range<usize>) -> Option<&str> {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let mut quote = note.get(span.clone())?;
    let (mut start, mut end) = (span.start, span.end);
    while letters(quote) < MIN_ALPHANUMERICS {
        let (before, after) = (note.get(..start)?, note.get(end..)?);
        let next_end = end + word_length(after.chars());
        let next_start = start - word_length(before.chars().rev());
        if (next_start, next_end) == (start, end) {
            return None;
        }
        (start, end) = (next_start, next_end);
        quote = note.get(start..end)?;
    }
    Some(quote.trim())
}

/// The length in bytes of what separates the text's first word, and of that
/// word.
fn word_length(text: impl Iterator<Item = char>) -> usize {
    let mut in_word = false;
    text.take_while(|c| {
        let ends = in_word && !c.is_alphanumeric();
        in_word |= c.is_alphanumeric();
        !ends
    })
    .map(char::len_utf8)
    .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(note: &str, word: &str) -> Option<String> {
        let start = note.find(word).unwrap();
        quote(note, start..start + word.len()).map(str::to_owned)
    }

    #[test]
    fn a_quote_is_the_span_itself_where_that_says_enough() {
        assert_eq!(quoted("has CKD, stable", "CKD").as_deref(), Some("CKD"));
    }

    #[test]
    fn a_short_quote_takes_its_neighbours_along() {
        assert_eq!(
            quoted("known HF, stable", "HF").as_deref(),
            Some("known HF, stable")
        );
        assert_eq!(quoted("HF", "HF"), None);
        assert_eq!(quoted("é HF", "HF").as_deref(), Some("é HF"));
    }
}
