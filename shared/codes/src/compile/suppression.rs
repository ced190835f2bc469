//! Which diagnoses do not raise the severity of a DRG because the DRG is
//! itself built upon them (acute myocardial infarction in DRG 280, say).
//!
//! A DRG's formula lists the diagnosis attributes it suppresses; a diagnosis
//! belongs to a scheme, and a scheme to a list of attributes. Only attributes
//! that some formula suppresses are kept, as bits of one word.
//!
//! `drg_formulas` (little endian): a header of 6 words (magic, entries,
//! records, offset of entries, offset of records, offset of texts); an entry
//! is MDC, first and last version, first record, number of records; a record
//! is 48 bytes with the DRG in its fourth word and offset and count of its
//! suppressed attributes in its last two. `dx_patterns`: a header of 5 words
//! (magic, lists, offset of lists, …); a list is number, count and offset.
//! Attributes are pairs of offset and length of a name in the same table.

use std::collections::BTreeMap;

use super::lmdb::{bytes_at, u16_at, u32_at};
use super::severity::{CODE, SCHEME};
use crate::grouper::Suppression;
use crate::tables::key;

const ENTRY: usize = 20;
const RECORD: usize = 48;
const LIST: usize = 12;

/// Reads the three tables.
pub(crate) fn suppression(
    formulas: &[u8],
    patterns: &[u8],
    diagnoses: &[u8],
) -> Option<Suppression> {
    let mut bits = BTreeMap::new();
    let drgs = suppressed_by_drg(formulas, &mut bits)?;
    let lists = masks(patterns, &bits)?;
    let codes = attributes_of_codes(diagnoses, &lists)?;
    let logic = codes_in_logic(diagnoses)?;
    Some(Suppression { codes, drgs, logic })
}

/// Packed code, first and last version of those that carry any attribute or
/// belong to a hospital-acquired condition: all others enter a DRG through
/// their CC/MCC level alone.
fn codes_in_logic(diagnoses: &[u8]) -> Option<Vec<(u64, u16, u16)>> {
    let count = u32_at(diagnoses, 8)? as usize;
    let schemes = u32_at(diagnoses, 12)? as usize;
    let rows = u32_at(diagnoses, 16)? as usize;
    let mut codes = Vec::new();
    for index in 0..count {
        let at = rows + CODE * index;
        let scheme = schemes + SCHEME * u32_at(diagnoses, at + 16)? as usize;
        if u32_at(diagnoses, scheme + 8)? == 0 && u32_at(diagnoses, scheme + 12)? == 0 {
            continue;
        }
        codes.push((
            packed(diagnoses, at)?,
            u16_at(diagnoses, at + 8)?,
            u16_at(diagnoses, at + 12)?,
        ));
    }
    codes.sort_unstable();
    Some(codes)
}

fn packed(diagnoses: &[u8], at: usize) -> Option<u64> {
    let code = bytes_at::<8>(diagnoses, at)?;
    key::pack(std::str::from_utf8(&code).ok()?.trim_end_matches('\0'))
}

/// Version, DRG and the attributes it suppresses.
fn suppressed_by_drg<'t>(
    formulas: &'t [u8],
    bits: &mut BTreeMap<&'t [u8], u32>,
) -> Option<Vec<(u16, u16, u32)>> {
    let entries = u32_at(formulas, 4)? as usize;
    let first_entry = u32_at(formulas, 12)? as usize;
    let first_record = u32_at(formulas, 16)? as usize;
    let mut drgs: BTreeMap<(u16, u16), u32> = BTreeMap::new();
    for entry in 0..entries {
        let at = first_entry + ENTRY * entry;
        let version = u16_at(formulas, at + 4)?;
        let start = u32_at(formulas, at + 12)? as usize;
        let count = u32_at(formulas, at + 16)? as usize;
        for record in start..start + count {
            let at = first_record + RECORD * record;
            let list = u32_at(formulas, at + 40)? as usize;
            let length = u32_at(formulas, at + 44)? as usize;
            for name in names(formulas, list, length) {
                let next = u32::try_from(bits.len()).ok().filter(|&n| n < u32::BITS)?;
                let bit = *bits.entry(name?).or_insert(1 << next);
                *drgs
                    .entry((version, u16_at(formulas, at + 12)?))
                    .or_default() |= bit;
            }
        }
    }
    Some(
        drgs.into_iter()
            .map(|((version, drg), mask)| (version, drg, mask))
            .collect(),
    )
}

/// The names of a list of attributes.
fn names(table: &[u8], list: usize, count: usize) -> impl Iterator<Item = Option<&[u8]>> {
    (0..count).map(move |index| {
        let start = u32_at(table, list + 8 * index)? as usize;
        let length = u32_at(table, list + 8 * index + 4)? as usize;
        table.get(start..start.checked_add(length)?)
    })
}

/// The suppressible attributes of each attribute list, by its number.
fn masks(patterns: &[u8], bits: &BTreeMap<&[u8], u32>) -> Option<BTreeMap<u32, u32>> {
    let lists = u32_at(patterns, 4)? as usize;
    let first = u32_at(patterns, 8)? as usize;
    (0..lists)
        .map(|list| {
            let at = first + LIST * list;
            let count = u32_at(patterns, at + 4)? as usize;
            let mask = names(patterns, u32_at(patterns, at + 8)? as usize, count)
                .try_fold(0, |mask, name| {
                    Some(mask | bits.get(name?).copied().unwrap_or_default())
                })?;
            Some((u32_at(patterns, at)?, mask))
        })
        .collect()
}

/// Packed code, first and last version, and its suppressible attributes.
fn attributes_of_codes(
    diagnoses: &[u8],
    lists: &BTreeMap<u32, u32>,
) -> Option<Vec<(u64, u16, u16, u32)>> {
    let count = u32_at(diagnoses, 8)? as usize;
    let schemes = u32_at(diagnoses, 12)? as usize;
    let rows = u32_at(diagnoses, 16)? as usize;
    let mut codes = Vec::new();
    for index in 0..count {
        let at = rows + CODE * index;
        let scheme = schemes + SCHEME * u32_at(diagnoses, at + 16)? as usize;
        let mask = lists
            .get(&u32_at(diagnoses, scheme + 8)?)
            .copied()
            .unwrap_or_default();
        if mask != 0 {
            codes.push((
                packed(diagnoses, at)?,
                u16_at(diagnoses, at + 8)?,
                u16_at(diagnoses, at + 12)?,
                mask,
            ));
        }
    }
    codes.sort_unstable();
    Some(codes)
}
