//! Liver, gallbladder, pancreas, bone: acuity and cause.

use chartfleet_model::GapKind::{Acuity, CausalLink};

use super::axis::{Answer, Axis, Case, check, words};

pub(super) const AXES: &[Axis] = &[CHOLECYSTITIS, PANCREATITIS, HEPATIC_FAILURE, OSTEOMYELITIS];

const CHOLECYSTITIS: Axis = Axis {
    check: check(
        "cdi.cholecystitis_acuity",
        Acuity,
        "Tabular list K81; Guidelines I.B.8",
    ),
    topic: "acuity of cholecystitis",
    diagnosis: "cholecystitis as documented",
    question: "Based on your clinical judgment, how can the acuity of the cholecystitis be specified?",
    settled: &["K81.0", "K81.1", "K81.2", "K80"],
    words: &[
        words(
            "imaging",
            &[
                "wall thickening",
                "pericholecystic",
                "hida",
                "distended gallbladder",
                "gallbladder wall",
            ],
        ),
        words(
            "findings",
            &["murphy*", "leukocytosis", "fever", "right upper quadrant"],
        ),
    ],
    needs: 1,
    cases: &[Case {
        now: &["K81.9"],
        answers: &[
            Answer::new("Acute cholecystitis", &["K81.0"]),
            Answer::new("Chronic cholecystitis", &["K81.1"]),
            Answer::new("Acute cholecystitis with chronic cholecystitis", &["K81.2"]),
        ],
    }],
    inpatient: false,
    answered: None,
};

const PANCREATITIS: Axis = Axis {
    check: check(
        "cdi.pancreatitis_cause",
        CausalLink,
        "Tabular list K85; Guidelines I.B.18",
    ),
    topic: "cause of acute pancreatitis",
    diagnosis: "acute pancreatitis as documented",
    question: "Based on your clinical judgment, how can the cause of the acute pancreatitis be specified?",
    settled: &["K85.0", "K85.1", "K85.2", "K85.3", "K85.8"],
    words: &[
        words(
            "biliary findings",
            &[
                "gallstone*",
                "cholelithiasis",
                "choledocholithiasis",
                "ercp",
                "biliary",
            ],
        ),
        words("alcohol", &["alcohol", "drinks daily", "ethanol", "etoh"]),
        words("triglycerides", &["triglyceride*", "hypertriglyceridemia"]),
        words(
            "drug",
            &[
                "drug-induced",
                "medication-induced",
                "azathioprine",
                "valproate",
            ],
        ),
    ],
    needs: 1,
    cases: &[Case {
        now: &["K85.90"],
        answers: &[
            Answer::new("Biliary (gallstone) acute pancreatitis", &["K85.10"]).if_said(&[
                "gallstone*",
                "cholelithiasis",
                "choledocholithiasis",
                "ercp",
                "biliary",
            ]),
            Answer::new("Alcohol-induced acute pancreatitis", &["K85.20"]).if_said(&[
                "alcohol",
                "drinks daily",
                "ethanol",
                "etoh",
            ]),
            Answer::new("Drug-induced acute pancreatitis", &["K85.30"]).if_said(&[
                "drug-induced",
                "medication-induced",
                "azathioprine",
                "valproate",
            ]),
            Answer::new("Acute pancreatitis of another known cause", &["K85.80"]),
            Answer::new("Idiopathic acute pancreatitis", &["K85.00"]),
        ],
    }],
    inpatient: false,
    answered: None,
};

const HEPATIC_FAILURE: Axis = Axis {
    check: check(
        "cdi.hepatic_failure_acuity",
        Acuity,
        "Tabular list K72; Guidelines I.B.8",
    ),
    topic: "acuity of hepatic failure",
    diagnosis: "hepatic failure as documented",
    question: "Based on your clinical judgment, how can the acuity of the hepatic failure be specified?",
    settled: &["K72.0", "K72.1"],
    words: &[
        words(
            "liver function",
            &["inr", "bilirubin", "ammonia", "transaminase*", "alt", "ast"],
        ),
        words(
            "findings",
            &["asterixis", "ascites", "jaundice", "lactulose"],
        ),
    ],
    needs: 1,
    cases: &[Case {
        now: &["K72.90"],
        answers: &[
            Answer::new("Acute or subacute hepatic failure", &["K72.00"]),
            Answer::new("Chronic hepatic failure", &["K72.10"]),
            Answer::new("Acute on chronic hepatic failure", &["K72.00", "K72.10"]),
        ],
    }],
    inpatient: false,
    answered: None,
};

const OSTEOMYELITIS: Axis = Axis {
    check: check(
        "cdi.osteomyelitis_acuity",
        Acuity,
        "Tabular list M86; Guidelines I.B.8",
    ),
    topic: "acuity of osteomyelitis",
    diagnosis: "osteomyelitis as documented",
    question: "Based on your clinical judgment, how can the acuity of the osteomyelitis be specified?",
    settled: &[
        "M86.0", "M86.1", "M86.2", "M86.3", "M86.4", "M86.5", "M86.6",
    ],
    words: &[
        words(
            "imaging",
            &["mri", "magnetic resonance", "marrow edema", "cortical"],
        ),
        words(
            "bone",
            &[
                "bone biopsy",
                "probe to bone",
                "probes to bone",
                "debridement",
                "sequestrum",
            ],
        ),
    ],
    needs: 1,
    cases: &[Case {
        now: &["M86.9"],
        answers: &[
            Answer::new("Acute osteomyelitis", &["M86.10"]),
            Answer::new("Subacute osteomyelitis", &["M86.20"]),
            Answer::new("Chronic osteomyelitis", &["M86.60"]),
        ],
    }],
    inpatient: false,
    answered: None,
};
