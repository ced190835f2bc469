//! Chronic obstructive disease, asthma, pneumonia, influenza and respiratory
//! failure (Guidelines I.C.10).

use chartfleet_model::{FindingSeverity::Warning, Poa};

use super::infections::{ORGANISMS, others_need_organism};
use super::vague::{self, Vague};
use super::{Check, ClaimView, Found, Rule};
use crate::codeset::CodeSet;
use crate::tables::key;

const COPD: CodeSet<1> = CodeSet::of(["J44"]);
const COPD_WITH_INFECTION: CodeSet<1> = CodeSet::of(["J44.0"]);
const COPD_UNSPECIFIED: CodeSet<1> = CodeSet::of(["J44.9"]);
const COPD_SPECIFIED: CodeSet<2> = CodeSet::of(["J44.0-J44.1", "J44.8"]);
/// Acute infections of the lower respiratory tract; aspiration pneumonitis and
/// ventilator associated pneumonia are none.
const LOWER_INFECTION: CodeSet<3> = CodeSet::of(["J12-J16", "J18", "J20-J22"]);
const ASTHMA: CodeSet<1> = CodeSet::of(["J45"]);
/// Asthma by severity; other types of J45 stand beside it.
const ASTHMA_SEVERITY: CodeSet<2> = CodeSet::of(["J45.2-J45.5", "J45.90"]);
const PNEUMONIA: CodeSet<1> = CodeSet::of(["J12-J18"]);
const OPEN_PNEUMONIA: CodeSet<2> = CodeSet::of(["J15.9", "J18.9"]);
/// What an organism's code may belong to besides the pneumonia itself.
const PNEUMONIA_OR_SEPSIS: CodeSet<3> = CodeSet::of(["A40-A41", "J12-J18", "J44"]);
const AGENT: CodeSet<1> = CodeSet::of(["B95-B96"]);
const INFLUENZA: CodeSet<3> = CodeSet::of(["J09.X2", "J10.1", "J11.1"]);
const INFLUENZA_PNEUMONIA: CodeSet<3> = CodeSet::of(["J09.X1", "J10.0", "J11.0"]);
const VENTILATOR_PNEUMONIA: CodeSet<1> = CodeSet::of(["J95.851"]);

const VAGUE: &[Vague] = &[
    Vague {
        unspecified: CodeSet::of(["J18.9"]).ranges(),
        specific: CodeSet::of(["J13-J14", "J15.0-J15.8", "J16"]).ranges(),
    },
    Vague {
        unspecified: CodeSet::of(["J15.9"]).ranges(),
        specific: CodeSet::of(["J13-J14", "J15.0-J15.8"]).ranges(),
    },
    Vague {
        unspecified: CodeSet::of(["J12.9"]).ranges(),
        specific: CodeSet::of(["J12.0-J12.8"]).ranges(),
    },
    Vague {
        unspecified: CodeSet::of(["J96.00"]).ranges(),
        specific: CodeSet::of(["J96.01-J96.02"]).ranges(),
    },
    Vague {
        unspecified: CodeSet::of(["J96.10"]).ranges(),
        specific: CodeSet::of(["J96.11-J96.12"]).ranges(),
    },
    Vague {
        unspecified: CodeSet::of(["J96.20"]).ranges(),
        specific: CodeSet::of(["J96.21-J96.22"]).ranges(),
    },
    Vague {
        unspecified: CodeSet::of(["J96.9"]).ranges(),
        specific: CodeSet::of(["J96.0-J96.2"]).ranges(),
    },
];

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "respiratory.copd_with_infection",
            severity: Warning,
            source: "Guidelines I.A.15; tabular list, J44.0",
            looks_for: "COPD beside an acute lower respiratory infection without the code for both",
            remedy: "Add J44.0; J44.1 stands beside it where there is an exacerbation.",
        },
        look: copd_with_infection,
    },
    Check {
        rule: Rule {
            id: "respiratory.infection_not_named",
            severity: Warning,
            source: "Guidelines I.A.17; ICD-10-CM tabular list, J44.0, code also",
            looks_for: "COPD with a lower respiratory infection and no code for the infection",
            remedy: "Add the infection, such as pneumonia or acute bronchitis; without one use the other codes of J44.",
        },
        look: infection_not_named,
    },
    Check {
        rule: Rule {
            id: "respiratory.copd_unspecified",
            severity: Warning,
            source: "Guidelines I.A.9.b and I.C.10.a.1",
            looks_for: "COPD of unspecified kind beside COPD with infection, exacerbation or of a specified kind",
            remedy: "Remove J44.9.",
        },
        look: copd_unspecified,
    },
    Check {
        rule: Rule {
            id: "respiratory.asthma_with_copd",
            severity: Warning,
            source: "Guidelines I.C.10.a.1; alphabetic index, Disease, lung, obstructive, with asthma",
            looks_for: "asthma beside COPD of unspecified kind",
            remedy: "Code J44.89 in place of J44.9 and keep the type of asthma.",
        },
        look: asthma_with_copd,
    },
    Check {
        rule: Rule {
            id: "respiratory.asthma_twice",
            severity: Warning,
            source: "Guidelines I.B.2 and I.C.10.a.1",
            looks_for: "asthma of two severities, or of one severity in two states",
            remedy: "Keep the documented severity in its worst documented state.",
        },
        look: asthma_twice,
    },
    Check {
        rule: Rule {
            id: "respiratory.pneumonia_organism",
            severity: Warning,
            source: "Guidelines I.B.9; tabular list, J13-J15",
            looks_for: "pneumonia of unspecified organism beside an organism's code that nothing else needs",
            remedy: "Code the pneumonia by its organism where the documentation links them.",
        },
        look: pneumonia_organism,
    },
    Check {
        rule: Rule {
            id: "respiratory.influenza_with_pneumonia",
            severity: Warning,
            source: "Guidelines I.A.15 and I.C.10.c; tabular list, J09-J11",
            looks_for: "influenza with other manifestations beside pneumonia",
            remedy: "Code influenza with pneumonia, and the pneumonia where it is specified.",
        },
        look: influenza_with_pneumonia,
    },
    Check {
        rule: Rule {
            id: "respiratory.ventilator_pneumonia_type",
            severity: Warning,
            source: "Guidelines I.C.10.d.1 and I.C.10.d.2",
            looks_for: "ventilator associated pneumonia with a second code for its type",
            remedy: "Name the organism with B95-B97; J12-J18 is for another pneumonia, present on admission.",
        },
        look: ventilator_pneumonia_type,
    },
    Check {
        rule: Rule {
            id: "respiratory.unspecified_with_specific",
            severity: Warning,
            source: "Guidelines I.A.9.b and I.B.2",
            looks_for: "an unspecified pneumonia or respiratory failure beside its specific code",
            remedy: "Remove the unspecified code.",
        },
        look: unspecified_with_specific,
    },
];

fn copd_with_infection(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&COPD_WITH_INFECTION) {
        return;
    }
    if let (Some(copd), Some(infection)) =
        (claim.of(&COPD).next(), claim.of(&LOWER_INFECTION).next())
    {
        found.report_with(
            format!(
                "{} with {} is more than {}",
                copd.code, infection.code, copd.code
            ),
            [copd.code, infection.code],
            ["J44.0"],
        );
    }
}

/// Whatever may be the infection: respiratory, or classified by its organism.
const ANY_INFECTION: CodeSet<9> = CodeSet::of([
    "A00-B99", "J09-J22", "J40", "J47.0", "J69", "J85-J86", "J95.851", "O98.5", "U07.1",
]);

fn infection_not_named(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&ANY_INFECTION) {
        return;
    }
    for copd in claim.of(&COPD_WITH_INFECTION) {
        found.report(
            format!(
                "{} tells of an infection, and no code says which",
                copd.code
            ),
            [copd.code],
        );
    }
}

fn copd_unspecified(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if let (Some(open), Some(specified)) = (
        claim.of(&COPD_UNSPECIFIED).next(),
        claim.of(&COPD_SPECIFIED).next(),
    ) {
        found.report(
            format!("{} adds nothing to {}", open.code, specified.code),
            [open.code, specified.code],
        );
    }
}

fn asthma_with_copd(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&COPD_SPECIFIED) {
        return;
    }
    if let (Some(copd), Some(asthma)) =
        (claim.of(&COPD_UNSPECIFIED).next(), claim.of(&ASTHMA).next())
    {
        found.report_with(
            format!(
                "{} with {} is a specified kind of COPD",
                copd.code, asthma.code
            ),
            [copd.code, asthma.code],
            ["J44.89"],
        );
    }
}

fn asthma_twice(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let asthma: Vec<_> = claim
        .of(&ASTHMA_SEVERITY)
        .map(|diagnosis| diagnosis.code)
        .collect();
    if let [one, other, ..] = asthma.as_slice() {
        let message = format!("{one} and {other} are one asthma");
        found.report(message, asthma);
    }
}

fn pneumonia_organism(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(pneumonia) = claim.of(&OPEN_PNEUMONIA).next() else {
        return;
    };
    if others_need_organism(claim, PNEUMONIA_OR_SEPSIS.ranges()) {
        return;
    }
    for agent in claim.of(&AGENT) {
        let offer = ORGANISMS
            .iter()
            .filter(|organism| organism.agent_holds(agent.key))
            .find_map(|organism| organism.pneumonia)
            .filter(|offer| {
                !claim
                    .diagnoses
                    .iter()
                    .any(|d| Some(d.key) == key::pack(offer))
            });
        if let Some(offer) = offer {
            found.report_with(
                format!(
                    "{} leaves the organism open that {} names",
                    pneumonia.code, agent.code
                ),
                [pneumonia.code, agent.code],
                [offer],
            );
        }
    }
}

fn influenza_with_pneumonia(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&INFLUENZA_PNEUMONIA) {
        return;
    }
    let (Some(influenza), Some(pneumonia)) =
        (claim.of(&INFLUENZA).next(), claim.of(&PNEUMONIA).next())
    else {
        return;
    };
    let open = pneumonia.code.as_str().starts_with("J18");
    let offer = match (influenza.code.as_str(), open) {
        ("J10.1", true) => "J10.00",
        ("J10.1", false) => "J10.08",
        ("J11.1", true) => "J11.00",
        ("J11.1", false) => "J11.08",
        _ => "J09.X1",
    };
    found.report_with(
        format!(
            "{} with {} is influenza with pneumonia",
            influenza.code, pneumonia.code
        ),
        [influenza.code, pneumonia.code],
        [offer],
    );
}

fn ventilator_pneumonia_type(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let (Some(ventilator), Some(pneumonia)) = (
        claim.of(&VENTILATOR_PNEUMONIA).next(),
        claim.of(&PNEUMONIA).next(),
    ) else {
        return;
    };
    let came_later = ventilator.poa == Some(Poa::N) && pneumonia.poa != Some(Poa::N);
    if !came_later {
        found.report(
            format!(
                "{} is not coded again by the type of {}",
                ventilator.code, pneumonia.code
            ),
            [ventilator.code, pneumonia.code],
        );
    }
}

fn unspecified_with_specific(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    vague::look(VAGUE, claim, found);
}
