//! The words that make a documented condition uncertain, absent, past or
//! another person's, and those that only seem to.

/// Uncertain, before the condition (Guidelines II.H, IV.H).
pub(super) const UNCERTAIN: &[&str] = &[
    "probable",
    "probably",
    "suspected",
    "suspect",
    "suspicion for",
    "suspicion of",
    "suspicious for",
    "questionable",
    "possible",
    "possibly",
    "likely",
    "presumed",
    "presumptive",
    "rule out",
    "r/o",
    "concern for",
    "concerning for",
    "compatible with",
    "consistent with",
    "c/w",
    "working diagnosis",
    "working diagnosis of",
    "working diagnosis is",
    "may represent",
    "could represent",
    "may be",
    "might be",
    "could be",
    "cannot exclude",
    "cannot rule out",
    "can't rule out",
    "differential includes",
    "versus",
    "vs",
];

/// Before a word of [`UNCERTAIN`], these say the contrary.
pub(super) const NOT_UNCERTAIN: &[&str] = &["not", "no", "un", "less", "without", "low"];

/// Between an uncertain word and the condition, these turn to another thought:
/// in `AKI likely due to dehydration` the link is uncertain, not dehydration.
pub(super) const UNCERTAIN_STOPS: &[&str] = &[
    "of",
    "in",
    "on",
    "for",
    "with",
    "to",
    "from",
    "by",
    "due",
    "secondary",
    "after",
    "before",
    "and",
    "or",
    "but",
    "is",
    "was",
    "has",
    "had",
    "were",
    "are",
    "given",
    "related",
    "caused",
    "because",
    "since",
    "although",
    "however",
    "side",
    "effects",
    "complications",
];

/// Uncertain, after the condition.
pub(super) const UNCERTAIN_AFTER: &[&str] = &[
    "suspected",
    "is suspected",
    "was suspected",
    "is possible",
    "is probable",
    "is likely",
    "likely",
    "probable",
    "cannot be ruled out",
    "cannot be excluded",
    "can't be ruled out",
    "could not be ruled out",
    "could not be excluded",
    "not ruled out",
    "was not ruled out",
    "has not been ruled out",
    "not excluded",
    "to be ruled out",
    "still to be ruled out",
    "needs to be ruled out",
    "versus",
    "vs",
];

/// After the condition, these make the cause uncertain, not the condition.
pub(super) const LINK_AFTER: &[&str] = &[
    "likely due",
    "likely secondary",
    "likely related",
    "likely from",
    "likely caused",
    "likely in",
    "likely to",
    "probable cause",
    "suspected to be due",
    "suspected cause",
    "is likely due",
    "is likely secondary",
    "is likely related",
    "is likely from",
    "is likely to",
];

/// Ruled out, before the condition.
pub(super) const RULED_OUT: &[&str] = &["ruled out", "ruled out for", "r/o'd", "r/o'd for"];

/// Before a word of [`RULED_OUT`], these say the contrary.
pub(super) const NOT_RULED_OUT: &[&str] = &["not", "be", "been"];

/// Ruled out, after the condition.
pub(super) const RULED_OUT_AFTER: &[&str] = &[
    "ruled out",
    "was ruled out",
    "has been ruled out",
    "is ruled out",
    "were ruled out",
    "excluded",
    "was excluded",
    "has been excluded",
];

/// Denied: reaches over a whole list.
pub(super) const DENIED: &[&str] = &[
    "denies",
    "denied",
    "denying",
    "negative for",
    "no evidence of",
    "no signs of",
    "no sign of",
    "absence of",
    "free of",
    "no history of",
];

/// Absent, before the condition.
pub(super) const ABSENT: &[&str] = &[
    "no",
    "without",
    "never had",
    "does not have",
    "not have",
    "no known",
];

/// After a word of [`ABSENT`], these deny something else than the condition.
pub(super) const NOT_ABSENT: &[&str] = &[
    "change",
    "changes",
    "increase",
    "increased",
    "decrease",
    "longer",
    "further",
    "doubt",
    "improvement",
    "new",
    "other",
    "additional",
    "worsening",
    "difficulty",
    "only",
    "response",
    "treatment",
    "therapy",
    "surgery",
    "medication",
    "medications",
    "relief",
    "prior",
    "previous",
    "complication",
    "complications",
    "specific",
    "definite",
    "definitive",
    "clear",
    "obvious",
    "family",
    "contraindication",
    "contraindications",
];

/// Between a word of denial and the condition, these turn to what is there.
pub(super) const ABSENT_STOPS: &[&str] = &[
    "but",
    "however",
    "although",
    "though",
    "except",
    "with",
    "positive",
    "reports",
    "reported",
    "admits",
    "endorses",
    "complains",
    "has",
    "had",
    "is",
    "was",
    "are",
    "presents",
    "presented",
    "presenting",
    "due",
    "secondary",
    "from",
    "since",
    "because",
    "for",
    "while",
    "despite",
    "after",
    "consistent",
    "suggesting",
    "change",
    "changes",
    "increase",
    "longer",
    "treatment",
    "therapy",
];

/// Unlikely, before the condition.
pub(super) const UNLIKELY: &[&str] = &[
    "unlikely",
    "not likely",
    "less likely",
    "doubt",
    "low suspicion for",
    "low suspicion of",
    "low concern for",
];

/// Unlikely, after the condition.
pub(super) const UNLIKELY_AFTER: &[&str] = &[
    "unlikely",
    "is unlikely",
    "was unlikely",
    "seems unlikely",
    "not likely",
    "less likely",
    "is not likely",
    "is less likely",
];

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

/// Beginnings of words that name no condition by themselves.
pub(super) const PLAIN: &[&str] = &[
    "unspe", "other", "speci", "elsew", "class", "encou", "initi", "subse", "disor", "disea",
    "condi", "syndr", "due t", "witho", "chron", "acute", "right", "left", "bilat", "level",
    "measu", "abnor",
];
