//! Codes of which one says "with" what the other says "without": the titles
//! differ in that word alone.

use chartfleet_model::FindingSeverity::Warning;

use super::{Check, ClaimView, Found, Rule};

pub(super) const RULES: &[Check] = &[WITH_AND_WITHOUT, DOCUMENTED_WITHOUT];

const WITH_AND_WITHOUT: Check = Check {
    rule: Rule {
        id: "contradictions.with_and_without",
        severity: Warning,
        source: "Guidelines I.A.7 and I.A.15; ICD-10-CM tabular list, titles",
        looks_for: "two codes whose titles differ in \"with\" and \"without\" alone",
        remedy: "Keep the code that says what this encounter found.",
    },
    look: with_and_without,
};

const DOCUMENTED_WITHOUT: Check = Check {
    rule: Rule {
        id: "contradictions.documented_without",
        severity: Warning,
        source: "Guidelines I.A.15 and I.A.19; ICD-10-CM tabular list, titles",
        looks_for: "a code that is with what its own documentation says it is without",
        remedy: "Choose the code of the condition without it.",
    },
    look: documented_without,
};

fn with_and_without(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for without in &claim.diagnoses {
        if !without.title().contains(WITHOUT) {
            continue;
        }
        let with = without.title().replacen(WITHOUT, " with ", 1);
        let mut others = claim.diagnoses.iter();
        if let Some(other) = others.find(|other| other.title() == with) {
            found.report(
                format!(
                    "{} says that it is with what {} says it is without",
                    other.code, without.code
                ),
                [without.code, other.code],
            );
        }
    }
}

const WITHOUT: &str = " without ";
const WITH: &str = " with ";

/// Words shorter than this tell no condition.
const SHORTEST: usize = 4;

fn documented_without(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for diagnosis in &claim.diagnoses {
        let title = diagnosis.title().to_lowercase();
        let with = title.split(WITHOUT).next().unwrap_or_default();
        let Some((_, with)) = with.split_once(WITH) else {
            continue;
        };
        let mut mentions = diagnosis.mentions.iter();
        if mentions.any(|mention| denies(&mention.quote.to_lowercase(), with)) {
            found.report(
                format!(
                    "{} is with what its documentation says is not there",
                    diagnosis.code
                ),
                [diagnosis.code],
            );
        }
    }
}

/// Whether a quote says that it is without what a title is with.
fn denies(quote: &str, with: &str) -> bool {
    let Some((has, lacks)) = quote.split_once(WITHOUT) else {
        return false;
    };
    let ends = |end: &&str| lacks.contains(*end);
    let end = [". ", ";", " with ", " but ", " due "]
        .into_iter()
        .find(ends);
    let lacks = end.and_then(|end| lacks.split(end).next()).unwrap_or(lacks);
    // A comma ends what is denied, unless it is a list: `a, b or c`.
    let is_list = lacks.contains(" or ");
    let lacks = lacks
        .split(',')
        .next()
        .filter(|_| !is_list)
        .unwrap_or(lacks);
    let named: Vec<&str> = words(with).collect();
    words(lacks).any(|word| named.contains(&word) && !words(has).any(|other| other == word))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() >= SHORTEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_quote_is_without_is_not_what_a_title_may_be_with() {
        let quote = "diverticulitis without perforation, abscess or bleeding";
        assert!(denies(quote, "perforation and abscess"));
        assert!(denies("hypoglycemia without coma", "coma"));
        assert!(!denies("ketoacidosis without coma", "ketoacidosis"));
        assert!(!denies(
            "copd with exacerbation without pneumonia",
            "acute exacerbation"
        ));
        assert!(!denies(
            "laceration without foreign body, initial encounter",
            "initial damage"
        ));
        assert!(!denies(
            "bleeding without ulcer, then perforation",
            "perforation"
        ));
    }
}
