//! The deadline dial: a run that would end too late looks less deep.
//!
//! The pace is measured, not guessed: charts finished since the depth last
//! changed, over at most the last ten minutes, after the batches that were
//! claimed before have had time to leave. A run is lowered one step at a time
//! (straight to the least where it is far behind), and raised again only to a
//! depth whose pace was measured in this run and leaves time to spare. It is
//! never raised above what was asked for, and a deadline that has passed
//! abandons no chart.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use chartfleet_model::{Depth, RunId};
use chartfleet_store::{DatedRun, Projection};

use super::{Scheduler, monotonic_now};

/// How far back the pace is measured.
const WINDOW: Duration = Duration::from_secs(600);
/// Fewer charts say too little about the pace, unless many settling times have
/// passed.
const FEW_CHARTS: i64 = 20;
/// Settling times after which few charts say enough: that they are slow.
const PATIENCE: u32 = 5;
/// The share of the time left that is kept in reserve.
const RESERVE: f64 = 0.05;
/// A deeper look must fit into this share of the time left.
const COMFORT: f64 = 0.7;
/// Behind by this factor, a run goes straight to the least depth.
const FAR_BEHIND: f64 = 3.0;

/// The dials of the runs that have a deadline.
#[derive(Debug, Default)]
pub(super) struct Dials(BTreeMap<RunId, Dial>);

/// What was seen of one run since its depth last changed.
#[derive(Debug)]
struct Dial {
    depth: Depth,
    since: Instant,
    seen: VecDeque<(Instant, i64)>,
    paces: BTreeMap<Depth, f64>,
}

impl Scheduler {
    /// Looks at every run with a deadline and changes what must change.
    pub(super) async fn dial(&self, dials: &mut Dials) -> anyhow::Result<()> {
        let runs = self.store.dated_runs().await?;
        dials
            .0
            .retain(|run, _| runs.iter().any(|dated| dated.run == *run));
        for run in &runs {
            let now = monotonic_now();
            let dial = dials
                .0
                .entry(run.run)
                .or_insert_with(|| Dial::new(run, now));
            let Some((to, pace)) = dial.look(run, now, self.pace.dial_settle) else {
                continue;
            };
            self.store.change_depth(run.run, run.now, to, pace).await?;
            self.metrics
                .depth_changes
                .with_label_values(&[to.as_str()])
                .inc();
            tracing::warn!(
                run.id = run.run.0,
                from = %run.now,
                to = %to,
                charts_left = pace.charts_left,
                charts_per_s = pace.charts_per_s,
                seconds_left = pace.seconds_left,
                "the run's depth was changed for its deadline"
            );
        }
        Ok(())
    }
}

impl Dial {
    fn new(run: &DatedRun, now: Instant) -> Self {
        Self {
            depth: run.now,
            since: now,
            seen: VecDeque::new(),
            paces: BTreeMap::new(),
        }
    }

    /// The depth to change to, if any.
    fn look(
        &mut self,
        run: &DatedRun,
        now: Instant,
        settle: Duration,
    ) -> Option<(Depth, Projection)> {
        if run.now != self.depth {
            (self.depth, self.since) = (run.now, now);
            self.seen.clear();
        }
        let charts_left = run.charts - run.finished;
        let pace = |charts_per_s| Projection {
            charts_left,
            charts_per_s,
            seconds_left: run.seconds_left,
        };
        if charts_left <= 0 {
            return None;
        }
        let measured = self.measure(run.finished, now, settle);
        if run.seconds_left <= 0.0 {
            let lower = run.now > Depth::Quick;
            return lower.then(|| (Depth::Quick, pace(measured.unwrap_or_default())));
        }
        let charts_per_s = measured?;
        self.paces.insert(self.depth, charts_per_s);
        let to = self.choose(run, float(charts_left))?;
        Some((to, pace(charts_per_s)))
    }

    fn choose(&self, run: &DatedRun, charts_left: f64) -> Option<Depth> {
        let needs = |depth| Some(charts_left / self.paces.get(&depth)?.max(f64::MIN_POSITIVE));
        let needed = needs(run.now)?;
        let behind = needed / (run.seconds_left * (1.0 - RESERVE));
        if behind > 1.0 {
            let least = (behind > FAR_BEHIND).then_some(Depth::Quick);
            return least
                .filter(|least| *least < run.now)
                .or_else(|| lower(run.now));
        }
        let deeper = higher(run.now).filter(|deeper| *deeper <= run.asked)?;
        (needs(deeper)? <= run.seconds_left * COMFORT).then_some(deeper)
    }

    /// Charts a second since the depth settled, where that can be told.
    fn measure(&mut self, finished: i64, now: Instant, settle: Duration) -> Option<f64> {
        // Batches that were claimed at the depth before are leaving.
        if now.duration_since(self.since) < settle {
            return None;
        }
        self.seen.push_back((now, finished));
        while self.seen.len() > 2
            && self
                .seen
                .get(1)
                .is_some_and(|(at, _)| now.duration_since(*at) >= WINDOW)
        {
            self.seen.pop_front();
        }
        let (start, before) = *self.seen.front()?;
        let elapsed = now.duration_since(start);
        let charts = finished - before;
        let is_enough = charts >= FEW_CHARTS && elapsed >= settle / 2;
        // Not one chart still bounds the pace from above.
        (is_enough || elapsed >= settle * PATIENCE)
            .then(|| float(charts.max(1)) / elapsed.as_secs_f64())
    }
}

const fn lower(depth: Depth) -> Option<Depth> {
    match depth {
        Depth::Thorough => Some(Depth::Standard),
        Depth::Standard => Some(Depth::Quick),
        Depth::Quick => None,
    }
}

const fn higher(depth: Depth) -> Option<Depth> {
    match depth {
        Depth::Quick => Some(Depth::Standard),
        Depth::Standard => Some(Depth::Thorough),
        Depth::Thorough => None,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "charts of a run are far below 2^52"
)]
const fn float(charts: i64) -> f64 {
    charts as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTLE: Duration = Duration::from_secs(10);

    /// A run of 1,000 charts whose deadline is `deadline_s` after the start.
    struct Night {
        dial: Dial,
        start: Instant,
        asked: Depth,
        now: Depth,
        deadline_s: f64,
        finished: f64,
        changes: Vec<(u64, Depth)>,
    }

    impl Night {
        fn new(asked: Depth, deadline_s: f64) -> Self {
            let start = monotonic_now();
            let mut night = Self {
                dial: Dial {
                    depth: asked,
                    since: start,
                    seen: VecDeque::new(),
                    paces: BTreeMap::new(),
                },
                start,
                asked,
                now: asked,
                deadline_s,
                finished: 0.0,
                changes: Vec::new(),
            };
            night.dial.depth = asked;
            night
        }

        /// Runs for `seconds` at these paces and returns when it was done.
        fn run(
            &mut self,
            seconds: std::ops::Range<u64>,
            pace: impl Fn(Depth) -> f64,
        ) -> Option<u64> {
            for second in seconds {
                self.finished = (self.finished + pace(self.now)).min(1_000.0);
                #[expect(clippy::cast_possible_truncation, reason = "at most 1,000")]
                let run = DatedRun {
                    run: RunId(1),
                    asked: self.asked,
                    now: self.now,
                    seconds_left: self.deadline_s - float(second.cast_signed()),
                    charts: 1_000,
                    finished: self.finished as i64,
                };
                let at = self.start + Duration::from_secs(second);
                if let Some((to, _)) = self.dial.look(&run, at, SETTLE) {
                    self.now = to;
                    self.changes.push((second, to));
                }
                if self.finished >= 1_000.0 {
                    return Some(second);
                }
            }
            None
        }
    }

    fn pace(depth: Depth) -> f64 {
        match depth {
            Depth::Quick => 8.0,
            Depth::Standard => 4.0,
            Depth::Thorough => 1.0,
        }
    }

    #[test]
    fn a_run_that_is_in_time_keeps_its_depth() {
        let mut night = Night::new(Depth::Thorough, 2_000.0);
        assert_eq!(night.run(0..2_000, pace), Some(999));
        assert_eq!(night.changes, []);
    }

    #[test]
    fn a_run_that_would_be_late_is_lowered_until_it_is_in_time() {
        let mut night = Night::new(Depth::Thorough, 400.0);
        let done = night.run(0..2_000, pace);
        let first = night.changes.first().map(|(_, depth)| *depth);
        assert_eq!(first, Some(Depth::Standard));
        assert!(done.is_some_and(|done| done <= 400), "{done:?}");
    }

    #[test]
    fn a_run_that_is_far_behind_goes_to_the_least_at_once() {
        let mut night = Night::new(Depth::Thorough, 160.0);
        let done = night.run(0..2_000, pace);
        assert_eq!(
            night.changes.first().map(|(_, depth)| *depth),
            Some(Depth::Quick)
        );
        assert!(done.is_some_and(|done| done <= 160), "{done:?}");
    }

    #[test]
    fn a_run_that_has_time_to_spare_again_is_raised_to_a_depth_whose_pace_is_known() {
        let mut night = Night::new(Depth::Standard, 300.0);
        // A slow first minute (a server away), then the usual pace.
        night.run(0..60, |depth| pace(depth) / 4.0);
        assert_eq!(night.now, Depth::Quick);
        // Raised when even the slow pace that was measured would do.
        let done = night.run(60..2_000, pace);
        assert_eq!(night.now, Depth::Standard);
        assert!(done.is_some_and(|done| done <= 300), "{done:?}");

        let mut night = Night::new(Depth::Standard, 400.0);
        night.dial.paces.insert(Depth::Standard, 4.0);
        night.now = Depth::Quick;
        night.run(0..2_000, pace);
        assert_eq!(
            night.changes.first().map(|(_, depth)| *depth),
            Some(Depth::Standard)
        );
    }

    #[test]
    fn nothing_is_raised_above_what_was_asked_for() {
        let mut night = Night::new(Depth::Quick, 100_000.0);
        night.dial.paces.insert(Depth::Standard, 1_000.0);
        night.run(0..2_000, pace);
        assert_eq!(night.changes, []);
    }

    #[test]
    fn a_deadline_that_has_passed_lowers_at_once_and_goes_on() {
        let mut night = Night::new(Depth::Standard, -5.0);
        assert_eq!(night.run(0..2_000, pace), Some(125));
        assert_eq!(night.changes, [(0, Depth::Quick)]);
    }

    #[test]
    fn a_run_without_one_finished_chart_is_taken_for_slow_after_patience() {
        let mut night = Night::new(Depth::Standard, 300.0);
        night.run(0..70, |_| 0.0);
        assert_eq!(night.now, Depth::Quick);
    }
}
