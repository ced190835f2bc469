//! The characters of a code by their place, and what the seventh says of the
//! phase of care.
//!
//! Source: Guidelines I.A.4, I.A.5 and I.C.19.a; the seventh-character tables
//! of the tabular list.

/// When in the course of an injury care is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Active treatment: `A`, for open fractures `B` and `C`.
    Active,
    /// Healing or recovery: `D` to `R`.
    Healing,
    /// A late effect: `S`.
    Sequela,
}

/// The character at a place from 1 to 7; 0 where the code is shorter.
pub(super) fn character(key: u64, place: usize) -> u8 {
    let bytes = key.to_be_bytes();
    let at = place.checked_sub(1);
    at.and_then(|at| bytes.get(at)).copied().unwrap_or_default()
}

/// The code with another character at a place from 1 to 7.
pub(super) fn with_character(key: u64, place: usize, character: u8) -> u64 {
    let mut bytes = key.to_be_bytes();
    if let Some(byte) = place.checked_sub(1).and_then(|at| bytes.get_mut(at)) {
        *byte = character;
    }
    u64::from_be_bytes(bytes)
}

/// The code without its seventh character.
pub(super) fn without_seventh(key: u64) -> u64 {
    with_character(key, 7, 0)
}

/// The phase of care that a seventh letter tells; `None` where the code has
/// none, or a digit.
pub(super) fn phase(key: u64) -> Option<Phase> {
    match character(key, 7) {
        b'A'..=b'C' => Some(Phase::Active),
        b'S' => Some(Phase::Sequela),
        b'D'..=b'R' => Some(Phase::Healing),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::key;

    fn of(code: &str) -> u64 {
        key::pack(code).unwrap()
    }

    #[test]
    fn the_seventh_character_tells_the_phase_of_care() {
        for (code, expected) in [
            ("S72.001A", Some(Phase::Active)),
            ("S72.001C", Some(Phase::Active)),
            ("S72.001K", Some(Phase::Healing)),
            ("S72.001S", Some(Phase::Sequela)),
            ("Y92.009", None),
            ("O36.8121", None),
        ] {
            assert_eq!(phase(of(code)), expected, "{code}");
        }
    }

    #[test]
    fn characters_are_read_and_set_by_place() {
        let code = of("S72.001A");
        assert_eq!(character(code, 1), b'S');
        assert_eq!(character(code, 6), b'1');
        assert_eq!(character(of("I10"), 4), 0);
        assert_eq!(with_character(code, 6, b'2'), of("S72.002A"));
        assert_eq!(without_seventh(code), of("S72.001"));
    }
}
