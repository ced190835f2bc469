//! The encounter a chart documents, and the patient as far as coding needs.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Decides which guideline sections apply: inpatient charts have a principal
/// diagnosis (Section II), all others a first-listed one (Section IV).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EncounterClass {
    /// Admitted to an acute-care hospital; grouped to an MS-DRG.
    Inpatient,
    /// Hospital outpatient, same-day surgery included.
    Outpatient,
    /// Emergency department.
    Emergency,
    /// Observation stay: outpatient rules, hospital setting.
    Observation,
    /// A physician's professional claim.
    Professional,
}

impl EncounterClass {
    /// All classes, for labels and help texts.
    pub const ALL: [Self; 5] = [
        Self::Inpatient,
        Self::Outpatient,
        Self::Emergency,
        Self::Observation,
        Self::Professional,
    ];

    /// The name used in files, in the database and on metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inpatient => "inpatient",
            Self::Outpatient => "outpatient",
            Self::Emergency => "emergency",
            Self::Observation => "observation",
            Self::Professional => "professional",
        }
    }

    /// Whether Guidelines Section II and POA reporting apply.
    #[must_use]
    pub const fn is_inpatient(self) -> bool {
        matches!(self, Self::Inpatient)
    }
}

/// UB-04 patient discharge status (form locator 17): two digits, `01`-`99`.
/// Written as text (`"01"`) or as a number (`1`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "DischargeStatusWire", into = "String")]
pub struct DischargeStatus(u8);

#[derive(Deserialize)]
#[serde(untagged)]
enum DischargeStatusWire {
    Number(u8),
    Text(String),
}

/// A discharge status outside 01-99.
#[derive(Debug, thiserror::Error)]
#[error("a discharge status is a UB-04 code from \"01\" to \"99\"")]
pub struct DischargeStatusError;

impl DischargeStatus {
    /// Discharged to home or self-care.
    pub const HOME: Self = Self(1);

    /// The status as a number, 1-99.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Whether the patient died (20, 40, 41, 42).
    #[must_use]
    pub const fn is_expired(self) -> bool {
        matches!(self.0, 20 | 40..=42)
    }
}

impl TryFrom<u8> for DischargeStatus {
    type Error = DischargeStatusError;

    fn try_from(number: u8) -> Result<Self, DischargeStatusError> {
        if (1..=99).contains(&number) {
            Ok(Self(number))
        } else {
            Err(DischargeStatusError)
        }
    }
}

impl TryFrom<DischargeStatusWire> for DischargeStatus {
    type Error = DischargeStatusError;

    fn try_from(wire: DischargeStatusWire) -> Result<Self, DischargeStatusError> {
        match wire {
            DischargeStatusWire::Number(number) => Self::try_from(number),
            DischargeStatusWire::Text(text) => {
                Self::try_from(text.parse::<u8>().map_err(|_| DischargeStatusError)?)
            }
        }
    }
}

impl From<DischargeStatus> for String {
    fn from(status: DischargeStatus) -> Self {
        format!("{:02}", status.0)
    }
}

/// When and how the patient was treated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Encounter {
    /// The setting.
    pub class: EncounterClass,
    /// Admission, or the date of service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admitted: Option<Date>,
    /// Discharge; decides the code set of an inpatient stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discharged: Option<Date>,
    /// How the patient left; several DRGs depend on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discharge_status: Option<DischargeStatus>,
    /// The service or specialty, free text such as `cardiology`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialty: Option<String>,
}

impl Encounter {
    /// The date that decides which codes are valid: discharge, else the date
    /// of service.
    #[must_use]
    pub fn coding_date(&self) -> Option<Date> {
        self.discharged.or(self.admitted)
    }
}

/// Sex as the code editors know it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Not recorded, or neither.
    #[default]
    Unknown,
}

/// Who pays, as far as rules and reports differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payer {
    /// Traditional Medicare.
    Medicare,
    /// A Medicare Advantage plan.
    MedicareAdvantage,
    /// Medicaid.
    Medicaid,
    /// Commercial insurance.
    Commercial,
    /// Self-pay.
    SelfPay,
    /// Anything else, or not recorded.
    #[default]
    Other,
}

/// The patient as far as the code editors need: no name, no identifier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patient {
    /// Age in completed years at admission, 0-124.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<u8>,
    /// Sex.
    #[serde(default)]
    pub sex: Sex,
    /// Payer.
    #[serde(default)]
    pub payer: Payer,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discharge_status_reads_from_text_and_number_and_writes_two_digits() {
        for json in ["\"01\"", "\"1\"", "1"] {
            let status: DischargeStatus = serde_json::from_str(json).unwrap();
            assert_eq!(status, DischargeStatus::HOME, "{json}");
            assert_eq!(serde_json::to_string(&status).unwrap(), "\"01\"");
        }
        for json in ["0", "\"\"", "\"1x\"", "100", "-1"] {
            assert!(
                serde_json::from_str::<DischargeStatus>(json).is_err(),
                "{json}"
            );
        }
    }

    #[test]
    fn the_discharge_date_decides_the_code_set() {
        let encounter: Encounter = serde_json::from_str(
            r#"{"class":"inpatient","admitted":"2026-09-29","discharged":"2026-10-02"}"#,
        )
        .unwrap();
        assert_eq!(
            encounter.coding_date(),
            Some(jiff::civil::date(2026, 10, 2))
        );
    }
}
