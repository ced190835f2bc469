//! Reasons for an encounter that stand first: those that are first or not at
//! all, a screening before what it found, a follow-up before the history.
//!
//! Kept out: Z01.89, which a sign or disease on the claim makes wrong rather
//! than first (IV.K), and in the hospital whatever the editor refuses there.
//! An acute condition that occasioned the admission keeps its place before
//! treatment given in the same stay.
//!
//! Source: Guidelines I.C.2.e, I.C.21.c.5 (screening), I.C.21.c.6
//! (observation), I.C.21.c.8 (follow-up), I.C.21.c.16 (first only), IV.L, IV.M
//! and IV.P.

use super::{Narrowed, Precedence, Setting, order};
use crate::codeset::{CodeRange, ranges};

/// First or not at all, in any encounter.
const FIRST: &[CodeRange] = &ranges(["Z33.2", "Z42", "Z52.0-Z52.8", "Z99.12"]);
/// First or not at all, of visits.
const VISIT: &[CodeRange] = &ranges([
    "Z00.0-Z00.5",
    "Z00.7-Z00.8",
    "Z01.0-Z01.84",
    "Z02",
    "Z31.81",
    "Z31.83-Z31.84",
    "Z34",
    "Z39",
    "Z76.1-Z76.2",
]);
/// Prophylactic surgery. Beside a neoplasm the order is left open: the same
/// operation may treat it (I.C.2.a).
const PROPHYLACTIC: &[CodeRange] = &ranges(["Z40"]);
const NO_NEOPLASM: &[CodeRange] = &ranges([
    "A00-B99",
    "D50-U99",
    "Z05-Z31.7",
    "Z43-Z50",
    "Z53-Z76.0",
    "Z77-Z99.11",
]);
const THERAPY: &[CodeRange] = &ranges(["Z51.0-Z51.1"]);
/// All that is not first or not at all.
const ELSE: &[CodeRange] = &ranges([
    "A00-U99",
    "Z00.6",
    "Z01.85-Z01.9",
    "Z03",
    "Z05-Z31.7",
    "Z31.82",
    "Z31.85-Z33.1",
    "Z33.3-Z33.9",
    "Z35-Z37",
    "Z41",
    "Z43-Z50",
    "Z51.2-Z51.9",
    "Z52.9-Z76.0",
    "Z76.3-Z99.11",
    "Z99.2-Z99.9",
]);
const NEOPLASM: &[CodeRange] = &ranges(["C00-D49"]);
/// What a patient who comes for therapy lives with, or suffers from it.
const BESIDE_THERAPY: &[CodeRange] = &ranges([
    "D50-D64",
    "E03-E79",
    "F10-F99",
    "G89.3",
    "I10-I15",
    "I25",
    "I48",
    "J43-J45",
    "K21",
    "M15-M19",
    "M80-M81",
    "N18",
    "N40",
    "R00-R64",
    "Z05-Z37",
    "Z43-Z50",
    "Z51.2-Z51.9",
    "Z53-Z99",
]);
const OBSERVATION: &[CodeRange] = &ranges(["Z03-Z04"]);
const OBSERVED_ONLY: &[CodeRange] = &ranges(["Z04"]);
const INJURY: &[CodeRange] = &ranges(["S00-T88"]);
const NO_INJURY: &[CodeRange] =
    &ranges(["A00-Q99", "Z00.6", "Z05-Z37", "Z41", "Z43-Z50", "Z53-Z99"]);

/// Each reason before what it stands before.
pub(super) const ENCOUNTERS: &[Precedence] = &[
    first_only(FIRST, Setting::Any),
    first_only(VISIT, Setting::Outpatient),
    first_only(PROPHYLACTIC, Setting::Any).before_only(NO_NEOPLASM),
    Precedence {
        setting: Setting::Outpatient,
        ..therapy(ELSE)
    },
    Precedence {
        setting: Setting::Inpatient,
        narrowed: Narrowed::NothingRemoved,
        ..therapy(NEOPLASM)
    },
    Precedence {
        setting: Setting::Inpatient,
        narrowed: Narrowed::NothingRemoved,
        ..therapy(BESIDE_THERAPY)
    },
    order(
        INJURY,
        OBSERVATION,
        "Guidelines I.C.21.c.6",
        "observation yields to an injury that was found",
    ),
    first_only(OBSERVED_ONLY, Setting::Outpatient).before_only(NO_INJURY),
    screening(
        &ranges(["Z12.1"]),
        &ranges([
            "C17-C21",
            "D01.0-D01.4",
            "D12",
            "D37.1-D37.5",
            "K51.4",
            "K55.2",
            "K57",
            "K60-K64",
        ]),
    ),
    screening(
        &ranges(["Z12.2"]),
        &ranges(["C33-C34", "D02.1-D02.2", "D14.2-D14.3", "R91"]),
    ),
    screening(
        &ranges(["Z12.3"]),
        &ranges(["C50", "D05", "D24", "D48.6", "N60-N64", "R92"]),
    ),
    screening(
        &ranges(["Z12.4", "Z11.51"]),
        &ranges(["C53", "D06", "N72", "N86-N88", "R87"]),
    ),
    screening(
        &ranges(["Z12.5"]),
        &ranges(["C61", "D07.5", "N42.3", "R97.2"]),
    ),
    screening(
        &ranges(["Z12.83"]),
        &ranges(["C43-C44", "D03-D04", "D22-D23", "L57", "L82"]),
    ),
    screening(&ranges(["Z12"]), &ranges(["R90-R94", "R97"])),
    screening(&ranges(["Z13.1"]), &ranges(["R73"])),
    screening(&ranges(["Z13.820"]), &ranges(["M81", "M85.8"])),
    screening(&ranges(["Z11.1", "Z11.7"]), &ranges(["R76.1", "Z22.7"])),
    screening(&ranges(["Z11.3-Z11.4"]), &ranges(["A50-A64", "R75", "Z21"])),
    Precedence {
        setting: Setting::Outpatient,
        ..order(
            &ranges(["Z08-Z09"]),
            &ranges(["Z80-Z99"]),
            "Guidelines I.C.21.c.8",
            "the history follows the examination after treatment",
        )
    },
];

impl Precedence {
    const fn before_only(self, after: &'static [CodeRange]) -> Self {
        Self { after, ..self }
    }
}

const fn first_only(reason: &'static [CodeRange], setting: Setting) -> Precedence {
    Precedence {
        setting,
        ..order(
            reason,
            ELSE,
            "Guidelines I.C.21.c.16, IV.M and IV.P",
            "the reason of the encounter stands first or not at all",
        )
    }
}

const fn therapy(after: &'static [CodeRange]) -> Precedence {
    order(
        THERAPY,
        after,
        "Guidelines I.C.2.e.2, I.C.21.c.16 and IV.L",
        "an encounter for chemotherapy, immunotherapy or radiotherapy alone stands first",
    )
}

const fn screening(screening: &'static [CodeRange], found: &'static [CodeRange]) -> Precedence {
    Precedence {
        setting: Setting::Outpatient,
        ..order(
            screening,
            found,
            "Guidelines I.C.21.c.5",
            "what a screening found follows the screening",
        )
    }
}
