//! Which codes say more than one that leaves the detail open.
//!
//! "Chronic kidney disease, unspecified" is not coded beside "Chronic kidney
//! disease, stage 3", nor "Type 2 diabetes mellitus without complications"
//! beside one with a complication (Guidelines I.B.2 and I.B.3: the highest
//! degree of specificity documented).

use chartfleet_model::Icd10CmCode;
use rustc_hash::FxHashMap;

use super::terms::CodeId;

/// Shorter beginnings of titles say too little to compare codes by.
const SHORTEST_HEAD: usize = 10;

/// The open codes of the lexicon.
#[derive(Debug, Default)]
pub(super) struct Specificity {
    open: FxHashMap<CodeId, Option<Box<[CodeId]>>>,
}

impl Specificity {
    /// Reads the titles of the codes, which ascend.
    pub(super) fn new<'t>(codes: &[Icd10CmCode], title: impl Fn(&str) -> Option<&'t str>) -> Self {
        let title = |code: &Icd10CmCode| title(code.as_str()).unwrap_or_default();
        let mut open = FxHashMap::default();
        for (at, code) in codes.iter().enumerate() {
            let head = head(title(code));
            if head.is_none() && !title(code).contains("nspecified") {
                continue;
            }
            let category = code.as_str().get(..3).unwrap_or_default();
            let start = codes.partition_point(|other| other.as_str() < category);
            let more: Option<Box<[CodeId]>> = head.map(|head| {
                let others = codes.iter().enumerate().skip(start);
                others
                    .take_while(|(_, other)| other.as_str().starts_with(category))
                    .filter(|(other, code)| *other != at && title(code).starts_with(head))
                    .map(|(other, _)| CodeId::new(other))
                    .collect()
            });
            open.insert(CodeId::new(at), more);
        }
        Self { open }
    }

    /// Whether `other` says more than `code`.
    pub(super) fn surpasses(
        &self,
        (other_id, other): (CodeId, &Icd10CmCode),
        (id, code): (CodeId, &Icd10CmCode),
    ) -> bool {
        let Some(more) = self.open.get(&id) else {
            return false;
        };
        let subcategory = code.as_str().get(..5);
        let nearby = !self.open.contains_key(&other_id)
            && subcategory.is_some()
            && subcategory == other.as_str().get(..5);
        let by_title = more.as_ref().is_some_and(|more| more.contains(&other_id));
        other_id != id && (nearby || by_title)
    }
}

/// What an open title shares with those that say more.
fn head(title: &str) -> Option<&str> {
    let head = title
        .strip_suffix(", unspecified")
        .or_else(|| title.strip_suffix(" without complications"))?;
    (head.len() >= SHORTEST_HEAD).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_code_is_surpassed_by_the_detail_and_not_the_other_way_round() {
        let titles = [
            ("E11.65", "Type 2 diabetes mellitus with hyperglycemia"),
            ("E11.9", "Type 2 diabetes mellitus without complications"),
            ("R10.13", "Epigastric pain"),
            ("R10.9", "Unspecified abdominal pain"),
            ("R51", "Headache"),
            ("R52", "Pain, unspecified"),
        ];
        let codes: Vec<Icd10CmCode> = titles
            .iter()
            .map(|(code, _)| code.parse().unwrap())
            .collect();
        let title = |code: &str| {
            titles
                .iter()
                .find(|(known, _)| *known == code)
                .map(|(_, title)| *title)
        };
        let specificity = Specificity::new(&codes, title);
        let at = |n: usize| (CodeId::new(n), &codes[n]);
        assert!(specificity.surpasses(at(0), at(1)));
        assert!(!specificity.surpasses(at(1), at(0)));
        assert!(!specificity.surpasses(at(2), at(3)));
        assert!(!specificity.surpasses(at(4), at(5)));
    }
}
