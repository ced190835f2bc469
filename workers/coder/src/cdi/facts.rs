//! What was measured and given: laboratory values, vital signs, drugs and
//! findings, each with where it stands.

use chartfleet_model::Evidence;

use crate::record::Record;

/// A laboratory value, vital sign or score.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    /// What was measured.
    pub analyte: Analyte,
    /// In the analyte's conventional US unit.
    pub value: f64,
    /// Where it stands.
    pub evidence: Evidence,
}

/// What is measured, each in the unit named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Analyte {
    /// Serum creatinine, mg/dL.
    Creatinine,
    /// Ejection fraction, percent.
    EjectionFraction,
}

/// A drug or treatment that was given or is taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Treatment {
    /// Its class, such as `vasopressor`, `loop_diuretic`.
    pub class: &'static str,
    /// Where it stands.
    pub evidence: Evidence,
}

/// Everything measured and given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// In the record's order.
    pub measurements: Vec<Measurement>,
    /// In the record's order.
    pub treatments: Vec<Treatment>,
}

impl Facts {
    /// Reads the facts of a record.
    #[must_use]
    pub fn of(_record: &Record<'_>) -> Self {
        Self::default()
    }
}
