//! ICD-10-PCS on the claim: where it may be reported, and the multiple
//! procedure, body part and device guidelines that two codes can contradict.
//!
//! The model carries no dates of procedures, so that two codes may be of two
//! operations of one stay: what only that could justify is a warning.
//!
//! Source: ICD-10-PCS Official Guidelines, Section B; 45 CFR 162.1002.

mod bones;
mod grafts;
mod integral;
mod numbers;
mod regions;
mod settings;
mod sides;
mod ventilation;

use chartfleet_model::{Code, FindingSeverity, Icd10PcsCode};

use super::{Check, ClaimView, Rule};

/// The rules of this family.
pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "pcs.on_outpatient_claim",
            severity: FindingSeverity::Error,
            source: "45 CFR 162.1002(c): ICD-10-PCS is for inpatient hospital procedures",
            looks_for: "ICD-10-PCS on a claim that is not an inpatient hospital's",
            remedy: "Report the procedure with CPT or HCPCS.",
        },
        look: settings::on_outpatient_claim,
    },
    Check {
        rule: Rule {
            id: "pcs.cpt_on_inpatient_claim",
            severity: FindingSeverity::Info,
            source: "45 CFR 162.1002(c): inpatient hospital procedures are ICD-10-PCS",
            looks_for: "CPT on an inpatient stay",
            remedy: "Keep the code for the physician's claim; the hospital's has ICD-10-PCS.",
        },
        look: settings::cpt_on_inpatient_claim,
    },
    Check {
        rule: Rule {
            id: "pcs.ventilation_longer_than_stay",
            severity: FindingSeverity::Error,
            source: "ICD-10-PCS section 5, duration: consecutive hours of ventilation",
            looks_for: "ventilation of over 96 consecutive hours in a stay of fewer",
            remedy: "Count the hours, and report the duration that was reached.",
        },
        look: settings::ventilation_longer_than_stay,
    },
    Check {
        rule: Rule {
            id: "pcs.ventilation_hours",
            severity: FindingSeverity::Warning,
            source: "ICD-10-PCS section 5, duration: consecutive hours of ventilation",
            looks_for: "ventilation of a duration other than its documented hours",
            remedy: "Report the duration that holds the documented consecutive hours.",
        },
        look: ventilation::other_hours,
    },
    Check {
        rule: Rule {
            id: "pcs.inspection_with_procedure",
            severity: FindingSeverity::Warning,
            source: "ICD-10-PCS Guidelines B3.11a, B3.11c",
            looks_for: "an inspection with another procedure on the same body part by the same approach",
            remedy: "Drop the inspection, unless it was another operation or had its own objective.",
        },
        look: integral::inspection_with_procedure,
    },
    Check {
        rule: Rule {
            id: "pcs.converted_approach",
            severity: FindingSeverity::Warning,
            source: "ICD-10-PCS Guidelines B3.2d",
            looks_for: "the resection of one organ coded open and by another approach",
            remedy: "Code the open resection, and the attempt as an inspection.",
        },
        look: integral::converted_approach,
    },
    Check {
        rule: Rule {
            id: "pcs.excision_with_resection",
            severity: FindingSeverity::Warning,
            source: "ICD-10-PCS Guidelines B3.8, B3.4b",
            looks_for: "the excision of a part of what was resected whole",
            remedy: "Drop the excision, or give it the qualifier diagnostic if it was a biopsy.",
        },
        look: integral::excision_with_resection,
    },
    Check {
        rule: Rule {
            id: "pcs.resection_for_replacement",
            severity: FindingSeverity::Warning,
            source: "ICD-10-PCS Guidelines B3.18",
            looks_for: "the resection of a joint or heart valve that was replaced",
            remedy: "Drop the resection: it is part of the replacement.",
        },
        look: integral::resection_for_replacement,
    },
    Check {
        rule: Rule {
            id: "pcs.coronary_arteries_split",
            severity: FindingSeverity::Warning,
            source: "ICD-10-PCS Guidelines B4.4, B3.6c",
            looks_for: "one procedure on coronary arteries coded by parts",
            remedy: "Report one code with the number of all arteries treated alike.",
        },
        look: numbers::coronary_arteries_split,
    },
    Check {
        rule: Rule {
            id: "pcs.bilateral_value",
            severity: FindingSeverity::Warning,
            source: "ICD-10-PCS Guidelines B4.3",
            looks_for: "the same procedure on the right and the left where a bilateral value exists",
            remedy: "Report the one code with the bilateral body part.",
        },
        look: numbers::bilateral_value,
    },
    Check {
        rule: Rule {
            id: "pcs.fusion_devices",
            severity: FindingSeverity::Warning,
            source: "ICD-10-PCS Guidelines B3.10c",
            looks_for: "two devices in the fusion of one joint and column",
            remedy: "Report the interbody device; of bone grafts, the autologous.",
        },
        look: bones::fusion_devices,
    },
    Check {
        rule: Rule {
            id: "pcs.cast_with_reposition",
            severity: FindingSeverity::Warning,
            source: "ICD-10-PCS Guidelines B3.15",
            looks_for: "a cast or splint on the limb whose fracture was repositioned",
            remedy: "Drop the cast or splint.",
        },
        look: bones::cast_with_reposition,
    },
    Check {
        rule: Rule {
            id: "pcs.reposition_of_nondisplaced",
            severity: FindingSeverity::Warning,
            source: "ICD-10-PCS Guidelines B3.15",
            looks_for: "reposition of a limb all of whose fractures are nondisplaced",
            remedy: "Code what was done, such as insertion of a fixation device.",
        },
        look: bones::reposition_of_nondisplaced,
    },
    Check {
        rule: Rule {
            id: "pcs.graft_harvest_missing",
            severity: FindingSeverity::Warning,
            source: "ICD-10-PCS Guidelines B3.9",
            looks_for: "a coronary bypass with the patient's own vessel and no harvest of one",
            remedy: "Code the excision of the vein or artery that was taken as graft.",
        },
        look: grafts::graft_harvest_missing,
    },
    Check {
        rule: Rule {
            id: "pcs.side_differs",
            severity: FindingSeverity::Warning,
            source: "ICD-10-PCS Guidelines B4.1; ICD-10-CM Guidelines I.B.13",
            looks_for: "a procedure on one side where all diagnoses of the body part are of the other",
            remedy: "Compare the side of the procedure and of the diagnosis with the chart.",
        },
        look: sides::side_differs,
    },
];

/// Whether an inspection is part of another procedure and is not coded beside
/// it: of the same body part or one within it, by the same approach
/// (Guidelines B3.11a).
#[must_use]
pub fn is_part_of(inspection: &Icd10PcsCode, other: &Icd10PcsCode) -> bool {
    let both = Pcs::new(inspection).zip(Pcs::new(other));
    both.is_some_and(|(inspection, other)| integral::is_inspected_for(&inspection, &other))
}

/// An ICD-10-PCS procedure of the claim by its characters.
#[derive(Clone, Copy)]
struct Pcs<'c> {
    code: &'c Icd10PcsCode,
    section: u8,
    system: u8,
    operation: u8,
    part: u8,
    approach: u8,
    device: u8,
    qualifier: u8,
}

impl<'c> Pcs<'c> {
    fn new(code: &'c Icd10PcsCode) -> Option<Self> {
        let [
            section,
            system,
            operation,
            part,
            approach,
            device,
            qualifier,
        ] = *code.as_str().as_bytes().first_chunk()?;
        Some(Self {
            code,
            section,
            system,
            operation,
            part,
            approach,
            device,
            qualifier,
        })
    }

    /// Whether it is of the medical and surgical section.
    const fn is_surgery(&self) -> bool {
        self.section == b'0'
    }

    /// Whether its qualifier says that it was a biopsy.
    const fn is_diagnostic(&self) -> bool {
        self.qualifier == b'X'
    }

    /// The same code with another character, where it may be billed.
    fn with(&self, claim: &ClaimView<'_>, position: usize, character: u8) -> Option<Icd10PcsCode> {
        let place = position.checked_sub(1)?;
        let other: String = self
            .code
            .as_str()
            .chars()
            .enumerate()
            .map(|(at, old)| {
                if at == place {
                    char::from(character)
                } else {
                    old
                }
            })
            .collect();
        let other = other.parse().ok()?;
        claim.tables.pcs_billable(&other, claim.on).then_some(other)
    }
}

/// The ICD-10-PCS procedures of the claim, in billing order.
fn procedures<'c>(claim: &ClaimView<'c>) -> Vec<Pcs<'c>> {
    let codes = claim
        .procedures
        .iter()
        .filter_map(|procedure| match procedure.code {
            Code::Icd10Pcs(code) => Some(code),
            Code::Icd10Cm(_) | Code::Cpt(_) | Code::Hcpcs(_) => None,
        });
    codes.filter_map(Pcs::new).collect()
}

/// The medical and surgical ones.
fn surgeries<'c>(claim: &ClaimView<'c>) -> Vec<Pcs<'c>> {
    let mut surgeries = procedures(claim);
    surgeries.retain(Pcs::is_surgery);
    surgeries
}

/// Every two of a list, each pair once, the earlier first.
fn pairs<'p, 'c>(list: &'p [Pcs<'c>]) -> impl Iterator<Item = (&'p Pcs<'c>, &'p Pcs<'c>)> {
    let later = |index| list.iter().skip(index + 1);
    list.iter()
        .enumerate()
        .flat_map(move |(index, one)| later(index).map(move |other| (one, other)))
}
