//! What a worker counts. Labels come from closed sets only.

use chartfleet_coder::CoderError;
use chartfleet_model::ChartResult;
use prometheus::{
    Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, Opts, Registry,
    exponential_buckets,
};

/// The worker's metrics.
pub(crate) struct WorkerMetrics {
    /// Charts committed, by outcome.
    pub charts: IntCounterVec,
    /// Reasons of charts that need review or were set aside.
    pub reasons: IntCounterVec,
    /// What was wrong with the model's answers, by stage and fault, and whether
    /// a second answer mended it.
    pub answer_faults: IntCounterVec,
    /// Charts that could not be coded at a time, by cause.
    pub setbacks: IntCounterVec,
    /// Charts that the search by meaning failed on.
    pub without_dense: IntCounter,
    /// Tokens, by kind.
    pub tokens: IntCounterVec,
    /// Time a chart waited for its model server.
    pub(crate) model_seconds: Histogram,
    /// Time a batch waited between broker and claim.
    pub queue_seconds: Histogram,
    /// Charts a group commit held.
    pub commit_charts: Histogram,
    /// Charts in hand.
    pub in_hand: IntGauge,
    /// Model servers that answer.
    pub endpoints_up: IntGauge,
}

impl WorkerMetrics {
    /// Registers every metric.
    ///
    /// # Errors
    /// When a name is taken.
    pub(crate) fn register(registry: &Registry) -> Result<Self, prometheus::Error> {
        let counters = |name: &str, help: &str, label: &str| {
            let metric = IntCounterVec::new(Opts::new(name, help), &[label])?;
            registry.register(Box::new(metric.clone()))?;
            Ok::<_, prometheus::Error>(metric)
        };
        let histogram = |name: &str, help: &str, buckets: Vec<f64>| {
            let metric = Histogram::with_opts(HistogramOpts::new(name, help).buckets(buckets))?;
            registry.register(Box::new(metric.clone()))?;
            Ok::<_, prometheus::Error>(metric)
        };
        let gauge = |name: &str, help: &str| {
            let metric = IntGauge::new(name, help)?;
            registry.register(Box::new(metric.clone()))?;
            Ok::<_, prometheus::Error>(metric)
        };
        let answer_faults = IntCounterVec::new(
            Opts::new(
                "chartfleet_worker_answer_faults_total",
                "Answers of the model with a fault, by stage and fault.",
            ),
            &["stage", "fault", "mended"],
        )?;
        registry.register(Box::new(answer_faults.clone()))?;
        let without_dense = IntCounter::new(
            "chartfleet_worker_charts_without_dense_total",
            "Charts coded without the search by meaning, because its server failed.",
        )?;
        registry.register(Box::new(without_dense.clone()))?;
        // From a scripted server's milliseconds to a 70B model's ten minutes.
        let model_buckets = vec![
            0.005, 0.02, 0.1, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0,
        ];
        Ok(Self {
            charts: counters(
                "chartfleet_worker_charts_total",
                "Charts committed.",
                "outcome",
            )?,
            reasons: counters(
                "chartfleet_worker_reasons_total",
                "Reasons of charts that need review or were set aside.",
                "reason",
            )?,
            answer_faults,
            setbacks: counters(
                "chartfleet_worker_setbacks_total",
                "Times a chart could not be coded, by cause.",
                "cause",
            )?,
            without_dense,
            tokens: counters("chartfleet_worker_tokens_total", "Tokens, by kind.", "kind")?,
            model_seconds: histogram(
                "chartfleet_worker_model_seconds",
                "Time a chart waited for its model server.",
                model_buckets,
            )?,
            queue_seconds: histogram(
                "chartfleet_worker_queue_seconds",
                "Time a batch waited between broker and claim.",
                exponential_buckets(0.01, 4.0, 10)?,
            )?,
            commit_charts: histogram(
                "chartfleet_worker_commit_charts",
                "Charts a group commit held.",
                exponential_buckets(1.0, 2.0, 9)?,
            )?,
            in_hand: gauge(
                "chartfleet_worker_charts_in_hand",
                "Charts leased and not committed.",
            )?,
            endpoints_up: gauge(
                "chartfleet_worker_endpoints_up",
                "Model servers that answer.",
            )?,
        })
    }

    /// Counts a committed chart.
    pub(crate) fn committed(&self, result: &ChartResult) {
        self.charts
            .with_label_values(&[result.outcome.as_str()])
            .inc();
        for reason in &result.review_reasons {
            self.reasons.with_label_values(&[reason.as_str()]).inc();
        }
        if let Some(reason) = result.set_aside_reason {
            self.reasons.with_label_values(&[reason.as_str()]).inc();
        }
        if result.trace.dense == Some(false) {
            self.without_dense.inc();
        }
        for fault in &result.faults {
            let mended = if fault.mended { "true" } else { "false" };
            self.answer_faults
                .with_label_values(&[fault.stage.as_str(), fault.fault.as_str(), mended])
                .inc();
        }
        let usage = &result.usage;
        for (kind, tokens) in [
            ("prompt", usage.prompt_tokens),
            ("cached", usage.cached_tokens),
            ("completion", usage.completion_tokens),
        ] {
            self.tokens.with_label_values(&[kind]).inc_by(tokens);
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "microseconds of one chart are far below 2^52"
        )]
        self.model_seconds.observe(usage.model_us as f64 / 1e6);
    }

    /// Counts a chart that could not be coded this time.
    pub(crate) fn setback(&self, error: &CoderError) {
        let cause = match error {
            CoderError::Interrupted(interruption) => interruption.as_str(),
            CoderError::ModelFailed(failure) => failure.as_str(),
            CoderError::Codes(_) => "code_tables",
            CoderError::Retrieval => "retrieval",
            _ => "settings",
        };
        self.setbacks.with_label_values(&[cause]).inc();
    }
}

#[cfg(test)]
mod tests {
    use chartfleet_model::SetAsideReason;

    use super::*;

    #[test]
    fn charts_that_the_search_by_meaning_failed_on_are_counted() {
        let metrics = WorkerMetrics::register(&Registry::new()).unwrap();
        let mut result = ChartResult::set_aside(SetAsideReason::NoText, "p", "t");
        for dense in [None, Some(true), Some(false)] {
            result.trace.dense = dense;
            metrics.committed(&result);
        }
        assert_eq!(metrics.without_dense.get(), 1);
    }
}
