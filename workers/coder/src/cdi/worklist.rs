//! Which of a chart's queries are sent, and in which order.
//!
//! One query a topic, one a kind on the same codes; what bears on the patient's
//! care stands first. What an answer is worth plays no part.

use chartfleet_model::{Gap, GapKind};

/// Queries of one chart at most: more are not answered.
const MOST_GAPS: usize = 8;

/// Drops repeats, orders, and bounds.
pub(super) fn of(gaps: Vec<Gap>) -> Vec<Gap> {
    let mut kept: Vec<Gap> = Vec::new();
    for gap in gaps {
        if !kept.iter().any(|other| asks_the_same(other, &gap)) {
            kept.push(gap);
        }
    }
    // Stable: within a kind, the order of the checks.
    kept.sort_by_key(|gap| rank(gap.kind));
    kept.truncate(MOST_GAPS);
    kept
}

fn asks_the_same(one: &Gap, other: &Gap) -> bool {
    let same_topic = one.topic == other.topic && one.codes_now == other.codes_now;
    let same_codes = !one.codes_now.is_empty() && one.codes_now == other.codes_now;
    same_topic || (same_codes && one.kind == other.kind)
}

/// What contradicts itself or is missing altogether, before what is merely
/// less exact.
const fn rank(kind: GapKind) -> u8 {
    match kind {
        GapKind::Conflict => 0,
        GapKind::ClinicalValidity => 1,
        GapKind::Undocumented => 2,
        GapKind::CausalLink => 3,
        GapKind::Organism => 4,
        GapKind::Type => 5,
        GapKind::Acuity => 6,
        GapKind::Stage => 7,
        GapKind::Poa => 8,
        GapKind::Authorship => 9,
        GapKind::Laterality => 10,
        GapKind::IncompleteHpi => 11,
    }
}
