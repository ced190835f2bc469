//! The deadline dial: a run that would end too late looks less deep.
//!
//! The pace is measured, not guessed ([`Meter`]). A run is lowered one step at a
//! time (straight to the least where it is far behind). It is raised again to a
//! depth whose pace was measured in this run and leaves time to spare, or, once,
//! to try a depth, where the present one needs little of the time left. It is
//! never raised above what was asked for, and a deadline that has passed
//! abandons no chart.
//!
//! A scheduler that takes over reads what was measured before from the changes
//! that the database keeps.

mod meter;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::time::{Duration, Instant};

use chartfleet_model::{Depth, RunId};
use chartfleet_store::{DatedRun, DepthChange, Projection};

use self::meter::{Meter, float};
use super::{Scheduler, monotonic_now};

/// The share of the time left that is kept in reserve.
const RESERVE: f64 = 0.05;
/// A deeper look must fit into this share of the time left.
const COMFORT: f64 = 0.7;
/// Where the rest needs less than this share of the time left, a deeper look
/// is tried.
const PLENTY: f64 = 0.2;
/// Behind by this factor, a run goes straight to the least depth.
const FAR_BEHIND: f64 = 3.0;
/// How often a run is raised to the same depth: what was taken back so often
/// would be taken back again.
const MOST_RAISES: u32 = 3;

/// The dials of the runs that have a deadline.
#[derive(Debug, Default)]
pub(super) struct Dials(BTreeMap<RunId, Dial>);

/// What is known of one run.
#[derive(Debug)]
struct Dial {
    depth: Depth,
    meter: Meter,
    /// The best pace of each depth.
    paces: BTreeMap<Depth, f64>,
    /// How often the run was raised to each depth.
    raises: BTreeMap<Depth, u32>,
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
            let dial = match dials.0.entry(run.run) {
                Entry::Occupied(dial) => dial.into_mut(),
                Entry::Vacant(place) => {
                    let changes = self.store.depth_changes(run.run).await?;
                    place.insert(Dial::new(run, &changes, now))
                }
            };
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
    /// A dial of a run that was changed so before, by whatever scheduler.
    fn new(run: &DatedRun, changes: &[DepthChange], now: Instant) -> Self {
        // Where it was changed, what is held may be of the depth before.
        let held = if changes.is_empty() { 0 } else { run.held };
        let mut dial = Self {
            depth: run.now,
            meter: Meter::new(run.finished + held, now),
            paces: BTreeMap::new(),
            raises: BTreeMap::new(),
        };
        for change in changes {
            if change.charts_per_s > 0.0 {
                dial.learn(change.from, change.charts_per_s);
            }
            if change.to > change.from {
                *dial.raises.entry(change.to).or_default() += 1;
            }
        }
        dial
    }

    /// Charts of one run cost alike, and whatever goes wrong makes it slower:
    /// the best pace says most about a depth.
    fn learn(&mut self, depth: Depth, charts_per_s: f64) {
        let best = self.paces.entry(depth).or_default();
        *best = best.max(charts_per_s);
    }

    /// The depth to change to, if any.
    fn look(
        &mut self,
        run: &DatedRun,
        now: Instant,
        settle: Duration,
    ) -> Option<(Depth, Projection)> {
        if run.now != self.depth {
            self.depth = run.now;
            self.meter = Meter::new(run.finished + run.held, now);
        }
        let charts_left = run.charts - run.finished;
        let projection = |charts_per_s| Projection {
            charts_left,
            charts_per_s,
            seconds_left: run.seconds_left,
        };
        if charts_left <= 0 {
            return None;
        }
        let measured = self.meter.look(run, now, settle);
        if run.seconds_left <= 0.0 {
            let charts_per_s = measured.map_or(0.0, |measured| measured.charts_per_s);
            let lower = run.now > Depth::Quick;
            return lower.then(|| (Depth::Quick, projection(charts_per_s)));
        }
        let measured = measured?;
        if measured.is_enough {
            self.learn(self.depth, measured.charts_per_s);
        }
        let to = self.choose(run, float(charts_left), measured.charts_per_s)?;
        Some((to, projection(measured.charts_per_s)))
    }

    fn choose(&mut self, run: &DatedRun, charts_left: f64, charts_per_s: f64) -> Option<Depth> {
        let needed = charts_left / charts_per_s;
        let behind = needed / (run.seconds_left * (1.0 - RESERVE));
        if behind > 1.0 {
            let least = (behind > FAR_BEHIND).then_some(Depth::Quick);
            return least
                .filter(|least| *least < run.now)
                .or_else(|| lower(run.now));
        }
        let deeper = higher(run.now).filter(|deeper| *deeper <= run.asked)?;
        let known = self.paces.get(&deeper).copied();
        let fits = known.is_some_and(|pace| charts_left / pace <= run.seconds_left * COMFORT);
        let raises = self.raises.entry(deeper).or_default();
        let is_trial = *raises == 0 && needed <= run.seconds_left * PLENTY;
        ((fits && *raises < MOST_RAISES) || is_trial).then(|| {
            *raises += 1;
            deeper
        })
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
