//! Lungs: respiratory failure by acuity and by gases, aspiration, asthma, COPD.

use chartfleet_model::GapKind::{Acuity, CausalLink, Type};

use super::axis::{Answer, Axis, Case, check, words};

pub(super) const AXES: &[Axis] = &[
    FAILURE_ACUITY,
    FAILURE_TYPE,
    ASPIRATION,
    ASTHMA,
    OBSTRUCTIVE,
];

const GASES: &[&str] = &["pao2", "po2", "paco2", "pco2", "blood gas", "abg", "ph 7*"];
const SATURATION: &[&str] = &[
    "oxygen saturation",
    "saturation",
    "spo2",
    "room air",
    "sats",
];
const SUPPORT: &[&str] = &[
    "bipap",
    "cpap",
    "high-flow",
    "high flow",
    "nasal cannula",
    "intubat*",
    "ventilator",
    "mechanical ventilation",
    "non-rebreather",
];

const FAILURE_ACUITY: Axis = Axis {
    check: check(
        "cdi.respiratory_failure_acuity",
        Acuity,
        "Tabular list J96; Guidelines I.B.8, I.C.10.b",
    ),
    topic: "acuity of respiratory failure",
    diagnosis: "respiratory failure as documented",
    question: "Based on your clinical judgment, how can the acuity of the respiratory failure be further specified?",
    settled: &["J96.0", "J96.1", "J96.2", "J95.821", "J95.822"],
    words: &[
        words("blood gases", GASES),
        words("oxygen saturation", SATURATION),
        words("respiratory support", SUPPORT),
    ],
    needs: 1,
    cases: &[
        Case {
            now: &["J96.91"],
            answers: &[
                Answer::new("Acute respiratory failure with hypoxia", &["J96.01"]),
                Answer::new("Chronic respiratory failure with hypoxia", &["J96.11"]),
                Answer::new(
                    "Acute on chronic respiratory failure with hypoxia",
                    &["J96.21"],
                ),
            ],
        },
        Case {
            now: &["J96.92"],
            answers: &[
                Answer::new("Acute respiratory failure with hypercapnia", &["J96.02"]),
                Answer::new("Chronic respiratory failure with hypercapnia", &["J96.12"]),
                Answer::new(
                    "Acute on chronic respiratory failure with hypercapnia",
                    &["J96.22"],
                ),
            ],
        },
        Case {
            now: &["J96.90"],
            answers: &[
                Answer::new("Acute respiratory failure with hypoxia", &["J96.01"]),
                Answer::new("Acute respiratory failure with hypercapnia", &["J96.02"]),
                Answer::new("Chronic respiratory failure with hypoxia", &["J96.11"]),
                Answer::new("Chronic respiratory failure with hypercapnia", &["J96.12"]),
                Answer::new(
                    "Acute on chronic respiratory failure with hypoxia",
                    &["J96.21"],
                ),
                Answer::new(
                    "Acute on chronic respiratory failure with hypercapnia",
                    &["J96.22"],
                ),
            ],
        },
    ],
    inpatient: false,
    answered: None,
};

const FAILURE_TYPE: Axis = Axis {
    check: check(
        "cdi.respiratory_failure_type",
        Type,
        "Tabular list J96.0-, J96.1-, J96.2-",
    ),
    topic: "hypoxia or hypercapnia with respiratory failure",
    diagnosis: "respiratory failure as documented",
    question: "Based on your clinical judgment, how can the respiratory failure be further specified as to hypoxia, hypercapnia or both?",
    settled: &[],
    words: &[
        words("blood gases", GASES),
        words("oxygen saturation", SATURATION),
        words("respiratory support", SUPPORT),
    ],
    needs: 1,
    cases: &[
        Case {
            now: &["J96.00"],
            answers: &[
                Answer::new("Acute respiratory failure with hypoxia", &["J96.01"]),
                Answer::new("Acute respiratory failure with hypercapnia", &["J96.02"]),
                Answer::new(
                    "Acute respiratory failure with hypoxia and hypercapnia",
                    &["J96.01", "J96.02"],
                ),
            ],
        },
        Case {
            now: &["J96.10"],
            answers: &[
                Answer::new("Chronic respiratory failure with hypoxia", &["J96.11"]),
                Answer::new("Chronic respiratory failure with hypercapnia", &["J96.12"]),
                Answer::new(
                    "Chronic respiratory failure with hypoxia and hypercapnia",
                    &["J96.11", "J96.12"],
                ),
            ],
        },
        Case {
            now: &["J96.20"],
            answers: &[
                Answer::new(
                    "Acute on chronic respiratory failure with hypoxia",
                    &["J96.21"],
                ),
                Answer::new(
                    "Acute on chronic respiratory failure with hypercapnia",
                    &["J96.22"],
                ),
                Answer::new(
                    "Acute on chronic respiratory failure with hypoxia and hypercapnia",
                    &["J96.21", "J96.22"],
                ),
            ],
        },
    ],
    inpatient: false,
    answered: None,
};

const ASPIRATION: Axis = Axis {
    check: check(
        "cdi.pneumonia_aspiration",
        CausalLink,
        "Tabular list J69.0; Guidelines I.B.18",
    ),
    topic: "cause of pneumonia",
    diagnosis: "pneumonia as documented",
    question: "Based on your clinical judgment, how can the type or cause of the pneumonia be further specified?",
    settled: &["J69", "J95.851"],
    words: &[
        words(
            "aspiration risk or event",
            &[
                "aspirat*",
                "dysphagia",
                "swallow*",
                "choking",
                "emesis",
                "vomited",
                "vomiting",
            ],
        ),
        words(
            "treatment",
            &[
                "piperacillin*",
                "zosyn",
                "clindamycin",
                "ampicillin-sulbactam",
                "unasyn",
                "metronidazole",
                "thickened liquids",
                "npo",
                "nectar*",
            ],
        ),
    ],
    needs: 2,
    cases: &[Case {
        now: &["J18"],
        answers: &[
            Answer::new("Aspiration pneumonia", &["J69.0"]),
            Answer::new("Bacterial pneumonia, not due to aspiration", &["J15.9"]),
            Answer::as_coded("Pneumonia, not due to aspiration, organism unknown"),
        ],
    }],
    inpatient: false,
    answered: None,
};

const ASTHMA: Axis = Axis {
    check: check(
        "cdi.asthma_severity",
        Type,
        "Tabular list J45; NAEPP Expert Panel Report",
    ),
    topic: "severity of asthma",
    diagnosis: "asthma as documented",
    question: "Based on your clinical judgment, how can the asthma be further specified as intermittent or persistent?",
    settled: &["J45.2", "J45.3", "J45.4", "J45.5"],
    words: &[
        words(
            "controller treatment",
            &[
                "fluticasone",
                "budesonide",
                "inhaled corticosteroid*",
                "salmeterol",
                "formoterol",
                "montelukast",
                "mometasone",
                "biologic",
            ],
        ),
        words(
            "symptom frequency",
            &[
                "nocturnal",
                "nighttime",
                "times a week",
                "times per week",
                "daily symptoms",
                "rescue inhaler",
                "fev1",
                "peak flow",
            ],
        ),
    ],
    needs: 1,
    cases: &[
        Case {
            now: &["J45.909"],
            answers: &[
                Answer::new("Mild intermittent asthma", &["J45.20"]),
                Answer::new("Mild persistent asthma", &["J45.30"]),
                Answer::new("Moderate persistent asthma", &["J45.40"]),
                Answer::new("Severe persistent asthma", &["J45.50"]),
            ],
        },
        Case {
            now: &["J45.901"],
            answers: &[
                Answer::new(
                    "Mild intermittent asthma with acute exacerbation",
                    &["J45.21"],
                ),
                Answer::new(
                    "Mild persistent asthma with acute exacerbation",
                    &["J45.31"],
                ),
                Answer::new(
                    "Moderate persistent asthma with acute exacerbation",
                    &["J45.41"],
                ),
                Answer::new(
                    "Severe persistent asthma with acute exacerbation",
                    &["J45.51"],
                ),
            ],
        },
        Case {
            now: &["J45.902"],
            answers: &[
                Answer::new(
                    "Mild intermittent asthma with status asthmaticus",
                    &["J45.22"],
                ),
                Answer::new(
                    "Mild persistent asthma with status asthmaticus",
                    &["J45.32"],
                ),
                Answer::new(
                    "Moderate persistent asthma with status asthmaticus",
                    &["J45.42"],
                ),
                Answer::new(
                    "Severe persistent asthma with status asthmaticus",
                    &["J45.52"],
                ),
            ],
        },
    ],
    inpatient: false,
    answered: None,
};

const OBSTRUCTIVE: Axis = Axis {
    check: check(
        "cdi.copd_exacerbation",
        Acuity,
        "Guidelines I.C.10.a; Global Initiative for Chronic Obstructive Lung Disease",
    ),
    topic: "status of COPD",
    diagnosis: "COPD as documented",
    question: "Based on your clinical judgment, what was the status of the COPD during this encounter?",
    settled: &["J44.0", "J44.1"],
    words: &[
        words(
            "respiratory findings",
            &[
                "wheez*",
                "increased sputum",
                "worsening dyspnea",
                "increased dyspnea",
                "worsening shortness of breath",
                "prolonged expiration",
            ],
        ),
        words(
            "systemic steroid",
            &[
                "prednisone",
                "methylprednisolone",
                "solu-medrol",
                "solumedrol",
            ],
        ),
        words(
            "bronchodilator by nebulizer",
            &["nebuliz*", "duoneb*", "duonebs", "ipratropium"],
        ),
    ],
    needs: 2,
    cases: &[Case {
        now: &["J44.9"],
        answers: &[
            Answer::new("COPD with acute exacerbation", &["J44.1"]),
            Answer::new("COPD without exacerbation", &["J44.9"]),
        ],
    }],
    inpatient: false,
    answered: None,
};
