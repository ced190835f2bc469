//! Relatives: what they have, and when they only speak or come along.

use super::super::sentence::{Gap, Word};
use super::{Assertion, ENDS_FAMILY, Mark, is};

const KIN: &[&str] = &[
    "mother",
    "mothers",
    "mom",
    "father",
    "fathers",
    "dad",
    "brother",
    "brothers",
    "sister",
    "sisters",
    "sibling",
    "siblings",
    "uncle",
    "uncles",
    "aunt",
    "aunts",
    "grandmother",
    "grandmothers",
    "grandfather",
    "grandfathers",
    "grandparent",
    "grandparents",
    "parent",
    "parents",
    "cousin",
    "cousins",
    "son",
    "sons",
    "daughter",
    "daughters",
    "nephew",
    "niece",
    "relative",
    "relatives",
];
/// Shortly before a relative: the patient is in company.
const COMPANY: &[&str] = &["by", "with", "from", "to", "per"];
/// Shortly after a relative: the relative tells of the patient, cares for the
/// patient, or is no person at all.
const SPEAKS: &[&str] = &[
    "reports",
    "reported",
    "report",
    "states",
    "stated",
    "says",
    "said",
    "notes",
    "noted",
    "noticed",
    "notices",
    "denies",
    "denied",
    "describes",
    "described",
    "brought",
    "brings",
    "called",
    "thinks",
    "thought",
    "believes",
    "feels",
    "felt",
    "concerned",
    "worried",
    "observed",
    "found",
    "gave",
    "provided",
    "confirms",
    "confirmed",
    "refers",
    "referred",
    "consulted",
    "accompanied",
    "bedside",
    "endorses",
    "adds",
    "went",
    "took",
    "hospital",
    "university",
];
/// How far before and after a relative these stand.
const NEAR: usize = 2;
/// How far before a relative stands what the relative has.
const BACK: usize = 6;

/// What a relative at a word has: what follows, or before "in her mother" what
/// precedes.
pub(super) fn at(sentence: &[Word], at: usize) -> Option<Mark> {
    let word = sentence.get(at).filter(|word| is(word, KIN))?;
    let before = sentence.get(..at).unwrap_or_default();
    let after = sentence.get(at + 1..).unwrap_or_default();
    let near = || before.iter().rev().take(NEAR);
    let scope = if near().any(|word| is(word, &["in"])) {
        let to = before.iter().rposition(|word| is(word, &["in"]))?;
        back(sentence, to)
    } else {
        let in_company = word.gap == Gap::None && near().any(|word| is(word, COMPANY));
        let speaks = after.iter().take(NEAR).any(|word| is(word, SPEAKS));
        if in_company || speaks {
            return None;
        }
        let owned = after
            .iter()
            .take_while(|word| word.gap < Gap::Semicolon && !is(word, ENDS_FAMILY));
        at + 1..at + 1 + owned.count()
    };
    Some(Mark {
        trigger: at..at + 1,
        scope,
        assertion: Assertion::Family,
    })
}

fn back(sentence: &[Word], end: usize) -> std::ops::Range<usize> {
    let mut gap = Gap::None;
    let owned = sentence
        .get(..end)
        .unwrap_or_default()
        .iter()
        .rev()
        .take(BACK);
    let owned = owned.take_while(|word| {
        let open = gap == Gap::None && !is(word, ENDS_FAMILY);
        gap = word.gap;
        open
    });
    end - owned.count()..end
}
