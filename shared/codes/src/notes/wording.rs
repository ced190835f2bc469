//! What the words of a note say beside its codes: is a code due on every
//! claim, or only where something else is documented?

use serde::{Deserialize, Serialize};

/// A set of properties of a note's wording.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Wording(u8);

impl Wording {
    /// `if applicable`, `if known`, `any associated`: only where there is one.
    pub(crate) const CONDITIONAL: Self = Self(1);
    /// `such as`: the codes are examples.
    pub(crate) const EXAMPLES: Self = Self(1 << 1);
    /// `unless`, or adverse effects wherever they are coded: a condition that
    /// no code set carries.
    pub(crate) const UNLESS: Self = Self(1 << 2);
    /// The only note of its list.
    pub(crate) const ALONE: Self = Self(1 << 3);
    /// Asks for what every case of the disease has: a stage, a severity, a
    /// site, the type of a named disease.
    pub(crate) const FEATURE: Self = Self(1 << 4);
    /// `X complicating pregnancy`: another way to code the case.
    pub(crate) const ALTERNATIVE: Self = Self(1 << 5);

    /// `coma in diabetes`, `peptic ulcer with hemorrhage`: of the named codes
    /// only those of the combination are meant.
    pub(crate) const COMBINATION: Self = Self(1 << 6);

    /// What the words say.
    pub(super) fn of(text: &str) -> Self {
        let text = text.to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let flags = [
            (Self::CONDITIONAL, has(&CONDITIONAL)),
            (Self::EXAMPLES, has(&["such as", "including"])),
            (Self::UNLESS, has(&UNLESS)),
            (Self::FEATURE, asks_for_feature(&text)),
            (Self::ALTERNATIVE, has(&ALTERNATIVE)),
            (Self::COMBINATION, combines(&text)),
        ];
        flags
            .into_iter()
            .filter(|(_, holds)| *holds)
            .fold(Self::default(), |all, (flag, _)| all.with(flag))
    }

    /// Both sets together.
    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These without `other`.
    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether any of `other` holds.
    pub(crate) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

const CONDITIONAL: [&str; 10] = [
    "if applicable",
    "where applicable",
    "if known",
    "if present",
    "if necessary",
    "if drug-induced",
    "if the ",
    "when ",
    "any ",
    "associated",
];

const UNLESS: [&str; 2] = ["unless", "specified adverse effects of"];

const ALTERNATIVE: [&str; 4] = ["complicating", "following", "during", "existing"];

/// What joins two conditions into one.
const JOINING: [&str; 8] = [
    "with",
    "in",
    "due",
    "following",
    "complicating",
    "associated",
    "during",
    "from",
];

/// Whether the words beside the codes join two conditions. `E08-E13 with .2-`
/// says itself which codes it means.
fn combines(text: &str) -> bool {
    let codes = |part: &str| part.contains(|c: char| c.is_ascii_digit());
    let words = text.split('(').flat_map(|part| {
        let (inside, after) = part.split_once(')').unwrap_or(("", part));
        [inside, after]
    });
    words
        .filter(|part| !codes(part))
        .flat_map(|part| part.split(|c: char| !c.is_alphabetic()))
        .any(|word| JOINING.contains(&word))
}

/// What a disease of the named kind always has.
const FEATURES: [&str; 16] = [
    "stage of",
    "severity of",
    "site of",
    "site and severity of",
    "type of heart failure",
    "type of hypertensive",
    "type of hypertension",
    "type of secondary hypertension",
    "type of obesity",
    "type of retained",
    "type of hearing loss",
    "type of cerebral infarction",
    "heart failure (",
    "deep vein thrombosis",
    "superficial thrombophlebitis",
    "limb amputated",
];

/// `to identify the stage of …`, or `the type of …` alone.
fn asks_for_feature(text: &str) -> bool {
    let after = |verb| text.split_once(verb).map(|(_, object)| object);
    let alone = Some(text).filter(|text| text.trim_start_matches("the ").starts_with("type of "));
    let objects = [alone, after("to identify "), after("to specify ")];
    objects.into_iter().flatten().any(|object| {
        let object = object.strip_prefix("the ").unwrap_or(object);
        FEATURES.iter().any(|feature| object.starts_with(feature))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_is_due_and_an_associated_condition_is_not() {
        let stage = Wording::of("code to identify the stage of chronic kidney disease (N18.5)");
        assert!(stage.any(Wording::FEATURE) && !stage.any(Wording::CONDITIONAL));
        let drug = Wording::of("code for adverse effect, if applicable, to identify drug");
        assert!(drug.any(Wording::CONDITIONAL) && !drug.any(Wording::FEATURE));
        assert!(Wording::of("underlying disease, such as:").any(Wording::EXAMPLES));
        let type_alone = Wording::of("type of hearing loss (H90.-, H91.-)");
        assert!(type_alone.any(Wording::FEATURE));
        assert!(!Wording::of("heart failure (I50.-)").any(Wording::FEATURE));
    }

    #[test]
    fn two_conditions_joined_are_a_combination() {
        for text in [
            "coma in diabetes (E08-E13)",
            "pericarditis (in):",
            "ulcer with hemorrhage",
        ] {
            assert!(Wording::of(text).any(Wording::COMBINATION), "{text}");
        }
        for text in [
            "viral hepatitis (B15-B19)",
            "joint pain (M25.5-)",
            "diabetic acidosis (E08-E13 with .1-)",
            "inguinal hernia",
        ] {
            assert!(!Wording::of(text).any(Wording::COMBINATION), "{text}");
        }
    }
}
