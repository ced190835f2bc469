//! What the lexical coder says about a chart before a model is asked.

use chartfleet_codes::CheckedSuggestion;
use chartfleet_model::{Chart, Code};

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
            let place = self.found.iter().position(|f| f.code == suggestion.code);
            let rank = place.and_then(|place| u16::try_from(place + 1).ok());
            suggestion.signals.retrieval_rank = rank;
            // It knows diagnoses alone.
            let knows = suggestion.code.system().is_diagnosis();
            let lexical = knows.then(|| asserted.contains(&suggestion.code));
            suggestion.signals.lexical = lexical;
        }
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
        let found = retriever.candidates(chart, limit).await?;
        let asserted = found.iter().filter(|found| found.lexical);
        let asserted = Some(asserted.map(|found| found.code.clone()).collect());
        let offered = found.iter().map(|found| self.candidate(&found.code));
        Ok(Retrieved {
            offered: offered.collect(),
            found,
            asserted,
        })
    }
}
