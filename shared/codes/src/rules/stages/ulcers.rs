//! Stages of pressure ulcers (Guidelines I.C.12.a).

use chartfleet_model::FindingSeverity::Warning;
use chartfleet_model::Poa;

use crate::codeset::CodeSet;
use crate::rules::wording::{Wording, is_any};
use crate::rules::{Check, ClaimView, Diagnosis, Found, Rule};
use crate::tables::key;

const PRESSURE_ULCER: CodeSet<1> = CodeSet::of(["L89"]);

pub(super) const TWO_STAGES: Check = Check {
    rule: Rule {
        id: "stages.ulcer_two_stages",
        severity: Warning,
        source: "Guidelines I.C.12.a.6",
        looks_for: "a pressure ulcer of one site in two stages",
        remedy: "Keep one stage; two only where the ulcer got worse during the stay: the first with POA Y, the second with N.",
    },
    look: two_stages,
};

fn two_stages(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (one, other) in claim.pairs() {
        let ulcers = one.is(&PRESSURE_ULCER) && other.is(&PRESSURE_ULCER);
        if ulcers && key::shorten(one.key) == key::shorten(other.key) && !got_worse(one, other) {
            found.report(
                format!(
                    "{} and {} are the pressure ulcer of one site in two stages",
                    one.code, other.code
                ),
                [one.code, other.code],
            );
        }
    }
}

/// Whether one stage was there at admission and the other developed later.
fn got_worse(one: &Diagnosis<'_>, other: &Diagnosis<'_>) -> bool {
    matches!(
        (one.poa, other.poa),
        (Some(Poa::Y), Some(Poa::N)) | (Some(Poa::N), Some(Poa::Y))
    )
}

pub(super) const DOCUMENTED_STAGE: Check = Check {
    rule: Rule {
        id: "stages.ulcer_stage_documented",
        severity: Warning,
        source: "Guidelines I.B.14, I.C.12.a.1",
        looks_for: "a pressure ulcer coded in another stage than is documented",
        remedy: "Choose the code of the documented stage.",
    },
    look: documented_stage,
};

fn documented_stage(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for ulcer in claim.of(&PRESSURE_ULCER) {
        let Some(coded) = Stage::of_title(ulcer.title()) else {
            continue;
        };
        let told: Vec<Stage> = ulcer
            .mentions
            .iter()
            .filter_map(|mention| Stage::documented(&Wording::of(mention)))
            .collect();
        if !told.is_empty() && !told.contains(&coded) {
            found.report_with(
                format!(
                    "{} is not coded in the stage in which it is documented",
                    ulcer.code
                ),
                [ulcer.code],
                of_stages(claim, ulcer, &told),
            );
        }
    }
}

/// The codes of the ulcer's site in the stages.
fn of_stages<'c>(claim: &ClaimView<'c>, ulcer: &Diagnosis<'c>, stages: &[Stage]) -> Vec<&'c str> {
    let site = ulcer.entry.and_then(|entry| entry.parent());
    let codes = site.into_iter().flat_map(|site| site.children());
    codes
        .filter(|entry| entry.billable(claim.on))
        .filter(|entry| Stage::of_title(entry.title()).is_some_and(|s| stages.contains(&s)))
        .map(|entry| entry.code())
        .collect()
}

/// A stage of a pressure ulcer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Numbered(u8),
    Unstageable,
    Unspecified,
}

impl Stage {
    fn of_title(title: &str) -> Option<Self> {
        let numbered = (1..=4).find(|stage| title.ends_with(&format!("stage {stage}")));
        numbered.map(Self::Numbered).or_else(|| {
            if title.contains("unstageable") {
                Some(Self::Unstageable)
            } else {
                title
                    .contains("unspecified stage")
                    .then_some(Self::Unspecified)
            }
        })
    }

    /// The one stage that the sentence names.
    fn documented(wording: &Wording<'_>) -> Option<Self> {
        let mut told = Vec::new();
        let words: Vec<&str> = wording.sentence().collect();
        for (at, word) in words.iter().enumerate() {
            let next = words.get(at + 1).copied().unwrap_or_default();
            if is_any(word, &["unstageable"]) {
                told.push(Self::Unstageable);
            } else if is_any(word, &["stage", "grade"])
                && let Some(stage) = Self::numbered(next)
            {
                told.push(stage);
            }
        }
        told.dedup();
        match told.as_slice() {
            [stage] => Some(*stage),
            _ => None,
        }
    }

    fn numbered(word: &str) -> Option<Self> {
        let stage = match word {
            "1" | "I" | "one" => 1,
            "2" | "II" | "two" => 2,
            "3" | "III" | "three" => 3,
            "4" | "IV" | "four" => 4,
            _ => return None,
        };
        Some(Self::Numbered(stage))
    }
}
