//! What specialists ask most, in the styles of residents, templates and
//! flowsheets.

use super::Case;

pub(super) const CASES: &[Case] = &[
    (
        "cdi.shock",
        (
            "POD1 CABG. BP 82/50, cool extremities, lactate 5.2. Dobutamine 5 mcg/kg/min.",
            &["I25.10"],
        ),
        &[
            (
                "POD1 CABG. BP 82/50, cool extremities. Dobutamine. Cardiogenic shock.",
                &["I25.10"],
            ),
            ("BP 84/50, fluids. Lactate 1.2.", &["I10"]),
            (
                "MAP 58 after spinal, phenylephrine infusion, cool extremities. Lactate 1.0.",
                &["M17.11"],
            ),
            (
                "Phenylephrine at induction, MAP 62. Lactate 1.1.",
                &["K80.20"],
            ),
            ("Sepsis. MAP 52, lactate 6, norepinephrine.", &["A41.9"]),
        ],
    ),
    (
        "cdi.ileus",
        (
            "POD4. Abdomen distended, no flatus, bilious emesis. NGT to suction.",
            &["C18.2"],
        ),
        &[
            (
                "POD4. Ileus: abdomen distended, no flatus. NGT to suction.",
                &["C18.2"],
            ),
            ("No BM, NGT placed.", &[]),
            (
                "Passing flatus, abdomen mildly distended. NG tube removed.",
                &["C18.2"],
            ),
            (
                "Abdomen soft, no abdominal distension, tympanitic. NGT to suction.",
                &[],
            ),
        ],
    ),
    (
        "cdi.hyperosmolarity",
        (
            "Glucose 1,120 mg/dL, serum osmolality 348, pH 7.36, ketones negative. Insulin drip.",
            &["E11.65"],
        ),
        &[
            (
                "Glucose 1,120, serum osmolality 348, pH 7.12. Insulin drip.",
                &["E11.65"],
            ),
            ("HHS. Glucose 1,120, serum osmolality 348.", &["E11.65"]),
            ("Glucose 480, serum osmolality 298.", &["E11.65"]),
            ("Glucose 640, sodium 128.", &["E11.65"]),
        ],
    ),
    (
        "cdi.hypoglycemia",
        ("Found sweating, FSBG 38. D50 given.", &["E11.9"]),
        &[
            ("Hypoglycemia, FSBG 38. D50 given.", &["E11.9"]),
            ("FSBG 68. Juice.", &["E11.9"]),
            ("K 6.4. Insulin and D50. Glucose 140.", &["N17.9"]),
        ],
    ),
    (
        "cdi.neutropenia",
        (
            "WBC 0.6, ANC 180 after chemotherapy. T 101.4 F. Cefepime.",
            &["C83.30"],
        ),
        &[
            ("Neutropenic fever. ANC 180, T 101.4 F. Cefepime.", &[]),
            ("ANC 4,200. T 101.4 F. Cefepime.", &[]),
            ("ANC 900, recovering. Afebrile.", &[]),
        ],
    ),
    (
        "cdi.hypercalcemia",
        ("Calcium 13.8. Zoledronic acid, calcitonin.", &["C50.919"]),
        &[
            ("Calcium 9.8. Denosumab for osteoporosis.", &[]),
            ("Hypercalcemia 13.8. Zoledronic acid.", &[]),
        ],
    ),
    (
        "cdi.hypokalemia",
        ("K 2.4 repleted with 60 mEq.", &[]),
        &[
            ("K 3.3, no repletion needed.", &[]),
            ("K 3.9. Replete if < 3.5.", &[]),
        ],
    ),
    (
        "cdi.thrombocytopenia",
        ("Platelets 38. Platelet transfusion.", &[]),
        &[("Platelets 180. Heparin stopped.", &[])],
    ),
    (
        "cdi.ketoacidosis",
        (
            "T1DM. Glucose 31 mmol/L, ketones 5.8 mmol/L, pH 7.12. Insulin infusion.",
            &["E10.65"],
        ),
        &[(
            "T2DM. Glucose 310. UA: ketones 15 mg/dL. HCO3 24.",
            &["E11.65"],
        )],
    ),
    (
        "cdi.immobility",
        (
            "Advanced Alzheimer's dementia, contracted, totally dependent, Hoyer lift.",
            &["G30.9"],
        ),
        &[("Hip fracture, bedbound, Hoyer lift.", &["S72.001A"])],
    ),
    (
        "cdi.respiratory_failure",
        ("O2 84% RA, increased WOB, HFNC.", &["J18.9"]),
        &[
            ("O2 4 L NC, comfortable. HFNC not needed.", &["J18.9"]),
            ("O2 60% via HFNC weaned.", &["J18.9"]),
        ],
    ),
    (
        "cdi.rhabdomyolysis",
        ("Found down. CPK peak 22k, then 8k. NS at 200.", &[]),
        &[("Found down. CPK 220. NS at 200.", &[])],
    ),
    (
        "cdi.anemia",
        ("Hgb trend: 13.4 -> 9.8 -> 7.2. Melena. 2u pRBC.", &[]),
        &[("Hgb trend: 13.4 -> 12.8 -> 12.9. Melena.", &[])],
    ),
    (
        "cdi.pneumonia",
        (
            "CXR: right lower lobe consolidation. T 38.9 C, WBC 17, productive cough. Ceftriaxone.",
            &["J44.1"],
        ),
        &[
            (
                "CXR: consolidation. T 38.9 C, WBC 17. Pneumonia, ceftriaxone.",
                &["J44.1"],
            ),
            ("CXR: no infiltrate. T 38.9 C, WBC 17. Ceftriaxone.", &[]),
            (
                "CXR: infiltrate. T 38.9 C, WBC 17. Ceftriaxone for pyelonephritis.",
                &[],
            ),
            ("CXR: patchy opacity, atelectasis. WBC 13. Cefazolin.", &[]),
        ],
    ),
    (
        "cdi.pneumonia_type",
        (
            "Pneumonia, treated with vancomycin and cefepime for 7 days.",
            &["J18.9"],
        ),
        &[
            (
                "Pneumonia. One dose of cefepime, then ceftriaxone for 7 days.",
                &["J18.9"],
            ),
            ("Aspiration pneumonia, cefepime for 7 days.", &["J18.9"]),
        ],
    ),
];
