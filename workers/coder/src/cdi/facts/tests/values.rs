//! Values in prose and short rows, in the forms that notes use.

use super::*;

/// Texts, an analyte and its values as read from them.
const VALUES: &[(&str, Analyte, &[f64])] = &[
    (
        "creatinine 2.4 (baseline 1.0)",
        Analyte::Creatinine,
        &[2.4, 1.0],
    ),
    ("Cr 2.4", Analyte::Creatinine, &[2.4]),
    ("SpO2 96%, 40% FiO2", Analyte::Saturation, &[96.0]),
    ("SpO2 on 60% FiO2 was low", Analyte::Saturation, &[]),
    ("SpO2 95%, 50 % HFNC", Analyte::Saturation, &[95.0]),
    ("O2 sat 93%, FiO2 45%", Analyte::Saturation, &[93.0]),
    ("pO2 88, 40% oxygen", Analyte::OxygenPressure, &[88.0]),
    (
        "SpO2 93%, then 89%, then 95%",
        Analyte::Saturation,
        &[93.0, 89.0, 95.0],
    ),
    ("ABG 7.28/64/49 on room air", Analyte::Ph, &[7.28]),
    (
        "ABG 7.28/64/49 on room air",
        Analyte::CarbonDioxide,
        &[64.0],
    ),
    ("ABG: 7.28 / 64 / 49 / 30", Analyte::OxygenPressure, &[49.0]),
    ("ABG on 40%: 7,31/7.5/8.2", Analyte::OxygenPressure, &[61.5]),
    ("Venous blood gas 7.31/55/38", Analyte::OxygenPressure, &[]),
    (
        "Arterial blood gas was normal. BP 120/80/64",
        Analyte::Ph,
        &[],
    ),
    (
        "Creatinine rose from 1.0 to 2.4 mg/dL.",
        Analyte::Creatinine,
        &[1.0, 2.4],
    ),
    (
        "Creatinine was 4.1, 2.9, 1.9 and 1.6 mg/dL at discharge",
        Analyte::Creatinine,
        &[4.1, 2.9, 1.9, 1.6],
    ),
    (
        "Creatinine  2.4  H  mg/dL  0.6-1.2",
        Analyte::Creatinine,
        &[2.4],
    ),
    ("Creatinine 2.4 (0.6-1.2)", Analyte::Creatinine, &[2.4]),
    (
        "creatinine 2.3 (0.9 in March)",
        Analyte::Creatinine,
        &[2.3, 0.9],
    ),
    ("Creatinine 212 µmol/L", Analyte::Creatinine, &[2.4]),
    ("Cr 2.4 > 1.9 > 1.2", Analyte::Creatinine, &[2.4, 1.9, 1.2]),
    ("Cr 2.4 → 1.2", Analyte::Creatinine, &[2.4, 1.2]),
    (
        "Creatinine on 5/14/2026 was 2.4",
        Analyte::Creatinine,
        &[2.4],
    ),
    ("Cr 3/12: 2.4, 3/13: 1.9", Analyte::Creatinine, &[2.4, 1.9]),
    ("creatinine of 2.4 mg / dl", Analyte::Creatinine, &[2.4]),
    ("Na 128, K+ 2.9, HCO3 14", Analyte::Sodium, &[128.0]),
    ("Na 128, K+ 2.9, HCO3 14", Analyte::Potassium, &[2.9]),
    ("Na 128, K+ 2.9, HCO3 14", Analyte::Bicarbonate, &[14.0]),
    ("BUN/Cr 45/2.4", Analyte::Urea, &[45.0]),
    ("BUN/Cr 45/2.4", Analyte::Creatinine, &[2.4]),
    ("WBC 18.2 with 12% bands", Analyte::Leukocytes, &[18.2]),
    ("WBC 18,200/mm3", Analyte::Leukocytes, &[18.2]),
    ("bands 12%", Analyte::Bands, &[12.0]),
    ("Hgb 6.8", Analyte::Hemoglobin, &[6.8]),
    ("hemoglobin 82 g/L", Analyte::Hemoglobin, &[8.2]),
    (
        "Hemoglobin fell from 14.2 to 7.6 g/dL",
        Analyte::Hemoglobin,
        &[14.2, 7.6],
    ),
    ("H/H 6.8/21", Analyte::Hemoglobin, &[6.8]),
    ("H/H 6.8/21", Analyte::Hematocrit, &[21.0]),
    (
        "lactate 3.1, then 1.4 mmol/L",
        Analyte::Lactate,
        &[3.1, 1.4],
    ),
    ("troponin 0.8 ng/mL", Analyte::Troponin, &[800.0]),
    ("hs-troponin 340 ng/L", Analyte::Troponin, &[340.0]),
    ("pH 7.28, pCO2 68, pO2 52", Analyte::Ph, &[7.28]),
    ("pH 7.28, pCO2 68, pO2 52", Analyte::CarbonDioxide, &[68.0]),
    ("PaCO2 33, PaO2 52 mmHg", Analyte::OxygenPressure, &[52.0]),
    ("PaO2 7.2 kPa", Analyte::OxygenPressure, &[54.0]),
    ("SpO2 84% on room air", Analyte::Saturation, &[84.0]),
    ("oxygen saturation was 84%", Analyte::Saturation, &[84.0]),
    ("T 39.2 C", Analyte::Temperature, &[39.2]),
    ("temperature 102.5 F", Analyte::Temperature, &[39.17]),
    (
        "HR 118, RR 28, BP 82/45, MAP 58",
        Analyte::HeartRate,
        &[118.0],
    ),
    (
        "HR 118, RR 28, BP 82/45, MAP 58",
        Analyte::RespiratoryRate,
        &[28.0],
    ),
    (
        "HR 118, RR 28, BP 82/45, MAP 58",
        Analyte::Systolic,
        &[82.0],
    ),
    (
        "HR 118, RR 28, BP 82/45, MAP 58",
        Analyte::MeanPressure,
        &[58.0],
    ),
    ("blood pressure of 82/45 mmHg", Analyte::Systolic, &[82.0]),
    ("LVEF 25-30%", Analyte::EjectionFraction, &[27.5]),
    (
        "ejection fraction was estimated at 25 to 30%",
        Analyte::EjectionFraction,
        &[27.5],
    ),
    (
        "ejection fraction (LVEF) of 25%",
        Analyte::EjectionFraction,
        &[25.0],
    ),
    ("BMI 17.1 kg/m2", Analyte::BodyMass, &[17.1]),
    ("platelets 88,000", Analyte::Platelets, &[88.0]),
    ("platelets 88 x10^9/L", Analyte::Platelets, &[88.0]),
    ("INR 3.4", Analyte::Inr, &[3.4]),
    ("GCS 9", Analyte::ComaScale, &[9.0]),
    (
        "creatinine of 0.9 mg/dl and a hemoglobin of 10.6",
        Analyte::Creatinine,
        &[0.9],
    ),
    (
        "| Creatinine | 2.4 | H | mg/dL |",
        Analyte::Creatinine,
        &[2.4],
    ),
    ("serum creatinine + 32 mg", Analyte::Creatinine, &[]),
];

#[test]
fn values_are_read_in_the_forms_that_notes_use() {
    for (text, analyte, expected) in VALUES {
        assert_eq!(values(text, *analyte), *expected, "{text} {analyte:?}");
    }
}

#[test]
fn a_value_may_be_glued_to_its_name() {
    use Analyte::{HeartRate, Potassium, Saturation, Systolic, Temperature};
    let vitals = "VS: T38.9 HR124 BP88/50 SpO2 86%RA K3.1";
    for (text, analyte, expected) in [
        (vitals, Temperature, vec![38.9]),
        (vitals, HeartRate, vec![124.0]),
        (vitals, Systolic, vec![88.0]),
        (vitals, Saturation, vec![86.0]),
        (vitals, Potassium, vec![3.1]),
        (
            "fracture of T12, T4 normal, vitamin K2",
            Temperature,
            vec![],
        ),
        ("fracture of T12, T4 normal, vitamin K2", Potassium, vec![]),
    ] {
        assert_eq!(values(text, analyte), expected, "{text} {analyte:?}");
    }
}

#[test]
fn a_short_name_behind_a_number_needs_a_number_of_its_own() {
    use Analyte::{
        Creatinine, HeartRate, Magnesium, Phosphate, Potassium, RespiratoryRate, Temperature,
    };
    let row = "Na 137 K 3.9 Mg 0.9 Phos 0.8 Cr 2.4";
    for (text, analyte, expected) in [
        (row, Potassium, vec![3.9]),
        (row, Magnesium, vec![0.9]),
        (row, Phosphate, vec![0.8]),
        (row, Creatinine, vec![2.4]),
        ("Na 128 K 3.0 Cl 99", Potassium, vec![3.0]),
        ("T 38.9 HR 124 RR 26", Temperature, vec![38.9]),
        ("T 38.9 HR 124 RR 26", HeartRate, vec![124.0]),
        ("BP 101/60 P 124 SpO2 93% R 26", HeartRate, vec![124.0]),
        ("BP 101/60 P 124 SpO2 93% R 26", RespiratoryRate, vec![26.0]),
        ("LISINOPRIL 20 MG 1 TAB", Magnesium, vec![]),
        ("Metoprolol 25 Mg twice", Magnesium, vec![]),
        ("potassium 8 mg 2 times a day", Potassium, vec![]),
    ] {
        assert_eq!(values(text, analyte), expected, "{text} {analyte:?}");
    }
}

#[test]
fn of_a_range_of_vital_signs_both_ends_were_measured() {
    use Analyte::{Diastolic, EjectionFraction, HeartRate, Saturation, Systolic, Temperature};
    let day = "24 h: T 97.8-102.4, HR 88-124, BP 88-132/50-80, SpO2 82-96% on room air";
    for (text, analyte, expected) in [
        (day, Temperature, vec![36.56, 39.11]),
        (day, HeartRate, vec![88.0, 124.0]),
        (day, Systolic, vec![88.0, 132.0]),
        (day, Diastolic, vec![50.0, 80.0]),
        (day, Saturation, vec![82.0, 96.0]),
        ("LVEF 25-30%", EjectionFraction, vec![27.5]),
    ] {
        assert_eq!(values(text, analyte), expected, "{text} {analyte:?}");
    }
}

#[test]
fn an_amount_of_change_is_no_value() {
    use Analyte::{Creatinine, Hemoglobin, Leukocytes};
    for (text, analyte, expected) in [
        ("Creatinine increased by 0.1 to 1.2", Creatinine, vec![1.2]),
        (
            "Hemoglobin dropped by 2 g/dL to 11.4",
            Hemoglobin,
            vec![11.4],
        ),
        ("Hgb dropped 2 g", Hemoglobin, vec![]),
        ("Hgb dropped 2 to 11.4", Hemoglobin, vec![11.4]),
        ("Hgb dropped 13 to 8", Hemoglobin, vec![13.0, 8.0]),
        ("Creatinine rose 1.0 to 2.4", Creatinine, vec![1.0, 2.4]),
        ("Cr up 0.3 from 1.0", Creatinine, vec![]),
        ("WBC up 18 from 12", Leukocytes, vec![18.0, 12.0]),
        ("Hgb 11.4, dropped by 2 overnight", Hemoglobin, vec![11.4]),
        (
            "Creatinine 1.3 (up 0.3 from baseline)",
            Creatinine,
            vec![1.3],
        ),
    ] {
        assert_eq!(values(text, analyte), expected, "{text}");
    }
}

#[test]
fn units_follow_from_magnitude_only_where_no_other_reading_is_likely() {
    use Analyte::{CarbonDioxide, OxygenPressure, Troponin};
    for (text, analyte, expected) in [
        ("ABG 7.10/14/82", CarbonDioxide, vec![14.0]),
        ("ABG 7.31/7.5/8.2", CarbonDioxide, vec![56.25]),
        ("ABG 7.31/7.5/8.2", OxygenPressure, vec![61.5]),
        ("hs-troponin 4, then 3", Troponin, vec![4.0, 3.0]),
        ("hs-troponin 4.2", Troponin, vec![4.2]),
        ("High sensitivity troponin T 3.8", Troponin, vec![3.8]),
        ("Troponin 3", Troponin, vec![3.0]),
        ("Troponin 0.8, then 1.2", Troponin, vec![800.0, 1200.0]),
    ] {
        assert_eq!(values(text, analyte), expected, "{text}");
    }
}

#[test]
fn short_forms_of_the_ward_are_read() {
    use Analyte::{Bicarbonate, Calcium, ComaScale, Creatinine, Ph};
    for (text, analyte, expected) in [
        ("Na 128 Cl 99 CO2 14 BUN 40", Bicarbonate, vec![14.0]),
        ("GCS 9/15", ComaScale, vec![9.0]),
        ("pH7.21", Ph, vec![7.21]),
        ("Cr .8", Creatinine, vec![0.8]),
        (
            "Creatinine 1.2 on admission, 1.1 day 2",
            Creatinine,
            vec![1.2, 1.1],
        ),
        ("Ionized calcium 1.12 mmol/L", Calcium, vec![]),
        ("pH 7.18, CO2 18", Bicarbonate, vec![]),
        ("end tidal CO2 14", Bicarbonate, vec![]),
        ("Creatinine 2.4* 1.9* 1.2", Creatinine, vec![2.4, 1.9, 1.2]),
        ("Creatinine 2.4* 0.6 1.3", Creatinine, vec![2.4]),
        (
            "Lab 03/12/26 0430 03/13/26 0510\nCREATININE 2.4* 1.9\n",
            Creatinine,
            vec![2.4, 1.9],
        ),
    ] {
        assert_eq!(values(text, analyte), expected, "{text}");
    }
}

#[test]
fn tumor_markers_are_no_calcium() {
    use Analyte::Calcium;
    for (text, expected) in [
        ("CA 19-9 40", vec![]),
        ("CA 12.5 and CA 15.3", vec![]),
        ("CA 125 was 340", vec![]),
        ("normal Ca 19.9 and PSA", vec![]),
        ("Ca 9.0", vec![9.0]),
        ("Ca 12.4", vec![12.4]),
    ] {
        assert_eq!(values(text, Calcium), expected, "{text}");
    }
}

#[test]
fn a_number_before_its_name_leaves_the_next_to_the_next() {
    let text = "400,000 platelets, 12,000 leukocytes";
    assert_eq!(values(text, Analyte::Platelets), Vec::<f64>::new());
}

#[test]
fn a_bare_saturation_on_room_air_and_a_list_of_dates_are_read() {
    use Analyte::{Creatinine, Hemoglobin, Saturation};
    let list = "CREATININE, SERUM\n05/01/2026 06:10  0.94 mg/dL\n05/02/2026 06:05  1.61 mg/dL (H)\n05/03/2026 06:12  2.20 mg/dL (H)\n";
    for (text, analyte, expected) in [
        ("Hypoxia. 84-86% on room air", Saturation, vec![84.0, 86.0]),
        ("SpO2 91% on room air", Saturation, vec![91.0]),
        ("keep above 92% on room air", Saturation, vec![]),
        ("21% room air", Saturation, vec![]),
        (list, Creatinine, vec![0.94, 1.61, 2.2]),
        (
            "Preop Hgb 14.1, POD1 13.2, POD2 13.0",
            Hemoglobin,
            vec![14.1, 13.2, 13.0],
        ),
        ("HR in the 130s", Analyte::HeartRate, vec![130.0]),
        ("Cr trend 1.0-->1.4-->2.2", Creatinine, vec![1.0, 1.4, 2.2]),
        ("Cr peaked at 3.1", Creatinine, vec![3.1]),
        ("Corrected calcium 13.4", Analyte::Calcium, vec![13.4]),
        ("Corrected sodium 128", Analyte::Sodium, vec![]),
    ] {
        assert_eq!(values(text, analyte), expected, "{text}");
    }
}

#[test]
fn a_condition_may_name_its_value() {
    use Analyte::{
        Glucose, HeartRate, Leukocytes, Potassium, Saturation, Sodium, Systolic, Temperature,
    };
    for (text, analyte, expected) in [
        ("Hyperkalemia 6.1, hemolyzed", Potassium, vec![6.1]),
        ("Hyponatremia (124)", Sodium, vec![124.0]),
        ("Leukocytosis to 18.2", Leukocytes, vec![18.2]),
        ("Hyponatremia 2/2 SIADH", Sodium, vec![]),
        ("hypotensive to 78/40", Systolic, vec![78.0]),
        ("hypotensive to the 70s", Systolic, vec![70.0]),
        ("hypoxic to 84%", Saturation, vec![84.0]),
        ("tachycardic to the 130s", HeartRate, vec![130.0]),
        ("hyperglycemia to 612", Glucose, vec![612.0]),
        ("Hypokalemia: 20 mEq KCl", Potassium, vec![]),
        ("1. Hypokalemia 2. Leukocytosis 3. UTI", Potassium, vec![]),
        ("1. Anemia\n2. Hypokalemia\n3. UTI", Potassium, vec![]),
        ("1. Low potassium\n2. UTI", Potassium, vec![]),
        ("Assessment: leukopenia\n4) UTI", Leukocytes, vec![]),
        ("Potassium was 3. Repleted", Potassium, vec![3.0]),
        ("No fever > 101.5", Temperature, vec![]),
        ("Creatinine (0.6-1.2)", Analyte::Creatinine, vec![]),
    ] {
        assert_eq!(values(text, analyte), expected, "{text}");
    }
}
