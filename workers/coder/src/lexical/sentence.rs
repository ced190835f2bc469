//! A note as sentences of words.
//!
//! A sentence ends at a full stop, question or exclamation mark followed by
//! space, at a blank line, and at a line end before a line that does not go on
//! in lower case (so that lists are read item by item and wrapped lines whole);
//! a line that breaks off at a comma or in the middle of a phrase goes on
//! whatever follows. Forms of address take part in no sentence.

use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

use super::fold::fold;

/// Longer sentences are cut: they are tables or lists without punctuation.
const LONGEST: usize = 120;
/// No line that ends so is the end of a sentence.
const BREAKS_OFF: &[&str] = &[
    "a", "an", "and", "for", "from", "in", "no", "of", "on", "or", "stage", "the", "to", "type",
    "with", "without",
];
/// Forms of address, before a full stop.
const TITLES: &[&str] = &["dr", "mr", "mrs", "ms", "prof"];

/// One word of the note.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// Where it stands in the note, in bytes.
    pub(crate) span: Range<usize>,
    /// Its folded text.
    pub(crate) folded: String,
    /// Whether its letters are capitals.
    pub(crate) in_capitals: bool,
    /// How strongly it is set apart from the word before.
    pub(crate) gap: Gap,
}

/// What stands between two words, weakest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// A space or a hyphen.
    #[default]
    None,
    /// A comma or a bracket.
    Comma,
    /// A colon.
    Colon,
    /// A semicolon.
    Semicolon,
}

impl Gap {
    /// How many words of distance it counts for.
    pub(crate) const fn distance(self) -> u16 {
        match self {
            Self::None => 0,
            Self::Comma => 1,
            Self::Colon => 2,
            Self::Semicolon => 3,
        }
    }

    const fn of(c: char) -> Self {
        match c {
            ',' | '(' | ')' | '[' | ']' => Self::Comma,
            ':' => Self::Colon,
            ';' => Self::Semicolon,
            _ => Self::None,
        }
    }
}

/// The sentences of a note, in order.
pub(crate) fn sentences(text: &str) -> Vec<Vec<Word>> {
    let mut reader = Reader {
        text,
        chars: text.char_indices().peekable(),
        done: Vec::new(),
        sentence: Vec::new(),
        gap: Gap::None,
    };
    while let Some((at, c)) = reader.chars.next() {
        if c.is_alphanumeric() {
            reader.word(at, c);
        } else if c == '.' && reader.ends_title(at) {
            reader.sentence.pop();
        } else if reader.ends_sentence(at, c) {
            reader.flush();
        } else {
            reader.gap = reader.gap.max(Gap::of(c));
        }
    }
    reader.flush();
    reader.done
}

struct Reader<'t> {
    text: &'t str,
    chars: Peekable<CharIndices<'t>>,
    done: Vec<Vec<Word>>,
    sentence: Vec<Word>,
    gap: Gap,
}

impl Reader<'_> {
    fn word(&mut self, start: usize, first: char) {
        let mut end = start + first.len_utf8();
        let mut number = first.is_ascii_digit();
        while let Some(&(at, c)) = self.chars.peek() {
            let decimal = number && matches!(c, '.' | ',') && self.digit_follows(at + c.len_utf8());
            if !c.is_alphanumeric() && !decimal {
                break;
            }
            number &= decimal || c.is_ascii_digit();
            end = at + c.len_utf8();
            self.chars.next();
        }
        let word = self.text.get(start..end).unwrap_or_default();
        let folded = fold(word);
        if self.is_possessive(&folded, start) {
            return;
        }
        if self.sentence.len() >= LONGEST {
            self.flush();
        }
        self.sentence.push(Word {
            span: start..end,
            folded,
            in_capitals: !word.contains(char::is_lowercase),
            gap: self.gap,
        });
        self.gap = Gap::None;
    }

    fn digit_follows(&self, at: usize) -> bool {
        self.rest(at).starts_with(|c: char| c.is_ascii_digit())
    }

    /// The "s" of "Crohn's".
    fn is_possessive(&self, folded: &str, start: usize) -> bool {
        let apostrophe =
            |word: &Word| matches!(self.text.get(word.span.end..start), Some("'" | "\u{2019}"));
        folded == "s" && self.sentence.last().is_some_and(apostrophe)
    }

    fn ends_sentence(&self, at: usize, c: char) -> bool {
        let rest = self.rest(at + c.len_utf8());
        let next = || rest.trim_start_matches([' ', '\t', '\r']).chars().next();
        match c {
            '.' | '!' | '?' => {
                let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace);
                let initial = self.sentence.last().is_some_and(|w| w.folded.len() == 1);
                spaced && !(initial && next().is_some_and(char::is_lowercase))
            }
            '\n' => next().is_none_or(|next| {
                let goes_on = next.is_alphanumeric() && self.breaks_off(at);
                !next.is_lowercase() && !goes_on
            }),
            _ => false,
        }
    }

    /// Whether the line that ends at `at` breaks off in a phrase or list.
    fn breaks_off(&self, at: usize) -> bool {
        let line = self.text.get(..at).unwrap_or_default();
        let line = line.trim_end_matches([' ', '\t', '\r']);
        let ends_in_word = self.sentence.last().is_some_and(|word| {
            word.span.end == line.len() && BREAKS_OFF.contains(&word.folded.as_str())
        });
        line.ends_with(',') || ends_in_word
    }

    /// Whether a full stop at `at` ends a form of address; one in capitals only
    /// before a name in capitals.
    fn ends_title(&self, at: usize) -> bool {
        let title = self.sentence.last().filter(|word| word.span.end == at);
        title.is_some_and(|word| {
            let rest = self.rest(at + 1);
            let mut name = rest.trim_start_matches(' ').chars();
            let first = name.next().is_some_and(char::is_uppercase);
            let mut loud = || name.next().is_some_and(char::is_uppercase);
            TITLES.contains(&word.folded.as_str()) && first && (!word.in_capitals || loud())
        })
    }

    fn rest(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or_default()
    }

    fn flush(&mut self) {
        if !self.sentence.is_empty() {
            self.done.push(std::mem::take(&mut self.sentence));
        }
        self.gap = Gap::None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<String>> {
        let words = |sentence: Vec<Word>| sentence.into_iter().map(|w| w.folded).collect();
        sentences(text).into_iter().map(words).collect()
    }

    #[test]
    fn full_stops_and_list_items_end_sentences_but_wrapped_lines_do_not() {
        let text = "Seen for chest pain.\nNo fever\nAcute renal\nfailure at 2.5 mg/dl.";
        let expected: [&[&str]; 3] = [
            &["seen", "for", "chest", "pain"],
            &["no", "fever"],
            &["acute", "renal", "failure", "at", "2.5", "mg", "dl"],
        ];
        assert_eq!(read(text), expected);
    }

    #[test]
    fn possessives_are_dropped_and_spans_are_verbatim() {
        let text = "Crohn's disease, Sjögren’s";
        assert_eq!(read(text), [["crohn", "disease", "sjogren"]]);
        let last = sentences(text).remove(0).pop().unwrap();
        assert_eq!(text.get(last.span.clone()), Some("Sjögren"));
        assert_eq!(last.gap, Gap::Comma);
    }

    #[test]
    fn an_initial_before_a_lower_case_word_does_not_end_a_sentence() {
        assert_eq!(read("Grew E. coli. Treated").len(), 2);
    }

    #[test]
    fn a_line_that_breaks_off_goes_on_in_the_next() {
        for text in [
            "No evidence of\nDVT.",
            "Has type \n2 diabetes.",
            "Cough,\nFever.",
        ] {
            assert_eq!(read(text).len(), 1, "{text:?}");
        }
        for text in ["HTN\nDM", "Seen for\n\nDM", "Cough,\n- fever", "(HTN)\nDM"] {
            assert_eq!(read(text).len(), 2, "{text:?}");
        }
    }

    #[test]
    fn a_form_of_address_is_no_word_and_ends_no_sentence() {
        assert_eq!(read("Ms. Hill has gout."), [["hill", "has", "gout"]]);
        assert_eq!(read("MS. HILL HAS GOUT."), [["hill", "has", "gout"]]);
        assert_eq!(read("Has MS. Plan: rest.").len(), 2);
    }

    #[test]
    fn text_without_punctuation_is_cut() {
        let text = "word ".repeat(LONGEST * 2 + 1);
        assert_eq!(sentences(&text).len(), 3);
    }
}
