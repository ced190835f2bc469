//! Nutrition and blood: malnutrition by degree, obesity by class, anemia by
//! type and cause.

use chartfleet_model::GapKind::{CausalLink, Stage, Type};

use crate::cdi::facts::Analyte;

use super::axis::{Answer, Axis, Case, check, words};

pub(super) const AXES: &[Axis] = &[MALNUTRITION, OBESITY, ANEMIA];

const MALNUTRITION: Axis = Axis {
    check: check(
        "cdi.malnutrition_degree",
        Type,
        "Tabular list E43-E46; ASPEN/AND 2012, GLIM 2019",
    ),
    topic: "degree of malnutrition",
    diagnosis: "malnutrition as documented",
    question: "Based on your clinical judgment, how can the degree of the malnutrition be specified?",
    settled: &["E43", "E44", "E40", "E41", "E42"],
    words: &[
        words(
            "loss of weight",
            &[
                "weight loss",
                "lost weight",
                "unintentional loss",
                "loss of weight",
            ],
        ),
        words(
            "muscle or fat",
            &[
                "muscle wasting",
                "temporal wasting",
                "muscle loss",
                "fat loss",
                "subcutaneous fat",
                "cachectic",
                "cachexia",
            ],
        ),
        words(
            "intake",
            &[
                "poor oral intake",
                "poor intake",
                "estimated needs",
                "energy intake",
                "poor appetite",
            ],
        ),
        words("body mass index", &["bmi", "body mass index"]),
        words(
            "nutrition treatment",
            &[
                "supplements",
                "tube feeding*",
                "enteral",
                "parenteral nutrition",
                "ensure",
            ],
        ),
    ],
    needs: 2,
    cases: &[Case {
        now: &["E46"],
        answers: &[
            Answer::new("Mild protein-calorie malnutrition", &["E44.1"]),
            Answer::new("Moderate protein-calorie malnutrition", &["E44.0"]),
            Answer::new("Severe protein-calorie malnutrition", &["E43"]),
        ],
    }],
    inpatient: false,
    answered: None,
};

const INDEX: Analyte = Analyte::BodyMass;
/// kg/m²: where a class ends.
const BELOW_30: f64 = 29.99;
const BELOW_35: f64 = 34.99;
const BELOW_40: f64 = 39.99;

const OBESITY: Axis = Axis {
    check: check(
        "cdi.obesity_class",
        Stage,
        "Tabular list E66.81-; Guidelines I.B.14",
    ),
    topic: "class of obesity",
    diagnosis: "obesity as documented",
    question: "Based on your clinical judgment, how can the class of the obesity be specified?",
    settled: &["E66.0", "E66.1", "E66.2", "E66.81"],
    words: &[words("body mass index", &["bmi", "body mass index"])],
    needs: 1,
    cases: &[Case {
        now: &["E66.9"],
        answers: &[
            Answer::new("Obesity, class 1", &["E66.811"]).if_measured(INDEX, 30.0, BELOW_35),
            Answer::new("Obesity, class 2", &["E66.812"]).if_measured(INDEX, 35.0, BELOW_40),
            Answer::new("Obesity, class 3", &["E66.813"]).if_measured(INDEX, 40.0, f64::MAX),
            Answer::new("Overweight without obesity", &["E66.3"])
                .if_measured(INDEX, 25.0, BELOW_30),
            Answer::as_coded("Obesity, to which no class applies"),
        ],
    }],
    inpatient: false,
    answered: None,
};

const ANEMIA: Axis = Axis {
    check: check(
        "cdi.anemia_cause",
        CausalLink,
        "Guidelines I.C.2.c, I.C.3; tabular list D50-D64",
    ),
    topic: "type and cause of anemia",
    diagnosis: "anemia as documented",
    question: "Based on your clinical judgment, how can the type, acuity or cause of the anemia be further specified?",
    settled: &[
        "D50", "D51", "D52", "D53", "D55", "D56", "D57", "D58", "D59", "D60", "D61", "D62", "D63",
        "D64.81",
    ],
    words: &[
        words(
            "hemoglobin or hematocrit",
            &["hemoglobin", "hgb", "hematocrit", "hct"],
        ),
        words(
            "blood loss",
            &[
                "blood loss",
                "bleeding",
                "hemorrhage",
                "melena",
                "hematochezia",
                "ebl",
            ],
        ),
        words(
            "treatment",
            &[
                "transfus*",
                "packed red",
                "prbc*",
                "iron infusion",
                "iv iron",
                "ferrous sulfate",
                "epoetin",
                "darbepoetin",
            ],
        ),
        words(
            "iron studies",
            &[
                "ferritin",
                "tibc",
                "transferrin saturation",
                "iron saturation",
            ],
        ),
    ],
    needs: 2,
    cases: &[Case {
        now: &["D64.9"],
        answers: &[
            Answer::new("Acute blood loss anemia", &["D62"]).if_said(&[
                "blood loss",
                "bleeding",
                "hemorrhage",
                "melena",
                "hematochezia",
                "ebl",
            ]),
            Answer::new(
                "Iron deficiency anemia due to chronic blood loss",
                &["D50.0"],
            )
            .if_said(&[
                "blood loss",
                "bleeding",
                "hemorrhage",
                "melena",
                "hematochezia",
            ]),
            Answer::new("Iron deficiency anemia, other cause", &["D50.8"]).if_said(&[
                "ferritin",
                "iron infusion",
                "iv iron",
                "ferrous sulfate",
                "iron saturation",
            ]),
            Answer::new("Anemia in chronic kidney disease", &["D63.1"]).if_claimed(&["N18"]),
            Answer::new("Anemia in neoplastic disease", &["D63.0"]).if_claimed(&["C"]),
            Answer::new(
                "Anemia due to antineoplastic chemotherapy",
                &["D64.81", "T45.1X5A"],
            )
            .if_said(&["chemotherapy"]),
            Answer::new("Anemia of other chronic disease", &["D63.8"]),
        ],
    }],
    inpatient: false,
    answered: None,
};
