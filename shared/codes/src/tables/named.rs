//! The codes that a note names, as the list would print them.

use std::fmt;

use serde::{Serialize, Serializer};

use super::key;
use crate::codeset::{self, CodeRange};

/// The codes that a note names.
#[derive(Clone, Copy, Debug, Default)]
pub struct NamedCodes<'t>(&'t [CodeRange]);

impl<'t> NamedCodes<'t> {
    pub(crate) const fn new(ranges: &'t [CodeRange]) -> Self {
        Self(ranges)
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn holds(&self, key: u64) -> bool {
        codeset::holds(self.0, key)
    }

    pub(crate) const fn ranges(&self) -> &'t [CodeRange] {
        self.0
    }
}

/// `E11.22, I12, E08-E13`; of long sets the first ranges and how many follow.
impl fmt::Display for NamedCodes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOST: usize = 12;
        for (index, range) in self.0.iter().take(MOST).enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{}", spelled(*range))?;
        }
        match self.0.len().saturating_sub(MOST) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

impl Serialize for NamedCodes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|range| spelled(*range)))
    }
}

/// A range as the list prints it.
fn spelled((from, to): CodeRange) -> String {
    let last = last_code(to);
    if last == from {
        key::dotted(from)
    } else {
        format!("{}-{}", key::dotted(from), key::dotted(last))
    }
}

/// The code whose last descendant a range ends with.
fn last_code(to: u64) -> u64 {
    let below = to.trailing_ones() / 8 * 8;
    to & u64::MAX.checked_shl(below).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_spelled_by_their_first_and_last_code() {
        let range = |from: &str, to: &str| {
            let to = key::pack(to).unwrap();
            (key::pack(from).unwrap(), *key::subtree(to).end())
        };
        assert_eq!(spelled(range("E11.22", "E11.22")), "E11.22");
        assert_eq!(spelled(range("E08", "E13")), "E08-E13");
        assert_eq!(spelled(range("N18.1", "N18.6")), "N18.1-N18.6");
        assert_eq!(spelled(range("S72.001A", "S72.001C")), "S72.001A-S72.001C");
        let many = [range("E08", "E13"); 14];
        let told = NamedCodes(&many).to_string();
        assert!(told.ends_with("E08-E13 and 2 more"), "{told}");
    }
}
