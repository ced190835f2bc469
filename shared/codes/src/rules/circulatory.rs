//! Infarction, angina, heart failure and rhythm (Guidelines I.C.9.b and
//! I.C.9.e). Hypertension is `hypertension`.

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::vague::{self, Vague};
use super::{Check, ClaimView, Found, Rule};
use crate::codeset::CodeSet;

/// Infarctions of type 1 or unspecified: those that I22 may follow.
const INITIAL: CodeSet<2> = CodeSet::of(["I21.0-I21.4", "I21.9"]);
const SUBSEQUENT: CodeSet<1> = CodeSet::of(["I22"]);
const TYPE_2: CodeSet<1> = CodeSet::of(["I21.A1"]);
const STEMI: CodeSet<1> = CodeSet::of(["I21.0-I21.3"]);
const NSTEMI: CodeSet<1> = CodeSet::of(["I21.4"]);
const WITHOUT_ANGINA: CodeSet<2> = CodeSet::of(["I25.10", "I25.810"]);
const ANGINA: CodeSet<1> = CodeSet::of(["I20"]);
const SYSTOLIC: CodeSet<1> = CodeSet::of(["I50.2"]);
const DIASTOLIC: CodeSet<1> = CodeSet::of(["I50.3"]);

const VAGUE: &[Vague] = &[
    Vague {
        unspecified: CodeSet::of(["I48.91"]).ranges(),
        specific: CodeSet::of(["I48.0-I48.2"]).ranges(),
    },
    Vague {
        unspecified: CodeSet::of(["I48.92"]).ranges(),
        specific: CodeSet::of(["I48.3-I48.4"]).ranges(),
    },
    Vague {
        unspecified: CodeSet::of(["I50.20"]).ranges(),
        specific: CodeSet::of(["I50.21-I50.23"]).ranges(),
    },
    Vague {
        unspecified: CodeSet::of(["I50.30"]).ranges(),
        specific: CodeSet::of(["I50.31-I50.33"]).ranges(),
    },
    Vague {
        unspecified: CodeSet::of(["I50.40"]).ranges(),
        specific: CodeSet::of(["I50.41-I50.43"]).ranges(),
    },
];

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "circulatory.subsequent_infarction_alone",
            severity: Error,
            source: "Guidelines I.C.9.e.4",
            looks_for: "a subsequent infarction without the type 1 or unspecified infarction before it",
            remedy: "Add the initial infarction; one of another type is coded in I21 both times.",
        },
        look: subsequent_infarction_alone,
    },
    Check {
        rule: Rule {
            id: "circulatory.type_2_infarction_first",
            severity: Warning,
            source: "Guidelines I.C.9.e.5",
            looks_for: "a type 2 infarction standing first",
            remedy: "Code the underlying cause first.",
        },
        look: type_2_infarction_first,
    },
    Check {
        rule: Rule {
            id: "circulatory.stemi_and_nstemi",
            severity: Warning,
            source: "Guidelines I.C.9.e.1",
            looks_for: "an infarction both with and without ST elevation",
            remedy: "Code the STEMI alone for one infarction, I22.- for a second within four weeks.",
        },
        look: stemi_and_nstemi,
    },
    Check {
        rule: Rule {
            id: "circulatory.angina_with_coronary_disease",
            severity: Warning,
            source: "Guidelines I.C.9.b",
            looks_for: "angina beside coronary atherosclerosis that is coded as without it",
            remedy: "Code both in one, unless the documentation says they are unrelated.",
        },
        look: angina_with_coronary_disease,
    },
    Check {
        rule: Rule {
            id: "circulatory.systolic_and_diastolic",
            severity: Warning,
            source: "Guidelines I.B.9; tabular list, I50.4",
            looks_for: "systolic and diastolic heart failure coded apart",
            remedy: "Code combined systolic and diastolic heart failure by its acuity.",
        },
        look: systolic_and_diastolic,
    },
    Check {
        rule: Rule {
            id: "circulatory.unspecified_with_specific",
            severity: Warning,
            source: "Guidelines I.A.9.b and I.B.2",
            looks_for: "atrial fibrillation, atrial flutter or heart failure of unspecified kind beside the specific code",
            remedy: "Remove the unspecified code.",
        },
        look: unspecified_with_specific,
    },
];

fn subsequent_infarction_alone(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&INITIAL) {
        return;
    }
    for subsequent in claim.of(&SUBSEQUENT) {
        found.report(
            format!("{} follows no infarction of the claim", subsequent.code),
            [subsequent.code],
        );
    }
}

fn type_2_infarction_first(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if let Some(first) = claim.first().filter(|first| first.is(&TYPE_2)) {
        found.report(
            format!("{} stands before its underlying cause", first.code),
            [first.code],
        );
    }
}

fn stemi_and_nstemi(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if let (Some(stemi), Some(nstemi)) = (claim.of(&STEMI).next(), claim.of(&NSTEMI).next()) {
        found.report(
            format!("{} and {} are one infarction", stemi.code, nstemi.code),
            [stemi.code, nstemi.code],
        );
    }
}

fn angina_with_coronary_disease(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let (Some(coronary), Some(angina)) =
        (claim.of(&WITHOUT_ANGINA).next(), claim.of(&ANGINA).next())
    else {
        return;
    };
    found.report_with(
        format!(
            "{} is without the angina that {} codes; they are presumed related",
            coronary.code, angina.code
        ),
        [coronary.code, angina.code],
        [with_angina(coronary.code.as_str(), angina.code.as_str())],
    );
}

/// The code for coronary disease, native or of a bypass graft, with an angina.
fn with_angina(coronary: &str, angina: &str) -> &'static str {
    match (coronary == "I25.10", angina) {
        (true, "I20.0") => "I25.110",
        (true, "I20.1") => "I25.111",
        (true, "I20.2") => "I25.112",
        (true, "I20.9") => "I25.119",
        (true, _) => "I25.118",
        (false, "I20.0") => "I25.700",
        (false, "I20.1") => "I25.701",
        (false, "I20.2") => "I25.702",
        (false, "I20.9") => "I25.709",
        (false, _) => "I25.708",
    }
}

fn systolic_and_diastolic(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let (Some(systolic), Some(diastolic)) =
        (claim.of(&SYSTOLIC).next(), claim.of(&DIASTOLIC).next())
    else {
        return;
    };
    let says = |acuity: char| {
        [systolic, diastolic]
            .iter()
            .any(|failure| failure.code.as_str().ends_with(acuity))
    };
    let offer = match (says('1'), says('2'), says('3')) {
        (_, _, true) | (true, true, _) => "I50.43",
        (true, false, _) => "I50.41",
        (false, true, _) => "I50.42",
        (false, false, _) => "I50.40",
    };
    found.report_with(
        format!(
            "{} and {} together have a code of their own",
            systolic.code, diastolic.code
        ),
        [systolic.code, diastolic.code],
        [offer],
    );
}

fn unspecified_with_specific(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    vague::look(VAGUE, claim, found);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn angina_keeps_its_kind_in_the_code_with_coronary_disease() {
        for (coronary, angina, both) in [
            ("I25.10", "I20.0", "I25.110"),
            ("I25.10", "I20.81", "I25.118"),
            ("I25.10", "I20.9", "I25.119"),
            ("I25.810", "I20.2", "I25.702"),
        ] {
            assert_eq!(with_angina(coronary, angina), both);
        }
    }
}
