//! The codes that fit a partial one and may be billed on a day: from the
//! periods of the Medicare Code Editor, so that no imported file is needed.

use chartfleet_model::Icd10PcsCode;
use jiff::civil::Date;

use super::{LENGTH, pattern};
use crate::tables::data::group;
use crate::tables::{CodeTables, day_number, in_effect, key};

impl CodeTables {
    /// The codes that fit `partial` and may be billed on the date, in code
    /// order, at most `limit`. Open characters are `?`; what is missing at the
    /// end is open. None for text that is no partial code.
    #[must_use]
    pub fn pcs_fitting(&self, partial: &str, on: Date, limit: usize) -> Vec<Icd10PcsCode> {
        let is_open = |byte: u8| byte == b'?';
        let well_formed = partial.len() <= LENGTH
            && partial
                .bytes()
                .all(|byte| is_open(byte) || pattern::is_character(byte));
        let settled: String = partial.chars().take_while(|c| *c != '?').collect();
        let (true, Some(first)) = (well_formed, key::pack(&settled)) else {
            return Vec::new();
        };
        let (range, day) = (key::subtree(first), day_number(on));
        let pcs = &self.data.pcs;
        let from = pcs.keys.partition_point(|key| key < range.start());
        let rows = pcs.keys.iter().enumerate().skip(from);
        rows.take_while(|(_, key)| range.contains(key))
            .filter(|(_, key)| {
                let mut places = partial.bytes().zip(key.to_be_bytes());
                places.all(|(wanted, found)| is_open(wanted) || wanted == found)
            })
            .filter(|(row, _)| {
                let periods = group(&pcs.periods.starts, &pcs.periods.rows, *row);
                in_effect(periods, day).is_some()
            })
            .filter_map(|(_, &key)| key::unpack(key).parse().ok())
            .take(limit)
            .collect()
    }
}
