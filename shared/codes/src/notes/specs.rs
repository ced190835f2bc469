//! The codes of a note: lists, ranges and the patterns that restrict them.

use super::lex::Token;
use super::{Pattern, Spec, pattern};

/// A spec and whether it stands in parentheses.
struct Named {
    spec: Spec,
    enclosed: bool,
}

/// The codes that the tokens name. Where some stand in parentheses, those
/// outside are part of the wording (`any type in A15 (J65)`).
///
/// # Errors
/// A range that runs backwards, as its two packed codes.
pub(super) fn specs(tokens: &[Token]) -> Result<Vec<Spec>, (u64, u64)> {
    let mut named: Vec<Named> = Vec::new();
    let (mut at, mut depth, mut list) = (0, 0_usize, 0);
    while let Some(token) = tokens.get(at) {
        let rest = tokens.get(at + 1..).unwrap_or_default();
        match token {
            Token::Open => {
                depth += 1;
                list = named.len();
            }
            Token::Close => depth = depth.saturating_sub(1),
            Token::Code(from) => {
                let (to, taken) = range_end(rest).unwrap_or((*from, 0));
                if to < *from {
                    return Err((*from, to));
                }
                at += taken;
                named.push(Named {
                    spec: Spec::Codes {
                        from: *from,
                        to,
                        pattern: None,
                    },
                    enclosed: depth > 0,
                });
            }
            token if token.is("with") => {
                if let Some((pattern, taken)) = pattern::read(rest) {
                    restrict(named.get_mut(list..).unwrap_or_default(), pattern.as_ref());
                    at += taken;
                }
            }
            token if token.is("chapter") && !follows_code_to(tokens, at) => {
                if let Some(chapter) = rest.first().and_then(number) {
                    named.push(Named {
                        spec: Spec::Chapter(chapter),
                        enclosed: depth > 0,
                    });
                }
            }
            _ => {}
        }
        at += 1;
    }
    let any_enclosed = named.iter().any(|named| named.enclosed);
    Ok(named
        .into_iter()
        .filter(|named| named.enclosed || !any_enclosed)
        .map(|named| named.spec)
        .collect())
}

/// The end of a range that begins before `rest`, and the tokens it takes:
/// `-E13`, `- -F19`, `to M05.8`.
fn range_end(rest: &[Token]) -> Option<(u64, usize)> {
    let joins = rest
        .iter()
        .take_while(|token| **token == Token::Dash || token.is("to"))
        .count();
    match rest.get(joins) {
        Some(Token::Code(to)) if joins > 0 => Some((*to, joins + 1)),
        _ => None,
    }
}

fn restrict(list: &mut [Named], with: Option<&Pattern>) {
    for named in list {
        if let Spec::Codes { pattern, .. } = &mut named.spec {
            *pattern = with.cloned();
        }
    }
}

/// `code to condition in Chapter 15` sends the coder there; it names no codes.
fn follows_code_to(tokens: &[Token], at: usize) -> bool {
    tokens
        .get(..at)
        .unwrap_or_default()
        .windows(2)
        .any(|pair| matches!(pair, [first, second] if first.is("code") && second.is("to")))
}

fn number(token: &Token) -> Option<u8> {
    match token {
        Token::Word(text) => text.parse().ok(),
        _ => None,
    }
}
