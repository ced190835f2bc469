//! What surrounds a term: negation, relatives, the past, plans, a route.
//!
//! After NegEx (Chapman 2001): a trigger reaches a few words forward within its
//! sentence and ends at words that open a new thought.

use std::ops::Range;

use super::Air;
use super::historian::is_kin;
use super::token::{Kind, Tokens};

/// Words that a negation reaches.
const REACH: usize = 7;

const NEGATIONS: &[&str] = &[
    "no", "not", "denies", "denied", "without", "never", "negative", "nor", "neither", "absent",
    "declined", "refused", "avoid", "avoided", "unlikely", "cannot", "none",
];
const ENDS: &[&str] = &[
    "but",
    "however",
    "although",
    "though",
    "except",
    "with",
    "which",
    "who",
    "was",
    "is",
    "has",
    "showed",
    "presented",
    "received",
    "started",
    "given",
    "then",
];
const PAST: &[&str] = &[
    "history",
    "hx",
    "prior",
    "previous",
    "previously",
    "remote",
    "past",
    "childhood",
];
const PLANS: &[&str] = &[
    "consider",
    "considered",
    "if",
    "may",
    "unless",
    "hold",
    "held",
    "allergic",
    "allergy",
    "might",
    "discussed",
    "future",
    "should",
    "could",
    "needed",
    "prophylaxis",
    "prophylactic",
    "home",
    "discontinued",
    "need",
    "avoiding",
];
const SPECIMENS: &[&str] = &[
    "urine",
    "urinary",
    "pleural",
    "ascitic",
    "ascites",
    "csf",
    "fluid",
    "stool",
    "drain",
    "synovial",
    "peritoneal",
    "transferrin",
    "iron",
    "mixed",
    "cerebrospinal",
    "effusion",
    "corrected",
    "micro",
    "ionized",
    "ionised",
    "aspirate",
    "clearance",
    "fractional",
    "gradient",
    "urinalysis",
    "ua",
    "mother's",
    "father's",
];
const FLUIDS: &[&str] = &[
    "urinalysis",
    "paracentesis",
    "thoracentesis",
    "csf",
    "arthrocentesis",
    "ua",
];

/// How a term is meant.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Context {
    pub(super) is_negated: bool,
    pub(super) is_family: bool,
    pub(super) is_past: bool,
    pub(super) is_planned: bool,
    pub(super) is_intravenous: bool,
}

impl Context {
    /// Reads what surrounds the term at `span`.
    pub(super) fn of(tokens: &Tokens, span: &Range<usize>) -> Self {
        let (first, next) = (tokens.at(span.start), tokens.at(span.end));
        let mut context = Self::default();
        let mut is_open = true;
        let near: Vec<&str> = tokens.before(first).take(REACH).collect();
        for (distance, word) in near.iter().copied().enumerate() {
            let further = near.iter().skip(distance + 1).copied();
            // "h/o" is two words.
            let is_history = word == "o" && further.clone().next() == Some("h");
            is_open &= !ENDS.contains(&word);
            // "No BM" is a finding of its own, and denies nothing behind it.
            let next = distance.checked_sub(1).and_then(|next| near.get(next));
            let is_own = next.is_some_and(|next| matches!(*next, "bm" | "bms" | "flatus"));
            // "Rule out", "r/o".
            let is_out = match further.clone().next() {
                Some("rule" | "rules" | "ruled") => word == "out",
                Some("r") => word == "o",
                _ => false,
            };
            context.is_negated |= is_open && !is_own && (is_out || NEGATIONS.contains(&word));
            let since = near.iter().take(distance).rev().copied();
            context.is_family |= is_kin(word, further, since.chain(tokens.after(first)));
            context.is_past |= is_open && distance < 4 && (PAST.contains(&word) || is_history);
            context.is_planned |= is_open && distance < 4 && PLANS.contains(&word);
            context.is_intravenous |= distance < 2 && is_route(word);
        }
        for (distance, word) in tokens.after(next).take(6).enumerate() {
            context.is_negated |= distance < 3 && matches!(word, "negative" | "absent" | "denied")
                || distance < 4 && matches!(word, "excluded" | "not" | "ruled");
            context.is_planned |= distance < 3
                && matches!(
                    word,
                    "needed" | "prn" | "discussed" | "held" | "prophylaxis"
                );
            context.is_intravenous |= is_route(word);
        }
        context
    }

    /// Whether the patient has or had it.
    pub(super) fn is_of_patient(self) -> bool {
        !self.is_negated && !self.is_family
    }

    /// Whether the patient has it now.
    pub(super) fn is_present(self) -> bool {
        self.is_of_patient() && !self.is_past
    }
}

fn is_route(word: &str) -> bool {
    matches!(
        word,
        "iv" | "intravenous" | "intravenously" | "drip" | "gtt" | "infusion" | "ivp"
    )
}

/// Whether a value is of urine or another fluid, or a computed ratio.
pub(super) fn is_other_specimen(tokens: &Tokens, first: usize, next: usize) -> bool {
    let is_calcium = matches!(tokens.word(first), "calcium" | "ca");
    let near = tokens
        .before(first)
        .take(2)
        .any(|word| SPECIMENS.contains(&word) && !(word == "corrected" && is_calcium));
    let fluid = tokens
        .before(first)
        .take(12)
        .any(|word| FLUIDS.contains(&word));
    let after = tokens.word(next);
    near || fluid
        || matches!(
            after,
            "clearance" | "ratio" | "kinase" | "excretion" | "channel"
        )
        || (tokens.kind(next) == Kind::Mark('/') && tokens.word(next + 2) == "ratio")
}

/// Whether "CO2" stands in a blood gas or the breath, where it is a pressure.
pub(super) fn is_pressure(tokens: &Tokens, first: usize) -> bool {
    const GASES: &[&str] = &[
        "ph", "abg", "vbg", "gas", "gases", "tidal", "etco2", "arterial", "venous", "po2",
        "partial",
    ];
    let mut near = tokens.before(first).take(8);
    near.any(|word| GASES.contains(&word))
}

/// Whether "O2" opens a saturation, "O2 84% on RA", and no flow or fraction.
pub(super) fn is_saturation(tokens: &Tokens, from: usize) -> bool {
    let percent = (from..from + 4).find(|&at| tokens.kind(at) == Kind::Mark('%'));
    percent.is_some_and(|at| {
        let mut words = tokens.after(at).take(2);
        words.any(|word| matches!(word, "ra" | "room"))
    })
}

/// What the patient breathed: told behind the value, or before its name.
pub(super) fn air(tokens: &Tokens, name: usize, next: usize) -> Air {
    let behind: Vec<&str> = tokens.after(next).take(7).collect();
    let before: Vec<&str> = tokens.before(name).take(10).collect();
    // The nearest word decides: "85% on room air; 94% on 4 L".
    let tell = |words: &[&str]| {
        words
            .iter()
            .map(|word| breathed(word))
            .find(|air| *air != Air::Unknown)
    };
    tell(&behind)
        .or_else(|| tell(&before))
        .unwrap_or(Air::Unknown)
}

fn breathed(word: &str) -> Air {
    match word {
        "room" | "ra" => Air::Room,
        "l" | "liters" | "nasal" | "cannula" | "nc" | "mask" | "bipap" | "cpap" | "ventilator"
        | "fio2" | "rebreather" | "nonrebreather" | "hfnc" | "oxygen" | "o2" | "liter"
        | "intubated" | "lpm" | "high" => Air::Oxygen,
        _ => Air::Unknown,
    }
}

/// "68-year-old": the age in years that a note tells.
pub(super) fn age(tokens: &Tokens) -> Option<u8> {
    const EARLY: usize = 400;
    (0..EARLY).find_map(|index| {
        let Kind::Number(value) = tokens.kind(index) else {
            return None;
        };
        let word = [index + 1, index + 2]
            .into_iter()
            .map(|i| tokens.word(i))
            .find(|word| !word.is_empty())?;
        let is_old = || {
            tokens.after(index + 1).take(4).any(|word| {
                matches!(
                    word,
                    "old" | "man" | "woman" | "male" | "female" | "boy" | "girl" | "patient"
                )
            })
        };
        match word {
            "year" | "years" | "yo" | "y"
                if (0.0..=124.0).contains(&value) && (word == "yo" || is_old()) =>
            {
                (0..=124).find(|age| f64::from(*age) >= value.floor())
            }
            "month" | "months" | "week" | "weeks" | "day" | "days"
                if is_old() && tokens.after(index + 1).nth(1) == Some("old") =>
            {
                Some(0)
            }
            _ => None,
        }
    })
}
