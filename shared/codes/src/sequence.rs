//! Makes a claim of checked suggestions: principal or first-listed diagnosis,
//! secondaries in order, procedures, and for inpatients the MS-DRG with what
//! each CC or MCC does to it.
//!
//! The model's order is a proposal; rules decide, and each decision that
//! departs from it is a finding with its guideline section. Payment never
//! influences the choice: the DRG is computed from the sequence, never the
//! sequence from the DRG.
//!
//! Every diagnosis is told why it may stand first or not ([`PrincipalCandidate`]);
//! where two qualify equally, the DRG of both is shown and the order proposed
//! stands.
//!
//! Source: UHDDS; ICD-10-CM Official Guidelines, Sections I.A.13, I.B.5, I.C,
//! II, III and IV; the Medicare Code Editor; the MS-DRG grouper.

mod before;
mod code_first;
mod drg;
mod edits;
mod explained;
mod first;
mod marginal;
mod merge;
mod order;
mod precedence;
mod significance;
mod specificity;
mod told;
mod underlying;
mod view;
mod what_if;

use chartfleet_model::{
    ClaimDiagnosis, ClaimProcedure, Code, Confidence, DiagnosisRole, Document, Drg, Encounter,
    Evidence, Finding, FindingSeverity, Icd10CmCode, Patient, Poa, PrincipalCandidate,
    ReviewReason, Signals,
};
use jiff::civil::Date;

pub(crate) use told::TOLD;
pub use what_if::{Otherwise, WhatIf};

use crate::error::CodesError;
use crate::payment::Prices;
use crate::poa_exempt::is_exempt;
use crate::rules::{self, poa};
use crate::tables::{CmEntry, CodeTables, key};
use before::Befores;
use first::Choice;
use precedence::Circumstances;

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
    /// What speaks for it; handed on to the claim.
    pub signals: Signals,
}

/// The ordered claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Sequenced {
    /// Diagnoses in billing order.
    pub diagnoses: Vec<ClaimDiagnosis>,
    /// Procedures in billing order.
    pub procedures: Vec<ClaimProcedure>,
    /// Every diagnosis as a candidate for the first place, the one chosen
    /// first.
    pub candidates: Vec<PrincipalCandidate>,
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
    /// The code, packed.
    key: u64,
    /// `None` for a code that the tables do not hold.
    entry: Option<CmEntry<'t>>,
    /// Its own words forbid to code it: ruled out, denied, or uncertain outside
    /// an inpatient stay.
    not_coded: bool,
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
    /// Dollars that the facility is paid for a relative weight of 1, where it
    /// is known. It prices the DRG and takes no part in anything else.
    pub base_rate: Option<f64>,
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
    let proposed: Vec<(Code, usize)> = suggestions
        .iter()
        .map(|suggestion| (suggestion.code.clone(), suggestion.rank))
        .collect();
    let inpatient = context.encounter.class.is_inpatient();
    let (merged, repeated) = merge::merge(suggestions);
    let (mut diagnoses, procedures) = split(tables, merged);
    view::read_documentation(context, &mut diagnoses);
    let (befores, choice) = befores_and_first(&diagnoses, &procedures, context);
    let mut findings: Vec<Finding> = choice.finding(&diagnoses).into_iter().collect();
    findings.extend(repeated);
    findings.extend(poa_outside_inpatient(&diagnoses, inpatient));
    let mut candidates = choice.candidates(&diagnoses);
    let runner_up = choice.runner_up(&diagnoses);
    let runner_up = runner_up
        .and_then(|index| diagnoses.get(index))
        .map(|d| d.key);
    if let Some(chosen) = choice.chosen {
        let chosen = diagnoses.remove(chosen);
        diagnoses.insert(0, chosen);
    }
    let has_first = choice.chosen.is_some();
    let asked = drg::Asked {
        tables,
        context,
        prices: Prices::new(tables, context.on, context.base_rate),
        claimed: &Claimed::of(&diagnoses, &procedures),
        runner_up,
    };
    let mut grouped = match (inpatient, has_first) {
        (true, true) => drg::group(&asked)?,
        (true, false) => drg::Grouped {
            findings: drg::edits_of_refused(&asked)?,
            ..drg::Grouped::default()
        },
        (false, _) => drg::Grouped::default(),
    };
    findings.extend(two_qualify(&mut candidates, &mut grouped, runner_up));
    findings.append(&mut grouped.findings);
    let mut review = std::mem::take(&mut grouped.review);
    if !has_first && !diagnoses.is_empty() {
        review.push(ReviewReason::NoPrincipal);
    }
    let places = order::diagnoses(&diagnoses, &befores, &grouped.levels, has_first);
    let mut sequenced = Sequenced {
        diagnoses: claim_diagnoses(diagnoses, &places, grouped.levels, (inpatient, has_first)),
        procedures: order::procedures(tables, procedures, inpatient),
        candidates,
        drg: grouped.drg,
        findings,
        review,
    };
    let view = view::of(tables, context, &sequenced, &proposed, has_first);
    let found = rules::look(&view);
    sequenced.findings.extend(found);
    without_needless_poa(tables, &mut sequenced.diagnoses);
    Ok(with_review(sequenced))
}

/// Exempt diagnoses are billed without an indicator; the rules have told which
/// came with one.
fn without_needless_poa(tables: &CodeTables, diagnoses: &mut [ClaimDiagnosis]) {
    for diagnosis in diagnoses {
        let exempt = key::pack(diagnosis.code.as_str())
            .is_some_and(|key| is_exempt(tables, key) == Some(true));
        diagnosis.poa = diagnosis.poa.filter(|_| !exempt);
    }
}

/// What stands before what, and which diagnosis stands first.
fn befores_and_first(
    diagnoses: &[Draft<'_>],
    procedures: &[CheckedSuggestion],
    context: &ClaimContext<'_>,
) -> (Befores, Choice) {
    let inpatient = context.encounter.class.is_inpatient();
    let circumstances = Circumstances {
        inpatient,
        tissue_removed: order::removes_tissue(procedures),
    };
    let befores = Befores::of(diagnoses, circumstances);
    let choice = Choice::of(diagnoses, &befores, inpatient, context.on);
    (befores, choice)
}

/// Says what the DRG is with the diagnosis chosen and with the one that
/// qualifies equally.
fn two_qualify(
    candidates: &mut [PrincipalCandidate],
    grouped: &mut drg::Grouped,
    runner_up: Option<u64>,
) -> Option<Finding> {
    let (chosen, others) = candidates.split_first_mut()?;
    chosen.drg = grouped.chosen.take();
    let is_runner_up =
        |other: &&mut PrincipalCandidate| key::pack(other.code.as_str()) == runner_up;
    let other = others.iter_mut().find(is_runner_up)?;
    other.drg = Some(grouped.runner_up.take()?);
    let drg = |candidate: &PrincipalCandidate| candidate.drg.as_ref().map_or(0, |drg| drg.drg);
    let message = format!(
        "{} (DRG {:03}) and {} (DRG {:03}) equally meet the definition of the principal \
         diagnosis; the proposed order put {} first",
        chosen.code,
        drg(chosen),
        other.code,
        drg(other),
        chosen.code,
    );
    let codes = [&chosen.code, &other.code];
    Some(told::TWO_QUALIFY.finding(message).about(codes))
}

/// Indicators on a claim that carries none.
fn poa_outside_inpatient(drafts: &[Draft<'_>], inpatient: bool) -> Option<Finding> {
    let indicated = drafts.iter().filter(|draft| draft.suggestion.poa.is_some());
    let codes: Vec<&Icd10CmCode> = indicated.map(|draft| &draft.code).collect();
    if inpatient || codes.is_empty() {
        return None;
    }
    let message = "present-on-admission indicators are left out: only inpatient claims carry them";
    Some(poa::NOT_INPATIENT.finding(message).about(codes))
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
                key: key::pack(code.as_str()).unwrap_or_default(),
                entry: tables.cm(code),
                suggestion,
                not_coded: false,
            }),
            Code::Icd10Pcs(_) | Code::Cpt(_) | Code::Hcpcs(_) => procedures.push(suggestion),
        }
    }
    (diagnoses, procedures)
}

fn claim_diagnoses(
    drafts: Vec<Draft<'_>>,
    places: &[usize],
    mut levels: Vec<drg::Level>,
    (inpatient, has_first): (bool, bool),
) -> Vec<ClaimDiagnosis> {
    levels.resize(drafts.len(), drg::Level::default());
    let mut claimed: Vec<_> = drafts
        .into_iter()
        .zip(levels)
        .enumerate()
        .map(|(index, (draft, level))| {
            let role = match (has_first && index == 0, inpatient) {
                (true, true) => DiagnosisRole::Principal,
                (true, false) => DiagnosisRole::FirstListed,
                (false, _) => DiagnosisRole::Secondary,
            };
            Some(claim_diagnosis(draft, role, level, inpatient))
        })
        .collect();
    places
        .iter()
        .filter_map(|&index| claimed.get_mut(index)?.take())
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
        signals: suggestion.signals,
        probability: None,
        poa: suggestion.poa.filter(|_| inpatient),
        severity: level.severity,
        excluded_by_pdx: level.excluded_by_pdx,
        drives_drg: level.drives_drg,
        drg_without: level.drg_without,
        weight_at_stake: level.weight_at_stake,
        payment_at_stake_cents: level.payment_at_stake_cents,
        drg_if: level.drg_if,
        hospital_acquired: level.hospital_acquired,
        evidence: suggestion.evidence,
        reason: suggestion.reason,
        findings: suggestion.findings,
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
