//! Neoplasms, their treatment and what they lead to (Guidelines I.C.2 and
//! I.C.6.b.5).

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::offer::{billable, last_character};
use super::{Check, ClaimView, Found, Rule};
use crate::codeset::CodeSet;

const NEOPLASM: CodeSet<1> = CodeSet::of(["C00-D49"]);
const TREATMENT: CodeSet<2> = CodeSet::of(["Z51.0", "Z51.1"]);
const SECONDARY: CodeSet<2> = CodeSet::of(["C77-C79", "C7B"]);
const PRIMARY: CodeSet<6> = CodeSet::of(["C00-C76", "C7A", "C80", "C81-C96", "D00-D49", "Z85"]);
const SITED_PRIMARY: CodeSet<3> = CodeSet::of(["C00-C75", "C7A.01-C7A.09", "C81-C96"]);
const DISSEMINATED: CodeSet<1> = CodeSet::of(["C80.0"]);
const SITED: CodeSet<5> = CodeSet::of([
    "C00-C75",
    "C77-C79.8",
    "C7A.01-C7A.09",
    "C7B.01-C7B.09",
    "C81-C96",
]);
const UNKNOWN_PRIMARY: CodeSet<1> = CodeSet::of(["C80.1"]);
const CHEMOTHERAPY_ANEMIA: CodeSet<1> = CodeSet::of(["D64.81"]);
const ANTINEOPLASTIC: CodeSet<1> = CodeSet::of(["T45.1"]);
const FRACTURE: CodeSet<2> = CodeSet::of(["M48.5", "M84.4"]);
const NEOPLASTIC_FRACTURE: CodeSet<1> = CodeSet::of(["M84.5"]);
const OF_BONE: CodeSet<4> = CodeSet::of(["C40-C41", "C79.51", "C79.52", "C90.0"]);
const RECEPTOR_STATUS: CodeSet<1> = CodeSet::of(["Z17"]);
const ANY_CANCER: CodeSet<3> = CodeSet::of(["C00-D09", "D37-D49", "Z85"]);
const NEOPLASM_PAIN: CodeSet<1> = CodeSet::of(["G89.3"]);

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "neoplasms.treatment_without_neoplasm",
            severity: Error,
            source: "Guidelines I.C.2.e.2 and I.C.2.m",
            looks_for: "an encounter for chemotherapy, immunotherapy or radiation without a neoplasm",
            remedy: "Add the neoplasm that is treated; it is current as long as treatment goes on.",
        },
        look: treatment_without_neoplasm,
    },
    Check {
        rule: Rule {
            id: "neoplasms.secondary_without_primary",
            severity: Warning,
            source: "Guidelines I.C.2.b, I.C.2.d and I.C.2.l.2",
            looks_for: "a secondary malignancy without its primary, current, past or unknown",
            remedy: "Add the primary, its history, or C80.1 where it cannot be determined.",
        },
        look: secondary_without_primary,
    },
    Check {
        rule: Rule {
            id: "neoplasms.disseminated_with_sites",
            severity: Error,
            source: "Guidelines I.C.2.j",
            looks_for: "disseminated malignancy beside malignancies whose sites are known",
            remedy: "Remove C80.0 and code the known sites.",
        },
        look: disseminated_with_sites,
    },
    Check {
        rule: Rule {
            id: "neoplasms.unknown_and_known_primary",
            severity: Warning,
            source: "Guidelines I.C.2.k",
            looks_for: "a primary of unknown site beside a primary whose site is known",
            remedy: "Remove C80.1 unless a second primary is of unknown site.",
        },
        look: unknown_and_known_primary,
    },
    Check {
        rule: Rule {
            id: "neoplasms.chemotherapy_anemia_without_drug",
            severity: Warning,
            source: "Guidelines I.C.2.c.2",
            looks_for: "anemia due to chemotherapy without the adverse effect",
            remedy: "Add T45.1X5- with its seventh character.",
        },
        look: chemotherapy_anemia_without_drug,
    },
    Check {
        rule: Rule {
            id: "neoplasms.pathological_fracture",
            severity: Warning,
            source: "Guidelines I.C.2.l.6",
            looks_for: "a pathological fracture coded without its neoplasm where bone is invaded",
            remedy: "Code M84.5- where the fracture is due to the neoplasm.",
        },
        look: pathological_fracture,
    },
    Check {
        rule: Rule {
            id: "neoplasms.pain_without_neoplasm",
            severity: Warning,
            source: "Guidelines I.C.6.b.5",
            looks_for: "neoplasm related pain without a neoplasm",
            remedy: "Add the neoplasm that the pain is due to.",
        },
        look: pain_without_neoplasm,
    },
    Check {
        rule: Rule {
            id: "neoplasms.receptors_without_neoplasm",
            severity: Warning,
            source: "Guidelines I.A.17; ICD-10-CM tabular list, Z17, code first",
            looks_for: "the receptor status of a tumor without the tumor",
            remedy: "Add the malignant neoplasm before the receptor status.",
        },
        look: receptors_without_neoplasm,
    },
];

fn treatment_without_neoplasm(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&NEOPLASM) {
        return;
    }
    for treatment in claim.of(&TREATMENT) {
        found.report(
            format!("{} names no neoplasm that is treated", treatment.code),
            [treatment.code],
        );
    }
}

fn secondary_without_primary(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&PRIMARY) {
        return;
    }
    let secondary: Vec<_> = claim
        .of(&SECONDARY)
        .map(|diagnosis| diagnosis.code)
        .collect();
    if let [first, ..] = secondary.as_slice() {
        let message = format!("{first} is secondary, and the claim names no primary");
        found.report_with(message, secondary, ["C80.1"]);
    }
}

fn disseminated_with_sites(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if let (Some(disseminated), Some(sited)) =
        (claim.of(&DISSEMINATED).next(), claim.of(&SITED).next())
    {
        found.report(
            format!(
                "{} is for disease of no known site, and {} names one",
                disseminated.code, sited.code
            ),
            [disseminated.code, sited.code],
        );
    }
}

fn unknown_and_known_primary(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if let (Some(unknown), Some(known)) = (
        claim.of(&UNKNOWN_PRIMARY).next(),
        claim.of(&SITED_PRIMARY).next(),
    ) {
        found.report(
            format!(
                "{} is for a primary that is not known, and {} names one",
                unknown.code, known.code
            ),
            [unknown.code, known.code],
        );
    }
}

fn chemotherapy_anemia_without_drug(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&ANTINEOPLASTIC) {
        return;
    }
    for anemia in claim.of(&CHEMOTHERAPY_ANEMIA) {
        found.report_with(
            format!("{} stands without the drug it is due to", anemia.code),
            [anemia.code],
            ["T45.1X5A", "T45.1X5D", "T45.1X5S"],
        );
    }
}

fn pathological_fracture(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&NEOPLASTIC_FRACTURE) {
        return;
    }
    let Some(neoplasm) = claim.of(&OF_BONE).next() else {
        return;
    };
    for fracture in claim.of(&FRACTURE) {
        let code = fracture.code.as_str();
        // Vertebrae are among the other specified sites of M84.5.
        let offer = match code.strip_prefix("M84.4") {
            Some(site) => format!("M84.5{site}"),
            None => format!("M84.58X{}", last_character(fracture)),
        };
        found.report_with(
            format!(
                "{} leaves out the neoplasm of bone that {} codes",
                fracture.code, neoplasm.code
            ),
            [fracture.code, neoplasm.code],
            billable(claim, [offer]),
        );
    }
}

fn pain_without_neoplasm(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&NEOPLASM) {
        return;
    }
    for pain in claim.of(&NEOPLASM_PAIN) {
        found.report(
            format!("{} names no neoplasm that hurts", pain.code),
            [pain.code],
        );
    }
}

fn receptors_without_neoplasm(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&ANY_CANCER) {
        return;
    }
    for status in claim.of(&RECEPTOR_STATUS) {
        found.report(
            format!(
                "{} tells of a malignant neoplasm that is not on the claim",
                status.code
            ),
            [status.code],
        );
    }
}
