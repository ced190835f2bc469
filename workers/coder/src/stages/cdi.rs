//! What would a documentation specialist ask the provider?
//!
//! The model only points: at facts, by quotes that must be found, and at a kind
//! of gap, a diagnosis of the claim and a subject, each of a closed set. The
//! query is ours ([`super::queries`]), so that no word of the model reaches a
//! provider. It adds gaps to those of the rules and takes none away.

use std::borrow::Cow;

use chartfleet_model::{Gap, GapKind, Icd10CmCode, Indicator, Stage};
use serde::Deserialize;

use super::{Question, Read, elements, enumeration, filled, place_of, queries, read_list};
use crate::cdi::compliance;
use crate::evidence::QuoteFinder;
use crate::prompt::{self, Candidate};

/// The rule of every gap that the model found.
pub(crate) const RULE: &str = "cdi.model";
/// Gaps read from one answer.
const MOST_GAPS: usize = 6;
/// Facts read for one gap.
const MOST_INDICATORS: usize = 4;
/// In place of a code, where nothing is documented.
const NO_CODE: &str = "none";

const RESPONSE_FORMAT: &str = r#"
{"type":"json_schema","json_schema":{"name":"gaps","strict":true,"schema":{
  "type":"object",
  "properties":{
    "gaps":{"type":"array","maxItems":{most},"items":{
      "type":"object",
      "properties":{
        "indicators":{"type":"array","minItems":1,"maxItems":4,"items":{"type":"string","pattern":"^[ !#-\\[\\]-~]{3,240}$"}},
        "kind":{"type":"string","enum":{kinds}},
        "code":{"type":"string","enum":{codes}},
        "about":{"type":"string","enum":{abouts}}
      },
      "required":["indicators","kind","code","about"],
      "additionalProperties":false
    }}
  },
  "required":["gaps"],
  "additionalProperties":false
}}}
"#;

/// The kinds that the model may point at; the others are for rules alone.
const KINDS: [GapKind; 9] = [
    GapKind::Organism,
    GapKind::Acuity,
    GapKind::Laterality,
    GapKind::CausalLink,
    GapKind::Stage,
    GapKind::Type,
    GapKind::Undocumented,
    GapKind::ClinicalValidity,
    GapKind::Conflict,
];

/// A gap as the model sees it. No `Debug`: it holds its words.
pub(crate) struct Pointer {
    kind: GapKind,
    /// Its place among the diagnoses, where one is in question.
    place: Option<usize>,
    about: queries::About,
    quotes: Vec<String>,
}

#[derive(Deserialize)]
struct Element<'a> {
    #[serde(borrow)]
    indicators: Vec<Cow<'a, str>>,
    kind: GapKind,
    #[serde(borrow)]
    code: Cow<'a, str>,
    about: queries::About,
}

/// The question about a claim of these diagnoses.
pub(crate) fn question(asked: &[Candidate]) -> Question<'static> {
    let codes = asked.iter().map(|candidate| candidate.code.as_str());
    let format = filled(
        RESPONSE_FORMAT,
        &[
            ("{most}", &MOST_GAPS.to_string()),
            ("{kinds}", &enumeration(KINDS.map(GapKind::as_str))),
            ("{codes}", &enumeration(codes.chain([NO_CODE]))),
            ("{abouts}", &enumeration(queries::About::names())),
        ],
    );
    Question {
        stage: Stage::Cdi,
        text: prompt::question(Stage::Cdi, asked),
        format: Cow::Owned(format),
        most: MOST_GAPS,
    }
}

/// The gaps of an answer that are about what was asked.
pub(crate) fn read(text: &str, asked: &[Candidate]) -> Read<Vec<Pointer>> {
    let elements = match elements(text, "gaps", MOST_GAPS) {
        Ok(elements) => elements,
        Err(fault) => return Read::none(fault),
    };
    read_list(elements, |element: Element<'_>| {
        let place = place_of(asked, &element.code);
        let quotes = element.indicators.into_iter().take(MOST_INDICATORS);
        let about_known = place.is_some() || element.code == NO_CODE;
        let fits = (element.kind == GapKind::Undocumented) == place.is_none();
        (about_known && fits && KINDS.contains(&element.kind)).then(|| Pointer {
            kind: element.kind,
            place,
            about: element.about,
            quotes: quotes.map(Cow::into_owned).collect(),
        })
    })
}

/// The gaps whose every indicator stands in a note, that `known` does not hold
/// yet, and that may be sent; each once.
pub(crate) fn believe(
    pointers: &[Pointer],
    asked: &[Candidate],
    finder: &QuoteFinder<'_>,
    known: &[Gap],
) -> Vec<Gap> {
    let mut new: Vec<Gap> = Vec::new();
    for pointer in pointers {
        let Some(gap) = gap(pointer, asked, finder) else {
            continue;
        };
        let is_known = known.iter().chain(&new).any(|other| is_same(other, &gap));
        if !is_known && compliance::faults(&gap).is_empty() {
            new.push(gap);
        }
    }
    new
}

fn gap(pointer: &Pointer, asked: &[Candidate], finder: &QuoteFinder<'_>) -> Option<Gap> {
    let mut spans = pointer
        .quotes
        .iter()
        .map(|quote| finder.find(quote))
        .collect::<Option<Vec<_>>>()?;
    spans.sort_unstable();
    spans.dedup();
    if spans.is_empty() {
        return None;
    }
    let indicators = spans.into_iter().map(|evidence| Indicator {
        label: pointer.about.fact().into(),
        evidence,
    });
    let code: Option<Icd10CmCode> = match pointer.place {
        Some(place) => Some(asked.get(place)?.code.parse().ok()?),
        None => None,
    };
    let query = queries::query(pointer.kind)?;
    Some(Gap {
        kind: pointer.kind,
        rule: RULE.into(),
        topic: queries::topic(pointer.kind, pointer.about).into(),
        source: queries::SOURCE.into(),
        indicators: indicators.collect(),
        question: query.question.into(),
        options: query.options(),
        codes_now: code.into_iter().collect(),
        drg_now: None,
    })
}

/// Whether two gaps ask the same of a provider: about the same diagnosis, or,
/// where there is none, from a fact in common.
fn is_same(a: &Gap, b: &Gap) -> bool {
    if a.kind != b.kind {
        return false;
    }
    if a.codes_now.is_empty() && b.codes_now.is_empty() {
        let shares = |i: &Indicator| b.indicators.iter().any(|j| overlap(i, j));
        return a.topic == b.topic || a.indicators.iter().any(shares);
    }
    a.codes_now.iter().any(|code| b.codes_now.contains(code))
}

const fn overlap(a: &Indicator, b: &Indicator) -> bool {
    let (a, b) = (a.evidence, b.evidence);
    a.document == b.document && a.start < b.end && b.start < a.end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::testing::{asked, chart};
    use chartfleet_model::AnswerFault;

    const NOTE: &str = "Creatinine 2.9 from 0.9. Heart failure, on furosemide.";

    fn element(kind: &str, code: &str, about: &str, quote: &str) -> serde_json::Value {
        json!({"indicators": [quote], "kind": kind, "code": code, "about": about})
    }

    fn found(elements: &[serde_json::Value], known: &mut Vec<Gap>) -> Option<AnswerFault> {
        let asked = asked(&["I50.9"]);
        let read = read(&json!({ "gaps": elements }).to_string(), &asked);
        let chart = chart("inpatient", &[NOTE]);
        let finder = QuoteFinder::new(&chart.documents);
        let new = believe(&read.value.unwrap_or_default(), &asked, &finder, known);
        known.extend(new);
        read.fault
    }

    #[test]
    fn a_gap_is_asked_about_in_our_words_with_its_facts() {
        let mut gaps = Vec::new();
        let fault = found(
            &[
                element("type", "I50.9", "heart", "heart failure, on furosemide"),
                element("undocumented_diagnosis", "none", "kidney", "creatinine 2.9"),
            ],
            &mut gaps,
        );
        assert_eq!((fault, gaps.len()), (None, 2));
        assert_eq!(gaps[0].codes_now[0].as_str(), "I50.9");
        assert!(gaps[1].codes_now.is_empty());
        assert!(
            gaps.iter()
                .all(|gap| gap.rule == RULE && gap.options.len() >= 4)
        );
        assert!(gaps.iter().all(|gap| gap.topic.len() <= 80));
        let evidence = gaps[1].indicators[0].evidence;
        assert_eq!((evidence.start, evidence.end), (0, 14));
    }

    #[test]
    fn facts_that_are_in_no_note_ask_nothing() {
        let mut gaps = Vec::new();
        let mut two = element("type", "I50.9", "heart", "heart failure");
        two["indicators"] = json!(["heart failure", "ejection fraction 20%"]);
        found(&[two], &mut gaps);
        assert!(gaps.is_empty());
    }

    #[test]
    fn what_the_rules_ask_already_is_not_asked_again() {
        let mut gaps = Vec::new();
        let kidney = || element("undocumented_diagnosis", "none", "kidney", "Creatinine 2.9");
        let heart = || element("type", "I50.9", "heart", "Heart failure");
        found(&[kidney(), heart()], &mut gaps);
        for gap in &mut gaps {
            gap.rule = "cdi.rule".into();
            gap.topic = "in other words".into();
        }
        found(&[kidney(), heart(), heart()], &mut gaps);
        assert_eq!(gaps.len(), 2);
        found(
            &[element("acuity", "I50.9", "heart", "Heart failure")],
            &mut gaps,
        );
        assert_eq!(gaps.len(), 3, "another kind is another question");
    }

    #[test]
    fn codes_kinds_and_subjects_outside_their_sets_are_left_out() {
        let quote = "Heart failure";
        for (bad, fault) in [
            (
                element("type", "I10", "heart", quote),
                AnswerFault::OffTopic,
            ),
            (
                element("type", "none", "heart", quote),
                AnswerFault::OffTopic,
            ),
            (
                element("poa", "I50.9", "heart", quote),
                AnswerFault::OffTopic,
            ),
            (
                element("undocumented_diagnosis", "I50.9", "heart", quote),
                AnswerFault::OffTopic,
            ),
            (
                element("money", "I50.9", "heart", quote),
                AnswerFault::WrongShape,
            ),
            (
                element("type", "I50.9", "the DRG", quote),
                AnswerFault::WrongShape,
            ),
        ] {
            let mut gaps = Vec::new();
            assert_eq!(
                found(std::slice::from_ref(&bad), &mut gaps),
                Some(fault),
                "{bad}"
            );
            assert!(gaps.is_empty());
        }
    }

    #[test]
    fn every_query_of_ours_may_be_sent() {
        for kind in KINDS {
            let code = if kind == GapKind::Undocumented {
                "none"
            } else {
                "I50.9"
            };
            let mut gaps = Vec::new();
            found(
                &[element(kind.as_str(), code, "heart", "Heart failure")],
                &mut gaps,
            );
            assert_eq!(gaps.len(), 1, "{kind}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,40}") {
            prop_assert!(read(&text, &asked(&["I10"])).value.is_none());
        }
    }
}
