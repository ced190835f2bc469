//! How such text hides from whoever reads for it: invisible characters,
//! look-alike letters, Base64.

use std::ops::Range;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// As many invisible letters are no accident.
const FEW_HIDDEN: usize = 4;
/// Shorter runs of Base64 say nothing.
const FEW_ENCODED: usize = 32;
/// Longer ones are images.
const MOST_ENCODED: usize = 8 << 10;

/// Lenient: whoever hides text does not care for padding.
static BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// A note as a reader sees it: in lower case, white space collapsed (to a line
/// break where it holds one), nothing invisible, look-alikes resolved.
pub(super) struct Plain {
    pub(super) text: String,
    /// For each byte of `text`, where its character starts in the note.
    origins: Vec<u32>,
}

impl Plain {
    pub(super) fn of(text: &str) -> Self {
        let mut plain = Self {
            text: String::with_capacity(text.len()),
            origins: Vec::with_capacity(text.len()),
        };
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if c.is_whitespace() {
                plain.space(at, c);
            } else if !is_invisible(c) {
                let beside = plain.text.chars().next_back();
                let beside = [beside, chars.peek().map(|(_, next)| *next)];
                let latin = beside.iter().flatten().any(char::is_ascii_alphabetic);
                plain.push(at, if latin { resolved(c) } else { c });
            }
        }
        plain
    }

    fn space(&mut self, at: usize, c: char) {
        match self.text.chars().next_back() {
            Some('\n') => {}
            Some(' ') if c != '\n' => {}
            Some(' ') => {
                self.text.pop();
                self.text.push('\n');
            }
            _ => self.push(at, if c == '\n' { '\n' } else { ' ' }),
        }
    }

    fn push(&mut self, at: usize, c: char) {
        let c = match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{2010}'..='\u{2014}' => '-',
            // Letters of full width are ASCII at a distance.
            '\u{FF01}'..='\u{FF5E}' => {
                char::from_u32(u32::from(c) - 0xFEE0).map_or(c, |c| c.to_ascii_lowercase())
            }
            c if c.is_ascii() => c.to_ascii_lowercase(),
            c => c.to_lowercase().next().unwrap_or(c),
        };
        self.text.push(c);
        // No note is 4 GiB large; the end of one that were would find nothing.
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        self.origins.resize(self.text.len(), at);
    }

    /// Where a span of the text stands in the note, which is `len` bytes long.
    pub(super) fn origin(&self, span: Range<usize>, len: usize) -> Range<usize> {
        let at = |place: usize| self.origins.get(place).map_or(len, |&at| at as usize);
        at(span.start)..at(span.end)
    }
}

/// Zero-width, direction marks, soft hyphens, variation selectors, tags.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}'
    )
}

/// Cyrillic and Greek letters that look like Latin ones.
const fn resolved(c: char) -> char {
    match c {
        'а' | 'А' | 'α' => 'a',
        'с' | 'С' => 'c',
        'е' | 'Е' => 'e',
        'і' | 'І' | 'ι' => 'i',
        'ј' => 'j',
        'о' | 'О' | 'ο' | 'Ο' => 'o',
        'р' | 'Р' | 'ρ' => 'p',
        'ѕ' | 'Ѕ' => 's',
        'т' | 'Т' => 't',
        'υ' => 'u',
        'ν' => 'v',
        'х' | 'Х' => 'x',
        'у' | 'У' => 'y',
        c => c,
    }
}

/// Runs of Unicode's tag characters: letters that no screen shows.
pub(super) fn hidden(text: &str) -> Option<Range<usize>> {
    let is_tag = |c: &char| matches!(c, '\u{E0020}'..='\u{E007E}');
    let mut tags = text.char_indices().filter(|(_, c)| is_tag(c));
    let (first, _) = tags.next()?;
    let (mut count, mut last) = (1, first);
    for (at, _) in tags {
        (count, last) = (count + 1, at);
    }
    (count >= FEW_HIDDEN).then_some(first..last + '\u{E0020}'.len_utf8())
}

/// What runs of Base64 say, where they are text.
pub(super) fn decoded(text: &str) -> Vec<(Range<usize>, String)> {
    let is_encoded = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    let mut found = Vec::new();
    let mut start = 0;
    for run in text.split(|c: char| !u8::try_from(c).is_ok_and(is_encoded)) {
        let span = start..start + run.len();
        // What separates two runs is one character.
        let after = text.get(span.end..).and_then(|rest| rest.chars().next());
        start = span.end + after.map_or(0, char::len_utf8);
        if (FEW_ENCODED..=MOST_ENCODED).contains(&run.len())
            && let Some(inner) = readable(run)
        {
            found.push((span, inner));
        }
    }
    found
}

fn readable(run: &str) -> Option<String> {
    let bytes = BASE64.decode(run.trim_end_matches('=')).ok()?;
    let inner = String::from_utf8(bytes).ok()?;
    let controls = |c: char| c.is_control() && !c.is_whitespace();
    (!inner.contains(controls)).then_some(inner)
}
