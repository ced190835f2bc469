//! The quarter that a file of NCCI edits is for, as CMS names its files:
//! `ccipra-v302r0-f1.txt`, `MCR_MUE_OutpatientHospitalServices_Eff_07-01-2024.csv`,
//! `AOC_V2024Q3-MCR.txt`.

/// PTP versions count from the year 1994: v30.2 is the third quarter of 2024.
const YEAR_OF_VERSION_0: u16 = 1994;

/// The quarter that a file's name tells, such as `2024q3`.
pub(crate) fn of_file(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let bytes = name.as_bytes();
    let at = |from: usize| bytes.get(from..).unwrap_or_default();
    let (year, quarter) = (0..bytes.len())
        .find_map(|from| quarter(at(from)).or_else(|| effective(at(from))))
        .or_else(|| (0..bytes.len()).find_map(|from| version(at(from))))?;
    Some(format!("{year}q{quarter}"))
}

/// `2024q3`, `2024-q3`.
fn quarter(text: &[u8]) -> Option<(u16, u16)> {
    let year = digits(text.get(..4)?)?;
    let rest = text.get(4..)?;
    let rest = rest
        .strip_prefix(b"-")
        .or(rest.strip_prefix(b"_"))
        .unwrap_or(rest);
    match rest {
        [b'q', quarter @ b'1'..=b'4', ..] if is_year(year) => {
            Some((year, u16::from(quarter - b'0')))
        }
        _ => None,
    }
}

/// `07-01-2024`: the first day of a quarter.
fn effective(text: &[u8]) -> Option<(u16, u16)> {
    let month = digits(text.get(..2)?)?;
    let year = digits(text.get(6..10)?)?;
    let is_first_day = text.get(2..6)? == b"-01-";
    (is_first_day && is_year(year) && [1, 4, 7, 10].contains(&month))
        .then_some((year, month / 3 + 1))
}

/// `v302r0`.
fn version(text: &[u8]) -> Option<(u16, u16)> {
    match text {
        [b'v', a, b, quarter, b'r', ..] => numbered(&[*a, *b, *quarter]),
        _ => None,
    }
}

fn numbered(text: &[u8]) -> Option<(u16, u16)> {
    let number = digits(text)?;
    let quarter = number % 10 + 1;
    (quarter <= 4).then_some((YEAR_OF_VERSION_0 + number / 10, quarter))
}

const fn is_year(year: u16) -> bool {
    1996 <= year && year <= 2099
}

fn digits(text: &[u8]) -> Option<u16> {
    text.iter().try_fold(0_u16, |number, &byte| {
        byte.is_ascii_digit()
            .then(|| number * 10 + u16::from(byte - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_that_cms_gives_tell_the_quarter() {
        for (name, edition) in [
            ("ccipra-v302r0-f1.txt", Some("2024q3")),
            (
                "medicare-ncci-2026q2-hospital-ptp-edits-ccioph-v321r0-f2.txt",
                Some("2026q2"),
            ),
            (
                "MCR_MUE_OutpatientHospitalServices_Eff_10-01-2025.csv",
                Some("2025q4"),
            ),
            ("AOC_V2024Q3-MCR.txt", Some("2024q3")),
            ("ncci_ptp_out_2024q3_active.csv.gz", Some("2024q3")),
            ("edits.csv", None),
            ("v309r0", None),
            ("", None),
        ] {
            assert_eq!(of_file(name).as_deref(), edition, "{name}");
        }
    }
}
