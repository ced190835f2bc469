//! What the lexical coder says about a chart before a model is asked.

use chartfleet_codes::CheckedSuggestion;
use chartfleet_model::{Chart, Code, CodeSystem};

use super::Pipeline;
use crate::error::CoderError;
use crate::prompt::Candidate;
use crate::retrieval::Found;

/// What was found without a model.
#[derive(Default)]
pub(super) struct Retrieved {
    /// The candidates, best first; empty where retrieval is off.
    pub(super) found: Vec<Found>,
    /// The same with their titles, as the model is offered them.
    pub(super) offered: Vec<Candidate>,
    /// The codes that the lexical coder would suggest itself; `None` where
    /// retrieval is off.
    pub(super) asserted: Option<Vec<Code>>,
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
    /// What retrieval offers, and what the lexical coder asserts.
    pub(super) async fn retrieve(&self, chart: &Chart) -> Result<Retrieved, CoderError> {
        let Some(retriever) = &self.retriever else {
            return Ok(Retrieved::default());
        };
        let limit = self.settings.candidates;
        let mut found = retriever.candidates(chart, limit).await?;
        let limit = self.settings.procedure_candidates;
        found.extend(retriever.procedures(chart, limit).await?);
        let asserted = found.iter().filter(|found| found.lexical);
        let asserted = Some(asserted.map(|found| found.code.clone()).collect());
        let offered = found
            .iter()
            .map(|found| self.candidate(&found.code, &found.title));
        Ok(Retrieved {
            offered: offered.collect(),
            found,
            asserted,
        })
    }
}
