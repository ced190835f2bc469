//! The abbreviations and everyday words by which clinicians name diseases, as
//! far as titles of codes do not hold them.
//!
//! Only what has one meaning in a note is listed, or what the code at hand
//! makes plain: `PE` names an embolism where an embolism is coded.

use crate::codeset::{CodeRange, contains, ranges};

/// Names and the codes that they stand for.
const NAMES: &[(&[&str], &[CodeRange])] = &[
    (
        &["MI", "AMI", "STEMI", "NSTEMI"],
        &ranges(["I21-I22", "I25.2"]),
    ),
    (&["PE", "PEs"], &ranges(["I26-I27"])),
    (&["DVT", "DVTs", "VTE"], &ranges(["I26", "I80-I82"])),
    (&["CVA", "stroke", "strokes"], &ranges(["I60-I63", "I69"])),
    (&["TIA", "TIAs"], &ranges(["G45"])),
    (&["SAH", "ICH", "SDH"], &ranges(["I60-I62", "S06"])),
    (
        &["CHF", "HF", "ADHF", "HFrEF", "HFpEF"],
        &ranges(["I11", "I13", "I50"]),
    ),
    (&["CAD", "ASCVD"], &ranges(["I25"])),
    (&["AF", "PAF", "afib", "a-fib"], &ranges(["I48"])),
    (&["HTN"], &ranges(["I10-I1A"])),
    (&["PVD", "PAD"], &ranges(["I70", "I73"])),
    (&["COPD"], &ranges(["J44"])),
    (&["PNA", "CAP", "HAP"], &ranges(["J12-J18"])),
    (&["flu"], &ranges(["J09-J11"])),
    (&["COVID", "COVID-19"], &ranges(["J12.82", "U07.1"])),
    (&["TB"], &ranges(["A15-A19"])),
    (&["HIV", "AIDS"], &ranges(["B20", "Z21"])),
    (&["OSA"], &ranges(["G47.3"])),
    (&["CKD", "ESRD"], &ranges(["I12-I13", "N18"])),
    (&["AKI", "ARF", "ATN"], &ranges(["N17"])),
    (&["UTI", "UTIs"], &ranges(["N30", "N39.0"])),
    (&["BPH"], &ranges(["N40"])),
    (
        &["DM", "DM1", "DM2", "T1DM", "T2DM", "IDDM", "NIDDM", "DKA"],
        &ranges(["E08-E13"]),
    ),
    (&["IDA"], &ranges(["D50"])),
    (&["GERD"], &ranges(["K21"])),
    (&["PUD"], &ranges(["K25-K28"])),
    (&["SBO"], &ranges(["K56"])),
    (&["GIB"], &ranges(["K92"])),
    (&["MDD"], &ranges(["F32-F33"])),
    (&["GAD"], &ranges(["F41"])),
    (&["PTSD"], &ranges(["F43"])),
    (&["MS"], &ranges(["G35"])),
    (&["SLE"], &ranges(["M32"])),
    (&["RA"], &ranges(["M05-M06"])),
    (&["OA", "DJD"], &ranges(["M15-M19"])),
    (&["fx", "Fx"], &ranges(["M80", "M84", "S02-S92"])),
    (
        &[
            "cancer",
            "cancers",
            "carcinoma",
            "adenocarcinoma",
            "lymphoma",
            "leukemia",
            "melanoma",
            "sarcoma",
            "tumor",
        ],
        &ranges(["C00-D49"]),
    ),
    (&["HCC"], &ranges(["C22"])),
    (&["RCC"], &ranges(["C64"])),
    (&["NSCLC", "SCLC"], &ranges(["C34"])),
];

/// Whether the word stands for the packed code. Two letters count in capitals
/// alone.
pub(in crate::rules) fn stands_for(word: &str, key: u64) -> bool {
    NAMES
        .iter()
        .filter(|(_, codes)| contains(codes, key))
        .flat_map(|(names, _)| names.iter())
        .any(|name| *name == word || name.len() > 2 && name.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::key;

    #[test]
    fn an_abbreviation_names_the_disease_that_is_coded_and_no_other() {
        let embolism = key::pack("I2699").unwrap();
        assert!(stands_for("PE", embolism));
        assert!(!stands_for("pe", embolism));
        assert!(!stands_for("MI", embolism));
        assert!(stands_for("copd", key::pack("J449").unwrap()));
    }
}
