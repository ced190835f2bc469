//! Procedure-to-procedure edits, compact: six bytes a pair.
//!
//! Pairs are grouped by their column-1 code and sorted by their column-2 code
//! in each group, so that a lookup is two binary searches. What an edit says
//! (indicator, rationale, dates) is one of a few hundred distinct terms.

use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::CodesError;
use crate::import::bytes::{self, Magic};
use crate::import::dates;
use crate::tables::strings::Strings;

const MAGIC: &Magic = b"CFNCCIP1";

/// Whether a modifier may set an edit aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModifierIndicator {
    /// 0: never.
    NotAllowed,
    /// 1: an NCCI-associated modifier, where the record supports it.
    Allowed,
    /// 9: the edit was deleted as of the day it began.
    NotApplicable,
}

impl ModifierIndicator {
    /// The indicator's number in the tables.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::NotAllowed => 0,
            Self::Allowed => 1,
            Self::NotApplicable => 9,
        }
    }
}

/// The edit by which one code includes another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PtpEdit<'t> {
    /// Whether a modifier may set it aside.
    pub modifier: ModifierIndicator,
    /// CMS's reason, in its words; empty where the file gives none.
    pub rationale: &'t str,
    /// The first date of service it applies to, where the file says.
    pub effective: Option<Date>,
    /// The last, where it was deleted.
    pub deleted: Option<Date>,
}

/// What an edit says. The order is that of preference: of two edits of one
/// pair in effect on a day the later counts, then the stricter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Terms {
    /// First day, as the number YYYYMMDD.
    pub(super) from: u32,
    /// Last day.
    pub(super) to: u32,
    pub(super) modifier: ModifierIndicator,
    /// The number of its reason among [`Head::rationales`].
    pub(super) rationale: u32,
}

/// All but the pairs themselves, which follow it on disk as plain columns.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Head {
    /// Every code of a pair, ascending. A code's place here is its id.
    codes: Vec<u32>,
    /// Where the pairs of each column-1 code begin; one more than codes.
    starts: Vec<u32>,
    /// Distinct terms, in their order of preference.
    terms: Vec<Terms>,
    rationales: Strings,
}

/// The edits of one setting.
#[derive(Debug, PartialEq)]
pub(super) struct PtpTable {
    head: Head,
    /// Where the codes with each beginning start among the head's codes.
    beginnings: Vec<u32>,
    /// Ids of column-2 codes, ascending for each column-1 code.
    column2: Vec<u16>,
    /// Numbers of terms, beside `column2`.
    terms: Vec<u32>,
}

/// One pair while a table is built: both codes, and the number of its terms.
pub(super) type Pair = (u32, u32, u32);

/// A table holds at most so many codes; the code sets have under 20,000.
pub(super) const MOST_CODES: usize = 1 << 16;

impl PtpTable {
    /// The table of `pairs`, whose terms are numbered as in `terms`. `None`
    /// where there are more codes than a table holds.
    pub(super) fn new(
        mut pairs: Vec<Pair>,
        terms: Vec<Terms>,
        rationales: Strings,
    ) -> Option<Self> {
        let terms = prefer(&mut pairs, terms);
        pairs.sort_unstable();
        pairs.dedup();
        let mut codes: Vec<u32> = pairs.iter().map(|pair| pair.1).collect();
        codes.extend(
            pairs
                .chunk_by(|a, b| a.0 == b.0)
                .filter_map(|group| Some(group.first()?.0)),
        );
        codes.sort_unstable();
        codes.dedup();
        if codes.len() > MOST_CODES {
            return None;
        }
        let starts = (0..=codes.len())
            .map(|id| match codes.get(id) {
                Some(&code) => pairs.partition_point(|pair| pair.0 < code),
                None => pairs.len(),
            })
            .map(|start| u32::try_from(start).ok())
            .collect::<Option<_>>()?;
        let column2 = pairs
            .iter()
            .map(|pair| u16::try_from(codes.binary_search(&pair.1).ok()?).ok())
            .collect::<Option<_>>()?;
        Some(Self {
            beginnings: beginnings(&codes),
            column2,
            terms: pairs.iter().map(|pair| pair.2).collect(),
            head: Head {
                codes,
                starts,
                terms,
                rationales,
            },
        })
    }

    /// How many pairs it holds.
    pub(super) fn len(&self) -> usize {
        self.column2.len()
    }

    /// The edit of a pair that is in effect on a day.
    pub(super) fn edit(&self, column1: u32, column2: u32, day: u32) -> Option<PtpEdit<'_>> {
        let wanted = self.id(column2)?;
        let id = self.id(column1)?;
        let start = *self.head.starts.get(usize::from(id))? as usize;
        let end = *self.head.starts.get(usize::from(id) + 1)? as usize;
        let group = self.column2.get(start..end)?;
        let first = group.partition_point(|&other| other < wanted);
        group
            .get(first..)?
            .iter()
            .zip(self.terms.get(start + first..end)?)
            .take_while(|(other, _)| **other == wanted)
            .filter_map(|(_, &number)| self.head.terms.get(number as usize))
            .find(|terms| (terms.from..=terms.to).contains(&day))
            .map(|terms| PtpEdit {
                modifier: terms.modifier,
                rationale: self.head.rationales.get(terms.rationale as usize),
                effective: dates::date(terms.from),
                deleted: dates::date(terms.to),
            })
    }

    fn id(&self, code: u32) -> Option<u16> {
        let beginning = (code / BEGINNING) as usize;
        let start = *self.beginnings.get(beginning)? as usize;
        let end = *self.beginnings.get(beginning + 1)? as usize;
        let place = self.head.codes.get(start..end)?.binary_search(&code).ok()?;
        u16::try_from(start + place).ok()
    }

    /// The bytes that [`PtpTable::read`] reads.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut content = bytes::encode(MAGIC, &self.head);
        content.reserve(self.len() * PAIR_BYTES);
        content.extend(self.column2.iter().flat_map(|id| id.to_le_bytes()));
        content.extend(self.terms.iter().flat_map(|number| number.to_le_bytes()));
        content
    }

    /// Reads a table; the two columns are copied, not parsed.
    pub(super) fn read(content: &[u8], path: &Path) -> Result<Self, CodesError> {
        let (head, columns): (Head, _) = bytes::decode_head(MAGIC, content, path)?;
        let pairs = head.starts.last().copied().unwrap_or_default() as usize;
        if Some(columns.len()) != pairs.checked_mul(PAIR_BYTES) {
            return Err(CodesError::damaged(path, "pairs are missing or too many"));
        }
        let (column2, terms) = columns.split_at(pairs * 2);
        let (column2, _) = column2.as_chunks::<2>();
        let (terms, _) = terms.as_chunks::<4>();
        Ok(Self {
            beginnings: beginnings(&head.codes),
            head,
            column2: column2.iter().map(|b| u16::from_le_bytes(*b)).collect(),
            terms: terms.iter().map(|b| u32::from_le_bytes(*b)).collect(),
        })
    }
}

/// Codes share their beginning where they differ in the last two characters.
const BEGINNING: u32 = 36 * 36;
const BEGINNINGS: u32 = 36 * 36 * 36;

/// Leaves a search of a hundred codes instead of all.
fn beginnings(codes: &[u32]) -> Vec<u32> {
    (0..=BEGINNINGS)
        .scan(0, |place, beginning| {
            while codes
                .get(*place)
                .is_some_and(|code| code / BEGINNING < beginning)
            {
                *place += 1;
            }
            u32::try_from(*place).ok()
        })
        .collect()
}

const PAIR_BYTES: usize = 6;

/// Sorts the terms by preference, and numbers those of the pairs anew.
fn prefer(pairs: &mut [Pair], mut terms: Vec<Terms>) -> Vec<Terms> {
    let old = terms.clone();
    terms.sort_unstable_by_key(|t| (std::cmp::Reverse(t.from), t.modifier, t.to, t.rationale));
    terms.dedup();
    let places: std::collections::HashMap<Terms, u32> =
        terms.iter().copied().zip(0_u32..).collect();
    let renumbered: Vec<u32> = old
        .iter()
        .map(|t| places.get(t).copied().unwrap_or_default())
        .collect();
    for pair in pairs {
        pair.2 = renumbered.get(pair.2 as usize).copied().unwrap_or_default();
    }
    terms
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    fn terms() -> impl Strategy<Value = Terms> {
        let indicators = [
            ModifierIndicator::NotAllowed,
            ModifierIndicator::Allowed,
            ModifierIndicator::NotApplicable,
        ];
        (
            0_u32..6,
            0_u32..6,
            prop::sample::select(indicators.to_vec()),
        )
            .prop_map(|(from, days, modifier)| Terms {
                from: 20_240_101 + from,
                to: 20_240_101 + from + days,
                modifier,
                rationale: 0,
            })
    }

    proptest! {
        #[test]
        fn a_lookup_finds_what_a_plain_map_finds(
            rows in prop::collection::vec((0_u32..30, 0_u32..30, terms()), 0..300),
            day in 20_240_101_u32..20_240_112,
        ) {
            // Codes further apart than their ids, to tell them from ids.
            let code = |n: u32| n * 1_000_003 % 60_466_176;
            let mut plain: HashMap<(u32, u32), Vec<Terms>> = HashMap::new();
            let (mut pairs, mut all) = (Vec::new(), Vec::new());
            for (number, (a, b, terms)) in rows.into_iter().enumerate() {
                plain.entry((code(a), code(b))).or_default().push(terms);
                pairs.push((code(a), code(b), u32::try_from(number).unwrap()));
                all.push(terms);
            }
            let built = PtpTable::new(pairs, all, Strings::default()).unwrap();
            let table = PtpTable::read(&built.to_bytes(), Path::new("import.bin")).unwrap();
            prop_assert_eq!(&built, &table);
            for (a, b) in (0..31).flat_map(|a| (0..31).map(move |b| (code(a), code(b)))) {
                let expected = plain
                    .get(&(a, b))
                    .into_iter()
                    .flatten()
                    .filter(|t| t.from <= day && day <= t.to)
                    .min_by_key(|t| (std::cmp::Reverse(t.from), t.modifier, t.to));
                let found = table.edit(a, b, day);
                prop_assert_eq!(found.map(|e| e.modifier), expected.map(|t| t.modifier));
                prop_assert_eq!(
                    found.map(|e| (e.effective, e.deleted)),
                    expected.map(|t| (dates::date(t.from), dates::date(t.to)))
                );
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(noise in prop::collection::vec(any::<u8>(), 0..200)) {
            let content = [MAGIC.as_slice(), &noise].concat();
            if let Ok(table) = PtpTable::read(&content, Path::new("import.bin")) {
                table.edit(0, 0, 0);
            }
        }
    }

    #[test]
    fn a_table_that_was_cut_is_refused() {
        let terms = Terms {
            from: 0,
            to: 1,
            modifier: ModifierIndicator::Allowed,
            rationale: 0,
        };
        let table = PtpTable::new(vec![(1, 2, 0), (1, 3, 0)], vec![terms], Strings::default());
        let content = table.unwrap().to_bytes();
        for end in 0..content.len() {
            assert!(
                PtpTable::read(&content[..end], Path::new("p")).is_err(),
                "{end}"
            );
        }
    }
}
