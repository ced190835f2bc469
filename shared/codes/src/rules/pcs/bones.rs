//! Fusions and fractures.

use super::{Pcs, pairs, procedures, surgeries};
use crate::codeset::CodeSet;
use crate::rules::{ClaimView, Diagnosis, Found};

const FUSION: u8 = b'G';
const REPOSITION: u8 = b'S';

/// Body part values of one joint: a value such as "lumbar joint" can stand for
/// two joints of one claim, these cannot.
const fn is_one_joint(fusion: &Pcs<'_>) -> bool {
    matches!(
        (fusion.system, fusion.part),
        (b'R', b'0' | b'4' | b'A') | (b'S', b'3' | b'5'..=b'8')
    )
}

pub(super) fn fusion_devices(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let mut fusions = surgeries(claim);
    fusions.retain(|p| p.operation == FUSION && is_one_joint(p));
    for (one, other) in pairs(&fusions) {
        let place = |p: &Pcs<'_>| (p.system, p.part, p.qualifier);
        if place(one) == place(other) && one.device != other.device {
            found.report(
                format!(
                    "{} and {} fuse one column of one joint: the devices are one value",
                    one.code, other.code
                ),
                [one.code, other.code],
            );
        }
    }
}

/// A limb, as the fracture categories, bones and casts name it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Limb {
    is_arm: bool,
    side: &'static str,
}

/// Values of bones: system, right, left.
const BONES: [(u8, &[u8], &[u8]); 2] = [
    (b'P', b"579CFHKMPRT", b"68BDGJLNQSV"),
    (b'Q', b"68BDGJLNQ", b"79CFHKMPR"),
];

/// Regions of casts and splints, as [`BONES`].
const CASTS: [(bool, &[u8], &[u8]); 2] =
    [(true, b"8ACEGJ", b"9BDFHK"), (false, b"LNQSU", b"MPRTV")];

fn side(part: u8, right: &[u8], left: &[u8]) -> Option<&'static str> {
    match (right.contains(&part), left.contains(&part)) {
        (true, _) => Some("right"),
        (_, true) => Some("left"),
        _ => None,
    }
}

/// The limb of a repositioned bone.
fn repositioned(procedure: &Pcs<'_>) -> Option<Limb> {
    let is_reposition = procedure.is_surgery() && procedure.operation == REPOSITION;
    let (system, right, left) = BONES
        .iter()
        .find(|(system, ..)| *system == procedure.system)
        .filter(|_| is_reposition)?;
    Some(Limb {
        is_arm: *system == b'P',
        side: side(procedure.part, right, left)?,
    })
}

/// The limb of a cast or splint.
fn immobilized(procedure: &Pcs<'_>) -> Option<Limb> {
    let is_cast = procedure.code.as_str().starts_with("2W3");
    if !is_cast || !matches!(procedure.device, b'1' | b'2') {
        return None;
    }
    CASTS.iter().find_map(|&(is_arm, right, left)| {
        let side = side(procedure.part, right, left)?;
        Some(Limb { is_arm, side })
    })
}

pub(super) fn cast_with_reposition(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let procedures = procedures(claim);
    for cast in &procedures {
        let Some(limb) = immobilized(cast) else {
            continue;
        };
        let reposition = procedures.iter().find(|p| repositioned(p) == Some(limb));
        if let Some(reposition) = reposition {
            found.report(
                format!(
                    "{} is applied with the reposition {}: it is not coded beside it",
                    cast.code, reposition.code
                ),
                [cast.code, reposition.code],
            );
        }
    }
}

const ARM_FRACTURES: CodeSet<3> = CodeSet::of(["S42", "S52", "S62"]);
const LEG_FRACTURES: CodeSet<3> = CodeSet::of(["S72", "S82", "S92"]);
const PATHOLOGICAL: CodeSet<2> = CodeSet::of(["M80", "M84"]);

impl Limb {
    fn has(self, fracture: &Diagnosis<'_>) -> bool {
        let limb = if self.is_arm {
            fracture.is(&ARM_FRACTURES)
        } else {
            fracture.is(&LEG_FRACTURES)
        };
        let title = fracture.entry.map_or("", |entry| entry.title());
        limb && title.contains(self.side)
    }
}

fn is_nondisplaced(fracture: &Diagnosis<'_>) -> bool {
    let title = fracture.entry.map_or("", |entry| entry.title());
    title.to_lowercase().starts_with("nondisplaced")
}

pub(super) fn reposition_of_nondisplaced(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&PATHOLOGICAL) {
        return;
    }
    for procedure in surgeries(claim) {
        let Some(limb) = repositioned(&procedure) else {
            continue;
        };
        let fractures: Vec<_> = claim.diagnoses.iter().filter(|d| limb.has(d)).collect();
        if fractures.is_empty() || !fractures.iter().all(|d| is_nondisplaced(d)) {
            continue;
        }
        let mut codes = vec![procedure.code.as_str()];
        codes.extend(fractures.iter().map(|d| d.code.as_str()));
        found.report(
            format!(
                "{} repositions a bone, but every fracture of the {} {} is nondisplaced",
                procedure.code,
                limb.side,
                if limb.is_arm { "arm" } else { "leg" }
            ),
            codes,
        );
    }
}
