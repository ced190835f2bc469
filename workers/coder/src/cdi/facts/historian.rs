//! Relatives: those whose diseases are told, and those who tell the patient's.

/// Words of relatives.
const KIN: &[&str] = &[
    "mother",
    "father",
    "brother",
    "sister",
    "sibling",
    "siblings",
    "uncle",
    "aunt",
    "grandmother",
    "grandfather",
    "cousin",
    "family",
    "maternal",
    "paternal",
];

/// What a relative does who tells of the patient, or is with them.
const TELLS: &[&str] = &[
    "reports",
    "reported",
    "reporting",
    "states",
    "stated",
    "notes",
    "noted",
    "noticed",
    "found",
    "brought",
    "says",
    "said",
    "describes",
    "described",
    "endorses",
    "endorsed",
    "denies",
    "confirms",
    "confirmed",
    "called",
    "concerned",
    "worried",
    "feels",
    "felt",
    "saw",
    "witnessed",
    "observed",
    "bedside",
    "member",
    "members",
    "meeting",
    "discussion",
    "updated",
    "medicine",
    "physician",
    "practice",
];

/// Whether a word names a relative whose own health the words around it tell:
/// not "family reports", "per his mother", "brought in by her brother".
/// `before` is nearest first, `after` in reading order.
pub(in crate::cdi) fn is_kin<'a>(
    word: &str,
    before: impl Iterator<Item = &'a str>,
    after: impl Iterator<Item = &'a str>,
) -> bool {
    if !KIN.contains(&word) {
        return false;
    }
    let mut before = before.filter(|word| !matches!(*word, "his" | "her" | "the" | "their" | "pt"));
    let is_source = before
        .next()
        .is_some_and(|word| matches!(word, "by" | "per" | "from" | "to"));
    let tells = after
        .take(2)
        .any(|word| TELLS.contains(&word) || word.starts_with("corroborat"));
    !is_source && !tells
}

#[cfg(test)]
mod tests {
    use super::is_kin;

    fn is_of_kin(text: &str) -> bool {
        let words: Vec<&str> = text.split(' ').collect();
        (0..words.len()).any(|at| {
            let (before, after) = (words[..at].iter().rev(), words[at + 1..].iter());
            is_kin(words[at], before.copied(), after.copied())
        })
    }

    #[test]
    fn a_relative_who_tells_of_the_patient_is_not_the_one_who_is_ill() {
        for text in [
            "family reports confusion",
            "per his mother he was confused",
            "brought by family",
            "mother found him lethargic",
            "wife reports he became confused",
            "family at bedside",
        ] {
            assert!(!is_of_kin(text), "{text}");
        }
        for text in [
            "mother had pneumonia",
            "family history of sepsis",
            "maternal aunt with dementia",
        ] {
            assert!(is_of_kin(text), "{text}");
        }
    }
}
