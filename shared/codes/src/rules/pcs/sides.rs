//! The side of a procedure against the sides of the diagnoses.
//!
//! It speaks only where nothing on the claim is of the procedure's side: a
//! diagnosis of that side, of both, or of the body part without a side keeps it
//! silent, and Z codes, which tell of what was, do not count against it.

use super::{Pcs, surgeries};
use crate::rules::{ClaimView, Diagnosis, Found};

/// Values of a body part, right and left, and the words of diagnoses for it.
struct Part {
    system: u8,
    right: &'static [u8],
    left: &'static [u8],
    words: &'static [&'static str],
}

const fn part(
    system: u8,
    right: &'static [u8],
    left: &'static [u8],
    words: &'static [&'static str],
) -> Part {
    Part {
        system,
        right,
        left,
        words,
    }
}

const PARTS: [Part; 18] = [
    part(b'S', b"9AR", b"BES", &["hip", "femur", "femoral"]),
    part(b'S', b"CTV", b"DUW", &["knee"]),
    part(b'S', b"F", b"G", &["ankle"]),
    part(b'R', b"J", b"K", &["shoulder"]),
    part(b'R', b"L", b"M", &["elbow"]),
    part(b'R', b"N", b"P", &["wrist"]),
    part(b'Q', b"68B", b"79C", &["femur", "femoral", "hip"]),
    part(
        b'Q',
        b"GJ",
        b"HK",
        &["tibia", "fibula", "lower leg", "malleol"],
    ),
    part(b'Q', b"D", b"F", &["patella"]),
    part(b'P', b"CF", b"DG", &["humerus"]),
    part(b'P', b"HK", b"JL", &["radius", "ulna", "forearm"]),
    part(b'P', b"9", b"B", &["clavicle"]),
    part(b'H', b"T", b"U", &["breast"]),
    part(b'T', b"03", b"14", &["kidney", "renal"]),
    part(b'8', b"02468ACEGJ", b"13579BDFHK", &["eye"]),
    part(b'B', b"CDFK", b"GHJL", &["lung"]),
    part(b'U', b"0", b"1", &["ovary", "ovarian"]),
    part(b'V', b"9", b"B", &["testis", "testicular"]),
];

pub(super) fn side_differs(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let titles: Vec<(&Diagnosis<'_>, String)> = claim
        .diagnoses
        .iter()
        .map(|d| (d, d.entry.map_or("", |entry| entry.title()).to_lowercase()))
        .collect();
    for procedure in surgeries(claim) {
        let Some((part, side, other)) = side_of(&procedure) else {
            continue;
        };
        let names = |title: &str| part.words.iter().any(|word| title.contains(word));
        let keeps_silent = |title: &str| {
            title.contains(side)
                || title.contains("bilateral")
                || (names(title) && !title.contains(other))
        };
        if titles.iter().any(|(_, title)| keeps_silent(title)) {
            continue;
        }
        let against: Vec<_> = titles
            .iter()
            .filter(|(d, title)| names(title) && !d.code.as_str().starts_with('Z'))
            .map(|(d, _)| d.code.as_str())
            .collect();
        if let Some(first) = against.first() {
            let message = format!(
                "{} is on the {side} side, {first} on the {other}, and nothing on the claim is {side}",
                procedure.code
            );
            found.report(
                message,
                std::iter::once(procedure.code.as_str()).chain(against),
            );
        }
    }
}

/// The body part of a procedure, its side and the other one.
fn side_of(procedure: &Pcs<'_>) -> Option<(&'static Part, &'static str, &'static str)> {
    PARTS.iter().find_map(|part| {
        if part.system != procedure.system {
            return None;
        }
        match (
            part.right.contains(&procedure.part),
            part.left.contains(&procedure.part),
        ) {
            (true, _) => Some((part, "right", "left")),
            (_, true) => Some((part, "left", "right")),
            _ => None,
        }
    })
}
