//! Organisms that the words of an infection name, and no code tells.
//!
//! Only words that document the infection itself count: they are a provider's.
//! A culture alone names nothing.

use chartfleet_model::FindingSeverity::Warning;

use crate::codeset::CodeSet;
use crate::rules::{Check, ClaimView, Diagnosis, Found, Rule};

pub(super) const ORGANISM_MISSING: Check = Check {
    rule: Rule {
        id: "infections.organism_missing",
        severity: Warning,
        source: "Guidelines I.C.1.b; ICD-10-CM tabular list, use additional code (B95-B97)",
        looks_for: "an infection of the urine or skin documented with its organism, without the organism's code",
        remedy: "Add the code from B95-B97 that names the organism.",
    },
    look: organism_missing,
};

/// Infections whose codes name no organism and ask for it.
const INFECTIONS: CodeSet<7> =
    CodeSet::of(["N10", "N15.1", "N30", "N39.0", "N41.0", "L03", "L08.9"]);
/// What names the organism: its own codes, and sepsis by it.
const AGENTS: CodeSet<3> = CodeSet::of(["A40", "A41", "B95-B97"]);

/// The beginnings of names, lower case, and the code of each.
const NAMES: [(&str, &str); 9] = [
    ("escherichia coli", "B96.20"),
    ("e. coli", "B96.20"),
    ("klebsiella", "B96.1"),
    ("proteus", "B96.4"),
    ("pseudomonas", "B96.5"),
    ("enterococc", "B95.2"),
    ("mrsa", "B95.62"),
    ("mssa", "B95.61"),
    ("group b strep", "B95.1"),
];

fn organism_missing(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&AGENTS) {
        return;
    }
    for infection in claim.of(&INFECTIONS) {
        if let Some(code) = named(infection) {
            found.report_with(
                format!(
                    "{} is documented with an organism that no code names",
                    infection.code
                ),
                [infection.code],
                [code],
            );
        }
    }
}

fn named(infection: &Diagnosis<'_>) -> Option<&'static str> {
    infection.mentions.iter().find_map(|mention| {
        let quote = mention.quote.to_lowercase();
        let name = NAMES.iter().find(|(name, _)| quote.contains(name));
        name.map(|(_, code)| *code)
    })
}
