//! In which order do the diagnoses stand?
//!
//! The order is a proposal: the rules of sequencing decide wherever they say
//! anything, and it breaks their ties as the order of the suggestions did.

use std::borrow::Cow;

use chartfleet_codes::CheckedSuggestion;
use chartfleet_model::{AnswerFault, Stage};

use super::{Question, Read, elements, enumeration, filled, place_of, read_list};
use crate::prompt::{self, Candidate};

const RESPONSE_FORMAT: &str = r#"
{"type":"json_schema","json_schema":{"name":"sequence","strict":true,"schema":{
  "type":"object",
  "properties":{"order":{"type":"array","maxItems":{most},"items":{"type":"string","enum":{codes}}}},
  "required":["order"],
  "additionalProperties":false
}}}
"#;

/// The question about these diagnoses.
pub(crate) fn question(asked: &[Candidate]) -> Question<'static> {
    let codes = enumeration(asked.iter().map(|candidate| candidate.code.as_str()));
    let format = filled(
        RESPONSE_FORMAT,
        &[("{most}", &asked.len().to_string()), ("{codes}", &codes)],
    );
    Question {
        stage: Stage::Sequence,
        text: prompt::question(Stage::Sequence, asked),
        format: Cow::Owned(format),
        most: asked.len(),
    }
}

/// The order, as places in `asked`: each at most once, none that was not asked.
pub(crate) fn read(text: &str, asked: &[Candidate]) -> Read<Vec<usize>> {
    let elements = match elements(text, "order", asked.len()) {
        Ok(elements) => elements,
        Err(fault) => return Read::none(fault),
    };
    let mut read = read_list(elements, |code: Cow<'_, str>| place_of(asked, &code));
    if let Some(order) = &mut read.value {
        let mut seen = vec![false; asked.len()];
        order.retain(|&place| match seen.get_mut(place) {
            Some(seen) => !std::mem::replace(seen, true),
            None => false,
        });
        if order.is_empty() {
            return Read::none(read.fault.unwrap_or(AnswerFault::WrongShape));
        }
    }
    read
}

/// Gives the suggestions the places that were proposed. What the proposal does
/// not name follows in the order it had.
pub(crate) fn believe(order: &[usize], asked: &[Candidate], suggestions: &mut [CheckedSuggestion]) {
    let place = |suggestion: &CheckedSuggestion| {
        let named = place_of(asked, suggestion.code.as_str())?;
        order.iter().position(|&place| place == named)
    };
    suggestions
        .sort_by_key(|suggestion| (place(suggestion).unwrap_or(usize::MAX), suggestion.rank));
    for (rank, suggestion) in suggestions.iter_mut().enumerate() {
        suggestion.rank = rank;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{asked, checked};

    #[test]
    fn the_proposed_order_becomes_the_rank_and_the_rest_follows() {
        let asked = asked(&["I10", "E11.9", "J18.9"]);
        let read = read(r#"{"order":["J18.9","I10","J18.9"]}"#, &asked);
        assert_eq!(read.value.as_deref(), Some([2, 0].as_slice()));
        assert_eq!(read.fault, None);
        let mut suggestions = checked(&["I10", "E11.9", "J18.9"]);
        believe(&[2, 0], &asked, &mut suggestions);
        let codes: Vec<_> = suggestions
            .iter()
            .map(|s| (s.code.as_str(), s.rank))
            .collect();
        assert_eq!(codes, [("J18.9", 0), ("I10", 1), ("E11.9", 2)]);
    }

    #[test]
    fn codes_that_were_not_asked_about_are_left_out() {
        let asked = asked(&["I10", "E11.9"]);
        let read = read(r#"{"order":["Z99.9","E11.9"]}"#, &asked);
        assert_eq!(read.value, Some(vec![1]));
        assert_eq!(read.fault, Some(AnswerFault::OffTopic));
        for (text, fault) in [
            (r#"{"order":[]}"#, AnswerFault::WrongShape),
            (r#"{"order":["Z99.9"]}"#, AnswerFault::OffTopic),
            (r#"{"order":[1]}"#, AnswerFault::WrongShape),
            (r#"["I10"]"#, AnswerFault::WrongShape),
            ("I10, E11.9", AnswerFault::NotJson),
        ] {
            let read = super::read(text, &asked);
            assert_eq!((read.value, read.fault), (None, Some(fault)), "{text}");
        }
    }

    #[test]
    fn the_schema_enumerates_the_codes() {
        let question = question(&asked(&["I10", "E11.9"]));
        let format: serde_json::Value = serde_json::from_str(question.format.get()).unwrap();
        let order = &format["json_schema"]["schema"]["properties"]["order"];
        assert_eq!(order["items"]["enum"], serde_json::json!(["I10", "E11.9"]));
        assert_eq!(order["maxItems"], 2);
    }

    proptest! {
        #[test]
        fn whatever_is_answered_every_suggestion_stays_once(order in proptest::collection::vec(0_usize..6, 0..9)) {
            let asked = asked(&["I10", "E11.9", "J18.9"]);
            let mut suggestions = checked(&["J18.9", "I10", "E11.9", "N18.9"]);
            believe(&order, &asked, &mut suggestions);
            let mut ranks: Vec<_> = suggestions.iter().map(|s| s.rank).collect();
            ranks.sort_unstable();
            prop_assert_eq!(ranks, [0, 1, 2, 3]);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,40}") {
            let asked = asked(&["I10"]);
            prop_assert!(read(&text, &asked).value.is_none());
        }
    }
}
