//! Electrolytes out of range that were treated or stayed so, and nobody named.
//!
//! An abnormal value alone is no diagnosis (Guidelines III.B): it was corrected,
//! or measured again and again, or is far out of range.

use chartfleet_model::{Evidence, Gap, GapKind};

use super::{Query, Signs, ask, is_open};
use crate::cdi::facts::{Analyte, DiagnosisClass, Measurement, TreatmentClass};
use crate::cdi::words::words;
use crate::cdi::{Check, Look};

/// Bytes of a sentence in which a value and its treatment belong together.
const LONGEST: usize = 240;

const SOURCE: &str = "Guidelines III.B: abnormal findings that were treated or monitored";

/// The limits of one disorder.
struct Disorder {
    rule: &'static str,
    analyte: Analyte,
    /// Whether the value is too low.
    is_low: bool,
    /// Beyond it the value counts where treated, beyond the second where it
    /// was measured twice.
    limits: (f64, f64),
    treatment: TreatmentClass,
    claimed: &'static [&'static str],
    addressed: DiagnosisClass,
    query: Query,
}

const fn check(rule: &'static str) -> Check {
    Check {
        rule,
        kind: GapKind::Undocumented,
        source: SOURCE,
        look,
    }
}

pub(super) const HYPONATREMIA: Check = check(SODIUM_LOW.rule);
pub(super) const HYPERNATREMIA: Check = check(SODIUM_HIGH.rule);
pub(super) const HYPOKALEMIA: Check = check(POTASSIUM_LOW.rule);
pub(super) const HYPERKALEMIA: Check = check(POTASSIUM_HIGH.rule);
pub(super) const HYPOMAGNESEMIA: Check = check(MAGNESIUM_LOW.rule);
pub(super) const HYPOPHOSPHATEMIA: Check = check(PHOSPHATE_LOW.rule);
pub(super) const HYPOCALCEMIA: Check = check(CALCIUM_LOW.rule);
pub(super) const HYPERCALCEMIA: Check = check(CALCIUM_HIGH.rule);

const DISORDERS: &[Disorder] = &[
    SODIUM_LOW,
    SODIUM_HIGH,
    POTASSIUM_LOW,
    POTASSIUM_HIGH,
    MAGNESIUM_LOW,
    PHOSPHATE_LOW,
    CALCIUM_LOW,
    CALCIUM_HIGH,
];

const SODIUM_LOW: Disorder = Disorder {
    rule: "cdi.hyponatremia",
    analyte: Analyte::Sodium,
    is_low: true,
    limits: (132.0, 130.0),
    treatment: TreatmentClass::SodiumCorrection,
    claimed: &["E87.0", "E87.1", "E22.2"],
    addressed: DiagnosisClass::Hyponatremia,
    query: Query {
        topic: "significance of the sodium values",
        options: &[
            ("Hyponatremia", &["E87.1"]),
            (
                "Syndrome of inappropriate secretion of antidiuretic hormone",
                &["E22.2"],
            ),
            ("Low sodium value without clinical significance", &[]),
        ],
    },
};

const SODIUM_HIGH: Disorder = Disorder {
    rule: "cdi.hypernatremia",
    analyte: Analyte::Sodium,
    is_low: false,
    limits: (147.0, 150.0),
    treatment: TreatmentClass::FreeWater,
    claimed: &["E87.0", "E23.2", "N25.1"],
    addressed: DiagnosisClass::Hypernatremia,
    query: Query {
        topic: "significance of the sodium values",
        options: &[
            ("Hypernatremia", &["E87.0"]),
            ("Dehydration with hypernatremia", &["E86.0", "E87.0"]),
            ("High sodium value without clinical significance", &[]),
        ],
    },
};

const POTASSIUM_LOW: Disorder = Disorder {
    rule: "cdi.hypokalemia",
    analyte: Analyte::Potassium,
    is_low: true,
    limits: (3.4, 3.0),
    treatment: TreatmentClass::PotassiumRepletion,
    claimed: &["E87.6", "E87.5", "E26"],
    addressed: DiagnosisClass::Hypokalemia,
    query: Query {
        topic: "significance of the potassium values",
        options: &[
            ("Hypokalemia", &["E87.6"]),
            ("Low potassium value without clinical significance", &[]),
        ],
    },
};

const POTASSIUM_HIGH: Disorder = Disorder {
    rule: "cdi.hyperkalemia",
    analyte: Analyte::Potassium,
    is_low: false,
    limits: (5.4, 6.0),
    treatment: TreatmentClass::PotassiumLowering,
    claimed: &["E87.5", "E87.6"],
    addressed: DiagnosisClass::Hyperkalemia,
    query: Query {
        topic: "significance of the potassium values",
        options: &[
            ("Hyperkalemia", &["E87.5"]),
            (
                "High potassium value without clinical significance (such as a hemolyzed sample)",
                &[],
            ),
        ],
    },
};

const MAGNESIUM_LOW: Disorder = Disorder {
    rule: "cdi.hypomagnesemia",
    analyte: Analyte::Magnesium,
    is_low: true,
    limits: (1.6, 1.2),
    treatment: TreatmentClass::MagnesiumRepletion,
    claimed: &["E83.42"],
    addressed: DiagnosisClass::Hypomagnesemia,
    query: Query {
        topic: "significance of the magnesium values",
        options: &[
            ("Hypomagnesemia", &["E83.42"]),
            ("Low magnesium value without clinical significance", &[]),
        ],
    },
};

const PHOSPHATE_LOW: Disorder = Disorder {
    rule: "cdi.hypophosphatemia",
    analyte: Analyte::Phosphate,
    is_low: true,
    limits: (2.2, 1.5),
    treatment: TreatmentClass::PhosphateRepletion,
    claimed: &["E83.39", "E83.31", "E87.8"],
    addressed: DiagnosisClass::Hypophosphatemia,
    query: Query {
        topic: "significance of the phosphate values",
        options: &[
            ("Hypophosphatemia", &["E83.39"]),
            ("Low phosphate value without clinical significance", &[]),
        ],
    },
};

const CALCIUM_LOW: Disorder = Disorder {
    rule: "cdi.hypocalcemia",
    analyte: Analyte::Calcium,
    is_low: true,
    limits: (8.0, 7.0),
    treatment: TreatmentClass::CalciumRepletion,
    claimed: &["E83.51", "E20", "E89.2"],
    addressed: DiagnosisClass::Hypocalcemia,
    query: Query {
        topic: "significance of the calcium values",
        options: &[
            ("Hypocalcemia", &["E83.51"]),
            ("Low calcium value explained by low albumin", &[]),
        ],
    },
};

const CALCIUM_HIGH: Disorder = Disorder {
    rule: "cdi.hypercalcemia",
    analyte: Analyte::Calcium,
    is_low: false,
    limits: (11.0, 12.0),
    treatment: TreatmentClass::CalciumLowering,
    claimed: &["E83.52", "E21", "E83.51"],
    addressed: DiagnosisClass::Hypercalcemia,
    query: Query {
        topic: "significance of the calcium values",
        options: &[
            ("Hypercalcemia (please specify the cause)", &["E83.52"]),
            ("High calcium value without clinical significance", &[]),
        ],
    },
};

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let Some(disorder) = DISORDERS
        .iter()
        .find(|disorder| disorder.rule == check.rule)
    else {
        return;
    };
    if !is_open(look, disorder.claimed, disorder.addressed) {
        return;
    }
    let is_beyond = |value: f64, limit: f64| {
        if disorder.is_low {
            value < limit
        } else {
            value > limit
        }
    };
    // A correction excuses a low value, and makes no high one.
    let told = |m: &Measurement| {
        if disorder.is_low {
            corrected(look, m)
        } else {
            m.value
        }
    };
    let values: Vec<_> = look
        .facts
        .stay(disorder.analyte)
        .filter(|m| is_beyond(told(m), disorder.limits.0))
        .collect();
    let far = values
        .iter()
        .filter(|m| is_beyond(told(m), disorder.limits.1))
        .count();
    let mut signs = Signs::default();
    signs.extend(
        disorder.analyte.label(),
        values.iter().take(3).map(|m| m.evidence),
    );
    let is_treated = signs.treated(look, disorder.treatment)
        || (disorder.is_low && signs.extend(disorder.treatment.label(), repleted(look, &values)));
    if !values.is_empty() && (is_treated || far >= 2) {
        ask(check, look, &disorder.query, signs, gaps);
    }
}

/// The sentences that tell a value and that it was repleted: "K 2.4 repleted
/// with 60 mEq".
fn repleted(look: &Look<'_>, values: &[&Measurement]) -> Vec<Evidence> {
    let pages = look.lowered();
    let sentence = |m: &&Measurement| {
        let at = m.evidence;
        let page = pages.get(at.document as usize)?;
        let span = page.sentence(&(at.start as usize..at.end as usize));
        let words: Vec<&str> = words(page.text.get(span.clone())?).collect();
        let gives = |word: &&str| {
            ["replet", "replac", "supplement"]
                .iter()
                .any(|stem| word.starts_with(stem))
        };
        let denies = |word: &&str| matches!(*word, "no" | "not" | "without" | "if" | "prn");
        let is_told = words.iter().any(gives) && !words.iter().any(denies);
        (is_told && span.len() <= LONGEST).then_some(Evidence {
            document: at.document,
            start: u32::try_from(span.start).ok()?,
            end: u32::try_from(span.end).ok()?,
        })
    };
    values.iter().filter_map(sentence).take(1).collect()
}

/// The value as it would be with a normal albumin or glucose, as far as the
/// same document tells them: calcium is bound to the one, and the other draws
/// water to sodium (Katz: 1.6 mmol/L for each 100 mg/dL).
fn corrected(look: &Look<'_>, measurement: &Measurement) -> f64 {
    let beside = |analyte| {
        let document = measurement.evidence.document;
        let values = look.facts.stay(analyte);
        values
            .filter(move |m| m.evidence.document == document)
            .map(|m| m.value)
    };
    let value = measurement.value;
    match measurement.analyte {
        Analyte::Calcium => {
            let albumin = beside(Analyte::Albumin).fold(4.0, f64::min);
            value + 0.8 * (4.0 - albumin)
        }
        Analyte::Sodium => {
            let glucose = beside(Analyte::Glucose).fold(100.0, f64::max);
            let is_raised = glucose > 200.0;
            value
                + if is_raised {
                    1.6 * (glucose - 100.0) / 100.0
                } else {
                    0.0
                }
        }
        _ => value,
    }
}
