//! Heart and vessels: fibrillation, infarction, shock, embolism.

use chartfleet_model::GapKind::Type;

use super::axis::{Answer, Axis, Case, check, words};

pub(super) const AXES: &[Axis] = &[FIBRILLATION, INFARCTION, SHOCK, EMBOLISM];

const FIBRILLATION: Axis = Axis {
    check: check(
        "cdi.fibrillation_type",
        Type,
        "Tabular list I48; Guidelines I.B.2, I.B.18",
    ),
    topic: "type of atrial fibrillation",
    diagnosis: "atrial fibrillation as documented",
    question: "Based on your clinical judgment, how can the type of atrial fibrillation be further specified?",
    settled: &["I48.0", "I48.1", "I48.2"],
    words: &[
        words(
            "rhythm",
            &[
                "ecg",
                "ekg",
                "electrocardiogram",
                "telemetry",
                "holter",
                "sinus rhythm",
                "cardioversion",
                "cardioverted",
                "ablation",
            ],
        ),
        words(
            "rate or rhythm treatment",
            &[
                "amiodarone",
                "diltiazem",
                "metoprolol",
                "sotalol",
                "flecainide",
                "dofetilide",
                "rate control",
                "rate controlled",
            ],
        ),
        words(
            "anticoagulation",
            &[
                "apixaban",
                "warfarin",
                "rivaroxaban",
                "dabigatran",
                "eliquis",
                "xarelto",
                "anticoagula*",
            ],
        ),
    ],
    needs: 1,
    cases: &[Case {
        now: &["I48.91"],
        answers: &[
            Answer::new("Paroxysmal atrial fibrillation", &["I48.0"]),
            Answer::new("Persistent atrial fibrillation", &["I48.19"]),
            Answer::new("Longstanding persistent atrial fibrillation", &["I48.11"]),
            Answer::new("Permanent atrial fibrillation", &["I48.21"]),
        ],
    }],
    inpatient: false,
    answered: None,
};

const INFARCTION: Axis = Axis {
    check: check(
        "cdi.infarction_type",
        Type,
        "Guidelines I.C.9.e; Fourth Universal Definition of Myocardial Infarction",
    ),
    topic: "type of myocardial infarction",
    diagnosis: "myocardial infarction as documented",
    question: "Based on your clinical judgment, how can the type of the acute myocardial infarction be further specified?",
    settled: &[
        "I21.0", "I21.1", "I21.2", "I21.3", "I21.4", "I21.A", "I21.B",
    ],
    words: &[
        words("troponin", &["troponin*"]),
        words(
            "electrocardiogram",
            &["ecg", "ekg", "st elevation", "st depression", "st segment"],
        ),
        words(
            "coronary angiography",
            &["catheterization", "angiogra*", "stent", "pci"],
        ),
        words(
            "supply and demand",
            &["demand", "hypotension", "tachycardia", "anemia", "hypoxia"],
        ),
    ],
    needs: 1,
    cases: &[Case {
        now: &["I21.9"],
        answers: &[
            Answer::new(
                "ST elevation myocardial infarction (STEMI), site not determined",
                &["I21.3"],
            ),
            Answer::new(
                "Non-ST elevation myocardial infarction (NSTEMI), type 1",
                &["I21.4"],
            ),
            Answer::new(
                "Type 2 myocardial infarction due to supply and demand mismatch",
                &["I21.A1"],
            ),
        ],
    }],
    inpatient: false,
    answered: None,
};

const SHOCK: Axis = Axis {
    check: check(
        "cdi.shock_type",
        Type,
        "Tabular list R57; Guidelines I.B.4, I.B.18",
    ),
    topic: "type of shock",
    diagnosis: "shock as documented",
    question: "Based on your clinical judgment, what was the type or cause of the shock?",
    settled: &["R57.0", "R57.1", "R65.21", "T81.1", "T78.2"],
    words: &[
        words(
            "vasopressor",
            &[
                "norepinephrine",
                "levophed",
                "vasopressin",
                "phenylephrine",
                "epinephrine",
                "dopamine",
                "vasopressor*",
                "pressors",
            ],
        ),
        words("lactate", &["lactate", "lactic acid"]),
        words(
            "blood pressure",
            &["hypotens*", "systolic", "mean arterial pressure", "map"],
        ),
        words(
            "cardiac function",
            &[
                "ejection fraction",
                "cardiac index",
                "dobutamine",
                "inotrope*",
            ],
        ),
        words(
            "volume",
            &[
                "hemorrhage",
                "bleeding",
                "boluses",
                "bolus",
                "transfus*",
                "volume depletion",
            ],
        ),
    ],
    needs: 1,
    cases: &[Case {
        now: &["R57.9"],
        answers: &[
            Answer::new("Cardiogenic shock", &["R57.0"]),
            Answer::new("Hypovolemic or hemorrhagic shock", &["R57.1"]),
            Answer::new("Septic shock due to sepsis", &["A41.9", "R65.21"]).if_said(&[
                "infection",
                "sepsis",
                "septic",
                "pneumonia",
                "culture*",
                "bacteremia",
            ]),
            Answer::new("Other shock (distributive, other cause)", &["R57.8"]),
        ],
    }],
    inpatient: true,
    answered: None,
};

const EMBOLISM: Axis = Axis {
    check: check(
        "cdi.embolism_heart_strain",
        Type,
        "Tabular list I26.0-, I26.9-",
    ),
    topic: "acute cor pulmonale with pulmonary embolism",
    diagnosis: "pulmonary embolism as documented",
    question: "What is the clinical significance of the right heart findings in this patient with pulmonary embolism?",
    settled: &["I26.0"],
    words: &[words(
        "right heart strain",
        &[
            "right heart strain",
            "rv strain",
            "right ventricular strain",
            "right ventricular dilation",
            "right ventricular dysfunction",
            "rv dysfunction",
            "rv/lv ratio",
            "mcconnell*",
        ],
    )],
    needs: 1,
    cases: &[
        Case {
            now: &["I26.99"],
            answers: &[
                Answer::new("Pulmonary embolism with acute cor pulmonale", &["I26.09"]),
                Answer::new(
                    "Pulmonary embolism without acute cor pulmonale",
                    &["I26.99"],
                ),
            ],
        },
        Case {
            now: &["I26.92"],
            answers: &[
                Answer::new("Saddle embolus with acute cor pulmonale", &["I26.02"]),
                Answer::new("Saddle embolus without acute cor pulmonale", &["I26.92"]),
            ],
        },
    ],
    inpatient: false,
    answered: None,
};
