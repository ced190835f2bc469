//! What is known of a chart before a model is asked.

use chartfleet_codes::CheckedSuggestion;
use chartfleet_model::{Chart, Code, CodeSystem};
use jiff::civil::Date;

use super::Pipeline;
use crate::error::CoderError;
use crate::prompt::Candidate;
use crate::read_chart::ReadChart;
use crate::retrieval::{Found, Wanted};

/// A chart that is ready for the model. Preparing it takes no model server, so
/// none need wait for it.
pub struct Prepared<'c> {
    pub(super) read: ReadChart<'c>,
    pub(super) retrieved: Retrieved,
}

/// What was found without a model.
#[derive(Clone, Default)]
pub(super) struct Retrieved {
    /// The candidates, best first; empty where retrieval is off.
    pub(super) found: Vec<Found>,
    /// The same with their titles, as the model is offered them.
    pub(super) offered: Vec<Candidate>,
    /// The codes that the lexical coder would suggest itself; `None` where
    /// retrieval is off.
    pub(super) asserted: Option<Vec<Code>>,
    /// Whether the search by meaning took part; `None` where it is off.
    pub(super) dense: Option<bool>,
}

impl Retrieved {
    /// Tells suggestions what retrieval says about them.
    pub(super) fn mark(&self, suggestions: &mut [CheckedSuggestion]) {
        let Some(asserted) = &self.asserted else {
            return;
        };
        for suggestion in suggestions {
            let found = self.found.iter().find(|f| f.code == suggestion.code);
            suggestion.signals.retrieval_rank = found.map(|found| found.rank);
            // Whether a procedure is asserted is no such measure: most wait for
            // a character.
            let knows = suggestion.code.system().is_diagnosis();
            let lexical = knows.then(|| asserted.contains(&suggestion.code));
            suggestion.signals.lexical = lexical;
        }
    }

    /// Offers the better half of the diagnoses, and of the procedures.
    pub(super) fn halve(&mut self) {
        let is_diagnosis = |found: &Found| found.code.system().is_diagnosis();
        let diagnoses = self
            .found
            .iter()
            .filter(|found| is_diagnosis(found))
            .count();
        let procedures = self.found.len() - diagnoses;
        let (mut of_diagnoses, mut of_procedures) = (diagnoses / 2, procedures / 2);
        self.found.retain(|found| {
            let left = if is_diagnosis(found) {
                &mut of_diagnoses
            } else {
                &mut of_procedures
            };
            let is_kept = *left > 0;
            *left = left.saturating_sub(1);
            is_kept
        });
        let is_found =
            |offered: &Candidate| self.found.iter().any(|f| f.code.as_str() == offered.code);
        self.offered.retain(is_found);
    }

    /// What a code that was offered is called without an official title.
    pub(super) fn title_of(&self, code: &Code) -> &str {
        let found = self.found.iter().find(|found| found.code == *code);
        found.map_or("", |found| found.title.as_str())
    }

    /// The system of a code that was offered.
    pub(super) fn system_of(&self, code: &str) -> Option<CodeSystem> {
        let found = self.found.iter().find(|found| found.code.as_str() == code);
        found.map(|found| found.code.system())
    }

    /// The codes asserted and not `suggested`, the best retrieved first.
    pub(super) fn asserted_beyond(&self, suggested: &[Code]) -> impl Iterator<Item = &Code> {
        let asserted = self.asserted.as_deref().unwrap_or_default();
        let mut beyond: Vec<&Code> = asserted
            .iter()
            .filter(|code| !suggested.contains(code))
            .collect();
        let place = |code: &Code| self.found.iter().position(|f| f.code == *code);
        beyond.sort_by_key(|code| place(code).unwrap_or(usize::MAX));
        beyond.into_iter()
    }
}

impl Pipeline {
    /// Finds what a chart may be coded with. `today` decides which codes are
    /// valid where the chart has no date. Cancel-safe.
    ///
    /// # Errors
    /// When retrieval panicked on this chart.
    pub async fn prepare<'c>(
        &self,
        chart: &'c Chart,
        today: Date,
    ) -> Result<Prepared<'c>, CoderError> {
        let read = ReadChart::of(chart, today);
        let retrieved = if chart.has_text() {
            self.retrieve(chart, read.on).await?
        } else {
            Retrieved::default()
        };
        Ok(Prepared { read, retrieved })
    }

    /// What retrieval offers, and what the lexical coder asserts.
    async fn retrieve(&self, chart: &Chart, on: Date) -> Result<Retrieved, CoderError> {
        let Some(retriever) = &self.retriever else {
            return Ok(Retrieved::default());
        };
        let wanted = Wanted {
            diagnoses: self.settings.candidates,
            procedures: self.settings.procedure_candidates,
        };
        let finds = retriever.find(chart, on, wanted).await?;
        let offered = finds.candidates.iter();
        let offered = offered.map(|found| self.candidate(&found.code, &found.title));
        Ok(Retrieved {
            offered: offered.collect(),
            found: finds.candidates,
            asserted: Some(finds.asserted),
            dense: finds.dense,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompt::Candidate;
    use crate::retrieval::Sources;

    #[test]
    fn half_of_the_diagnoses_and_half_of_the_procedures_are_left() {
        let codes = [
            (CodeSystem::Icd10Cm, ["I10", "E11.9", "J18.9"].as_slice()),
            (CodeSystem::Icd10Pcs, ["0DTJ4ZZ", "0FT44ZZ"].as_slice()),
        ];
        let codes = codes.into_iter().flat_map(|(system, codes)| {
            let parse = move |code: &&str| Code::parse(system, code).unwrap();
            codes.iter().map(parse)
        });
        let found: Vec<Found> = codes
            .map(|code| Found {
                code,
                score: 1.0,
                title: String::new(),
                rank: 1,
                lexical: false,
                sources: Sources::default(),
            })
            .collect();
        let offered = found.iter().map(|found| Candidate {
            code: found.code.to_string(),
            title: String::new(),
        });
        let mut retrieved = Retrieved {
            offered: offered.collect(),
            found,
            asserted: None,
            dense: None,
        };
        retrieved.halve();
        let left: Vec<_> = retrieved.offered.iter().map(|c| c.code.as_str()).collect();
        assert_eq!(left, ["I10", "0DTJ4ZZ"]);
        assert_eq!(retrieved.found.len(), 2);
    }
}
