//! Texts that make each check ask, and their like that do not.

/// A check, a text and a claim that make it ask, and the like that do not.
pub(super) type Case = (
    &'static str,
    (&'static str, &'static [&'static str]),
    &'static [(&'static str, &'static [&'static str])],
);

pub(super) const CASES: &[Case] = &[
    (
        "cdi.angina_type",
        (
            "Angina. Chest pain at rest, nitroglycerin infusion.",
            &["I20.9"],
        ),
        &[
            ("Unstable angina: chest pain at rest.", &["I20.9"]),
            ("Angina. Comfortable at rest.", &["I20.9"]),
        ],
    ),
    (
        "cdi.heart_block_degree",
        ("AV block. ECG with dropped beats. Atropine.", &["I44.30"]),
        &[
            ("AV block on ECG.", &["I44.30"]),
            ("Mobitz II block on ECG.", &["I44.1"]),
        ],
    ),
    (
        "cdi.arrest_cause",
        (
            "Cardiac arrest, PEA. Potassium 7.9: hyperkalemia.",
            &["I46.9"],
        ),
        &[
            ("Cardiac arrest due to hyperkalemia, PEA.", &["I46.9"]),
            ("Cardiac arrest, asystole.", &["I46.9"]),
        ],
    ),
    (
        "cdi.cardiomyopathy_type",
        (
            "Cardiomyopathy, LVEF 30%. Alcohol use disorder, a pint of vodka daily.",
            &["I42.9"],
        ),
        &[
            ("Alcoholic cardiomyopathy, LVEF 30%.", &["I42.9"]),
            ("Cardiomyopathy, LVEF 30%. No alcohol abuse.", &["I42.9"]),
        ],
    ),
    (
        "cdi.pulmonary_hypertension_group",
        (
            "Pulmonary hypertension, RVSP 62 mmHg. Severe COPD.",
            &["I27.20", "J44.9"],
        ),
        &[
            ("Pulmonary hypertension. Severe COPD.", &["I27.20", "J44.9"]),
            ("Pulmonary hypertension, RVSP 62 mmHg.", &["I27.20"]),
            (
                "Pulmonary hypertension, WHO group 3, RVSP 62 mmHg.",
                &["I27.20", "J44.9"],
            ),
        ],
    ),
    (
        "cdi.effusion_cause",
        (
            "Pleural effusion with lung cancer. Thoracentesis: bloody fluid.",
            &["J90", "C34.90"],
        ),
        &[
            (
                "Pleural effusion due to heart failure. Thoracentesis.",
                &["J90", "C34.90"],
            ),
            ("Pleural effusion. Thoracentesis.", &["J90"]),
        ],
    ),
    (
        "cdi.kidney_failure_acuity",
        ("Renal insufficiency, creatinine 2.2.", &["N28.9"]),
        &[
            ("Renal insufficiency.", &["N28.9"]),
            ("Chronic renal insufficiency, creatinine 2.2.", &["N28.9"]),
        ],
    ),
    (
        "cdi.urinary_infection_site",
        ("UTI with CVA tenderness, febrile to 39.2.", &["N39.0"]),
        &[
            ("UTI with fever. No CVA tenderness.", &["N39.0"]),
            ("UTI with flank pain and fever, ureteral stone.", &["N39.0"]),
        ],
    ),
    (
        "cdi.bipolar_episode",
        ("Bipolar disorder. Pressured speech, grandiose.", &["F31.9"]),
        &[
            ("Bipolar disorder on lithium, stable.", &["F31.9"]),
            (
                "Bipolar disorder, in remission. Denies grandiosity.",
                &["F31.9"],
            ),
        ],
    ),
    (
        "cdi.alcohol_use",
        (
            "Alcohol use, 12 beers a day. CIWA 18, lorazepam.",
            &["F10.90"],
        ),
        &[
            (
                "Alcohol use, a glass of wine. Lorazepam for sleep.",
                &["F10.90"],
            ),
            ("Alcohol dependence. CIWA 18.", &["F10.90"]),
        ],
    ),
    (
        "cdi.bleeding_cause",
        ("Melena. EGD: clean-based duodenal ulcer.", &["K92.1"]),
        &[
            ("Melena. EGD: no ulcer, no esophageal varices.", &["K92.1"]),
            ("Melena. EGD: duodenal ulcer.", &["K92.1", "K26.4"]),
            ("Melena. Awaiting endoscopy.", &["K92.1"]),
        ],
    ),
    (
        "cdi.cirrhosis_cause",
        ("Cirrhosis with ascites. Alcohol use disorder.", &["K74.60"]),
        &[
            ("Cirrhosis. Denies alcohol abuse.", &["K74.60"]),
            ("Cirrhosis due to hepatitis C. Alcohol abuse.", &["K74.60"]),
        ],
    ),
    (
        "cdi.hepatitis_c_acuity",
        (
            "Hepatitis C, HCV RNA 2 million, sofosbuvir started.",
            &["B19.20"],
        ),
        &[
            ("Chronic hepatitis C, HCV RNA 2 million.", &["B19.20"]),
            ("Hepatitis C.", &["B19.20"]),
        ],
    ),
    (
        "cdi.obstruction_degree",
        (
            "SBO with transition point on CT; NG tube placed. Prior laparotomy.",
            &["K56.609"],
        ),
        &[
            (
                "Partial SBO with transition point on CT; NG tube placed.",
                &["K56.609"],
            ),
            ("SBO, NG tube placed.", &["K56.609"]),
        ],
    ),
    (
        "cdi.ascites_cause",
        (
            "Ovarian cancer with ascites; paracentesis 3 L.",
            &["R18.8", "C56.9"],
        ),
        &[
            ("Malignant ascites; paracentesis 3 L.", &["R18.8", "C56.9"]),
            ("Ascites; paracentesis 3 L.", &["R18.8"]),
        ],
    ),
    (
        "cdi.diabetes_control",
        ("Uncontrolled type 2 diabetes, A1c 10.4.", &["E11.9"]),
        &[
            ("Type 2 diabetes, A1c 10.4.", &["E11.9"]),
            (
                "Uncontrolled type 2 diabetes with hyperglycemia.",
                &["E11.9"],
            ),
            ("Uncontrolled hypertension, type 2 diabetes.", &["E11.9"]),
        ],
    ),
    (
        "cdi.neutropenia_cause",
        ("Neutropenia, ANC 300. Chemotherapy 9 days ago.", &["D70.9"]),
        &[
            ("Neutropenia due to chemotherapy, ANC 300.", &["D70.9"]),
            ("Neutropenia, ANC 900.", &["D70.9"]),
        ],
    ),
    (
        "cdi.low_counts_cause",
        ("Pancytopenia. Methotrexate held.", &["D61.818"]),
        &[
            ("Pancytopenia, marrow biopsy pending.", &["D61.818"]),
            ("Pancytopenia due to methotrexate.", &["D61.818"]),
        ],
    ),
    (
        "cdi.platelets_cause",
        ("Thrombocytopenia, heparin stopped, PF4 sent.", &["D69.6"]),
        &[
            ("Thrombocytopenia, platelets 90.", &["D69.6"]),
            (
                "Thrombocytopenia due to cirrhosis, splenomegaly.",
                &["D69.6"],
            ),
        ],
    ),
    (
        "cdi.anticoagulant_bleeding",
        (
            "Hematochezia on warfarin, INR 6, vitamin K given.",
            &["K92.2", "Z79.01"],
        ),
        &[
            (
                "Hematochezia due to warfarin, vitamin K given.",
                &["K92.2", "Z79.01"],
            ),
            ("Hematochezia on warfarin, INR 2.1.", &["K92.2", "Z79.01"]),
            ("Hematochezia, vitamin K given.", &["K92.2"]),
        ],
    ),
    (
        "cdi.postoperative_fibrillation",
        (
            "Postoperative atrial fibrillation on day 2, amiodarone.",
            &["I48.91"],
        ),
        &[("Atrial fibrillation, amiodarone.", &["I48.91"])],
    ),
    (
        "cdi.postoperative_hypotension",
        ("Post-op hypotension, two boluses.", &["I95.9"]),
        &[("Hypotension from sepsis.", &["I95.9"])],
    ),
    (
        "cdi.postoperative_retention",
        (
            "Postoperative urinary retention, Foley replaced.",
            &["R33.9"],
        ),
        &[("Urinary retention, Foley. BPH.", &["R33.9"])],
    ),
    (
        "cdi.postoperative_pneumonia",
        ("Postoperative pneumonia, ceftriaxone.", &["J18.9"]),
        &[("Pneumonia, ceftriaxone.", &["J18.9"])],
    ),
    (
        "cdi.postoperative_atelectasis",
        (
            "Postoperative atelectasis, incentive spirometry.",
            &["J98.11"],
        ),
        &[("Atelectasis, incentive spirometry.", &["J98.11"])],
    ),
    (
        "cdi.surgical_infection_depth",
        (
            "Surgical site infection; fascia intact, purulent.",
            &["T81.40XA"],
        ),
        &[
            ("Surgical site infection, on cefazolin.", &["T81.40XA"]),
            ("Deep incisional infection, purulent.", &["T81.40XA"]),
        ],
    ),
    (
        "cdi.hiv_status",
        ("HIV positive, pneumocystis pneumonia.", &["Z21"]),
        &[
            ("HIV positive, pneumocystis prophylaxis.", &["Z21"]),
            (
                "HIV positive, CD4 650, no opportunistic infection.",
                &["Z21"],
            ),
        ],
    ),
    (
        "cdi.preeclampsia_severity",
        ("Preeclampsia, headache, magnesium infusion.", &["O14.93"]),
        &[
            (
                "Preeclampsia without severe features, headache.",
                &["O14.93"],
            ),
            ("Preeclampsia, followed weekly.", &["O14.93"]),
        ],
    ),
    (
        "cdi.newborn_distress_type",
        ("Respiratory distress, grunting, CPAP.", &["P22.9"]),
        &[
            ("Transient tachypnea, grunting, CPAP.", &["P22.9"]),
            ("Respiratory distress, resolved at 1 hour.", &["P22.9"]),
        ],
    ),
    (
        "cdi.stenosis_claudication",
        (
            "Lumbar stenosis. Leg pain with walking, relieved by sitting.",
            &["M48.061"],
        ),
        &[
            (
                "Lumbar stenosis. Neurogenic claudication, relieved by sitting.",
                &["M48.061"],
            ),
            ("Lumbar stenosis. Low back pain.", &["M48.061"]),
        ],
    ),
    (
        "cdi.fracture_cause",
        (
            "Osteoporosis. Tripped on a rug, right femoral neck fracture.",
            &["S72.001A", "M81.0"],
        ),
        &[
            (
                "Osteoporosis. Fell from a ladder, tripped; femoral neck fracture.",
                &["S72.001A", "M81.0"],
            ),
            (
                "Tripped on a rug, right femoral neck fracture.",
                &["S72.001A"],
            ),
            ("Osteoporosis. Tripped on a rug, fracture.", &["M80.051A"]),
            (
                "Osteoporosis. Tripped on a rug last year; healing.",
                &["S72.001D", "M81.0"],
            ),
        ],
    ),
    (
        "cdi.debridement_type",
        (
            "The sacral wound was debrided with a curette down to fascia.",
            &["L89.154"],
        ),
        &[
            (
                "Excisional debridement with a scalpel; the wound was debrided to fascia.",
                &["L89.154"],
            ),
            (
                "Wound care to consider debridement of slough.",
                &["L89.154"],
            ),
        ],
    ),
    (
        "cdi.operative_event",
        ("A serosal tear was repaired with silk.", &["K56.50"]),
        &[
            (
                "A serosal tear, unavoidable in dense adhesions, was repaired.",
                &["K56.50"],
            ),
            (
                "An enterotomy was made and the stapler passed.",
                &["K56.50"],
            ),
            ("No serosal tear was seen.", &["K56.50"]),
        ],
    ),
    (
        "cdi.chronic_ulcer_depth",
        (
            "Diabetic foot ulcer with slough, probes to bone.",
            &["L97.509"],
        ),
        &[
            (
                "Diabetic foot ulcer, fat layer exposed, slough.",
                &["L97.509"],
            ),
            ("Diabetic foot ulcer, healing.", &["L97.509"]),
        ],
    ),
];
