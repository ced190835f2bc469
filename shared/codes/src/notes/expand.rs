//! Specs as exact ranges of codes, against the codes that exist.

use super::{Pattern, Spec};
use crate::codeset::CodeRange;
use crate::tables::key;

/// What specs are expanded against.
pub(crate) struct Book<'b> {
    /// Every code, ascending.
    pub(crate) keys: &'b [u64],
    /// Number and range of each chapter.
    pub(crate) chapters: &'b [(u8, CodeRange)],
}

/// The codes of the specs as ascending ranges that do not touch. A spec that
/// names no existing code gives `Err` with its first code.
pub(crate) fn expand(specs: &[Spec], book: &Book<'_>) -> Result<Vec<CodeRange>, String> {
    let mut ranges = Vec::new();
    for spec in specs {
        let before = ranges.len();
        let name = match spec {
            Spec::Chapter(number) => {
                let chapter = book.chapters.iter().find(|(known, _)| known == number);
                ranges.extend(chapter.map(|(_, range)| *range));
                format!("chapter {number}")
            }
            Spec::Codes { from, to, pattern } => {
                let range = (*from, *key::subtree(*to).end());
                let keys = book.within(range);
                match pattern {
                    Some(pattern) => parts(keys, pattern, &mut ranges),
                    None if !keys.is_empty() => ranges.push(range),
                    None => {}
                }
                key::dotted(*from)
            }
        };
        if ranges.len() == before {
            return Err(name);
        }
    }
    Ok(united(ranges))
}

impl Book<'_> {
    /// The codes of a range.
    pub(crate) fn within(&self, (from, to): CodeRange) -> &[u64] {
        let start = self.keys.partition_point(|&key| key < from);
        let end = self.keys.partition_point(|&key| key <= to);
        self.keys.get(start..end).unwrap_or_default()
    }
}

/// Of the codes, runs of those without longer ones that fit.
fn parts(keys: &[u64], pattern: &Pattern, ranges: &mut Vec<CodeRange>) {
    let mut run: Option<CodeRange> = None;
    for (index, &code) in keys.iter().enumerate() {
        let below = *key::subtree(code).end();
        if keys.get(index + 1).is_some_and(|&next| next <= below) {
            continue;
        }
        if pattern.fits(&key::unpack(code)) {
            run = Some((run.map_or(code, |(from, _)| from), below));
        } else {
            ranges.extend(run.take());
        }
    }
    ranges.extend(run);
}

/// Ascending, overlaps joined.
fn united(mut ranges: Vec<CodeRange>) -> Vec<CodeRange> {
    ranges.sort_unstable();
    let mut united: Vec<CodeRange> = Vec::with_capacity(ranges.len());
    for (from, to) in ranges {
        match united.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => united.push((from, to)),
        }
    }
    united
}
