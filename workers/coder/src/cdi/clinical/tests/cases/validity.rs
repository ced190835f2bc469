//! Documented diagnoses and what bears them out.

use super::Case;

pub(super) const CASES: &[Case] = &[
    (
        "cdi.kidney_injury_validity",
        (
            "Acute kidney injury. Creatinine 1.0, then 1.1 and 1.0.",
            &["N17.9"],
        ),
        &[
            ("Acute kidney injury. Creatinine 2.1, then 1.0.", &["N17.9"]),
            (
                "Acute kidney injury. Oliguria. Creatinine 1.0, then 1.1.",
                &["N17.9"],
            ),
            ("Acute kidney injury. Creatinine 2.0.", &["N17.9"]),
            (
                "AKI, resolved. Creatinine 1.1 (previously 2.9).",
                &["N17.9"],
            ),
        ],
    ),
    (
        "cdi.respiratory_failure_validity",
        (
            "Acute respiratory failure. SpO2 98% on room air, RR 16.",
            &["J96.01"],
        ),
        &[
            (
                "Acute respiratory failure. SpO2 98% on room air after BiPAP.",
                &["J96.01"],
            ),
            (
                "Acute respiratory failure. SpO2 84% on room air.",
                &["J96.01"],
            ),
            ("Acute respiratory failure.", &["J96.01"]),
            (
                "Acute hypoxic respiratory failure, resolved. SpO2 96% on room air at discharge.",
                &["J96.01"],
            ),
        ],
    ),
    (
        "cdi.sepsis_validity",
        ("Sepsis. T 36.8 C, HR 78, WBC 8.2, lactate 1.0.", &["A41.9"]),
        &[
            ("Sepsis. T 38.9 C, HR 78, WBC 8.2, lactate 1.0.", &["A41.9"]),
            ("Sepsis. T 36.8 C, HR 78, WBC 8.2, lactate 3.0.", &["A41.9"]),
            ("Sepsis. T 36.8 C.", &["A41.9"]),
        ],
    ),
    (
        "cdi.malnutrition_validity",
        ("Severe malnutrition. BMI 27.4, eats well.", &["E43"]),
        &[
            ("Severe malnutrition. BMI 17.0.", &["E43"]),
            ("Severe malnutrition. BMI 27.4, poor intake.", &["E43"]),
            ("Severe malnutrition.", &["E43"]),
        ],
    ),
    (
        "cdi.encephalopathy_validity",
        ("GCS 15. Alert, oriented x4, pleasant.", &["G93.41"]),
        &[
            (
                "Family reports he was confused. GCS 15, oriented x4.",
                &["G93.41"],
            ),
            (
                "Confused at home. GCS 15. Alert and oriented x4.",
                &["G93.41"],
            ),
            ("GCS 12, then 15. Alert and oriented x4.", &["G93.41"]),
            ("Alert and oriented x4.", &["G93.41"]),
            ("GCS 15. Alert and oriented x4.", &[]),
        ],
    ),
    (
        "cdi.shock_validity",
        (
            "BP 124/76, HR 84, lactate 0.9. No pressors at any time.",
            &["R57.0"],
        ),
        &[
            ("BP 84/50, lactate 0.9.", &["R57.0"]),
            ("BP 124/76, lactate 4.9.", &["R57.0"]),
            ("BP 124/76, lactate 0.9, norepi weaned.", &["R57.0"]),
            ("BP 124/76.", &["R57.0"]),
            ("BP 124/76, lactate 0.9.", &["N39.0"]),
        ],
    ),
];
