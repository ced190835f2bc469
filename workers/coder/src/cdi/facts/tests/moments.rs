//! Which values are the patient's and of when: targets, orders, baselines.

use super::*;

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
fn instructions_and_what_was_at_the_door_are_no_values() {
    use Analyte::{HeartRate, Saturation, Systolic, Temperature};
    for (text, analyte) in [
        ("DISPOSITION\nHome. Temperature 101.5, HR 120.", HeartRate),
        ("Hold for SBP < 90", Systolic),
        ("Return to the clinic for temperature > 101.5", Temperature),
        ("transfuse when SBP < 90", Systolic),
    ] {
        assert_eq!(values(text, analyte), Vec::<f64>::new(), "{text}");
    }
    assert_eq!(values("When EMS arrived SpO2 was 82%", Saturation), [82.0]);
    assert_eq!(
        values("The resident on call found SBP 82", Systolic),
        [82.0]
    );
    assert_eq!(values("Brought by family, T 39.4", Temperature), [39.4]);
}

#[test]
fn an_earlier_value_is_no_baseline() {
    let told = facts("AKI, resolved. Creatinine 1.1 (previously 2.9).");
    let (low, high) = told.change(Analyte::Creatinine).unwrap();
    assert_eq!((low.value, high.value), (1.1, 2.9));
    let told = facts("Creatinine 2.4 (baseline 2.2), previously 1.0.");
    let (low, high) = told.change(Analyte::Creatinine).unwrap();
    assert_eq!((low.value, high.value), (2.2, 2.4));
}

#[test]
fn a_value_of_another_admission_is_from_before() {
    let told = facts("Prior admission: Cr 3.4, recovered. Now Cr 1.1.");
    let moments: Vec<Moment> = told.all(Analyte::Creatinine).map(|m| m.moment).collect();
    assert_eq!(moments, [Moment::Before, Moment::Stay]);
}
