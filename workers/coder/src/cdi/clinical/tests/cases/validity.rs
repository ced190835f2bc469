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
    (
        "cdi.hyponatremia_validity",
        ("Hyponatremia. Na 138, then 139.", &["E87.1"]),
        &[
            ("Hyponatremia. Na 131, then 139.", &["E87.1"]),
            ("Hyponatremia, now Na 138.", &["E87.1"]),
            (
                "Hyponatremia. Na 138, then 139 on fluid restriction.",
                &["E87.1"],
            ),
            ("Na 138, then 139 (previously 124).", &["E87.1"]),
        ],
    ),
    (
        "cdi.blood_loss_anemia_validity",
        ("Acute blood loss anemia. Hgb 13.8, then 13.4.", &["D62"]),
        &[
            ("Acute blood loss anemia. Hgb 13.8, then 9.4.", &["D62"]),
            (
                "Acute blood loss anemia. Hgb 13.8, then 13.4 after 2 units PRBC.",
                &["D62"],
            ),
        ],
    ),
    (
        "cdi.acidosis_validity",
        (
            "Lactic acidosis. pH 7.40, HCO3 25, lactate 1.4.",
            &["E87.21"],
        ),
        &[
            ("Lactic acidosis. pH 7.40, HCO3 25, lactate 5.", &["E87.21"]),
            ("Lactic acidosis. pH 7.29, HCO3 15.", &["E87.21"]),
            ("Lactic acidosis. HCO3 25.", &["E87.21"]),
        ],
    ),
    (
        "cdi.ketoacidosis_validity",
        (
            "DKA. Glucose 320, HCO3 24, pH 7.39, anion gap 10.",
            &["E11.10"],
        ),
        &[
            ("DKA. Glucose 620, HCO3 9, pH 7.1.", &["E11.10"]),
            ("DKA. Insulin drip. HCO3 24.", &["E11.10"]),
        ],
    ),
    (
        "cdi.rhabdomyolysis_validity",
        ("Rhabdomyolysis. CK 420.", &["M62.82"]),
        &[
            ("Rhabdomyolysis. CK 24,000, then 420.", &["M62.82"]),
            ("Rhabdomyolysis.", &["M62.82"]),
        ],
    ),
    (
        "cdi.infarction_validity",
        ("NSTEMI. hs-troponin 6, then 7.", &["I21.4"]),
        &[
            ("NSTEMI. hs-troponin 6, then 240.", &["I21.4"]),
            ("NSTEMI. Troponin 0.8.", &["I21.4"]),
        ],
    ),
    (
        "cdi.pneumonia_validity",
        (
            "Pneumonia. CXR: no infiltrate. T 36.9 C, WBC 7.8, SpO2 98%.",
            &["J18.9"],
        ),
        &[
            (
                "Pneumonia. CXR: no infiltrate; CT: consolidation. T 36.9 C, WBC 7.8.",
                &["J18.9"],
            ),
            (
                "Pneumonia. CXR: no infiltrate. T 38.9 C, WBC 7.8.",
                &["J18.9"],
            ),
            ("Pneumonia. CXR: no infiltrate.", &["J18.9"]),
        ],
    ),
    (
        "cdi.thrombocytopenia_validity",
        ("Thrombocytopenia. Plt 210, 220.", &["D69.6"]),
        &[("Thrombocytopenia. Plt 98, 220.", &["D69.6"])],
    ),
    (
        "cdi.hypokalemia_validity",
        ("Hypokalemia. K 4.1, then 4.0.", &["E87.6"]),
        &[("Hypokalemia. K 4.1, then 4.0 after KCl.", &["E87.6"])],
    ),
    (
        "cdi.hyperkalemia_validity",
        ("Hyperkalemia. K 4.1, then 4.0.", &["E87.5"]),
        &[("Hyperkalemia. K 5.9, then 4.0.", &["E87.5"])],
    ),
];
