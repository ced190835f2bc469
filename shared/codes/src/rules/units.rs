//! Medically unlikely edits: more units of a service than one patient is
//! likely to have from one provider on one day.
//!
//! Lines carry no dates: on an encounter of several days only what exceeds the
//! limit of all days together is surely too much.

use chartfleet_model::FindingSeverity::{Error, Warning};
use chartfleet_model::{Code, Payer};

use super::{Check, ClaimView, Found, Rule};
use crate::ncci::{Adjudication, Mue, NcciSetting};

const SOURCE: &str = "NCCI medically unlikely edits; NCCI Policy Manual, chapter I, section V";

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "mue.over_absolute",
            severity: Error,
            source: SOURCE,
            looks_for: "more units on a date of service than policy allows (adjudication indicator 2)",
            remedy: "Correct the units; a bilateral procedure is one unit with 50; no documentation makes more payable.",
        },
        look: |claim, found| day(claim, found, Adjudication::DayAbsolute),
    },
    Check {
        rule: Rule {
            id: "mue.over_day",
            severity: Warning,
            source: SOURCE,
            looks_for: "more units on a date of service than usual (adjudication indicator 3)",
            remedy: "Check the units against the record; more are payable only where it shows that they were given, correctly counted and medically necessary.",
        },
        look: |claim, found| day(claim, found, Adjudication::Day),
    },
    Check {
        rule: Rule {
            id: "mue.over_line",
            severity: Warning,
            source: SOURCE,
            looks_for: "more units on one line than usual (adjudication indicator 1)",
            remedy: "Check the units against the record; where they are right, report them on separate lines with the modifier that tells them apart.",
        },
        look: line,
    },
];

fn day(claim: &ClaimView<'_>, found: &mut Found<'_>, wanted: Adjudication) {
    let days = claim.days();
    for (code, mue) in limits(claim, wanted) {
        let units = claim
            .services()
            .filter(|line| line.code == code)
            .fold(0_u32, |units, line| units.saturating_add(line.units));
        let limit = mue.units.saturating_mul(days);
        if units > limit {
            found.report(message(code, units, &mue, days), [code]);
        }
    }
}

fn line(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (code, mue) in limits(claim, Adjudication::Line) {
        let lines = claim.services().filter(|line| line.code == code);
        if let Some(units) = lines
            .map(|line| line.units)
            .max()
            .filter(|&n| n > mue.units)
        {
            found.report(message(code, units, &mue, 1), [code]);
        }
    }
}

/// Each code of the claim with its limit, where that is applied so.
fn limits<'c>(
    claim: &'c ClaimView<'_>,
    wanted: Adjudication,
) -> impl Iterator<Item = (&'c Code, Mue<'c>)> {
    let setting = NcciSetting::of(claim.encounter.class);
    claim
        .services()
        .enumerate()
        .filter(|(index, line)| {
            claim.services().position(|other| other.code == line.code) == Some(*index)
        })
        .filter_map(move |(_, line)| Some((line.code, claim.tables.mue(setting?, line.code)?)))
        .filter(move |(_, mue)| mue.adjudication == wanted)
        .filter(|(_, mue)| mue.units > 0 || !pays_by_own_policy(claim.patient.payer))
}

/// Whether what Medicare does not cover at all, and so limits to 0, may be
/// covered: a preventive visit is.
const fn pays_by_own_policy(payer: Payer) -> bool {
    matches!(payer, Payer::Commercial | Payer::Medicaid | Payer::SelfPay)
}

fn message(code: &Code, units: u32, mue: &Mue<'_>, days: u32) -> String {
    let reason = match mue.rationale {
        "" => String::new(),
        words => format!(" ({words})"),
    };
    let per = match mue.adjudication {
        Adjudication::Line => "on a line".to_owned(),
        _ if days > 1 => format!("a day, over {days} days"),
        _ => "a day".to_owned(),
    };
    if mue.units == 0 {
        format!("{code} is not reported in this setting: its limit is 0{reason}")
    } else {
        format!(
            "{units} units of {code}, whose limit is {} {per}{reason}",
            mue.units
        )
    }
}
