//! What the stages after the first are asked on.

use chartfleet_model::Stage;

use super::super::views::{Needs, View, Views};
use super::Coding;
use crate::reading::Reading;

impl Coding<'_> {
    /// What the stages after the first look at: the whole chart, or of one that
    /// was split the passages that its suggestions stand in.
    pub(super) fn view_of_claim(&self, views: Views, reading: &Reading) -> Option<View> {
        if !views.is_split() {
            return views.shown.into_iter().next();
        }
        let later = [Stage::Verify, Stage::Sequence, Stage::Cdi];
        let later = || later.into_iter().filter(|&stage| self.plan.runs(stage));
        let (pipeline, suggestions) = (self.pipeline, &reading.suggestions);
        let codes = self.candidates(suggestions.iter());
        let setting = pipeline.setting(self.read.chart);
        let question = |stage| pipeline.question(stage, setting, &codes).text.len();
        let needs = Needs {
            question: later().map(question).max()?,
            answer: later()
                .map(|s| pipeline.settings.stages.of(s).max_tokens)
                .max()?,
        };
        let quotes = suggestions.iter().map(|s| s.evidence.len()).max();
        let nth = |n: usize| suggestions.iter().filter_map(move |s| s.evidence.get(n));
        let quoted: Vec<_> = (0..quotes.unwrap_or(0)).flat_map(nth).copied().collect();
        View::of_passages(&self.ground, needs, &self.densities, &quoted)
    }
}
