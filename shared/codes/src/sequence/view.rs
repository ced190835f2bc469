//! The ordered claim as rules see it.

use std::cell::OnceCell;

use chartfleet_model::{Code, Evidence};

use super::{ClaimContext, Draft, Sequenced};
use crate::rules::{ClaimView, Diagnosis, Mention, Procedure, certainty};
use crate::tables::{CodeTables, key};

/// `proposed`: each suggested code with its place in the proposed order.
pub(super) fn of<'c>(
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
                wordings: OnceCell::new(),
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

/// Marks what its own words forbid to code.
pub(super) fn read_documentation(context: &ClaimContext<'_>, drafts: &mut [Draft<'_>]) {
    let inpatient = context.encounter.class.is_inpatient();
    for draft in drafts {
        let evidence = draft.suggestion.evidence.iter();
        let documented = Diagnosis {
            code: &draft.code,
            key: draft.key,
            entry: draft.entry,
            poa: draft.suggestion.poa,
            proposed: draft.suggestion.rank,
            mentions: evidence
                .filter_map(|evidence| Mention::at(evidence, context.documents))
                .collect(),
            wordings: OnceCell::new(),
        };
        draft.not_coded = certainty::is_not_coded(inpatient, &documented);
    }
}
