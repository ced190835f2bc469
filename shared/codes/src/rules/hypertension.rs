//! Hypertension with heart and kidney disease, and its other forms (Guidelines
//! I.C.9.a).
//!
//! The guidelines presume that hypertension causes heart failure, the heart
//! conditions of I51.4-I51.7, I51.89 and I51.9, and chronic kidney disease,
//! unless the documentation says that they are unrelated.

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::cause::stated_unrelated;
use super::{Check, ClaimView, Diagnosis, Found, Rule};
use crate::codeset::CodeSet;

const ESSENTIAL: CodeSet<1> = CodeSet::of(["I10"]);
const WITH_HEART: CodeSet<1> = CodeSet::of(["I11"]);
const WITH_KIDNEY: CodeSet<1> = CodeSet::of(["I12"]);
const COMBINED: CodeSet<1> = CodeSet::of(["I11-I13"]);
const HYPERTENSION: CodeSet<3> = CodeSet::of(["I10-I13", "I15", "I1A"]);
const OBSTETRIC_HYPERTENSION: CodeSet<2> = CodeSet::of(["O10-O11", "O13-O16"]);
const HEART_FAILURE: CodeSet<1> = CodeSet::of(["I50"]);
const HEART_DISEASE: CodeSet<4> = CodeSet::of(["I50", "I51.4-I51.7", "I51.89", "I51.9"]);
/// Heart failure that has its own cause by the code beside it.
const OTHER_HEART_FAILURE: CodeSet<2> = CodeSet::of(["I09.81", "I97.13"]);
const KIDNEY_DISEASE: CodeSet<1> = CodeSet::of(["N18"]);
const STAGE_5: CodeSet<2> = CodeSet::of(["N18.5", "N18.6"]);
const FOR_STAGE_5: CodeSet<3> = CodeSet::of(["I12.0", "I13.11", "I13.2"]);
const FOR_LOWER_STAGES: CodeSet<3> = CodeSet::of(["I12.9", "I13.0", "I13.10"]);
const WITHOUT_HEART_FAILURE: CodeSet<2> = CodeSet::of(["I11.9", "I13.1"]);
const CRISIS: CodeSet<1> = CodeSet::of(["I16"]);
const RETINOPATHY: CodeSet<1> = CodeSet::of(["H35.03"]);

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "hypertension.heart_disease",
            severity: Warning,
            source: "Guidelines I.C.9.a.1",
            looks_for: "essential hypertension beside heart disease that it is presumed to cause",
            remedy: "Code I11.- in place of I10, unless the documentation says they are unrelated.",
        },
        look: heart_disease,
    },
    Check {
        rule: Rule {
            id: "hypertension.kidney_disease",
            severity: Warning,
            source: "Guidelines I.C.9.a.2",
            looks_for: "essential hypertension beside chronic kidney disease",
            remedy: "Code I12.- in place of I10, unless the documentation says they are unrelated.",
        },
        look: kidney_disease,
    },
    Check {
        rule: Rule {
            id: "hypertension.heart_and_kidney_disease",
            severity: Warning,
            source: "Guidelines I.C.9.a.3",
            looks_for: "hypertension with heart and chronic kidney disease, not in one code",
            remedy: "Code I13.- in place of the hypertension, unless the documentation says they are unrelated.",
        },
        look: heart_and_kidney_disease,
    },
    Check {
        rule: Rule {
            id: "hypertension.essential_with_combination",
            severity: Error,
            source: "Guidelines I.C.9.a",
            looks_for: "essential hypertension beside a combination code for hypertension",
            remedy: "Remove I10.",
        },
        look: essential_with_combination,
    },
    Check {
        rule: Rule {
            id: "hypertension.two_combinations",
            severity: Error,
            source: "Guidelines I.C.9.a.3",
            looks_for: "two combination codes for hypertension of different categories",
            remedy: "Code heart and kidney disease together in I13.-.",
        },
        look: two_combinations,
    },
    Check {
        rule: Rule {
            id: "hypertension.kidney_stage",
            severity: Error,
            source: "Guidelines I.C.9.a.2 and I.C.9.a.3; tabular list, I12 and I13",
            looks_for: "a hypertension code for another stage of kidney disease than the claim's",
            remedy: "Code the hypertension by the stage.",
        },
        look: kidney_stage,
    },
    Check {
        rule: Rule {
            id: "hypertension.heart_failure",
            severity: Error,
            source: "Guidelines I.C.9.a.1 and I.C.9.a.3",
            looks_for: "hypertensive heart disease without heart failure beside heart failure",
            remedy: "Code hypertensive heart disease with heart failure.",
        },
        look: heart_failure,
    },
    Check {
        rule: Rule {
            id: "hypertension.crisis_alone",
            severity: Warning,
            source: "Guidelines I.C.9.a.10",
            looks_for: "a hypertensive crisis without the hypertensive disease",
            remedy: "Add the hypertensive disease that is documented.",
        },
        look: crisis_alone,
    },
    Check {
        rule: Rule {
            id: "hypertension.retinopathy_alone",
            severity: Warning,
            source: "Guidelines I.C.9.a.5",
            looks_for: "hypertensive retinopathy without the hypertension",
            remedy: "Add the systemic hypertension; the order follows the reason for the encounter.",
        },
        look: retinopathy_alone,
    },
];

/// Heart disease and kidney disease that are presumed due to hypertension.
struct Presumed<'c, 'd> {
    heart: Option<&'c Diagnosis<'d>>,
    heart_failure: bool,
    kidney: Option<&'c Diagnosis<'d>>,
    stage_5: bool,
}

impl<'c, 'd> Presumed<'c, 'd> {
    fn on(claim: &'c ClaimView<'d>) -> Self {
        let elsewhere = claim.has(&OTHER_HEART_FAILURE);
        let related = |diagnosis: &&Diagnosis<'_>| {
            let explained = elsewhere && diagnosis.is(&HEART_FAILURE);
            !explained && !stated_unrelated(diagnosis, &["hypertens", "htn", "high blood pressure"])
        };
        let heart: Vec<_> = claim.of(&HEART_DISEASE).filter(related).collect();
        let kidney: Vec<_> = claim.of(&KIDNEY_DISEASE).filter(related).collect();
        Self {
            heart_failure: heart.iter().any(|heart| heart.is(&HEART_FAILURE)),
            heart: heart.first().copied(),
            stage_5: kidney.iter().any(|kidney| kidney.is(&STAGE_5)),
            kidney: kidney.first().copied(),
        }
    }

    const fn heart_code(&self) -> &'static str {
        if self.heart_failure { "I11.0" } else { "I11.9" }
    }

    const fn kidney_code(&self) -> &'static str {
        if self.stage_5 { "I12.0" } else { "I12.9" }
    }
}

const fn heart_and_kidney_code(heart_failure: bool, stage_5: bool) -> &'static str {
    match (heart_failure, stage_5) {
        (true, true) => "I13.2",
        (true, false) => "I13.0",
        (false, true) => "I13.11",
        (false, false) => "I13.10",
    }
}

fn heart_disease(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let presumed = Presumed::on(claim);
    if let (Some(hypertension), Some(heart), None) =
        (claim.of(&ESSENTIAL).next(), presumed.heart, presumed.kidney)
        && !claim.has(&COMBINED)
    {
        found.report_with(
            format!(
                "{} is presumed due to the hypertension of {}",
                heart.code, hypertension.code
            ),
            [hypertension.code, heart.code],
            [presumed.heart_code()],
        );
    }
}

fn kidney_disease(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let presumed = Presumed::on(claim);
    if let (Some(hypertension), None, Some(kidney)) =
        (claim.of(&ESSENTIAL).next(), presumed.heart, presumed.kidney)
        && !claim.has(&COMBINED)
    {
        found.report_with(
            format!(
                "{} is presumed due to the hypertension of {}",
                kidney.code, hypertension.code
            ),
            [hypertension.code, kidney.code],
            [presumed.kidney_code()],
        );
    }
}

fn heart_and_kidney_disease(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let presumed = Presumed::on(claim);
    let heart = claim.of(&WITH_HEART).next();
    let kidney = claim.of(&WITH_KIDNEY).next();
    let hypertension = match (heart, kidney) {
        // Told by its own rule.
        (Some(_), Some(_)) => return,
        (one, other) => one.or(other).or_else(|| claim.of(&ESSENTIAL).next()),
    };
    let (Some(hypertension), Some(heart), Some(kidney)) = (
        hypertension,
        presumed.heart.or(heart),
        presumed.kidney.or(kidney),
    ) else {
        return;
    };
    let heart_failure = presumed.heart_failure || heart.code.as_str() == "I11.0";
    let stage_5 = presumed.stage_5 || kidney.code.as_str() == "I12.0";
    let mut codes = vec![hypertension.code, heart.code, kidney.code];
    codes.dedup();
    found.report_with(
        "hypertension with heart disease and chronic kidney disease has one code".to_owned(),
        codes,
        [heart_and_kidney_code(heart_failure, stage_5)],
    );
}

fn essential_with_combination(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if let (Some(essential), Some(combined)) =
        (claim.of(&ESSENTIAL).next(), claim.of(&COMBINED).next())
    {
        found.report(
            format!(
                "{} already says the hypertension of {}",
                combined.code, essential.code
            ),
            [essential.code, combined.code],
        );
    }
}

fn two_combinations(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let mut combined = claim.of(&COMBINED);
    let Some(one) = combined.next() else {
        return;
    };
    let Some(other) = combined.find(|other| other.code.category() != one.code.category()) else {
        return;
    };
    let has = |code: &str| claim.diagnoses.iter().any(|d| d.code.as_str() == code);
    let heart_failure = claim.has(&HEART_FAILURE) || has("I11.0") || has("I13.0") || has("I13.2");
    let stage_5 = claim.has(&STAGE_5) || claim.has(&FOR_STAGE_5);
    found.report_with(
        format!("{} and {} are one hypertension", one.code, other.code),
        [one.code, other.code],
        [heart_and_kidney_code(heart_failure, stage_5)],
    );
}

fn kidney_stage(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(kidney) = claim.of(&KIDNEY_DISEASE).next() else {
        return;
    };
    let stage_5 = claim.of(&STAGE_5).next();
    let wrong = match stage_5 {
        Some(_) => claim.of(&FOR_LOWER_STAGES).next(),
        None => claim.of(&FOR_STAGE_5).next(),
    };
    if let Some(hypertension) = wrong {
        let kidney = stage_5.unwrap_or(kidney);
        let offer = match hypertension.code.as_str() {
            "I12.0" => "I12.9",
            "I12.9" => "I12.0",
            "I13.0" => "I13.2",
            "I13.2" => "I13.0",
            "I13.10" => "I13.11",
            _ => "I13.10",
        };
        found.report_with(
            format!(
                "{} is for another stage of kidney disease than {}",
                hypertension.code, kidney.code
            ),
            [hypertension.code, kidney.code],
            [offer],
        );
    }
}

fn heart_failure(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let presumed = Presumed::on(claim);
    let heart = claim.of(&HEART_FAILURE).next();
    if let (Some(hypertension), Some(heart), true) = (
        claim.of(&WITHOUT_HEART_FAILURE).next(),
        heart,
        presumed.heart_failure,
    ) {
        let offer = match hypertension.code.as_str() {
            "I13.10" => "I13.0",
            "I13.11" => "I13.2",
            _ => "I11.0",
        };
        found.report_with(
            format!(
                "{} is without the heart failure that {} codes",
                hypertension.code, heart.code
            ),
            [hypertension.code, heart.code],
            [offer],
        );
    }
}

fn crisis_alone(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&HYPERTENSION) || claim.has(&OBSTETRIC_HYPERTENSION) {
        return;
    }
    for crisis in claim.of(&CRISIS) {
        found.report_with(
            format!("{} stands without a hypertensive disease", crisis.code),
            [crisis.code],
            ["I10"],
        );
    }
}

fn retinopathy_alone(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&HYPERTENSION) || claim.has(&OBSTETRIC_HYPERTENSION) {
        return;
    }
    for retinopathy in claim.of(&RETINOPATHY) {
        found.report_with(
            format!("{} stands without the hypertension", retinopathy.code),
            [retinopathy.code],
            ["I10"],
        );
    }
}
