//! The phrases that change how a finding is meant, and how far each reaches.
//!
//! Where several begin at one word the longest counts, so that "not ruled out"
//! is a doubt and "no change" nothing at all.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::super::sentence::Word;
use super::Assertion;
use crate::record::prospect;

/// How far a phrase reaches over the words after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ahead {
    /// Not at all.
    Nothing,
    /// So many words of its own part between commas.
    Clause(usize),
    /// So many words.
    Words(usize),
    /// A few words, and on through the short items of a list.
    List,
    /// To the end of what is told of a relative.
    Relative,
}

/// What a phrase does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trigger {
    /// How the findings that it reaches are meant.
    pub(super) assertion: Assertion,
    pub(super) ahead: Ahead,
    /// How many words before it, within its part between commas.
    pub(super) back: usize,
    /// Whether it reaches back over a list.
    pub(super) back_over_list: bool,
}

/// Phrases that do the same.
struct Group {
    phrases: &'static [&'static str],
    trigger: Trigger,
}

const fn ahead(phrases: &'static [&'static str], assertion: Assertion, ahead: Ahead) -> Group {
    reaching(phrases, assertion, ahead, 0)
}

const fn back(phrases: &'static [&'static str], assertion: Assertion, words: usize) -> Group {
    reaching(phrases, assertion, Ahead::Nothing, words)
}

const fn reaching(
    phrases: &'static [&'static str],
    assertion: Assertion,
    ahead: Ahead,
    back: usize,
) -> Group {
    let trigger = Trigger {
        assertion,
        ahead,
        back,
        back_over_list: false,
    };
    Group { phrases, trigger }
}

const fn over_list(group: Group) -> Group {
    Group {
        trigger: Trigger {
            back_over_list: true,
            ..group.trigger
        },
        ..group
    }
}

/// Look like denials, and say nothing of the findings around them.
const NOTHING: &[&str] = &[
    "no change",
    "no changes",
    "not change",
    "no increase",
    "no improvement",
    "not improve",
    "no doubt",
    "no relief",
    "no response",
    "not respond",
    "not only",
    "not just",
    "not increase",
    "gram negative",
    "rh negative",
    "triple negative",
    "receptor negative",
    "coagulase negative",
    "negative pressure",
    "risk factor",
    "risk factors",
    "day history",
    "days history",
    "week history",
    "weeks history",
    "month history",
    "months history",
    "year history",
    "years history",
    "hour history",
    "hours history",
    "history of present",
    "high risk",
    "low risk",
];

const GROUPS: &[Group] = &[
    ahead(NOTHING, Assertion::Present, Ahead::Nothing),
    ahead(
        &[
            "no",
            "not",
            "without",
            "w o",
            "denies",
            "denied",
            "deny",
            "denying",
            "absence",
            "negative for",
            "neg for",
            "nor",
            "neither",
            "never",
            "excluding",
            "free of",
            "free from",
            "lack",
            "lacks",
            "lacking",
            "discarded",
            "excluded",
            "no longer",
        ],
        Assertion::Negated,
        Ahead::List,
    ),
    // Words of a compound: "non-healing ulcer", "negative cultures".
    ahead(&["non"], Assertion::Negated, Ahead::Clause(1)),
    reaching(
        &["negative", "absent"],
        Assertion::Negated,
        Ahead::Clause(4),
        3,
    ),
    ahead(
        &[
            "ruling out",
            "rules out",
            "low suspicion for",
            "low suspicion of",
            "low concern for",
        ],
        Assertion::Negated,
        Ahead::Clause(4),
    ),
    reaching(
        &["unlikely", "unlikely to be", "less likely", "not likely"],
        Assertion::Negated,
        Ahead::Clause(4),
        4,
    ),
    back(
        &["was denied", "is denied", "were denied", "neg"],
        Assertion::Negated,
        4,
    ),
    reaching(
        &[
            "ruled out",
            "ruled out for",
            "r o d",
            "was excluded",
            "has been excluded",
        ],
        Assertion::Negated,
        Ahead::Clause(5),
        6,
    ),
    over_list(back(
        &[
            "were ruled out",
            "were excluded",
            "were discarded",
            "were negative",
            "were absent",
        ],
        Assertion::Negated,
        8,
    )),
    ahead(
        &[
            "possible",
            "possibly",
            "probable",
            "probably",
            "suspect",
            "suspicion",
            "suspicious",
            "suggestive",
            "suggesting",
            "suggest",
            "suggests",
            "potential",
            "potentially",
            "thought",
            "questionable",
            "rule out",
            "r o",
            "to exclude",
            "cannot exclude",
            "cannot rule out",
            "can t rule out",
            "compatible",
            "consistent with",
            "concern",
            "concerning",
            "likely",
            "presumed",
            "presumptive",
            "may be",
            "might be",
            "could be",
            "may represent",
            "could represent",
            "might represent",
        ],
        Assertion::Uncertain,
        Ahead::Words(5),
    ),
    ahead(
        &["differential", "differential diagnosis", "ddx"],
        Assertion::Uncertain,
        Ahead::List,
    ),
    reaching(&["suspected"], Assertion::Uncertain, Ahead::Words(5), 3),
    reaching(&["versus", "vs"], Assertion::Uncertain, Ahead::Words(5), 4),
    over_list(back(
        &[
            "is suspected",
            "was suspected",
            "are suspected",
            "were suspected",
            "is possible",
            "is probable",
            "is likely",
            "cannot be ruled out",
            "can t be ruled out",
            "cannot be excluded",
            "could not be ruled out",
            "could not be excluded",
            "not ruled out",
            "not excluded",
            "not been ruled out",
            "not been excluded",
            "to be ruled out",
            "to be excluded",
        ],
        Assertion::Uncertain,
        6,
    )),
    ahead(
        &[
            "history of",
            "hx of",
            "hx",
            "h o",
            "s p",
            "status post",
            "prior",
            "previous",
            "remote",
            "past",
        ],
        Assertion::Past,
        Ahead::Clause(4),
    ),
    ahead(
        &[
            "risk of",
            "risks of",
            "risk for",
            "risks include",
            "risks including",
            "likelihood of",
            "possibility of",
            "chance of",
            "chances of",
            "evaluate for",
            "evaluation for",
            "assess for",
            "look for",
            "check for",
            "test for",
            "tested for",
            "screen for",
            "screening for",
            "screened for",
        ],
        Assertion::Hypothetical,
        Ahead::List,
    ),
    back(&["years ago", "year ago", "months ago"], Assertion::Past, 6),
    ahead(
        prospect::PREVENTED,
        Assertion::Hypothetical,
        Ahead::Clause(6),
    ),
    ahead(
        prospect::CONDITIONS,
        Assertion::Hypothetical,
        Ahead::Words(6),
    ),
    back(prospect::MEASURES, Assertion::Hypothetical, 4),
    ahead(
        &[
            "family history",
            "family hx",
            "family background",
            "family antecedents",
            "familial history",
            "familial background",
            "familial antecedents",
            "family member",
            "family members",
            "fh",
            "fhx",
            "fmh",
        ],
        Assertion::Family,
        Ahead::Relative,
    ),
    over_list(back(
        &["in the family", "in his family", "in her family"],
        Assertion::Family,
        8,
    )),
];

/// A phrase, its words after the first, and what it does.
type Known = (Box<[&'static str]>, Trigger);

/// The phrases by their first word, the longest first.
static BY_FIRST: LazyLock<FxHashMap<&str, Vec<Known>>> = LazyLock::new(|| {
    let mut by_first: FxHashMap<&str, Vec<Known>> = FxHashMap::default();
    for group in GROUPS {
        for phrase in group.phrases {
            let mut words = phrase.split(' ');
            let first = words.next().unwrap_or_default();
            let known = by_first.entry(first).or_default();
            known.push((words.collect(), group.trigger));
        }
    }
    for known in by_first.values_mut() {
        known.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
    }
    by_first
});

/// What the longest phrase does that begins at a word, and of how many words it
/// is; a phrase may do several things.
pub(super) fn at(sentence: &[Word], at: usize) -> Option<(usize, impl Iterator<Item = Trigger>)> {
    let (first, after) = sentence.get(at..)?.split_first()?;
    let known = BY_FIRST.get(first.folded.as_str())?;
    let begins = |rest: &[&str]| {
        rest.len() <= after.len() && rest.iter().zip(after).all(|(a, b)| *a == b.folded)
    };
    let (longest, _) = known.iter().find(|(rest, _)| begins(rest))?;
    let same = known.iter().filter(move |(rest, _)| rest == longest);
    Some((longest.len() + 1, same.map(|(_, trigger)| *trigger)))
}
