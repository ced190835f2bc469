//! Codes of visits (evaluation and management), which have modifiers of their
//! own.

use chartfleet_model::Code;

use super::key;

/// Visits by CPT number: eye examinations, then office, hospital, emergency,
/// critical care, nursing facility and home visits.
const CPT: [(&str, &str); 3] = [("92002", "92004"), ("92012", "92014"), ("99202", "99350")];

/// Visits by HCPCS code: hospital clinic and emergency visits, welcome and
/// wellness visits.
const HCPCS: [(&str, &str); 4] = [
    ("G0380", "G0384"),
    ("G0402", "G0402"),
    ("G0438", "G0439"),
    ("G0463", "G0463"),
];

/// Whether a code is a visit.
pub(crate) fn is_visit(code: &Code) -> bool {
    let ranges: &[(&str, &str)] = match code {
        Code::Cpt(_) => &CPT,
        Code::Hcpcs(_) => &HCPCS,
        Code::Icd10Cm(_) | Code::Icd10Pcs(_) => &[],
    };
    let key = key::of(code);
    ranges
        .iter()
        .any(|(first, last)| key::parse(first) <= key && key <= key::parse(last))
}

#[cfg(test)]
mod tests {
    use chartfleet_model::CodeSystem;

    use super::*;

    #[test]
    fn visits_are_known_by_their_numbers() {
        let visit = |system, text| is_visit(&Code::parse(system, text).unwrap());
        for code in ["99213", "99285", "99291", "92014"] {
            assert!(visit(CodeSystem::Cpt, code), "{code}");
        }
        for code in ["20610", "99152", "99070", "92015", "0042T"] {
            assert!(!visit(CodeSystem::Cpt, code), "{code}");
        }
        assert!(visit(CodeSystem::Hcpcs, "G0463"));
        assert!(!visit(CodeSystem::Hcpcs, "J0696"));
    }
}
