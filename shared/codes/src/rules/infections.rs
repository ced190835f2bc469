//! Infections and their organisms, HIV, MRSA, COVID-19 (Guidelines I.C.1.a-c,
//! I.C.1.e and I.C.1.g).

mod named;

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::{Check, ClaimView, Found, Rule};
use crate::codeset::{CodeRange, CodeSet, contains};
use crate::tables::key;

/// An organism and the codes that name it together with the disease.
pub(super) struct Organism {
    /// The supplementary code, B95-B96, or the infection of unspecified site.
    agent: &'static [CodeRange],
    pub(super) pneumonia: Option<&'static str>,
    pub(super) sepsis: &'static str,
}

impl Organism {
    /// Whether the packed code is the organism's own.
    pub(super) fn agent_holds(&self, key: u64) -> bool {
        contains(self.agent, key)
    }
}

const fn organism(
    agent: &'static [CodeRange],
    pneumonia: Option<&'static str>,
    sepsis: &'static str,
) -> Organism {
    Organism {
        agent,
        pneumonia,
        sepsis,
    }
}

/// The organisms that have combination codes (tabular list, A40, A41, J13-J15
/// and B95-B96).
pub(super) const ORGANISMS: &[Organism] = &[
    organism(CodeSet::of(["B95.0"]).ranges(), Some("J15.4"), "A40.0"),
    organism(CodeSet::of(["B95.1"]).ranges(), Some("J15.3"), "A40.1"),
    organism(CodeSet::of(["B95.2"]).ranges(), None, "A41.81"),
    organism(CodeSet::of(["B95.3"]).ranges(), Some("J13"), "A40.3"),
    organism(CodeSet::of(["B95.4"]).ranges(), Some("J15.4"), "A40.8"),
    organism(CodeSet::of(["B95.5"]).ranges(), Some("J15.4"), "A40.9"),
    organism(
        CodeSet::of(["B95.61", "A49.01"]).ranges(),
        Some("J15.211"),
        "A41.01",
    ),
    organism(
        CodeSet::of(["B95.62", "A49.02"]).ranges(),
        Some("J15.212"),
        "A41.02",
    ),
    organism(CodeSet::of(["B95.7"]).ranges(), Some("J15.29"), "A41.1"),
    organism(CodeSet::of(["B95.8"]).ranges(), Some("J15.20"), "A41.2"),
    organism(CodeSet::of(["B96.1"]).ranges(), Some("J15.0"), "A41.59"),
    organism(CodeSet::of(["B96.2"]).ranges(), Some("J15.5"), "A41.51"),
    organism(CodeSet::of(["B96.3"]).ranges(), Some("J14"), "A41.3"),
    organism(CodeSet::of(["B96.4"]).ranges(), Some("J15.69"), "A41.59"),
    organism(CodeSet::of(["B96.5"]).ranges(), Some("J15.1"), "A41.52"),
    organism(CodeSet::of(["B96.6-B96.7"]).ranges(), None, "A41.4"),
    organism(CodeSet::of(["B96.83"]).ranges(), Some("J15.61"), "A41.54"),
];

/// Infections that may need a supplementary code for their organism.
const NEEDS_ORGANISM: CodeSet<49> = CodeSet::of([
    "A00-A39", "A42-B94", "D73.3", "G00-G09", "H00-H01", "H04-H05", "H10", "H16", "H44", "H60-H70",
    "I30-I33", "I38-I41", "I76", "I80", "J00-J22", "J32-J39", "J41-J47", "J69", "J85-J86", "J95",
    "K04-K05", "K11-K12", "K35-K37", "K57", "K61-K68", "K75", "K80-K83", "K85", "K94-K95",
    "L00-L08", "L70-L73", "L88-L89", "L97-L98", "M00-M01", "M46", "M60", "M65", "M70-M72", "M86",
    "N10-N15", "N30-N39", "N41-N51", "N61", "N70-N77", "N98-N99", "O00-O9A", "P00-P96", "R78.8",
    "S00-T88",
]);

/// Whether a diagnosis other than those of `besides` may be what an organism's
/// supplementary code belongs to.
pub(super) fn others_need_organism(claim: &ClaimView<'_>, besides: &[CodeRange]) -> bool {
    claim
        .of(&NEEDS_ORGANISM)
        .any(|diagnosis| !contains(besides, diagnosis.key))
}

const AGENT: CodeSet<1> = CodeSet::of(["B95-B97"]);
const SUPPLEMENTARY: CodeSet<2> = CodeSet::of(["B95-B97", "Z16"]);
const HIV_DISEASE: CodeSet<1> = CodeSet::of(["B20"]);
const HIV_STATUS: CodeSet<1> = CodeSet::of(["Z21"]);
const HIV_ILLNESS: CodeSet<8> = CodeSet::of([
    "A07.2-A07.3",
    "A31.2",
    "A81.2",
    "B37.81",
    "B45",
    "B58.2",
    "B59",
    "C46",
]);
const COVID: CodeSet<1> = CodeSet::of(["U07.1"]);
const POST_COVID: CodeSet<1> = CodeSet::of(["U09.9"]);
const COVID_EXPOSURE: CodeSet<1> = CodeSet::of(["Z20.822"]);
const COVID_PNEUMONIA: CodeSet<1> = CodeSet::of(["J12.82"]);
const OPEN_PNEUMONIA: CodeSet<4> = CodeSet::of(["J12.89", "J12.9", "J18.8", "J18.9"]);

pub(super) const RULES: &[Check] = &[
    named::ORGANISM_MISSING,
    Check {
        rule: Rule {
            id: "infections.organism_first",
            severity: Error,
            source: "Guidelines I.C.1.b and I.C.1.c",
            looks_for: "an organism or a resistance standing first",
            remedy: "Put the infection first.",
        },
        look: organism_first,
    },
    Check {
        rule: Rule {
            id: "infections.organism_twice",
            severity: Warning,
            source: "Guidelines I.B.9 and I.C.1.e.1.a",
            looks_for: "an organism's supplementary code beside a combination code that already names it",
            remedy: "Remove the supplementary code unless another infection is due to it.",
        },
        look: organism_twice,
    },
    Check {
        rule: Rule {
            id: "infections.hiv_illness_with_status",
            severity: Warning,
            source: "Guidelines I.C.1.a.2.d and I.C.1.a.2.f",
            looks_for: "asymptomatic HIV status beside an illness that HIV disease is known by",
            remedy: "Code B20 where the illness is related to HIV, and from then on at every encounter.",
        },
        look: hiv_illness_with_status,
    },
    Check {
        rule: Rule {
            id: "infections.covid_active_and_past",
            severity: Warning,
            source: "Guidelines I.C.1.g.1.m",
            looks_for: "active COVID-19 together with a condition after COVID-19",
            remedy: "Keep both only for a new infection with a condition left by an earlier one.",
        },
        look: covid_active_and_past,
    },
    Check {
        rule: Rule {
            id: "infections.covid_exposure_with_disease",
            severity: Warning,
            source: "Guidelines I.C.1.g.1.a and I.C.1.g.1.e",
            looks_for: "exposure to COVID-19 beside confirmed COVID-19",
            remedy: "Remove Z20.822: the infection is confirmed.",
        },
        look: covid_exposure_with_disease,
    },
    Check {
        rule: Rule {
            id: "infections.covid_pneumonia",
            severity: Warning,
            source: "Guidelines I.C.1.g.1.c.i",
            looks_for: "COVID-19 beside a pneumonia whose cause is left open",
            remedy: "Code J12.82 where the pneumonia is due to COVID-19.",
        },
        look: covid_pneumonia,
    },
];

fn organism_first(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if let Some(first) = claim.first().filter(|first| first.is(&SUPPLEMENTARY)) {
        found.report(
            format!("{} is an additional code and stands first", first.code),
            [first.code],
        );
    }
}

fn organism_twice(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for agent in claim.of(&AGENT) {
        let combined = ORGANISMS
            .iter()
            .filter(|organism| organism.agent_holds(agent.key))
            .flat_map(|organism| [organism.pneumonia, Some(organism.sepsis)])
            .filter_map(|code| key::pack(code?));
        let ranges: Vec<CodeRange> = combined.map(|key| (key, key)).collect();
        let combination = claim
            .diagnoses
            .iter()
            .find(|diagnosis| contains(&ranges, diagnosis.key));
        if let Some(combination) = combination.filter(|_| !others_need_organism(claim, &ranges)) {
            found.report(
                format!(
                    "{} already names the organism of {}",
                    combination.code, agent.code
                ),
                [agent.code, combination.code],
            );
        }
    }
}

fn hiv_illness_with_status(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&HIV_DISEASE) {
        return;
    }
    if let (Some(status), Some(illness)) =
        (claim.of(&HIV_STATUS).next(), claim.of(&HIV_ILLNESS).next())
    {
        found.report_with(
            format!(
                "{} is for HIV without illness, and {} is one that HIV leads to",
                status.code, illness.code
            ),
            [status.code, illness.code],
            ["B20"],
        );
    }
}

fn covid_active_and_past(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if let (Some(active), Some(past)) = (claim.of(&COVID).next(), claim.of(&POST_COVID).next()) {
        found.report(
            format!(
                "{} is for what remains after the infection that {} says is active",
                past.code, active.code
            ),
            [active.code, past.code],
        );
    }
}

fn covid_exposure_with_disease(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if let (Some(disease), Some(exposure)) =
        (claim.of(&COVID).next(), claim.of(&COVID_EXPOSURE).next())
    {
        found.report(
            format!(
                "{} is for exposure without the disease that {} confirms",
                exposure.code, disease.code
            ),
            [exposure.code, disease.code],
        );
    }
}

fn covid_pneumonia(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&COVID_PNEUMONIA) {
        return;
    }
    if let (Some(covid), Some(pneumonia)) =
        (claim.of(&COVID).next(), claim.of(&OPEN_PNEUMONIA).next())
    {
        found.report_with(
            format!(
                "{} leaves the cause open that {} may be",
                pneumonia.code, covid.code
            ),
            [covid.code, pneumonia.code],
            ["J12.82"],
        );
    }
}
