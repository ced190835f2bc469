//! A read-only reader of the one LMDB file that carries the grouper's data:
//! enough of the format to list the main database's entries, nothing more.
//!
//! Source: the layout in `mdb.c` of LMDB 0.9 (64-bit, little endian): two meta
//! pages, then a B+ tree whose large values lie on overflow pages.

use std::collections::BTreeMap;

const META_MAGIC: u32 = 0xBEEF_C0DE;
const PAGE_HEADER: usize = 16;
const BRANCH: u16 = 1;
const LEAF: u16 = 2;
const BIG_DATA: u16 = 1;
/// Deeper trees do not occur at this size; a longer walk is a damaged file.
const DEEPEST: usize = 8;

/// The entries of the main database, by name, trailing NULs removed.
pub(crate) fn read(file: &[u8]) -> Option<BTreeMap<String, &[u8]>> {
    let page_size = u32_at(file, 40)? as usize;
    if !page_size.is_power_of_two() || page_size < 512 {
        return None;
    }
    let newest = [0, page_size]
        .into_iter()
        .filter(|&meta| u32_at(file, meta + 16) == Some(META_MAGIC))
        .max_by_key(|&meta| u64_at(file, meta + 144))?;
    let root = u64_at(file, newest + 128)?;
    let mut entries = BTreeMap::new();
    let tree = Tree { file, page_size };
    tree.walk(root, DEEPEST, &mut entries)?;
    Some(entries)
}

struct Tree<'f> {
    file: &'f [u8],
    page_size: usize,
}

impl<'f> Tree<'f> {
    fn walk(
        &self,
        page: u64,
        depth: usize,
        entries: &mut BTreeMap<String, &'f [u8]>,
    ) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let start = self.offset(page)?;
        let flags = u16_at(self.file, start + 10)?;
        let nodes = (usize::from(u16_at(self.file, start + 12)?)).checked_sub(PAGE_HEADER)? / 2;
        for index in 0..nodes {
            let node = start + usize::from(u16_at(self.file, start + PAGE_HEADER + 2 * index)?);
            match flags & (BRANCH | LEAF) {
                BRANCH => self.walk(self.child(node)?, depth, entries)?,
                LEAF => {
                    let (key, value) = self.leaf(node)?;
                    entries.insert(key, value);
                }
                _ => return None,
            }
        }
        Some(())
    }

    fn offset(&self, page: u64) -> Option<usize> {
        usize::try_from(page).ok()?.checked_mul(self.page_size)
    }

    fn child(&self, node: usize) -> Option<u64> {
        let low = u64::from(u32_at(self.file, node)?);
        let high = u64::from(u16_at(self.file, node + 4)?);
        Some(low | high << 32)
    }

    fn leaf(&self, node: usize) -> Option<(String, &'f [u8])> {
        let size = u32_at(self.file, node)? as usize;
        let flags = u16_at(self.file, node + 4)?;
        let key_size = usize::from(u16_at(self.file, node + 6)?);
        let key = self.file.get(node + 8..node + 8 + key_size)?;
        let data = node + 8 + key_size;
        let data = if flags & BIG_DATA == 0 {
            data
        } else {
            self.offset(u64_at(self.file, data)?)? + PAGE_HEADER
        };
        let name = String::from_utf8_lossy(key);
        Some((
            name.trim_end_matches('\0').to_owned(),
            self.file.get(data..data + size)?,
        ))
    }
}

/// The `N` bytes at `offset`.
pub(crate) fn bytes_at<const N: usize>(bytes: &[u8], offset: usize) -> Option<[u8; N]> {
    bytes
        .get(offset..offset.checked_add(N)?)?
        .first_chunk()
        .copied()
}

/// The little-endian number at `offset`.
pub(crate) fn u16_at(bytes: &[u8], offset: usize) -> Option<u16> {
    bytes_at(bytes, offset).map(u16::from_le_bytes)
}

/// The little-endian number at `offset`.
pub(crate) fn u32_at(bytes: &[u8], offset: usize) -> Option<u32> {
    bytes_at(bytes, offset).map(u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], offset: usize) -> Option<u64> {
    bytes_at(bytes, offset).map(u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_database_is_refused() {
        assert!(read(b"").is_none());
        assert!(read(&[0; 8192]).is_none());
        let mut file = vec![0_u8; 8192];
        file[40..44].copy_from_slice(&4096_u32.to_le_bytes());
        file[16..20].copy_from_slice(&META_MAGIC.to_le_bytes());
        file[128..136].copy_from_slice(&u64::MAX.to_le_bytes());
        assert!(read(&file).is_none(), "a root page outside the file");
    }
}
