//! Whether a diagnosis counts in a DRG that is built upon it: it does not.
//! The library applies this to the claim but does not say it of a diagnosis.

use serde::{Deserialize, Serialize};

use super::GrouperVersion;
use crate::tables::key;

/// The suppression lists of all versions.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Suppression {
    /// Packed code, first and last version, attributes; sorted.
    pub(crate) codes: Vec<(u64, u16, u16, u32)>,
    /// Version, DRG, suppressed attributes; sorted.
    pub(crate) drgs: Vec<(u16, u16, u32)>,
    /// Packed code, first and last version of the codes that DRG logic or
    /// hospital-acquired conditions may name; sorted.
    pub(crate) logic: Vec<(u64, u16, u16)>,
}

impl Suppression {
    /// The attributes that `drg` suppresses; 0 for most.
    pub(super) fn of_drg(&self, version: GrouperVersion, drg: u16) -> u32 {
        self.drgs
            .binary_search_by_key(&(version.number(), drg), |&(v, d, _)| (v, d))
            .ok()
            .and_then(|index| self.drgs.get(index))
            .map_or(0, |&(_, _, mask)| mask)
    }

    /// Whether anything but the code's CC/MCC level can matter to a DRG.
    pub(super) fn is_in_logic(&self, code: &str, version: GrouperVersion) -> bool {
        let (Some(key), number) = (key::pack(code), version.number()) else {
            return true;
        };
        let start = self.logic.partition_point(|&(code, ..)| code < key);
        self.logic
            .iter()
            .skip(start)
            .take_while(|&&(code, ..)| code == key)
            .any(|&(_, from, to)| (from..=to).contains(&number))
    }

    /// Whether the DRG's suppressed attributes are among the code's.
    pub(super) fn applies(&self, suppressed: u32, code: &str, version: GrouperVersion) -> bool {
        if suppressed == 0 {
            return false;
        }
        let (Some(key), number) = (key::pack(code), version.number()) else {
            return false;
        };
        let start = self.codes.partition_point(|&(code, ..)| code < key);
        self.codes
            .iter()
            .skip(start)
            .take_while(|&&(code, ..)| code == key)
            .any(|&(_, from, to, mask)| (from..=to).contains(&number) && mask & suppressed != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagnosis_is_suppressed_only_in_its_drg_and_versions() {
        let version = GrouperVersion::try_from(431).unwrap();
        let older = GrouperVersion::try_from(400).unwrap();
        let code = key::pack("I2101").unwrap();
        let suppression = Suppression {
            codes: vec![(code, 410, 440, 0b100)],
            drgs: vec![(431, 280, 0b100), (431, 974, 0b1)],
            logic: vec![(code, 410, 440)],
        };
        let in_280 = suppression.of_drg(version, 280);
        assert!(suppression.applies(in_280, "I21.01", version));
        assert!(!suppression.applies(in_280, "I21.01", older));
        assert!(!suppression.applies(in_280, "I21.02", version));
        assert!(!suppression.applies(suppression.of_drg(version, 974), "I21.01", version));
        assert_eq!(suppression.of_drg(version, 193), 0);
        assert!(suppression.is_in_logic("I21.01", version));
        assert!(!suppression.is_in_logic("I21.01", older));
        assert!(!suppression.is_in_logic("I10", version));
    }
}
