//! What is not coded beside what: ICD-10-PCS guidelines for inpatients, NCCI
//! edits and add-on codes for others.

use chartfleet_codes::{
    AddOnType, CodeTables, ModifierIndicator, NcciSetting, PtpEdit, is_part_of,
};
use chartfleet_model::{Code, EncounterClass, Icd10PcsCode};
use jiff::civil::Date;

use super::ProcedureHit;

/// Control of bleeding in the digestive tract, which names no part of it; what
/// asserts it names the upper tract.
const CONTROL: &str = "0W3P8ZZ";
/// Inspections of the upper tract by endoscopy.
const UPPER: [&str; 2] = ["0DJ08ZZ", "0DJ68ZZ"];

/// How an asserted code stands beside the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    /// It is coded.
    Coded,
    /// Whether it is coded is for a person or the model to say.
    Open,
    /// Another one includes it.
    Included,
}

/// The codes that a record asserts.
pub(super) struct Asserted<'a> {
    pub(super) tables: &'a CodeTables,
    pub(super) class: EncounterClass,
    pub(super) on: Date,
    pub(super) hits: &'a [ProcedureHit],
}

impl Asserted<'_> {
    /// How one of them stands.
    pub(super) fn beside(&self, hit: &ProcedureHit) -> Beside {
        let mut others = self.hits.iter().filter(|other| other.code != hit.code);
        if let Code::Icd10Pcs(code) = &hit.code {
            return if others.any(|other| includes(&other.code, code)) {
                Beside::Included
            } else {
                Beside::Coded
            };
        }
        let setting = NcciSetting::of(self.class);
        let is_bundled = setting.is_some_and(|setting| {
            others.any(|other| self.is_edited(setting, (&other.code, &hit.code)))
        });
        if is_bundled || !self.has_primary(&hit.code) {
            Beside::Open
        } else {
            Beside::Coded
        }
    }

    /// Whether an edit bundles the second into the first. The days of the lines
    /// and whether the services were distinct are not known here, so that even
    /// what no modifier parts is left to the rules of the claim.
    fn is_edited(&self, setting: NcciSetting, (column1, column2): (&Code, &Code)) -> bool {
        let edit = self.tables.ptp(setting, column1, column2, self.on);
        let holds = |edit: &PtpEdit<'_>| edit.modifier != ModifierIndicator::NotApplicable;
        edit.as_ref().is_some_and(holds)
    }

    /// An add-on code stands only with a procedure that it is listed with;
    /// contractors may accept others where the list is not theirs alone.
    fn has_primary(&self, code: &Code) -> bool {
        let Some(add_on) = self.tables.add_on(code, self.on) else {
            return true;
        };
        let mut hits = self.hits.iter();
        add_on.kind != AddOnType::Listed
            || hits.any(|hit| add_on.primaries.iter().any(|p| p == hit.code.as_str()))
    }
}

/// Whether an inspection is part of another procedure (B3.11a).
fn includes(other: &Code, inspection: &Icd10PcsCode) -> bool {
    match other {
        Code::Icd10Pcs(other) if other.as_str() == CONTROL => UPPER.contains(&inspection.as_str()),
        Code::Icd10Pcs(other) => is_part_of(inspection, other),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use chartfleet_model::CodeSystem;

    use super::*;

    fn is_included(inspection: &str, other: &str) -> bool {
        let other = Code::parse(CodeSystem::Icd10Pcs, other).unwrap();
        includes(&other, &inspection.parse().unwrap())
    }

    #[test]
    fn an_inspection_is_part_of_what_was_done_the_same_way_in_the_same_place() {
        assert!(is_included("0DJ08ZZ", "0DB68ZX"));
        assert!(is_included("0DJ08ZZ", "0W3P8ZZ"));
        assert!(is_included("0DJD8ZZ", "0DBN8ZX"));
        assert!(!is_included("0DJ08ZZ", "0DB60ZX"));
        assert!(!is_included("0DJ08ZZ", "0TBB8ZX"));
        assert!(!is_included("0DJ08ZZ", "0DJD8ZZ"));
    }

    #[test]
    fn the_colon_is_no_part_of_the_stomach() {
        assert!(!is_included("0DJD8ZZ", "0DB68ZX"));
        assert!(!is_included("0DJD8ZZ", "0W3P8ZZ"));
        assert!(!is_included("0DJ08ZZ", "0DBN8ZX"));
    }
}
