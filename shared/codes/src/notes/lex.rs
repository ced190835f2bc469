//! Notes as tokens: codes stand out from words by their shape.

use crate::tables::key;

/// A piece of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A code or header, packed.
    Code(u64),
    /// What follows a dot that no code stands before: `.2` in `with .2-`.
    Suffix(String),
    /// Letters and digits.
    Word(String),
    Dash,
    /// A comma, a semicolon or a dot between others.
    Separator,
    Open,
    Close,
}

impl Token {
    /// Whether it is the word, in any case.
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(text) if text.eq_ignore_ascii_case(word))
    }
}

/// Splits a note.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        if c.is_alphanumeric() {
            let (token, tail) = word_or_code(rest);
            tokens.push(token);
            rest = tail;
            continue;
        }
        match c {
            '(' | '[' | '{' => tokens.push(Token::Open),
            ')' | ']' | '}' => tokens.push(Token::Close),
            '-' | '–' => tokens.push(Token::Dash),
            ',' | ';' => tokens.push(Token::Separator),
            '.' if starts_suffix(after) => {
                let (suffix, tail) = run(after);
                tokens.push(Token::Suffix(suffix.to_owned()));
                rest = tail;
                continue;
            }
            '.' => tokens.push(Token::Separator),
            _ => {}
        }
        rest = after;
    }
    tokens
}

/// The letters and digits at the beginning, and the rest.
fn run(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn starts_suffix(after: &str) -> bool {
    after.starts_with(|c: char| c.is_ascii_digit())
}

/// A code with its dot, or a word. The dot after a header (`I69. with`,
/// `F98.2.-`) belongs to it.
fn word_or_code(text: &str) -> (Token, &str) {
    let (word, rest) = run(text);
    let plain = || (Token::Word(word.to_owned()), rest);
    if !is_category(word) {
        return plain();
    }
    let Some(after_dot) = rest.strip_prefix('.') else {
        return match key::pack(word) {
            Some(key) => (Token::Code(key), rest),
            None => plain(),
        };
    };
    let (tail, rest) = run(after_dot);
    let rest = rest
        .strip_prefix('.')
        .filter(|after| after.starts_with('-'))
        .unwrap_or(rest);
    let is_tail = tail.len() <= 4
        && tail
            .bytes()
            .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    match key::pack(&format!("{word}{tail}")) {
        Some(key) if is_tail => (Token::Code(key), rest),
        _ => plain(),
    }
}

/// `E11`, `C7A`, `QA0`: a capital, then digits and capitals of which one of two
/// is a digit.
fn is_category(word: &str) -> bool {
    matches!(word.as_bytes(), [first, second, third]
        if first.is_ascii_uppercase()
            && (second.is_ascii_digit() || second.is_ascii_uppercase())
            && (third.is_ascii_digit() || third.is_ascii_uppercase())
            && (second.is_ascii_digit() || third.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Token {
        Token::Code(key::pack(text).unwrap())
    }

    #[test]
    fn codes_stand_out_from_words() {
        let word = |text: &str| Token::Word(text.to_owned());
        assert_eq!(
            tokens("B2 (I12.-, F98.2.-F98.3)"),
            [
                word("B2"),
                Token::Open,
                code("I12"),
                Token::Dash,
                Token::Separator,
                code("F98.2"),
                Token::Dash,
                code("F98.3"),
                Token::Close
            ]
        );
        for text in ["CD30", "SSRI", "E112", "HIV", "2nd", "E11.22222"] {
            assert!(
                !tokens(text).iter().any(|t| matches!(t, Token::Code(_))),
                "{text}"
            );
        }
        assert_eq!(tokens("QA0 C7A.0"), [code("QA0"), code("C7A.0")]);
    }

    #[test]
    fn suffixes_are_what_follows_a_dot_alone() {
        assert_eq!(
            tokens(".2- .15. x."),
            [
                Token::Suffix("2".to_owned()),
                Token::Dash,
                Token::Suffix("15".to_owned()),
                Token::Separator,
                Token::Word("x".to_owned()),
                Token::Separator
            ]
        );
    }
}
