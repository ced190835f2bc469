//! Many short strings in one allocation: they load from disk in one copy and
//! are found by number.

use serde::{Deserialize, Serialize};

/// An append-only list of strings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Strings {
    text: String,
    /// Where each string ends in `text`.
    ends: Vec<u32>,
}

impl Strings {
    /// Appends `string` and returns its number.
    pub(crate) fn push(&mut self, string: &str) -> u32 {
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.text.push_str(string);
        self.ends
            .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        number
    }

    /// The string of that number; empty where there is none.
    pub(crate) fn get(&self, number: usize) -> &str {
        let Some(&end) = self.ends.get(number) else {
            return "";
        };
        let start = number
            .checked_sub(1)
            .and_then(|previous| self.ends.get(previous))
            .copied()
            .unwrap_or(0);
        self.text
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_found_by_number() {
        let mut strings = Strings::default();
        assert_eq!(strings.push("one"), 0);
        assert_eq!(strings.push(""), 1);
        assert_eq!(strings.push("drei"), 2);
        assert_eq!([0, 1, 2].map(|n| strings.get(n)), ["one", "", "drei"]);
        assert_eq!(strings.get(3), "");
    }
}
