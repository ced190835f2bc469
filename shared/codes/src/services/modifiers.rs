//! CPT and HCPCS modifiers: which have the form of one, which NCCI accepts as
//! grounds to report a bundled pair, and what the record must show for them.
//!
//! Source: NCCI Policy Manual for Medicare Services, chapter I, section E.
//! Numbers only: what they call for is told in our own words.

/// Modifiers of anatomic sites: eyelids, fingers, toes, coronary arteries,
/// sides.
const ANATOMIC: [&str; 31] = [
    "E1", "E2", "E3", "E4", "FA", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "TA", "T1",
    "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "LT", "RT", "LC", "LD", "RC", "LM", "RI",
];

/// Global surgery and other modifiers that NCCI accepts, and what the record
/// must show for each.
const OTHERS: [(&str, &str); 13] = [
    (
        "24",
        "a visit in a global period for a reason unrelated to the surgery",
    ),
    (
        "25",
        "a significant visit of its own beyond the usual work around the procedure",
    ),
    ("57", "the visit at which major surgery was decided on"),
    (
        "58",
        "a procedure in the global period that was planned, staged or more extensive",
    ),
    (
        "78",
        "an unplanned return to the operating room for a related procedure",
    ),
    (
        "79",
        "a procedure in the global period that is unrelated to the first",
    ),
    ("27", "separate outpatient hospital visits on one day"),
    (
        "59",
        "a different session, site, lesion or injury that no more specific modifier tells",
    ),
    (
        "91",
        "a laboratory test repeated for a further result, not to confirm the first",
    ),
    ("XE", "a separate encounter on the same day"),
    ("XS", "a separate organ or structure"),
    ("XP", "a different practitioner"),
    (
        "XU",
        "an unusual service that does not overlap the usual parts of the main one",
    ),
];

/// Whether text has the form of a modifier.
pub(crate) fn is_well_formed(modifier: &str) -> bool {
    modifier.len() == 2 && modifier.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Whether NCCI accepts it as grounds to report a pair whose edit allows one.
pub(crate) fn is_ncci_associated(modifier: &str) -> bool {
    shows(modifier).is_some()
}

/// Whether it names an anatomic site.
pub(crate) fn is_anatomic(modifier: &str) -> bool {
    one_of(modifier, &ANATOMIC)
}

/// Whether it is one of the more specific forms of 59.
pub(crate) fn is_x(modifier: &str) -> bool {
    one_of(modifier, &["XE", "XP", "XS", "XU"])
}

/// What the record must show for an NCCI-associated modifier.
pub(crate) fn shows(modifier: &str) -> Option<&'static str> {
    if is_anatomic(modifier) {
        return Some("that the services were at different sites");
    }
    OTHERS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(modifier))
        .map(|&(_, shows)| shows)
}

fn one_of(modifier: &str, names: &[&str]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(modifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ncci_accepts_sites_global_surgery_and_distinct_services() {
        for modifier in ["RT", "lt", "F5", "TA", "RI", "25", "59", "XU", "91"] {
            assert!(is_ncci_associated(modifier), "{modifier}");
        }
        for modifier in ["50", "26", "TC", "76", "77", "22", "51", "GA", ""] {
            assert!(!is_ncci_associated(modifier), "{modifier}");
        }
    }

    #[test]
    fn a_modifier_has_two_letters_or_digits() {
        assert!(is_well_formed("59") && is_well_formed("XE"));
        for text in ["", "5", "590", "-5", "5é", "R T"] {
            assert!(!is_well_formed(text), "{text:?}");
        }
    }
}
