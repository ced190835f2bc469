//! The forms of measurements and treatments as notes write them.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn facts(text: &str) -> Facts {
    let chart =
        json!({"id": "A1", "encounter": {"class": "inpatient"}, "documents": [{"text": text}]});
    let chart: chartfleet_model::Chart = serde_json::from_value(chart).unwrap();
    Facts::of(&Record::of(&chart))
}

/// The values of an analyte, rounded to hundredths.
fn values(text: &str, analyte: Analyte) -> Vec<f64> {
    let facts = facts(text);
    facts
        .all(analyte)
        .map(|m| (m.value * 100.0).round() / 100.0)
        .collect()
}

fn before(text: &str, analyte: Analyte) -> Vec<f64> {
    let facts = facts(text);
    let earlier = facts.all(analyte).filter(|m| m.moment == Moment::Before);
    earlier.map(|m| m.value).collect()
}

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
fn treatments_are_known_by_their_short_names() {
    use TreatmentClass::{Antibiotic, Antipseudomonal, HighFlow, Transfusion, Vasopressor};
    for (text, class) in [
        ("On pip-tazo", Antibiotic),
        ("Switched to CTX", Antibiotic),
        ("Continue pip/tazo", Antipseudomonal),
        ("Norepi at 8 mcg", Vasopressor),
        ("Levo gtt weaned", Vasopressor),
        ("3 units RBC", Transfusion),
        ("Put on an NRB at 15 L", HighFlow),
    ] {
        assert_eq!(facts(text).treated(class).count(), 1, "{text}");
    }
}

#[test]
fn targets_orders_doses_ranges_and_other_specimens_are_no_values() {
    use Analyte::{
        Albumin, Creatinine, Hemoglobin, Magnesium, MeanPressure, Potassium, Saturation, Systolic,
    };
    for (text, analyte) in [
        ("goal MAP > 65", MeanPressure),
        ("Titrate norepinephrine to keep MAP above 65", MeanPressure),
        ("keep SpO2 > 92%", Saturation),
        ("transfuse if hemoglobin < 7", Hemoglobin),
        ("hold if SBP < 90", Systolic),
        ("urine creatinine 40", Creatinine),
        ("creatinine clearance 24 mL/min", Creatinine),
        ("albumin/creatinine ratio 410", Creatinine),
        ("potassium chloride 20 mEq", Potassium),
        ("albumin 25% 100 mL", Albumin),
        ("aspirin 81 mg 2 times a day", Magnesium),
        ("Creatinine (0.6-1.2)", Creatinine),
        ("mother with creatinine of 4.0", Creatinine),
        ("Creatinine pending. 2.4 liters of urine", Creatinine),
        ("Check creatinine in 3 days", Creatinine),
    ] {
        assert_eq!(values(text, analyte), Vec::<f64>::new(), "{text}");
    }
}

#[test]
fn baselines_and_earlier_values_are_told_from_those_of_the_stay() {
    use Analyte::{Creatinine, EjectionFraction};
    for (text, analyte, expected) in [
        ("creatinine 2.4 (baseline 1.0)", Creatinine, vec![1.0]),
        ("baseline creatinine 1.0, now 2.4", Creatinine, vec![1.0]),
        ("creatinine 2.3 (0.9 in March)", Creatinine, vec![0.9]),
        (
            "Creatinine was 1.6 mg/dL throughout, which is her baseline",
            Creatinine,
            vec![1.6],
        ),
        ("prior EF 55%", EjectionFraction, vec![55.0]),
        ("creatinine up to 2.4 from baseline", Creatinine, vec![]),
        (
            "Creatinine rose from a baseline of 1.0 to 2.4",
            Creatinine,
            vec![1.0],
        ),
    ] {
        assert_eq!(before(text, analyte), expected, "{text}");
    }
}

#[test]
fn the_air_breathed_is_told_beside_a_saturation() {
    let facts =
        facts("oxygen saturation 85% on room air, using accessory muscles. SpO2 94% on 4 L/min.");
    let airs: Vec<Air> = facts.all(Analyte::Saturation).map(|m| m.air).collect();
    assert_eq!(airs, [Air::Room, Air::Oxygen]);
}

#[test]
fn treatments_count_where_they_were_given() {
    for (text, class, expected) in [
        ("norepinephrine was begun", TreatmentClass::Vasopressor, 1),
        (
            "She never needed vasopressors",
            TreatmentClass::Vasopressor,
            0,
        ),
        (
            "furosemide 40 mg IV twice daily",
            TreatmentClass::LoopDiuretic,
            1,
        ),
        (
            "no transfusion was given; not transfused",
            TreatmentClass::Transfusion,
            0,
        ),
        (
            "Dialysis was discussed for the future",
            TreatmentClass::Dialysis,
            0,
        ),
        ("placed on BiPAP", TreatmentClass::NoninvasiveVentilation, 1),
    ] {
        assert_eq!(facts(text).treated(class).count(), expected, "{text}");
    }
    assert!(
        facts("furosemide 40 mg IV")
            .treatments
            .iter()
            .all(|t| t.is_intravenous)
    );
    assert!(
        !facts("furosemide 40 mg by mouth")
            .treatments
            .iter()
            .any(|t| t.is_intravenous)
    );
}

#[test]
fn ruled_out_counts_as_addressed_and_history_does_not() {
    assert!(facts("AKI was ruled out").is_addressed(DiagnosisClass::KidneyInjury));
    assert!(facts("Severe sepsis with septic shock").is_addressed(DiagnosisClass::Shock));
    assert!(!facts("History of AKI").is_addressed(DiagnosisClass::KidneyInjury));
}

#[test]
fn the_age_is_read_from_the_text() {
    assert_eq!(facts("A 68-year-old man").age, Some(68));
    assert_eq!(facts("an 8 month old boy").age, Some(0));
    assert_eq!(facts("three days of pain for 4 days").age, None);
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_every_span_fits(text in "(\\PC|\n|Cr |SpO2 |BP |[0-9./,()%-]){0,80}") {
        let facts = facts(&text);
        for evidence in facts.measurements.iter().map(|m| m.evidence) {
            prop_assert!(text.get(evidence.start as usize..evidence.end as usize).is_some());
        }
    }
}
