//! CC/MCC levels from the grouper's own tables.
//!
//! `diagnosis` (little endian): a header of 5 words (magic, schemes, codes,
//! offset of schemes, offset of codes); a scheme is MDC, level (`NCC`, `CC` or
//! `MCC` in 4 bytes), and the numbers of its attribute, HAC and category
//! lists; a code is 8 bytes, first and last grouper version, scheme.

use super::lmdb::{bytes_at, u16_at, u32_at};
use crate::tables::data::Level;
use crate::tables::key;

pub(super) const SCHEME: usize = 20;
pub(super) const CODE: usize = 20;

/// Every row of the diagnosis table: packed code and level.
pub(crate) fn levels(table: &[u8]) -> Option<Vec<(u64, Level)>> {
    let codes = u32_at(table, 8)? as usize;
    let schemes = u32_at(table, 12)? as usize;
    let rows = u32_at(table, 16)? as usize;
    (0..codes)
        .map(|index| {
            let at = rows + CODE * index;
            let code = bytes_at::<8>(table, at)?;
            let code = std::str::from_utf8(&code).ok()?.trim_end_matches('\0');
            let scheme = schemes + SCHEME * u32_at(table, at + 16)? as usize;
            let level = Level {
                from: u16_at(table, at + 8)?,
                to: u16_at(table, at + 12)?,
                level: level(bytes_at::<4>(table, scheme + 4)?),
            };
            Some((key::pack(code)?, level))
        })
        .collect()
}

fn level(name: [u8; 4]) -> u8 {
    match &name {
        b"MCC\0" => 2,
        b"CC\0\0" => 1,
        _ => 0,
    }
}
