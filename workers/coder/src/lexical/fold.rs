//! Words to their dictionary form.
//!
//! The same folding is applied to the official terms and to the note, so it
//! has to be consistent rather than linguistically right: British spelling,
//! plurals (English, Latin, Greek) and the regular adjective endings
//! (necrotic, necrosis; arthritic, arthritis) meet in one form.

/// Lower case, without accents.
pub(crate) fn fold(word: &str) -> String {
    word.chars().map(plain).collect()
}

/// The unaccented lower-case letter of the accented ones that medical English
/// borrows (Sjögren, Ménière, Guillain-Barré).
fn plain(c: char) -> char {
    match c {
        'á' | 'à' | 'ä' | 'â' | 'ã' | 'å' | 'Á' | 'À' | 'Ä' | 'Â' | 'Å' => 'a',
        'é' | 'è' | 'ë' | 'ê' | 'É' | 'È' | 'Ë' => 'e',
        'í' | 'ì' | 'ï' | 'î' | 'Í' => 'i',
        'ó' | 'ò' | 'ö' | 'ô' | 'õ' | 'ø' | 'Ó' | 'Ö' | 'Ø' => 'o',
        'ú' | 'ù' | 'ü' | 'û' | 'Ú' | 'Ü' => 'u',
        'ñ' | 'Ñ' => 'n',
        'ç' | 'Ç' => 'c',
        c => c.to_ascii_lowercase(),
    }
}

/// An ending, what replaces it, and the shortest word it is replaced in.
const ENDINGS: &[(&str, &str, usize)] = &[
    ("ostases", "ostasis", 9),
    ("astases", "astasis", 9),
    ("oses", "osis", 7),
    ("yses", "ysis", 7),
    ("itides", "itis", 8),
    ("omata", "oma", 7),
    ("mata", "ma", 7),
    ("ies", "y", 5),
    ("sses", "ss", 6),
    ("shes", "sh", 6),
    ("ches", "ch", 6),
    ("xes", "x", 5),
    ("otic", "osis", 7),
    ("itic", "itis", 7),
    ("emic", "emia", 6),
    ("plegic", "plegia", 8),
    ("ectatic", "ectasis", 9),
    ("plastic", "plasia", 9),
    ("trophic", "trophy", 9),
];

/// The dictionary form of a folded word.
pub(crate) fn stem(folded: &str) -> String {
    let mut word = folded.replace("ae", "e").replace("oe", "e");
    for british in ["our", "ours"] {
        if word.len() > british.len() + 2 && word.ends_with(british) {
            word.truncate(word.len() - british.len());
            word.push_str("or");
        }
    }
    for (ending, to, shortest) in ENDINGS {
        if word.len() >= *shortest
            && let Some(base) = word.strip_suffix(ending)
        {
            return format!("{base}{to}");
        }
    }
    let singular = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    if word.len() > 3 && word.ends_with('s') && !singular {
        word.pop();
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_plurals_and_adjectives_meet() {
        for (a, b) in [
            ("oedema", "edema"),
            ("tumours", "tumor"),
            ("haemorrhages", "hemorrhage"),
            ("metastases", "metastasis"),
            ("necrotic", "necrosis"),
            ("arthritic", "arthritis"),
            ("anaemic", "anemia"),
            ("biopsies", "biopsy"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} and {b}");
        }
    }

    #[test]
    fn words_that_end_like_plurals_are_kept() {
        for word in ["pus", "pelvis", "abscess", "virus", "diagnosis"] {
            assert_eq!(stem(word), word);
        }
    }

    #[test]
    fn accents_fold_to_plain_letters() {
        assert_eq!(fold("Sjögren"), "sjogren");
        assert_eq!(fold("MÉNIÈRE"), "meniere");
    }
}
