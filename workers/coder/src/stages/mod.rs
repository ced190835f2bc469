//! What a model is asked about a chart, one file a stage: the question, the
//! schema of its answer, the reading of the answer, and what is believed of it.
//!
//! | stage | asks | believed |
//! |---|---|---|
//! | [`suggest`] | which codes does the record support? | what tables and notes bear out |
//! | [`verify`] | is each of these supported? | a verdict whose quote is found |
//! | [`sequence`] | in which order do they stand? | the order, where no rule decides |
//! | [`cdi`] | what does the record leave open? | a closed kind with found quotes |
//!
//! Invariants:
//! - A question ends the prompt, so that all stages share what comes before.
//! - Answers are read into closed types; what is in no closed set is counted
//!   and not used. A stage after the first is asked about an enumeration of
//!   codes, and can neither bring new ones nor words of its own.

pub(crate) mod cdi;
pub(crate) mod queries;
pub(crate) mod sequence;
pub(crate) mod suggest;
pub(crate) mod verify;

use std::borrow::Cow;

use chartfleet_model::{AnswerFault, Stage};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::prompt::Candidate;

/// What one stage asks. No `Debug`: it holds codes of the chart.
pub(crate) struct Question<'q> {
    /// Who asks.
    pub(crate) stage: Stage,
    /// What stands after the notes.
    pub(crate) text: String,
    /// The answer's `response_format`.
    pub(crate) format: Cow<'q, RawValue>,
    /// The most elements an answer may have.
    pub(crate) most: usize,
}

/// What was read of an answer. A value with a fault is of some use.
pub(crate) struct Read<T> {
    /// What could be used.
    pub(crate) value: Option<T>,
    /// What was wrong.
    pub(crate) fault: Option<AnswerFault>,
}

impl<T> Read<T> {
    /// Nothing of use.
    pub(crate) const fn none(fault: AnswerFault) -> Self {
        Self {
            value: None,
            fault: Some(fault),
        }
    }
}

/// An object with one list, whose elements are read one by one.
pub(crate) struct Elements<'a> {
    /// The elements, at most as many as were asked for.
    pub(crate) list: Vec<&'a RawValue>,
    /// Whether there were more.
    pub(crate) surplus: bool,
}

/// The list `name` of an answer.
pub(crate) fn elements<'a>(
    text: &'a str,
    name: &str,
    most: usize,
) -> Result<Elements<'a>, AnswerFault> {
    let object: std::collections::BTreeMap<Cow<'a, str>, &'a RawValue> = serde_json::from_str(text)
        .map_err(|error| {
            if error.is_data() {
                AnswerFault::WrongShape
            } else {
                AnswerFault::NotJson
            }
        })?;
    let list = object.get(name).ok_or(AnswerFault::WrongShape)?;
    let mut list: Vec<&RawValue> =
        serde_json::from_str(list.get()).map_err(|_| AnswerFault::WrongShape)?;
    let surplus = list.len() > most;
    list.truncate(most);
    Ok(Elements { list, surplus })
}

/// Reads every element into `T`, and `keep` decides which are about what was
/// asked. What was wrong is the worst that was wrong with any.
pub(crate) fn read_list<'a, T: Deserialize<'a>, U>(
    elements: Elements<'a>,
    mut keep: impl FnMut(T) -> Option<U>,
) -> Read<Vec<U>> {
    let (mut kept, mut unreadable, mut off_topic) = (Vec::new(), false, false);
    for element in elements.list {
        match serde_json::from_str(element.get()).map(&mut keep) {
            Ok(Some(one)) => kept.push(one),
            Ok(None) => off_topic = true,
            Err(_) => unreadable = true,
        }
    }
    let fault = match (unreadable, off_topic) {
        (true, _) if kept.is_empty() => return Read::none(AnswerFault::WrongShape),
        (true, _) => Some(AnswerFault::PartlyUnreadable),
        (false, true) => Some(AnswerFault::OffTopic),
        (false, false) => elements.surplus.then_some(AnswerFault::Surplus),
    };
    Read {
        value: Some(kept),
        fault,
    }
}

/// A schema on one line with its blanks filled; `RESPONSE_FORMAT`s have line
/// breaks and indentation for the reader.
pub(crate) fn filled(template: &str, blanks: &[(&str, &str)]) -> Box<RawValue> {
    let mut one_line: String = template.lines().map(str::trim_start).collect();
    for (blank, value) in blanks {
        one_line = one_line.replace(blank, value);
    }
    // JSON whatever fills them: the unit tests of each stage read it.
    RawValue::from_string(one_line).unwrap_or_default()
}

/// The codes as a JSON list, for an enumeration.
pub(crate) fn enumeration<'c>(codes: impl IntoIterator<Item = &'c str>) -> String {
    let codes: Vec<&str> = codes.into_iter().collect();
    // Strings always serialize.
    serde_json::to_string(&codes).unwrap_or_default()
}

/// Which of the codes asked about an answer means.
pub(crate) fn place_of(asked: &[Candidate], code: &str) -> Option<usize> {
    asked.iter().position(|candidate| candidate.code == code)
}
