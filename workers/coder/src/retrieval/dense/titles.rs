//! The titles as vectors of signed bytes, and the nearest of them.
//!
//! A byte a number keeps 74,000 titles of 1,024 dimensions in 76 MB; the error
//! of rounding is far below the distances that matter.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::fs;
use std::io;
use std::path::Path;

use chartfleet_model::Icd10CmCode;
use sha2::{Digest as _, Sha256};

use super::embedder::{Embedder, EmbeddingError, EmbeddingSettings};

/// First bytes of the file; the number is the layout's.
const MAGIC: &[u8; 8] = b"cfdense1";
/// Length of the digest of codes and titles.
const DIGEST: usize = 32;
/// The largest of a unit vector's numbers becomes this.
const SCALE: f32 = 127.0;

/// A title's row and how near it is.
pub(super) type Near = (usize, f32);

/// All titles.
#[derive(Debug)]
pub(super) struct Titles {
    codes: Vec<Icd10CmCode>,
    digest: [u8; DIGEST],
    dims: usize,
    /// Length of a vector over that of its bytes.
    scales: Vec<f32>,
    bytes: Vec<i8>,
}

/// Where the vectors of these tables and this model are kept.
pub(super) fn file_name(version: &str, settings: &EmbeddingSettings) -> String {
    let mut hash = Sha256::new();
    for part in [version, settings.model.as_str()] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.update(settings.dims.to_le_bytes());
    let digest = hash.finalize();
    let name: String = digest.iter().take(8).map(|b| format!("{b:02x}")).collect();
    format!("titles-{name}.vectors")
}

impl Titles {
    /// Has the titles embedded.
    pub(super) async fn embed(
        embedder: &Embedder,
        titles: Vec<(Icd10CmCode, String)>,
    ) -> Result<Self, EmbeddingError> {
        let digest = digest(&titles);
        let texts: Vec<&str> = titles.iter().map(|(_, title)| title.as_str()).collect();
        let vectors = embedder.embed(&texts).await?;
        let dims = vectors.first().map_or(0, Vec::len);
        let (mut scales, mut bytes) = (Vec::new(), Vec::new());
        for vector in &vectors {
            let (scale, row) = quantised(vector);
            scales.push(scale);
            bytes.extend(row);
        }
        Ok(Self {
            codes: titles.into_iter().map(|(code, _)| code).collect(),
            digest,
            dims,
            scales,
            bytes,
        })
    }

    /// The kept vectors, if they are of exactly these titles.
    pub(super) fn read(path: &Path, titles: &[(Icd10CmCode, String)]) -> Option<Self> {
        let content = fs::read(path).ok()?;
        let rest = content.strip_prefix(MAGIC)?;
        let (digest, rest) = rest.split_first_chunk::<DIGEST>()?;
        let (dims, rest) = rest.split_first_chunk::<4>()?;
        let dims = usize::try_from(u32::from_le_bytes(*dims)).ok()?;
        let (scales, bytes) = rest.split_at_checked(titles.len() * size_of::<f32>())?;
        let fits = bytes.len() == titles.len() * dims;
        if !fits || *digest != self::digest(titles) {
            return None;
        }
        let (scales, _) = scales.as_chunks::<4>();
        Some(Self {
            codes: titles.iter().map(|(code, _)| code.clone()).collect(),
            digest: *digest,
            dims,
            scales: scales
                .iter()
                .map(|scale| f32::from_le_bytes(*scale))
                .collect(),
            bytes: bytes.iter().map(|byte| byte.cast_signed()).collect(),
        })
    }

    /// Keeps the vectors; a reader sees the whole file or none.
    pub(super) fn write(&self, path: &Path) -> io::Result<()> {
        let mut content = Vec::with_capacity(self.bytes.len() + self.scales.len() * 4 + 64);
        content.extend_from_slice(MAGIC);
        content.extend_from_slice(&self.digest);
        let dims = u32::try_from(self.dims).map_err(io::Error::other)?;
        content.extend_from_slice(&dims.to_le_bytes());
        content.extend(self.scales.iter().flat_map(|scale| scale.to_le_bytes()));
        content.extend(self.bytes.iter().map(|byte| byte.cast_unsigned()));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let unfinished = path.with_extension(format!("{}.part", std::process::id()));
        fs::write(&unfinished, content)?;
        fs::rename(unfinished, path)
    }

    /// The code of a row.
    pub(super) fn code(&self, row: usize) -> Option<&Icd10CmCode> {
        self.codes.get(row)
    }

    /// For each query the `count` nearest titles, nearest first. Exact.
    pub(super) fn nearest(&self, queries: &[Vec<f32>], count: usize) -> Vec<Vec<Near>> {
        let queries = queries.iter().filter(|query| query.len() == self.dims);
        let queries: Vec<(f32, Vec<i8>)> = queries.map(|query| quantised(query)).collect();
        let mut best: Vec<BinaryHeap<Reverse<Ranked>>> = vec![BinaryHeap::new(); queries.len()];
        let rows = self.bytes.chunks_exact(self.dims.max(1));
        for (row, (title, scale)) in rows.zip(&self.scales).enumerate() {
            for ((query_scale, query), best) in queries.iter().zip(&mut best) {
                let near = dot(title, query) * scale * query_scale;
                let is_better = best.len() < count || best.peek().is_some_and(|l| l.0.near < near);
                if is_better {
                    best.push(Reverse(Ranked { near, row }));
                    if best.len() > count {
                        best.pop();
                    }
                }
            }
        }
        let sorted = |heap: BinaryHeap<Reverse<Ranked>>| {
            let sorted = heap.into_sorted_vec().into_iter();
            sorted.map(|Reverse(r)| (r.row, r.near)).collect()
        };
        best.into_iter().map(sorted).collect()
    }
}

/// By nearness, the earlier row first among equals.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Ranked {
    near: f32,
    row: usize,
}

impl Eq for Ranked {}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_nearness = self.near.total_cmp(&other.near);
        by_nearness.then(other.row.cmp(&self.row))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A vector as bytes, and what to multiply them by.
fn quantised(vector: &[f32]) -> (f32, Vec<i8>) {
    let largest = vector
        .iter()
        .fold(f32::MIN_POSITIVE, |most, x| most.max(x.abs()));
    #[expect(
        clippy::cast_possible_truncation,
        reason = "within -127 to 127 by construction"
    )]
    let byte = |x: &f32| (x / largest * SCALE).round() as i8;
    (largest / SCALE, vector.iter().map(byte).collect())
}

/// In steps that the compiler turns into vector instructions.
#[expect(clippy::cast_precision_loss, reason = "a similarity needs no 24th bit")]
fn dot(a: &[i8], b: &[i8]) -> f32 {
    let products = a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b));
    products.sum::<i32>() as f32
}

fn digest(titles: &[(Icd10CmCode, String)]) -> [u8; DIGEST] {
    let mut hash = Sha256::new();
    for (code, title) in titles {
        hash.update(code.as_str());
        hash.update([0]);
        hash.update(title.as_bytes());
        hash.update([0]);
    }
    hash.finalize().into()
}
