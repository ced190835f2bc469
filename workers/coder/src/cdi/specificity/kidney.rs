//! Kidney: the stage of chronic disease, the cause of acute injury.

use chartfleet_model::GapKind::{Stage, Type};

use crate::cdi::facts::{Analyte, DiagnosisClass};

use super::axis::{Answer, Axis, Case, check, words};

pub(super) const AXES: &[Axis] = &[CHRONIC_STAGE, INJURY_CAUSE];

const FILTRATION: &[&str] = &["egfr", "gfr", "glomerular filtration"];

/// mL/min/1.73 m² by which one value may miss the stage: a single value is no
/// stage, and the next one belongs to the answers.
const MISS: f64 = 10.0;

/// A stage that begins above `least` and ends at `most`.
const fn stage(
    text: &'static str,
    codes: &'static [&'static str],
    (least, most): (f64, f64),
) -> Answer {
    Answer::new(text, codes).if_measured(Analyte::Filtration, least - MISS, most + MISS)
}

const CHRONIC_STAGE: Axis = Axis {
    check: check(
        "cdi.kidney_stage",
        Stage,
        "Guidelines I.C.14.a.1; KDIGO 2024 Chronic Kidney Disease",
    ),
    topic: "stage of chronic kidney disease",
    diagnosis: "chronic kidney disease as documented",
    question: "Based on your clinical judgment, how can the stage of the chronic kidney disease be specified?",
    settled: &[
        "N18.1", "N18.2", "N18.31", "N18.32", "N18.4", "N18.5", "N18.6",
    ],
    words: &[
        words("estimated glomerular filtration rate", FILTRATION),
        words("creatinine", &["creatinine", "baseline cr"]),
        words("dialysis", &["dialysis", "hemodialysis"]),
    ],
    needs: 1,
    cases: &[
        Case {
            now: &["N18.9"],
            answers: &[
                stage("Chronic kidney disease, stage 2", &["N18.2"], (60.0, 89.0)),
                stage(
                    "Chronic kidney disease, stage 3a",
                    &["N18.31"],
                    (45.0, 59.0),
                ),
                stage(
                    "Chronic kidney disease, stage 3b",
                    &["N18.32"],
                    (30.0, 44.0),
                ),
                stage("Chronic kidney disease, stage 4", &["N18.4"], (15.0, 29.0)),
                stage("Chronic kidney disease, stage 5", &["N18.5"], (0.0, 14.0)),
                Answer::new("End stage renal disease", &["N18.6"]).if_said(&[
                    "dialysis",
                    "hemodialysis",
                    "esrd",
                ]),
            ],
        },
        Case {
            now: &["N18.30"],
            answers: &[
                Answer::new("Chronic kidney disease, stage 3a", &["N18.31"]),
                Answer::new("Chronic kidney disease, stage 3b", &["N18.32"]),
            ],
        },
    ],
    inpatient: false,
    answered: None,
};

const INJURY_CAUSE: Axis = Axis {
    check: check(
        "cdi.kidney_injury_cause",
        Type,
        "Tabular list N17; KDIGO 2012 Acute Kidney Injury",
    ),
    topic: "cause of acute kidney injury",
    diagnosis: "acute kidney injury as documented",
    question: "Based on your clinical judgment, how can the cause or type of the acute kidney injury be further specified?",
    settled: &["N17.0", "N17.1", "N17.2", "N17.8", "N10", "N99.0"],
    words: &[
        words(
            "urine findings",
            &[
                "muddy brown",
                "granular cast*",
                "epithelial cell casts",
                "fena",
                "fractional excretion",
            ],
        ),
        words(
            "course",
            &[
                "did not improve with",
                "not responsive to fluids",
                "despite fluids",
                "failed to improve",
                "oliguri*",
                "dialysis",
                "crrt",
            ],
        ),
        words(
            "exposure",
            &[
                "nephrotoxic*",
                "contrast nephropathy",
                "vancomycin toxicity",
                "ischemic injury",
                "prolonged hypotension",
            ],
        ),
    ],
    needs: 1,
    cases: &[Case {
        now: &["N17.9"],
        answers: &[
            Answer::new(
                "Acute kidney injury due to acute tubular necrosis",
                &["N17.0"],
            )
            .unless_denied(&["acute tubular necrosis", "atn"]),
            Answer::as_coded(
                "Acute kidney injury due to volume depletion or another prerenal cause",
            ),
            Answer::new(
                "Acute kidney injury due to acute interstitial nephritis",
                &["N10"],
            )
            .beside_it()
            .if_said(&["interstitial nephritis", "eosinophil*", "rash"]),
        ],
    }],
    inpatient: true,
    answered: Some(DiagnosisClass::TubularNecrosis),
};
