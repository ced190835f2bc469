//! One title for all encounters with the same injury.
//!
//! Half of the titles differ from a neighbour only in the encounter (initial,
//! subsequent, sequela; closed, open, with delayed healing). They mean the same
//! to a passage, and would take each other's places among the nearest.

use chartfleet_model::Icd10CmCode;

/// What begins the part of a title that tells of the encounter.
const ENCOUNTERS: [&str; 2] = [", initial encounter", ", subsequent encounter"];
const SEQUELA: &str = ", sequela";
/// Length of a code with a seventh character, and of what stands before it.
const FULL: usize = 8;
const INJURY: usize = 7;

/// Codes in their order, each injury once: by its first code, that of the
/// initial encounter.
pub(super) fn each_once(
    titles: impl Iterator<Item = (Icd10CmCode, String)>,
) -> Vec<(Icd10CmCode, String)> {
    let mut kept: Vec<(Icd10CmCode, String)> = Vec::new();
    for (code, mut title) in titles {
        title.truncate(stem(code.as_str(), &title).len());
        let injury = |code: &Icd10CmCode| code.as_str().get(..INJURY).map(str::to_owned);
        let mut same = kept
            .iter()
            .rev()
            .take_while(|(other, _)| injury(other) == injury(&code));
        let is_known = code.as_str().len() == FULL && same.any(|(_, other)| *other == title);
        if !is_known {
            kept.push((code, title));
        }
    }
    kept
}

/// A title without the encounter.
fn stem<'t>(code: &str, title: &'t str) -> &'t str {
    if code.len() < FULL {
        return title;
    }
    let encounter = ENCOUNTERS.iter().find_map(|words| title.rfind(words));
    let end = encounter.and_then(|at| title.get(..at));
    end.or_else(|| title.strip_suffix(SEQUELA)).unwrap_or(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_injury_is_there_once_and_other_seventh_characters_stay() {
        let rows = [
            ("I10", "Essential (primary) hypertension"),
            (
                "M1A.0110",
                "Idiopathic chronic gout, right shoulder, without tophus (tophi)",
            ),
            (
                "M1A.0111",
                "Idiopathic chronic gout, right shoulder, with tophus (tophi)",
            ),
            (
                "S72.001A",
                "Fracture of neck of right femur, initial encounter for closed fracture",
            ),
            (
                "S72.001D",
                "Fracture of neck of right femur, subsequent encounter for closed fracture",
            ),
            ("S72.001S", "Fracture of neck of right femur, sequela"),
            (
                "S72.002A",
                "Fracture of neck of left femur, initial encounter for closed fracture",
            ),
        ];
        let titles = rows.map(|(code, title)| (code.parse().unwrap(), title.to_owned()));
        let kept = each_once(titles.into_iter());
        let codes: Vec<&str> = kept.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(
            codes,
            ["I10", "M1A.0110", "M1A.0111", "S72.001A", "S72.002A"]
        );
        assert_eq!(kept.last().unwrap().1, "Fracture of neck of left femur");
    }
}
