//! What the checks ask of the facts: values of the encounter, extremes,
//! changes, and where something was told.

use chartfleet_model::Evidence;

use super::{
    Analyte, DiagnosisClass, Facts, Finding, FindingClass, Measurement, Moment, Treatment,
    TreatmentClass,
};

impl Facts {
    /// The values of an analyte, earlier ones too.
    pub fn all(&self, analyte: Analyte) -> impl Iterator<Item = &Measurement> {
        let measurements = self.measurements.iter();
        measurements.filter(move |measurement| measurement.analyte == analyte)
    }

    /// Its values of this encounter.
    pub fn stay(&self, analyte: Analyte) -> impl Iterator<Item = &Measurement> {
        self.all(analyte)
            .filter(|measurement| measurement.moment == Moment::Stay)
    }

    /// Its last value of this encounter in the record's order.
    #[must_use]
    pub fn latest(&self, analyte: Analyte) -> Option<&Measurement> {
        self.stay(analyte).last()
    }

    /// Its highest value of this encounter, the first of equal ones.
    #[must_use]
    pub fn max(&self, analyte: Analyte) -> Option<&Measurement> {
        self.stay(analyte)
            .reduce(|best, next| if next.value > best.value { next } else { best })
    }

    /// Its lowest value of this encounter, the first of equal ones.
    #[must_use]
    pub fn min(&self, analyte: Analyte) -> Option<&Measurement> {
        self.stay(analyte)
            .reduce(|best, next| if next.value < best.value { next } else { best })
    }

    /// The lowest value known (the baseline where one is told) and the highest,
    /// where there are two. An earlier value may be either: "1.1, previously
    /// 2.9" tells of a fall.
    #[must_use]
    pub fn change(&self, analyte: Analyte) -> Option<(&Measurement, &Measurement)> {
        let baseline = self.all(analyte).filter(|m| m.moment == Moment::Before);
        let others = || self.all(analyte).filter(|m| m.moment != Moment::Before);
        let low = |a, b| if value_of(b) < value_of(a) { b } else { a };
        let high = |a, b| if value_of(b) > value_of(a) { b } else { a };
        let lowest = baseline.last().or_else(|| others().reduce(low))?;
        let highest = others().reduce(high)?;
        self.stay(analyte).next()?;
        (lowest.evidence != highest.evidence).then_some((lowest, highest))
    }

    /// Where a class of treatment is told.
    pub fn treated(&self, class: TreatmentClass) -> impl Iterator<Item = &Treatment> {
        let treatments = self.treatments.iter();
        treatments.filter(move |treatment| treatment.class == class)
    }

    /// Where a class of findings is told.
    pub fn found(&self, class: FindingClass) -> impl Iterator<Item = &Finding> {
        let findings = self.findings.iter();
        findings.filter(move |finding| finding.class == class)
    }

    /// Where a provider addressed a class of conditions, affirmed or not.
    pub fn addressed(&self, class: DiagnosisClass) -> impl Iterator<Item = Evidence> {
        let diagnoses = self.diagnoses.iter();
        diagnoses
            .filter(move |(of, _)| *of == class)
            .map(|(_, evidence)| *evidence)
    }

    /// Whether a provider addressed it at all.
    #[must_use]
    pub fn is_addressed(&self, class: DiagnosisClass) -> bool {
        self.addressed(class).next().is_some()
    }

    /// Whether a provider says that the patient has it: what explains a value,
    /// such as home oxygen, explains nothing where it is denied.
    #[must_use]
    pub fn is_affirmed(&self, class: DiagnosisClass) -> bool {
        self.affirmed.contains(&class)
    }
}

fn value_of(measurement: &Measurement) -> f64 {
    measurement.value
}
