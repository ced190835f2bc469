//! The side, where the code leaves it open, the tabular list has sides, and the
//! record names none or both.
//!
//! Where the record names one side of the same part, the side is a matter of
//! coding (I.B.13) and nothing is asked.

use chartfleet_codes::CmEntry;
use chartfleet_model::{ClaimDiagnosis, Gap, GapKind};

use super::titles::titled;
use crate::cdi::query::Draft;
use crate::cdi::words::{Lowered, mentioned, spans, words};
use crate::cdi::{Check, Look};

pub(super) const SIDE: Check = Check {
    rule: "cdi.laterality",
    kind: GapKind::Laterality,
    source: "Guidelines I.B.13, I.B.18",
    look,
};

/// Queries of this kind that one chart may bring.
const MOST: usize = 2;

/// Words of the part whose side may be named with it: "right lower", "right
/// breast".
const PART: usize = 3;

const OPEN: &str = "unspecified ";
const SIDES: &[(&str, &str)] = &[
    ("right ", "Right"),
    ("left ", "Left"),
    ("bilateral ", "Bilateral"),
];

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let pages = look.lowered();
    let found = look.result.diagnoses.iter();
    let found = found.filter_map(|diagnosis| ask(check, look, diagnosis, &pages));
    gaps.extend(found.take(MOST));
}

fn ask(
    check: &Check,
    look: &Look<'_>,
    diagnosis: &ClaimDiagnosis,
    pages: &[Lowered<'_, '_>],
) -> Option<Gap> {
    let entry = look.tables.cm(&diagnosis.code)?;
    let title = entry.title().to_lowercase();
    let (after, sides) = open_side(look, &entry, &title)?;
    let parts: Vec<&str> = words(after).take(PART).collect();
    let named = |side: &str| {
        let phrases: Vec<String> = parts.iter().map(|part| format!("{side} {part}")).collect();
        let phrases: Vec<&str> = phrases.iter().map(String::as_str).collect();
        mentioned(pages, &phrases)
    };
    let (right, left) = (named("right"), named("left"));
    let both = named("bilateral");
    let conflicting = !right.is_empty() && !left.is_empty();
    let told = !right.is_empty() || !left.is_empty() || !both.is_empty();
    if (told && !conflicting) || says_side(look, diagnosis) {
        return None;
    }
    let mut draft = Draft::new(check, format!("side of {}", without_open(&title)))
        .about("diagnosis as documented", diagnosis)
        .indicators("right side", spans(right).take(2))
        .indicators("left side", spans(left).take(2));
    for (text, code) in sides {
        draft = draft.option(text, &[&code]);
    }
    draft.ask(
        look,
        "Based on your clinical judgment, which side does this diagnosis affect?",
    )
}

/// The title without what it leaves open: "pain in knee", "otitis media".
fn without_open(title: &str) -> String {
    let named = title.split(", unspecified").next().unwrap_or(title);
    named.replace(OPEN, "")
}

/// The side that the title leaves open, of all that it leaves open: what
/// follows it, and the codes with a side.
fn open_side<'t>(
    look: &Look<'_>,
    entry: &CmEntry<'_>,
    title: &'t str,
) -> Option<(&'t str, Vec<(&'static str, String)>)> {
    title.match_indices(OPEN).find_map(|(at, open)| {
        let (before, after) = (title.get(..at)?, title.get(at + open.len()..)?);
        let sides = sides(look, entry, (before, after));
        // A code with one side alone is no question of sides.
        (sides.len() > 1).then_some((after, sides))
    })
}

/// The codes of the same title with a side in place of "unspecified".
fn sides(
    look: &Look<'_>,
    entry: &CmEntry<'_>,
    (before, after): (&str, &str),
) -> Vec<(&'static str, String)> {
    let sided = SIDES.iter().filter_map(|(side, text)| {
        let code = titled(look, entry, &format!("{before}{side}{after}"))?;
        Some((*text, code))
    });
    sided.collect()
}

/// Whether the words that document the diagnosis name a side.
fn says_side(look: &Look<'_>, diagnosis: &ClaimDiagnosis) -> bool {
    let quotes = diagnosis.evidence.iter();
    let mut quotes = quotes.filter_map(|span| span.slice(&look.chart.documents));
    quotes.any(|quote| {
        let quote = quote.to_lowercase();
        words(&quote)
            .any(|word| matches!(word, "right" | "left" | "bilateral" | "both" | "rt" | "lt"))
    })
}
