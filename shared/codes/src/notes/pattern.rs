//! Parts of ranges: `with .2-`, `with final characters -91`, `with fifth or
//! sixth character 5`, `with 7th character B or C`.

use super::lex::Token;

/// Which codes of a range are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// What follows the dot begins with one between the two.
    AfterDot(Vec<(String, String)>),
    /// The characters that begin at a place, counted from 1, are these.
    At { place: usize, text: String },
    /// The character at a place, counted from 1, is one of these.
    OneOf { place: usize, values: String },
    /// The sixth character is one of these; or the fifth, where the sixth is
    /// the placeholder.
    FifthOrSixth(String),
}

impl Pattern {
    /// Whether a full code, without its dot, fits.
    pub(crate) fn fits(&self, code: &str) -> bool {
        let at = |place: usize| code.get(place - 1..place);
        match self {
            Self::AfterDot(spans) => {
                let tail = code.get(3..).unwrap_or_default();
                spans.iter().any(|(from, to)| {
                    let begins = |bound: &str| tail.get(..bound.len());
                    begins(from).is_some_and(|t| t >= from.as_str())
                        && begins(to).is_some_and(|t| t <= to.as_str())
                })
            }
            Self::At { place, text } => {
                code.get(place - 1..place - 1 + text.len()) == Some(text.as_str())
            }
            Self::OneOf { place, values } => at(*place).is_some_and(|c| values.contains(c)),
            Self::FifthOrSixth(values) => match at(6) {
                Some("X") | None => at(5).is_some_and(|c| values.contains(c)),
                Some(sixth) => values.contains(sixth),
            },
        }
    }
}

/// Reads the pattern after `with`, and how many tokens it takes. `Some(None)`:
/// the words restrict nothing.
pub(super) fn read(tokens: &[Token]) -> Option<(Option<Pattern>, usize)> {
    let mut reader = Reader { tokens, at: 0 };
    let pattern = reader.pattern()?;
    Some((pattern, reader.at))
}

struct Reader<'t> {
    tokens: &'t [Token],
    at: usize,
}

/// Seventh characters of open fractures.
const OPEN_FRACTURE: &str = "BCEFHJMNQR";

impl Reader<'_> {
    fn pattern(&mut self) -> Option<Option<Pattern>> {
        let open_fracture = self.word("open") && self.word("fracture");
        let finally = self.word("final");
        let places = self.places();
        let named = !places.is_empty() || finally;
        if named && !(self.word("character") || self.word("characters")) {
            return None;
        }
        if open_fracture {
            return Some(Some(Pattern::OneOf {
                place: *places.first()?,
                values: OPEN_FRACTURE.to_owned(),
            }));
        }
        if named && self.word("to") {
            // `to indicate intent`: every code of the range does.
            return Some(None);
        }
        if let [place] = places[..] {
            let values = self.values()?;
            return Some(Some(Pattern::OneOf { place, values }));
        }
        if let [first, second] = places[..] {
            let values = self.values()?;
            let both = values.len() == 2 && self.took_one_value();
            return Some(Some(match (first, second) {
                (place, next) if both && place + 1 == next => Pattern::At {
                    place,
                    text: values,
                },
                (5, 6) => Pattern::FifthOrSixth(values),
                _ => return None,
            }));
        }
        if let Some(pattern) = self.after_dot() {
            return Some(Some(pattern));
        }
        if !finally {
            return None;
        }
        let dashed = self.dash();
        let text = self.value()?;
        Some(Some(match (dashed, text.len()) {
            // The last two of six characters.
            (true, 2) => Pattern::At { place: 5, text },
            (false, 1) => Pattern::FifthOrSixth(text),
            _ => return None,
        }))
    }

    /// `5th`, `fifth or sixth`, `fifth to sixth`, `7th`.
    fn places(&mut self) -> Vec<usize> {
        let mut places = Vec::new();
        while let Some(place) = self.tokens.get(self.at).and_then(place_of) {
            places.push(place);
            self.at += 1;
            let joined = self
                .tokens
                .get(self.at)
                .is_some_and(|t| t.is("or") || t.is("to"));
            if joined && self.tokens.get(self.at + 1).and_then(place_of).is_some() {
                self.at += 1;
            }
        }
        self.dash();
        places
    }

    /// `.14, .24, .94`, `.51-.52`, `.62-`, `.00 or .01`.
    fn after_dot(&mut self) -> Option<Pattern> {
        let mut spans = Vec::new();
        while let Some(Token::Suffix(from)) = self.tokens.get(self.at) {
            self.at += 1;
            self.dash();
            let to = match self.tokens.get(self.at) {
                Some(Token::Suffix(to)) if self.tokens.get(self.at - 1) == Some(&Token::Dash) => {
                    self.at += 1;
                    to
                }
                _ => from,
            };
            spans.push((from.clone(), to.clone()));
            self.join(|token| matches!(token, Token::Suffix(_)));
        }
        (!spans.is_empty()).then_some(Pattern::AfterDot(spans))
    }

    /// Single characters: `5`, `1-4 or 6`, `B or C`; or two together, `51`.
    fn values(&mut self) -> Option<String> {
        let mut values = String::new();
        while let Some(value) = self.value() {
            let range = self.dash().then(|| self.value()).flatten();
            match (value.bytes().next(), range.and_then(|to| to.bytes().next())) {
                (Some(from), Some(to)) => values.extend((from..=to).map(char::from)),
                _ => values.push_str(&value),
            }
            self.join(|token| as_value(token).is_some());
        }
        (!values.is_empty()).then_some(values)
    }

    fn took_one_value(&self) -> bool {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        last.and_then(as_value)
            .is_some_and(|value| value.len() == 2)
    }

    fn value(&mut self) -> Option<String> {
        let value = self.tokens.get(self.at).and_then(as_value)?;
        self.at += 1;
        Some(value.to_owned())
    }

    /// Steps over what joins two items of a list, where a further one follows.
    fn join(&mut self, is_item: impl Fn(&Token) -> bool) {
        let mut ahead = self.at;
        while let Some(token) = self.tokens.get(ahead) {
            match token {
                Token::Separator => ahead += 1,
                token if token.is("or") || token.is("and") => ahead += 1,
                _ => break,
            }
        }
        if self.tokens.get(ahead).is_some_and(is_item) {
            self.at = ahead;
        }
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.tokens.get(self.at).is_some_and(|token| token.is(word));
        self.at += usize::from(found);
        found
    }

    fn dash(&mut self) -> bool {
        let found = self.tokens.get(self.at) == Some(&Token::Dash);
        self.at += usize::from(found);
        found
    }
}

/// One or two capitals or digits: `5`, `51`, `B`; `.6` counts as `6`.
fn as_value(token: &Token) -> Option<&str> {
    let text = match token {
        Token::Word(text) | Token::Suffix(text) => text,
        _ => return None,
    };
    let short = text.len() == 1 || (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()));
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    (short && plain).then_some(text)
}

/// `fifth`, `5th`.
fn place_of(token: &Token) -> Option<usize> {
    const PLACES: [(usize, [&str; 3]); 4] = [
        (4, ["fourth", "4th", "four"]),
        (5, ["fifth", "5th", "five"]),
        (6, ["sixth", "6th", "six"]),
        (7, ["seventh", "7th", "seven"]),
    ];
    PLACES
        .iter()
        .find(|(_, names)| names.iter().any(|name| token.is(name)))
        .map(|(place, _)| *place)
}

#[cfg(test)]
mod tests {
    use super::super::lex::tokens;
    use super::*;

    fn fits(words: &str, code: &str) -> bool {
        let (pattern, _) = read(&tokens(words)).unwrap_or_else(|| panic!("{words}"));
        pattern.is_none_or(|pattern| pattern.fits(code))
    }

    #[test]
    fn each_wording_of_the_list_restricts_as_it_says() {
        for (words, inside, outside) in [
            (".2-", "E1122", "E1132"),
            (".51-.52", "E1152", "E1153"),
            (".14, .24, .94", "F1024", "F1034"),
            (".15. .25, .95", "F1195", "F1135"),
            ("final characters .00 or .01", "E1101", "E1110"),
            ("final characters -91", "I69191", "I6991"),
            ("final character 6", "T360X6A", "T360X5A"),
            ("fifth or sixth character 5", "T45515A", "T45511A"),
            ("fifth or sixth character 5", "T3695XA", "T3694XA"),
            ("5th or 6th character 1-4 or 6", "T39016A", "T39015A"),
            ("fifth or six character 5", "T360X5A", "T360X1A"),
            ("fifth-character 1", "A3701", "A3700"),
            ("5th character .6", "F1026", "F1027"),
            ("fifth to sixth characters 51", "F11151", "F11150"),
            ("7th character B or C", "S42001C", "S42001A"),
            ("open fracture 7th character", "S52001E", "S52001D"),
            ("fifth or sixth character to indicate intent", "T510X1A", ""),
        ] {
            assert!(fits(words, inside), "{words}: {inside}");
            assert!(
                outside.is_empty() || !fits(words, outside),
                "{words}: {outside}"
            );
        }
    }

    #[test]
    fn other_words_are_no_pattern() {
        for words in ["heart failure", "pneumonia", "final outcome", ""] {
            assert!(read(&tokens(words)).is_none(), "{words}");
        }
    }
}
