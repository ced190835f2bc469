//! `Retry-After` (RFC 9110, 10.2.3): seconds or an HTTP date.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

static DATES: DateTimeParser = DateTimeParser::new();

/// How long the server wants to be left alone. A date is taken relative to the
/// answer's own `Date`, so that no clock here matters; without one it is
/// ignored.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let wait = date(headers, &RETRY_AFTER)?.duration_since(date(headers, &DATE)?);
    Some(Duration::try_from(wait).unwrap_or(Duration::ZERO))
}

fn date(headers: &HeaderMap, name: &HeaderName) -> Option<Timestamp> {
    DATES.parse_timestamp(headers.get(name)?.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(after: &str, date: Option<&str>) -> Option<u64> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, after.parse().unwrap());
        if let Some(date) = date {
            headers.insert(DATE, date.parse().unwrap());
        }
        retry_after(&headers).map(|wait| wait.as_secs())
    }

    #[test]
    fn seconds_are_taken_as_they_are() {
        assert_eq!(wait("17", None), Some(17));
        assert_eq!(wait(" 0 ", None), Some(0));
    }

    #[test]
    fn a_date_counts_from_the_servers_own_clock() {
        let sent = "Wed, 21 Oct 2026 07:28:00 GMT";
        assert_eq!(wait("Wed, 21 Oct 2026 07:28:30 GMT", Some(sent)), Some(30));
        assert_eq!(
            wait("Wed, 21 Oct 2026 07:27:00 GMT", Some(sent)),
            Some(0),
            "in the past"
        );
        assert_eq!(wait("Wed, 21 Oct 2026 07:28:30 GMT", None), None);
    }

    #[test]
    fn nonsense_is_ignored() {
        for text in ["soon", "-3", "1.5", ""] {
            assert_eq!(
                wait(text, Some("Wed, 21 Oct 2026 07:28:00 GMT")),
                None,
                "{text}"
            );
        }
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }
}
