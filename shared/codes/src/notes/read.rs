//! Reads one note: its codes, or why it has none.

use super::lex::{self, Token};
use super::{NoteReading, Spec, Wording, errata, specs};
use crate::tables::data::NoteKind;

/// A note, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) reading: NoteReading,
    /// The codes it names.
    pub(crate) specs: Vec<Spec>,
    /// Of the codes it stands at, those it holds for; empty where for all.
    pub(crate) scope: Vec<Spec>,
    pub(crate) wording: Wording,
}

/// Reads a note of a kind. `heading` is the head of its list, where it has
/// one: its words hold too.
pub(crate) fn read(kind: NoteKind, text: &str, heading: Option<&Read>) -> Read {
    let text = errata::mended(text);
    let tokens = lex::tokens(&text);
    let inherited = heading.map_or_else(Wording::default, |head| head.wording);
    let mut read = Read {
        wording: Wording::of(&text).with(inherited),
        scope: heading.map_or_else(Vec::new, |head| head.scope.clone()),
        ..Read::default()
    };
    match specs::specs(&tokens) {
        Ok(specs) => read.specs = specs,
        Err(_) => {
            read.reading = NoteReading::Unread;
            return read;
        }
    }
    if is_heading(&text) {
        read.reading = NoteReading::Heading;
        read.scope = heading_scope(&text, std::mem::take(&mut read.specs));
    } else if !read.specs.is_empty() {
        read.reading = NoteReading::Codes;
        if read.specs.iter().all(is_part) {
            read.wording = read.wording.without(Wording::COMBINATION);
        }
    } else if names_no_code(kind, &text) && !has_remains_of_codes(&tokens) {
        read.reading = NoteReading::NoCode;
    } else {
        read.reading = NoteReading::Unread;
    }
    read
}

/// A pattern picks the codes of the combination from the range.
const fn is_part(spec: &Spec) -> bool {
    matches!(
        spec,
        Spec::Codes {
            pattern: Some(_),
            ..
        }
    )
}

fn is_heading(text: &str) -> bool {
    text.trim_end().ends_with(':')
}

/// `for codes G31.0-G31.83, to identify:` holds for those alone, and what
/// stands under `for adverse effects` for these alone, not for poisonings.
fn heading_scope(text: &str, named: Vec<Spec>) -> Vec<Spec> {
    if text.contains("for codes") {
        return named;
    }
    if text.contains("for adverse effects") {
        let adverse = lex::tokens("(T36-T50 with fifth or sixth character 5)");
        return specs::specs(&adverse).unwrap_or_default();
    }
    Vec::new()
}

/// Phrases with which an Excludes note sends the coder elsewhere.
const REFERENCES: [&str; 9] = [
    "see ",
    "code to",
    "code by",
    "code the",
    "omit code",
    "classified elsewhere",
    "according to their",
    "body system",
    "should not be coded",
];

/// Whether a note without codes is meant to have none. Notes that ask for a
/// code may leave it to the coder; an Excludes note names what it excludes.
fn names_no_code(kind: NoteKind, text: &str) -> bool {
    match kind {
        NoteKind::Excludes1 | NoteKind::Excludes2 => {
            let text = text.to_ascii_lowercase();
            REFERENCES.iter().any(|phrase| text.contains(phrase))
        }
        _ => true,
    }
}

/// Something code-like that was not read: an unfinished code, a lone suffix.
fn has_remains_of_codes(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| match token {
        Token::Suffix(_) => true,
        Token::Word(word) => {
            let mut bytes = word.bytes();
            word.len() >= 4
                && bytes.next().is_some_and(|b| b.is_ascii_uppercase())
                && bytes.all(|b| b.is_ascii_digit())
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Book, expand};
    use super::*;
    use crate::codeset::{self, CodeRange, CodeSet};
    use crate::tables::key;

    /// What a note of a kind gives, and the codes it names.
    fn outcome(kind: NoteKind, text: &str) -> (NoteReading, Vec<CodeRange>) {
        let read = read(kind, text, None);
        let ranges = read.specs.iter().map(|spec| match spec {
            Spec::Codes { from, to, .. } => (*from, *key::subtree(*to).end()),
            Spec::Chapter(chapter) => (u64::from(*chapter), 0),
        });
        (read.reading, ranges.collect())
    }

    fn codes(text: &str, specs: &[&str]) {
        let expected: Vec<CodeRange> = specs
            .iter()
            .flat_map(|spec| CodeSet::of([*spec]).ranges().to_vec())
            .collect();
        let found = outcome(NoteKind::Excludes1, text);
        assert_eq!(found, (NoteReading::Codes, expected), "{text}");
    }

    #[test]
    fn codes_headers_ranges_and_lists_are_read() {
        codes("abscess of lung (J85.1)", &["J85.1"]);
        codes(
            "hypertensive kidney disease (I12.-, I13.-)",
            &["I12", "I13"],
        );
        codes("neoplasms (C00-D49)", &["C00-D49"]);
        codes("cystitis K56.-", &["K56"]);
        codes("open wound (Z89.52-", &["Z89.52"]);
        codes("electrolyte imbalance (E87.8}", &["E87.8"]);
        codes("rheumatic fever (I01.0 -I01.9)", &["I01.0-I01.9"]);
        codes("dependence (F10.- -F19.-)", &["F10-F19"]);
        codes("fracture (S12.0--S12.6.-)", &["S12.0-S12.6"]);
        codes("arthritis (M05.00 to M05.8A)", &["M05.00-M05.8A"]);
        codes("hemorrhage (I60.-. I61.-, I62.-)", &["I60", "I61", "I62"]);
        codes("resistance (Z16.10-Z16.39)", &["Z16.10-Z16.39"]);
        codes("merkel cell carcinoma (C4A.-) or QA0", &["C4A"]);
        codes("conditions classified to Q67.0-Q67.4", &["Q67.0-Q67.4"]);
        codes(
            "respiratory infections (J00-J06; J20-J22)",
            &["J00-J06", "J20-J22"],
        );
    }

    #[test]
    fn what_stands_outside_parentheses_is_wording() {
        codes("pneumoconiosis, any type in A15 (J65)", &["J65"]);
        codes("vitamin B12 deficiency anemia (D51.-)", &["D51"]);
    }

    #[test]
    fn misprints_are_read_as_they_are_meant() {
        let text = "cognitive deficits (I69.01-I69.11-, I69.21-I69.31-, I69.81- I69.91-)";
        let all = ["I69.01", "I69.11", "I69.21", "I69.31", "I69.81", "I69.91"];
        codes(text, &all);
    }

    #[test]
    fn a_note_without_codes_says_why() {
        use NoteKind::{Excludes1, UseAdditional};
        for (kind, text, reading) in [
            (Excludes1, "sepsis - code to infection", NoteReading::NoCode),
            (
                Excludes1,
                "gangrene - see Alphabetical Index",
                NoteReading::NoCode,
            ),
            (Excludes1, "meningitis (in):", NoteReading::Heading),
            (Excludes1, "newborn atelectasis", NoteReading::Unread),
            (
                UseAdditional,
                "code to identify organism",
                NoteReading::NoCode,
            ),
            (
                UseAdditional,
                "code for the drug (T45)  with .2 T4500",
                NoteReading::Codes,
            ),
            (
                UseAdditional,
                "code T4500 for the drug",
                NoteReading::Unread,
            ),
            (Excludes1, "backwards (E13-E08)", NoteReading::Unread),
        ] {
            assert_eq!(outcome(kind, text).0, reading, "{text}");
        }
    }

    #[test]
    fn a_heading_lends_its_words_and_its_scope() {
        let kind = NoteKind::CodeFirst;
        let head = read(kind, ", for adverse effects, the nature, such as:", None);
        let item = read(kind, "nephropathy (N14.0-N14.2)", Some(&head));
        assert!(item.wording.any(Wording::EXAMPLES));
        assert_eq!(item.scope.len(), 1, "adverse effects alone");
        let plain = read(kind, "nephropathy (N14.0-N14.2)", None);
        assert!(!plain.wording.any(Wording::EXAMPLES) && plain.scope.is_empty());
    }

    /// A code as the list prints it, at most six characters.
    fn code() -> impl Strategy<Value = String> {
        "[A-TV-Z][0-9][0-9](\\.[0-9]{1,3})?"
    }

    /// Two codes, the lesser first, or one.
    fn spec() -> impl Strategy<Value = String> {
        (code(), proptest::option::of(code())).prop_map(|(a, b)| match b {
            Some(b) if key::pack(&a) < key::pack(&b) => format!("{a}-{b}"),
            Some(b) if key::pack(&b) < key::pack(&a) => format!("{b}-{a}"),
            _ => a,
        })
    }

    proptest! {
        #[test]
        fn a_list_names_what_the_same_code_sets_name(
            specs in proptest::collection::vec(spec(), 1..6),
            dashes in proptest::collection::vec(any::<bool>(), 6),
            separator in proptest::sample::select(vec![", ", "; ", " or ", " and ", ", or ", ","]),
        ) {
            let printed: Vec<String> = specs
                .iter()
                .zip(&dashes)
                .map(|(spec, dash)| match (dash, spec.contains('.')) {
                    (true, true) => format!("{spec}-"),
                    (true, false) => format!("{spec}.-"),
                    (false, _) => spec.clone(),
                })
                .collect();
            let expected: Vec<CodeRange> = specs
                .iter()
                .flat_map(|spec| CodeSet::of([spec.as_str()]).ranges().to_vec())
                .collect();
            for text in [
                format!("condition of a kind ({})", printed.join(separator)),
                format!("conditions classified to {}", printed.join(separator)),
            ] {
                let found = outcome(NoteKind::Excludes1, &text);
                prop_assert_eq!(found, (NoteReading::Codes, expected.clone()), "{}", text);
            }
        }

        #[test]
        fn expanded_ranges_ascend_and_hold_what_the_specs_hold(
            keys in proptest::collection::btree_set("[A-C][0-9][0-9][0-9]{0,3}", 1..60),
            specs in proptest::collection::vec("[A-C][0-9][0-9]", 1..4),
        ) {
            let keys: Vec<u64> = keys.iter().filter_map(|code| key::pack(code)).collect();
            let read = read(NoteKind::Excludes1, &format!("({})", specs.join(", ")), None);
            let book = Book { keys: &keys, chapters: &[] };
            if let Ok(ranges) = expand(&read.specs, &book) {
                prop_assert!(ranges.windows(2).all(|pair| pair[0].1 < pair[1].0));
                for &key in &keys {
                    let named = specs.iter().any(|spec| {
                        key::subtree(key::pack(spec).unwrap()).contains(&key)
                    });
                    prop_assert_eq!(codeset::holds(&ranges, key), named);
                }
            } else {
                let exists = |spec: &String| {
                    let below = key::subtree(key::pack(spec).unwrap());
                    keys.iter().any(|key| below.contains(key))
                };
                prop_assert!(!specs.iter().all(exists));
            }
        }

        #[test]
        fn no_text_is_too_odd_to_be_read(text in "[A-Z0-9a-z .,;:()\\[\\]{}–-]{0,80}|\\PC{0,40}") {
            for kind in NoteKind::NAMING {
                let read = read(kind, &text, None);
                if read.reading == NoteReading::Codes {
                    prop_assert!(!read.specs.is_empty());
                }
            }
        }
    }
}
