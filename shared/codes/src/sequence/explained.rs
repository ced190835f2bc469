//! Which symptom a definitive diagnosis of the claim may explain: by the section
//! of chapter 18 that the symptom stands in and the chapter of the diagnosis.
//!
//! Source: Guidelines II.A and IV.D.

use super::Draft;

/// Whether the diagnosis is a symptom, sign or finding.
pub(super) fn is_symptom(draft: &Draft<'_>) -> bool {
    draft.code.as_str().starts_with('R')
}

/// Conditions that patients live with: being on the claim does not make one
/// the cause of a symptom.
const LONGSTANDING: [&str; 16] = [
    "E03", "E10", "E11", "E66", "E78", "F17", "G47", "I10", "I12", "I25", "I48", "J44", "J45",
    "K21", "M19", "N18",
];

/// Chapters, by first letters, whose diseases may explain a symptom, by the
/// section of chapter 18 that the symptom stands in.
const EXPLAINED_BY: [(&str, &str, &str); 15] = [
    ("R00", "R09", "ABIJST"),
    ("R10", "R19", "ABCDKNOST"),
    ("R20", "R23", "ABLST"),
    ("R25", "R29", "GIMST"),
    ("R30", "R39", "ABCDN"),
    ("R40", "R46", "AEFGIST"),
    ("R47", "R49", "GIJ"),
    ("R50", "R50", "ABCDGIJKLMNT"),
    ("R51", "R51", "GIST"),
    ("R53", "R53", "ABCDG"),
    ("R55", "R55", "GI"),
    ("R56", "R56", "GIST"),
    ("R57", "R57", "ADIKST"),
    ("R60", "R60", "IKN"),
    ("R63", "R64", "ABCEK"),
];

/// Acute conditions that are found beside a symptom more often than they
/// explain it: acute kidney failure, anemia, low platelets.
const FOUND_BESIDE: [&str; 4] = ["D62", "D64", "D69", "N17"];

/// Whether the diagnosis is a definitive one that may explain the symptom.
pub(super) fn explains(diagnosis: &Draft<'_>, symptom: &Draft<'_>) -> bool {
    let category = diagnosis.code.category();
    if LONGSTANDING.contains(&category) || FOUND_BESIDE.contains(&category) {
        return false;
    }
    let symptom = symptom.code.category();
    EXPLAINED_BY
        .iter()
        .find(|(from, to, _)| (*from..=*to).contains(&symptom))
        .is_some_and(|(_, _, letters)| category.starts_with(|letter| letters.contains(letter)))
}
