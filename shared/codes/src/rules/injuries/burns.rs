//! Burns and corrosions (Guidelines I.C.19.d).

use chartfleet_model::FindingSeverity::{Error, Warning};

use crate::codeset::CodeSet;
use crate::rules::characters::{Phase, character, phase, with_character};
use crate::rules::{Check, ClaimView, Diagnosis, Found, Rule};

/// Burns and corrosions of the surface, by site and degree. The fourth
/// character is the degree: 0-3 for burns, 4-7 for corrosions.
const BY_SITE: CodeSet<1> = CodeSet::of(["T20-T25"]);

pub(super) const DEGREES: Check = Check {
    rule: Rule {
        id: "injuries.burn_degrees",
        severity: Error,
        source: "Guidelines I.C.19.d.2",
        looks_for: "burns of one site and side in two degrees",
        remedy: "Keep the highest degree of the site.",
    },
    look: degrees,
};

fn degrees(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (one, other) in claim.pairs() {
        if one.is(&BY_SITE) && other.is(&BY_SITE) && same_burn(one, other) {
            found.report(
                format!(
                    "{} and {} are one site and side in two degrees: only the highest is reported",
                    one.code, other.code
                ),
                [one.code, other.code],
            );
        }
    }
}

/// Whether the codes differ in nothing but the degree. A sequela may stand
/// beside a current burn of the site (I.C.19.d.8).
fn same_burn(one: &Diagnosis<'_>, other: &Diagnosis<'_>) -> bool {
    let site =
        |diagnosis: &Diagnosis<'_>| with_character(with_character(diagnosis.key, 4, b'0'), 7, b'A');
    let sequela = |diagnosis: &Diagnosis<'_>| phase(diagnosis.key) == Some(Phase::Sequela);
    let corrosion = |diagnosis: &Diagnosis<'_>| character(diagnosis.key, 4) >= b'4';
    character(one.key, 4) != character(other.key, 4)
        && site(one) == site(other)
        && corrosion(one) == corrosion(other)
        && sequela(one) == sequela(other)
}

pub(super) const THIRD_DEGREE_EXTENT: Check = Check {
    rule: Rule {
        id: "injuries.third_degree_extent",
        severity: Warning,
        source: "Guidelines I.C.19.d.6",
        looks_for: "a body-surface code that counts third-degree burns on a claim whose burns are all of lesser degree",
        remedy: "Make the extent of third-degree burns and the degrees of the sites agree.",
    },
    look: third_degree_extent,
};

const EXTENT: CodeSet<1> = CodeSet::of(["T31-T32"]);

fn third_degree_extent(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    // The fourth character is the surface burnt, the fifth what of it is third
    // degree; 0 is less than a tenth and may be none.
    let deep = |burn: &Diagnosis<'_>| matches!(character(burn.key, 4), b'3' | b'7');
    let Some(shallow) = claim.of(&BY_SITE).next() else {
        return;
    };
    if claim.of(&BY_SITE).any(deep) {
        return;
    }
    for extent in claim.of(&EXTENT) {
        if matches!(character(extent.key, 5), b'1'..=b'9') {
            found.report(
                format!(
                    "{} counts a tenth or more of the body as third degree, and no burn on the claim is of third degree",
                    extent.code
                ),
                [extent.code, shallow.code],
            );
        }
    }
}

pub(super) const UNSPECIFIED_SITE: Check = Check {
    rule: Rule {
        id: "injuries.burn_site_unspecified",
        severity: Warning,
        source: "Guidelines I.C.19.d.5",
        looks_for: "a burn of an unspecified body region beside burns whose site is known",
        remedy: "Code each burnt site by itself and drop the unspecified one.",
    },
    look: unspecified_site,
};

const ANYWHERE: CodeSet<1> = CodeSet::of(["T30"]);

fn unspecified_site(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(site) = claim.of(&BY_SITE).next() else {
        return;
    };
    for vague in claim.of(&ANYWHERE) {
        found.report(
            format!(
                "{} says that the burnt region is not known, and {} names it",
                vague.code, site.code
            ),
            [vague.code, site.code],
        );
    }
}
