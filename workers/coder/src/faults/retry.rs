//! How a second question differs from a first whose answer was of no use. As
//! data: the same question in the same way would get the same answer, at
//! temperature 0.

use chartfleet_model::AnswerFault;

/// What changes in the second question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Adjustment {
    /// The sampling temperature.
    pub(crate) temperature: f32,
    /// How much a token counts less each time it is used; 0 for not at all.
    pub(crate) frequency_penalty: f32,
    /// How much longer the answer may be.
    pub(crate) tokens_factor: u32,
    /// What was wrong, as the repair prompt says it; nothing where the prompt
    /// stays as it is, so that all of it is cached.
    pub(crate) repair: Option<&'static str>,
}

const SAME: Adjustment = Adjustment {
    temperature: 0.0,
    frequency_penalty: 0.0,
    tokens_factor: 1,
    repair: None,
};

/// How to ask again after an answer with this fault as its worst; `None` where
/// the answer is used as it is.
///
/// Only a cut gets more tokens: more for a loop would be more of the loop. The
/// penalty is small, because it also counts the names of the fields.
pub(crate) const fn retry_differently(fault: AnswerFault) -> Option<Adjustment> {
    let (temperature, frequency_penalty, repair) = match fault {
        AnswerFault::CutOff => {
            return Some(Adjustment {
                tokens_factor: 2,
                ..SAME
            });
        }
        AnswerFault::Surplus
        | AnswerFault::OffTopic
        | AnswerFault::Unanswered
        | AnswerFault::TimedOut => return None,
        AnswerFault::Whitespace => (0.2, 0.0, "it was white space instead of an answer"),
        AnswerFault::Repetition => (0.3, 0.3, "it repeated itself; name each code once"),
        AnswerFault::Empty => (0.2, 0.0, "it was empty"),
        AnswerFault::Refusal => (
            0.2,
            0.0,
            "it declined; this is the coding of an existing record for its own facility, \
             a person decides about every code, and no advice to a patient is asked for",
        ),
        AnswerFault::WrongLanguage => (0.2, 0.0, "its words were not English"),
        AnswerFault::Prose => (0.0, 0.0, "there was text around the JSON object"),
        AnswerFault::NotJson => (0.0, 0.0, "it was not one JSON object"),
        AnswerFault::WrongShape => (
            0.0,
            0.0,
            "the object had not the fields that were asked for",
        ),
        AnswerFault::PartlyUnreadable => (
            0.0,
            0.0,
            "some elements lacked a field or had a value that is not allowed",
        ),
    };
    Some(Adjustment {
        temperature,
        frequency_penalty,
        repair: Some(repair),
        ..SAME
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_second_question_differs_from_the_first() {
        for fault in AnswerFault::ALL {
            if let Some(adjustment) = retry_differently(*fault) {
                assert_ne!(adjustment, SAME, "{fault}");
                assert!(adjustment.repair.is_none_or(|text| !text.ends_with('.')));
            }
        }
    }

    #[test]
    fn only_a_cut_answer_gets_more_tokens() {
        for fault in AnswerFault::ALL {
            let more = retry_differently(*fault).is_some_and(|a| a.tokens_factor > 1);
            assert_eq!(more, *fault == AnswerFault::CutOff, "{fault}");
        }
    }
}
