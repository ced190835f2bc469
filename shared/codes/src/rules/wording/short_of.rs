//! Conditions that are documented as short of the disease: impending,
//! threatened, borderline (Guidelines I.B.11, I.B.17).

use super::{Reach, Wording, starts_with, uncertain};

const REACH: Reach = Reach {
    words: 3,
    stops: uncertain::UNCERTAIN_STOPS,
    over_commas: false,
};

impl Wording<'_> {
    /// Documented as impending or threatened.
    pub(in crate::rules) fn is_impending(&self) -> bool {
        let impending = ["impending", "threatened", "threatening", "imminent"];
        // `Life-threatening` and `limb threatening` tell how severe it is.
        self.preceded(&impending, REACH)
            .is_some_and(|at| !self.modified(at, &["life", "limb", "organ", "sight", "no", "not"]))
    }

    /// Documented as borderline.
    pub(in crate::rules) fn is_borderline(&self) -> bool {
        self.preceded(&["borderline"], REACH)
            .is_some_and(|at| !self.modified(at, &["not", "no", "formerly", "previously"]))
    }

    /// Documented as prediabetes, and not as diabetes.
    pub(in crate::rules) fn is_prediabetes(&self) -> bool {
        let names = |stem: &str| self.sentence().any(|word| starts_with(word, stem));
        (names("prediabet") || names("pre-diabet")) && !names("diabet") && !names("T2DM")
    }
}
