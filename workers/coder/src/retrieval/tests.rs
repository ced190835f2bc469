//! The retriever as a whole, on a handful of wordings.

use std::borrow::Cow;

use chartfleet_codes::{CheckedSuggestion, CodesError, Sequenced};
use chartfleet_model::{AuthorRole, Finding, Patient};

use super::*;
use crate::lexical::tests::lexicon;
use crate::read_chart::ReadChart;
use crate::testing::{FewRules, chart};

fn retriever() -> Retriever {
    Retriever::new(Arc::new(lexicon()))
}

/// The first diagnoses, at most `limit`.
fn search(retriever: &Retriever, chart: &Chart, limit: usize) -> Vec<Found> {
    let on = jiff::civil::date(2026, 5, 1);
    let wanted = Wanted {
        diagnoses: limit,
        procedures: 0,
    };
    retriever.search(chart, on, wanted).candidates
}

fn codes(found: &[Found]) -> Vec<&str> {
    found.iter().map(|found| found.code.as_str()).collect()
}

#[test]
fn what_is_said_comes_first_and_is_told_from_what_is_only_near() {
    let chart = chart("outpatient", &["Moderate persistent asthma."]);
    let found = search(&retriever(), &chart, 10);
    let first = found.first().unwrap();
    assert_eq!(
        (first.code.as_str(), first.rank, first.lexical),
        ("J45.40", 1, true)
    );
    assert!(first.sources.contains(Source::Lexical));
    let sibling = found.iter().find(|f| f.code.as_str() == "J45.909").unwrap();
    assert!(!sibling.lexical && sibling.score < first.score);
}

#[test]
fn a_nursing_note_confirms_and_asserts_nothing() {
    let of = |kinds: &[&str]| {
        let mut chart = chart("inpatient", &vec!["Pneumonia."; kinds.len()]);
        for (document, kind) in chart.documents.iter_mut().zip(kinds) {
            document.kind = serde_json::from_value((*kind).into()).unwrap();
            document.author_role = AuthorRole::Unknown;
        }
        let found = search(&retriever(), &chart, 10).into_iter();
        found
            .map(|found| (found.code.as_str().to_owned(), found.lexical))
            .find(|(code, _)| code == "J18.9")
            .unwrap()
            .1
    };
    assert!(!of(&["nursing_note"]) && !of(&["laboratory"]));
    assert!(of(&["progress_note"]) && of(&["nursing_note", "progress_note"]));
}

#[test]
fn what_a_doctor_writes_stands_before_what_a_result_says() {
    let mut chart = chart("inpatient", &["Hypertension.", "Pneumonia."]);
    let first = chart.documents.first_mut().unwrap();
    first.kind = chartfleet_model::DocumentKind::Laboratory;
    let found = search(&retriever(), &chart, 10);
    let place = |code| {
        codes(&found)
            .iter()
            .position(|found| *found == code)
            .unwrap()
    };
    assert!(place("J18.9") < place("I10"));
}

#[test]
fn a_drug_leads_to_its_disease() {
    let chart = chart("outpatient", &["Home medication: metformin."]);
    let found = search(&retriever(), &chart, 10);
    let diabetes = found.iter().find(|f| f.code.as_str() == "E11.9").unwrap();
    assert!(diabetes.sources.contains(Source::Link) && !diabetes.lexical);
}

#[test]
fn habits_of_the_facility_reorder_and_add_nothing() {
    let chart = chart("outpatient", &["Pneumonia. Hypertension."]);
    let plain = search(&retriever(), &chart, 2);
    let second = plain.get(1).unwrap().code.clone();
    let Code::Icd10Cm(usual) = &second else {
        panic!("a diagnosis code")
    };
    let unsaid: Icd10CmCode = "K80.10".parse().unwrap();
    let counts = vec![(usual.clone(), 9_000), (unsaid, 90_000)];
    let prior = Prior::new([(chart.facility.clone(), counts)]);
    let found = search(&retriever().with_prior(prior), &chart, 50);
    assert_eq!(found.first().map(|found| &found.code), Some(&second));
    assert!(!codes(&found).contains(&"K80.10"));
}

#[test]
fn every_candidate_is_there_once_and_no_more_than_asked_for() {
    let note = "Pneumonia. COPD. Type 2 diabetes. Asthma. Eye pain.";
    let chart = chart("outpatient", &[note, note]);
    let found = search(&retriever(), &chart, 7);
    let mut once = codes(&found);
    once.sort_unstable();
    once.dedup();
    assert_eq!((found.len(), once.len()), (7, 7));
    assert!(found.iter().map(|found| found.rank).eq(1..=7));
}

/// Rules by which pneumonia cannot be.
struct NoPneumonia;

impl Rules for NoPneumonia {
    fn check(&self, code: &Code, on: Date, patient: &Patient) -> Vec<Finding> {
        let stands_for = if code.as_str() == "J18.9" {
            "O80"
        } else {
            "I10"
        };
        FewRules.check(&Code::Icd10Cm(stands_for.parse().unwrap()), on, patient)
    }

    fn sequence(
        &self,
        read: &ReadChart<'_>,
        base_rate: Option<f64>,
        suggestions: Vec<CheckedSuggestion>,
    ) -> Result<Sequenced, CodesError> {
        FewRules.sequence(read, base_rate, suggestions)
    }

    fn title(&self, code: &Code) -> Option<Cow<'_, str>> {
        FewRules.title(code).map(|title| title.into_owned().into())
    }

    fn version(&self) -> &str {
        "none"
    }
}

#[test]
fn what_cannot_be_is_left_out_and_others_take_its_place() {
    let chart = chart("outpatient", &["Pneumonia. Hypertension. Eye pain."]);
    let plain = search(&retriever(), &chart, 3);
    assert!(codes(&plain).contains(&"J18.9"));
    let held = retriever().with_rules(Arc::new(NoPneumonia));
    let found = search(&held, &chart, 2);
    assert!(!codes(&found).contains(&"J18.9"));
    assert_eq!(found.len(), 2);
}

#[tokio::test]
async fn what_is_asserted_is_what_would_be_suggested_alone_offered_or_not() {
    let note =
        "HISTORY OF PRESENT ILLNESS: Pneumonia. Eye pain.\nASSESSMENT: Moderate persistent asthma.";
    let chart = chart("outpatient", &[note]);
    let on = jiff::civil::date(2026, 5, 1);
    let lexicon = lexicon();
    let record = Record::of(&chart);
    let alone = lexicon.suggest_record_on(&record, chart.encounter.class, on);
    let alone: Vec<&str> = alone.iter().map(|found| found.hit.code.as_str()).collect();
    let wanted = Wanted {
        diagnoses: 1,
        procedures: 0,
    };
    let finds = retriever().find(&chart, on, wanted).await.unwrap();
    let asserted: Vec<&str> = finds.asserted.iter().map(Code::as_str).collect();
    assert_eq!(asserted, alone);
    assert_eq!((finds.candidates.len(), finds.dense), (1, None));
    assert!(asserted.len() > 1);
}

#[tokio::test]
async fn a_chart_says_whether_the_search_by_meaning_took_part() {
    let chart = chart("outpatient", &["Pneumonia."]);
    let on = jiff::civil::date(2026, 5, 1);
    for (dense, said) in [(DenseSearch::Off, None), (DenseSearch::Away, Some(false))] {
        let retriever = retriever().with_dense(dense);
        let finds = retriever.find(&chart, on, Wanted::default()).await.unwrap();
        assert_eq!(finds.dense, said);
    }
}
