//! Mental disorders: the severity of depression and of dementia.

use chartfleet_model::GapKind::{Stage, Type};

use super::axis::{Answer, Axis, Case, check, words};

pub(super) const AXES: &[Axis] = &[DEPRESSION, DEMENTIA];

const DEPRESSION: Axis = Axis {
    check: check(
        "cdi.depression_severity",
        Type,
        "Tabular list F32, F33; DSM-5-TR",
    ),
    topic: "episode and severity of depression",
    diagnosis: "depression as documented",
    question: "Based on your clinical judgment, how can the depression be further specified as to episode and severity?",
    settled: &["F32.0", "F32.1", "F32.2", "F32.3", "F32.4", "F32.5", "F33"],
    words: &[
        words(
            "depression score",
            &["phq-9", "phq9", "phq", "hamilton", "madrs"],
        ),
        words(
            "symptoms",
            &["suicidal ideation", "anhedonia", "hopeless*", "psychomotor"],
        ),
    ],
    needs: 1,
    cases: &[Case {
        now: &["F32.A", "F32.9"],
        answers: &[
            Answer::new(
                "Major depressive disorder, single episode, mild",
                &["F32.0"],
            ),
            Answer::new(
                "Major depressive disorder, single episode, moderate",
                &["F32.1"],
            ),
            Answer::new(
                "Major depressive disorder, single episode, severe without psychotic features",
                &["F32.2"],
            ),
            Answer::new("Major depressive disorder, recurrent, mild", &["F33.0"]),
            Answer::new("Major depressive disorder, recurrent, moderate", &["F33.1"]),
            Answer::new(
                "Major depressive disorder, recurrent, severe without psychotic features",
                &["F33.2"],
            ),
        ],
    }],
    inpatient: false,
    answered: None,
};

const DEMENTIA: Axis = Axis {
    check: check("cdi.dementia_severity", Stage, "Guidelines I.C.5.d"),
    topic: "severity of dementia",
    diagnosis: "dementia as documented",
    question: "Based on your clinical judgment, how can the severity of the dementia be specified?",
    settled: &[],
    words: &[
        words(
            "cognitive score",
            &[
                "mmse",
                "mini-mental",
                "moca",
                "montreal cognitive",
                "fast stage",
                "clinical dementia rating",
            ],
        ),
        words(
            "function",
            &[
                "dependent for all",
                "total care",
                "bedbound",
                "nonverbal",
                "feeds himself",
                "feeds herself",
                "assistance with adls",
                "assistance with all",
            ],
        ),
    ],
    needs: 1,
    cases: &[
        Case {
            now: &["F03.90"],
            answers: &[
                Answer::new("Mild dementia", &["F03.A0"]),
                Answer::new("Moderate dementia", &["F03.B0"]),
                Answer::new("Severe dementia", &["F03.C0"]),
            ],
        },
        Case {
            now: &["F02.80"],
            answers: &[
                Answer::new("Mild dementia", &["F02.A0"]),
                Answer::new("Moderate dementia", &["F02.B0"]),
                Answer::new("Severe dementia", &["F02.C0"]),
            ],
        },
        Case {
            now: &["F01.50"],
            answers: &[
                Answer::new("Mild vascular dementia", &["F01.A0"]),
                Answer::new("Moderate vascular dementia", &["F01.B0"]),
                Answer::new("Severe vascular dementia", &["F01.C0"]),
            ],
        },
    ],
    inpatient: false,
    answered: None,
};
