//! "Code first" notes that say in words what comes first and name no code:
//! `underlying disease`, `condition resulting from`.
//!
//! Narrow on purpose: for each the diseases that may be meant, and of them none
//! that patients live with unless it is named here by itself.
//!
//! Source: Guidelines I.A.13, I.B.10 and I.C.15.p.3; tabular list, at the codes
//! named.

use super::significance::{self, Significance};
use crate::codeset::{CodeRange, contains, ranges};

/// Whether a note in words puts the packed code `before` before `after`.
pub(super) fn underlies(before: u64, after: u64) -> bool {
    let named = |(later, earlier): &(&[CodeRange], &[CodeRange])| {
        contains(later, after) && contains(earlier, before) && !contains(later, before)
    };
    let diseases = |(later, earlier)| {
        named(&(later, earlier)) && significance::of(before) == Significance::Disease
    };
    NAMED.iter().any(named) || DISEASES.iter().copied().any(diseases)
}

/// Later, and what stands before it, longstanding conditions as well.
const NAMED: &[(&[CodeRange], &[CodeRange])] = &[
    // Varices of the esophagus in diseases of the liver.
    (&ranges(["I85.1"]), &ranges(["B65", "K70-K77", "Q26.5"])),
    (&ranges(["M10.3", "M1A.3"]), &ranges(["I12-I13", "N00-N19"])),
    (&ranges(["H54"]), &ranges(["E08-E13", "H15-H53"])),
    (&ranges(["P00-P04"]), &ranges(["P05-P96", "Q00-Q99"])),
    (&ranges(["S06.A"]), &ranges(["S06.0-S06.9"])),
    (&ranges(["M97"]), &ranges(["M80", "M84", "S00-S99"])),
    (&ranges(["Z17", "Z19"]), &ranges(["C00-D49"])),
    (&ranges(["R53.0"]), &ranges(["C00-D49"])),
    (
        &ranges(["U09.9"]),
        &ranges(["I26-I27", "J80-J99", "M35.81", "R00-R69"]),
    ),
    // Vascular dementia and mild disorders of cognition after stroke.
    (&ranges(["F01", "F06.7"]), &ranges(["I60-I69"])),
    // Sequelae that carry no character for them: the condition comes first.
    (
        &ranges(["B90-B94", "E64", "E68", "G09", "G65", "O94"]),
        &ranges([
            "E34", "F06-F07", "F70-F79", "G10-G59", "G70-G99", "H00-H95", "J47", "J84", "M00-M99",
            "N70-N97", "Q00-Q99", "R00-R64",
        ]),
    ),
];

/// Later, and the diseases that stand before it.
const DISEASES: &[(&[CodeRange], &[CodeRange])] = &[
    (
        &ranges(["I26.01", "I26.90", "I76"]),
        &ranges([
            "A00-B99", "I33", "I80", "J36", "L02-L03", "M00", "M86", "T80-T88",
        ]),
    ),
    (
        &ranges(["I46.2"]),
        &ranges(["I11", "I13", "I20-I45", "I47-I52"]),
    ),
    (
        &ranges(["I46.8"]),
        &ranges([
            "A40-A41", "D62", "E87", "G93", "I26", "I60-I63", "J00-J99", "K92", "N17", "R57",
            "S00-T78",
        ]),
    ),
    (
        &ranges(["I31.4"]),
        &ranges([
            "A15-A19",
            "C00-D49",
            "I21-I23",
            "I30",
            "I31.0-I31.3",
            "I71",
            "I97",
            "M05-M35",
            "N17-N19",
            "S20-S29",
            "T80-T88",
        ]),
    ),
    // Delirium and other mental disorders of a known physiological condition.
    (
        &ranges(["F05"]),
        &ranges([
            "A00-B99", "E15-E16", "E86-E87", "G00-G09", "G40-G41", "G93", "I60-I63", "J09-J22",
            "J69", "J80", "J96", "K72", "K76.82", "N10", "N17", "N30", "N39.0", "S06", "T36-T65",
            "U07.1",
        ]),
    ),
    (
        &ranges(["F04", "F06-F07", "F09"]),
        &ranges(["G00-G39", "G80-G99", "I60-I69", "S06"]),
    ),
    (
        &ranges(["R40.2A"]),
        &ranges([
            "A00-B99", "E00-E16", "E86-E87", "G00-G99", "I60-I63", "K72", "N17", "T36-T65",
        ]),
    ),
    (
        &ranges(["R65.1"]),
        &ranges([
            "C00-D49", "I21-I26", "K55", "K85", "L00-L99", "M30-M36", "S00-T88",
        ]),
    ),
    (&ranges(["M79.A"]), &ranges(["I97", "T80-T88"])),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::key::pack;

    #[test]
    fn words_name_what_comes_first_and_not_what_patients_live_with() {
        for (before, after, first) in [
            ("K74.60", "I85.11", true),
            ("K76.6", "I85.10", true),
            ("I21.4", "I46.2", true),
            ("I48.20", "I46.2", false),
            ("N39.0", "F05", true),
            ("I10", "F05", false),
            ("M62.81", "B91", true),
            ("I10", "B91", false),
            ("B91", "M62.81", false),
            ("P22.1", "P01.1", true),
            ("S06.5X0A", "S06.A0XA", true),
        ] {
            let (one, other) = (pack(before).unwrap(), pack(after).unwrap());
            assert_eq!(underlies(one, other), first, "{before} before {after}");
        }
    }
}
