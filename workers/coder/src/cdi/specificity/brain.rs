//! Brain: encephalopathy, stroke, seizures.

use chartfleet_model::GapKind::Type;

use super::axis::{Answer, Axis, Case, check, words};

pub(super) const AXES: &[Axis] = &[ENCEPHALOPATHY, STROKE, SEIZURE];

const ENCEPHALOPATHY: Axis = Axis {
    check: check(
        "cdi.encephalopathy_type",
        Type,
        "Tabular list G92, G93.4-; Guidelines I.B.4, I.B.18",
    ),
    topic: "type and cause of encephalopathy",
    diagnosis: "encephalopathy as documented",
    question: "Based on your clinical judgment, how can the type or cause of the encephalopathy be further specified?",
    settled: &["G92", "G93.41", "G93.49", "K76.82", "I67.4", "G93.1"],
    words: &[
        words(
            "mental status",
            &[
                "confus*",
                "disorient*",
                "letharg*",
                "altered mental status",
                "obtunded",
                "somnolen*",
                "agitat*",
            ],
        ),
        words(
            "metabolic findings",
            &[
                "sodium",
                "ammonia",
                "glucose",
                "uremi*",
                "hypoxi*",
                "hypercapni*",
                "infection",
                "sepsis",
                "bun",
            ],
        ),
        words(
            "drugs or toxins",
            &[
                "opioid*",
                "benzodiazepine*",
                "overdose",
                "intoxication",
                "polypharmacy",
                "medication effect",
            ],
        ),
    ],
    needs: 1,
    cases: &[Case {
        now: &["G93.40"],
        answers: &[
            Answer::new("Metabolic encephalopathy", &["G93.41"]),
            Answer::new("Toxic encephalopathy", &["G92.8"]).if_said(&[
                "opioid*",
                "benzodiazepine*",
                "overdose",
                "intoxication",
                "polypharmacy",
                "medication effect",
                "toxic*",
                "infection",
                "sepsis",
            ]),
            Answer::new("Hepatic encephalopathy", &["K76.82"]).if_said(&[
                "ammonia",
                "lactulose",
                "asterixis",
                "cirrhosis",
                "liver failure",
            ]),
            Answer::new("Hypertensive encephalopathy", &["I67.4"]).if_said(&[
                "hypertensive emergency",
                "hypertensive crisis",
                "nicardipine",
            ]),
            Answer::new("Other encephalopathy", &["G93.49"]),
        ],
    }],
    inpatient: false,
    answered: None,
};

const STROKE: Axis = Axis {
    check: check(
        "cdi.stroke_cause",
        Type,
        "Tabular list I63; Guidelines I.B.2, I.B.18",
    ),
    topic: "cause of cerebral infarction",
    diagnosis: "cerebral infarction as documented",
    question: "Based on your clinical judgment, how can the cause of the cerebral infarction be further specified?",
    settled: &[
        "I63.0", "I63.1", "I63.2", "I63.3", "I63.4", "I63.5", "I63.6", "I63.8",
    ],
    words: &[
        words(
            "vascular imaging",
            &[
                "ct angiogra*",
                "cta",
                "mr angiogra*",
                "mra",
                "carotid",
                "occlusion",
                "stenosis",
            ],
        ),
        words(
            "source of embolism",
            &[
                "atrial fibrillation",
                "patent foramen ovale",
                "thrombus",
                "vegetation",
                "cardioembolic",
            ],
        ),
        words(
            "small vessel findings",
            &["lacunar", "small vessel", "internal capsule", "pontine"],
        ),
    ],
    needs: 1,
    cases: &[Case {
        now: &["I63.9"],
        answers: &[
            Answer::new(
                "Cerebral infarction due to embolism of a cerebral artery",
                &["I63.40"],
            )
            .if_said(&[
                "atrial fibrillation",
                "patent foramen ovale",
                "thrombus",
                "vegetation",
                "embol*",
                "cardioembolic",
            ]),
            Answer::new(
                "Cerebral infarction due to thrombosis of a cerebral artery",
                &["I63.30"],
            ),
            Answer::new(
                "Cerebral infarction due to occlusion or stenosis of a small artery (lacunar)",
                &["I63.81"],
            )
            .if_said(&["lacunar", "small vessel", "internal capsule", "pontine"]),
            Answer::new("Cerebral infarction of cryptogenic cause", &["I63.9"]),
        ],
    }],
    inpatient: false,
    answered: None,
};

const SEIZURE: Axis = Axis {
    check: check(
        "cdi.seizure_type",
        Type,
        "Tabular list G40, R56.9; Guidelines I.B.4",
    ),
    topic: "seizure or epilepsy",
    diagnosis: "seizure as documented",
    question: "Based on your clinical judgment, how can the nature of the seizures be further specified?",
    settled: &["G40"],
    words: &[
        words(
            "long-term antiepileptic treatment",
            &[
                "levetiracetam",
                "keppra",
                "lamotrigine",
                "valproate",
                "valproic acid",
                "phenytoin",
                "dilantin",
                "carbamazepine",
                "lacosamide",
            ],
        ),
        words(
            "course",
            &[
                "recurrent seizures",
                "breakthrough seizure*",
                "prior seizures",
                "history of seizures",
                "previous seizures",
            ],
        ),
        words(
            "electroencephalogram",
            &["eeg", "electroencephalogra*", "epileptiform"],
        ),
    ],
    needs: 2,
    cases: &[Case {
        now: &["R56.9"],
        answers: &[
            Answer::new("Epilepsy (seizure disorder), not intractable", &["G40.909"]),
            Answer::new("Epilepsy (seizure disorder), intractable", &["G40.919"]),
            Answer::new(
                "Seizure provoked by an acute condition, no epilepsy",
                &["R56.9"],
            ),
        ],
    }],
    inpatient: false,
    answered: None,
};
