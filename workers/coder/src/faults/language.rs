//! Whether the model's own words are English. Its quotes are the note's, in
//! whatever language that is: only the reasons it gives are read, or where it
//! gives none what stands before its JSON.

/// Letters that must be there to tell scripts apart.
const FEW_LETTERS: usize = 24;
/// Foreign words that must be there to tell languages apart.
const FEW_FOREIGN: usize = 4;

const ENGLISH: &[&str] = &[
    "the",
    "of",
    "and",
    "with",
    "for",
    "is",
    "was",
    "documented",
    "by",
    "on",
    "to",
    "this",
    "patient",
    "as",
    "stated",
    "that",
    "from",
    "not",
    "are",
    "has",
    "which",
    "supported",
];

/// Words of other languages that no English note writes in lower case.
const FOREIGN: &[&str] = &[
    // Spanish
    "el",
    "los",
    "las",
    "una",
    "por",
    "con",
    "según",
    "paciente",
    "documentado",
    "como",
    "está",
    "diagnóstico",
    "código", // French
    "le",
    "les",
    "une",
    "avec",
    "dans",
    "pour",
    "patiente",
    "selon",
    "sur",
    "du",
    "sous",
    // German
    "der",
    "und",
    "mit",
    "bei",
    "eine",
    "einer",
    "nicht",
    "wegen",
    "ist",
    "des",
    "das",
    "wird",
    // Italian and Portuguese
    "il",
    "della",
    "che",
    "nel",
    "una",
    "uma",
    "dos",
    "não",
    "com",
    "foi",
    "paziente",
    // Dutch
    "het",
    "een",
    "van",
    "voor",
    "niet",
    "met",
];

/// Whether the answer's own words are of another script or language.
pub(super) fn is_foreign(text: &str) -> bool {
    let reasons = reasons(text);
    let own = if reasons.is_empty() {
        text.split('{').next().unwrap_or_default()
    } else {
        &reasons
    };
    is_foreign_script(own) || is_foreign_language(own)
}

/// The texts of all fields named `reason`, found without parsing: an answer
/// may be cut or malformed. Escapes stay as they are written.
fn reasons(text: &str) -> String {
    let mut found = String::new();
    for after in text.split("\"reason\"").skip(1) {
        let value = after.trim_start_matches([' ', '\n', '\t', ':']);
        let Some(value) = value.strip_prefix('"') else {
            continue;
        };
        found.push_str(value.split('"').next().unwrap_or_default());
        found.push('\n');
    }
    found
}

/// More than a third of the letters are not Latin.
fn is_foreign_script(text: &str) -> bool {
    let (mut letters, mut foreign) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        // Latin letters end at U+024F, apart from a few ligatures; Greek ones
        // are units and names.
        foreign += usize::from(u32::from(c) > 0x03FF);
    }
    letters >= FEW_LETTERS && foreign * 3 > letters
}

fn is_foreign_language(text: &str) -> bool {
    let (mut english, mut foreign) = (0_usize, 0_usize);
    for word in text.split(|c: char| !c.is_alphabetic()) {
        english += usize::from(ENGLISH.contains(&word));
        foreign += usize::from(FOREIGN.contains(&word));
    }
    foreign >= FEW_FOREIGN && foreign > english * 2
}
