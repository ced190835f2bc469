//! What the words at a diagnosis say of its cause. Rules that presume a link
//! stand back where the documentation says otherwise (Guidelines I.A.15).
//!
//! Invariant: the words are read, never repeated in a finding.

use super::Diagnosis;

const CAUSES: [&str; 5] = [
    "due to",
    "secondary to",
    "caused by",
    "attributed to",
    "related to",
];
const DENIALS: [&str; 6] = [
    "not due to",
    "not caused by",
    "not related to",
    "not secondary to",
    "unrelated to",
    "not attributed to",
];

/// Whether the diagnosis is said to have nothing to do with a condition, which
/// is known by the stems of its names.
pub(super) fn stated_unrelated(diagnosis: &Diagnosis<'_>, stems: &[&str]) -> bool {
    sentences(diagnosis).any(|sentence| {
        let denied = DENIALS
            .iter()
            .filter_map(|denial| sentence.split_once(denial))
            .any(|(_, cause)| holds_any(cause, stems));
        let negated = stems.iter().any(|stem| {
            sentence.contains(&format!("non-{stem}")) || sentence.contains(&format!("non{stem}"))
        });
        denied || negated
    })
}

/// Whether every place that documents the diagnosis names a cause, and none of
/// them the condition known by the stems.
pub(super) fn attributed_elsewhere(diagnosis: &Diagnosis<'_>, stems: &[&str]) -> bool {
    !diagnosis.mentions.is_empty()
        && sentences(diagnosis)
            .all(|sentence| holds_any(&sentence, &CAUSES) && !holds_any(&sentence, stems))
}

/// Whether the words of the diagnosis itself hold one of these.
pub(super) fn quotes_any(diagnosis: &Diagnosis<'_>, words: &[&str]) -> bool {
    diagnosis
        .mentions
        .iter()
        .any(|mention| holds_any(&mention.quote.to_lowercase(), words))
}

fn sentences(diagnosis: &Diagnosis<'_>) -> impl Iterator<Item = String> {
    diagnosis
        .mentions
        .iter()
        .map(|mention| mention.sentence.to_lowercase())
}

fn holds_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}
