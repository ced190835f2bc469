//! Diseases that come and go, and the codes of their history.

use crate::codeset::{CodeRange, ranges};

/// A disease that comes and goes.
pub(super) struct Past {
    pub(super) diseases: &'static [CodeRange],
    /// What to choose from once it is past.
    pub(super) history: &'static [&'static str],
    /// Whether it is over where none of it is left: a cancer.
    pub(super) is_cancer: bool,
    /// After how many weeks an event is over, where it is one: infarctions by
    /// Guidelines I.C.9.e.1, others as far as nobody would doubt it.
    pub(super) over_after: Option<u32>,
}

const fn event(
    diseases: &'static [CodeRange],
    history: &'static [&'static str],
    weeks: u32,
) -> Past {
    Past {
        diseases,
        history,
        is_cancer: false,
        over_after: Some(weeks),
    }
}

const fn disease(diseases: &'static [CodeRange], history: &'static [&'static str]) -> Past {
    Past {
        diseases,
        history,
        is_cancer: false,
        over_after: None,
    }
}

const fn cancer(diseases: &'static [CodeRange], history: &'static [&'static str]) -> Past {
    Past {
        is_cancer: true,
        ..disease(diseases, history)
    }
}

/// Diseases that are no longer reported once they are past.
pub(super) const DISEASES: &[Past] = &[
    // Myocardial infarction.
    event(&ranges(["I21-I22"]), &["I25.2"], 5),
    // Cerebral infarction and transient ischemia; deficits that remain are I69.
    event(&ranges(["I63", "G45"]), &["Z86.73"], 4),
    // Intracranial hemorrhage.
    event(&ranges(["I60-I62"]), &["Z86.79"], 8),
    // Pulmonary embolism.
    event(&ranges(["I26"]), &["Z86.711"], 52),
    // Acute deep and superficial vein thrombosis.
    event(&ranges(["I82.4", "I82.6"]), &["Z86.718"], 52),
    // Pneumonia.
    event(&ranges(["J12-J18"]), &["Z87.01"], 8),
    // Sepsis.
    event(&ranges(["A40-A41"]), &["Z86.19"], 8),
    // COVID-19.
    event(&ranges(["U07.1"]), &["Z86.16"], 12),
    // Acute kidney failure.
    event(&ranges(["N17"]), &["Z87.448"], 12),
    // Urinary tract infection.
    event(&ranges(["N30.0", "N39.0", "N10"]), &["Z87.440"], 8),
    // Stones.
    event(&ranges(["N20"]), &["Z87.442"], 52),
    // Peptic ulcer.
    event(&ranges(["K25-K28"]), &["Z87.11"], 52),
    // Appendicitis, acute pancreatitis, acute cholecystitis.
    event(&ranges(["K35", "K85", "K81.0"]), &["Z87.19"], 8),
    // Traumatic fracture.
    disease(
        &ranges([
            "S02", "S12", "S22", "S32", "S42", "S52", "S62", "S72", "S82", "S92",
        ]),
        &["Z87.81"],
    ),
    // Cancers.
    cancer(&ranges(["C15"]), &["Z85.01"]),
    cancer(&ranges(["C16"]), &["Z85.028"]),
    cancer(&ranges(["C18"]), &["Z85.038"]),
    cancer(&ranges(["C19-C21"]), &["Z85.048"]),
    cancer(&ranges(["C22"]), &["Z85.05"]),
    cancer(&ranges(["C25"]), &["Z85.07"]),
    cancer(&ranges(["C32"]), &["Z85.21"]),
    cancer(&ranges(["C34"]), &["Z85.118"]),
    cancer(&ranges(["C43"]), &["Z85.820"]),
    cancer(&ranges(["C50"]), &["Z85.3"]),
    cancer(&ranges(["D05"]), &["Z86.000"]),
    cancer(&ranges(["C53"]), &["Z85.41"]),
    cancer(&ranges(["C54-C55"]), &["Z85.42"]),
    cancer(&ranges(["C56"]), &["Z85.43"]),
    cancer(&ranges(["C61"]), &["Z85.46"]),
    cancer(&ranges(["C62"]), &["Z85.47"]),
    cancer(&ranges(["C64"]), &["Z85.528"]),
    cancer(&ranges(["C67"]), &["Z85.51"]),
    cancer(&ranges(["C71"]), &["Z85.841"]),
    cancer(&ranges(["C73"]), &["Z85.850"]),
    cancer(&ranges(["C81"]), &["Z85.71"]),
    cancer(&ranges(["C82-C85"]), &["Z85.72"]),
    cancer(&ranges(["C91-C95"]), &["Z85.6"]),
];
