//! A malignancy that only the pathologist names, where the claim holds a mass.
//!
//! On an inpatient stay a report supports no diagnosis (III.B); outpatient
//! claims may be coded from it (IV.K).

use chartfleet_model::{Gap, GapKind};

use crate::cdi::query::Draft;
use crate::cdi::words::{mentioned, said, spans};
use crate::cdi::{Check, Look};
use crate::record::Authority;

pub(super) const MALIGNANCY: Check = Check {
    rule: "cdi.pathology_findings",
    kind: GapKind::Authorship,
    source: "Guidelines III.B; Coding Clinic, first quarter of 2004",
    look,
};

/// Codes of masses, lesions and tumors of unknown behavior.
const MASSES: &[&str] = &[
    "D37", "D38", "D39", "D40", "D41", "D42", "D43", "D44", "D48", "D49", "K31.89", "K63.89",
    "K76.89", "N28.89", "N63", "R16", "R19.0", "R22", "R59", "R90.0", "R91",
];

const MALIGNANT: &[&str] = &[
    "adenocarcinoma*",
    "carcinoma*",
    "lymphoma",
    "sarcoma",
    "melanoma",
    "malignant cells",
    "metastatic",
    "leukemia",
    "myeloma",
];
const NAMED: &[&str] = &[
    "carcinoma*",
    "adenocarcinoma*",
    "cancer*",
    "malignan*",
    "lymphoma",
    "sarcoma",
    "melanoma",
    "leukemia",
    "myeloma",
    "metasta*",
];

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let mut masses = look.claimed(MASSES);
    let is_asked = look.chart.encounter.class.is_inpatient() && !look.claims(&["C"]);
    let Some(mass) = masses.next().filter(|_| is_asked) else {
        return;
    };
    let pages = look.lowered();
    let mut reported = said(&pages, MALIGNANT);
    reported.retain(|said| said.authority == Authority::Report);
    let mut named = mentioned(&pages, NAMED).into_iter();
    if reported.is_empty() || named.any(|said| said.authority == Authority::Provider) {
        return;
    }
    let gap = Draft::new(check, "clinical significance of the pathology report")
        .about("finding as documented", mass)
        .indicators("pathology report", spans(reported).take(3))
        .option("Malignant neoplasm (please specify its kind and site)", &[])
        .option("Neoplasm of another behavior (please specify)", &[])
        .option("Finding that needs further study", &[mass.code.as_str()])
        .ask(
            look,
            "Based on your clinical judgment, which diagnosis, if any, does the pathology report represent?",
        );
    gaps.extend(gap);
}
