//! Words as the index is searched by: lower case, plural and spelling folded,
//! the same for the printed rows and for what is asked.

/// Words that join others and are neither looked for nor missed. "Without" is
/// not among them: it decides codes.
const JOINING: [&str; 27] = [
    "a", "also", "an", "and", "any", "as", "at", "because", "by", "due", "during", "for", "from",
    "has", "in", "into", "is", "of", "on", "or", "see", "than", "that", "the", "to", "with", "was",
];

/// Words of the tabular list's and index's own manner, which a chart seldom
/// says: missing, they cost next to nothing.
const FORMAL: [&str; 12] = [
    "classified",
    "elsewhere",
    "nec",
    "no",
    "nos",
    "organism",
    "part",
    "site",
    "specified",
    "type",
    "unspecified",
    "encounter",
];

/// The words of a text, folded, joining words left out.
pub(crate) fn folded(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && *word != "s")
        .map(fold)
        .filter(|word| !is_joining(word))
}

/// Whether a word only joins others.
pub(crate) fn is_joining(word: &str) -> bool {
    JOINING.contains(&word)
}

/// Whether a word belongs to the manner of the books rather than to a chart.
pub(crate) fn is_formal(word: &str) -> bool {
    FORMAL.contains(&word)
}

/// What a printed word costs, in thousandths, that was not asked for.
pub(crate) fn cost(word: &str) -> u8 {
    match word {
        _ if is_formal(word) => 2,
        "other" | "underlying" | "induced" | "sequela" => 120,
        _ => 30,
    }
}

/// One word, folded. Plurals lose their ending, British spelling becomes
/// American, Roman numerals of types and stages become digits. Folding need
/// not give a word, only the same for all forms of one.
pub(crate) fn fold(word: &str) -> String {
    let mut word = word.to_lowercase();
    match word.as_str() {
        "ii" => return "2".to_owned(),
        "iii" => return "3".to_owned(),
        _ => {}
    }
    for (british, american) in [("haem", "hem"), ("oedem", "edem"), ("tumour", "tumor")] {
        if word.contains(british) {
            word = word.replace(british, american);
        }
    }
    if word.ends_with("aemia") {
        word = word.replace("aemia", "emia");
    }
    let strip = if word.len() > 4 && word.ends_with("ies") {
        word.truncate(word.len() - 3);
        word.push('y');
        0
    } else if word.ends_with("sses") {
        2
    } else if word.len() > 3
        && word.ends_with('s')
        && !["ss", "us", "is"].iter().any(|end| word.ends_with(end))
    {
        1
    } else {
        0
    };
    word.truncate(word.len() - strip);
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_fold_to_one() {
        for (one, other) in [
            ("Kidneys", "kidney"),
            ("abscesses", "Abscess"),
            ("injuries", "injury"),
            ("anaemia", "anemia"),
            ("II", "2"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
        assert_ne!(fold("pancreas"), fold("pancreatic"));
        assert_eq!(fold("uterus"), "uterus");
    }

    #[test]
    fn joining_words_are_left_out_but_without_is_kept() {
        let words: Vec<_> = folded("Complication(s) (from) (of) crush, without wound").collect();
        assert_eq!(words, ["complication", "crush", "without", "wound"]);
    }
}
