//! How probable the model found the codes that it wrote.
//!
//! The text is put together from its tokens, the values of all fields `code`
//! are found in it, and the logarithms of the tokens that spell a value are
//! averaged. A server that tells nothing, or something else than its text,
//! leads to no figure.

use async_openai::types::chat::ChatCompletionTokenLogprob;
use memchr::memmem;

/// The values of fields `code` and the mean logarithm of their tokens.
pub(super) struct CodeLogprobs(Vec<(String, f32)>);

impl CodeLogprobs {
    /// Of an answer's tokens.
    pub(super) fn of(tokens: &[ChatCompletionTokenLogprob]) -> Self {
        let mut text = Vec::new();
        let mut ends = Vec::with_capacity(tokens.len());
        for token in tokens {
            match &token.bytes {
                Some(bytes) => text.extend_from_slice(bytes),
                None => text.extend_from_slice(token.token.as_bytes()),
            }
            ends.push(text.len());
        }
        let values = memmem::find_iter(&text, br#""code""#).filter_map(|at| {
            let (start, end) = value_after(&text, at + br#""code""#.len())?;
            let value = std::str::from_utf8(text.get(start..end)?).ok()?;
            let first = ends.partition_point(|&token_end| token_end <= start);
            let last = ends.partition_point(|&token_end| token_end < end);
            let spelling = tokens.get(first..=last)?;
            let sum: f32 = spelling.iter().map(|token| token.logprob).sum();
            let mean = sum / f32::from(u16::try_from(spelling.len()).ok()?);
            // Rounding can lift a sure token over 0; others are no logarithms.
            mean.is_finite().then(|| (bare(value), mean.min(0.0)))
        });
        Self(values.collect())
    }

    /// The figure of a code, the better where it was written twice.
    pub(super) fn find(&self, code: &str) -> Option<f32> {
        let code = bare(code);
        let matching = self.0.iter().filter(|(value, _)| *value == code);
        matching.map(|(_, logprob)| *logprob).reduce(f32::max)
    }
}

/// Where the string begins and ends that is the value of a field whose name
/// ended at `at`.
fn value_after(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let rest = text.get(at..)?;
    let open = rest.iter().position(|&b| b == b'"')?;
    let between = rest.get(..open)?;
    if !between
        .iter()
        .all(|b| *b == b':' || b.is_ascii_whitespace())
    {
        return None;
    }
    let start = at + open + 1;
    let length = text.get(start..)?.iter().position(|&b| b == b'"')?;
    (length > 0).then_some((start, start + length))
}

/// A code as it is compared: models write it with or without its dot.
fn bare(code: &str) -> String {
    let plain = code.trim().chars().filter(|&c| c != '.');
    plain.map(|c| c.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(parts: &[(&str, f32)]) -> Vec<ChatCompletionTokenLogprob> {
        let token = |(text, logprob): &(&str, f32)| ChatCompletionTokenLogprob {
            token: (*text).to_owned(),
            logprob: *logprob,
            bytes: None,
            top_logprobs: Vec::new(),
        };
        parts.iter().map(token).collect()
    }

    #[test]
    fn the_tokens_that_spell_a_code_are_averaged() {
        let answer = tokens(&[
            ("{\"suggestions\":[{\"", -9.0),
            ("code", -9.0),
            ("\":\"", -9.0),
            ("E11", -0.5),
            (".", -0.1),
            ("22", -0.6),
            ("\"},{\"code\": \"", -9.0),
            ("i1", -1.0),
            ("0\"", -2.0),
            ("}]}", -9.0),
        ]);
        let found = CodeLogprobs::of(&answer);
        assert!((found.find("E11.22").unwrap() + 0.4).abs() < 1e-6);
        assert!((found.find("I10").unwrap() + 1.5).abs() < 1e-6);
        assert_eq!(found.find("J18.9"), None);
    }

    #[test]
    fn what_makes_no_sense_leads_to_no_figure() {
        assert_eq!(CodeLogprobs::of(&[]).find("I10"), None);
        let odd = tokens(&[
            ("{\"code\":3,\"x\":\"I10\"", f32::NAN),
            ("\"code\":\"", -1.0),
        ]);
        assert_eq!(CodeLogprobs::of(&odd).find("I10"), None);
        let odd = tokens(&[("\"code\":\"I10\"", f32::NAN)]);
        assert_eq!(CodeLogprobs::of(&odd).find("I10"), None);
        let odd = tokens(&[("\"code\":\"I10\"", 0.1)]);
        assert_eq!(CodeLogprobs::of(&odd).find("I10"), Some(0.0));
    }

    proptest! {
        #[test]
        fn no_tokens_make_it_panic(parts in proptest::collection::vec(("[\"code: I10]{0,8}", -5.0_f32..0.0), 0..12)) {
            let parts: Vec<_> = parts.iter().map(|(text, p)| (text.as_str(), *p)).collect();
            let found = CodeLogprobs::of(&tokens(&parts));
            prop_assert!(found.find("I10").is_none_or(|p| p <= 0.0));
        }
    }
}
