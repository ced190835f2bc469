//! After surgery: a complication, an expected course, or something else. Not
//! every condition that follows a procedure is a complication of it, and the
//! provider must say that one is.

use chartfleet_model::GapKind::CausalLink;

use super::axis::{Answer, Axis, Case, check, words};

pub(super) const AXES: &[Axis] = &[ILEUS, RESPIRATORY, KIDNEY];

const SOURCE: &str = "Guidelines I.B.16";
const AFTER_SURGERY: &[&str] = &[
    "postoperative*",
    "post-operative*",
    "postop",
    "post-op",
    "pod*",
    "after surgery",
    "after the operation",
];

const ILEUS: Axis = Axis {
    check: check("cdi.postoperative_ileus", CausalLink, SOURCE),
    topic: "ileus after surgery",
    diagnosis: "ileus as documented",
    question: "Based on your clinical judgment, what is the relationship of the ileus to the procedure?",
    settled: &["K91.89"],
    words: &[
        words("course after surgery", AFTER_SURGERY),
        words(
            "treatment",
            &["nasogastric", "ng tube", "npo", "bowel rest"],
        ),
    ],
    needs: 1,
    cases: &[Case {
        now: &["K56.7"],
        answers: &[
            Answer::new(
                "Ileus as a complication of the procedure",
                &["K91.89", "K56.7"],
            ),
            Answer::removal("Ileus expected after this procedure, not a complication"),
            Answer::as_coded("Ileus due to another cause"),
        ],
    }],
    inpatient: true,
    answered: None,
};

const RESPIRATORY: Axis = Axis {
    check: check(
        "cdi.postoperative_respiratory_failure",
        CausalLink,
        "Guidelines I.B.16; tabular list J95.82-",
    ),
    topic: "respiratory failure after surgery",
    diagnosis: "acute respiratory failure as documented",
    question: "Based on your clinical judgment, what is the relationship of the acute respiratory failure to the procedure?",
    settled: &["J95.82"],
    words: &[words(
        "respiratory failure after surgery",
        &[
            "postoperative respiratory failure",
            "post-operative respiratory failure",
            "postop respiratory failure",
            "respiratory failure after surgery",
            "respiratory failure following surgery",
        ],
    )],
    needs: 1,
    cases: &[Case {
        now: &["J96.0"],
        answers: &[
            Answer::new(
                "Acute respiratory failure as a complication of the procedure",
                &["J95.821"],
            ),
            Answer::removal(
                "Ventilation expected after this procedure, no acute respiratory failure",
            ),
            Answer::as_coded(
                "Acute respiratory failure due to another condition, not the procedure",
            ),
        ],
    }],
    inpatient: true,
    answered: None,
};

const KIDNEY: Axis = Axis {
    check: check(
        "cdi.postoperative_kidney_injury",
        CausalLink,
        "Guidelines I.B.16; tabular list N99.0",
    ),
    topic: "acute kidney injury after surgery",
    diagnosis: "acute kidney injury as documented",
    question: "Based on your clinical judgment, what is the relationship of the acute kidney injury to the procedure?",
    settled: &["N99.0"],
    words: &[words(
        "kidney injury after surgery",
        &[
            "postoperative acute kidney injury",
            "post-operative acute kidney injury",
            "postoperative aki",
            "post-operative aki",
            "postop aki",
            "aki after surgery",
            "acute kidney injury after surgery",
        ],
    )],
    needs: 1,
    cases: &[Case {
        now: &["N17"],
        answers: &[
            Answer::new(
                "Acute kidney injury as a complication of the procedure",
                &["N99.0"],
            )
            .beside_it(),
            Answer::as_coded("Acute kidney injury due to another condition, not the procedure"),
        ],
    }],
    inpatient: true,
    answered: None,
};
