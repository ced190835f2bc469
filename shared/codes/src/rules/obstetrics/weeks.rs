//! Weeks of gestation and trimesters (Guidelines I.C.15.a.3-5, I.C.21.c.11).

use chartfleet_model::FindingSeverity::{Error, Warning};
use chartfleet_model::Poa;

use super::{ABORTIVE, CHAPTER, OUTCOME, TERMINATION};
use crate::codeset::CodeSet;
use crate::rules::characters::{character, with_character};
use crate::rules::{Check, ClaimView, Diagnosis, Found, Rule};
use crate::tables::CmEntry;

const WEEKS: CodeSet<1> = CodeSet::of(["Z3A"]);

/// Codes of the puerperium, sequelae and deaths: weeks of gestation are over.
const AFTER: CodeSet<7> = CodeSet::of(["O72", "O73", "O85-O87", "O90-O92", "O94", "O96", "O97"]);

/// Whether weeks of gestation belong to the code.
fn has_weeks(diagnosis: &Diagnosis<'_>) -> bool {
    let title = diagnosis.title();
    let over = ["puerperium", "postpartum"];
    diagnosis.is(&CHAPTER)
        && !diagnosis.is(&ABORTIVE)
        && !diagnosis.is(&AFTER)
        // `complicating pregnancy, childbirth and the puerperium` is of all three.
        && (title.contains("pregnancy") || !over.iter().any(|word| title.contains(word)))
}

pub(super) const MISSING: Check = Check {
    rule: Rule {
        id: "obstetrics.weeks_missing",
        severity: Warning,
        source: "Guidelines I.C.21.c.11; ICD-10-CM tabular list, chapter 15",
        looks_for: "a complication of pregnancy or delivery without weeks of gestation",
        remedy: "Add Z3A.- for the weeks at admission or encounter, where they are documented.",
    },
    look: missing,
};

fn missing(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&WEEKS) || claim.has(&TERMINATION) || claim.has(&ABORTIVE) {
        return;
    }
    if let Some(care) = claim.diagnoses.iter().find(|d| has_weeks(d)) {
        found.report(
            format!("{} stands without the weeks of gestation", care.code),
            [care.code],
        );
    }
}

pub(super) const NOT_APPLICABLE: Check = Check {
    rule: Rule {
        id: "obstetrics.weeks_not_applicable",
        severity: Warning,
        source: "Guidelines I.C.21.c.11",
        looks_for: "weeks of gestation with an abortive outcome, a termination or the puerperium alone",
        remedy: "Drop the weeks of gestation.",
    },
    look: not_applicable,
};

fn not_applicable(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let ended = claim.of(&TERMINATION).next().or_else(|| {
        // A delivery has weeks, also where its one complication came after it.
        if claim.has(&OUTCOME) {
            return None;
        }
        let mut care = claim.of(&CHAPTER).peekable();
        let first = *care.peek()?;
        (!care.any(has_weeks)).then_some(first)
    });
    let Some(ended) = ended else { return };
    for weeks in claim.of(&WEEKS) {
        found.report(
            format!(
                "{} does not apply to {}: no pregnancy goes on",
                weeks.code, ended.code
            ),
            [weeks.code, ended.code],
        );
    }
}

pub(super) const TWICE: Check = Check {
    rule: Rule {
        id: "obstetrics.weeks_twice",
        severity: Warning,
        source: "Guidelines I.C.21.c.11",
        looks_for: "more than one week of gestation",
        remedy: "Keep the week at admission.",
    },
    look: twice,
};

fn twice(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let told: Vec<&Diagnosis<'_>> = claim.of(&WEEKS).collect();
    if let [first, _, ..] = told.as_slice() {
        found.report(
            format!("{} is not the only week of gestation", first.code),
            told.iter().map(|weeks| weeks.code),
        );
    }
}

/// A trimester.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Trimester {
    First,
    Second,
    Third,
}

impl Trimester {
    /// The trimester of a completed week (Guidelines I.C.15.a.3).
    const fn of_week(week: u8) -> Self {
        match week {
            0..14 => Self::First,
            14..28 => Self::Second,
            _ => Self::Third,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::First => "first trimester",
            Self::Second => "second trimester",
            Self::Third => "third trimester",
        }
    }

    /// The one trimester that a title names.
    fn of_title(title: &str) -> Option<Self> {
        let mut named = [Self::First, Self::Second, Self::Third]
            .into_iter()
            .filter(|trimester| title.contains(trimester.words()));
        let trimester = named.next()?;
        named.next().is_none().then_some(trimester)
    }
}

/// The one week of gestation on the claim.
fn week<'c, 'v>(claim: &'v ClaimView<'c>) -> Option<(&'v Diagnosis<'c>, u8)> {
    let mut told = claim.of(&WEEKS);
    let weeks = told.next().filter(|_| told.next().is_none())?;
    let digit = |place| match character(weeks.key, place) {
        digit @ b'0'..=b'9' => Some(digit - b'0'),
        _ => None,
    };
    match digit(4)? * 10 + digit(5)? {
        0 => None,
        // Less than 8 weeks.
        1 => Some((weeks, 7)),
        week => Some((weeks, week)),
    }
}

pub(super) const TRIMESTER: Check = Check {
    rule: Rule {
        id: "obstetrics.trimester",
        severity: Error,
        source: "Guidelines I.C.15.a.3, I.C.15.a.4",
        looks_for: "a trimester that the weeks of gestation contradict",
        remedy: "Make the trimester and the weeks of gestation agree.",
    },
    look: trimester,
};

fn trimester(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some((weeks, week)) = week(claim) else {
        return;
    };
    let at_admission = Trimester::of_week(week);
    for care in claim.of(&CHAPTER) {
        let Some(coded) = Trimester::of_title(care.title()) else {
            continue;
        };
        // A complication that develops during a stay takes the trimester in
        // which it develops; the weeks are those at admission.
        let later = claim.is_inpatient() && coded > at_admission && care.poa != Some(Poa::Y);
        if coded != at_admission && !later {
            found.report(
                format!(
                    "{} is of the {}, and {} is in the {}",
                    care.code,
                    coded.words(),
                    weeks.code,
                    at_admission.words()
                ),
                [care.code, weeks.code],
            );
        }
    }
}

pub(super) const TRIMESTER_UNSPECIFIED: Check = Check {
    rule: Rule {
        id: "obstetrics.trimester_unspecified",
        severity: Warning,
        source: "Guidelines I.C.15.a.5",
        looks_for: "an unspecified trimester though the weeks of gestation are known",
        remedy: "Choose the code of the trimester.",
    },
    look: trimester_unspecified,
};

fn trimester_unspecified(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    const UNSPECIFIED: &str = "unspecified trimester";
    let Some((weeks, week)) = week(claim) else {
        return;
    };
    let known = Trimester::of_week(week).words();
    for care in claim.of(&CHAPTER) {
        if !care.title().contains(UNSPECIFIED) {
            continue;
        }
        let title = care.title().replace(UNSPECIFIED, known);
        let offers = (4..=6)
            .flat_map(|place| {
                (b'0'..=b'9').map(move |digit| with_character(care.key, place, digit))
            })
            .filter_map(|key| claim.tables.cm_row(key))
            .map(|row| CmEntry::new(claim.tables, row))
            .filter(|entry| entry.title() == title && entry.billable(claim.on))
            .map(|entry| entry.code());
        found.report_with(
            format!(
                "{} leaves the trimester open, and {} tells it: {known}",
                care.code, weeks.code
            ),
            [care.code, weeks.code],
            offers,
        );
    }
}
