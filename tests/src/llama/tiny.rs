//! A model of random numbers that llama-server loads and answers with: the
//! llama architecture, the same bytes every time. Its text is noise inside
//! whatever grammar it is held to.

use super::gguf::{Gguf, Precision};
use super::vocabulary::{END, Vocabulary};

/// Numbers of one head.
const HEAD_WIDTH: u32 = 32;
const TOKENS: usize = 2_048;
/// Longer than the longest chart of any test.
const CONTEXT: u32 = 65_536;
const TEMPLATE: &str = "{% for message in messages %}<|{{ message['role'] }}|>\n\
    {{ message['content'] }}<|end|>\n{% endfor %}\
    {% if add_generation_prompt %}<|assistant|>\n{% endif %}";

/// The exponents of half-precision numbers: about 1/32 for the layers, so that
/// they pass on what they get; about 1/4 for the answer's tokens, so that some
/// are much likelier than others.
const QUIET: u16 = 9;
const LOUD: u16 = 11;

/// How large a model is: how dear its tokens are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModelSize {
    /// Layers.
    pub layers: u32,
    /// Numbers between two layers, a multiple of 128.
    pub width: u32,
}

impl ModelSize {
    /// Under 2 MB: what tests of the protocol need.
    pub const TINY: Self = Self {
        layers: 2,
        width: 128,
    };

    const fn heads(self) -> u32 {
        self.width / HEAD_WIDTH
    }

    /// Two heads share keys and values.
    const fn kv_heads(self) -> u32 {
        self.heads() / 2
    }

    /// Within the layer: 8/3 of the width, in whole blocks.
    const fn inner(self) -> u32 {
        (self.width * 8 / 3).next_multiple_of(8)
    }
}

/// The model as the bytes of a GGUF file; `sample` says which words its
/// vocabulary knows.
pub(super) fn model(sample: &str, size: ModelSize) -> Vec<u8> {
    let vocabulary = Vocabulary::of(sample, TOKENS);
    let tokens = vocabulary.tokens.len() as u64;
    let mut gguf = Gguf::default();
    describe(&mut gguf, &vocabulary, size);
    let (width, inner) = (u64::from(size.width), u64::from(size.inner()));
    let mut random = Random(0x5eed);
    let mut half = |gguf: &mut Gguf, name: &str, shape: [u64; 2], exponent| {
        gguf.tensor(name, &shape, Precision::Half, |count| {
            random.halves(count, exponent)
        });
    };
    half(&mut gguf, "token_embd.weight", [width, tokens], LOUD);
    half(&mut gguf, "output.weight", [width, tokens], LOUD);
    norm(&mut gguf, "output_norm.weight", width);
    let kv_width = u64::from(size.kv_heads() * HEAD_WIDTH);
    for layer in 0..size.layers {
        for (name, shape) in [
            ("attn_q", [width, width]),
            ("attn_k", [width, kv_width]),
            ("attn_v", [width, kv_width]),
            ("attn_output", [width, width]),
            ("ffn_gate", [width, inner]),
            ("ffn_up", [width, inner]),
            ("ffn_down", [inner, width]),
        ] {
            half(
                &mut gguf,
                &format!("blk.{layer}.{name}.weight"),
                shape,
                QUIET,
            );
        }
        norm(&mut gguf, &format!("blk.{layer}.attn_norm.weight"), width);
        norm(&mut gguf, &format!("blk.{layer}.ffn_norm.weight"), width);
    }
    gguf.finish()
}

fn describe(gguf: &mut Gguf, vocabulary: &Vocabulary, size: ModelSize) {
    gguf.text("general.architecture", "llama")
        .text("general.name", "tiny-noise")
        .integer("general.file_type", 1)
        .integer("llama.context_length", CONTEXT)
        .integer("llama.embedding_length", size.width)
        .integer("llama.block_count", size.layers)
        .integer("llama.feed_forward_length", size.inner())
        .integer("llama.attention.head_count", size.heads())
        .integer("llama.attention.head_count_kv", size.kv_heads())
        .float("llama.attention.layer_norm_rms_epsilon", 1e-5)
        .integer("llama.rope.dimension_count", HEAD_WIDTH)
        .float("llama.rope.freq_base", 10_000.0)
        .text("tokenizer.ggml.model", "gpt2")
        .text("tokenizer.ggml.pre", "gpt-2")
        .texts("tokenizer.ggml.tokens", &vocabulary.tokens)
        .integers("tokenizer.ggml.token_type", &vocabulary.kinds)
        .texts("tokenizer.ggml.merges", &vocabulary.merges)
        .integer("tokenizer.ggml.bos_token_id", END)
        .integer("tokenizer.ggml.eos_token_id", END)
        .text("tokenizer.chat_template", TEMPLATE);
}

fn norm(gguf: &mut Gguf, name: &str, width: u64) {
    gguf.tensor(name, &[width], Precision::Single, |count| {
        1.0_f32.to_le_bytes().repeat(count)
    });
}

/// Sebastiano Vigna's SplitMix64.
struct Random(u64);

impl Random {
    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Half-precision numbers of either sign, made from their bits: ten bits
    /// of fraction under one of two neighbouring exponents.
    fn halves(&mut self, count: usize, exponent: u16) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count * Precision::Half.bytes());
        for _ in 0..count {
            let [a, b, c, ..] = self.next().to_le_bytes();
            let fraction = u16::from_le_bytes([a, b & 0b11]);
            let sign = u16::from(c & 1) << 15;
            let magnitude = (exponent + u16::from(c >> 1 & 1)) << 10;
            bytes.extend((sign | magnitude | fraction).to_le_bytes());
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_small_and_the_same_every_time() {
        let sample = "the patient has the fever";
        let one = model(sample, ModelSize::TINY);
        assert!(one == model(sample, ModelSize::TINY));
        assert!((500_000..2_000_000).contains(&one.len()), "{}", one.len());
    }

    #[test]
    fn random_halves_have_the_wanted_size() {
        for pair in Random(1).halves(1_000, QUIET).chunks_exact(2) {
            let exponent = u16::from_le_bytes([pair[0], pair[1]]) >> 10 & 0b1_1111;
            assert!((QUIET..=QUIET + 1).contains(&exponent));
        }
    }
}
