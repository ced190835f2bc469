//! Dates as CMS writes them in its files.

use jiff::civil::Date;

use crate::tables::day_number;

/// The first day there is: an edit without an effective date was always there.
pub(crate) const ALWAYS: u32 = 0;
/// The last day there is: what was not deleted stays.
pub(crate) const FOREVER: u32 = 99_991_231;

/// Reads `20240701`, `2024183` (year and day of the year), `7/1/2024` or
/// `2024-07-01` as the number YYYYMMDD; `None` for no date: empty or `*`.
pub(crate) fn read(text: &str) -> Result<Option<u32>, String> {
    let text = text.trim();
    if text.is_empty() || text == "*" {
        return Ok(None);
    }
    parse(text)
        .map(|date| Some(day_number(date)))
        .ok_or_else(|| format!("{text:?} is no date"))
}

fn parse(text: &str) -> Option<Date> {
    if let Some((month, rest)) = text.split_once('/') {
        let (day, year) = rest.split_once('/')?;
        return Date::new(number(year)?, number(month)?, number(day)?).ok();
    }
    if text.contains('-') {
        return text.parse().ok();
    }
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        8 => Date::new(
            number(text.get(..4)?)?,
            number(text.get(4..6)?)?,
            number(text.get(6..)?)?,
        )
        .ok(),
        7 => {
            let first = Date::new(number(text.get(..4)?)?, 1, 1).ok()?;
            let day: i16 = number(text.get(4..)?)?;
            (1..=first.days_in_year())
                .contains(&day)
                .then(|| first.saturating_add(jiff::Span::new().days(day - 1)))
        }
        _ => None,
    }
}

fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| text.parse().ok())?
}

/// The number YYYYMMDD as a date; `None` for [`ALWAYS`] and [`FOREVER`].
pub(crate) fn date(day: u32) -> Option<Date> {
    if day == ALWAYS || day == FOREVER {
        return None;
    }
    let part = |n: u32| i8::try_from(n % 100).ok();
    Date::new(
        i16::try_from(day / 10_000).ok()?,
        part(day / 100)?,
        part(day)?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_all_official_files_are_read() {
        for text in [
            "20240701",
            "2024183",
            "7/1/2024",
            "07/01/2024",
            "2024-07-01",
        ] {
            assert_eq!(read(text), Ok(Some(20_240_701)), "{text}");
        }
        for text in ["", " ", "*"] {
            assert_eq!(read(text), Ok(None), "{text:?}");
        }
        for text in [
            "20241301",
            "2023366",
            "2024000",
            "x",
            "7/2024",
            "+7/1/2024",
            "202407",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert_eq!(date(20_240_701), Some(jiff::civil::date(2024, 7, 1)));
        assert_eq!(date(FOREVER), None);
    }
}
