//! By when a run should be done, as an operator says it.

use chartfleet_model::Clock;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Zoned};

/// The forms that are understood, for `--help` and errors.
pub(crate) const FORMS: &str =
    "a time of day (06:30, the next one), a date and time (2026-11-22T06:30), or a while (7h 30m)";

/// Reads a deadline as of the clock's present, in the machine's time zone.
///
/// # Errors
/// When it is of no known form or lies in the past.
pub(crate) fn parse(text: &str, clock: &dyn Clock) -> Result<Timestamp, String> {
    read(text.trim(), &clock.now().to_zoned(TimeZone::system()))
}

fn read(text: &str, now: &Zoned) -> Result<Timestamp, String> {
    let in_zone = |at: DateTime| at.to_zoned(now.time_zone().clone()).ok();
    let at = if let Ok(at) = text.parse::<Timestamp>() {
        Some(at)
    } else if let Ok(time) = clock_time(text) {
        let today = in_zone(now.date().to_datetime(time));
        let next = || in_zone(now.date().tomorrow().ok()?.to_datetime(time));
        let at = today.filter(|at| at > now).or_else(next);
        at.map(|at| at.timestamp())
    } else if let Ok(at) = text.parse::<DateTime>() {
        in_zone(at).map(|at| at.timestamp())
    } else if let Ok(span) = text.parse::<Span>() {
        now.checked_add(span).ok().map(|at| at.timestamp())
    } else {
        None
    };
    let at = at.ok_or_else(|| format!("{text:?} is no deadline: {FORMS}"))?;
    if at <= now.timestamp() {
        return Err(format!("{text:?} is in the past"));
    }
    Ok(at)
}

/// `6:30` as well as `06:30`.
fn clock_time(text: &str) -> Result<Time, jiff::Error> {
    Time::strptime("%H:%M", text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Result<String, String> {
        let now: Zoned = "2026-11-21T22:00:00+01:00[Europe/Berlin]".parse().unwrap();
        read(text, &now).map(|at| at.to_string())
    }

    #[test]
    fn a_time_of_day_is_the_next_one() {
        assert_eq!(at("06:30").unwrap(), "2026-11-22T05:30:00Z");
        assert_eq!(at("23:15").unwrap(), "2026-11-21T22:15:00Z");
        assert_eq!(at("22:00").unwrap(), "2026-11-22T21:00:00Z");
    }

    #[test]
    fn dates_and_whiles_are_read_in_the_zone_of_the_machine() {
        assert_eq!(at("2026-11-22T06:30").unwrap(), "2026-11-22T05:30:00Z");
        assert_eq!(at("2026-11-22T06:30:00Z").unwrap(), "2026-11-22T06:30:00Z");
        assert_eq!(at("7h 30m").unwrap(), "2026-11-22T04:30:00Z");
        assert_eq!(at("90m").unwrap(), "2026-11-21T22:30:00Z");
    }

    #[test]
    fn what_is_past_or_unreadable_is_refused_with_the_forms() {
        assert!(at("2026-11-21T06:30").unwrap_err().contains("past"));
        assert!(at("-2h").unwrap_err().contains("past"));
        assert!(at("soon").unwrap_err().contains("06:30"));
        assert!(at("").unwrap_err().contains("06:30"));
    }
}
