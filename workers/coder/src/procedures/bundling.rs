//! What is not coded beside what: ICD-10-PCS guidelines for inpatients, NCCI
//! edits and add-on codes for others.

use chartfleet_codes::{CodeTables, ModifierIndicator, NcciSetting};
use chartfleet_model::{Code, EncounterClass};
use jiff::civil::Date;

/// Of codes that the record asserts, those that may stand together.
pub(super) fn keep<'c>(
    tables: &CodeTables,
    class: EncounterClass,
    on: Date,
    codes: &[&'c Code],
) -> Vec<&'c Code> {
    let kept = codes.iter().copied().filter(|code| match code {
        Code::Icd10Pcs(_) => !codes.iter().any(|other| includes(other, code)),
        _ => {
            let setting = NcciSetting::of(class);
            let is_bundled = setting.is_some_and(|setting| {
                let mut others = codes.iter().filter(|other| *other != code);
                others.any(|other| never_beside(tables, setting, (other, code), on))
            });
            !is_bundled && has_primary(tables, code, codes, on)
        }
    });
    kept.collect()
}

/// Whether the edit of a pair forbids the second beside the first, modifier or
/// not.
fn never_beside(
    tables: &CodeTables,
    setting: NcciSetting,
    (column1, column2): (&Code, &Code),
    on: Date,
) -> bool {
    let edit = tables.ptp(setting, column1, column2, on);
    edit.is_some_and(|edit| edit.modifier == ModifierIndicator::NotAllowed)
}

/// An add-on code stands only with a procedure that it is listed with.
fn has_primary(tables: &CodeTables, code: &Code, codes: &[&Code], on: Date) -> bool {
    let Some(add_on) = tables.add_on(code, on) else {
        return true;
    };
    let listed = |other: &&&Code| add_on.primaries.iter().any(|p| p == other.as_str());
    // Contractors tell the primaries of those without a list.
    add_on.primaries.is_empty() || codes.iter().any(|other| listed(&other))
}

/// Whether an inspection is part of another procedure of the same body system
/// by the same approach (B3.11a).
fn includes(other: &Code, code: &Code) -> bool {
    let (other, code) = (other.as_str().as_bytes(), code.as_str().as_bytes());
    let [b'0', system, b'J', _, approach, ..] = code else {
        return false;
    };
    match other {
        // Control of bleeding in the digestive tract names the tract alone.
        [b'0', b'W', b'3', b'P', by, ..] => *system == b'D' && by == approach,
        [b'0', same, operation, _, by, ..] => {
            same == system && by == approach && *operation != b'J'
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use chartfleet_model::CodeSystem;

    use super::*;

    fn pcs(code: &str) -> Code {
        Code::parse(CodeSystem::Icd10Pcs, code).unwrap()
    }

    #[test]
    fn an_inspection_is_part_of_what_was_done_the_same_way() {
        assert!(includes(&pcs("0DB68ZX"), &pcs("0DJ08ZZ")));
        assert!(includes(&pcs("0W3P8ZZ"), &pcs("0DJ08ZZ")));
        assert!(!includes(&pcs("0DB60ZX"), &pcs("0DJ08ZZ")));
        assert!(!includes(&pcs("0TBB8ZX"), &pcs("0DJ08ZZ")));
        assert!(!includes(&pcs("0DJD8ZZ"), &pcs("0DJ08ZZ")));
    }
}
