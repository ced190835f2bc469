//! From an answer to a reading, and from a reading to a result: the pure halves
//! around the questions.

use chartfleet_model::{ChartResult, ModelUsage, Outcome, ReviewReason, Trace};

use super::Pipeline;
use crate::error::CoderError;
use crate::faults;
use crate::read_chart::ReadChart;
use crate::reading::Reading;

impl Pipeline {
    /// Reads the text of an answer: strict, every code and quote checked.
    #[must_use]
    pub fn interpret(&self, read: &ReadChart<'_>, answer: &str) -> Reading {
        Reading::of(answer, read, &*self.rules, self.settings.max_suggestions)
    }

    /// Sequences a reading into a result without model and usage.
    ///
    /// # Errors
    /// When the code tables cannot group or sequence the claim.
    pub fn conclude(
        &self,
        read: &ReadChart<'_>,
        reading: Reading,
    ) -> Result<ChartResult, CoderError> {
        let mut result = ChartResult {
            outcome: Outcome::NeedsReview,
            review_reasons: reading.review,
            set_aside_reason: None,
            diagnoses: Vec::new(),
            procedures: Vec::new(),
            not_claimed: reading.not_claimed,
            findings: reading.findings,
            principal_candidates: Vec::new(),
            drg: None,
            gaps: Vec::new(),
            trace: Trace::default(),
            faults: Vec::new(),
            coverage: None,
            effort: None,
            calibration_version: None,
            prior_version: self.prior_version(),
            usage: ModelUsage::default(),
            model: String::new(),
            pipeline_version: self.version.clone(),
            code_tables_version: self.rules.version().to_owned(),
        };
        if !reading.suggestions.is_empty() {
            let sequenced = self
                .rules
                .sequence(read, self.settings.base_rate, reading.suggestions)
                .map_err(CoderError::Codes)?;
            result.diagnoses = sequenced.diagnoses;
            result.procedures = sequenced.procedures;
            result.principal_candidates = sequenced.candidates;
            result.drg = sequenced.drg;
            result.findings.extend(sequenced.findings);
            result.review_reasons.extend(sequenced.review);
        }
        result.review_reasons.extend(empty_claim(&result));
        let gaps = self.rules.gaps(read, self.settings.base_rate, &result);
        result.gaps = gaps.map_err(CoderError::Codes)?;
        let injected = read.finder.injected();
        if !injected.is_empty() {
            result.review_reasons.push(ReviewReason::Injection);
            result.findings.extend(faults::injection_findings(injected));
        }
        result.review_reasons.sort_unstable();
        result.review_reasons.dedup();
        if result.review_reasons.is_empty() {
            result.outcome = Outcome::Coded;
        }
        if let Some(calibration) = &self.calibration {
            calibration.apply(&mut result);
        }
        Ok(result)
    }
}

/// Why a claim without diagnoses needs review where nothing else says so: the
/// votes agreed on nothing, or on procedures alone.
fn empty_claim(result: &ChartResult) -> Option<ReviewReason> {
    let says_why = !result.diagnoses.is_empty() || !result.review_reasons.is_empty();
    (!says_why).then_some(if result.procedures.is_empty() {
        ReviewReason::NoSuggestions
    } else {
        ReviewReason::NoPrincipal
    })
}
