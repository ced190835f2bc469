//! The lexicon of the installed code tables.

use chartfleet_codes::{CodeTables, TermSource};

use super::Lexicon;
use super::build::build;
use super::defaults::OfficialCode;
use super::edition::Editions;
use super::gather::OfficialTerm;
use super::term::TermKind;

impl Lexicon {
    /// Builds the lexicon of the installed tables and what was imported into
    /// them: about a second of CPU, once a process.
    #[must_use]
    pub fn build(tables: &CodeTables) -> Self {
        let codes: Vec<OfficialCode<'_>> = tables
            .cm_entries()
            .filter(|entry| !entry.title().is_empty())
            .map(|entry| OfficialCode {
                code: entry.code(),
                title: entry.title(),
                billable: !entry.is_header(),
                block: entry.blocks().next().map_or("", |block| block.id()),
            })
            .collect();
        let wordings: Vec<OfficialTerm<'_>> = tables
            .terms()
            .map(|term| OfficialTerm {
                code: term.code,
                text: term.text,
                kind: match term.source {
                    TermSource::Title => TermKind::Title,
                    TermSource::Inclusion => TermKind::Inclusion,
                    TermSource::Index => TermKind::Index,
                },
            })
            .collect();
        let mut lexicon = build(&codes, &wordings);
        lexicon.editions = Editions::new(tables, &lexicon.codes);
        lexicon
    }
}
