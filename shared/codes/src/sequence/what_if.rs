//! What the claim's DRG would be under other documentation: codes taken out,
//! others put in, the first place decided anew.
//!
//! It prices a query for the specialist's worklist and changes nothing of the
//! claim. The order is made as for the claim itself; rules and the editor are
//! left out, so that an answer costs one grouping. A code put in is taken as
//! present on admission unless one that it replaces says otherwise.

use chartfleet_model::{
    ClaimDiagnosis, ClaimProcedure, Code, Confidence, DischargeStatus, DrgValue, Icd10CmCode, Poa,
    Severity, Signals,
};

use super::befores_and_first;
use super::{CheckedSuggestion, ClaimContext, Claimed, merge, split, view};
use crate::error::CodesError;
use crate::grouper::{GroupClaim, GroupDiagnosis, GroupResult, GrouperVersion, OLDEST};
use crate::payment::Prices;
use crate::tables::CodeTables;

/// A grouped claim of which it is asked what other documentation would change.
pub struct WhatIf<'a> {
    tables: &'a CodeTables,
    context: &'a ClaimContext<'a>,
    prices: Prices<'a>,
    version: GrouperVersion,
    age: u8,
    suggestions: Vec<CheckedSuggestion>,
    drg: u16,
}

/// The claim under other documentation.
#[derive(Clone, Debug, PartialEq)]
pub struct Otherwise {
    /// The level that the first code put in would have.
    pub severity: Severity,
    /// The DRG.
    pub drg: DrgValue,
    /// The relative weight that the claim would gain.
    pub weight_change: Option<f64>,
    /// The same at the facility's base rate.
    pub payment_change_cents: Option<i64>,
}

impl<'a> WhatIf<'a> {
    /// Takes a claim as it was sequenced. `None` for what has no DRG: other
    /// settings, and claims that lack what the grouper needs.
    #[must_use]
    pub fn of(
        tables: &'a CodeTables,
        context: &'a ClaimContext<'a>,
        claim: (&[ClaimDiagnosis], &[ClaimProcedure]),
        drg: u16,
    ) -> Option<Self> {
        let inpatient = context.encounter.class.is_inpatient();
        let age = context.patient.age.filter(|&age| age <= OLDEST)?;
        let version = GrouperVersion::for_discharge(context.on).ok()?;
        let (diagnoses, procedures) = claim;
        let diagnoses = diagnoses.iter().map(of_diagnosis);
        let procedures = procedures
            .iter()
            .map(|procedure| suggestion(procedure.code.clone()));
        let mut suggestions: Vec<CheckedSuggestion> = diagnoses.chain(procedures).collect();
        for (rank, suggestion) in suggestions.iter_mut().enumerate() {
            suggestion.rank = rank;
        }
        inpatient.then(|| Self {
            tables,
            context,
            prices: Prices::new(tables, context.on, context.base_rate),
            version,
            age,
            suggestions,
            drg,
        })
    }

    /// The claim's DRG as it stands.
    #[must_use]
    pub fn now(&self) -> DrgValue {
        self.prices.value(self.drg, self.version)
    }

    /// The claim with the codes of `with` in place of those of `replace`.
    /// `None` where that would not group.
    ///
    /// # Errors
    /// Where the grouper gives no readable answer.
    pub fn instead(
        &self,
        replace: &[Icd10CmCode],
        with: &[Icd10CmCode],
    ) -> Result<Option<Otherwise>, CodesError> {
        let Some(claim) = self.claim(replace, with) else {
            return Ok(None);
        };
        let result = self.tables.grouper().group(&claim)?;
        if !result.is_grouped() {
            return Ok(None);
        }
        let prices = &self.prices;
        Ok(Some(Otherwise {
            severity: with
                .first()
                .map_or(Severity::None, |code| level(&result, code)),
            weight_change: prices.more_weight(result.drg, self.drg),
            payment_change_cents: prices.more_cents(result.drg, self.drg),
            drg: prices.value(result.drg, result.version),
        }))
    }

    /// `None` where no diagnosis may stand first.
    fn claim(&self, replace: &[Icd10CmCode], with: &[Icd10CmCode]) -> Option<GroupClaim> {
        let goes = |s: &&CheckedSuggestion| matches!(&s.code, Code::Icd10Cm(code) if replace.contains(code));
        let replaced = self.suggestions.iter().find(goes);
        let rank = replaced.map_or(usize::MAX, |suggestion| suggestion.rank);
        let poa = replaced.map_or(Some(Poa::Y), |suggestion| suggestion.poa);
        let kept = self.suggestions.iter().filter(|s| !goes(s)).cloned();
        let put_in = with.iter().map(|code| CheckedSuggestion {
            rank,
            poa,
            ..suggestion(Code::Icd10Cm(code.clone()))
        });
        let (merged, _) = merge::merge(kept.chain(put_in).collect());
        let (mut drafts, procedures) = split(self.tables, merged);
        view::read_documentation(self.context, &mut drafts);
        let (_, choice) = befores_and_first(&drafts, &procedures, self.context);
        let first = choice.chosen?;
        let claimed = Claimed::of(&drafts, &procedures);
        let mut diagnoses: Vec<GroupDiagnosis> = drafts
            .iter()
            .map(|draft| GroupDiagnosis {
                code: draft.code.clone(),
                poa: draft.suggestion.poa,
            })
            .collect();
        let pdx = diagnoses.remove(first);
        let encounter = self.context.encounter;
        Some(GroupClaim {
            version: self.version,
            age: self.age,
            sex: self.context.patient.sex,
            discharge_status: encounter.discharge_status.unwrap_or(DischargeStatus::HOME),
            pdx,
            sdx: diagnoses,
            procedures: claimed.procedures,
        })
    }
}

/// The level of a code as a secondary diagnosis; none where it stands first.
fn level(result: &GroupResult, code: &Icd10CmCode) -> Severity {
    let found = result.sdx.iter().find(|diagnosis| diagnosis.code == *code);
    found.map_or(Severity::None, |diagnosis| diagnosis.severity)
}

fn of_diagnosis(diagnosis: &ClaimDiagnosis) -> CheckedSuggestion {
    CheckedSuggestion {
        confidence: diagnosis.confidence,
        poa: diagnosis.poa,
        evidence: diagnosis.evidence.clone(),
        ..suggestion(Code::Icd10Cm(diagnosis.code.clone()))
    }
}

/// A code as if suggested, with nothing to show for it.
fn suggestion(code: Code) -> CheckedSuggestion {
    CheckedSuggestion {
        code,
        confidence: Confidence::High,
        poa: None,
        evidence: Vec::new(),
        reason: String::new(),
        findings: Vec::new(),
        rank: 0,
        modifiers: Vec::new(),
        units: 1,
        signals: Signals::default(),
    }
}
