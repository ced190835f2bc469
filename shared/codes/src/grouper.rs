//! MS-DRG grouping and the Medicare Code Editor, validated and typed.
//!
//! The library behind it accepts impossible claims (age -5, sex 7, no
//! principal diagnosis), so a claim is typed and checked here before it is
//! asked about. One [`Grouper`] serves all threads.
//!
//! A secondary diagnosis's level is decided in this order: its own level in
//! the version's CC/MCC list; lost where the principal diagnosis is in its
//! exclusion list (the answer's flag `EXCLUDED`); lost where it counts only
//! for patients discharged alive and this one died (`DEATH_EXCLUSION`); lost
//! as a hospital-acquired condition (`HAC_CRITERIA_MET`); lost
//! where the DRG is itself built upon it; lost on a claim that does not group.

mod ffi;
mod suppression;
mod version;
mod wire;

use std::cell::RefCell;
use std::path::Path;

use chartfleet_model::{
    DischargeStatus, HospitalAcquired, Icd10CmCode, Icd10PcsCode, Poa, Severity, Sex,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub(crate) use suppression::Suppression;
use version::severity;
pub use version::{GrouperVersion, GrouperVersionError};

use crate::error::CodesError;
use ffi::Native;

/// The oldest age the grouper knows, in years.
pub const OLDEST: u8 = 124;

/// A claim to group.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupClaim {
    /// The grouper version; see [`GrouperVersion::for_discharge`].
    pub version: GrouperVersion,
    /// Age in years at admission, 0-124.
    pub age: u8,
    /// Sex.
    pub sex: Sex,
    /// How the patient left.
    pub discharge_status: DischargeStatus,
    /// The principal diagnosis.
    pub pdx: GroupDiagnosis,
    /// Secondary diagnoses.
    pub sdx: Vec<GroupDiagnosis>,
    /// ICD-10-PCS procedures.
    pub procedures: Vec<Icd10PcsCode>,
}

/// A diagnosis with its present-on-admission indicator. Without any indicator
/// on the claim, hospital-acquired conditions are not judged.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupDiagnosis {
    /// The code.
    pub code: Icd10CmCode,
    /// Present on admission.
    pub poa: Option<Poa>,
}

/// The grouper's answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupResult {
    /// Grouper version.
    pub version: GrouperVersion,
    /// The final DRG; 999 where the claim does not group.
    pub drg: u16,
    /// The DRG before hospital-acquired conditions are taken out.
    pub initial_drg: u16,
    /// Major diagnostic category.
    pub mdc: Option<u8>,
    /// The DRG's title.
    pub title: String,
    /// `OK`, or why the claim does not group.
    pub return_code: String,
    /// The severity that the secondary diagnoses gave the claim.
    pub severity: Severity,
    /// The secondary diagnoses in the claim's order.
    pub sdx: Vec<GroupedDiagnosis>,
}

impl GroupResult {
    /// Whether the claim grouped to a DRG that is paid: an invalid principal
    /// diagnosis gives 998 with the return code `OK`.
    #[must_use]
    pub fn is_grouped(&self) -> bool {
        self.return_code == OK && self.drg < INVALID_PRINCIPAL
    }
}

/// What a secondary diagnosis came to on this claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupedDiagnosis {
    /// The code.
    pub code: Icd10CmCode,
    /// The level that counts on this claim.
    pub severity: Severity,
    /// The level of the code by itself.
    pub own_severity: Severity,
    /// Its level is lost to the principal diagnosis (PDX exclusion list).
    pub excluded_by_pdx: bool,
    /// Why the level does not count, where it does not.
    pub lost_to: Option<LostTo>,
    /// The hospital-acquired condition that it is, where its level is lost to
    /// one.
    pub hospital_acquired: Option<HospitalAcquired>,
    /// Whether this grouper version knows the code.
    pub valid: bool,
}

/// Why a diagnosis's CC or MCC does not count on a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LostTo {
    /// The principal diagnosis is in its exclusion list.
    Principal,
    /// It counts only for patients discharged alive.
    Death,
    /// It is a hospital-acquired condition that was not present on admission.
    HospitalAcquired,
    /// The DRG is itself built upon it.
    Drg,
    /// The claim does not group.
    NotGrouped,
}

/// An edit of the Medicare Code Editor that fired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Its name, such as `UNACCEPTABLE_PDX`.
    pub name: String,
    /// How many codes it fired on.
    pub count: u32,
    /// `DIAGNOSIS`, `PROCEDURE`, `BOTH` or `NONE`.
    pub code_type: String,
    /// `PREPAYMENT`, `POSTPAYMENT` or `BOTH`.
    pub edit_type: String,
}

/// The loaded grouper and editor. Shared by all threads.
pub struct Grouper {
    /// `None` for tables without a grouper, which answer nothing.
    native: Option<Native>,
    suppression: Suppression,
}

impl std::fmt::Debug for Grouper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Grouper").finish_non_exhaustive()
    }
}

thread_local! {
    /// Requests are written here: a chart needs several.
    static REQUEST: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

impl Grouper {
    /// Loads the library and its data file.
    pub(crate) fn open(
        library: &Path,
        data: &Path,
        suppression: Suppression,
    ) -> Result<Self, CodesError> {
        Native::open(library, data).map(|native| Self {
            native: Some(native),
            suppression,
        })
    }

    /// A grouper that answers nothing: for tables that were not installed.
    pub(crate) fn absent() -> Self {
        Self {
            native: None,
            suppression: Suppression::default(),
        }
    }

    /// Groups a claim.
    ///
    /// # Errors
    /// An impossible age, or an answer that cannot be read.
    pub fn group(&self, claim: &GroupClaim) -> Result<GroupResult, CodesError> {
        check(claim)?;
        self.ask_group(claim, &|_| true, |bytes| {
            let answer: wire::GroupAnswer<'_> = serde_json::from_slice(bytes)?;
            Ok(self.result(claim, &answer))
        })
    }

    /// The final DRG with only those secondary diagnoses that `keep` names by
    /// their place.
    ///
    /// # Errors
    /// As [`Grouper::group`].
    pub fn drg_with(
        &self,
        claim: &GroupClaim,
        keep: &dyn Fn(usize) -> bool,
    ) -> Result<u16, CodesError> {
        check(claim)?;
        self.ask_group(claim, keep, |bytes| {
            serde_json::from_slice(bytes)
                .map(|answer: wire::DrgAnswer| answer.final_drg.unwrap_or(UNGROUPABLE))
        })
    }

    /// Whether anything but the CC/MCC level of a secondary diagnosis can
    /// matter to the DRG: an attribute that a DRG's formula may name, or a
    /// hospital-acquired condition. Without one, two diagnoses of a level are
    /// the same to the grouper.
    #[must_use]
    pub fn is_in_logic(&self, code: &Icd10CmCode, version: GrouperVersion) -> bool {
        self.suppression.is_in_logic(code.as_str(), version)
    }

    /// Runs the Medicare Code Editor on the claim as discharged on `discharged`.
    ///
    /// # Errors
    /// As [`Grouper::group`].
    pub fn mce(&self, claim: &GroupClaim, discharged: Date) -> Result<Vec<Edit>, CodesError> {
        check(claim)?;
        let request = wire::EditRequest::new(claim, crate::tables::day_number(discharged));
        REQUEST.with_borrow_mut(|buffer| {
            let request = wire::write(&request, buffer).ok_or(CodesError::NoAnswer)?;
            let native = self.native.as_ref().ok_or(CodesError::NoAnswer)?;
            native
                .edit(request, |bytes| {
                    serde_json::from_slice(bytes).map(|answer: wire::EditAnswer| answer.edits)
                })
                .ok_or(CodesError::NoAnswer)?
                .map_err(CodesError::Answer)
        })
    }

    fn ask_group<R>(
        &self,
        claim: &GroupClaim,
        keep: &dyn Fn(usize) -> bool,
        read: impl FnOnce(&[u8]) -> Result<R, serde_json::Error>,
    ) -> Result<R, CodesError> {
        let request = wire::GroupRequest::new(claim, keep);
        REQUEST.with_borrow_mut(|buffer| {
            let request = wire::write(&request, buffer).ok_or(CodesError::NoAnswer)?;
            let native = self.native.as_ref().ok_or(CodesError::NoAnswer)?;
            native
                .group(request, read)
                .ok_or(CodesError::NoAnswer)?
                .map_err(CodesError::Answer)
        })
    }
}

/// The return code of a claim that groups.
const OK: &str = "OK";

/// The DRG of a principal diagnosis that is invalid as such.
const INVALID_PRINCIPAL: u16 = 998;

/// The DRG of a claim that does not group.
pub const UNGROUPABLE: u16 = 999;

fn check(claim: &GroupClaim) -> Result<(), CodesError> {
    if claim.age > OLDEST {
        return Err(CodesError::Claim {
            field: "age",
            problem: "is above 124 years",
        });
    }
    Ok(())
}

impl Grouper {
    fn result(&self, claim: &GroupClaim, answer: &wire::GroupAnswer<'_>) -> GroupResult {
        let drg = answer.final_drg.unwrap_or(UNGROUPABLE);
        let suppressed = self.suppression.of_drg(claim.version, drg);
        let sdx = claim
            .sdx
            .iter()
            .map(|diagnosis| {
                let code = diagnosis.code.as_str();
                let in_drg = self.suppression.applies(suppressed, code, claim.version);
                secondary(&diagnosis.code, answer, in_drg)
            })
            .collect();
        let title = answer.final_drg_description.as_deref().unwrap_or_default();
        GroupResult {
            version: claim.version,
            drg,
            initial_drg: answer.initial_drg.unwrap_or(UNGROUPABLE),
            mdc: answer.final_mdc,
            title: title.to_owned(),
            return_code: answer.return_code.clone().into_owned(),
            severity: severity(&answer.final_severity),
            sdx,
        }
    }
}

/// `in_drg`: the DRG is built upon this diagnosis.
fn secondary(code: &Icd10CmCode, answer: &wire::GroupAnswer<'_>, in_drg: bool) -> GroupedDiagnosis {
    let bare = || code.as_str().bytes().filter(|&b| b != b'.');
    let found = answer
        .sdx_output
        .iter()
        .find(|sdx| sdx.code.bytes().eq(bare()));
    let own = found.map_or(Severity::None, |sdx| severity(&sdx.severity));
    let flags = found.map(|sdx| sdx.flags).unwrap_or_default();
    let hospital_acquired = found.and_then(wire::DiagnosisAnswer::hospital_acquired);
    let lost_to = if own == Severity::None {
        None
    } else if flags.excluded {
        Some(LostTo::Principal)
    } else if flags.death_exclusion {
        Some(LostTo::Death)
    } else if hospital_acquired.is_some() {
        Some(LostTo::HospitalAcquired)
    } else if in_drg {
        Some(LostTo::Drg)
    } else if answer.return_code == OK {
        None
    } else {
        Some(LostTo::NotGrouped)
    };
    GroupedDiagnosis {
        code: code.clone(),
        severity: if lost_to.is_none() {
            own
        } else {
            Severity::None
        },
        own_severity: own,
        excluded_by_pdx: lost_to == Some(LostTo::Principal),
        hospital_acquired: hospital_acquired.filter(|_| lost_to == Some(LostTo::HospitalAcquired)),
        lost_to,
        valid: flags.valid,
    }
}
