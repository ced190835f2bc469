//! The order of secondary diagnoses and of procedures.

use std::borrow::Cow;
use std::cmp::Reverse;

use chartfleet_model::{ClaimProcedure, Code, Severity};

use super::before::Befores;
use super::drg::Level;
use super::significance::{self, Significance};
use super::{CheckedSuggestion, Draft};
use crate::tables::CodeTables;

/// Places in billing order: the first diagnosis, then MCCs, CCs and the rest,
/// each by significance and then in the proposed order; but nothing before
/// what must precede it. External causes stand last, whatever their level.
pub(super) fn diagnoses(
    drafts: &[Draft<'_>],
    befores: &Befores,
    levels: &[Level],
    has_first: bool,
) -> Vec<usize> {
    let level = |index: usize| levels.get(index).map_or(Severity::None, |l| l.severity);
    let mut wanted: Vec<usize> = (0..drafts.len()).collect();
    wanted.sort_by_key(|&index| {
        let first = has_first && index == 0;
        let class = drafts
            .get(index)
            .map_or(Significance::Disease, |draft| significance::of(draft.key));
        let external = class >= Significance::ExternalCause;
        (!first, external, Reverse(level(index)), class)
    });
    let mut order = Order {
        drafts,
        befores,
        placed: vec![false; drafts.len()],
        places: Vec::with_capacity(drafts.len()),
        has_first,
    };
    for index in wanted {
        order.place(index);
    }
    order.places
}

struct Order<'d, 't> {
    drafts: &'d [Draft<'t>],
    befores: &'d Befores,
    placed: Vec<bool>,
    places: Vec<usize>,
    has_first: bool,
}

impl Order<'_, '_> {
    fn place(&mut self, index: usize) {
        match self.placed.get_mut(index) {
            // Marked before what precedes it is placed: two codes that name
            // each other do not loop.
            Some(placed) if !*placed => *placed = true,
            _ => return,
        }
        // The first diagnosis is settled; nothing is drawn before it.
        let settled = self.has_first && self.places.is_empty();
        let key = self.drafts.get(index).map(|draft| draft.key);
        if let Some(key) = key.filter(|_| !settled) {
            let befores = self.befores;
            for (before, _) in befores.before(key) {
                if let Some(place) = self.drafts.iter().position(|d| d.key == before) {
                    self.place(place);
                }
            }
        }
        self.places.push(index);
    }
}

/// Procedures by what they are for, definitive ones before diagnostic, each in the model's order; on
/// an inpatient claim ICD-10-PCS before other systems. The first is the
/// principal procedure (UHDDS: definitive treatment rather than diagnosis).
pub(super) fn procedures(
    tables: &CodeTables,
    suggestions: Vec<CheckedSuggestion>,
    inpatient: bool,
) -> Vec<ClaimProcedure> {
    let mut ordered = suggestions;
    ordered.sort_by_key(|suggestion| {
        let other_system = inpatient && !matches!(suggestion.code, Code::Icd10Pcs(_));
        (other_system, purpose(&suggestion.code))
    });
    ordered
        .into_iter()
        .enumerate()
        .map(|(index, suggestion)| ClaimProcedure {
            title: tables.title(&suggestion.code).map(Cow::into_owned),
            code: suggestion.code,
            principal: index == 0,
            modifiers: suggestion.modifiers,
            units: suggestion.units,
            signals: suggestion.signals,
            probability: None,
            confidence: suggestion.confidence,
            evidence: suggestion.evidence,
            reason: suggestion.reason,
            findings: suggestion.findings,
        })
        .collect()
}

/// Whether a procedure excises, resects or destroys tissue, other than for a
/// biopsy (ICD-10-PCS).
pub(super) fn removes_tissue(procedures: &[CheckedSuggestion]) -> bool {
    procedures.iter().any(|procedure| {
        let Code::Icd10Pcs(code) = &procedure.code else {
            return false;
        };
        match code.as_str().as_bytes() {
            [b'0', _, b'5' | b'B' | b'T', .., qualifier] => *qualifier != b'X',
            _ => false,
        }
    })
}

/// What a procedure is for, the principal one's first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Purpose {
    /// Definitive treatment: surgery, obstetrics, new technology.
    Treatment,
    /// Assistance or performance of a function: ventilation, cardioversion.
    Support,
    /// The way in for others: an endotracheal airway, a catheter in a vessel.
    Access,
    /// Diagnostic or ancillary: every other section, inspection (`J`), the
    /// qualifier diagnostic (`X`) of a biopsy.
    Ancillary,
}

/// What a procedure is for, as the characters of ICD-10-PCS say; codes of
/// other systems say nothing.
fn purpose(code: &Code) -> Purpose {
    let Code::Icd10Pcs(code) = code else {
        return Purpose::Treatment;
    };
    match code.as_str().as_bytes() {
        [b'0', _, b'J', ..] | [b'0', .., b'X'] => Purpose::Ancillary,
        [b'0', b'B', b'H', b'1', _, b'E', _] | [b'0', b'2' | b'5' | b'6', b'H', _, _, b'3', _] => {
            Purpose::Access
        }
        [b'0' | b'1' | b'X', ..] | [] => Purpose::Treatment,
        [b'5', ..] => Purpose::Support,
        _ => Purpose::Ancillary,
    }
}

#[cfg(test)]
mod tests {
    use chartfleet_model::CodeSystem;

    use super::*;

    #[test]
    fn imaging_inspection_biopsy_and_transfusion_come_after_treatment() {
        for (code, is) in [
            ("0FT44ZZ", Purpose::Treatment),
            ("10D00Z1", Purpose::Treatment),
            ("0BH17DZ", Purpose::Treatment),
            ("5A1945Z", Purpose::Support),
            ("0BH17EZ", Purpose::Access),
            ("02HV33Z", Purpose::Access),
            ("BF101ZZ", Purpose::Ancillary),
            ("0DJ08ZZ", Purpose::Ancillary),
            ("0DB68ZX", Purpose::Ancillary),
            ("30233N1", Purpose::Ancillary),
        ] {
            let code = Code::parse(CodeSystem::Icd10Pcs, code).unwrap();
            assert_eq!(purpose(&code), is, "{code}");
        }
        assert!(Purpose::Treatment < Purpose::Support && Purpose::Access < Purpose::Ancillary);
    }
}
