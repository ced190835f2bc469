//! A small GGUF writer: what llama.cpp loads, as one file.
//!
//! Layout (GGUF version 3, little endian): magic, version, the numbers of
//! tensors and of key-value pairs; the pairs; name, shape, type and offset of
//! each tensor; then, aligned to 32 bytes, the tensors' numbers. The format is
//! specified in `docs/gguf.md` of the ggml project.

const MAGIC: &[u8; 4] = b"GGUF";
const VERSION: u32 = 3;
const ALIGNMENT: usize = 32;

/// Numbers of the types of values.
const UINT32: u32 = 4;
const INT32: u32 = 5;
const FLOAT32: u32 = 6;
const STRING: u32 = 8;
const ARRAY: u32 = 9;

/// How a tensor's numbers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precision {
    /// 4 bytes: what llama.cpp wants of norms.
    Single,
    /// 2 bytes.
    Half,
}

impl Precision {
    const fn number(self) -> u32 {
        match self {
            Self::Single => 0,
            Self::Half => 1,
        }
    }

    /// Bytes of one number.
    pub(super) const fn bytes(self) -> usize {
        match self {
            Self::Single => 4,
            Self::Half => 2,
        }
    }
}

/// A file in the making.
#[derive(Default)]
pub(super) struct Gguf {
    pairs: Vec<u8>,
    pair_count: u64,
    tensors: Vec<u8>,
    tensor_count: u64,
    data: Vec<u8>,
}

impl Gguf {
    pub(super) fn integer(&mut self, key: &str, value: u32) -> &mut Self {
        self.key(key, UINT32);
        self.pairs.extend(value.to_le_bytes());
        self
    }

    pub(super) fn float(&mut self, key: &str, value: f32) -> &mut Self {
        self.key(key, FLOAT32);
        self.pairs.extend(value.to_le_bytes());
        self
    }

    pub(super) fn text(&mut self, key: &str, value: &str) -> &mut Self {
        self.key(key, STRING);
        push_string(&mut self.pairs, value);
        self
    }

    pub(super) fn texts(&mut self, key: &str, values: &[String]) -> &mut Self {
        self.array(key, STRING, values.len());
        for value in values {
            push_string(&mut self.pairs, value);
        }
        self
    }

    pub(super) fn integers(&mut self, key: &str, values: &[i32]) -> &mut Self {
        self.array(key, INT32, values.len());
        for value in values {
            self.pairs.extend(value.to_le_bytes());
        }
        self
    }

    /// Adds a tensor of `shape` (fastest dimension first); `numbers` gives its
    /// bytes for a count of numbers.
    pub(super) fn tensor(
        &mut self,
        name: &str,
        shape: &[u64],
        precision: Precision,
        numbers: impl FnOnce(usize) -> Vec<u8>,
    ) {
        push_string(&mut self.tensors, name);
        let dimensions = u32::try_from(shape.len()).unwrap_or_default();
        self.tensors.extend(dimensions.to_le_bytes());
        for size in shape {
            self.tensors.extend(size.to_le_bytes());
        }
        self.tensors.extend(precision.number().to_le_bytes());
        self.tensors.extend((self.data.len() as u64).to_le_bytes());
        let count = usize::try_from(shape.iter().product::<u64>()).unwrap_or_default();
        self.data.extend(numbers(count));
        pad(&mut self.data);
        self.tensor_count += 1;
    }

    /// The bytes of the file.
    pub(super) fn finish(&self) -> Vec<u8> {
        let mut file = Vec::with_capacity(self.pairs.len() + self.data.len() + (1 << 16));
        file.extend(MAGIC);
        file.extend(VERSION.to_le_bytes());
        file.extend(self.tensor_count.to_le_bytes());
        file.extend(self.pair_count.to_le_bytes());
        file.extend(&self.pairs);
        file.extend(&self.tensors);
        pad(&mut file);
        file.extend(&self.data);
        file
    }

    fn key(&mut self, key: &str, kind: u32) {
        push_string(&mut self.pairs, key);
        self.pairs.extend(kind.to_le_bytes());
        self.pair_count += 1;
    }

    fn array(&mut self, key: &str, kind: u32, count: usize) {
        self.key(key, ARRAY);
        self.pairs.extend(kind.to_le_bytes());
        self.pairs.extend((count as u64).to_le_bytes());
    }
}

fn push_string(out: &mut Vec<u8>, text: &str) {
    out.extend((text.len() as u64).to_le_bytes());
    out.extend(text.as_bytes());
}

fn pad(bytes: &mut Vec<u8>) {
    bytes.resize(bytes.len().next_multiple_of(ALIGNMENT), 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_begin_at_a_multiple_of_the_alignment() {
        let mut gguf = Gguf::default();
        gguf.text("general.architecture", "llama");
        gguf.tensor("one", &[3], Precision::Half, |count| vec![7; 2 * count]);
        gguf.tensor("two", &[1, 2], Precision::Single, |count| {
            vec![9; 4 * count]
        });
        let file = gguf.finish();
        assert!(file.starts_with(b"GGUF\x03\0\0\0\x02\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0"));
        assert_eq!(file.len() % ALIGNMENT, 0);
        let numbers = &file[file.len() - 2 * ALIGNMENT..];
        assert_eq!(numbers[..8], [7, 7, 7, 7, 7, 7, 0, 0]);
        assert_eq!(numbers[ALIGNMENT..][..9], [9, 9, 9, 9, 9, 9, 9, 9, 0]);
    }
}
