//! How long a patient was ventilated, as ICD-10-PCS counts it: under 24
//! consecutive hours, 24 to 96, over 96.

/// Units, and how many hours they have.
const UNITS: [(&[&str], f32); 2] = [
    (&["hour", "hours", "hr", "hrs", "h"], 1.0),
    (&["day", "days"], 24.0),
];
/// Over these a number is no duration of a stay.
const MOST_HOURS: f32 = 10_000.0;

/// The character of the duration that a clause says; of several the longest.
pub(super) fn class(said: &[String]) -> Option<char> {
    let pairs = said.iter().zip(said.iter().skip(1));
    let hours = pairs.filter_map(|(number, unit)| {
        let (_, hours) = UNITS
            .iter()
            .find(|(names, _)| names.contains(&unit.as_str()))?;
        let number: f32 = number.parse().ok()?;
        Some(number * hours).filter(|hours| *hours > 0.0 && *hours < MOST_HOURS)
    });
    let longest = hours.max_by(f32::total_cmp)?;
    Some(match longest {
        under if under < 24.0 => '3',
        over if over > 96.0 => '5',
        _ => '4',
    })
}

/// What such a character says.
pub(super) const fn label(class: char) -> Option<&'static str> {
    Some(match class {
        '3' => "under 24 hours",
        '4' => "24 to 96 hours",
        '5' => "over 96 hours",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<char> {
        let said: Vec<String> = text.split(' ').map(str::to_owned).collect();
        class(&said)
    }

    #[test]
    fn consecutive_hours_choose_the_class() {
        assert_eq!(of("ventilated for 23.5 hours"), Some('3'));
        assert_eq!(of("ventilated for 24 hours"), Some('4'));
        assert_eq!(of("after 96 h"), Some('4'));
        assert_eq!(of("for 97 hours"), Some('5'));
        assert_eq!(of("for 6 days"), Some('5'));
    }

    #[test]
    fn a_number_without_a_unit_says_nothing() {
        assert_eq!(of("ventilated with peep of 8"), None);
        assert_eq!(of("hours"), None);
        assert_eq!(of("at 1e30 hours"), None);
    }
}
