//! The codes of [`Reply::Casemix`](super::Reply::Casemix): some tens of claims,
//! so that a benchmark's rules and grouper do what they do at night.
//!
//! Each of eight reasons for an admission goes with each of eight sets of
//! companions. Among these are MCCs, CCs (some lost to a principal diagnosis)
//! and sets with neither. All 64 claims are valid in any setting, for adults of
//! either sex, and fire no rule that asks for a person.

/// Suggestions in an answer.
pub(super) const SUGGESTIONS: usize = 6;

const PRINCIPALS: [&str; 8] = [
    "J18.9", "I21.4", "K80.00", "L03.115", "I63.9", "K85.90", "N10", "K92.2",
];

const COMPANIONS: [[&str; SUGGESTIONS - 1]; 8] = [
    ["J96.01", "E87.1", "E11.9", "I10", "E78.5"],
    ["N17.9", "D62", "I48.91", "I10", "Z79.01"],
    ["G93.41", "E87.6", "F03.90", "I10", "Z87.891"],
    ["E43", "L89.153", "D50.9", "M81.0", "Z79.82"],
    ["I26.99", "F17.210", "K21.9", "G47.33", "Z88.0"],
    ["I50.23", "N18.30", "E03.9", "E87.5", "Z95.1"],
    ["K72.00", "D69.6", "F32.A", "M19.90", "Z91.81"],
    ["I10", "E78.5", "K21.9", "M17.0", "Z96.651"],
];

/// How much of a note decides, in bytes: enough to hold its record number.
const DECIDES: usize = 128;

/// The codes for a note, always the same ones for the same note.
pub(super) fn codes_for(note: &[u8]) -> [&'static str; SUGGESTIONS] {
    let [principal, companions, ..] = fnv1a(note.iter().take(DECIDES)).to_be_bytes();
    let [a, b, c, d, e] = pick(&COMPANIONS, companions);
    [pick(&PRINCIPALS, principal), a, b, c, d, e]
}

fn pick<T: Copy>(choices: &[T; 8], byte: u8) -> T {
    let [a, b, c, d, e, f, g, h] = *choices;
    match byte & 7 {
        0 => a,
        1 => b,
        2 => c,
        3 => d,
        4 => e,
        5 => f,
        6 => g,
        _ => h,
    }
}

/// The 64-bit FNV-1a hash; its high bytes are the well-mixed ones.
fn fnv1a<'a>(bytes: impl Iterator<Item = &'a u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn notes_that_differ_in_their_number_spread_over_all_claims() {
        let claims: BTreeSet<_> = (0..2_000)
            .map(|number| codes_for(format!("Record FB-{number:07}\nSeen.").as_bytes()))
            .collect();
        assert_eq!(claims.len(), 64);
    }

    #[test]
    fn no_claim_names_a_code_twice() {
        for principal in PRINCIPALS {
            for companions in COMPANIONS {
                let codes: BTreeSet<_> = companions.into_iter().chain([principal]).collect();
                assert_eq!(codes.len(), SUGGESTIONS);
            }
        }
    }
}
