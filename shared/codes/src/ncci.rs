//! National Correct Coding Initiative: pairs of procedures of which one
//! includes the other, and the most units of a service on one day.
//!
//! CMS publishes both each quarter, apart for practitioners and for outpatient
//! hospital services. They do not apply to inpatient hospital claims.

pub(crate) mod edition;
mod mue;
mod ptp;
mod ptp_file;

use std::path::Path;

use chartfleet_model::{Code, EncounterClass};
use jiff::civil::Date;
use serde::Serialize;

pub use mue::{Adjudication, Mue};
pub use ptp::{ModifierIndicator, PtpEdit};

pub(crate) use mue::compile as compile_mue;
pub(crate) use ptp_file::compile as compile_ptp;

use crate::error::CodesError;
use crate::services::key;
use crate::tables::{CodeTables, day_number};
use mue::MueTable;
use ptp::PtpTable;

/// Whose edits apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NcciSetting {
    /// Physicians and other practitioners, and ambulatory surgical centers.
    Practitioner,
    /// Outpatient hospital services.
    Outpatient,
}

impl NcciSetting {
    /// Both settings.
    pub const ALL: [Self; 2] = [Self::Practitioner, Self::Outpatient];

    /// The edits that apply to claims of a class; none to inpatient claims.
    #[must_use]
    pub const fn of(class: EncounterClass) -> Option<Self> {
        match class {
            EncounterClass::Professional => Some(Self::Practitioner),
            EncounterClass::Outpatient
            | EncounterClass::Emergency
            | EncounterClass::Observation => Some(Self::Outpatient),
            EncounterClass::Inpatient => None,
        }
    }

    /// What the setting is called in print.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Practitioner => "practitioner",
            Self::Outpatient => "outpatient hospital",
        }
    }
}

/// The tables of one setting.
#[derive(Debug, Default)]
struct Edits {
    ptp: Option<PtpTable>,
    mue: Option<MueTable>,
}

/// What was imported of NCCI.
#[derive(Debug, Default)]
pub(crate) struct Ncci {
    practitioner: Edits,
    outpatient: Edits,
}

impl Ncci {
    /// Takes one imported file; `slot` is the kind's. `false` where the file
    /// is not one of these.
    pub(crate) fn add(
        &mut self,
        slot: &str,
        bytes: &[u8],
        path: &Path,
    ) -> Result<bool, CodesError> {
        match slot {
            "ptp-practitioner" => self.practitioner.ptp = Some(PtpTable::read(bytes, path)?),
            "ptp-outpatient" => self.outpatient.ptp = Some(PtpTable::read(bytes, path)?),
            "mue-practitioner" => self.practitioner.mue = Some(MueTable::read(bytes, path)?),
            "mue-outpatient" => self.outpatient.mue = Some(MueTable::read(bytes, path)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    const fn edits(&self, setting: NcciSetting) -> &Edits {
        match setting {
            NcciSetting::Practitioner => &self.practitioner,
            NcciSetting::Outpatient => &self.outpatient,
        }
    }
}

impl CodeTables {
    /// Whether procedure-to-procedure edits were imported for a setting.
    #[must_use]
    pub fn has_ptp(&self, setting: NcciSetting) -> bool {
        self.supplements.ncci.edits(setting).ptp.is_some()
    }

    /// The edit by which `column1` includes `column2` when both are reported
    /// for one patient by one provider on the date of service `on`.
    #[must_use]
    pub fn ptp(
        &self,
        setting: NcciSetting,
        column1: &Code,
        column2: &Code,
        on: Date,
    ) -> Option<PtpEdit<'_>> {
        let table = self.supplements.ncci.edits(setting).ptp.as_ref()?;
        table.edit(key::of(column1)?, key::of(column2)?, day_number(on))
    }

    /// The most units of a code that are likely on one day.
    #[must_use]
    pub fn mue(&self, setting: NcciSetting, code: &Code) -> Option<Mue<'_>> {
        let table = self.supplements.ncci.edits(setting).mue.as_ref()?;
        table.get(key::of(code)?)
    }
}
