//! Which grouper version is in force on a day: a new one each 1 October, an
//! update each 1 April.

use std::fmt;

use chartfleet_model::Severity;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::error::CodesError;

/// An MS-DRG grouper version, 431 for v43.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct GrouperVersion(u16);

/// A number that names no installed grouper version.
#[derive(Debug, thiserror::Error)]
#[error("a grouper version is one of 400, 401, 410, 411, 420, 421, 430, 431, 440")]
pub struct GrouperVersionError;

impl GrouperVersion {
    /// Every version of the installed library, with its first day.
    const IN_FORCE: [(Date, Self); 9] = [
        (date(2022, 10, 1), Self(400)),
        (date(2023, 4, 1), Self(401)),
        (date(2023, 10, 1), Self(410)),
        (date(2024, 4, 1), Self(411)),
        (date(2024, 10, 1), Self(420)),
        (date(2025, 4, 1), Self(421)),
        (date(2025, 10, 1), Self(430)),
        (date(2026, 4, 1), Self(431)),
        (date(2026, 10, 1), Self(440)),
    ];
    /// The first discharge date that any version covers.
    pub const FIRST_DAY: Date = date(2022, 10, 1);
    /// The last discharge date that the newest version covers: v44.1 follows.
    pub const LAST_DAY: Date = date(2027, 3, 31);

    /// The version in force on a discharge date.
    ///
    /// # Errors
    /// Where the date lies outside all versions.
    pub fn for_discharge(discharged: Date) -> Result<Self, CodesError> {
        if discharged > Self::LAST_DAY {
            return Err(CodesError::NoGrouperVersion { date: discharged });
        }
        Self::IN_FORCE
            .iter()
            .rev()
            .find(|(first, _)| *first <= discharged)
            .map(|&(_, version)| version)
            .ok_or(CodesError::NoGrouperVersion { date: discharged })
    }

    /// The first and last fiscal year that any version covers. One begins in
    /// October of the year before.
    pub(crate) fn fiscal_years() -> (u16, u16) {
        let year = |day: Date| day.year().unsigned_abs() + u16::from(day.month() >= 10);
        (year(Self::FIRST_DAY), year(Self::LAST_DAY))
    }

    /// The version as the library counts, 431.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// The first day it was in force.
    #[must_use]
    pub fn first_day(self) -> Date {
        Self::IN_FORCE
            .iter()
            .find(|(_, version)| *version == self)
            .map_or(Self::FIRST_DAY, |&(first, _)| first)
    }
}

impl TryFrom<u16> for GrouperVersion {
    type Error = GrouperVersionError;

    fn try_from(number: u16) -> Result<Self, GrouperVersionError> {
        Self::IN_FORCE
            .iter()
            .map(|&(_, version)| version)
            .find(|version| version.0 == number)
            .ok_or(GrouperVersionError)
    }
}

impl From<GrouperVersion> for u16 {
    fn from(version: GrouperVersion) -> Self {
        version.0
    }
}

/// `v43.1`.
impl fmt::Display for GrouperVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}.{}", self.0 / 10, self.0 % 10)
    }
}

/// Reads the grouper's name of a level.
pub(crate) fn severity(name: &str) -> Severity {
    match name {
        "MCC" => Severity::Mcc,
        "CC" => Severity::Cc,
        _ => Severity::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_change_on_the_first_of_october_and_april() {
        let number = |y, m, d| {
            GrouperVersion::for_discharge(date(y, m, d))
                .unwrap()
                .number()
        };
        assert_eq!(number(2022, 10, 1), 400);
        assert_eq!(number(2025, 9, 30), 421);
        assert_eq!(number(2025, 10, 1), 430);
        assert_eq!(number(2026, 3, 31), 430);
        assert_eq!(number(2026, 4, 1), 431);
        assert_eq!(number(2026, 9, 30), 431);
        assert_eq!(number(2026, 10, 1), 440);
        assert_eq!(number(2027, 3, 31), 440);
    }

    #[test]
    fn fiscal_years_begin_in_october() {
        assert_eq!(GrouperVersion::fiscal_years(), (2023, 2027));
    }

    #[test]
    fn days_outside_all_versions_are_refused_with_the_span() {
        for day in [date(2022, 9, 30), date(2027, 4, 1)] {
            let error = GrouperVersion::for_discharge(day).unwrap_err().to_string();
            assert!(error.contains("from 2022-10-01 to 2027-03-31"), "{error}");
        }
    }

    #[test]
    fn only_known_numbers_are_versions() {
        assert_eq!(GrouperVersion::try_from(431).unwrap().to_string(), "v43.1");
        assert!(GrouperVersion::try_from(432).is_err());
    }
}
