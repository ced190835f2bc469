//! What the baseline server counts.

use chartfleet_runtime::RuntimeError;
use prometheus::{Histogram, HistogramOpts, IntCounter, IntCounterVec, Opts, Registry};

/// Upper bounds of answer times, in seconds: a note takes milliseconds.
const SECONDS: [f64; 10] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2.0, 10.0];

/// What became of a request.
#[derive(Clone, Copy)]
pub(crate) enum Outcome {
    /// Answered.
    Answered,
    /// Not a request this server takes.
    Refused,
    /// Told to come back.
    Overloaded,
    /// A defect.
    Failed,
}

impl Outcome {
    const ALL: [Self; 4] = [
        Self::Answered,
        Self::Refused,
        Self::Overloaded,
        Self::Failed,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Overloaded => "overloaded",
            Self::Failed => "failed",
        }
    }
}

/// The server's metrics.
#[derive(Clone)]
pub(crate) struct BaselineMetrics {
    requests: IntCounterVec,
    /// Time from a request to its answer.
    pub(crate) answer_seconds: Histogram,
    /// Bytes of prompts searched.
    pub(crate) prompt_bytes: IntCounter,
}

impl BaselineMetrics {
    /// Creates the metrics in `registry`.
    ///
    /// # Errors
    /// When a name is taken.
    pub(crate) fn register(registry: &Registry) -> Result<Self, RuntimeError> {
        let requests = Opts::new(
            "chartfleet_baseline_requests_total",
            "Chat completion requests by what became of them.",
        );
        let seconds = HistogramOpts::new(
            "chartfleet_baseline_answer_seconds",
            "Time from a request to its answer, waiting included.",
        );
        let metrics = Self {
            requests: IntCounterVec::new(requests, &["outcome"])?,
            answer_seconds: Histogram::with_opts(seconds.buckets(SECONDS.to_vec()))?,
            prompt_bytes: IntCounter::new(
                "chartfleet_baseline_prompt_bytes_total",
                "Bytes of prompts that were searched.",
            )?,
        };
        for outcome in Outcome::ALL {
            metrics.requests.with_label_values(&[outcome.as_str()]);
        }
        registry.register(Box::new(metrics.requests.clone()))?;
        registry.register(Box::new(metrics.answer_seconds.clone()))?;
        registry.register(Box::new(metrics.prompt_bytes.clone()))?;
        Ok(metrics)
    }

    /// Counts one request.
    pub(crate) fn count(&self, outcome: Outcome) {
        self.requests.with_label_values(&[outcome.as_str()]).inc();
    }
}
