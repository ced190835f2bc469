//! What the words around a quote say of it: certain, uncertain, absent, past,
//! or of a relative.
//!
//! Reads the sentence of a mention, nothing else: a word counts when it stands
//! within a few words of the quote, and no word that opens another thought
//! stands between. Where the words leave doubt, nothing is said: a wrong
//! finding costs more than a missed one.
//!
//! Source: the terms of Guidelines II.H and IV.H, and how clinicians write.

mod abbreviations;
mod absent;
mod past;
mod said;
mod short_of;
mod spots;
mod time;
mod uncertain;

use super::{Diagnosis, Mention};

pub(super) use abbreviations::stands_for;
pub use said::Said;
pub(super) use spots::{LACKING, terms};

/// A mention cut into words and the punctuation that separates phrases.
pub(crate) struct Wording<'m> {
    /// The words before the quote, then the quote.
    upto: Vec<&'m str>,
    /// Where the quote begins in `upto`.
    start: usize,
    /// The words after the quote.
    after: Vec<&'m str>,
}

/// How far a word reaches.
#[derive(Clone, Copy)]
struct Reach {
    /// Most words between it and the quote.
    words: usize,
    /// Words that end its reach.
    stops: &'static [&'static str],
    /// Whether it reaches over a comma.
    over_commas: bool,
}

impl<'m> Wording<'m> {
    /// The words of a mention.
    pub(super) fn of(mention: &Mention<'m>) -> Self {
        let mut upto: Vec<&str> = words(mention.before).collect();
        let start = upto.len();
        upto.extend(words(mention.quote));
        Self {
            upto,
            start,
            after: words(mention.after).collect(),
        }
    }

    /// The same words with less of the quote: what it leaves stands before and
    /// after it.
    fn narrowed(&self, from: usize, to: usize) -> Self {
        let (start, end) = (self.start + from, self.start + to);
        let behind = self.upto.get(end..).unwrap_or_default();
        Self {
            upto: self.upto.get(..end).unwrap_or_default().to_vec(),
            start,
            after: behind.iter().chain(&self.after).copied().collect(),
        }
    }

    /// The words of the quote.
    pub(super) fn quote(&self) -> &[&'m str] {
        self.upto.get(self.start..).unwrap_or_default()
    }

    /// The words before the quote.
    pub(super) fn before(&self) -> &[&'m str] {
        self.upto.get(..self.start).unwrap_or_default()
    }

    /// The words after the quote.
    pub(super) fn after(&self) -> &[&'m str] {
        &self.after
    }

    /// The words of the sentence.
    pub(super) fn sentence(&self) -> impl Iterator<Item = &'m str> {
        self.upto.iter().chain(&self.after).copied()
    }

    /// Whether a word of the sentence begins with one of `stems`.
    pub(super) fn sentence_has(&self, stems: &[&str]) -> bool {
        self.sentence()
            .any(|word| stems.iter().any(|stem| starts_with(word, stem)))
    }

    /// Documented as probable, suspected, likely and the like.
    pub(super) fn is_uncertain(&self) -> bool {
        if self.is_absent() || self.is_ruled_out() {
            return false;
        }
        let reach = Reach {
            words: 3,
            stops: uncertain::UNCERTAIN_STOPS,
            over_commas: false,
        };
        self.preceded(uncertain::UNCERTAIN, reach)
            .is_some_and(|at| !self.modified(at, uncertain::NOT_UNCERTAIN))
            || self.followed(uncertain::UNCERTAIN_AFTER) && !self.followed(uncertain::LINK_AFTER)
    }

    /// Documented as ruled out, not merely to be ruled out.
    pub(super) fn is_ruled_out(&self) -> bool {
        let reach = Reach {
            words: 3,
            stops: uncertain::UNCERTAIN_STOPS,
            over_commas: false,
        };
        let before = self
            .preceded(absent::RULED_OUT, reach)
            .is_some_and(|at| !self.modified(at, absent::NOT_RULED_OUT));
        let of_another = self.before().iter().rev().take(4);
        let itself = !of_another
            .into_iter()
            .any(|w| is_any(w, absent::OF_ANOTHER));
        before || itself && self.followed(absent::RULED_OUT_AFTER)
    }

    /// Documented as absent or unlikely.
    pub(super) fn is_absent(&self) -> bool {
        let denial = Reach {
            words: 10,
            stops: absent::ABSENT_STOPS,
            over_commas: true,
        };
        if self.preceded(absent::DENIED, denial).is_some() {
            return true;
        }
        let lists = |word: &str| is_any(word, &["or", "nor"]);
        let listed =
            self.before().iter().any(|w| lists(w)) || self.after.iter().take(6).any(|w| lists(w));
        let absence = Reach {
            words: if listed { 10 } else { 3 },
            stops: absent::ABSENT_STOPS,
            over_commas: listed,
        };
        let one_thought = |at: usize| {
            let between = self.upto.get(at..self.start).unwrap_or_default();
            !between.iter().any(|word| is_any(word, &["and"]))
        };
        let absent = self
            .preceded(absent::ABSENT, absence)
            .is_some_and(|at| one_thought(at) && !self.continued(at, absent::NOT_ABSENT));
        let unlikely = Reach {
            words: 2,
            stops: uncertain::UNCERTAIN_STOPS,
            over_commas: false,
        };
        let unlikely = self
            .preceded(absent::UNLIKELY, unlikely)
            .is_some_and(|at| !self.modified(at, &["no", "without"]));
        let now = self
            .after
            .first()
            .is_some_and(|word| is_any(word, absent::ONLY_NOW));
        absent && !now || unlikely || self.followed(absent::UNLIKELY_AFTER)
    }

    /// Documented of a relative.
    pub(super) fn is_of_family(&self) -> bool {
        let reach = Reach {
            words: 12,
            stops: past::FAMILY_STOPS,
            over_commas: true,
        };
        // `Personal or family history` is the patient's too.
        self.preceded(past::FAMILY, reach)
            .is_some_and(|at| !self.modified(at, &["or", "and"]))
            || self.followed(past::FAMILY_AFTER)
    }

    /// Documented as a thing of the past. `resolved` counts where what was
    /// treated and gone is no longer reported.
    pub(super) fn is_past(&self, resolved: bool) -> bool {
        if self.is_present() || self.is_of_family() || self.is_absent() {
            return false;
        }
        let reach = Reach {
            words: 4,
            stops: past::PAST_STOPS,
            over_commas: false,
        };
        let past = self.preceded(past::PAST, reach).is_some_and(|at| {
            !self.modified(at, past::NOT_PAST) && !self.continued(at, past::NOT_PAST_NEXT)
        });
        let adjacent = Reach { words: 1, ..reach };
        let old = self
            .preceded(past::OLD, adjacent)
            .is_some_and(|at| !self.modified(at, past::NOT_OLD));
        past || old
            || resolved
                && (self.followed(past::RESOLVED_AFTER)
                    || self.preceded(&["resolved"], adjacent).is_some())
    }

    /// Where one of the phrases begins that reaches the quote from before it,
    /// or opens it.
    fn preceded(&self, phrases: &[&str], reach: Reach) -> Option<usize> {
        (0..=self.start).rev().find(|&at| {
            let here = self.upto.get(at..).unwrap_or_default();
            phrases.iter().any(|phrase| {
                let Some(length) = opens(here, phrase) else {
                    return false;
                };
                let next = self.upto.get(at + length);
                let opens_quote =
                    at == self.start && next.is_some_and(|word| !is_any(word, reach.stops));
                let reaches = at + length <= self.start
                    && reach.spans(self.upto.get(at + length..self.start).unwrap_or_default());
                opens_quote || reaches
            })
        })
    }

    /// Whether one of the phrases ends the quote, or begins what follows it.
    fn followed(&self, phrases: &[&str]) -> bool {
        let ends_quote = |phrase: &&str| {
            let at = self.upto.len().saturating_sub(phrase.split(' ').count());
            let quoted = self.upto.get(self.start..at).unwrap_or_default();
            let verdict_on_it = quoted
                .split_last()
                .is_some_and(|(_, quoted)| !quoted.contains(&","));
            verdict_on_it
                && opens(self.upto.get(at..).unwrap_or_default(), phrase).is_some()
                && !self.modified(at, absent::TAKEN_BACK)
        };
        let begins = |phrase: &&str| opens(&self.after, phrase).is_some();
        // `pneumonia, unlikely`: a verdict of its own, not the next in a list.
        let apart = |phrase: &&str| match self.after.split_first() {
            Some((&("," | "("), rest)) => opens(rest, phrase)
                .is_some_and(|length| matches!(rest.get(length), None | Some(&("," | ")")))),
            _ => false,
        };
        let said = |phrase: &&str| {
            self.after.is_empty() && ends_quote(phrase) || begins(phrase) || apart(phrase)
        };
        phrases.iter().any(said)
    }

    /// Whether one of the words stands right before place `at`.
    fn modified(&self, at: usize, by: &[&str]) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.upto.get(before));
        before.is_some_and(|word| {
            is_any(word, by) || word.rsplit('-').next().is_some_and(|w| is_any(w, by))
        })
    }

    /// Whether one of the words stands right after place `at`.
    fn continued(&self, at: usize, by: &[&str]) -> bool {
        let mut next = self.upto.iter().skip(at + 1).take(2);
        next.any(|word| is_any(word, by))
    }
}

impl Reach {
    /// Whether the words between let it reach the quote.
    fn spans(self, between: &[&str]) -> bool {
        between.len() <= self.words
            && between.iter().all(|word| match *word {
                "," => self.over_commas,
                ":" | "(" | ")" => false,
                word => !is_any(word, self.stops),
            })
    }
}

/// Whether the words around every mention of a diagnosis say so. False where it
/// has no mention with words.
pub(super) fn all_say<'c>(diagnosis: &Diagnosis<'c>, say: impl Fn(&Wording<'c>) -> bool) -> bool {
    !diagnosis.mentions.is_empty()
        && every(diagnosis.wordings.get_or_init(|| spots::of(diagnosis)), say)
}

/// Whether every quote of a diagnosis, taken whole, says so.
pub(super) fn all_quotes_say<'c>(
    diagnosis: &Diagnosis<'c>,
    say: impl Fn(&Wording<'c>) -> bool,
) -> bool {
    every(&spots::whole(diagnosis), say)
}

fn every<'c>(wordings: &[Wording<'c>], say: impl Fn(&Wording<'c>) -> bool) -> bool {
    !wordings.is_empty() && wordings.iter().all(say)
}

/// Beginnings of words that name no condition by themselves.
const PLAIN: &[&str] = &[
    "unspe", "other", "speci", "elsew", "class", "encou", "initi", "subse", "disor", "disea",
    "condi", "syndr", "due t", "witho", "chron", "acute", "right", "left", "bilat", "level",
    "measu", "abnor",
];

/// Whether the quote holds a word of the titles, in whatever form.
pub(super) fn names(quote: &[&str], titles: &[&str]) -> bool {
    let named = stems(titles);
    let mut told = quote.iter().filter_map(|word| stem(word));
    told.any(|word| named.contains(&word))
}

/// How the words of titles begin that name a condition.
pub(super) fn stems(titles: &[&str]) -> Vec<String> {
    titles
        .iter()
        .flat_map(|title| title.split(|c: char| !c.is_alphanumeric()))
        .filter_map(stem)
        .filter(|stem| !PLAIN.contains(&stem.as_str()))
        .collect()
}

/// How a word begins: words that begin alike are one word in several forms.
fn stem(word: &str) -> Option<String> {
    const LENGTH: usize = 5;
    word.get(..LENGTH).map(str::to_ascii_lowercase)
}

/// Whether a word of the quote is an abbreviation in capitals, as diseases and
/// findings often are.
pub(super) fn is_abbreviated(quote: &[&str]) -> bool {
    quote.iter().any(|word| {
        (2..=6).contains(&word.len())
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    })
}

/// The words of a text, and the punctuation that separates phrases as words of
/// its own.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .flat_map(|chunk| chunk.split_inclusive([',', ':', '(', ')']))
        .flat_map(|piece| {
            let mark = piece.len() - usize::from(piece.ends_with([',', ':', '(', ')']));
            let (word, mark) = piece.split_at_checked(mark).unwrap_or((piece, ""));
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            [word, mark]
        })
        .filter(|word| !word.is_empty())
}

/// How many words the phrase takes at the start of `words`, or `None`.
fn opens(words: &[&str], phrase: &str) -> Option<usize> {
    let mut length = 0;
    for wanted in phrase.split(' ') {
        let word = words.get(length)?;
        if !word.eq_ignore_ascii_case(wanted) {
            return None;
        }
        length += 1;
    }
    Some(length)
}

pub(super) fn is_any(word: &str, words: &[&str]) -> bool {
    words.iter().any(|other| word.eq_ignore_ascii_case(other))
}

fn starts_with(word: &str, stem: &str) -> bool {
    word.get(..stem.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(stem))
}

#[cfg(test)]
mod tests;
