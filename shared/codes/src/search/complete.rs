//! Further characters: where a wording ends at a code that is not billable,
//! the rest of the query chooses among the codes below it.

use super::titles::{Judge, SEVENTH};
use super::{Found, MOST_COMPLETED, best_of_each};
use crate::index::{Query, Weights};

/// Most codes below one that are looked at.
const MOST_BELOW: usize = 800;
/// What a longer code's own words cost, of what words beyond a query usually
/// cost: one that says more must not lose to its header for it.
const DETAIL: f32 = 0.1;
/// What a header is behind the codes that may be billed.
const HEADER: f32 = 0.015;

/// The wordings with those of longer codes that answer more of the query,
/// best first, each code once.
pub(super) fn with_further_characters<'t>(
    found: Vec<Found<'t>>,
    query: &Query,
    weights: &Weights,
) -> Vec<Found<'t>> {
    let mut best = best_of_each(found);
    let mut judge = Judge::new(query);
    let mut longer = Vec::new();
    for header in best.iter().take(MOST_COMPLETED) {
        if header.entry.is_header() {
            complete(header, &mut judge, weights, &mut longer);
        }
    }
    for header in &mut best {
        if header.entry.is_header() {
            header.score -= HEADER;
        }
    }
    best.extend(longer);
    best_of_each(best)
}

fn complete<'t>(
    header: &Found<'t>,
    judge: &mut Judge<'_, 't>,
    weights: &Weights,
    longer: &mut Vec<Found<'t>>,
) {
    let (_, said) = judge.wording(header.entry.title());
    let mut candidates: Vec<Found<'t>> = Vec::new();
    for entry in header.entry.descendants().take(MOST_BELOW) {
        if entry.is_header() || entry.title().is_empty() {
            continue;
        }
        let (covered, surplus) = judge.wording(entry.title());
        let covered = header.covered.and(covered);
        // Seventh characters that the query does not tell apart: the first
        // stands for them, the initial encounter.
        if let Some(last) = candidates.last()
            && last.covered == covered
            && are_encounters(last.entry.code(), entry.code())
        {
            continue;
        }
        let more = weights.share(covered) - weights.share(header.covered);
        let detail = (surplus - said).max(0.0) * DETAIL;
        candidates.push(Found {
            entry,
            score: header.score + more - detail,
            covered,
            wording: header.wording,
        });
    }
    // Where the query says nothing of the further characters, the code that
    // says least beyond it stands for them all.
    let is_more = |one: &Found<'_>| one.covered.any() != header.covered.any();
    if candidates.iter().any(is_more) {
        longer.extend(candidates.into_iter().filter(is_more));
        return;
    }
    let best = |best: Found<'t>, one: Found<'t>| {
        if one.score > best.score { one } else { best }
    };
    longer.extend(candidates.into_iter().reduce(best));
}

/// Whether two codes differ in the seventh character alone.
fn are_encounters(one: &str, other: &str) -> bool {
    one.len() == SEVENTH && other.len() == SEVENTH && one.get(..7) == other.get(..7)
}
