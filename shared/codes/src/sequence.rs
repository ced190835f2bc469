//! Makes a claim of checked suggestions: principal or first-listed diagnosis,
//! secondaries in order, procedures, and for inpatients the MS-DRG with what
//! each CC or MCC does to it.
//!
//! The model's order is a proposal; rules decide, and each decision that
//! departs from it is a finding with its guideline section. Payment never
//! influences the choice: the DRG is computed from the sequence, never the
//! sequence from the DRG.
//!
//! Source: ICD-10-CM Official Guidelines, Sections I.A.13, I.B.5, II and IV;
//! the Medicare Code Editor; the MS-DRG grouper.

mod code_first;
mod drg;
mod edits;
mod first;
mod merge;
mod order;
mod precedence;

use chartfleet_model::{
    ClaimDiagnosis, ClaimProcedure, Code, Confidence, DiagnosisRole, Document, Drg, Encounter,
    Evidence, Finding, FindingSeverity, Icd10CmCode, Patient, Poa, ReviewReason,
};
use jiff::civil::Date;

use crate::error::CodesError;
use crate::rules::{self, ClaimView, Diagnosis, Mention, Procedure};
use crate::tables::{CmEntry, CodeTables, key};

/// A suggestion whose code was checked by itself and whose evidence was found.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedSuggestion {
    /// The code.
    pub code: Code,
    /// How sure the model was.
    pub confidence: Confidence,
    /// Present on admission, for inpatient charts.
    pub poa: Option<Poa>,
    /// Where it is documented.
    pub evidence: Vec<Evidence>,
    /// Why, in the model's words.
    pub reason: String,
    /// What [`CodeTables::check`] found.
    pub findings: Vec<Finding>,
    /// Its place in the model's order.
    pub rank: usize,
    /// CPT and HCPCS modifiers, such as `59` or `RT`.
    pub modifiers: Vec<String>,
    /// Units of service; 1 for all but CPT and HCPCS.
    pub units: u32,
}

/// The ordered claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Sequenced {
    /// Diagnoses in billing order.
    pub diagnoses: Vec<ClaimDiagnosis>,
    /// Procedures in billing order.
    pub procedures: Vec<ClaimProcedure>,
    /// The MS-DRG, for inpatients whose claim groups.
    pub drg: Option<Drg>,
    /// Findings about the claim as a whole.
    pub findings: Vec<Finding>,
    /// Why a person must look, sorted, without repeats.
    pub review: Vec<ReviewReason>,
}

/// One merged diagnosis while the claim is being built.
struct Draft<'t> {
    suggestion: CheckedSuggestion,
    code: Icd10CmCode,
    /// `None` for a code that the tables do not hold.
    entry: Option<CmEntry<'t>>,
}

/// What a claim is made for.
#[derive(Clone, Copy, Debug)]
pub struct ClaimContext<'c> {
    /// The encounter.
    pub encounter: &'c Encounter,
    /// The patient.
    pub patient: &'c Patient,
    /// The date that decides the code set.
    pub on: Date,
    /// The notes that evidence spans point into. Rules read what is documented
    /// at them; empty where there are none.
    pub documents: &'c [Document],
}

/// Sequences the suggestions of one chart, and holds the claim to the rules.
///
/// # Errors
/// Where the grouper gives no readable answer. A claim that cannot be grouped
/// is no error: it comes back with a review reason.
pub fn sequence(
    tables: &CodeTables,
    context: &ClaimContext<'_>,
    suggestions: Vec<CheckedSuggestion>,
) -> Result<Sequenced, CodesError> {
    let ClaimContext {
        encounter,
        patient,
        on,
        ..
    } = *context;
    let proposed: Vec<(Code, usize)> = suggestions
        .iter()
        .map(|suggestion| (suggestion.code.clone(), suggestion.rank))
        .collect();
    let inpatient = encounter.class.is_inpatient();
    let (mut diagnoses, procedures) = split(tables, merge::merge(suggestions));
    let mut findings = Vec::new();
    let mut review = Vec::new();
    let has_first = match first::choose(&diagnoses, inpatient, on) {
        Some(choice) => {
            findings.extend(choice.finding(&diagnoses, inpatient));
            let chosen = diagnoses.remove(choice.chosen);
            diagnoses.insert(0, chosen);
            true
        }
        None => {
            if !diagnoses.is_empty() {
                review.push(ReviewReason::NoPrincipal);
                findings.push(first::none_can_stand_first(inpatient));
            }
            false
        }
    };
    let grouped = if inpatient && has_first {
        drg::group(
            tables,
            encounter,
            patient,
            on,
            &Claimed::of(&diagnoses, &procedures),
        )?
    } else {
        drg::Grouped::default()
    };
    findings.extend(grouped.findings);
    review.extend(grouped.review);
    let mut sequenced = Sequenced {
        diagnoses: claim_diagnoses(diagnoses, &grouped.levels, inpatient, has_first),
        procedures: order::procedures(tables, procedures, inpatient),
        drg: grouped.drg,
        findings,
        review,
    };
    let found = rules::look(&claim_view(
        tables, context, &sequenced, &proposed, has_first,
    ));
    sequenced.findings.extend(found);
    Ok(with_review(sequenced))
}

/// What of the claim the grouper and editor see.
struct Claimed<'d> {
    diagnoses: &'d [Draft<'d>],
    procedures: Vec<chartfleet_model::Icd10PcsCode>,
}

impl<'d> Claimed<'d> {
    fn of(diagnoses: &'d [Draft<'d>], procedures: &[CheckedSuggestion]) -> Self {
        let procedures = procedures
            .iter()
            .filter_map(|suggestion| match &suggestion.code {
                Code::Icd10Pcs(code) => Some(code.clone()),
                Code::Icd10Cm(_) | Code::Cpt(_) | Code::Hcpcs(_) => None,
            })
            .collect();
        Self {
            diagnoses,
            procedures,
        }
    }
}

fn split(
    tables: &CodeTables,
    suggestions: Vec<CheckedSuggestion>,
) -> (Vec<Draft<'_>>, Vec<CheckedSuggestion>) {
    let mut diagnoses = Vec::new();
    let mut procedures = Vec::new();
    for suggestion in suggestions {
        match &suggestion.code {
            Code::Icd10Cm(code) => diagnoses.push(Draft {
                code: code.clone(),
                entry: tables.cm(code),
                suggestion,
            }),
            Code::Icd10Pcs(_) | Code::Cpt(_) | Code::Hcpcs(_) => procedures.push(suggestion),
        }
    }
    (diagnoses, procedures)
}

fn claim_diagnoses(
    drafts: Vec<Draft<'_>>,
    levels: &[drg::Level],
    inpatient: bool,
    has_first: bool,
) -> Vec<ClaimDiagnosis> {
    let places = order::diagnoses(&drafts, levels, has_first);
    let mut claimed: Vec<_> = drafts
        .into_iter()
        .enumerate()
        .map(|(index, draft)| {
            let role = match (has_first && index == 0, inpatient) {
                (true, true) => DiagnosisRole::Principal,
                (true, false) => DiagnosisRole::FirstListed,
                (false, _) => DiagnosisRole::Secondary,
            };
            let level = levels.get(index).copied().unwrap_or_default();
            Some(claim_diagnosis(draft, role, level, inpatient))
        })
        .collect();
    places
        .into_iter()
        .filter_map(|index| claimed.get_mut(index)?.take())
        .collect()
}

fn claim_diagnosis(
    draft: Draft<'_>,
    role: DiagnosisRole,
    level: drg::Level,
    inpatient: bool,
) -> ClaimDiagnosis {
    let suggestion = draft.suggestion;
    ClaimDiagnosis {
        title: draft.entry.map_or("", |entry| entry.title()).to_owned(),
        code: draft.code,
        role,
        confidence: suggestion.confidence,
        poa: suggestion.poa.filter(|_| inpatient),
        severity: level.severity,
        excluded_by_pdx: level.excluded_by_pdx,
        drives_drg: level.drives_drg,
        drg_without: level.drg_without,
        evidence: suggestion.evidence,
        reason: suggestion.reason,
        findings: suggestion.findings,
    }
}

/// The ordered claim as rules see it.
fn claim_view<'c>(
    tables: &'c CodeTables,
    context: &ClaimContext<'c>,
    sequenced: &'c Sequenced,
    proposed: &[(Code, usize)],
    has_first: bool,
) -> ClaimView<'c> {
    let mentions = |evidence: &[Evidence]| {
        evidence
            .iter()
            .filter_map(|evidence| Mention::at(evidence, context.documents))
            .collect()
    };
    let place = |code: &str| {
        proposed
            .iter()
            .filter(|(other, _)| other.as_str() == code)
            .map(|(_, rank)| *rank)
            .min()
            .unwrap_or_default()
    };
    ClaimView {
        tables,
        encounter: context.encounter,
        patient: context.patient,
        on: context.on,
        diagnoses: sequenced
            .diagnoses
            .iter()
            .map(|diagnosis| Diagnosis {
                code: &diagnosis.code,
                key: key::pack(diagnosis.code.as_str()).unwrap_or_default(),
                entry: tables.cm(&diagnosis.code),
                poa: diagnosis.poa,
                proposed: place(diagnosis.code.as_str()),
                mentions: mentions(&diagnosis.evidence),
            })
            .collect(),
        procedures: sequenced
            .procedures
            .iter()
            .map(|procedure| Procedure {
                code: &procedure.code,
                modifiers: &procedure.modifiers,
                units: procedure.units,
                mentions: mentions(&procedure.evidence),
            })
            .collect(),
        has_first,
    }
}

/// Adds the review reasons that findings imply.
fn with_review(mut sequenced: Sequenced) -> Sequenced {
    let codes = sequenced
        .diagnoses
        .iter()
        .flat_map(|diagnosis| &diagnosis.findings)
        .chain(sequenced.procedures.iter().flat_map(|p| &p.findings));
    for finding in codes.chain(&sequenced.findings) {
        let is_edit = finding.rule.ends_with("_conflict") || finding.rule.starts_with("mce.");
        if finding.rule.ends_with(".not_verifiable") {
            sequenced.review.push(ReviewReason::NotVerifiable);
        } else if is_edit && finding.severity > FindingSeverity::Info {
            sequenced.review.push(ReviewReason::EditConflict);
        } else if finding.severity == FindingSeverity::Error {
            sequenced.review.push(ReviewReason::RuleError);
        }
    }
    // A missing principal is told by its own reason.
    if sequenced.review.contains(&ReviewReason::NoPrincipal) {
        sequenced.drg = None;
    }
    sequenced.review.sort_unstable();
    sequenced.review.dedup();
    sequenced
}
