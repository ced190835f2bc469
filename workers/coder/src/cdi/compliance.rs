//! What makes a query compliant, as far as its words and answers show it.
//!
//! Every gap passes here before it is kept, whoever wrote it: a check, or the
//! model.
//!
//! Source: ACDIS/AHIMA, Guidelines for Achieving a Compliant Query Practice
//! (2022 update): clinical indicators in every query; no mention of
//! reimbursement or of quality measures; clinically significant and reasonable
//! options with "other" and "unable to determine"; yes/no queries only for what
//! is documented already, its presence on admission, its cause or a conflict.

use chartfleet_model::{Gap, GapKind};

use super::query::{OTHER, UNDETERMINED};

/// Why a query may not be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing of the record prompts it.
    NoIndicators,
    /// It offers fewer than two answers of its own.
    FewOptions,
    /// "Other" and "unable to determine" are not its last answers.
    NoWayOut,
    /// The same answer is offered twice.
    RepeatedOption,
    /// It speaks of payment, of severity levels or of quality measures.
    NamesImpact,
    /// It tells the provider what to write.
    Leading,
    /// It asks for yes or no where only an open answer is allowed.
    YesNo,
    /// It is no question.
    NotAQuestion,
}

/// Words that a query never has, each in lower case, as whole words.
const IMPACT: &[&str] = &[
    "payment",
    "payments",
    "pay",
    "pays",
    "paid",
    "payer",
    "reimbursement",
    "reimburse",
    "revenue",
    "drg",
    "drgs",
    "ms-drg",
    "relative weight",
    "cc",
    "ccs",
    "mcc",
    "mccs",
    "comorbidity level",
    "severity level",
    "severity of illness",
    "risk of mortality",
    "soi",
    "rom",
    "quality score",
    "quality scores",
    "quality measure",
    "quality measures",
    "core measure",
    "psi",
    "hac",
    "hospital-acquired condition",
    "hcc",
    "risk adjustment",
    "case mix",
    "cmi",
    "audit",
    "denial",
    "billing",
    "bill",
    "optimize",
];

/// Wordings that put the answer in the provider's mouth.
const LEADING: &[&str] = &[
    "please document",
    "please add",
    "please indicate that",
    "you should",
    "should be documented",
    "must be documented",
    "needs to be documented",
    "would you agree",
    "do you agree",
    "don't you",
    "isn't it",
    "as evidenced by the obvious",
    "clearly has",
    "obviously",
    "to support the",
    "in order to code",
    "so that we can code",
];

/// Beginnings of questions that yes or no answers.
const YES_NO: &[&str] = &[
    "is ", "was ", "were ", "are ", "does ", "did ", "do ", "has ", "have ", "had ", "can ",
    "could ", "would ", "should ",
];

/// What is wrong with a query; empty where it may be sent.
#[must_use]
pub fn faults(gap: &Gap) -> Vec<Fault> {
    let texts: Vec<String> = [&gap.topic, &gap.question]
        .into_iter()
        .chain(gap.options.iter().map(|option| &option.text))
        .chain(gap.indicators.iter().map(|indicator| &indicator.label))
        .map(|text| text.to_lowercase())
        .collect();
    let any = |words: &[&str]| {
        texts
            .iter()
            .any(|text| words.iter().any(|word| says(text, word)))
    };
    let own = own_options(gap);
    let question = gap.question.to_lowercase();
    let asked = without_preamble(&question);
    let is_yes_no = YES_NO.iter().any(|start| asked.starts_with(start));
    let checks = [
        (Fault::NoIndicators, gap.indicators.is_empty()),
        (Fault::FewOptions, own.is_none_or(|own| own < 2)),
        (Fault::NoWayOut, own.is_none()),
        (Fault::RepeatedOption, repeats(gap)),
        (Fault::NamesImpact, any(IMPACT)),
        (Fault::Leading, any(LEADING)),
        (Fault::YesNo, is_yes_no && !allows_yes_no(gap.kind)),
        (Fault::NotAQuestion, !question.contains('?')),
    ];
    let broken = checks.into_iter().filter(|&(_, is_broken)| is_broken);
    broken.map(|(fault, _)| fault).collect()
}

/// The question without "based on your clinical judgment," before it.
fn without_preamble(question: &str) -> &str {
    match question.split_once(", ") {
        Some((preamble, asked)) if preamble.starts_with("based on") => asked,
        _ => question,
    }
}

/// How many answers stand before the two that every query ends with; `None`
/// where it does not end with them.
fn own_options(gap: &Gap) -> Option<usize> {
    let mut texts = gap.options.iter().rev().map(|option| &*option.text);
    let ends = texts.next() == Some(UNDETERMINED) && texts.next() == Some(OTHER);
    ends.then(|| gap.options.len() - 2)
}

fn repeats(gap: &Gap) -> bool {
    let mut texts: Vec<String> = gap.options.iter().map(|o| o.text.to_lowercase()).collect();
    let offered = texts.len();
    texts.sort_unstable();
    texts.dedup();
    texts.len() < offered
}

/// Where yes and no are answers: about what is documented already.
const fn allows_yes_no(kind: GapKind) -> bool {
    matches!(
        kind,
        GapKind::Poa | GapKind::CausalLink | GapKind::Conflict | GapKind::ClinicalValidity
    )
}

/// Whether the text holds the words, whole.
fn says(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text
            .get(at + found.len()..)
            .and_then(|after| after.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests;
