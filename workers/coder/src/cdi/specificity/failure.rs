//! Heart failure: type and acuity, as far as the ejection fraction bears them
//! out.

use chartfleet_model::GapKind::{Acuity, Type};

use crate::cdi::facts::Analyte;

use super::axis::{Answer, Axis, Case, check, words};

pub(super) const AXES: &[Axis] = &[FAILURE_TYPE, FAILURE_ACUITY];

const EJECTION: &[&str] = &[
    "ejection fraction",
    "lvef",
    "ef",
    "echocardiogram",
    "echo",
    "diastolic dysfunction",
    "systolic dysfunction",
];
const CONGESTION: &[&str] = &[
    "bnp",
    "nt-probnp",
    "pulmonary edema",
    "vascular congestion",
    "orthopnea",
    "jvd",
    "jugular venous distention",
];
const DIURETIC: &[&str] = &["furosemide", "lasix", "bumetanide", "torsemide", "diures*"];

/// Percent. Heart failure with a mildly reduced fraction is coded as systolic,
/// with a recovered one as diastolic (Coding Clinic, third quarter of 2020).
const REDUCED: f64 = 40.0;
const PRESERVED: f64 = 50.0;

const fn systolic(text: &'static str, codes: &'static [&'static str]) -> Answer {
    Answer::new(text, codes)
        .if_measured(Analyte::EjectionFraction, 0.0, PRESERVED - 0.1)
        .unless_said(&[
            "preserved ejection fraction",
            "preserved ef",
            "preserved lvef",
            "normal ejection fraction",
            "normal ef",
            "normal lvef",
        ])
}

const fn diastolic(text: &'static str, codes: &'static [&'static str]) -> Answer {
    Answer::new(text, codes)
        .if_measured(Analyte::EjectionFraction, REDUCED + 0.1, 100.0)
        .unless_said(&[
            "reduced ejection fraction",
            "reduced ef",
            "reduced lvef",
            "depressed ejection fraction",
            "depressed ef",
            "low ejection fraction",
            "low ef",
        ])
}

const fn combined(text: &'static str, codes: &'static [&'static str]) -> Answer {
    systolic(text, codes).if_said(&["diastolic"])
}

const FAILURE_TYPE: Axis = Axis {
    check: check(
        "cdi.heart_failure_type",
        Type,
        "Tabular list I50; Guidelines I.B.2, I.B.18",
    ),
    topic: "type and acuity of heart failure",
    diagnosis: "heart failure as documented",
    question: "Based on your clinical judgment, how can the type and acuity of the heart failure be further specified?",
    settled: &["I50.2", "I50.3", "I50.4", "I50.81"],
    words: &[
        words("ejection fraction or echocardiogram", EJECTION),
        words("congestion", CONGESTION),
        words("diuretic treatment", DIURETIC),
    ],
    needs: 1,
    cases: &[Case {
        now: &["I50.9"],
        answers: &[
            systolic("Acute systolic heart failure (HFrEF)", &["I50.21"]),
            systolic("Chronic systolic heart failure (HFrEF)", &["I50.22"]),
            systolic(
                "Acute on chronic systolic heart failure (HFrEF)",
                &["I50.23"],
            ),
            diastolic("Acute diastolic heart failure (HFpEF)", &["I50.31"]),
            diastolic("Chronic diastolic heart failure (HFpEF)", &["I50.32"]),
            diastolic(
                "Acute on chronic diastolic heart failure (HFpEF)",
                &["I50.33"],
            ),
            combined(
                "Chronic combined systolic and diastolic heart failure",
                &["I50.42"],
            ),
            combined(
                "Acute on chronic combined systolic and diastolic heart failure",
                &["I50.43"],
            ),
        ],
    }],
    inpatient: false,
    answered: None,
};

const FAILURE_ACUITY: Axis = Axis {
    check: check(
        "cdi.heart_failure_acuity",
        Acuity,
        "Tabular list I50.2-, I50.3-, I50.4-; Guidelines I.B.8",
    ),
    topic: "acuity of heart failure",
    diagnosis: "heart failure as documented",
    question: "Based on your clinical judgment, what was the acuity of the heart failure during this encounter?",
    settled: &[],
    words: &[
        words("congestion", CONGESTION),
        words("diuretic treatment", DIURETIC),
        words("ejection fraction or echocardiogram", EJECTION),
    ],
    needs: 1,
    cases: &[
        Case {
            now: &["I50.20"],
            answers: &[
                Answer::new("Acute systolic heart failure", &["I50.21"]),
                Answer::new("Chronic systolic heart failure", &["I50.22"]),
                Answer::new("Acute on chronic systolic heart failure", &["I50.23"]),
            ],
        },
        Case {
            now: &["I50.30"],
            answers: &[
                Answer::new("Acute diastolic heart failure", &["I50.31"]),
                Answer::new("Chronic diastolic heart failure", &["I50.32"]),
                Answer::new("Acute on chronic diastolic heart failure", &["I50.33"]),
            ],
        },
        Case {
            now: &["I50.40"],
            answers: &[
                Answer::new(
                    "Acute combined systolic and diastolic heart failure",
                    &["I50.41"],
                ),
                Answer::new(
                    "Chronic combined systolic and diastolic heart failure",
                    &["I50.42"],
                ),
                Answer::new(
                    "Acute on chronic combined systolic and diastolic heart failure",
                    &["I50.43"],
                ),
            ],
        },
    ],
    inpatient: false,
    answered: None,
};
