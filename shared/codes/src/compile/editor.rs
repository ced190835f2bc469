//! The Medicare Code Editor's master lists: which codes may be billed when,
//! and what the editor expects of age, sex and place on the claim.
//!
//! Layout (little endian): a header of 8 words (magic, rows, header size,
//! offset of names, last day of the data), then rows of a code in 8 bytes and
//! four words: first day, last day, offset of the first attribute's name,
//! number of attributes. Names are NUL-terminated.

use super::lmdb::{bytes_at, u32_at};
use crate::tables::data::{AgeRange, Edits, Period};
use crate::tables::key;

const HEADER: usize = 32;
const ROW: usize = 24;

/// Every row of a master list: packed code and period, in file order.
pub(crate) fn master(table: &[u8]) -> Option<Vec<(u64, Period)>> {
    let rows = u32_at(table, 4)? as usize;
    let names = table.get(u32_at(table, 12)? as usize..)?;
    (0..rows)
        .map(|index| {
            let at = HEADER + ROW * index;
            let code = bytes_at::<8>(table, at)?;
            let code = std::str::from_utf8(&code).ok()?.trim_end_matches('\0');
            let first = u32_at(table, at + 16)? as usize;
            let count = u32_at(table, at + 20)? as usize;
            let period = Period {
                from: u32_at(table, at + 8)?,
                to: u32_at(table, at + 12)?,
                edits: attributes(names, first, count)?,
            };
            Some((key::pack(code)?, period))
        })
        .collect()
}

fn attributes(names: &[u8], first: usize, count: usize) -> Option<Edits> {
    let mut edits = Edits::default();
    let listed = names.get(first..)?.split(|&b| b == 0).take(count);
    for name in listed {
        edits = edits.with(Edits::named(std::str::from_utf8(name).ok()?));
    }
    Some(edits)
}

/// The ages behind the age attributes. Rows here are offset and length of a
/// name, lowest and highest age, first and last day.
pub(crate) fn age_ranges(table: &[u8]) -> Option<Vec<AgeRange>> {
    let rows = u32_at(table, 4)? as usize;
    let names = table.get(u32_at(table, 12)? as usize..)?;
    (0..rows)
        .map(|index| {
            let at = HEADER + ROW * index;
            let start = u32_at(table, at)? as usize;
            let length = u32_at(table, at + 4)? as usize;
            let name = std::str::from_utf8(names.get(start..start + length)?).ok()?;
            Some(AgeRange {
                edit: Edits::named(&name.to_ascii_lowercase()),
                low: u8::try_from(u32_at(table, at + 8)?).ok()?,
                high: u8::try_from(u32_at(table, at + 12)?).ok()?,
                from: u32_at(table, at + 16)?,
                to: u32_at(table, at + 20)?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|w| w.to_le_bytes()).collect()
    }

    #[test]
    fn a_row_reads_its_dates_and_attributes() {
        let mut table = words(&[0, 1, 32, 56, 20_270_331, 0, 0, 0]);
        table.extend(b"A34\0\0\0\0\0");
        table.extend(words(&[20_241_001, 20_270_331, 6, 2]));
        table.extend(b"adult\0female\0maternity\0");
        let rows = master(&table).unwrap();
        let (code, period) = rows[0];
        assert_eq!(key::unpack(code), "A34");
        assert_eq!((period.from, period.to), (20_241_001, 20_270_331));
        assert!(period.edits.has(Edits::FEMALE.with(Edits::MATERNITY)));
        assert!(!period.edits.has(Edits::ADULT));
    }

    #[test]
    fn a_truncated_table_is_refused() {
        assert!(master(&words(&[0, 1, 32, 56, 0, 0, 0, 0])).is_none());
        assert!(age_ranges(&[]).is_none());
    }
}
