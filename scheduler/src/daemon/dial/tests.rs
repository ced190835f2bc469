use std::collections::VecDeque;

use super::*;

const SETTLE: Duration = Duration::from_secs(10);

/// A run of 1,000 charts whose deadline is `deadline_s` after the start.
struct Night {
    dial: Dial,
    start: Instant,
    run: DatedRun,
    deadline_s: f64,
    /// Charts that workers claim ahead.
    ahead: usize,
    /// The depths of the charts they hold: fixed when they are claimed.
    held: VecDeque<Depth>,
    /// Seconds of work not yet spent.
    spare: f64,
    changes: Vec<(u64, Depth)>,
}

impl Night {
    fn new(asked: Depth, deadline_s: f64) -> Self {
        let run = DatedRun {
            run: RunId(1),
            asked,
            now: asked,
            seconds_left: deadline_s,
            charts: 1_000,
            finished: 0,
            held: 0,
        };
        let start = monotonic_now();
        Self {
            dial: Dial::new(&run, &[], start),
            start,
            run,
            deadline_s,
            ahead: 1,
            held: VecDeque::new(),
            spare: 0.0,
            changes: Vec::new(),
        }
    }

    fn ahead(mut self, charts: usize) -> Self {
        self.ahead = charts;
        self
    }

    /// Works for a second: a chart takes the time of the depth it was claimed
    /// at. Without a pace nobody works, and what is held stays held.
    fn work(&mut self, pace: &impl Fn(Depth) -> f64) {
        self.spare += 1.0;
        loop {
            let open = self.run.charts - self.run.finished;
            let claimed = self.ahead.min(usize::try_from(open).unwrap());
            while self.held.len() < claimed && pace(self.run.now) > 0.0 {
                self.held.push_back(self.run.now);
            }
            let pace = self.held.front().map_or(0.0, |depth| pace(*depth));
            if pace <= 0.0 {
                self.spare = 0.0;
                return;
            }
            if self.spare * pace < 1.0 {
                return;
            }
            self.spare -= 1.0 / pace;
            self.held.pop_front();
            self.run.finished += 1;
        }
    }

    /// Runs for these seconds at these paces and returns when it was done.
    fn run(&mut self, seconds: std::ops::Range<u64>, pace: impl Fn(Depth) -> f64) -> Option<u64> {
        for second in seconds {
            self.work(&pace);
            self.run.held = i64::try_from(self.held.len()).unwrap();
            self.run.seconds_left = self.deadline_s - float(second.cast_signed());
            let at = self.start + Duration::from_secs(second);
            if let Some((to, _)) = self.dial.look(&self.run, at, SETTLE) {
                self.run.now = to;
                self.changes.push((second, to));
            }
            if self.run.finished >= self.run.charts {
                return Some(second);
            }
        }
        None
    }

    fn depths(&self) -> Vec<Depth> {
        self.changes.iter().map(|(_, depth)| *depth).collect()
    }
}

fn pace(depth: Depth) -> f64 {
    match depth {
        Depth::Quick => 8.0,
        Depth::Standard => 4.0,
        Depth::Thorough => 1.0,
    }
}

const fn nobody(_: Depth) -> f64 {
    0.0
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
    assert_eq!(night.depths().first(), Some(&Depth::Standard));
    assert!(done.is_some_and(|done| done <= 400), "{done:?}");
}

#[test]
fn a_run_that_is_far_behind_goes_to_the_least_at_once() {
    let mut night = Night::new(Depth::Thorough, 160.0);
    let done = night.run(0..2_000, pace);
    assert_eq!(night.depths().first(), Some(&Depth::Quick));
    assert!(done.is_some_and(|done| done <= 160), "{done:?}");
}

#[test]
fn charts_that_were_claimed_before_a_change_say_nothing_about_the_depth_after_it() {
    // What is held takes 96 s, far longer than a change takes to settle.
    let mut night = Night::new(Depth::Thorough, 500.0).ahead(96);
    let done = night.run(0..2_000, pace);
    assert_eq!(night.depths().first(), Some(&Depth::Standard));
    assert!(!night.depths().contains(&Depth::Quick));
    assert_eq!(night.dial.paces.get(&Depth::Standard), Some(&4.0));
    assert!(done.is_some_and(|done| done <= 500), "{done:?}");
}

#[test]
fn workers_that_come_late_are_not_taken_for_slow_ones() {
    let mut night = Night::new(Depth::Standard, 600.0).ahead(16);
    night.run(0..150, nobody);
    let done = night.run(150..2_000, pace);
    assert_eq!((night.depths(), done), (vec![], Some(399)));
}

#[test]
fn a_run_that_nobody_works_on_for_a_while_keeps_its_depth() {
    let mut night = Night::new(Depth::Standard, 900.0).ahead(16);
    night.run(0..60, pace);
    // Another run has the workers.
    night.held.clear();
    night.run(60..500, nobody);
    let done = night.run(500..2_000, pace);
    assert_eq!(night.depths(), []);
    assert!(done.is_some_and(|done| done <= 900), "{done:?}");
}

#[test]
fn a_model_that_was_away_costs_depth_only_until_it_is_back() {
    let mut night = Night::new(Depth::Standard, 900.0).ahead(16);
    night.run(0..60, pace);
    // Workers hold their charts and wait.
    night.run(60..300, nobody);
    assert_eq!(night.run.now, Depth::Quick);
    let done = night.run(300..2_000, pace);
    assert_eq!(night.run.now, Depth::Standard);
    assert!(done.is_some_and(|done| done <= 900), "{done:?}");
}

#[test]
fn charts_that_are_requeued_start_the_measurement_anew() {
    let mut night = Night::new(Depth::Standard, 600.0).ahead(16);
    night.run(0..60, pace);
    night.run.finished -= 150;
    night.run(60..300, pace);
    assert_eq!(night.changes, []);
}

#[test]
fn a_run_that_has_time_to_spare_again_is_raised_to_a_depth_whose_pace_is_known() {
    let mut night = Night::new(Depth::Standard, 400.0);
    night.dial.paces.insert(Depth::Standard, 4.0);
    night.dial.raises.insert(Depth::Standard, 1);
    night.run.now = Depth::Quick;
    night.run(0..2_000, pace);
    assert_eq!(night.depths().first(), Some(&Depth::Standard));
}

#[test]
fn with_plenty_of_time_an_unmeasured_depth_is_tried_and_taken_back_where_it_is_too_slow() {
    let mut night = Night::new(Depth::Standard, 1_000.0);
    night.run.now = Depth::Quick;
    // Standard turns out to be far too slow.
    let done = night.run(0..2_000, |depth| match depth {
        Depth::Quick => 8.0,
        _ => 0.5,
    });
    assert_eq!(night.depths()[..2], [Depth::Standard, Depth::Quick]);
    assert!(done.is_some_and(|done| done <= 1_000), "{done:?}");
}

#[test]
fn a_scheduler_that_takes_over_knows_what_was_measured_before() {
    let mut night = Night::new(Depth::Standard, 400.0);
    night.run.now = Depth::Quick;
    let lowered = DepthChange {
        changed_at: jiff::Timestamp::UNIX_EPOCH,
        from: Depth::Standard,
        to: Depth::Quick,
        charts_left: 900,
        charts_per_s: 4.0,
        seconds_left: 400.0,
    };
    let raised = DepthChange {
        from: Depth::Quick,
        to: Depth::Standard,
        charts_per_s: 8.0,
        ..lowered.clone()
    };
    night.dial = Dial::new(&night.run, &[lowered.clone(), raised, lowered], night.start);
    assert_eq!(night.dial.raises.get(&Depth::Standard), Some(&1));
    night.run(0..2_000, pace);
    assert_eq!(night.depths().first(), Some(&Depth::Standard));
}

#[test]
fn a_depth_that_was_taken_back_often_is_left_alone() {
    let mut night = Night::new(Depth::Standard, 400.0);
    night.dial.paces.insert(Depth::Standard, 4.0);
    night.dial.raises.insert(Depth::Standard, MOST_RAISES);
    night.run.now = Depth::Quick;
    night.run(0..2_000, pace);
    assert_eq!(night.changes, []);
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
    assert!(night.run(0..2_000, pace).is_some());
    assert_eq!(night.changes, [(0, Depth::Quick)]);
}
