//! Add-on codes, which are never reported without their primary procedure.
//!
//! Of type 1 the file lists all primaries; of types 2 and 3 Medicare
//! contractors decide, so that a person must look.

use chartfleet_model::Code;
use chartfleet_model::FindingSeverity::{Error, Warning};

use super::{Check, ClaimView, Found, Rule};
use crate::check::MOST_OFFERS;
use crate::ncci::NcciSetting;
use crate::services::{AddOn, AddOnType};

const SOURCE: &str = "NCCI add-on code edits; NCCI Policy Manual, chapter I, section R";

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "add_on.no_primary",
            severity: Error,
            source: SOURCE,
            looks_for: "an add-on code of type 1 without any of its primary procedures",
            remedy: "Report the primary procedure, where the record shows it; otherwise drop the add-on code.",
        },
        look: |claim, found| report(claim, found, Verdict::NoPrimary),
    },
    Check {
        rule: Rule {
            id: "add_on.check_primary",
            severity: Warning,
            source: SOURCE,
            looks_for: "an add-on code whose primary procedure is for the Medicare contractor to accept, or may be on another claim",
            remedy: "Check the contractor's list of primary procedures, and whether one of them was reported for the day.",
        },
        look: |claim, found| report(claim, found, Verdict::Unclear),
    },
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// The claim cannot be right.
    NoPrimary,
    /// The file does not say.
    Unclear,
}

/// Critical care beyond the first hour: a colleague of the same group and
/// specialty may have reported that first hour.
const FURTHER_CRITICAL_CARE: &str = "99292";

fn report(claim: &ClaimView<'_>, found: &mut Found<'_>, wanted: Verdict) {
    let mut told = Vec::new();
    for line in claim.services() {
        let Some(add_on) = claim.tables.add_on(line.code, claim.on) else {
            continue;
        };
        if verdict(claim, line.code, &add_on) != Some(wanted) || told.contains(&line.code) {
            continue;
        }
        told.push(line.code);
        found.report_with(
            message(line.code, &add_on),
            [line.code],
            offers(claim, &add_on),
        );
    }
}

fn verdict(claim: &ClaimView<'_>, code: &Code, add_on: &AddOn) -> Option<Verdict> {
    let setting = NcciSetting::of(claim.encounter.class)?;
    let has_primary = claim.services().any(|line| {
        add_on
            .primaries
            .iter()
            .any(|primary| primary == line.code.as_str())
    });
    if has_primary {
        return None;
    }
    match add_on.kind {
        AddOnType::Listed => {
            let by_colleague =
                setting == NcciSetting::Practitioner && code.as_str() == FURTHER_CRITICAL_CARE;
            Some(if by_colleague {
                Verdict::Unclear
            } else {
                Verdict::NoPrimary
            })
        }
        AddOnType::PartlyListed => Some(Verdict::Unclear),
        // Nothing is listed: another procedure may be its primary.
        AddOnType::Contractor => {
            let alone = claim
                .services()
                .all(|line| claim.tables.add_on(line.code, claim.on).is_some());
            alone.then_some(Verdict::Unclear)
        }
    }
}

fn message(code: &Code, add_on: &AddOn) -> String {
    let primaries = match (add_on.primaries.len(), add_on.kind) {
        (0, _) => "a primary procedure that the contractor accepts".to_owned(),
        (count, _) if count > MOST_OFFERS => format!("one of its {count} primary procedures"),
        _ => add_on.primaries.join(" or "),
    };
    format!(
        "{code} is an add-on code (type {}), and the claim lacks {primaries}",
        add_on.kind.number()
    )
}

/// The primaries, where they are few enough to choose from.
fn offers<'a>(claim: &ClaimView<'_>, add_on: &'a AddOn) -> Vec<&'a str> {
    if add_on.primaries.len() > MOST_OFFERS {
        return Vec::new();
    }
    add_on
        .primaries
        .iter()
        .map(String::as_str)
        .filter(|primary| claim.tables.may_be_billed(primary, claim.on))
        .collect()
}
