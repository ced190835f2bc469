//! Etiology before manifestation: which codes a "code first" note names.
//!
//! Source: Guidelines I.A.13. Notes stand at a code, its headers, its section
//! and its chapter; they name codes (`E11.22`), headers (`I12.-`) and ranges
//! (`I60-I69`) in running text.

use chartfleet_model::Icd10CmCode;

use crate::tables::{CmEntry, NoteKind, key};

/// Whether a "code first" note that applies to `entry` names `etiology`.
pub(super) fn comes_first(etiology: &Icd10CmCode, entry: &CmEntry<'_>) -> bool {
    let Some(code) = key::pack(etiology.as_str()) else {
        return false;
    };
    let headers = std::iter::successors(Some(*entry), CmEntry::parent);
    let mut notes = headers
        .flat_map(|header| header.notes())
        .chain(entry.blocks().flat_map(|block| block.notes()))
        .filter(|(kind, _)| *kind == NoteKind::CodeFirst);
    notes.any(|(_, text)| names(text, code))
}

/// Whether the text of a note names the packed code.
fn names(note: &str, code: u64) -> bool {
    note.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')))
        .any(|word| match word.split_once('-') {
            Some((from, to)) if looks_like_code(to) => {
                looks_like_code(from) && spans(from, to, code)
            }
            Some((header, _)) => looks_like_code(header) && spans(header, header, code),
            None => looks_like_code(word) && spans(word, word, code),
        })
}

/// Three characters or more, a letter first and a digit among the first three:
/// `E11`, `I12.`, `C7A.0`, `QA0`.
fn looks_like_code(word: &str) -> bool {
    matches!(word.as_bytes(), [letter, second, third, ..]
        if letter.is_ascii_uppercase() && (second.is_ascii_digit() || third.is_ascii_digit()))
}

/// Whether the code lies between two, both with all that stands below them.
fn spans(from: &str, to: &str, code: u64) -> bool {
    match (key::pack(from), key::pack(to)) {
        (Some(from), Some(to)) => (from..=*key::subtree(to).end()).contains(&code),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(note: &str, code: &str) -> bool {
        names(note, key::pack(code).unwrap())
    }

    #[test]
    fn codes_headers_and_ranges_are_read_from_running_text() {
        let note = "hypertensive chronic kidney disease (I12.-, I13.-)";
        assert!(named(note, "I12.9"));
        assert!(named(note, "I13.0"));
        assert!(!named(note, "I11.0"));
        let note = "underlying neoplasm (C00-D49), such as type 2 in 2nd-degree (E11.22)";
        assert!(named(note, "C7A.01"));
        assert!(named(note, "D49.9"));
        assert!(named(note, "E11.22"));
        assert!(!named(note, "E11.21"));
        assert!(!named(note, "D50.0"));
    }
}
