//! Abbreviations and short names of the ward, as words of the titles.

use super::token::Token;

/// What a word stands for, in lower-case words of the titles.
pub(super) fn words_of(word: &str) -> Option<&'static [&'static str]> {
    EXPANSIONS
        .iter()
        .find(|(short, _)| word.eq_ignore_ascii_case(short))
        .map(|(_, long)| *long)
}

/// The stage in a word such as `CKD3b`.
pub(super) fn stage_of(word: &str) -> Option<&str> {
    let stage = word
        .strip_prefix("CKD")
        .or_else(|| word.strip_prefix("ckd"))?;
    (!stage.is_empty()).then_some(stage)
}

/// Words said together, and the word of the titles for them.
const PHRASES: &[(&[&str], &str)] = &[
    (&["blood", "loss"], "posthemorrhagic"),
    (&["reduced", "ejection", "fraction"], "systolic"),
    (&["preserved", "ejection", "fraction"], "diastolic"),
];

/// Puts the word of the titles where a phrase stands.
pub(super) fn replace_phrases(tokens: &mut Vec<Token>) {
    for (said, means) in PHRASES {
        let said: Vec<Token> = said.iter().map(|word| Token::of(word)).collect();
        let at = tokens
            .windows(said.len())
            .position(|window| window == said.as_slice());
        if let Some(at) = at {
            tokens.splice(at..at + said.len(), [Token::of(means)]);
        }
    }
}

const EXPANSIONS: &[(&str, &[&str])] = &[
    ("aki", &["acute", "kidney", "failure"]),
    ("arf", &["acute", "failure"]),
    ("atn", &["acute", "tubular", "necrosis"]),
    ("af", &["atrial", "fibrillation"]),
    ("afib", &["atrial", "fibrillation"]),
    ("fib", &["fibrillation"]),
    ("paf", &["paroxysmal", "atrial", "fibrillation"]),
    ("hf", &["heart", "failure"]),
    ("chf", &["congestive", "heart", "failure"]),
    ("adhf", &["acute", "heart", "failure"]),
    ("hfref", &["systolic", "heart", "failure"]),
    ("hfmref", &["systolic", "heart", "failure"]),
    ("hfpef", &["diastolic", "heart", "failure"]),
    ("ckd", &["chronic", "kidney", "disease"]),
    ("esrd", &["end", "stage", "kidney", "disease"]),
    ("mdd", &["major", "depressive", "disorder"]),
    ("gad", &["generalized", "anxiety", "disorder"]),
    ("ptsd", &["post", "traumatic", "stress", "disorder"]),
    (
        "mrsa",
        &["methicillin", "resistant", "staphylococcus", "aureus"],
    ),
    (
        "mssa",
        &["methicillin", "susceptible", "staphylococcus", "aureus"],
    ),
    ("staph", &["staphylococcus"]),
    ("strep", &["streptococcus"]),
    ("pneumococcal", &["streptococcus", "pneumonia"]),
    ("pneumococcus", &["streptococcus", "pneumonia"]),
    ("pneumo", &["pneumonia"]),
    ("coli", &["escherichia", "coli"]),
    ("ecoli", &["escherichia", "coli"]),
    ("candida", &["candidal"]),
    ("covid", &["coronavirus", "covid"]),
    (
        "nstemi",
        &["non", "st", "elevation", "myocardial", "infarction"],
    ),
    ("stemi", &["st", "elevation", "myocardial", "infarction"]),
    ("mi", &["myocardial", "infarction"]),
    ("cva", &["cerebral", "infarction"]),
    ("stroke", &["cerebral", "infarction"]),
    ("ischaemic", &["ischemic"]),
    ("dvt", &["acute", "embolism", "thrombosis", "deep", "veins"]),
    ("pe", &["pulmonary", "embolism"]),
    ("oa", &["osteoarthritis"]),
    ("osa", &["obstructive", "sleep", "apnea"]),
    ("gerd", &["gastro", "esophageal", "reflux", "disease"]),
    ("copd", &["chronic", "obstructive", "pulmonary", "disease"]),
    ("dm", &["diabetes", "mellitus"]),
    ("cancer", &["malignant", "neoplasm"]),
    ("carcinoma", &["malignant", "neoplasm"]),
    ("adenocarcinoma", &["malignant", "neoplasm"]),
    ("uti", &["urinary", "tract", "infection"]),
    ("stone", &["calculus"]),
    ("stones", &["calculus"]),
    ("ida", &["iron", "deficiency", "anemia"]),
    ("t1dm", &["type", "1", "diabetes"]),
    ("t2dm", &["type", "2", "diabetes"]),
];
