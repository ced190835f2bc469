//! Numbers near a name that are something else: doses, list numbers, tumor
//! markers, fractions of oxygen.

use super::Reader;
use crate::cdi::facts::analyte::Analyte;
use crate::cdi::facts::token::Kind;
use crate::cdi::facts::words::{FOREIGN, INSPIRED, is_name};

impl Reader<'_> {
    /// Whether the number at `at` numbers the next point of a list: "2." at the
    /// beginning of a line, or right behind a condition, "1. Hypokalemia 2. UTI".
    pub(super) fn is_numbering(&self, at: usize, from: usize) -> bool {
        const CONDITIONS: &[&str] = &["hypo", "hyper", "leukocytosis", "leukopenia", "thrombocyt"];
        const ALSO: &[&str] = &["lactic acidosis", "febrile", "fever", "tachy"];
        let is_point = match self.tokens.kind(at + 1) {
            Kind::Mark(')') => true,
            Kind::Stop => !matches!(self.tokens.kind(at + 2), Kind::Line | Kind::Stop),
            _ => false,
        };
        let is_first = at.checked_sub(1).map(|before| self.tokens.kind(before)) == Some(Kind::Line);
        let name = self.tokens.text(self.name.clone());
        let mut conditions = CONDITIONS.iter().chain(ALSO);
        let is_condition = conditions.any(|condition| name.starts_with(condition));
        is_point && (is_first || (at == from && is_condition))
    }

    /// Whether "CA" names a tumor marker and no calcium: CA 19-9, CA 15-3,
    /// CA 12.5.
    pub(super) fn is_marker(&self, from: usize) -> bool {
        const WRITTEN: &[f64] = &[12.5, 15.3, 19.9, 27.29, 125.0];
        let is_descending = || {
            let (first, range) = (self.number(from), self.range(from));
            matches!((first, range), (Some(first), Some((second, _))) if second < first)
        };
        self.tokens.text(self.name.clone()) == "ca"
            && self
                .number(from)
                .is_some_and(|value| WRITTEN.contains(&value) || is_descending())
    }

    /// Whether the number before the name is its value, and what follows is of
    /// the next: "400,000 platelets, 12,000 leukocytes".
    pub(super) fn is_told_before(&self, from: usize) -> bool {
        let first = self.tokens.at(self.name.start);
        let before = first.checked_sub(1).and_then(|before| self.number(before));
        before.is_some() && self.tokens.kind(from) == Kind::Mark(',')
    }

    /// Whether the unit says that the number is something else.
    pub(super) fn is_foreign(&self, value: f64, at: usize, unit: &str) -> bool {
        let word = self.tokens.word(at);
        let is_rate = unit.contains('/');
        let needs_percent = self.analyte == Analyte::WeightLoss && unit != "%" && unit != "percent";
        let is_minute = matches!(word, "beats" | "x" | "min");
        let is_rate_kind = matches!(self.analyte, Analyte::HeartRate | Analyte::RespiratoryRate);
        let is_concentration = matches!(
            self.analyte,
            Analyte::Albumin | Analyte::Glucose | Analyte::Calcium
        ) && unit == "%";
        let is_ordinal = matches!(word, "st" | "nd" | "rd" | "th");
        // "1.1 day 2" is of a day, "3 days" are days.
        let is_dated = word == "day" && self.number(at + 1).is_some();
        let is_unit = FOREIGN.contains(&word) && !is_name(self.tokens, at) && !is_dated;
        let is_dose = is_unit && !is_rate && !(is_rate_kind && is_minute);
        let loose_g = unit == "g" && !matches!(self.analyte, Analyte::Hemoglobin);
        needs_percent
            || is_ordinal
            || is_dose
            || is_concentration
            || loose_g
            || (unit == "mmhg" && self.analyte == Analyte::Bicarbonate)
            || (unit == "meq" && value >= 8.0 && self.analyte == Analyte::Potassium)
            || (unit == "mg/dl" && self.tokens.text(self.name.clone()) == "ketones")
            || self.tokens.kind(at) == Kind::Mark('+')
            || self.is_inspired(at)
    }

    /// Whether what stands behind a number says that it is what the patient
    /// breathes: "40% FiO2", "60 % high flow".
    pub(super) fn is_inspired(&self, at: usize) -> bool {
        let is_gas = matches!(self.analyte, Analyte::Saturation | Analyte::OxygenPressure);
        let mut words = (at..at + 3)
            .skip_while(|&i| matches!(self.tokens.kind(i), Kind::Mark('%')))
            .map(|i| self.tokens.word(i));
        let word = words.next().unwrap_or_default();
        is_gas && INSPIRED.contains(&word)
    }
}
