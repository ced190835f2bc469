//! From an official wording to the set of words that stands for it.
//!
//! Order does not matter ("carcinoma of the lung", "Carcinoma > lung");
//! nonessential modifiers in brackets and the words that only tables use
//! ("unspecified", "NOS") are left out.

use super::rewrite::{Item, rewrite};
use super::vocabulary::{Role, Vocabulary, WordId};

/// Joins the words of an index path.
pub(super) const PATH_SEPARATOR: &str = " > ";

/// Terms of more words than this are never said in one breath.
const MOST_WORDS: usize = 8;

/// Where a wording stands. The order decides between equal wordings: the
/// coder's own list first, then what coders look things up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TermKind {
    /// The hand-written list of clinical wordings.
    House,
    /// "Tumor" and a site, of the table of neoplasms.
    Tumor,
    /// The alphabetic index.
    Index,
    /// A title of the tabular list.
    Title,
    /// An inclusion term.
    Inclusion,
    /// The table of neoplasms: site and behaviour.
    Neoplasm,
    /// A lesion or mass of a site that the index lists under "Disease".
    Lesion,
    /// What leads to candidates and is no finding: a word too general, a title
    /// of what is left over, a hint.
    General,
}

/// A wording as words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TermWords {
    /// As what they may be found.
    pub(super) kind: TermKind,
    /// Sorted, each once.
    pub(super) words: Box<[WordId]>,
    /// The word that a reader looks up: the first of an index path or title.
    pub(super) main: WordId,
}

/// The words of a wording; `None` where it cannot stand for its code alone.
pub(super) fn term_words(
    vocabulary: &mut Vocabulary,
    text: &str,
    kind: TermKind,
) -> Option<TermWords> {
    let residual = is_residual(text, kind);
    if residual && kind != TermKind::Title {
        return None;
    }
    let plain = without_brackets(text);
    // What a condition comes without is not said to name it.
    let plain = plain.split(" without ").next().unwrap_or_default();
    let read = |id| Item {
        id: Some(id),
        apart: false,
    };
    let items: Vec<Item> = vocabulary.intern_all(plain).into_iter().map(read).collect();
    let rewritten = rewrite(vocabulary, &items);
    let mut words: Vec<WordId> = rewritten.into_iter().map(|word| word.id).collect();
    let main = *words.first()?;
    words.sort_unstable();
    words.dedup();
    if words.len() > MOST_WORDS {
        return None;
    }
    let standing = standing(vocabulary, &words, text, kind)?;
    Some(TermWords {
        kind: if residual {
            TermKind::General
        } else {
            standing
        },
        words: words.into(),
        main,
    })
}

/// What is left over ("Other …", "… > specified NEC") names nothing.
fn is_residual(text: &str, kind: TermKind) -> bool {
    let last = text.rsplit(PATH_SEPARATOR).next().unwrap_or_default();
    match kind {
        TermKind::Title => text.starts_with("Other "),
        TermKind::Index => ["specified", "NEC", "other", "unspecified type"]
            .iter()
            .any(|residual| last.starts_with(residual)),
        _ => false,
    }
}

/// As what the words may be found, said by themselves: the wording's kind, or
/// as a word too general to be a finding, or not at all.
fn standing(
    vocabulary: &Vocabulary,
    words: &[WordId],
    text: &str,
    kind: TermKind,
) -> Option<TermKind> {
    let narrative = |word: &WordId| {
        vocabulary.has(*word, Role::Narrative) || vocabulary.has(*word, Role::Short)
    };
    match (words, kind) {
        ([], _) => None,
        (_, TermKind::House) => Some(kind),
        ([word], TermKind::Index | TermKind::Title | TermKind::Inclusion) => {
            let named = said_in_one_word(text) && !vocabulary.has(*word, Role::Short);
            let general = vocabulary.has(*word, Role::Generic);
            named.then_some(if general { TermKind::General } else { kind })
        }
        ([_], _) => None,
        (words, _) => (!words.iter().all(narrative)).then_some(kind),
    }
}

/// Whether the table itself gives the condition in one word (or in one word
/// and its other forms): "Pneumonia", "Edema, edematous", "Colitis NOS".
fn said_in_one_word(text: &str) -> bool {
    const SILENT: &[&str] = &[
        "nos",
        "nec",
        "unspecified",
        "disease",
        "specified",
        "or",
        "not",
        "elsewhere",
        "classified",
    ];
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 1 && !SILENT.contains(&word.to_ascii_lowercase().as_str()))
        .count();
    !text.contains(PATH_SEPARATOR) && words <= 1 + text.matches(',').count()
}

/// The text outside round and square brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0u32;
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

/// The pairs of an index path that are forms of one word, other form first:
/// "Abdomen, abdominal" gives (abdominal, Abdomen).
pub(super) fn word_pairs(path: &str) -> impl Iterator<Item = (&str, &str)> {
    path.split(PATH_SEPARATOR).flat_map(|segment| {
        let mut forms = segment.split(", ");
        let head = forms.next().unwrap_or_default();
        let plain =
            !segment.contains(['-', '(', '[']) && segment.split(", ").all(|f| !f.contains(' '));
        forms
            .map(move |form| (form, head))
            .filter(move |(form, head)| plain && are_forms(head, form))
    })
}

/// Whether two words share their stem and both, or neither, name a disease.
fn are_forms(head: &str, form: &str) -> bool {
    let names_disease = |word: &str| {
        ["itis", "osis", "oma", "pathy", "algia", "sis"]
            .iter()
            .any(|end| word.ends_with(end))
    };
    if head.len() < 5 || form.len() < 4 {
        return false;
    }
    let adjective = head.ends_with("sis") && form.ends_with("tic");
    if names_disease(head) != names_disease(form) && !adjective {
        return false;
    }
    let shared = head
        .bytes()
        .zip(form.bytes())
        .take_while(|(a, b)| a.eq_ignore_ascii_case(b))
        .count();
    shared >= 4 && shared + 5 >= head.len().min(form.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, kind: TermKind) -> Option<usize> {
        let mut vocabulary = Vocabulary::new();
        vocabulary.load_lists();
        let term = term_words(&mut vocabulary, text, kind);
        term.filter(|term| term.kind == kind)
            .map(|term| term.words.len())
    }

    #[test]
    fn an_index_path_and_its_spoken_form_are_the_same_set() {
        let mut vocabulary = Vocabulary::new();
        vocabulary.load_lists();
        let mut set = |text| {
            term_words(&mut vocabulary, text, TermKind::Index)
                .unwrap()
                .words
        };
        assert_eq!(
            set("Failure > kidney (renal) > acute"),
            set("acute renal failure")
        );
    }

    #[test]
    fn a_word_stands_alone_only_where_the_table_says_it_alone() {
        assert_eq!(words("Pneumonia", TermKind::Index), Some(1));
        assert_eq!(words("Edema, edematous", TermKind::Index), Some(1));
        assert_eq!(words("Disease > H", TermKind::Index), None);
        assert_eq!(
            words("Disease, unspecified > pneumonia of", TermKind::Index),
            Some(2)
        );
        assert_eq!(words("Examination", TermKind::Index), None);
        assert_eq!(
            words("Old (previous) infarct", TermKind::Inclusion).unwrap(),
            2
        );
    }

    #[test]
    fn residual_titles_and_turns_of_phrase_are_left_out() {
        assert_eq!(words("Other pneumonia", TermKind::Title), None);
        assert_eq!(words("Personal history", TermKind::Index), None);
    }

    #[test]
    fn word_pairs_are_forms_of_one_word_and_never_site_and_inflammation() {
        let pairs: Vec<_> = word_pairs("Abdomen, abdominal > wall").collect();
        assert_eq!(pairs, [("abdominal", "Abdomen")]);
        assert_eq!(word_pairs("Arteritis, arterial").count(), 0);
        assert_eq!(word_pairs("Boat, boating accident").count(), 0);
    }
}
