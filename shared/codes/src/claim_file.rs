//! A claim as a person writes it down, held to the same rules as the claims
//! that workers make: `chartfleet codes explain` reads these.

mod reading;

use chartfleet_model::{
    ClaimDiagnosis, ClaimProcedure, Code, CodeSystem, DischargeStatus, Drg, Encounter,
    EncounterClass, Finding, Patient, Payer, Poa, PrincipalCandidate, ReviewReason, Sex,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::CodesError;
use crate::sequence::{ClaimContext, sequence};
use crate::tables::CodeTables;
use reading::Reading;

/// A claim in JSON: `encounter`, `patient`, `diagnoses` in the proposed order
/// and `procedures`, as in a chart. The flat form that `codes group` reads
/// (`age`, `sex`, `discharged`, `discharge_status`, `pdx`, `sdx`) is taken too.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimFile {
    /// Given back in the answer.
    #[serde(default)]
    pub id: Option<serde_json::Value>,
    /// When and how the patient was treated.
    #[serde(default)]
    pub encounter: Option<Encounter>,
    /// The patient.
    #[serde(default)]
    pub patient: Option<Patient>,
    /// Diagnoses, the proposed principal or first-listed one first.
    #[serde(default)]
    pub diagnoses: Vec<ClaimedDiagnosis>,
    /// Procedures.
    #[serde(default)]
    pub procedures: Vec<ClaimedProcedure>,
    /// Flat form: the setting [default: inpatient].
    #[serde(default)]
    pub class: Option<EncounterClass>,
    /// Flat form: date of discharge or service.
    #[serde(default)]
    pub discharged: Option<Date>,
    /// Flat form: how the patient left.
    #[serde(default)]
    pub discharge_status: Option<DischargeStatus>,
    /// Flat form: age in years.
    #[serde(default)]
    pub age: Option<u8>,
    /// Flat form: `M`, `F`, `male`, `female` or `unknown`.
    #[serde(default)]
    pub sex: Option<SexField>,
    /// Flat form: the principal diagnosis.
    #[serde(default)]
    pub pdx: Option<ClaimedDiagnosis>,
    /// Flat form: secondary diagnoses.
    #[serde(default)]
    pub sdx: Vec<ClaimedDiagnosis>,
}

/// Sex as claims and charts write it.
#[derive(Clone, Copy, Debug, Deserialize)]
pub enum SexField {
    /// Male.
    #[serde(rename = "male", alias = "M", alias = "m")]
    Male,
    /// Female.
    #[serde(rename = "female", alias = "F", alias = "f")]
    Female,
    /// Not recorded.
    #[serde(rename = "unknown", alias = "U", alias = "u")]
    Unknown,
}

/// `"N17.9"`, or `{"code": "N17.9", "poa": "Y", "documented": "…"}`.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum ClaimedDiagnosis {
    /// The code alone.
    Plain(String),
    /// With what is known of it.
    Full {
        /// The code, with or without its dot.
        code: String,
        /// Present on admission.
        #[serde(default)]
        poa: Option<Poa>,
        /// The sentence that documents it: rules on certainty, side and
        /// history read it.
        #[serde(default)]
        documented: Option<String>,
    },
}

/// `"0FT44ZZ"`, or `{"system": "cpt", "code": "47563", "modifiers": ["59"],
/// "units": 1}`. Without a system the shape decides: seven characters are
/// ICD-10-PCS, a letter and four digits HCPCS, the rest CPT.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum ClaimedProcedure {
    /// The code alone.
    Plain(String),
    /// With what is known of it.
    Full {
        /// The code.
        code: String,
        /// Its system.
        #[serde(default)]
        system: Option<CodeSystem>,
        /// CPT and HCPCS modifiers.
        #[serde(default)]
        modifiers: Vec<String>,
        /// Units of service.
        #[serde(default = "one")]
        units: u32,
    },
}

const fn one() -> u32 {
    1
}

/// Words of a chart are not shown.
impl std::fmt::Debug for ClaimedDiagnosis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::fmt::Debug for ClaimedProcedure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl ClaimedDiagnosis {
    fn code(&self) -> &str {
        match self {
            Self::Plain(code) | Self::Full { code, .. } => code,
        }
    }
}

impl ClaimedProcedure {
    fn code(&self) -> &str {
        match self {
            Self::Plain(code) | Self::Full { code, .. } => code,
        }
    }

    fn read(&self) -> Result<Code, CodeSystem> {
        let code = self.code().trim();
        let named = match self {
            Self::Plain(_) => None,
            Self::Full { system, .. } => *system,
        };
        let begins_with_letter = code.starts_with(|c: char| c.is_ascii_alphabetic());
        let system = named.unwrap_or(match (code.len(), begins_with_letter) {
            (7, _) => CodeSystem::Icd10Pcs,
            (_, true) => CodeSystem::Hcpcs,
            (_, false) => CodeSystem::Cpt,
        });
        Code::parse(system, code).map_err(|_| system)
    }
}

/// A claim with everything that the rules say of it.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// As the claim file names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<serde_json::Value>,
    /// The setting, which decides the guideline sections.
    pub class: EncounterClass,
    /// The date that decided the code set.
    pub on: Date,
    /// The tables that were used.
    pub code_tables: String,
    /// Diagnoses in billing order.
    pub diagnoses: Vec<ClaimDiagnosis>,
    /// Procedures in billing order.
    pub procedures: Vec<ClaimProcedure>,
    /// Codes that cannot be on the claim, and why.
    pub refused: Vec<Refused>,
    /// Every diagnosis as a candidate for the first place, the one chosen
    /// first.
    pub candidates: Vec<PrincipalCandidate>,
    /// The MS-DRG, for inpatients whose claim groups.
    pub drg: Option<Drg>,
    /// Findings about the claim.
    pub findings: Vec<Finding>,
    /// Why a person must look; empty where every rule is content.
    pub review: Vec<ReviewReason>,
}

/// A code that cannot be on the claim.
#[derive(Clone, Debug, Serialize)]
pub struct Refused {
    /// Its system.
    pub system: CodeSystem,
    /// As written.
    pub code: String,
    /// Why.
    pub findings: Vec<Finding>,
}

impl ClaimFile {
    /// Checks each code, sequences and groups the claim, and holds it to every
    /// rule. `today` decides the code set where the claim has no date;
    /// `base_rate` is [`ClaimContext::base_rate`].
    ///
    /// # Errors
    /// [`CodesError::Claim`] where both forms are mixed or nothing is claimed;
    /// otherwise as [`sequence`].
    pub fn explain(
        &self,
        tables: &CodeTables,
        today: Date,
        base_rate: Option<f64>,
    ) -> Result<Explanation, CodesError> {
        let (encounter, patient) = (self.encounter()?, self.patient()?);
        let on = encounter.coding_date().unwrap_or(today);
        let mut reading = Reading {
            tables,
            on,
            patient: &patient,
            suggestions: Vec::new(),
            documents: Vec::new(),
            refused: Vec::new(),
        };
        let diagnoses = self.pdx.iter().chain(&self.sdx).chain(&self.diagnoses);
        diagnoses.for_each(|diagnosis| reading.diagnosis(diagnosis));
        self.procedures.iter().for_each(|p| reading.procedure(p));
        let context = ClaimContext {
            encounter: &encounter,
            patient: &patient,
            on,
            documents: &reading.documents,
            base_rate,
        };
        let sequenced = sequence(tables, &context, reading.suggestions)?;
        let mut review = sequenced.review;
        if !reading.refused.is_empty() {
            review.push(ReviewReason::InvalidCode);
            review.sort_unstable();
            review.dedup();
        }
        Ok(Explanation {
            id: self.id.clone(),
            class: encounter.class,
            on,
            code_tables: tables.version().to_owned(),
            diagnoses: sequenced.diagnoses,
            procedures: sequenced.procedures,
            refused: reading.refused,
            candidates: sequenced.candidates,
            drg: sequenced.drg,
            findings: sequenced.findings,
            review,
        })
    }

    fn encounter(&self) -> Result<Encounter, CodesError> {
        let problem = |field, problem| Err(CodesError::Claim { field, problem });
        let flat = self.pdx.is_some() || !self.sdx.is_empty();
        if flat && !self.diagnoses.is_empty() {
            return problem("diagnoses", "stand beside pdx or sdx: use one of the forms");
        }
        if !flat && self.diagnoses.is_empty() && self.procedures.is_empty() {
            return problem("diagnoses", "are missing: a claim has at least one code");
        }
        let flat_fields =
            self.class.is_some() || self.discharged.is_some() || self.discharge_status.is_some();
        match &self.encounter {
            Some(_) if flat_fields => problem(
                "encounter",
                "stands beside class, discharged or discharge_status: move them into it",
            ),
            Some(encounter) => Ok(encounter.clone()),
            None => Ok(Encounter {
                class: self.class.unwrap_or(EncounterClass::Inpatient),
                admitted: None,
                discharged: self.discharged,
                discharge_status: self.discharge_status,
                specialty: None,
            }),
        }
    }

    fn patient(&self) -> Result<Patient, CodesError> {
        match &self.patient {
            Some(_) if self.age.is_some() || self.sex.is_some() => Err(CodesError::Claim {
                field: "patient",
                problem: "stands beside age or sex: move them into it",
            }),
            Some(patient) => Ok(patient.clone()),
            None => Ok(Patient {
                age: self.age,
                sex: match self.sex {
                    Some(SexField::Male) => Sex::Male,
                    Some(SexField::Female) => Sex::Female,
                    Some(SexField::Unknown) | None => Sex::Unknown,
                },
                payer: Payer::default(),
            }),
        }
    }
}
