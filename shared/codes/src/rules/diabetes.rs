//! Diabetes, its complications and its drugs (Guidelines I.A.15 and I.C.4.a).

mod treatment;

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::cause::stated_unrelated;
use super::offer::{billable, last_character};
use super::{Check, ClaimView, Diagnosis, Found, Rule};
use crate::codeset::{CodeRange, CodeSet, contains};

/// Diabetes that may have complications: not presymptomatic, not in remission.
const DIABETES: CodeSet<5> = CodeSet::of([
    "E08.0-E08.9",
    "E09.0-E09.9",
    "E10.0-E10.9",
    "E11.0-E11.9",
    "E13.0-E13.9",
]);
const UNCOMPLICATED: CodeSet<5> = CodeSet::of(["E08.9", "E09.9", "E10.9", "E11.9", "E13.9"]);
const ANY_DIABETES: CodeSet<4> = CodeSet::of(["E08-E13", "E89.1", "O24", "P70.2"]);
const INSULIN_STATUS: CodeSet<1> = CodeSet::of(["Z79.4"]);
const NO_PANCREAS: CodeSet<1> = CodeSet::of(["Z90.41"]);
const OTHER_DIABETES: CodeSet<1> = CodeSet::of(["E13"]);
const HYPOINSULINEMIA: CodeSet<1> = CodeSet::of(["E89.1"]);
const PUMP_FAILURE: CodeSet<4> = CodeSet::of(["T85.614", "T85.624", "T85.633", "T85.694"]);
const INSULIN_DOSE: CodeSet<1> = CodeSet::of(["T38.3"]);
const HYPOGLYCEMIA: CodeSet<5> = CodeSet::of(["E08.64", "E09.64", "E10.64", "E11.64", "E13.64"]);

/// A condition that the alphabetic index lists under "Diabetes, with".
struct Complication {
    condition: &'static [CodeRange],
    /// How a diabetes code that says so goes on after its category.
    says_so: &'static str,
    /// How the codes to choose from go on.
    offers: &'static [&'static str],
}

const fn complication(
    condition: &'static [CodeRange],
    says_so: &'static str,
    offers: &'static [&'static str],
) -> Complication {
    Complication {
        condition,
        says_so,
        offers,
    }
}

/// Conditions whose link with diabetes is presumed.
const COMPLICATIONS: &[Complication] = &[
    complication(CodeSet::of(["N18"]).ranges(), ".2", &[".22"]),
    complication(CodeSet::of(["H35.00"]).ranges(), ".3", &[".319"]),
    complication(CodeSet::of(["H26.9"]).ranges(), ".36", &[".36"]),
    complication(CodeSet::of(["G62.9"]).ranges(), ".4", &[".40", ".42"]),
    complication(CodeSet::of(["K31.84"]).ranges(), ".43", &[".43"]),
    complication(
        CodeSet::of(["I73.9", "I70.20-I70.25", "I70.29"]).ranges(),
        ".5",
        &[".51"],
    ),
    complication(CodeSet::of(["I96", "I70.26"]).ranges(), ".52", &[".52"]),
    complication(CodeSet::of(["L97.4-L97.5"]).ranges(), ".62", &[".621"]),
    complication(
        CodeSet::of(["L97.1-L97.3", "L97.8-L97.9", "L98.41-L98.49"]).ranges(),
        ".62",
        &[".622"],
    ),
    complication(CodeSet::of(["K05.2-K05.6"]).ranges(), ".63", &[".630"]),
    complication(CodeSet::of(["E16.2"]).ranges(), ".64", &[".649"]),
    complication(CodeSet::of(["M86"]).ranges(), ".69", &[".69"]),
];

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "diabetes.with_complication",
            severity: Warning,
            source: "Guidelines I.A.15 and I.C.4.a; alphabetic index, Diabetes, with",
            looks_for: "diabetes beside a condition that is presumed due to it, without the code for both",
            remedy: "Code diabetes with the complication, unless the documentation says they are unrelated.",
        },
        look: with_complication,
    },
    Check {
        rule: Rule {
            id: "diabetes.with_and_without_complications",
            severity: Error,
            source: "Guidelines I.C.4.a; tabular list, E08-E13",
            looks_for: "diabetes without complications beside the same type with one",
            remedy: "Remove the code without complications.",
        },
        look: with_and_without_complications,
    },
    Check {
        rule: Rule {
            id: "diabetes.insulin_without_diabetes",
            severity: Warning,
            source: "Guidelines I.C.4.a.3",
            looks_for: "long-term use of insulin without diabetes",
            remedy: "Add the documented diabetes, E11.- where its type is not documented, or drop the insulin where it is for something else.",
        },
        look: insulin_without_diabetes,
    },
    Check {
        rule: Rule {
            id: "diabetes.after_pancreatectomy",
            severity: Warning,
            source: "Guidelines I.C.4.a.6.b.i",
            looks_for: "diabetes after removal of the pancreas without the hypoinsulinemia",
            remedy: "Code E89.1 first, then E13.- and Z90.41-.",
        },
        look: after_pancreatectomy,
    },
    Check {
        rule: Rule {
            id: "diabetes.pump_failure_without_dose",
            severity: Warning,
            source: "Guidelines I.C.4.a.5",
            looks_for: "failure of an insulin pump with too high or too low glucose and no code for the dose",
            remedy: "Add T38.3X6- where the pump gave too little insulin, T38.3X1- where too much.",
        },
        look: pump_failure_without_dose,
    },
    treatment::NOT_CODED,
    treatment::TEMPORARY,
];

fn with_complication(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(diabetes) = claim.of(&DIABETES).next() else {
        return;
    };
    for complication in COMPLICATIONS {
        let says_so = claim
            .of(&DIABETES)
            .any(|diabetes| suffix(diabetes).starts_with(complication.says_so));
        let condition = claim
            .diagnoses
            .iter()
            .find(|diagnosis| contains(complication.condition, diagnosis.key))
            .filter(|condition| !says_so && !stated_unrelated(condition, &["diabet"]));
        if let Some(condition) = condition {
            let offers = complication
                .offers
                .iter()
                .map(|offer| format!("{}{offer}", diabetes.code.category()));
            found.report_with(
                format!(
                    "{} is presumed due to diabetes, and {} does not say so",
                    condition.code, diabetes.code
                ),
                [diabetes.code, condition.code],
                billable(claim, offers),
            );
        }
    }
}

/// What follows the category of a code.
fn suffix<'d>(diagnosis: &Diagnosis<'d>) -> &'d str {
    diagnosis.code.as_str().get(3..).unwrap_or_default()
}

fn with_and_without_complications(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for without in claim.of(&UNCOMPLICATED) {
        let with = claim.of(&DIABETES).find(|other| {
            other.key != without.key && other.code.category() == without.code.category()
        });
        if let Some(with) = with {
            found.report(
                format!(
                    "{} is without the complication that {} codes",
                    without.code, with.code
                ),
                [without.code, with.code],
            );
        }
    }
}

fn insulin_without_diabetes(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&ANY_DIABETES) {
        return;
    }
    for status in claim.of(&INSULIN_STATUS) {
        found.report(
            format!("{} stands without any diabetes", status.code),
            [status.code],
        );
    }
}

fn after_pancreatectomy(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&HYPOINSULINEMIA) {
        return;
    }
    if let (Some(diabetes), Some(absence)) = (
        claim.of(&OTHER_DIABETES).next(),
        claim.of(&NO_PANCREAS).next(),
    ) {
        found.report_with(
            format!(
                "{} with {} stands without the hypoinsulinemia",
                diabetes.code, absence.code
            ),
            [diabetes.code, absence.code],
            ["E89.1"],
        );
    }
}

fn pump_failure_without_dose(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&INSULIN_DOSE) {
        return;
    }
    let Some(pump) = claim.of(&PUMP_FAILURE).next() else {
        return;
    };
    let derailed = claim.of(&DIABETES).find_map(|diabetes| {
        let high = [".0", ".1", ".65"]
            .iter()
            .any(|high| suffix(diabetes).starts_with(high));
        let dose = match (diabetes.is(&HYPOGLYCEMIA), high) {
            (true, _) => '1',
            (_, true) => '6',
            _ => return None,
        };
        Some((diabetes, dose))
    });
    if let Some((diabetes, dose)) = derailed {
        found.report_with(
            format!(
                "{} with {} stands without the dose of insulin",
                pump.code, diabetes.code
            ),
            [pump.code, diabetes.code],
            billable(claim, [format!("T38.3X{dose}{}", last_character(pump))]),
        );
    }
}
