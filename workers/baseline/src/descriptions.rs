//! The code of an official description, looked up: the comparator of `chartfleet
//! report descriptions`. The dictionary holds the wordings that it is asked
//! for, so its figure is the ceiling of a look-up and no sign of knowledge.
//!
//! The books are made at the first such question: a server that codes charts
//! does not need them.

use std::sync::{Arc, OnceLock};

use chartfleet_coder::description::{self, DescriptionBook};
use chartfleet_codes::{CodeTables, TermSource};
use chartfleet_model::{Clock, CodeSystem, SystemClock};
use jiff::tz::TimeZone;

const SOURCES: [TermSource; 3] = [TermSource::Title, TermSource::Inclusion, TermSource::Index];

/// The tables, and a book of each system once somebody asks.
pub(crate) struct Descriptions {
    tables: Arc<CodeTables>,
    diagnoses: OnceLock<DescriptionBook>,
    procedures: OnceLock<DescriptionBook>,
}

impl Descriptions {
    pub(crate) const fn new(tables: Arc<CodeTables>) -> Self {
        Self {
            tables,
            diagnoses: OnceLock::new(),
            procedures: OnceLock::new(),
        }
    }

    /// The answer to a description question; `None` for any other message.
    pub(crate) fn answer(&self, message: &str) -> Option<String> {
        let (system, text) = description::read_question(message)?;
        let book = match system {
            CodeSystem::Icd10Pcs => &self.procedures,
            CodeSystem::Icd10Cm | CodeSystem::Cpt | CodeSystem::Hcpcs => &self.diagnoses,
        };
        let book = book.get_or_init(|| {
            let today = SystemClock.now().to_zoned(TimeZone::UTC).date();
            DescriptionBook::build(&self.tables, system, &SOURCES, today)
        });
        Some(description::answer(book.look_up(text).unwrap_or_default()))
    }
}
