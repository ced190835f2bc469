//! Whether one condition is due to another, where the guidelines presume no
//! link: organ dysfunction and sepsis, an infection and a device.

use chartfleet_model::{ClaimDiagnosis, Gap, GapKind, Poa};

use crate::cdi::query::{Draft, begins};
use crate::cdi::words::{Lowered, Said, said, spans, words};
use crate::cdi::{Check, Look};
use crate::record::Authority;

pub(super) const SEPSIS: Check = Check {
    rule: "cdi.sepsis_organ_dysfunction",
    kind: GapKind::CausalLink,
    source: "Guidelines I.C.1.d.1.a.iv, I.C.1.d.1.b",
    look: sepsis,
};

pub(super) const CATHETER: Check = Check {
    rule: "cdi.catheter_infection",
    kind: GapKind::CausalLink,
    source: "Guidelines I.B.16; tabular list T83.51-",
    look: catheter,
};

pub(super) const VENTILATOR: Check = Check {
    rule: "cdi.ventilator_pneumonia",
    kind: GapKind::CausalLink,
    source: "Guidelines I.C.10.d.1",
    look: ventilator,
};

/// An acute organ dysfunction.
struct Dysfunction {
    now: &'static [&'static str],
    name: &'static str,
}

const DYSFUNCTIONS: &[Dysfunction] = &[
    dysfunction(&["N17"], "Acute kidney injury"),
    dysfunction(&["J96.0", "J96.2"], "Acute respiratory failure"),
    dysfunction(&["G93.41"], "Metabolic encephalopathy"),
    dysfunction(&["K72.0"], "Acute hepatic failure"),
    dysfunction(&["D65"], "Disseminated intravascular coagulation"),
    dysfunction(&["I95.9"], "Hypotension"),
];

const fn dysfunction(now: &'static [&'static str], name: &'static str) -> Dysfunction {
    Dysfunction { now, name }
}

/// Words by which a provider links sepsis and an organ's failure.
const LINKED: &[&str] = &[
    "due to sepsis",
    "secondary to sepsis",
    "from sepsis",
    "sepsis-induced",
    "sepsis-related",
    "sepsis related",
    "severe sepsis",
    "septic shock",
    "sepsis with acute",
    "caused by sepsis",
    "related to sepsis",
    "in the setting of sepsis",
    "not due to sepsis",
    "unrelated to sepsis",
    "not related to sepsis",
    "sepsis-associated",
];

fn sepsis(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let mut sepsis = look.claimed(&["A40", "A41", "A02.1", "B37.7"]);
    let Some(sepsis) = sepsis.next().filter(|_| !look.claims(&["R65.2"])) else {
        return;
    };
    let pages = look.lowered();
    let provider = |said: &Said| said.authority == Authority::Provider;
    // Denied or not: "not due to sepsis" is an answer too.
    let linked = crate::cdi::words::mentioned(&pages, LINKED);
    if linked.iter().any(provider) {
        return;
    }
    for dysfunction in DYSFUNCTIONS {
        let mut claimed = look.result.diagnoses.iter();
        let Some(found) = claimed.find(|d| begins(&d.code, dysfunction.now)) else {
            continue;
        };
        let name = dysfunction.name;
        let now = found.code.as_str();
        let gap = Draft::new(check, format!("cause of {}", name.to_lowercase()))
            .about("organ dysfunction as documented", found)
            .indicators("sepsis as documented", sepsis.evidence.iter().copied())
            .option(format!("{name} due to sepsis"), &[now, "R65.20"])
            .option(
                format!("{name} due to another condition, not sepsis"),
                &[now],
            )
            .ask(
                look,
                format!(
                    "Based on your clinical judgment, what is the cause of the {}?",
                    name.to_lowercase()
                ),
            );
        gaps.extend(gap);
    }
}

/// Words of a catheter that was in place for a while, and no answer to the
/// infection or to the retention that came with it.
const LASTING: &[&str] = &[
    "chronic",
    "indwelling",
    "long",
    "longstanding",
    "suprapubic",
    "changed",
    "exchanged",
    "replaced",
    "days",
    "weeks",
    "months",
    "facility",
];

fn is_lasting(pages: &[Lowered<'_, '_>], said: &Said) -> bool {
    let lowered = pages.get(said.evidence.document as usize);
    let sentence = lowered.and_then(|page| page.text.get(page.sentence(&said.at)));
    sentence.is_some_and(|text| words(text).any(|word| LASTING.contains(&word)))
}

const CATHETERS: &[&str] = &[
    "foley",
    "indwelling catheter",
    "indwelling urinary catheter",
    "indwelling urethral catheter",
    "urinary catheter",
    "suprapubic catheter",
    "suprapubic tube",
    "chronic catheter",
];

const SUPRAPUBIC: &[&str] = &[
    "suprapubic catheter",
    "suprapubic tube",
    "suprapubic foley",
    "cystostomy",
    "spt",
];

fn catheter(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let mut infections = look.claimed(&["N39.0", "N30.0", "N10"]);
    let settled = look.claims(&["T83.51", "N99.5"]);
    let Some(infection) = infections.next().filter(|_| !settled) else {
        return;
    };
    let pages = look.lowered();
    let catheters = said(&pages, CATHETERS);
    let linked = [
        "cauti",
        "catheter-associated",
        "catheter associated",
        "catheter-related",
        "not catheter",
        "unrelated to the catheter",
    ];
    let linked = crate::cdi::words::mentioned(&pages, &linked);
    let is_linked = linked
        .iter()
        .any(|said| said.authority == Authority::Provider);
    let is_later = infection.poa == Some(Poa::N);
    let was_before = |said: &Said| is_later || is_lasting(&pages, said);
    if !catheters.iter().any(was_before) || is_linked {
        return;
    }
    let now = infection.code.as_str();
    let is_above_pubis = !said(&pages, SUPRAPUBIC).is_empty();
    let (cause, code) = if is_above_pubis {
        (
            "Urinary tract infection due to the suprapubic (cystostomy) catheter",
            "T83.510A",
        )
    } else {
        (
            "Urinary tract infection due to the indwelling urethral catheter",
            "T83.511A",
        )
    };
    let gap = Draft::new(check, "urinary tract infection and urinary catheter")
        .about("urinary tract infection as documented", infection)
        .indicators("urinary catheter", spans(catheters).take(3))
        .option(cause, &[code, now])
        .option("Urinary tract infection not due to the catheter", &[now])
        .ask(look, "Based on your clinical judgment, is the urinary tract infection due to the urinary catheter, or not related to it?");
    gaps.extend(gap);
}

const VENTILATORS: &[&str] = &[
    "mechanical ventilation",
    "ventilator",
    "intubated",
    "ventilated",
    "endotracheal tube",
];

/// Only pneumonia that began in the hospital, on a ventilator.
fn ventilator(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let hospital_onset = |d: &&ClaimDiagnosis| matches!(d.poa, Some(Poa::N | Poa::U));
    let mut pneumonia = look
        .claimed(&["J18", "J15", "J14", "J13"])
        .filter(hospital_onset);
    let Some(pneumonia) = pneumonia.next().filter(|_| !look.claims(&["J95.851"])) else {
        return;
    };
    let pages = look.lowered();
    let ventilators = said(&pages, VENTILATORS);
    let linked = [
        "ventilator-associated",
        "ventilator associated",
        "vap",
        "ventilator-acquired",
    ];
    let linked = crate::cdi::words::mentioned(&pages, &linked);
    let is_linked = linked
        .iter()
        .any(|said| said.authority == Authority::Provider);
    if ventilators.is_empty() || is_linked {
        return;
    }
    let now = pneumonia.code.as_str();
    let gap = Draft::new(check, "pneumonia and mechanical ventilation")
        .about("pneumonia as documented", pneumonia)
        .indicators("mechanical ventilation", spans(ventilators).take(3))
        .option("Ventilator-associated pneumonia", &["J95.851"])
        .option("Pneumonia not due to the ventilator", &[now])
        .ask(look, "Based on your clinical judgment, what is the relationship of the pneumonia to mechanical ventilation?");
    gaps.extend(gap);
}
