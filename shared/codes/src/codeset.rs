//! Sets of ICD-10-CM codes as ranges of packed codes, the way guidelines and
//! notes name them: `E11.22`, a header with all below it (`N18`), a range of
//! headers (`E08-E13`).
//!
//! Rules write theirs as constants: a specification that is no code does not
//! compile.

use crate::tables::key::LONGEST_CODE;

/// An inclusive range of packed codes.
pub(crate) type CodeRange = (u64, u64);

/// A set of codes of `N` ranges, known when the program is built.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CodeSet<const N: usize> {
    ranges: [CodeRange; N],
}

impl<const N: usize> CodeSet<N> {
    /// The set of codes at and below `specs`, each a code or a range `A-B` that
    /// takes in all below `B`. In a constant, a malformed one fails the build.
    #[expect(
        clippy::indexing_slicing,
        reason = "constants are computed when the program is built: a panic is a build error"
    )]
    pub(crate) const fn of(specs: [&str; N]) -> Self {
        let mut ranges = [(0, 0); N];
        let mut n = 0;
        while n < N {
            ranges[n] = range(specs[n].as_bytes());
            n += 1;
        }
        Self { ranges }
    }

    /// The ranges, for what is generic over the size of sets.
    pub(crate) const fn ranges(&self) -> &[CodeRange] {
        &self.ranges
    }
}

/// The ranges of `specs`, for tables of sets of different sizes.
pub(crate) const fn ranges<const N: usize>(specs: [&str; N]) -> [CodeRange; N] {
    CodeSet::of(specs).ranges
}

/// Whether a packed code lies in one of the ranges.
pub(crate) fn contains(ranges: &[CodeRange], key: u64) -> bool {
    ranges.iter().any(|&(from, to)| from <= key && key <= to)
}

/// Whether a packed code lies in one of many ranges, ascending and apart.
pub(crate) fn holds(ranges: &[CodeRange], key: u64) -> bool {
    let after = ranges.partition_point(|&(from, _)| from <= key);
    let nearest = after.checked_sub(1).and_then(|index| ranges.get(index));
    nearest.is_some_and(|&(_, to)| key <= to)
}

/// `A` or `A-B` as a range of packed codes.
#[expect(
    clippy::indexing_slicing,
    reason = "constants are computed when the program is built: a panic is a build error"
)]
const fn range(spec: &[u8]) -> CodeRange {
    let mut dash = 0;
    while dash < spec.len() && spec[dash] != b'-' {
        dash += 1;
    }
    let from = pack(spec, 0, dash);
    let (last, length) = if dash < spec.len() {
        pack(spec, dash + 1, spec.len())
    } else {
        from
    };
    assert!(from.0 <= last, "a range runs upwards");
    (from.0, last | ((1 << (8 * (8 - length))) - 1))
}

/// The packed code between two bytes of `spec`, and its length.
#[expect(
    clippy::indexing_slicing,
    reason = "constants are computed when the program is built: a panic is a build error"
)]
const fn pack(spec: &[u8], start: usize, end: usize) -> (u64, usize) {
    let (mut key, mut length, mut at) = (0_u64, 0, start);
    while at < end {
        let byte = spec[at];
        if byte != b'.' {
            assert!(
                byte.is_ascii_digit() || byte.is_ascii_uppercase(),
                "a code is capitals, digits and a dot"
            );
            key = key << 8 | byte as u64;
            length += 1;
        }
        at += 1;
    }
    assert!(
        length > 0 && length <= LONGEST_CODE,
        "a code has 1-7 characters"
    );
    (key << (8 * (8 - length)), length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::key;

    const SET: CodeSet<3> = CodeSet::of(["E08-E13", "N18.3", "I10"]);

    fn has(code: &str) -> bool {
        contains(SET.ranges(), key::pack(code).unwrap())
    }

    #[test]
    fn a_set_holds_what_stands_at_and_below_its_codes() {
        for code in ["E08", "E11.22", "E13.9", "N18.30", "N18.3", "I10"] {
            assert!(has(code), "{code}");
        }
        for code in ["E07.9", "E14", "N18", "N18.4", "I1A.0", "I11.0"] {
            assert!(!has(code), "{code}");
        }
    }
}
