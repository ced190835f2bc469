//! Texts that make each check ask, and their like that do not.

mod chemistry;
mod undocumented;
mod validity;

/// A check, a text and a claim that make it ask, and the like that do not.
pub(super) type Case = (
    &'static str,
    (&'static str, &'static [&'static str]),
    &'static [(&'static str, &'static [&'static str])],
);

/// Every case.
pub(super) fn cases() -> impl Iterator<Item = &'static Case> {
    [
        CASES,
        chemistry::CASES,
        validity::CASES,
        undocumented::CASES,
    ]
    .into_iter()
    .flatten()
}

const CASES: &[Case] = &[
    (
        "cdi.kidney_injury",
        (
            "Creatinine rose from 1.0 to 2.4 mg/dL; intravenous fluids.",
            &[],
        ),
        &[
            ("Creatinine rose from 1.0 to 2.4 mg/dL.", &["N17.9"]),
            (
                "Creatinine rose from 1.0 to 2.4 mg/dL. Acute kidney injury.",
                &[],
            ),
            ("Creatinine rose from 1.0 to 2.4 mg/dL. AKI ruled out.", &[]),
            ("Creatinine 2.4 (baseline 2.2), CKD stage 4.", &[]),
            ("ESRD on hemodialysis. Creatinine 8.1, then 4.2.", &[]),
            ("Creatinine 2.4.", &[]),
        ],
    ),
    (
        "cdi.respiratory_failure",
        (
            "SpO2 82% on room air, using accessory muscles. BiPAP started.",
            &[],
        ),
        &[
            (
                "SpO2 82% on room air, using accessory muscles. Acute respiratory failure.",
                &[],
            ),
            (
                "SpO2 82% on room air, using accessory muscles.",
                &["J96.01"],
            ),
            ("SpO2 94% on room air, using accessory muscles.", &[]),
            ("Home oxygen. SpO2 86% on room air, nasal cannula 2 L.", &[]),
            ("SpO2 82% on room air.", &[]),
            ("Keep SpO2 > 88%. BiPAP started.", &[]),
        ],
    ),
    (
        "cdi.sepsis",
        (
            "Pneumonia. T 39.2 C, HR 118, RR 28, WBC 18.2, lactate 4.4. Ceftriaxone.",
            &["J18.9"],
        ),
        &[
            (
                "Pneumonia. T 39.2 C, HR 118, WBC 18.2, lactate 4.4. Ceftriaxone.",
                &["A41.9"],
            ),
            (
                "Pneumonia without sepsis. T 39.2 C, HR 118, WBC 18.2, lactate 4.4. Ceftriaxone.",
                &[],
            ),
            (
                "Pneumonia. T 38.4 C, HR 102, WBC 16. Lactate 1.1. Ceftriaxone.",
                &[],
            ),
            ("Trauma. T 39.2 C, HR 118, WBC 18.2, lactate 4.4.", &[]),
        ],
    ),
    (
        "cdi.septic_shock",
        (
            "Sepsis. MAP 52 after 30 mL/kg; norepinephrine started. Lactate 5.2.",
            &["A41.9"],
        ),
        &[
            (
                "Sepsis. MAP 52; norepinephrine started. Lactate 5.2.",
                &["A41.9", "R65.21"],
            ),
            (
                "Sepsis with septic shock. MAP 52; norepinephrine.",
                &["A41.9"],
            ),
            ("Sepsis. BP 88/50, lactate 2.2.", &["A41.9"]),
        ],
    ),
    (
        "cdi.heart_failure",
        (
            "BNP 2,100. Pulmonary edema on the film. EF 30%. Furosemide 40 mg IV.",
            &[],
        ),
        &[
            (
                "BNP 2,100. Pulmonary edema. Heart failure. Furosemide 40 mg IV.",
                &[],
            ),
            (
                "BNP 2,100. Pulmonary edema. Furosemide 40 mg by mouth.",
                &[],
            ),
            ("BNP 90. Leg swelling. Furosemide 40 mg IV.", &[]),
        ],
    ),
    (
        "cdi.myocardial_injury",
        ("Troponin 0.8 ng/mL, then 1.2 ng/mL. HR 140.", &[]),
        &[
            ("Troponin 0.8 ng/mL, then 1.2. NSTEMI.", &[]),
            ("Troponin 0.01 ng/mL, then 0.02. HR 140.", &[]),
            ("Troponin 0.8 ng/mL.", &["I21.4"]),
        ],
    ),
    (
        "cdi.hypertensive_crisis",
        ("BP 228/132. Nicardipine drip.", &["I10"]),
        &[
            (
                "BP 228/132. Hypertensive urgency. Nicardipine drip.",
                &["I10"],
            ),
            ("BP 228/132. Amlodipine.", &["I10"]),
            ("BP 168/92. Nicardipine drip.", &["I10"]),
        ],
    ),
    (
        "cdi.anemia",
        ("Hemoglobin fell from 12.2 to 7.1 g/dL. Transfused.", &[]),
        &[
            (
                "Hemoglobin fell from 12.2 to 7.1 g/dL. Acute blood loss anemia.",
                &[],
            ),
            ("Hemoglobin 13.1 before and 11.4 g/dL after surgery.", &[]),
            ("Hemoglobin fell from 12.2 to 7.1 g/dL.", &["D62"]),
            ("Hemoglobin 9.4.", &[]),
        ],
    ),
    (
        "cdi.pancytopenia",
        ("WBC 1.8, hemoglobin 7.9, platelets 40.", &[]),
        &[
            ("WBC 1.8, hemoglobin 7.9, platelets 240.", &[]),
            ("Pancytopenia. WBC 1.8, hemoglobin 7.9, platelets 40.", &[]),
        ],
    ),
    (
        "cdi.thrombocytopenia",
        ("Platelets 62, then 48.", &[]),
        &[
            ("Platelets 62, then 48. Thrombocytopenia.", &[]),
            ("Platelets 130, then 120.", &[]),
            ("Platelets 92.", &[]),
        ],
    ),
    (
        "cdi.coagulopathy",
        ("INR 2.4. Vitamin K and FFP.", &[]),
        &[
            ("INR 2.4 on warfarin. Vitamin K.", &[]),
            ("INR 1.1. Vitamin K.", &[]),
        ],
    ),
    (
        "cdi.encephalopathy",
        (
            "Confused. Ammonia 142. Lactulose; mental status improved.",
            &[],
        ),
        &[
            (
                "Dementia. Confused and lethargic. UTI. Mental status back to baseline.",
                &["N39.0"],
            ),
            (
                "Dementia. Acutely confused, lethargic, UTI. Remains confused.",
                &["N39.0"],
            ),
            (
                "Confused. Ammonia 142. Lactulose. Hepatic encephalopathy.",
                &[],
            ),
            ("Alert. Ammonia 142. Lactulose.", &[]),
            ("Confused. Lactulose for constipation.", &[]),
            ("Dementia. Confused. Na 118. Mental status improved.", &[]),
        ],
    ),
    (
        "cdi.cerebral_edema",
        ("CT: midline shift of 8 mm. Mannitol.", &[]),
        &[
            ("CT: no midline shift. Mannitol.", &[]),
            ("CT: midline shift, cerebral edema. Mannitol.", &[]),
        ],
    ),
    (
        "cdi.rhabdomyolysis",
        ("Found down. CK 24,000. Normal saline.", &[]),
        &[
            ("Found down. CK 24,000. Rhabdomyolysis.", &[]),
            ("Found down. CK 220. Normal saline.", &[]),
        ],
    ),
    (
        "cdi.alcohol_withdrawal",
        (
            "Last drink two days ago, tremulous. CIWA score 18, chlordiazepoxide.",
            &[],
        ),
        &[
            ("Alcohol withdrawal. CIWA score 18, chlordiazepoxide.", &[]),
            ("CIWA score 2.", &[]),
            ("Alcohol use disorder. CIWA 2, 3, 1; no drugs needed.", &[]),
        ],
    ),
    (
        "cdi.malnutrition",
        (
            "BMI 16.2, poor appetite, temporal wasting. Tube feeding started.",
            &[],
        ),
        &[
            (
                "BMI 16.2, poor appetite. Severe malnutrition. Tube feeding.",
                &[],
            ),
            ("BMI 24.0, poor appetite. Tube feeding.", &[]),
            ("BMI 17.9.", &[]),
        ],
    ),
    (
        "cdi.pneumothorax",
        (
            "Apical air with a visceral pleural line. Chest tube placed.",
            &[],
        ),
        &[(
            "Pneumothorax with a visceral pleural line. Chest tube placed.",
            &[],
        )],
    ),
    (
        "cdi.immobility",
        (
            "Advanced dementia, bedbound with contractures, total care.",
            &[],
        ),
        &[
            ("Advanced dementia, bedbound.", &[]),
            (
                "Functional quadriplegia. Advanced dementia, bedbound, contractures.",
                &[],
            ),
        ],
    ),
    (
        "cdi.encephalopathy",
        (
            "Became obtunded and disoriented. Narcotics stopped, naloxone given. Lucid again.",
            &[],
        ),
        &[
            (
                "Obtunded. Heroin overdose; naloxone given. Lucid again.",
                &[],
            ),
            ("Hydromorphone for pain. Alert. Lucid again.", &[]),
        ],
    ),
];
