//! The words that make a documented condition past, or another person's, and
//! those that only seem to.

/// Of a relative, before the condition.
pub(super) const FAMILY: &[&str] = &[
    "family history",
    "family hx",
    "family history of",
    "family history :",
    "fhx",
    "fhx :",
    "fh :",
    "fh of",
    "mother had",
    "mother has",
    "mother with",
    "mother died",
    "father had",
    "father has",
    "father with",
    "father died",
    "brother had",
    "brother has",
    "brother with",
    "sister had",
    "sister has",
    "sister with",
];

/// Of a relative, after the condition.
pub(super) const FAMILY_AFTER: &[&str] = &[
    "in mother",
    "in father",
    "in her mother",
    "in her father",
    "in his mother",
    "in his father",
    "in sister",
    "in brother",
    "in her sister",
    "in his sister",
    "in her brother",
    "in his brother",
    "in a sister",
    "in a brother",
];

/// These return from the family to the patient.
pub(super) const FAMILY_STOPS: &[&str] = &[
    "patient",
    "pt",
    "personal",
    "presents",
    "presented",
    "presenting",
    "admitted",
    "now",
    "past",
    "social",
    "she",
    "he",
    "diagnosed",
    "developed",
    "has",
    "interest",
    "so",
    "was",
    "were",
];

/// Past, before the condition.
pub(super) const PAST: &[&str] = &[
    "history of",
    "hx of",
    "h/o",
    "s/p",
    "status post",
    "past history of",
];

/// Before [`PAST`], these make it the course of the present complaint, or
/// somebody else's.
pub(super) const NOT_PAST: &[&str] = &[
    "day", "days", "week", "weeks", "month", "months", "hour", "hours", "year", "years", "no",
    "family", "natural",
];

/// After `history of`: the present illness.
pub(super) const NOT_PAST_NEXT: &[&str] = &["present", "presenting", "current"];

/// Past where it stands right before the condition.
pub(super) const OLD: &[&str] = &["remote", "old", "prior", "previous"];

/// Before a word of [`OLD`]: an age, or a comparison.
pub(super) const NOT_OLD: &[&str] = &[
    "year", "years", "yr", "yo", "month", "months", "day", "week", "weeks", "no", "than", "to",
];

/// Between a past word and the condition, these turn to the present.
pub(super) const PAST_STOPS: &[&str] = &[
    "with",
    "for",
    "now",
    "but",
    "who",
    "presents",
    "presented",
    "presenting",
    "admitted",
    "due",
    "secondary",
    "from",
    "after",
    "since",
    "is",
    "was",
    "has",
    "fall",
];

/// Anywhere in the sentence, these make it present.
pub(super) const PRESENT: &[&str] = &[
    "acute",
    "new",
    "current",
    "active",
    "recurren",
    "metasta",
    "undergoing",
    "receiving",
    "chemo",
    "radiation",
    "ongoing",
    "treated",
    "treatment",
    "today",
    "admitted",
    "persistent",
];

/// Gone, after the condition.
pub(super) const RESOLVED_AFTER: &[&str] = &[
    "resolved",
    "has resolved",
    "is resolved",
    "had resolved",
    "now resolved",
    ", resolved",
    "( resolved )",
];
