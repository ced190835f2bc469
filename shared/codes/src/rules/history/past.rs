//! Diseases that come and go, and the codes of their history.

use crate::codeset::{CodeRange, ranges};

/// Diseases, and what to choose from once they are past.
pub(super) const DISEASES: &[(&[CodeRange], &[&str])] = &[
    // Myocardial infarction.
    (&ranges(["I21-I22"]), &["I25.2"]),
    // Cerebral infarction and transient ischemia; deficits that remain are I69.
    (&ranges(["I63", "G45"]), &["Z86.73"]),
    // Intracranial hemorrhage.
    (&ranges(["I60-I62"]), &["Z86.79"]),
    // Pulmonary embolism.
    (&ranges(["I26"]), &["Z86.711"]),
    // Acute deep and superficial vein thrombosis.
    (&ranges(["I82.4", "I82.6"]), &["Z86.718"]),
    // Pneumonia.
    (&ranges(["J12-J18"]), &["Z87.01"]),
    // Sepsis.
    (&ranges(["A40-A41"]), &["Z86.19"]),
    // COVID-19.
    (&ranges(["U07.1"]), &["Z86.16"]),
    // Acute kidney failure.
    (&ranges(["N17"]), &["Z87.448"]),
    // Urinary tract infection.
    (&ranges(["N30.0", "N39.0", "N10"]), &["Z87.440"]),
    // Stones.
    (&ranges(["N20"]), &["Z87.442"]),
    // Peptic ulcer.
    (&ranges(["K25-K28"]), &["Z87.11"]),
    // Appendicitis, acute pancreatitis, acute cholecystitis.
    (&ranges(["K35", "K85", "K81.0"]), &["Z87.19"]),
    // Traumatic fracture.
    (
        &ranges([
            "S02", "S12", "S22", "S32", "S42", "S52", "S62", "S72", "S82", "S92",
        ]),
        &["Z87.81"],
    ),
    // Cancers.
    (&ranges(["C15"]), &["Z85.01"]),
    (&ranges(["C16"]), &["Z85.028"]),
    (&ranges(["C18"]), &["Z85.038"]),
    (&ranges(["C19-C21"]), &["Z85.048"]),
    (&ranges(["C22"]), &["Z85.05"]),
    (&ranges(["C25"]), &["Z85.07"]),
    (&ranges(["C32"]), &["Z85.21"]),
    (&ranges(["C34"]), &["Z85.118"]),
    (&ranges(["C43"]), &["Z85.820"]),
    (&ranges(["C50"]), &["Z85.3"]),
    (&ranges(["C53"]), &["Z85.41"]),
    (&ranges(["C54-C55"]), &["Z85.42"]),
    (&ranges(["C56"]), &["Z85.43"]),
    (&ranges(["C61"]), &["Z85.46"]),
    (&ranges(["C62"]), &["Z85.47"]),
    (&ranges(["C64"]), &["Z85.528"]),
    (&ranges(["C67"]), &["Z85.51"]),
    (&ranges(["C71"]), &["Z85.841"]),
    (&ranges(["C73"]), &["Z85.850"]),
    (&ranges(["C81"]), &["Z85.71"]),
    (&ranges(["C82-C85"]), &["Z85.72"]),
    (&ranges(["C91-C95"]), &["Z85.6"]),
];
