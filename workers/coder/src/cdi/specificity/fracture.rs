//! A fracture after a minor fall in a patient with osteoporosis: of the
//! osteoporosis, or of the injury?

use chartfleet_model::{ClaimDiagnosis, Gap, GapKind};

use crate::cdi::query::Draft;
use crate::cdi::words::{mentioned, said, spans};
use crate::cdi::{Check, Look};

pub(super) const OSTEOPOROTIC: Check = Check {
    rule: "cdi.fracture_cause",
    kind: GapKind::CausalLink,
    source: "Guidelines I.C.13.d.2",
    look,
};

const OSTEOPOROSIS: &[&str] = &["osteoporosis", "osteoporotic", "t-score"];
const MINOR: &[&str] = &[
    "ground-level fall",
    "ground level fall",
    "fall from standing",
    "fell from standing",
    "mechanical fall",
    "tripped",
    "slipped",
    "low-energy",
    "low energy",
    "minor trauma",
    "no trauma",
    "without trauma",
    "bending over",
    "lifting",
    "coughing",
    "rolled over",
    "stood up",
];
const TOLD: &[&str] = &[
    "pathologic*",
    "osteoporotic fracture",
    "osteoporotic compression",
    "osteoporotic hip",
    "fragility fracture*",
    "insufficiency fracture*",
    "traumatic fracture",
    "fracture due to",
    "motor vehicle",
    "mva",
    "mvc",
    "high-energy",
    "high energy",
    "ladder",
    "stairs",
];

/// Beginnings of traumatic fractures and of the osteoporotic ones of the site;
/// `?` is the side.
const SITES: &[(&[&str], &str)] = &[
    (&["S72"], "M80.05?A"),
    (&["S22.0", "S32.0", "S12"], "M80.08XA"),
    (&["S52.5"], "M80.03?A"),
    (&["S42.2"], "M80.02?A"),
];

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    if look.claims(&["M80", "M84"]) {
        return;
    }
    for (fractures, code) in SITES {
        let mut claimed = look.claimed(fractures);
        let is_new = |d: &&ClaimDiagnosis| d.code.as_str().ends_with(['A', 'B', 'C']);
        if let Some(fracture) = claimed.find(is_new) {
            gaps.extend(ask(check, look, fracture, code));
            return;
        }
    }
}

fn ask(check: &Check, look: &Look<'_>, fracture: &ClaimDiagnosis, code: &str) -> Option<Gap> {
    let pages = look.lowered();
    let (bone, minor) = (said(&pages, OSTEOPOROSIS), said(&pages, MINOR));
    let is_told = !mentioned(&pages, TOLD).is_empty();
    if bone.is_empty() || minor.is_empty() || is_told {
        return None;
    }
    let now = fracture.code.as_str();
    let pathological = code.replace('?', side(now));
    Draft::new(check, "cause of the fracture")
        .about("fracture as documented", fracture)
        .indicators("osteoporosis", spans(bone).take(2))
        .indicators("how it happened", spans(minor).take(2))
        .option("Fracture due to osteoporosis", &[&pathological])
        .option("Fracture due to the injury alone", &[now])
        .option(
            "Fracture due to another disease of the bone (please specify)",
            &[],
        )
        .ask(
            look,
            "Based on your clinical judgment, what is the cause of the fracture?",
        )
}

/// The side as osteoporotic fractures have it, of the sixth character of a
/// traumatic one: displaced, nondisplaced or neither told.
fn side(code: &str) -> &'static str {
    let sixth = code.chars().filter(|c| *c != '.').nth(5);
    match sixth {
        Some('1' | '4') => "1",
        Some('2' | '5') => "2",
        _ => "9",
    }
}
