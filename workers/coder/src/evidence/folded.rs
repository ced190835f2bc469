//! Notes and quotes as they are compared.
//!
//! A model under the answer's grammar writes printable ASCII without `"` and
//! `\`: of what a note has beyond that, a quote can only hold what stands for
//! it here. One character becomes one character, so that every place maps back
//! to the note.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// A text with white space collapsed, in lower case, without accents and with
/// the plain marks of a typewriter.
pub(super) struct Folded {
    pub(super) text: String,
    /// For each byte of `text`, where the character it comes from starts in
    /// the original.
    pub(super) origins: Vec<u32>,
}

impl Folded {
    pub(super) fn of(text: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(text.len()),
            origins: Vec::with_capacity(text.len()),
        };
        let mut after_space = false;
        for (origin, c) in text.char_indices() {
            if is_silent(c) {
                continue;
            }
            let c = plain(c);
            let space = c == ' ';
            if !(space && after_space) {
                folded.push(c, origin);
            }
            after_space = space;
        }
        folded
    }

    fn push(&mut self, c: char, origin: usize) {
        self.text.push(c);
        // Notes are far smaller than 4 GiB; a larger one would find nothing.
        let origin = u32::try_from(origin).unwrap_or(u32::MAX);
        self.origins.resize(self.text.len(), origin);
    }
}

/// Where the character that starts at `at` ends, with what is written over it.
pub(super) fn end_of(text: &str, at: usize) -> Option<usize> {
    let mut rest = text.get(at..)?.chars();
    let own = rest.next()?.len_utf8();
    let silent = rest.take_while(|&c| is_silent(c));
    Some(at + own + silent.map(char::len_utf8).sum::<usize>())
}

/// What has no place of its own on the line: accents that follow their letter,
/// joiners, breaks that show only where a line ends.
fn is_silent(c: char) -> bool {
    !c.is_ascii()
        && (matches!(
            c,
            '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}'
        ) || is_combining_mark(c))
}

/// The character that stands for `c` in a comparison.
fn plain(c: char) -> char {
    match c {
        '"' => '\'',
        '\\' => '/',
        c if c.is_ascii_whitespace() => ' ',
        c if c.is_ascii() => c.to_ascii_lowercase(),
        c if c.is_whitespace() => ' ',
        // Quotation marks, primes of feet and inches, accents set alone.
        '\u{2018}'..='\u{201F}' | '\u{2032}'..='\u{2037}' | '«' | '»' | '‹' | '›' | '´' => {
            '\''
        }
        // Hyphens, dashes, the minus sign.
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        // "38.5 C" is how 38.5 °C is written without it.
        '°' | 'º' => ' ',
        'µ' | 'μ' => 'u',
        '×' => 'x',
        '⁄' | '∕' => '/',
        'ø' | 'Ø' => 'o',
        'ł' | 'Ł' => 'l',
        'đ' | 'Đ' => 'd',
        c => lower(base(c)),
    }
}

/// An accented letter without its accent.
fn base(c: char) -> char {
    let mut first = None;
    decompose_canonical(c, |part| {
        first = first.or(Some(part));
    });
    match first {
        Some(letter) if letter.is_ascii_alphabetic() => letter,
        _ => c,
    }
}

/// The lower case of `c` where that is one character, else `c`.
fn lower(c: char) -> char {
    let mut lowered = c.to_lowercase();
    match (lowered.next(), lowered.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_grammar_forbids_has_a_form_that_it_allows() {
        for (note, typed) in [
            ("“acute” ‘MI’", "'acute' 'mi'"),
            ("5'10\" tall", "5'10' tall"),
            ("5′10″", "5'10'"),
            ("range 3–5 — no", "range 3-5 - no"),
            ("T 38.5°C, 38.5 °C", "t 38.5 c, 38.5 c"),
            ("Ménière, Sjögren, naïve", "meniere, sjogren, naive"),
            ("Me\u{301}nie\u{300}re co\u{AD}lon", "meniere colon"),
            ("5 µg\u{A0}IV n\\v", "5 ug iv n/v"),
        ] {
            assert_eq!(Folded::of(note).text, typed, "{note}");
        }
    }

    #[test]
    fn other_scripts_and_marks_stay_as_they_are() {
        for text in ["β-hcg ≥ 5", "日本", "50% (acute)", "½ ß"] {
            assert_eq!(Folded::of(text).text, text);
        }
    }

    #[test]
    fn a_character_ends_after_what_is_written_over_it() {
        assert_eq!(end_of("e\u{301}x", 0), Some(3));
        assert_eq!(end_of("ex", 0), Some(1));
        assert_eq!(end_of("é", 1), None);
    }
}
