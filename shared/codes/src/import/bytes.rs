//! How imported files lie on disk: first bytes that name kind and layout, then
//! the content.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::CodesError;

/// First bytes of a file; the number in it grows with every change of layout.
pub(crate) type Magic = [u8; 8];

/// What [`decode`] reads.
pub(crate) fn encode(magic: &Magic, content: &impl Serialize) -> Vec<u8> {
    // Columns in memory: postcard has nothing to refuse.
    postcard::to_extend(content, magic.to_vec()).unwrap_or_default()
}

/// Reads a file that holds nothing but the content.
pub(crate) fn decode<T: DeserializeOwned>(
    magic: &Magic,
    bytes: &[u8],
    path: &Path,
) -> Result<T, CodesError> {
    let (content, rest) = decode_head(magic, bytes, path)?;
    if rest.is_empty() {
        Ok(content)
    } else {
        Err(CodesError::damaged(path, "more bytes than it says"))
    }
}

/// Reads the content that a file begins with, and gives the bytes after it.
pub(crate) fn decode_head<'b, T: DeserializeOwned>(
    magic: &Magic,
    bytes: &'b [u8],
    path: &Path,
) -> Result<(T, &'b [u8]), CodesError> {
    let Some(content) = bytes.strip_prefix(magic) else {
        return Err(CodesError::Outdated {
            path: path.to_owned(),
        });
    };
    postcard::take_from_bytes(content).map_err(|error| CodesError::damaged(path, error.to_string()))
}
