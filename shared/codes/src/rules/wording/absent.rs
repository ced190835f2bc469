//! The words that make a documented condition ruled out, absent or unlikely, and
//! those that only seem to.

/// Ruled out, before the condition.
pub(super) const RULED_OUT: &[&str] = &["ruled out", "ruled out for", "r/o'd", "r/o'd for"];

/// Before a word of [`RULED_OUT`], these say the contrary.
pub(super) const NOT_RULED_OUT: &[&str] = &["not", "be", "been"];

/// Before a phrase at the end of a quote, these say the contrary.
pub(super) const TAKEN_BACK: &[&str] = &["not", "be", "been", "isn't", "wasn't"];

/// Ruled out, after the condition.
pub(super) const RULED_OUT_AFTER: &[&str] = &[
    "ruled out",
    "was ruled out",
    "has been ruled out",
    "is ruled out",
    "were ruled out",
    "subsequently ruled out",
    "later ruled out",
    "effectively ruled out",
    "considered and ruled out",
    "considered but ruled out",
    "was considered and ruled out",
    "was considered but ruled out",
    "was subsequently ruled out",
    "was later ruled out",
    "was considered at admission and ruled out",
    "was considered on admission and ruled out",
    "was suspected and ruled out",
    "was suspected but ruled out",
    "was initially suspected but ruled out",
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
    "subsequent",
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
    "only",
    "then",
    "cause",
    "causes",
    "source",
    "risk",
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

/// Shortly before a condition, these make it the thing of which causes were
/// ruled out.
pub(super) const OF_ANOTHER: &[&str] = &[
    "cause",
    "causes",
    "source",
    "sources",
    "other",
    "etiology",
    "etiologies",
];

/// After a condition that is absent, these say that it is at the time: what
/// comes in spells, such as fibrillation or seizures, is denied for a while.
pub(super) const ONLY_NOW: &[&str] = &[
    "since",
    "today",
    "currently",
    "now",
    "lately",
    "recently",
    "overnight",
];
