//! The verifier's part: codes that it denies leave the claim, codes that only
//! it found words for may join.

use std::borrow::Cow;

use chartfleet_model::{Confidence, ReviewReason, Stage};

use super::super::heard::Text;
use super::super::views::View;
use super::Coding;
use crate::answer::Suggestion;
use crate::error::CoderError;
use crate::prompt::Candidate;
use crate::reading::Reading;
use crate::stages::{place_of, verify};

impl Coding<'_> {
    pub(super) async fn verify(
        &mut self,
        view: &View,
        reading: &mut Reading,
    ) -> Result<(), CoderError> {
        let shown = reading
            .suggestions
            .iter()
            .filter(|suggestion| suggestion.evidence.iter().any(|&span| view.shows(span)));
        let mut asked = self.candidates(shown);
        // Passages need not show what nobody quoted.
        let most = self.pipeline.settings.verify_retrieved;
        let most = if view.is_whole() { most } else { 0 };
        let unsuggested = self.retrieved.asserted_beyond(&reading.suggested);
        for code in unsuggested.take(most) {
            let candidate = self.candidate(code);
            let is_known = place_of(&asked, &candidate.code).is_some();
            if !candidate.title.is_empty() && !is_known {
                asked.push(candidate);
            }
        }
        let manner = self.pipeline.plain(Stage::Verify);
        for asked in asked.chunks(verify::at_once(manner.max_tokens)) {
            let question = verify::question(asked);
            let read = |answer: Text<'_>| verify::read(answer.text, asked);
            let answer = self.calls.ask(view, &question, manner, read).await?;
            if let Ok(answered) = answer {
                self.did(Stage::Verify);
                let new = verify::believe(answered.value, asked, self.read, reading);
                self.admit(&new, asked, reading);
            }
        }
        Ok(())
    }

    /// Suggests codes that only the verifier found support for: they go the
    /// whole way of a suggestion, and no other.
    fn admit(&self, new: &[verify::Judgement], asked: &[Candidate], reading: &mut Reading) {
        let suggestions = new.iter().filter_map(|judgement| {
            let candidate = asked.get(judgement.place)?;
            Some(Suggestion {
                system: self
                    .retrieved
                    .system_of(&candidate.code)
                    .unwrap_or_default(),
                code: Cow::from(&candidate.code),
                evidence: Cow::from(&judgement.quote),
                confidence: Confidence::Medium,
                reason: Cow::default(),
                poa: None,
                modifiers: Vec::new(),
                units: None,
            })
        });
        let rules = &*self.pipeline.rules;
        let mut found = Reading::of_suggestions(suggestions.collect(), self.read, rules);
        // After all others: what was refused has left its rank empty.
        let ranks = reading.suggestions.iter().map(|known| known.rank + 1);
        let from = ranks.max().unwrap_or(0);
        for suggestion in &mut found.suggestions {
            suggestion.signals.verdict = Some(chartfleet_model::Verdict::Supported);
            suggestion.rank += from;
        }
        self.retrieved.mark(&mut found.suggestions);
        // A code that does not pass was never suggested: there is nothing to
        // review about it.
        reading.suggestions.extend(found.suggestions);
        if !reading.suggestions.is_empty() {
            let nothing = ReviewReason::NoSuggestions;
            reading.review.retain(|reason| *reason != nothing);
        }
    }
}
