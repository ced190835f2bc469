//! From a claim file to checked suggestions, and what is refused.

use std::borrow::Cow;

use chartfleet_model::{
    Code, CodeSystem, Confidence, Document, Evidence, Finding, FindingSeverity, Patient,
};
use jiff::civil::Date;

use super::{ClaimedDiagnosis, ClaimedProcedure, Refused};
use crate::sequence::CheckedSuggestion;
use crate::tables::CodeTables;

/// A claim file on its way to suggestions.
pub(super) struct Reading<'c> {
    pub(super) tables: &'c CodeTables,
    pub(super) on: Date,
    pub(super) patient: &'c Patient,
    pub(super) suggestions: Vec<CheckedSuggestion>,
    pub(super) documents: Vec<Document>,
    pub(super) refused: Vec<Refused>,
}

impl Reading<'_> {
    pub(super) fn diagnosis(&mut self, diagnosis: &ClaimedDiagnosis) {
        let (poa, documented) = match diagnosis {
            ClaimedDiagnosis::Plain(_) => (None, None),
            ClaimedDiagnosis::Full {
                poa, documented, ..
            } => (*poa, documented.as_deref()),
        };
        let evidence = documented.map(|words| self.document(words));
        match diagnosis.code().parse().map(Code::Icd10Cm) {
            Ok(code) => self.suggest(CheckedSuggestion {
                poa,
                evidence: evidence.into_iter().collect(),
                ..suggested(code)
            }),
            Err(_) => self.malformed(CodeSystem::Icd10Cm, diagnosis.code()),
        }
    }

    pub(super) fn procedure(&mut self, procedure: &ClaimedProcedure) {
        let (modifiers, units) = match procedure {
            ClaimedProcedure::Plain(_) => (Vec::new(), 1),
            ClaimedProcedure::Full {
                modifiers, units, ..
            } => (modifiers.clone(), *units),
        };
        match procedure.read() {
            Ok(code) => self.suggest(CheckedSuggestion {
                modifiers,
                units,
                ..suggested(code)
            }),
            Err(system) => self.malformed(system, procedure.code()),
        }
    }

    /// What documents a code becomes a note of its own.
    fn document(&mut self, words: &str) -> Evidence {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let evidence = Evidence {
            document: number(self.documents.len()),
            start: 0,
            end: number(words.len()),
        };
        self.documents.push(Document {
            kind: chartfleet_model::DocumentKind::default(),
            author_role: chartfleet_model::AuthorRole::default(),
            time: None,
            text: words.to_owned(),
        });
        evidence
    }

    fn suggest(&mut self, mut suggestion: CheckedSuggestion) {
        let findings = self.tables.check(&suggestion.code, self.on, self.patient);
        if findings
            .iter()
            .any(|finding| finding.severity == FindingSeverity::Error)
        {
            self.refused.push(Refused {
                system: suggestion.code.system(),
                code: suggestion.code.as_str().to_owned(),
                findings,
            });
            return;
        }
        suggestion.findings = findings;
        suggestion.rank = self.suggestions.len();
        self.suggestions.push(suggestion);
    }

    fn malformed(&mut self, system: CodeSystem, code: &str) {
        let written: Cow<'_, str> = code.chars().take(16).collect();
        let message = format!("not a well-formed {} code", system.as_str());
        let severity = FindingSeverity::Error;
        self.refused.push(Refused {
            system,
            code: written.into_owned(),
            findings: vec![Finding::new(
                "code.malformed",
                severity,
                message,
                "code system",
            )],
        });
    }
}

/// A code as a person writes it: certain, and without a reason.
fn suggested(code: Code) -> CheckedSuggestion {
    CheckedSuggestion {
        code,
        confidence: Confidence::High,
        poa: None,
        evidence: Vec::new(),
        reason: String::new(),
        findings: Vec::new(),
        rank: 0,
        modifiers: Vec::new(),
        units: 1,
        signals: chartfleet_model::Signals::default(),
    }
}
