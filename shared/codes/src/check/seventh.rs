//! Seventh characters and placeholders: what a code lacks to be complete, and
//! the completions to choose from (Guidelines I.A.4 and I.A.5).

use chartfleet_model::{Finding, Icd10CmCode};
use jiff::civil::Date;

use super::told;
use crate::tables::{CmEntry, CodeTables, key};

/// Where seventh characters stand.
const FULL: usize = 7;
/// A category has no placeholder.
const CATEGORY: usize = 3;

/// A code of the list that only lacks its seventh character.
pub(super) fn missing(entry: &CmEntry<'_>, on: Date) -> Option<Finding> {
    let completions = completions(entry, on)?;
    let code = entry.code();
    Some(
        told::SEVENTH_MISSING
            .finding(format!("{code} requires a seventh character"))
            .about([code])
            .offering(completions),
    )
}

/// An unknown code that is one of the list's but for its placeholder or its
/// seventh character.
pub(super) fn misshapen(tables: &CodeTables, code: &Icd10CmCode, on: Date) -> Option<Finding> {
    let bare: String = code.as_str().chars().filter(|&c| c != '.').collect();
    placeholder_missing(tables, code, &bare, on).or_else(|| invalid(tables, code, &bare, on))
}

/// The code is complete once placeholders are put in: `T36.05A` for
/// `T36.0X5A`, `T51.9A` for `T51.9XXA`.
fn placeholder_missing(
    tables: &CodeTables,
    code: &Icd10CmCode,
    bare: &str,
    on: Date,
) -> Option<Finding> {
    let mut offers = Vec::new();
    for count in 1..=FULL.checked_sub(bare.len())? {
        for at in CATEGORY..=bare.len() {
            let (head, tail) = bare.split_at_checked(at)?;
            let padded = format!("{head}{}{tail}", "X".repeat(count));
            let Some(entry) = tables.cm_text(&padded) else {
                continue;
            };
            if entry.billable(on) {
                offers.push(entry.code().to_owned());
            } else {
                offers.extend(completions(&entry, on).unwrap_or_default());
            }
        }
    }
    offers.sort_unstable();
    offers.dedup();
    (!offers.is_empty()).then(|| {
        told::PLACEHOLDER_MISSING
            .finding(format!(
                "{code} lacks the placeholder X that keeps its characters in place"
            ))
            .about([code])
            .offering(offers)
    })
}

/// The seventh character is none of those that the category knows.
fn invalid(tables: &CodeTables, code: &Icd10CmCode, bare: &str, on: Date) -> Option<Finding> {
    let stem = bare.get(..FULL - 1).filter(|_| bare.len() == FULL)?;
    let stem = stem.trim_end_matches('X');
    let entry = tables.cm_text(stem)?;
    let seventh = bare.get(FULL - 1..)?;
    let completions = completions(&entry, on)?;
    Some(
        told::SEVENTH_INVALID
            .finding(format!(
                "{code} ends with {seventh}, which is no seventh character of {}",
                entry.code()
            ))
            .about([code])
            .offering(completions),
    )
}

/// The full codes of a code that takes a seventh character directly, and
/// nothing else: `None` for other codes and for headers above.
fn completions(entry: &CmEntry<'_>, on: Date) -> Option<Vec<String>> {
    let bare = key::unpack(entry.key());
    let padded = format!("{bare:X<width$}", width = FULL - 1);
    if bare.len() >= FULL || bare.len() < CATEGORY {
        return None;
    }
    let below: Vec<_> = entry
        .descendants()
        .filter(|below| below.billable(on))
        .map(|below| below.code().to_owned())
        .collect();
    let is_full = |code: &String| {
        let bare = code.replace('.', "");
        bare.len() == FULL && bare.starts_with(&padded)
    };
    (!below.is_empty() && below.iter().all(is_full)).then_some(below)
}
