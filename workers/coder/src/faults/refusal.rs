//! Answers that decline, in the words that models decline with.

/// A refusal says so at once.
const HEAD: usize = 600;

/// Said by who does not do it.
const UNWILLING: &[&str] = &[
    "i can't",
    "i cannot",
    "i can not",
    "i'm unable",
    "i am unable",
    "i'm not able",
    "i am not able",
    "i won't",
    "i will not",
    "i must decline",
    "i have to decline",
    "i decline",
    "i'm sorry, but",
    "i am sorry, but",
    "i apologize, but",
    "i'm not comfortable",
    "i don't feel comfortable",
    "we cannot",
    "we are unable",
];

/// What is not done.
const DEED: &[&str] = &[
    "assist",
    "help",
    "provid",
    "comply",
    "fulfil",
    "process",
    "code",
    "coding",
    "diagnos",
    "answer",
    "respond",
    "continue",
    "complete",
    "request",
    "medical advice",
    "health information",
];

/// Refusals in themselves.
const PLAIN: &[&str] = &[
    "as an ai",
    "as a language model",
    "as a large language model",
    "against my guidelines",
    "violates my guidelines",
    "content policy",
    "usage policies",
];

/// Whether a text that is no JSON declines to answer.
pub(super) fn declines(text: &str) -> bool {
    let head = text.chars().take(HEAD).map(|c| match c {
        '\u{2019}' => '\'',
        c => c.to_ascii_lowercase(),
    });
    let head: String = head.collect();
    if PLAIN.iter().any(|plain| head.contains(plain)) {
        return true;
    }
    let after = UNWILLING.iter().filter_map(|unwilling| {
        let at = head.find(unwilling)?;
        head.get(at + unwilling.len()..)
    });
    let mut after = after;
    after.any(|rest| {
        let sentence = rest.split(['.', '\n']).next().unwrap_or_default();
        DEED.iter().any(|deed| sentence.contains(deed))
    })
}
