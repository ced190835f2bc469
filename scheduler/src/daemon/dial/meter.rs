//! The pace of a run at its present depth: charts finished a second, over at
//! most the last ten minutes.
//!
//! - **What is owed is not measured.** A batch keeps the depth that it was
//!   claimed at, and workers claim ahead: after a change, as many charts as were
//!   held then must finish first.
//! - **Idle time is not measured.** Time before the first chart finishes, and
//!   time in which nobody holds a chart, says nothing about a depth.
//! - A count that falls (charts set aside and requeued) starts anew.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use chartfleet_store::DatedRun;

/// How far back the pace is measured.
const WINDOW: Duration = Duration::from_secs(600);
/// Fewer charts say too little about the pace, unless many settling times have
/// passed.
const FEW_CHARTS: i64 = 20;
/// Settling times after which few charts say enough: that they are slow.
const PATIENCE: u32 = 5;

/// Measures one run at one depth.
#[derive(Debug)]
pub(super) struct Meter {
    since: Instant,
    /// Finished charts from which on the present depth is measured.
    owed: i64,
    seen: VecDeque<(Instant, i64)>,
    /// Whether nobody held a chart when it was looked at last.
    idle: bool,
}

/// A pace.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measured {
    pub(super) charts_per_s: f64,
    /// Whether enough charts finished to tell the pace of the depth; else it is
    /// slow, for whatever reason.
    pub(super) is_enough: bool,
}

impl Meter {
    /// A meter of a depth that began now; charts finished up to `owed` are of
    /// the depth before.
    pub(super) const fn new(owed: i64, now: Instant) -> Self {
        Self {
            since: now,
            owed,
            seen: VecDeque::new(),
            idle: false,
        }
    }

    /// The pace since the depth settled, where it can be told.
    pub(super) fn look(
        &mut self,
        run: &DatedRun,
        now: Instant,
        settle: Duration,
    ) -> Option<Measured> {
        let was_idle = std::mem::replace(&mut self.idle, run.held == 0);
        let last = self.seen.back().map(|(_, finished)| *finished);
        if last.is_some_and(|last| run.finished < last) {
            self.seen.clear();
            self.owed = self.owed.min(run.finished + run.held);
        }
        if now.duration_since(self.since) < settle || run.finished < self.owed {
            return None;
        }
        // Between two batches nobody may hold one for a moment.
        let stands_still = was_idle && self.idle && last == Some(run.finished);
        if stands_still || !self.moved(run.finished) {
            self.seen.clear();
        }
        self.seen.push_back((now, run.finished));
        while self.seen.len() > 2
            && self
                .seen
                .get(1)
                .is_some_and(|(at, _)| now.duration_since(*at) >= WINDOW)
        {
            self.seen.pop_front();
        }
        let (start, before) = *self.seen.front()?;
        let (elapsed, charts) = (now.duration_since(start), run.finished - before);
        let is_enough = charts >= FEW_CHARTS && elapsed >= settle / 2;
        let is_slow = charts > 0 && elapsed >= settle * PATIENCE;
        (is_enough || is_slow).then(|| Measured {
            charts_per_s: float(charts) / elapsed.as_secs_f64(),
            is_enough,
        })
    }

    /// Whether any chart finished within what was seen.
    fn moved(&self, finished: i64) -> bool {
        let first = self.seen.front().map(|(_, first)| *first);
        first.is_some_and(|first| first != finished)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "charts of a run are far below 2^52"
)]
pub(super) const fn float(charts: i64) -> f64 {
    charts as f64
}
