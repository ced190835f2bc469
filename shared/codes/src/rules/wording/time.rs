//! When a condition happened, and whether it is still treated.

use super::{Wording, is_any, opens, past, starts_with};

/// How many words behind a condition may tell when it was. In `NSTEMI, treated
/// with PCI six months ago` it is left open.
const NEAR: usize = 4;

/// Numbers as clinicians spell them out.
const NUMBERS: &[(&[&str], u32)] = &[
    (&["a", "an", "one"], 1),
    (&["two", "couple"], 2),
    (&["three", "few", "several"], 3),
    (&["four"], 4),
    (&["five"], 5),
    (&["six"], 6),
    (&["seven"], 7),
    (&["eight"], 8),
    (&["nine"], 9),
    (&["ten", "many"], 10),
];

/// Units of time: weeks, months and years.
const UNITS: [&[&str]; 3] = [
    &["week", "weeks", "wk", "wks"],
    &["month", "months", "mo", "mos"],
    &["year", "years", "yr", "yrs"],
];

/// Before treatment, or after it, these say that it is over or was none.
const OVER_BEFORE: &[&str] = &[
    "no",
    "not",
    "without",
    "off",
    "completed",
    "finished",
    "after",
    "prior",
    "previous",
    "previously",
    "s/p",
    "post",
    "since",
    "last",
    "declined",
    "past",
];
const OVER_AFTER: &[&str] = &["completed", "finished", "ended", "done", "concluded"];
/// Words of the present that may be denied: treatment and disease.
const TREATMENT: &[&str] = &[
    "treat",
    "chemo",
    "radiation",
    "current",
    "active",
    "recurren",
    "metasta",
];

/// Nothing is left of a cancer.
const FREE: &[&str] = &[
    "NED",
    "no evidence of disease",
    "no evidence of recurrence",
    "without evidence of disease",
    "without evidence of recurrence",
    "no recurrence",
    "disease free",
    "disease-free",
    "cancer free",
    "cancer-free",
    "cured",
    "no current treatment",
    "no current tx",
];
/// Treatment that goes on after the tumor is gone.
const ADJUVANT: &[&str] = &[
    "adjuvant",
    "tamoxifen",
    "anastrozole",
    "letrozole",
    "exemestane",
    "hormon",
    "endocrine",
    "trastuzumab",
    "herceptin",
    "immunother",
    "leuprolide",
    "lupron",
    "imatinib",
    "maintenance",
];

impl Wording<'_> {
    /// Whether the sentence tells of the present: of an acute, recurrent or
    /// treated condition.
    pub(super) fn is_present(&self) -> bool {
        let words: Vec<&str> = self.sentence().collect();
        words.iter().enumerate().any(|(at, word)| {
            past::PRESENT.iter().any(|stem| starts_with(word, stem)) && !is_over(&words, at)
        })
    }

    /// Whether the sentence says that nothing is left of a cancer, and tells of
    /// no treatment that goes on.
    pub(in crate::rules) fn is_disease_free(&self) -> bool {
        let words: Vec<&str> = self.sentence().collect();
        let free = |at: usize| {
            let rest = words.get(at..).unwrap_or_default();
            FREE.iter().any(|phrase| opens(rest, phrase).is_some())
        };
        let adjuvant = || self.sentence_has(ADJUVANT);
        (0..words.len()).any(free) && !adjuvant() && !self.is_present() && !self.is_of_family()
    }

    /// Whether the words next to the condition say that it happened at least
    /// so many weeks before a day of the year `this_year`.
    pub(in crate::rules) fn happened_weeks_ago(&self, weeks: u32, this_year: i16) -> bool {
        const STILL: &[&str] = &["recurren", "persist", "ongoing", "worsen", "again"];
        if self.sentence_has(STILL) || self.is_of_family() {
            return false;
        }
        let near: Vec<&str> = self
            .after()
            .iter()
            .skip_while(|word| matches!(**word, "," | "("))
            .take(NEAR)
            .take_while(|word| !matches!(**word, "," | "(" | ")" | ":"))
            .copied()
            .collect();
        let ago = near.iter().position(|word| is_any(word, &["ago"]));
        let long_ago = ago.is_some_and(|at| {
            let [.., number, unit] = near.get(..at).unwrap_or_default() else {
                return false;
            };
            span(number, unit).is_some_and(|span| span >= weeks)
        });
        long_ago || in_year(&near, weeks, this_year)
    }
}

/// Whether treatment or disease at a place is over or denied.
fn is_over(words: &[&str], at: usize) -> bool {
    let word = words.get(at).copied().unwrap_or_default();
    if !TREATMENT.iter().any(|stem| starts_with(word, stem)) {
        return false;
    }
    let before = words.get(at.saturating_sub(3)..at).unwrap_or_default();
    let after = words.get(at + 1..).unwrap_or_default();
    before.iter().any(|word| is_any(word, OVER_BEFORE))
        || after.iter().take(2).any(|word| is_any(word, OVER_AFTER))
        || matches!(after, ["in", year, ..] if year_of(year).is_some())
}

/// How many weeks a number of units are.
fn span(number: &str, unit: &str) -> Option<u32> {
    let counted = |(words, count): &(&[&str], u32)| is_any(number, words).then_some(*count);
    let number: u32 = number
        .parse()
        .ok()
        .or_else(|| NUMBERS.iter().find_map(counted))?;
    match UNITS.iter().position(|words| is_any(unit, words))? {
        0 => Some(number),
        1 => Some(number.saturating_mul(13) / 3),
        _ => Some(number.saturating_mul(52)),
    }
}

/// Whether `in 2019` or `(2019)` follows, and that year ended long enough ago.
fn in_year(near: &[&str], weeks: u32, this_year: i16) -> bool {
    let year = match near {
        ["in", year, ..] | ["back", "in", year, ..] => year_of(year),
        [year, ..] => year_of(year),
        [] => None,
    };
    // Of last year it is not known whether it was its first day or its last.
    let years = if weeks > 52 { 3 } else { 2 };
    year.is_some_and(|year| i32::from(this_year) - i32::from(year) >= years)
}

fn year_of(word: &str) -> Option<i16> {
    let year: i16 = word.parse().ok()?;
    (word.len() == 4 && (1900..2200).contains(&year)).then_some(year)
}
