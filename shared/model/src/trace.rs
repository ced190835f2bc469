//! What happened to a chart on its way: which codes each stage saw, what the
//! model's answers suffered from, and how much of the chart was read. Codes and
//! closed names only, never words of the chart or of the model.

use serde::{Deserialize, Serialize};

use crate::effort::Stage;
use crate::names::closed_set;

/// Codes by stage, as they are printed, in the stage's order: the difference
/// between two neighbours is what a stage lost or added. What the rules left
/// is the claim itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// Offered to the model by retrieval, best first.
    pub retrieved: Vec<String>,
    /// Suggested by the model and well formed, before any check.
    pub suggested: Vec<String>,
    /// Left after codes, quotes and the verifier were checked.
    pub verified: Vec<String>,
    /// Whether the search by meaning took part in the retrieval; absent where
    /// it is off, false where its server failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dense: Option<bool>,
}

impl Trace {
    /// Whether nothing was recorded.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.retrieved.is_empty()
            && self.suggested.is_empty()
            && self.verified.is_empty()
            && self.dense.is_none()
    }
}

closed_set! {
    /// What was wrong with an answer.
    AnswerFault, "answer fault" {
        /// It ran into its limit of tokens.
        CutOff => "cut_off",
        /// It is white space for its greater part.
        Whitespace => "whitespace_loop",
        /// It says the same again and again.
        Repetition => "repetition",
        /// It holds nothing.
        Empty => "empty",
        /// The model declined, or its server filtered the answer.
        Refusal => "refusal",
        /// Its words are of another language than English.
        WrongLanguage => "wrong_language",
        /// JSON wrapped in prose or a code fence.
        Prose => "prose",
        /// No JSON.
        NotJson => "not_json",
        /// JSON, but not the object that was asked for.
        WrongShape => "wrong_shape",
        /// Some elements lack a field or have a value that is not allowed.
        PartlyUnreadable => "partly_unreadable",
        /// More elements than were asked for.
        Surplus => "surplus",
        /// It answers about codes that it was not asked about.
        OffTopic => "off_topic",
        /// There is none: the model server failed, or does not know the
        /// stage's model.
        Unanswered => "unanswered",
        /// There was none in time.
        TimedOut => "timed_out",
    }
}

/// A fault of one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CallFault {
    /// The stage that asked.
    pub stage: Stage,
    /// What was wrong.
    pub fault: AnswerFault,
    /// Whether a second answer mended it.
    pub mended: bool,
}

/// How much of a chart that did not fit the model's context at once was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Parts that the chart was split into.
    pub parts: u16,
    /// Parts that were read.
    pub parts_read: u16,
    /// Bytes of its notes that no answer covers.
    pub unread_bytes: u64,
}

impl Coverage {
    /// Whether every byte was read.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.unread_bytes == 0 && self.parts_read == self.parts
    }
}
