//! Procedures that the notes of a chart tell: ICD-10-PCS for inpatients, codes
//! of the site's CPT and HCPCS files for others.
//!
//! ```text
//! notes ─▶ clauses ─▶ rules said ─▶ characters ─▶ done here? ─▶ bundled ─▶ candidates
//!          synonyms   most words    words choose   not planned,  away       asserted first
//!                     claim         or open        past, denied
//! ```
//!
//! Invariants:
//! - A code is asserted only where words or a guideline settle all of its
//!   characters (Guidelines A11: no code is invented for what is not said);
//!   else the codes that fit what is said are candidates.
//! - Only codes that may be billed on the day.
//! - Nothing of CPT is part of the program: without a site's file there are no
//!   CPT or HCPCS codes here.
//! - No rule was computed from coded notes; which wordings to add was judged by
//!   misses on the train split of CodiEsp and on the demo charts.
//!
//! Source: ICD-10-PCS Official Guidelines, B2 to B6; NCCI Policy Manual.

mod book;
mod bundling;
mod hours;
mod mentions;
mod pattern;
mod services;
mod standing;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

use chartfleet_codes::CodeTables;
use chartfleet_model::{Code, EncounterClass, Evidence};
use jiff::civil::Date;

use crate::record::Record;
use book::Book;
use bundling::{Asserted, Beside};
use mentions::Mention;
use services::Services;

/// A procedure that the record tells.
#[derive(Clone, Debug, PartialEq)]
pub struct ProcedureHit {
    /// The code.
    pub code: Code,
    /// Where it is told.
    pub evidence: Evidence,
    /// Whether its words settle the code and it was done in this stay; else it
    /// is one of several that would fit.
    pub asserted: bool,
    /// What the code is called where no official title is installed; empty
    /// where a site's file names it.
    pub title: String,
}

/// Finds procedures. Built once, shared by reference.
#[derive(Debug)]
pub struct Procedures {
    tables: Arc<CodeTables>,
    book: Book,
    services: Services,
}

impl Procedures {
    /// With the wordings of the house list, and what the site imported: the
    /// index of ICD-10-PCS, CPT and HCPCS files.
    #[must_use]
    pub fn of(tables: Arc<CodeTables>) -> Self {
        Self {
            book: Book::of(&tables),
            services: Services::of(&tables),
            tables,
        }
    }

    /// The procedures that a record tells, the asserted ones first, at most
    /// `limit`, each once. Deterministic.
    #[must_use]
    pub fn candidates(
        &self,
        record: &Record<'_>,
        class: EncounterClass,
        on: Date,
        limit: usize,
    ) -> Vec<ProcedureHit> {
        let mentions = if class.is_inpatient() {
            mentions::of_inpatient(&self.book, &self.tables, record, on)
        } else {
            mentions::of_services(&self.book, &self.services, record)
        };
        let settled = settled(&mentions);
        let asserted = Asserted {
            tables: &self.tables,
            class,
            on,
            hits: &settled,
        };
        let is = |hit: &&ProcedureHit, beside: Beside| asserted.beside(hit) == beside;
        let included: Vec<&ProcedureHit> = settled
            .iter()
            .filter(|hit| is(hit, Beside::Included))
            .collect();
        let coded = settled.iter().filter(|hit| is(hit, Beside::Coded));
        let mut hits: Vec<ProcedureHit> = coded.cloned().collect();
        // One code of each mention before a second of any.
        let most = mentions.iter().map(|mention| mention.codes.len()).max();
        for turn in 0..most.unwrap_or_default() {
            for mention in &mentions {
                if hits.len() >= limit {
                    break;
                }
                let Some(code) = mention.codes.get(turn) else {
                    continue;
                };
                let is_code = |hit: &ProcedureHit| hit.code == *code;
                if !hits.iter().any(is_code) && !included.iter().any(|hit| is_code(hit)) {
                    hits.push(mention.hit(code, false));
                }
            }
        }
        hits.truncate(limit);
        hits
    }
}

/// What the mentions assert, each code once.
fn settled(mentions: &[Mention<'_>]) -> Vec<ProcedureHit> {
    let is_settled = |mention: &&Mention<'_>| {
        let same = mentions
            .iter()
            .filter(|other| other.is_asserted && other.procedure == mention.procedure);
        // What a second telling says more of stands for both.
        mention.is_asserted && same.map(|other| other.chosen).max() == Some(mention.chosen)
    };
    let mut hits: Vec<ProcedureHit> = Vec::new();
    for mention in mentions.iter().filter(is_settled) {
        let Some(code) = mention.codes.first() else {
            continue;
        };
        if !hits.iter().any(|hit| hit.code == *code) {
            hits.push(mention.hit(code, true));
        }
    }
    hits
}
