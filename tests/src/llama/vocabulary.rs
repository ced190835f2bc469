//! A byte-level BPE vocabulary of frequent words: every byte is a token, so
//! that any text can be read, and the merges spell the words of a sample.
//!
//! Each merge appends one character to the beginning of a word that is a token
//! already (` p`, ` pa`, ` pat`…). With real BPE it shares the format and about
//! three bytes of English a token; it is no trained vocabulary.

use std::collections::{BTreeMap, HashMap};

/// Tokens that are no text: the turns of the chat template.
pub(super) const CONTROL: [&str; 4] = ["<|end|>", "<|system|>", "<|user|>", "<|assistant|>"];
/// The position of the one that ends an answer.
pub(super) const END: u32 = 0;
/// What a token is, in GGUF's numbers.
const NORMAL_TOKEN: i32 = 1;
const CONTROL_TOKEN: i32 = 3;

/// Tokens, what they are, and the merges that make them.
pub(super) struct Vocabulary {
    pub(super) tokens: Vec<String>,
    pub(super) kinds: Vec<i32>,
    pub(super) merges: Vec<String>,
}

impl Vocabulary {
    /// A vocabulary of `size` tokens (where `sample` has as many beginnings of
    /// words), the same for the same sample.
    pub(super) fn of(sample: &str, size: usize) -> Self {
        let mut tokens: Vec<String> = CONTROL.iter().map(|&name| name.to_owned()).collect();
        let mut kinds = vec![CONTROL_TOKEN; tokens.len()];
        tokens.extend((0..=u8::MAX).map(|byte| letter(byte).to_string()));
        let mut known: HashMap<String, ()> = HashMap::new();
        let mut merges = Vec::new();
        for word in by_frequency(sample) {
            let mut beginning = letter(b' ').to_string();
            for byte in word.bytes() {
                let longer = format!("{beginning}{}", letter(byte));
                if tokens.len() < size && known.insert(longer.clone(), ()).is_none() {
                    merges.push(format!("{beginning} {}", letter(byte)));
                    tokens.push(longer.clone());
                }
                beginning = longer;
            }
        }
        kinds.resize(tokens.len(), NORMAL_TOKEN);
        Self {
            tokens,
            kinds,
            merges,
        }
    }
}

/// The words of a sample, those first that save most tokens.
fn by_frequency(sample: &str) -> Vec<&str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in sample.split(|c: char| !c.is_ascii_alphabetic()) {
        if !word.is_empty() {
            *counts.entry(word).or_default() += word.len();
        }
    }
    let mut words: Vec<_> = counts.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    words.into_iter().map(|(word, _)| word).collect()
}

/// The character that stands for a byte in byte-level BPE: itself where it is
/// printable, else one from U+0100 on, in order.
fn letter(byte: u8) -> char {
    let printable = |byte: u8| matches!(byte, b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF);
    if printable(byte) {
        return char::from(byte);
    }
    let before = (0..byte).filter(|&other| !printable(other)).count();
    u32::try_from(before)
        .ok()
        .and_then(|number| char::from_u32(0x100 + number))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_the_letters_of_gpt2() {
        assert_eq!((letter(b' '), letter(b'\n'), letter(b'a')), ('Ġ', 'Ċ', 'a'));
        assert_eq!((letter(0xAD), letter(0x7F)), ('Ń', 'ġ'));
    }

    #[test]
    fn frequent_words_become_tokens_through_their_beginnings() {
        let words = Vocabulary::of("the fever, the cough, the fever", 4 + 256 + 5);
        assert_eq!(words.merges, ["Ġ f", "Ġf e", "Ġfe v", "Ġfev e", "Ġfeve r"]);
        assert_eq!(words.tokens.last().unwrap(), "Ġfever");
        assert_eq!(words.tokens.len(), words.kinds.len());
        assert_eq!(words.kinds[4..], vec![NORMAL_TOKEN; 261]);
    }
}
