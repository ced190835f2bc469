//! Sepsis, severe sepsis and septic shock (Guidelines I.C.1.d).
//!
//! The order of sepsis codes is `sequence`'s; these rules look at which codes
//! stand together. Sepsis after a procedure, in pregnancy and in newborns is
//! `septic_settings`.

mod urosepsis;

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::cause::attributed_elsewhere;
use super::infections::ORGANISMS;
use super::vague::{self, Vague};
use super::{Check, ClaimView, Found, Rule};
use crate::codeset::CodeSet;
use crate::tables::key;

/// Systemic infections that chapter 1 and chapter 16 name as sepsis.
pub(crate) const SEPSIS: CodeSet<17> = CodeSet::of([
    "A02.1",
    "A20.7",
    "A21.7",
    "A22.7",
    "A24.1",
    "A26.7",
    "A28.2",
    "A32.7",
    "A39.2-A39.4",
    "A40",
    "A41",
    "A42.7",
    "A54.86",
    "B00.7",
    "B37.7",
    "P36",
    "T81.44",
]);

/// Sepsis in pregnancy, labor and the puerperium.
pub(super) const OBSTETRIC_SEPSIS: CodeSet<10> = CodeSet::of([
    "O03.37", "O03.87", "O04.87", "O07.37", "O08.0", "O08.82", "O75.3", "O85", "O86.04", "O98",
]);

/// What may stand as the underlying infection of severe sepsis: sepsis itself
/// and the infections that are systemic by nature.
const UNDERLYING: CodeSet<19> = CodeSet::of([
    "A01", "A02.1", "A19-A28", "A32.7", "A39-A42", "A48.3", "A54.86", "A68", "A75-A79", "A90-A99",
    "B00.7", "B37.7", "B38.7", "B39.3", "B50-B54", "P36", "T80.2", "T81.4", "T88.0",
]);

const SEVERE_SEPSIS: CodeSet<1> = CodeSet::of(["R65.2"]);
const WITHOUT_SHOCK: CodeSet<1> = CodeSet::of(["R65.20"]);
const WITH_SHOCK: CodeSet<2> = CodeSet::of(["R65.21", "T81.12"]);
const NONINFECTIOUS: CodeSet<1> = CodeSet::of(["R65.1"]);
const UNSPECIFIED_SHOCK: CodeSet<1> = CodeSet::of(["R57.8-R57.9"]);
const UNSPECIFIED_ORGANISM: CodeSet<1> = CodeSet::of(["A41.9"]);
const SPECIFIED_ORGANISM: CodeSet<2> = CodeSet::of(["A40", "A41.0-A41.8"]);
const VAGUE: &[Vague] = &[Vague {
    unspecified: UNSPECIFIED_ORGANISM.ranges(),
    specific: SPECIFIED_ORGANISM.ranges(),
}];

/// Organ dysfunction that the tabular list names at R65.2.
const NAMED_DYSFUNCTION: CodeSet<9> = CodeSet::of([
    "D65", "G62.81", "G72.81", "G93.41", "J80", "J96.0", "J96.2", "K72.0", "N17",
]);

/// All that may be the organ dysfunction of severe sepsis; wide, since the
/// list at R65.2 is of examples.
const ANY_DYSFUNCTION: CodeSet<26> = CodeSet::of([
    "D65-D69",
    "D70",
    "E27.4",
    "E87.2",
    "F05",
    "G62.81",
    "G72.81",
    "G92-G93",
    "I21",
    "I42",
    "I46",
    "I48-I51",
    "I5A",
    "I95",
    "J80",
    "J95.82",
    "J96",
    "K55-K56",
    "K72",
    "K76.7-K76.8",
    "N17",
    "N19",
    "N99.0",
    "R34",
    "R40-R41",
    "R57",
]);

const LOCAL_INFECTION: CodeSet<16> = CodeSet::of([
    "A04", "A08-A09", "G00", "J09-J18", "J20-J22", "J85-J86", "K35", "K65", "K81.0", "L02-L03",
    "M00", "N10", "N30.0", "N39.0", "N41.0", "U07.1",
]);

/// Processes other than infection that lead to a systemic response.
const NONINFECTIOUS_PROCESS: CodeSet<12> = CodeSet::of([
    "C00-D49", "D57", "D76", "I21-I22", "I26", "I46", "K55", "K85", "K92", "M30-M35", "R57",
    "S00-T88",
]);

pub(super) const RULES: &[Check] = &[
    urosepsis::NOT_A_DIAGNOSIS,
    Check {
        rule: Rule {
            id: "sepsis.infection_missing",
            severity: Error,
            source: "Guidelines I.C.1.d.1.b; tabular list, code first at R65.2",
            looks_for: "severe sepsis or septic shock without the systemic infection behind it",
            remedy: "Code the documented sepsis first, A41.9 where its organism is not documented; query where no systemic infection is documented.",
        },
        look: infection_missing,
    },
    Check {
        rule: Rule {
            id: "sepsis.organ_dysfunction_missing",
            severity: Warning,
            source: "Guidelines I.C.1.d.1.b",
            looks_for: "severe sepsis without shock and without any acute organ dysfunction",
            remedy: "Code each organ dysfunction that is documented, or code sepsis alone.",
        },
        look: organ_dysfunction_missing,
    },
    Check {
        rule: Rule {
            id: "sepsis.severe_not_coded",
            severity: Warning,
            source: "Guidelines I.C.1.d.1.a.iii and I.C.1.d.1.a.iv",
            looks_for: "sepsis with an acute organ dysfunction and no code for severe sepsis",
            remedy: "Add R65.20 where the dysfunction is documented as due to sepsis; query where that is unclear.",
        },
        look: severe_not_coded,
    },
    Check {
        rule: Rule {
            id: "sepsis.shock_not_coded",
            severity: Warning,
            source: "Guidelines I.C.1.d.2",
            looks_for: "sepsis with a shock whose kind is not specified",
            remedy: "Code septic shock where the provider documents it; query where the kind of shock is not documented.",
        },
        look: shock_not_coded,
    },
    Check {
        rule: Rule {
            id: "sepsis.with_and_without_shock",
            severity: Error,
            source: "Guidelines I.C.1.d.2; tabular list, R65.2",
            looks_for: "severe sepsis both with and without septic shock",
            remedy: "Keep the code with shock where septic shock is documented.",
        },
        look: with_and_without_shock,
    },
    Check {
        rule: Rule {
            id: "sepsis.noninfectious_with_sepsis",
            severity: Error,
            source: "Guidelines I.C.1.d.6; tabular list, Excludes1 at R65.1",
            looks_for: "SIRS of non-infectious origin beside sepsis",
            remedy: "Remove R65.1-; sepsis with organ dysfunction is R65.2-.",
        },
        look: noninfectious_with_sepsis,
    },
    Check {
        rule: Rule {
            id: "sepsis.noninfectious_with_local_infection",
            severity: Warning,
            source: "Guidelines I.C.18.g; tabular list, R65.1",
            looks_for: "SIRS of non-infectious origin where the claim holds an infection and no other process",
            remedy: "Code the infection alone, or sepsis where it is documented.",
        },
        look: noninfectious_with_local_infection,
    },
    Check {
        rule: Rule {
            id: "sepsis.unspecified_with_specific",
            severity: Warning,
            source: "Guidelines I.A.9.b and I.C.1.d.1.a",
            looks_for: "sepsis of unspecified organism beside sepsis by its organism",
            remedy: "Remove A41.9.",
        },
        look: unspecified_with_specific,
    },
    Check {
        rule: Rule {
            id: "sepsis.organism_named",
            severity: Warning,
            source: "Guidelines I.C.1.d.1.a",
            looks_for: "sepsis of unspecified organism beside a code that names an organism",
            remedy: "Code the sepsis by its organism where the documentation links them.",
        },
        look: organism_named,
    },
];

/// Whether sepsis is on the claim, in any chapter.
pub(super) fn is_septic(claim: &ClaimView<'_>) -> bool {
    claim.has(&SEPSIS)
        || claim
            .of(&OBSTETRIC_SEPSIS)
            .any(|diagnosis| !diagnosis.code.as_str().starts_with("O98"))
}

fn infection_missing(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&UNDERLYING) || claim.has(&OBSTETRIC_SEPSIS) {
        return;
    }
    if let Some(severe) = claim.of(&SEVERE_SEPSIS).next() {
        found.report_with(
            format!("{} stands without the systemic infection", severe.code),
            [severe.code],
            ["A41.9"],
        );
    }
}

fn organ_dysfunction_missing(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&ANY_DYSFUNCTION) {
        return;
    }
    for severe in claim.of(&WITHOUT_SHOCK) {
        found.report(
            format!(
                "{} is sepsis with organ dysfunction, and the claim holds none",
                severe.code
            ),
            [severe.code],
        );
    }
}

fn severe_not_coded(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&SEVERE_SEPSIS) || claim.has(&WITH_SHOCK) || claim.has(&NONINFECTIOUS) {
        return;
    }
    let Some(sepsis) = claim.of(&SEPSIS).chain(claim.of(&OBSTETRIC_SEPSIS)).next() else {
        return;
    };
    let dysfunction = claim
        .of(&NAMED_DYSFUNCTION)
        .find(|diagnosis| !attributed_elsewhere(diagnosis, &["sep"]));
    if let Some(dysfunction) = dysfunction.filter(|_| is_septic(claim)) {
        found.report_with(
            format!(
                "{} with {}: severe sepsis, if the one is due to the other",
                sepsis.code, dysfunction.code
            ),
            [sepsis.code, dysfunction.code],
            ["R65.20"],
        );
    }
}

fn shock_not_coded(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&WITH_SHOCK) || !is_septic(claim) {
        return;
    }
    for shock in claim.of(&UNSPECIFIED_SHOCK) {
        found.report_with(
            format!("{} does not say whether the shock is septic", shock.code),
            [shock.code],
            ["R65.21"],
        );
    }
}

fn with_and_without_shock(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if let (Some(with), Some(without)) = (
        claim.of(&WITH_SHOCK).next(),
        claim.of(&WITHOUT_SHOCK).next(),
    ) {
        found.report(
            format!(
                "{} is without the shock that {} codes",
                without.code, with.code
            ),
            [without.code, with.code],
        );
    }
}

fn noninfectious_with_sepsis(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if let (Some(response), Some(sepsis)) =
        (claim.of(&NONINFECTIOUS).next(), claim.of(&SEPSIS).next())
    {
        found.report(
            format!(
                "{} is for a response without infection, and {} is one to infection",
                response.code, sepsis.code
            ),
            [response.code, sepsis.code],
        );
    }
}

fn noninfectious_with_local_infection(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if is_septic(claim) || claim.has(&NONINFECTIOUS_PROCESS) {
        return;
    }
    if let (Some(response), Some(infection)) = (
        claim.of(&NONINFECTIOUS).next(),
        claim.of(&LOCAL_INFECTION).next(),
    ) {
        found.report(
            format!(
                "{} is for a response without infection, and {} is all that may explain it",
                response.code, infection.code
            ),
            [response.code, infection.code],
        );
    }
}

fn unspecified_with_specific(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    vague::look(VAGUE, claim, found);
}

fn organism_named(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(sepsis) = claim.of(&UNSPECIFIED_ORGANISM).next() else {
        return;
    };
    // A second, specified sepsis is for the rule above.
    if claim.has(&SPECIFIED_ORGANISM) {
        return;
    }
    for diagnosis in &claim.diagnoses {
        let offers: Vec<&str> = ORGANISMS
            .iter()
            .filter(|organism| {
                organism.agent_holds(diagnosis.key)
                    || organism.pneumonia.and_then(key::pack) == Some(diagnosis.key)
            })
            .map(|organism| organism.sepsis)
            .collect();

        if !offers.is_empty() {
            found.report_with(
                format!(
                    "{} leaves the organism open, and {} names one",
                    sepsis.code, diagnosis.code
                ),
                [sepsis.code, diagnosis.code],
                offers,
            );
        }
    }
}
