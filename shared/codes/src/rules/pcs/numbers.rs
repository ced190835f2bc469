//! Values that count: coronary arteries, and both sides of a pair.

use std::collections::BTreeMap;

use super::{Pcs, pairs, surgeries};
use crate::rules::{ClaimView, Found};

/// Coronary arteries by number, one to four or more.
const FOUR_ARTERIES: u8 = b'3';

pub(super) fn coronary_arteries_split(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let mut alike: BTreeMap<_, Vec<Pcs<'_>>> = BTreeMap::new();
    for procedure in surgeries(claim) {
        if procedure.system == b'2' && (b'0'..=FOUR_ARTERIES).contains(&procedure.part) {
            let Pcs {
                operation,
                approach,
                device,
                qualifier,
                ..
            } = procedure;
            alike
                .entry((operation, approach, device, qualifier))
                .or_default()
                .push(procedure);
        }
    }
    for procedures in alike.values().filter(|procedures| procedures.len() > 1) {
        let arteries: u8 = procedures.iter().map(|p| p.part - b'0' + 1).sum();
        let part = (b'0' + arteries - 1).min(FOUR_ARTERIES);
        let codes: Vec<_> = procedures.iter().map(|p| p.code.as_str()).collect();
        let whole = procedures.first().and_then(|p| {
            let mut all = codes.iter();
            // Where one of them says four or more, it stands for all.
            let standing = all.find(|code| code.as_bytes().get(3) == Some(&FOUR_ARTERIES));
            let standing = standing.and_then(|code| code.parse().ok());
            standing.or_else(|| p.with(claim, 4, part))
        });
        found.report_with(
            format!(
                "{} are one procedure on several coronary arteries",
                codes.join(" and ")
            ),
            &codes,
            whole,
        );
    }
}

/// Pairs with a value for both: system, right, left, bilateral.
const PAIRS: [(u8, u8, u8, u8); 17] = [
    (b'9', b'0', b'1', b'2'),
    (b'B', b'K', b'L', b'M'),
    (b'G', b'3', b'2', b'4'),
    (b'G', b'7', b'6', b'8'),
    (b'H', b'T', b'U', b'V'),
    (b'T', b'0', b'1', b'2'),
    (b'T', b'6', b'7', b'8'),
    (b'U', b'0', b'1', b'2'),
    (b'U', b'5', b'6', b'7'),
    (b'V', b'1', b'2', b'3'),
    (b'V', b'9', b'B', b'C'),
    (b'V', b'F', b'G', b'H'),
    (b'V', b'J', b'K', b'L'),
    (b'V', b'N', b'P', b'Q'),
    (b'Y', b'2', b'3', b'4'),
    (b'Y', b'5', b'6', b'A'),
    (b'Y', b'7', b'8', b'E'),
];

pub(super) fn bilateral_value(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let surgeries = surgeries(claim);
    for (one, other) in pairs(&surgeries) {
        let rest = |p: &Pcs<'_>| (p.system, p.operation, p.approach, p.device, p.qualifier);
        if rest(one) != rest(other) {
            continue;
        }
        let sides = (one.part.min(other.part), one.part.max(other.part));
        let pair = PAIRS.iter().find(|(system, right, left, _)| {
            *system == one.system && sides == (*right.min(left), *right.max(left))
        });
        let both = pair.and_then(|(.., both)| one.with(claim, 4, *both));
        if let Some(both) = both {
            found.report_with(
                format!(
                    "{} and {} are one procedure on both sides: {both} has the bilateral body part",
                    one.code, other.code
                ),
                [one.code, other.code],
                [both],
            );
        }
    }
}
