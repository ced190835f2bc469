//! Reading a model's answer into closed types.
//!
//! Strict: the answer is one JSON object with a list `suggestions`; an element
//! counts only with all its fields, each of its closed set. What cannot be
//! read is counted, never guessed and never dropped in silence. Fields that
//! are not asked for are ignored.

use std::borrow::Cow;
use std::num::NonZeroU16;

use chartfleet_model::{CodeSystem, Confidence, Poa};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// Modifiers of one service: a claim line has no room for more.
const MAX_MODIFIERS: usize = 4;

/// One suggestion as the model wrote it: nothing in it is checked yet.
#[derive(Deserialize)]
pub struct Suggestion<'a> {
    /// The code system.
    pub system: CodeSystem,
    /// The code, any text.
    #[serde(borrow)]
    pub code: Cow<'a, str>,
    /// The quote, any text.
    #[serde(borrow)]
    pub evidence: Cow<'a, str>,
    /// How sure the model says it is.
    pub confidence: Confidence,
    /// Why.
    #[serde(borrow, default)]
    pub reason: Cow<'a, str>,
    /// Present on admission.
    #[serde(default)]
    pub poa: Option<Poa>,
    /// CPT and HCPCS modifiers, in capitals.
    #[serde(default, deserialize_with = "modifiers")]
    pub modifiers: Vec<String>,
    /// Units of service, at least 1.
    #[serde(default)]
    pub units: Option<NonZeroU16>,
}

/// At most four, each of two letters or digits.
fn modifiers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let mut modifiers = Vec::<String>::deserialize(deserializer)?;
    for modifier in &mut modifiers {
        modifier.make_ascii_uppercase();
    }
    let is_modifier =
        |text: &String| text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphanumeric());
    if modifiers.len() > MAX_MODIFIERS || !modifiers.iter().all(is_modifier) {
        // The text of this error is never shown: it could quote the answer.
        return Err(serde::de::Error::custom("not modifiers"));
    }
    Ok(modifiers)
}

/// Shows what is of a closed set, never what the model wrote.
impl std::fmt::Debug for Suggestion<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Suggestion")
            .field("system", &self.system)
            .field("confidence", &self.confidence)
            .field("poa", &self.poa)
            .finish_non_exhaustive()
    }
}

/// What could be read of an answer.
#[derive(Debug, Default)]
pub struct Answer<'a> {
    /// The suggestions, in the model's order.
    pub suggestions: Vec<Suggestion<'a>>,
    /// Elements that could not be read.
    pub unreadable: usize,
    /// Elements beyond the limit.
    pub surplus: usize,
}

/// Why an answer could not be read, in our words only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerProblem {
    /// Prose, a code fence, JSON that is cut or malformed.
    #[error("it was not one JSON object")]
    NotJson,
    /// JSON, but not an object with the list.
    #[error("it had no list named suggestions")]
    NoList,
    /// Not one element has all fields with allowed values.
    #[error("no suggestion had all fields with allowed values")]
    NothingReadable,
    /// Some elements lack a field or have a value that is not allowed.
    #[error("some suggestions lacked a field or had a value that is not allowed")]
    PartlyUnreadable,
}

impl AnswerProblem {
    /// Whether nothing of the answer is of use.
    #[must_use]
    pub const fn is_total(self) -> bool {
        !matches!(self, Self::PartlyUnreadable)
    }
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    suggestions: Vec<&'a RawValue>,
}

/// Reads at most `max` suggestions of an answer.
///
/// # Errors
/// When the answer as a whole has not the form that was asked for.
pub fn parse_answer(text: &str, max: usize) -> Result<Answer<'_>, AnswerProblem> {
    let envelope: Envelope<'_> = serde_json::from_str(text).map_err(|error| {
        if error.is_data() {
            AnswerProblem::NoList
        } else {
            AnswerProblem::NotJson
        }
    })?;
    let mut answer = Answer {
        surplus: envelope.suggestions.len().saturating_sub(max),
        ..Answer::default()
    };
    for element in envelope.suggestions.into_iter().take(max) {
        match serde_json::from_str(element.get()) {
            Ok(suggestion) => answer.suggestions.push(suggestion),
            Err(_) => answer.unreadable += 1,
        }
    }
    if answer.suggestions.is_empty() && answer.unreadable > 0 {
        return Err(AnswerProblem::NothingReadable);
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: &str = r#"{"system":"icd10cm","code":"I10","evidence":"high \"pressure\"","confidence":"high","reason":"r","poa":"Y"}"#;

    fn list(elements: &[&str]) -> String {
        format!(r#"{{"suggestions":[{}]}}"#, elements.join(","))
    }

    #[test]
    fn a_complete_answer_is_read_in_order() {
        let text = list(&[
            GOOD,
            &GOOD.replace("I10", "J18.9").replace(r#","poa":"Y""#, ""),
        ]);
        let answer = parse_answer(&text, 10).unwrap();
        assert_eq!(answer.suggestions.len(), 2);
        assert_eq!(answer.suggestions[0].evidence, "high \"pressure\"");
        assert_eq!(answer.suggestions[0].poa, Some(Poa::Y));
        assert_eq!(answer.suggestions[1].poa, None);
        assert!(matches!(answer.suggestions[1].code, Cow::Borrowed("J18.9")));
    }

    #[test]
    fn modifiers_and_units_are_of_their_closed_form_or_the_element_is_unreadable() {
        let with = |fields: &str| GOOD.replace(r#""poa":"Y""#, fields);
        let text = list(&[&with(r#""modifiers":["rt","59"],"units":2"#)]);
        let answer = parse_answer(&text, 10).unwrap();
        assert_eq!(answer.suggestions[0].modifiers, ["RT", "59"]);
        assert_eq!(answer.suggestions[0].units.map(NonZeroU16::get), Some(2));
        for bad in [
            r#""modifiers":["R"]"#,
            r#""modifiers":["RT","LT","50","59","XU"]"#,
            r#""modifiers":"RT""#,
            r#""modifiers":["é"]"#,
            r#""units":0"#,
            r#""units":-1"#,
            r#""units":1.5"#,
        ] {
            let text = list(&[GOOD, &with(bad)]);
            assert_eq!(parse_answer(&text, 10).unwrap().unreadable, 1, "{bad}");
        }
    }

    #[test]
    fn an_empty_list_is_an_answer() {
        assert!(
            parse_answer(" {\"suggestions\": []}\n", 10)
                .unwrap()
                .suggestions
                .is_empty()
        );
    }

    #[test]
    fn values_outside_their_closed_set_are_counted_and_not_guessed() {
        let bad = [
            GOOD.replace("high\",\"reason", "certain\",\"reason"),
            GOOD.replace("icd10cm", "ICD-10-CM"),
            GOOD.replace(r#""evidence":"high \"pressure\"","#, ""),
            GOOD.replace("\"Y\"", "\"1\""),
            GOOD.replace("\"I10\"", "10"),
            "null".to_owned(),
            GOOD.replace("\"reason\"", "\"code\""),
        ];
        for element in &bad {
            let answer = parse_answer(&list(&[GOOD, element]), 10).map(|a| a.unreadable);
            assert_eq!(answer, Ok(1), "{element}");
            assert_eq!(
                parse_answer(&list(&[element]), 10).err(),
                Some(AnswerProblem::NothingReadable)
            );
        }
    }

    #[test]
    fn elements_beyond_the_limit_are_counted() {
        let text = list(&[GOOD; 5]);
        let answer = parse_answer(&text, 3).unwrap();
        assert_eq!((answer.suggestions.len(), answer.surplus), (3, 2));
    }

    #[test]
    fn prose_fences_cut_json_and_other_json_are_told_apart() {
        let whole = list(&[GOOD]);
        let cut = whole.get(..40).unwrap();
        let fenced = format!("```json\n{}\n```", list(&[GOOD]));
        let trailing = format!("{} That is all.", list(&[GOOD]));
        for text in ["", "Sure! Here are the codes.", cut, &fenced, &trailing] {
            assert_eq!(
                parse_answer(text, 10).err(),
                Some(AnswerProblem::NotJson),
                "{text}"
            );
        }
        for text in ["{}", "[]", "3", r#"{"suggestions":{}}"#, r#"{"codes":[]}"#] {
            assert_eq!(
                parse_answer(text, 10).err(),
                Some(AnswerProblem::NoList),
                "{text}"
            );
        }
    }

    #[test]
    fn debug_output_never_shows_what_the_model_wrote() {
        let text = list(&[GOOD]);
        assert!(!format!("{:?}", parse_answer(&text, 10)).contains("pressure"));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let text = String::from_utf8_lossy(&bytes);
            prop_assert!(parse_answer(&text, 3).is_ok_and(|a| a.suggestions.len() <= 3) || parse_answer(&text, 3).is_err());
        }

        #[test]
        fn no_mutation_of_an_answer_makes_the_reader_panic(at in 0_usize..120, byte in any::<u8>()) {
            let mut bytes = list(&[GOOD]).into_bytes();
            if let Some(slot) = bytes.get_mut(at) { *slot = byte; }
            let text = String::from_utf8_lossy(&bytes);
            prop_assert!(parse_answer(&text, 3).map_or(0, |a| a.suggestions.len()) <= 1);
        }
    }
}
