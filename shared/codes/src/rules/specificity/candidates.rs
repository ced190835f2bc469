//! The more specific codes that the documentation of a code names.

use chartfleet_model::Sex;

use super::elsewhere::{BY_WORD, places};
use super::official::{Fit, fit, fit_all, tokens};
use super::said::{Said, is_weak};
use super::token::Token;
use super::{counts, is_claimed};
use crate::codeset::{CodeSet, contains};
use crate::rules::{ClaimView, Diagnosis};
use crate::tables::{CmEntry, NoteKind};

/// Most codes that are offered.
const MOST_OFFERS: usize = 5;

/// Codes that say more, best first.
pub(super) struct Specific<'c> {
    pub(super) codes: Vec<&'c str>,
    /// Whether all their words stand in phrases of the quote.
    pub(super) plain: bool,
}

/// Where titles say no more of a condition, or rules of their own do: symptoms
/// as such, poisonings, external causes, contacts, newborns; pressure ulcers,
/// whose stages have a rule.
const ELSEWHERE: CodeSet<6> =
    CodeSet::of(["L89", "P00-P96", "R00-R99", "T36-T88", "V00-Y99", "Z00-Z99"]);

/// Codes that are not offered by words alone: `left ventricular` is said of
/// ejection, too.
const NEVER: CodeSet<1> = CodeSet::of(["I50.1"]);

/// A code and how its wording fits.
#[derive(Clone, Copy)]
struct Candidate<'c> {
    code: &'c str,
    fit: Fit,
    plain: bool,
}

/// The more specific codes; `None` where the code leaves nothing open.
pub(super) fn specific<'c>(
    claim: &ClaimView<'c>,
    diagnosis: &Diagnosis<'c>,
) -> Option<Specific<'c>> {
    let entry = diagnosis.entry?;
    if diagnosis.is(&ELSEWHERE) || !leaves_open(entry.title()) {
        return None;
    }
    let base = tokens(entry.title());
    let all = all_said(claim, diagnosis, &words_of(&entry));
    let mut best: Vec<Candidate<'c>> = Vec::new();
    for said in &all {
        let mut here = fitting(claim, diagnosis, &base, said);
        here.extend(by_word(claim, diagnosis, said));
        if here
            .iter()
            .any(|candidate| is_claimed(claim, candidate.code))
        {
            return None;
        }
        best.extend(most_specific(&here));
    }
    Some(offered(&best))
}

/// The codes of the documented type or stage, where the code is of another.
pub(super) fn another<'c>(claim: &ClaimView<'c>, diagnosis: &Diagnosis<'c>) -> Vec<&'c str> {
    let Some(entry) = diagnosis.entry.filter(|_| !diagnosis.is(&ELSEWHERE)) else {
        return Vec::new();
    };
    let coded: Vec<Token> = tokens(entry.title())
        .into_iter()
        .filter(|token| token.counts.is_some())
        .collect();
    if coded.is_empty() {
        return Vec::new();
    }
    let mut base = tokens(entry.title());
    let all = all_said(claim, diagnosis, &words_of(&entry));
    let contradicts = |said: &Said| {
        coded.iter().any(|token| said.bit(*token).is_some())
            || !coded
                .iter()
                .any(|token| said.own().any(|other| other.counts_as(*token)))
    };
    if all.is_empty() || all.iter().any(contradicts) {
        return Vec::new();
    }
    base.retain(|token| token.counts.is_none());
    let mut best = Vec::new();
    for said in &all {
        let numbers: u64 = said
            .own()
            .filter(|other| coded.iter().any(|token| other.counts_as(*token)))
            .filter_map(|other| said.bit(other))
            .fold(0, |bits, bit| bits | bit);
        let mut here = fitting(claim, diagnosis, &base, said);
        here.extend(other_type(claim, diagnosis, &base, said));
        here.retain(|candidate| candidate.fit.found & numbers != 0);
        best.extend(most_specific(&here));
    }
    offered(&best).codes
}

/// Diabetes of type 1 and of type 2 is subdivided alike.
fn other_type<'c>(
    claim: &ClaimView<'c>,
    diagnosis: &Diagnosis<'c>,
    base: &[Token],
    said: &Said,
) -> Option<Candidate<'c>> {
    let code = diagnosis.code.as_str();
    let other = code
        .strip_prefix("E11")
        .map(|rest| format!("E10{rest}"))
        .or_else(|| code.strip_prefix("E10").map(|rest| format!("E11{rest}")))?;
    let entry = claim.tables.cm_text(&other)?;
    candidate(claim, entry, base, said)
}

/// What each mention says that says something beside the coded title.
fn all_said(claim: &ClaimView<'_>, diagnosis: &Diagnosis<'_>, base: &[Token]) -> Vec<Said> {
    diagnosis
        .mentions
        .iter()
        .filter(|mention| !mention.quote.is_empty() && counts(claim, mention))
        .map(|mention| Said::of(mention, base, claim.is_inpatient()))
        .filter(|said| said.says_more_than(base))
        .collect()
}

/// The codes of the category, and of those that it points to, whose words are
/// all said.
fn fitting<'c>(
    claim: &ClaimView<'c>,
    diagnosis: &Diagnosis<'c>,
    base: &[Token],
    said: &Said,
) -> Vec<Candidate<'c>> {
    let Some(category) = std::iter::successors(diagnosis.entry, CmEntry::parent).last() else {
        return Vec::new();
    };
    let own = std::iter::once(category).chain(category.descendants());
    let elsewhere = places(diagnosis.key)
        .flat_map(|(from, to)| claim.tables.cm_between(from, to))
        .filter(|entry| entry.key() != diagnosis.key);
    own.filter(|entry| entry.key() != diagnosis.key && same_encounter(entry.key(), diagnosis.key))
        .filter_map(|entry| candidate(claim, entry, base, said).map(|fits| (entry, fits)))
        .filter(|(entry, _)| !loses(*entry, base, said))
        .map(|(_, fits)| fits)
        .chain(elsewhere.filter_map(|entry| candidate(claim, entry, base, said)))
        .collect()
}

/// Whether the code leaves out what the coded title names and is said.
fn loses(entry: CmEntry<'_>, base: &[Token], said: &Said) -> bool {
    let kept = words_of(&entry);
    let named = said.own().filter(|token| base.contains(token));
    named.filter(|token| !kept.contains(token)).any(|token| {
        !is_weak(token) || opposite_course(token).is_some_and(|other| kept.contains(&other))
    })
}

/// `acute` to `chronic`, and back.
fn opposite_course(token: Token) -> Option<Token> {
    let [acute, chronic] = ["acute", "chronic"].map(Token::of);
    match token {
        token if token == acute => Some(chronic),
        token if token == chronic => Some(acute),
        _ => None,
    }
}

/// Whether both have the same seventh character, or neither has one.
fn same_encounter(one: u64, other: u64) -> bool {
    one.to_be_bytes().get(6) == other.to_be_bytes().get(6)
}

fn candidate<'c>(
    claim: &ClaimView<'_>,
    entry: CmEntry<'c>,
    base: &[Token],
    said: &Said,
) -> Option<Candidate<'c>> {
    // Reading wordings is dear: what cannot be offered is not read.
    if !entry.billable(claim.on)
        || contains(NEVER.ranges(), entry.key())
        || !suits(claim.patient.sex, entry.title())
    {
        return None;
    }
    let fit = wordings(entry)
        .filter_map(|wording| fit(wording, base, said))
        .max_by_key(|fit| (fit.says(), fit.keeps()))
        .or_else(|| fit_of_header(entry, base, said))?;
    let says_more = fit.found & !said.bits_of(&SIDES) != 0;
    says_more.then(|| Candidate {
        code: entry.code(),
        fit,
        plain: said.is_quoted(fit.found),
    })
}

const SIDES: [&str; 4] = ["left", "right", "bilateral", "both"];

/// The fit of an inclusion term of the header, where the code says nothing
/// beside its header that is not said.
fn fit_of_header(entry: CmEntry<'_>, base: &[Token], said: &Said) -> Option<Fit> {
    let header = entry.parent()?;
    wordings(header).skip(1).find_map(|term| {
        let of_term = fit(term, base, said)?;
        let mut base = base.to_vec();
        base.extend(tokens(header.title()));
        base.extend(tokens(term));
        fit_all(entry.title(), &base, said).map(|of_title| of_term.and(of_title))
    })
}

/// Whether a title is of the patient's sex, or of none.
fn suits(sex: Sex, title: &str) -> bool {
    match sex {
        Sex::Male => !title.contains("female"),
        Sex::Female => !title.contains(" male "),
        Sex::Unknown => true,
    }
}

/// Codes that a word of the ward stands for.
fn by_word<'c>(
    claim: &ClaimView<'c>,
    diagnosis: &Diagnosis<'_>,
    said: &Said,
) -> Vec<Candidate<'c>> {
    BY_WORD
        .iter()
        .filter(|(from, _, _)| contains(from, diagnosis.key))
        .filter_map(|(_, words, code)| {
            let found = words
                .iter()
                .try_fold(0, |bits, word| Some(bits | said.bit(Token::of(word))?))?;
            let entry = claim.tables.cm_text(code)?;
            (entry.billable(claim.on) && said.is_of_it(found, found)).then(|| Candidate {
                code: entry.code(),
                fit: Fit::of_word(found),
                plain: said.is_quoted(found),
            })
        })
        .collect()
}

/// Those of which no other says more, and of those that say the same the ones
/// that keep most of the coded title.
fn most_specific<'c>(candidates: &[Candidate<'c>]) -> Vec<Candidate<'c>> {
    let is_beaten = |one: &Candidate<'_>| {
        candidates.iter().any(|other| {
            let more = one.fit.found != other.fit.found && one.fit.found & !other.fit.found == 0;
            let keeps_more =
                one.fit.found == other.fit.found && other.fit.keeps() > one.fit.keeps();
            more || keeps_more
        })
    };
    candidates
        .iter()
        .filter(|one| !is_beaten(one))
        .copied()
        .collect()
}

fn offered<'c>(best: &[Candidate<'c>]) -> Specific<'c> {
    let mut ranked = best.to_vec();
    ranked.sort_by_key(|candidate| (!candidate.plain, std::cmp::Reverse(candidate.fit.says())));
    let mut codes: Vec<&'c str> = Vec::new();
    let first = ranked.first();
    let plain = first.is_some_and(|candidate| candidate.plain);
    // What says much less than the best is of a passing word.
    let least = first.map_or(0, |candidate| candidate.fit.says() - 1);
    let worth = |one: &&Candidate<'_>| one.plain == plain && one.fit.says() >= least.max(1);
    for candidate in ranked.iter().filter(worth) {
        if codes.len() < MOST_OFFERS && !codes.contains(&candidate.code) {
            codes.push(candidate.code);
        }
    }
    Specific { codes, plain }
}

/// Whether a title leaves something open, or denies something.
fn leaves_open(title: &str) -> bool {
    ["nspecified", "not specified", "ithout", "uncomplicated"]
        .iter()
        .any(|open| title.contains(open))
}

/// The words of a code's title and inclusion terms.
fn words_of(entry: &CmEntry<'_>) -> Vec<Token> {
    wordings(*entry).flat_map(tokens).collect()
}

fn wordings<'c>(entry: CmEntry<'c>) -> impl Iterator<Item = &'c str> {
    let terms = entry
        .notes()
        .filter_map(|(kind, text)| (kind == NoteKind::Inclusion).then_some(text));
    std::iter::once(entry.title()).chain(terms)
}
