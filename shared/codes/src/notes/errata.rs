//! Places where the official text does not say what it means, and what it is
//! read as. Each is a misprint or a wording that the grammar of notes cannot
//! carry; a release that mends one simply no longer matches it.

const ERRATA: [(&str, &str); 2] = [
    // F06.7: dashes that end headers were printed without their commas; as
    // ranges they would take in aphasia and paralysis.
    (
        "I69.01-I69.11-, I69.21-I69.31-, I69.81- I69.91-",
        "I69.01-, I69.11-, I69.21-, I69.31-, I69.81-, I69.91-",
    ),
    // E87.2: the subcategories of ketoacidosis are `.1`.
    (
        "see categories E08-E10, E11, E13 with ketoacidosis",
        "(E08-E13 with .1-)",
    ),
];

/// The text as it is meant.
pub(super) fn mended(text: &str) -> String {
    ERRATA
        .iter()
        .fold(text.to_owned(), |text, (printed, meant)| {
            text.replace(printed, meant)
        })
}
