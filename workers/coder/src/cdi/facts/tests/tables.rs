//! Values in the columns of tables.

use super::*;

/// A table with bars, headings and reference ranges.
const TABLE: &str = "| Test | Result | Flag | Reference |\n|---|---|---|---|\n| WBC | 22.7 | H | 4-11 |\n| K | 2.9 | L | 3.5-5.1 |\n| Creatinine | 2.4 | H | 0.7-1.3 |\n";
/// A table with tabs and limits in columns of their own.
const TABS: &str =
    "Test\tResult\tUnits\tLow\tHigh\nSodium\t128\tmmol/L\t135\t145\nK\t2.9\tmmol/L\t3.5\t5.1\n";
/// A table with a column a day.
const COURSE: &str =
    "Labs:\n| | Day 1 | Day 2 | Day 3 |\n| Cr | 2.4 | 1.6 | 1.0 |\n| Lactate | 3.4 | 1.1 | |\n";

/// A table with the names above the values.
const ACROSS: &str = "| Na | K | Cl | Cr |\n|:--|--:|---|---|\n| 128 | 3.0 | 99 | 2.4 |\n";

#[test]
fn values_are_read_from_the_columns_of_tables() {
    use Analyte::{Creatinine, Lactate, Leukocytes, Potassium, Sodium};
    for (text, analyte, expected) in [
        (TABLE, Leukocytes, vec![22.7]),
        (TABLE, Potassium, vec![2.9]),
        (TABLE, Creatinine, vec![2.4]),
        (TABS, Sodium, vec![128.0]),
        (TABS, Potassium, vec![2.9]),
        (COURSE, Creatinine, vec![2.4, 1.6, 1.0]),
        (COURSE, Lactate, vec![3.4, 1.1]),
        (
            "| Test | Unit | Value |\n| Potassium | mmol/L | 2.7 |",
            Potassium,
            vec![2.7],
        ),
        (
            "Test  Result  Reference\nCreatinine  2.4  H  0.6-1.2",
            Creatinine,
            vec![2.4],
        ),
        ("Titrate to keep\nK > 4.0", Potassium, vec![]),
        (ACROSS, Potassium, vec![3.0]),
        (ACROSS, Creatinine, vec![2.4]),
        ("Na\tK\tCr\n128\t3.0\t2.4\n", Creatinine, vec![2.4]),
        ("Na\tK\tCr\n128\t3.0\t2.4\n", Sodium, vec![128.0]),
        ("| Na | K |\n| 128 |", Potassium, vec![]),
    ] {
        assert_eq!(values(text, analyte), expected, "{text} {analyte:?}");
    }
}

#[test]
fn a_unit_in_the_next_column_or_told_before_the_values_counts() {
    use Analyte::{
        Bilirubin, Creatinine, Glucose, Lactate, Leukocytes, Magnesium, Phosphate, Platelets,
    };
    for (text, analyte, expected) in [
        ("| Bilirubin | 12 | umol/L |", Bilirubin, vec![0.7]),
        ("| Lactate | 15 | mg/dL |", Lactate, vec![1.66]),
        ("| Phosphate | 1.1 | mmol/L |", Phosphate, vec![3.41]),
        ("| Magnesium | 0.85 | L | mmol/L |", Magnesium, vec![2.07]),
        ("| Bilirubin | umol/L | 12 |", Bilirubin, vec![0.7]),
        ("Creatinine (umol/L): 212", Creatinine, vec![2.4]),
        ("Creatinine, µmol/L: 212", Creatinine, vec![2.4]),
        ("Glucose (mmol/L) 30.4", Glucose, vec![547.2]),
        ("WBC (x10^9/L) 22.7", Leukocytes, vec![22.7]),
        ("Platelets (10*3/uL): 45", Platelets, vec![45.0]),
        (
            "| Platelets | 45 | 10*3/uL | 150-400 |",
            Platelets,
            vec![45.0],
        ),
        (
            "| Lab | Day 1 | Day 2 |\n| Creatinine (umol/L) | 88 | 212 |",
            Creatinine,
            vec![1.0, 2.4],
        ),
    ] {
        assert_eq!(values(text, analyte), expected, "{text}");
    }
}

#[test]
fn a_column_of_reference_limits_is_no_value() {
    use Analyte::{Creatinine, Potassium, Troponin};
    let limits_first =
        "| Test | Reference | Result |\n| Creatinine | 0.7-1.3 | 2.4 |\n| Troponin | <14 | 340 |";
    for (text, analyte, expected) in [
        ("| Creatinine | 0.7-1.3 | 2.4 |", Creatinine, vec![2.4]),
        ("Potassium  3.5-5.1  2.7", Potassium, vec![2.7]),
        (limits_first, Creatinine, vec![2.4]),
        (limits_first, Troponin, vec![340.0]),
    ] {
        assert_eq!(values(text, analyte), expected, "{text}");
    }
    let compared = "| Lab | Baseline | Admission |\n| Creatinine | 1.0 | 2.4 |";
    assert_eq!(before(compared, Creatinine), [1.0]);
}
