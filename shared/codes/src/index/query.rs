//! What is looked for: the words of a query, with the official words that
//! stand for what wards and patients say.

use super::words;

/// Most words of a query that are looked at: one bit each.
pub(crate) const MOST_WORDS: usize = 32;

/// Words as they are said, folded, and as the books print them. Longer phrases
/// come first: they win over their parts.
const SAID: [(&str, &str); 44] = [
    ("community acquired", ""),
    ("hospital acquired", ""),
    ("history of present illness", ""),
    ("high blood pressure", "hypertension"),
    ("low blood pressure", "hypotension"),
    ("high cholesterol", "hypercholesterolemia"),
    ("low blood sugar", "hypoglycemia"),
    ("broken", "fracture"),
    ("fx", "fracture"),
    ("afib", "atrial fibrillation"),
    ("af", "atrial fibrillation"),
    ("aki", "acute kidney failure"),
    ("ards", "acute respiratory distress syndrome"),
    ("bph", "benign prostatic hyperplasia"),
    ("cad", "atherosclerotic heart disease coronary"),
    ("chf", "congestive heart failure"),
    ("ckd", "chronic kidney disease"),
    ("copd", "chronic obstructive pulmonary disease"),
    ("cva", "cerebral infarction"),
    ("dka", "diabetes ketoacidosis"),
    ("dm", "diabetes mellitus"),
    ("dm2", "diabetes mellitus type 2"),
    ("dm1", "diabetes mellitus type 1"),
    ("dvt", "acute embolism thrombosis deep vein"),
    ("esrd", "end stage renal disease"),
    ("gerd", "gastro esophageal reflux disease"),
    ("gib", "gastrointestinal hemorrhage"),
    ("hfpef", "diastolic heart failure"),
    ("hfref", "systolic heart failure"),
    ("hld", "hyperlipidemia"),
    ("htn", "hypertension"),
    ("ibs", "irritable bowel syndrome"),
    ("mi", "myocardial infarction"),
    ("mvc", "accident motor vehicle"),
    ("nstemi", "non st elevation myocardial infarction"),
    ("osa", "obstructive sleep apnea"),
    ("pe", "pulmonary embolism"),
    ("ra", "rheumatoid arthritis"),
    ("sah", "subarachnoid hemorrhage"),
    ("sob", "shortness breath"),
    ("stemi", "st elevation myocardial infarction"),
    ("tia", "transient cerebral ischemic attack"),
    ("t2dm", "diabetes mellitus type 2"),
    ("uti", "urinary tract infection"),
];

/// Words of which one may stand for the other. The first is what is asked,
/// the second what is printed.
const ALIKE: [(&str, &str); 45] = [
    ("cancer", "malignant"),
    ("carcinoma", "malignant"),
    ("tumor", "neoplasm"),
    ("tumor", "malignant"),
    ("kidney", "renal"),
    ("renal", "kidney"),
    ("heart", "cardiac"),
    ("heart", "myocardial"),
    ("cardiac", "heart"),
    ("liver", "hepatic"),
    ("hepatic", "liver"),
    ("lung", "pulmonary"),
    ("pulmonary", "lung"),
    ("stomach", "gastric"),
    ("gastric", "stomach"),
    ("brain", "cerebral"),
    ("cerebral", "brain"),
    ("infarction", "infarct"),
    ("bleeding", "hemorrhage"),
    ("bleed", "hemorrhage"),
    ("hemorrhage", "bleeding"),
    ("clot", "thrombosis"),
    ("belly", "abdominal"),
    ("stroke", "infarction"),
    ("attack", "infarction"),
    ("dependent", "dependence"),
    ("failure", "insufficiency"),
    ("overdose", "poisoning"),
    ("eye", "ocular"),
    ("skin", "cutaneous"),
    ("sacrum", "sacral"),
    ("femur", "femoral"),
    ("spine", "spinal"),
    ("artery", "arterial"),
    ("vein", "venous"),
    ("bowel", "intestine"),
    ("bowel", "intestinal"),
    ("jaw", "mandible"),
    ("leg", "extremity"),
    ("arm", "extremity"),
    ("collarbone", "clavicle"),
    ("shin", "tibia"),
    ("kneecap", "patella"),
    ("womb", "uterus"),
    ("bladder", "vesical"),
];

/// A query, folded.
#[derive(Debug, Default)]
pub(crate) struct Query {
    words: Vec<Wanted>,
}

#[derive(Debug)]
struct Wanted {
    word: String,
    alike: Vec<&'static str>,
}

/// Which words of a query a text holds: one bit a word, exactly and loosely.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Covered {
    pub(crate) exact: u32,
    pub(crate) loose: u32,
}

impl Covered {
    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            exact: self.exact | other.exact,
            loose: self.loose | other.loose,
        }
    }

    pub(crate) const fn any(self) -> u32 {
        self.exact | self.loose
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.any() == 0
    }
}

impl Query {
    /// Reads what was asked.
    pub(crate) fn new(text: &str) -> Self {
        let mut said: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && *word != "s")
            .map(words::fold)
            .collect();
        said.truncate(MOST_WORDS * 2);
        for (phrase, printed) in SAID {
            replace(&mut said, phrase, printed);
        }
        let mut query = Self::default();
        for word in said {
            let known = query.words.iter().any(|wanted| wanted.word == word);
            if words::is_joining(&word) || known || query.words.len() == MOST_WORDS {
                continue;
            }
            let alike = ALIKE.iter().filter(|(asked, _)| *asked == word);
            let alike = alike.map(|(_, printed)| *printed).collect();
            query.words.push(Wanted { word, alike });
        }
        query
    }

    /// How many words are looked for.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// Which of the words a printed word (folded) answers.
    pub(crate) fn covered(&self, printed: &str) -> Covered {
        let mut covered = Covered::default();
        for (number, wanted) in self.words.iter().enumerate() {
            let bit = 1_u32 << number;
            if wanted.word == printed {
                covered.exact |= bit;
            } else if wanted.is_like(printed) {
                covered.loose |= bit;
            }
        }
        covered
    }

    /// The words that only belong to the manner of the books, such as `nos`.
    pub(crate) fn formal(&self) -> u32 {
        let words = self.words.iter().enumerate();
        words
            .filter(|(_, wanted)| words::is_formal(&wanted.word))
            .fold(0, |bits, (number, _)| bits | 1 << number)
    }

    /// The words that one of a list of folded words answers exactly.
    pub(crate) fn named_by(&self, list: &[&str]) -> u32 {
        let words = self.words.iter().enumerate();
        words
            .filter(|(_, wanted)| list.contains(&wanted.word.as_str()))
            .fold(0, |bits, (number, _)| bits | 1 << number)
    }
}

impl Wanted {
    /// Begins it, is another form of it, ends it (`neuropathy`, `polyneuropathy`), or
    /// stands for it.
    fn is_like(&self, printed: &str) -> bool {
        let asked = self.word.as_str();
        (asked.len() > 2 && printed.starts_with(asked))
            || are_forms(asked, printed)
            || (asked.len() > 4 && printed.len() > asked.len() + 2 && printed.ends_with(asked))
            || self.alike.contains(&printed)
    }
}

/// Whether two words begin alike and end shortly after: `hypertensive` and
/// `hypertension`.
fn are_forms(one: &str, other: &str) -> bool {
    let pairs = one.bytes().zip(other.bytes());
    let same = pairs.take_while(|(a, b)| a == b).count();
    let is_short = |word: &str| word.len() - same <= 3;
    (same > 5 && is_short(one) && is_short(other))
        || (same > 4 && same == other.len() && is_short(one))
}

/// Puts what is printed in the place of what is said.
fn replace(said: &mut Vec<String>, phrase: &str, printed: &str) {
    let parts: Vec<_> = phrase.split(' ').map(words::fold).collect();
    let mut at = 0;
    while let Some(window) = said.get(at..at + parts.len()) {
        if window == parts {
            let words = printed.split(' ').filter(|word| !word.is_empty());
            said.splice(at..at + parts.len(), words.map(words::fold));
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let query = Query::new(text);
        query.words.into_iter().map(|wanted| wanted.word).collect()
    }

    #[test]
    fn what_wards_say_is_read_as_what_is_printed() {
        assert_eq!(words("the CKD"), ["chronic", "kidney", "disease"]);
        assert_eq!(words("community-acquired pneumonia"), ["pneumonia"]);
        assert_eq!(words("the broken hip"), ["fracture", "hip"]);
    }

    #[test]
    fn a_word_is_answered_by_its_forms() {
        let query = Query::new("neuropathy fractures renal");
        let bits = |word| {
            let covered = query.covered(word);
            (covered.exact, covered.loose)
        };
        assert_eq!(bits("neuropathy"), (1, 0));
        assert_eq!(bits("polyneuropathy"), (0, 1));
        assert_eq!(bits("fracture"), (2, 0));
        assert_eq!(bits("kidney"), (0, 4));
        assert_eq!(bits("hernia"), (0, 0));
    }

    #[test]
    fn a_query_of_many_words_is_cut_not_refused() {
        let long: Vec<_> = (0..200).map(|n| format!("word{n}x")).collect();
        assert_eq!(Query::new(&long.join(" ")).len(), MOST_WORDS);
    }
}
