//! The DRGs of each grouper version with their titles.
//!
//! `drg_descriptions` (little endian): a header of 4 words (magic, rows,
//! offset of rows, offset of texts), then rows of five words: DRG, first and
//! last grouper version, offset and length of the title.

use super::lmdb::u32_at;
use crate::tables::data::DrgTable;

const ROW: usize = 20;

/// Every DRG, sorted by number and version.
pub(crate) fn titles(table: &[u8]) -> Option<DrgTable> {
    let rows = u32_at(table, 4)? as usize;
    let first = u32_at(table, 8)? as usize;
    let mut drgs = (0..rows)
        .map(|index| {
            let at = first + ROW * index;
            let number = |word: usize| u16::try_from(u32_at(table, at + 4 * word)?).ok();
            let start = u32_at(table, at + 12)? as usize;
            let length = u32_at(table, at + 16)? as usize;
            let title = table.get(start..start.checked_add(length)?)?;
            let title = std::str::from_utf8(title).ok()?;
            Some(((number(0)?, number(1)?, number(2)?), title))
        })
        .collect::<Option<Vec<_>>>()?;
    drgs.sort_unstable();
    let mut table = DrgTable::default();
    for (row, title) in drgs {
        table.rows.push(row);
        table.titles.push(title);
    }
    Some(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_reads_its_versions_and_title() {
        let words: [u32; 9] = [0, 1, 16, 36, 193, 400, 440, 36, 9];
        let mut table: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        table.extend(b"Pneumonia");
        let drgs = titles(&table).unwrap();
        assert_eq!(drgs.rows, [(193, 400, 440)]);
        assert_eq!(drgs.titles.get(0), "Pneumonia");
        table.pop();
        assert!(titles(&table).is_none(), "cut off");
    }
}
