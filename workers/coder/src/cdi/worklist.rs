//! Which of a chart's queries are sent, and in which order.
//!
//! One query a topic, one a kind on the same codes; what bears on the patient's
//! care stands first. What an answer is worth plays no part.

use chartfleet_model::{Gap, GapKind, Icd10CmCode};

/// Queries of one chart at most: more are not answered.
const MOST_GAPS: usize = 8;

/// Answers that a query may have to take in another's.
const MOST_JOINED: usize = 5;

/// What a query asks that took in another.
const JOINED: &str = "Based on your clinical judgment and these findings, how can this diagnosis be further specified as to its type, cause or organism?";

/// Drops repeats, orders, and bounds.
pub(super) fn of(gaps: Vec<Gap>) -> Vec<Gap> {
    let mut kept = without_repeats(gaps);
    order(&mut kept);
    kept.truncate(MOST_GAPS);
    kept
}

/// The queries of the rules with those of the model, held to the same. None of
/// the rules' gives way.
pub(crate) fn joined(mut of_rules: Vec<Gap>, of_model: Vec<Gap>) -> Vec<Gap> {
    of_rules.extend(of_model);
    let mut kept = without_repeats(of_rules);
    kept.truncate(MOST_GAPS);
    order(&mut kept);
    kept
}

fn order(gaps: &mut [Gap]) {
    // Stable: within a kind, the order of the checks.
    gaps.sort_by_key(|gap| rank(gap.kind));
}

fn without_repeats(gaps: Vec<Gap>) -> Vec<Gap> {
    let mut kept: Vec<Gap> = Vec::new();
    for gap in gaps {
        if kept.iter().any(|other| asks_the_same(other, &gap)) {
            continue;
        }
        match kept.iter_mut().find(|other| is_one_query(other, &gap)) {
            Some(other) => join(other, gap),
            None => kept.push(gap),
        }
    }
    kept
}

fn asks_the_same(one: &Gap, other: &Gap) -> bool {
    let same_topic = one.topic == other.topic && one.codes_now == other.codes_now;
    let same_codes = !one.codes_now.is_empty() && one.codes_now == other.codes_now;
    same_topic || (same_codes && one.kind == other.kind) || offers_the_same(one, other)
}

/// Whether both ask who would diagnose the same: a check by the findings and
/// one by a nurse's words.
fn offers_the_same(one: &Gap, other: &Gap) -> bool {
    let is_missing = |gap: &Gap| {
        gap.codes_now.is_empty() && matches!(gap.kind, GapKind::Undocumented | GapKind::Authorship)
    };
    let first = |gap: &Gap| {
        let mut codes = gap.options.iter().flat_map(|option| &option.codes);
        codes.next().cloned()
    };
    let offers = |gap: &Gap, code: &Icd10CmCode| {
        let mut codes = gap.options.iter().flat_map(|option| &option.codes);
        codes.any(|offered| offered == code)
    };
    let meets = |one: &Gap, other: &Gap| first(one).is_some_and(|code| offers(other, &code));
    is_missing(one)
        && is_missing(other)
        && (one.kind == GapKind::Authorship || other.kind == GapKind::Authorship)
        && (meets(one, other) || meets(other, one))
}

/// Whether a provider would answer both with one sentence: type, cause and
/// organism of the same diagnosis.
fn is_one_query(one: &Gap, other: &Gap) -> bool {
    let specifies = |gap: &Gap| {
        matches!(
            gap.kind,
            GapKind::Type | GapKind::CausalLink | GapKind::Organism
        )
    };
    let is_short = |gap: &Gap| gap.options.len() <= MOST_JOINED + 2;
    specifies(one)
        && specifies(other)
        && is_short(one)
        && is_short(other)
        && one.codes_now.len() == 1
        && one.codes_now == other.codes_now
}

/// Takes the findings and the answers of another query about the diagnosis;
/// answers that leave the code as it is say the same twice.
fn join(into: &mut Gap, from: Gap) {
    let kept = into.options.len().saturating_sub(2);
    let mut last = into.options.split_off(kept);
    for option in from.options {
        let is_new = !into
            .options
            .iter()
            .chain(&last)
            .any(|o| o.text == option.text || (!o.codes.is_empty() && o.codes == option.codes));
        if is_new {
            into.options.push(option);
        }
    }
    into.options.append(&mut last);
    into.indicators.extend(from.indicators);
    into.indicators.sort_by_key(|indicator| indicator.evidence);
    into.indicators.dedup_by_key(|indicator| indicator.evidence);
    if rank(from.kind) < rank(into.kind) {
        into.kind = from.kind;
        into.rule = from.rule;
        into.topic = from.topic;
        into.source = from.source;
    }
    into.question = JOINED.into();
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
