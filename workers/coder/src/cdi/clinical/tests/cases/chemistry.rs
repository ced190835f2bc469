//! Electrolytes and acids.

use super::Case;

pub(super) const CASES: &[Case] = &[
    (
        "cdi.ketoacidosis",
        (
            "Type 2 diabetes. Glucose 548, pH 7.18, bicarbonate 9, anion gap 24. Insulin drip.",
            &["E11.65"],
        ),
        &[
            (
                "Type 2 diabetes. Glucose 548, pH 7.39, bicarbonate 24, anion gap 11. Insulin drip.",
                &["E11.65"],
            ),
            (
                "Type 2 diabetes, septic. Glucose 240, bicarbonate 14, anion gap 22, lactate 7.",
                &["E11.9"],
            ),
            (
                "There was no diabetic ketoacidosis. Glucose 548, pH 7.18, anion gap 24.",
                &["E11.65"],
            ),
        ],
    ),
    (
        "cdi.acidosis",
        ("Lactate 6.1, pH 7.21, bicarbonate 12.", &[]),
        &[
            ("Lactate 6.1, pH 7.21. Lactic acidosis.", &[]),
            ("Lactate 2.4, pH 7.40.", &[]),
        ],
    ),
    (
        "cdi.hyponatremia",
        ("Na 124, then 126. Fluid restriction.", &[]),
        &[
            ("Na 124. Hyponatremia, fluid restriction.", &[]),
            ("Na 134. Fluid restriction.", &[]),
            ("Na 126, glucose 720. Fluid restriction.", &[]),
            ("Na 128.", &[]),
        ],
    ),
    (
        "cdi.hypernatremia",
        ("Na 158. Free water flushes.", &[]),
        &[("Na 146. Free water.", &[])],
    ),
    (
        "cdi.hypokalemia",
        ("K 2.7, potassium chloride.", &[]),
        &[("K 3.6, potassium chloride.", &[])],
    ),
    (
        "cdi.hyperkalemia",
        ("K 6.4, Lokelma.", &[]),
        &[("K 5.2, Lokelma.", &[])],
    ),
    (
        "cdi.hypomagnesemia",
        ("Mg 1.1, magnesium sulfate.", &[]),
        &[("Mg 2.0, magnesium sulfate.", &[])],
    ),
    (
        "cdi.hypophosphatemia",
        ("Phosphorus 1.2, sodium phosphate.", &[]),
        &[
            ("Phosphorus 3.0.", &[]),
            (
                "| Phosphate | 1.1 | mmol/L |, then phosphate 1.1 mmol/L.",
                &[],
            ),
        ],
    ),
    (
        "cdi.hypocalcemia",
        ("Calcium 6.8, calcium gluconate.", &[]),
        &[
            ("Calcium 9.1, calcium gluconate.", &[]),
            ("Calcium 7.4, albumin 1.9, calcium carbonate.", &[]),
            ("Ionized calcium 1.12 mmol/L, calcium gluconate.", &[]),
        ],
    ),
    (
        "cdi.acidosis",
        ("Lactate 5.1, pH 7.21.", &[]),
        &[("Lactate 5.1, pH 7.21, pCO2 78.", &[])],
    ),
];
