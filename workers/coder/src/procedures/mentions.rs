//! Where a record tells of procedures, and the codes that each telling fits.

use chartfleet_codes::CodeTables;
use chartfleet_model::{Code, Evidence};
use jiff::civil::Date;

use super::ProcedureHit;
use super::book::{Book, Match, Rule, Use};
use super::services::Services;
use super::standing::{self, Standing};
use super::words::{Clause, Token, WordId};
use crate::record::{Page, Record};

/// Codes that fit one telling, at most.
const MOST_CODES: usize = 8;
/// Codes of a site's file for one clause, at most.
const MOST_SERVICES: usize = 3;

/// One telling of a procedure.
#[derive(Debug)]
pub(super) struct Mention<'b> {
    /// What fits, likeliest first.
    pub(super) codes: Vec<Code>,
    pub(super) evidence: Evidence,
    /// Whether the first of its codes is what was done.
    pub(super) is_asserted: bool,
    /// Which procedure it tells of.
    pub(super) procedure: u32,
    /// The rule that says it, where it is not of a site's file.
    rule: Option<&'b Rule>,
    /// How many characters words chose.
    pub(super) chosen: usize,
    /// The better, the earlier it is offered.
    score: (Standing, Use, usize),
}

impl Mention<'_> {
    /// One of its codes as found.
    pub(super) fn hit(&self, code: &Code, asserted: bool) -> ProcedureHit {
        let title = self.rule.map(|rule| rule.title(code.as_str()));
        ProcedureHit {
            code: code.clone(),
            evidence: self.evidence,
            asserted,
            title: title.unwrap_or_default(),
        }
    }
}

/// The tellings of procedures of an inpatient, best first.
pub(super) fn of_inpatient<'b>(
    book: &'b Book,
    tables: &CodeTables,
    record: &Record<'_>,
    on: Date,
) -> Vec<Mention<'b>> {
    let mut mentions: Vec<Mention<'b>> = Vec::new();
    for page in &record.pages {
        let clauses = book.words.clauses(&page.document.text);
        let around: Vec<WordId> = if standing::is_operative(page) {
            let tokens = clauses.iter().flat_map(|clause| &clause.tokens);
            tokens
                .map(|token| token.word)
                .filter(|word| *word != 0)
                .collect()
        } else {
            Vec::new()
        };
        for clause in &clauses {
            // Many rules name one word: how it stands is read once.
            let mut known: Vec<(usize, Standing)> = Vec::new();
            for said in book.said_in(clause) {
                let Some(evidence) = evidence(page, clause, &said.places) else {
                    continue;
                };
                let read = known.iter().find(|(head, _)| *head == said.head);
                let Some(named) = clause.tokens.get(said.head).map(|token| &token.span) else {
                    continue;
                };
                let standing = read.map_or_else(
                    || standing::of(record, page, (evidence, named), clause),
                    |(_, standing)| *standing,
                );
                if read.is_none() {
                    known.push((said.head, standing));
                }
                if standing > Standing::NotDone {
                    let told = Told {
                        evidence,
                        standing,
                        page,
                    };
                    mentions.extend(mention(tables, on, (clause, &said, &around), &told));
                }
            }
        }
    }
    // Stable: equals stay in the order of the record.
    mentions.sort_by_key(|mention| std::cmp::Reverse(mention.score));
    mentions
}

/// How and where a procedure is told.
struct Told<'p, 'c> {
    evidence: Evidence,
    standing: Standing,
    page: &'p Page<'c>,
}

fn mention<'b>(
    tables: &CodeTables,
    on: Date,
    (clause, said, around): (&Clause, &Match<'b>, &[WordId]),
    told: &Told<'_, '_>,
) -> Option<Mention<'b>> {
    let rule = said.rule;
    let settled = rule.pattern.settle(clause, said.head, around);
    let fitting = tables.pcs_fitting(&settled.code, on, MOST_CODES);
    let likely = if settled.likely == settled.code {
        Vec::new()
    } else {
        tables.pcs_fitting(&settled.likely, on, MOST_CODES)
    };
    let is_settled = fitting.len() == 1;
    let is_asserted = is_settled
        && match rule.usage {
            Use::Report => told.standing >= Standing::Told,
            Use::Section => told.standing == Standing::Reported,
            Use::Offer => false,
        }
        && said.is_close()
        && !is_of_anesthesia(told.page, &settled.code)
        && !(settled.code.starts_with('1') && standing::tells_of_child(clause));
    let mut codes: Vec<Code> = Vec::new();
    for code in likely.into_iter().chain(fitting).map(Code::Icd10Pcs) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes.truncate(MOST_CODES);
    (!codes.is_empty()).then_some(Mention {
        codes,
        evidence: told.evidence,
        is_asserted,
        procedure: rule.procedure,
        rule: Some(rule),
        chosen: settled.chosen,
        score: (told.standing, rule.usage, said.places.len()),
    })
}

/// A tube and a ventilator of the operating room are part of the anesthesia.
fn is_of_anesthesia(page: &Page<'_>, code: &str) -> bool {
    standing::is_operative(page) && (code.starts_with("0BH1") || code.starts_with("5A19"))
}

/// The services that the site's files name, for those who are no inpatients.
pub(super) fn of_services<'b>(
    book: &Book,
    services: &Services,
    record: &Record<'_>,
) -> Vec<Mention<'b>> {
    let mut mentions: Vec<(f32, Mention<'b>)> = Vec::new();
    for page in &record.pages {
        for clause in book.words.clauses(&page.document.text) {
            let said = services.said_in(&clause);
            if said.is_empty() {
                continue;
            }
            let all: Vec<usize> = (0..clause.tokens.len()).collect();
            let Some(evidence) = evidence(page, &clause, &all) else {
                continue;
            };
            // Codes of one clause are mostly known by the same word.
            let mut standings: Vec<(usize, Standing)> = Vec::new();
            for said in said.into_iter().take(MOST_SERVICES) {
                let Some(named) = clause.spans.get(said.place) else {
                    continue;
                };
                let known = standings.iter().find(|(place, _)| *place == said.place);
                let standing = known.map_or_else(
                    || standing::of(record, page, (evidence, named), &clause),
                    |(_, standing)| *standing,
                );
                standings.push((said.place, standing));
                if standing == Standing::NotDone {
                    continue;
                }
                let mention = Mention {
                    codes: vec![said.code.clone()],
                    evidence,
                    is_asserted: said.share >= 1.0
                        && standing == Standing::Reported
                        && is_service(said.code),
                    procedure: 0,
                    rule: None,
                    chosen: 0,
                    score: (standing, Use::Offer, 0),
                };
                mentions.push((said.share, mention));
            }
        }
    }
    mentions.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| y.score.cmp(&x.score)));
    mentions.into_iter().map(|(_, mention)| mention).collect()
}

/// Whether a code is of what is done, not of a supply.
fn is_service(code: &Code) -> bool {
    matches!(code, Code::Cpt(_)) || code.as_str().starts_with('G')
}

/// From the first to the last of the words at `places`.
fn evidence(page: &Page<'_>, clause: &Clause, places: &[usize]) -> Option<Evidence> {
    let token = |place: &usize| clause.tokens.get(*place);
    let tokens = || places.iter().filter_map(token);
    let start = tokens().map(|token: &Token| token.span.start).min()?;
    let end = tokens().map(|token: &Token| token.span.end).max()?;
    Some(Evidence {
        document: page.number,
        start: u32::try_from(start).ok()?,
        end: u32::try_from(end).ok()?,
    })
}
