//! The four books of the index, and the columns of its two tables.

use serde::{Deserialize, Serialize};

/// A book of the alphabetic index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexBook {
    /// The index to diseases and injuries.
    Diseases,
    /// The index to external causes.
    ExternalCauses,
    /// The table of neoplasms.
    Neoplasms,
    /// The table of drugs and chemicals.
    Drugs,
}

impl IndexBook {
    /// Its name in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Diseases => "index to diseases and injuries",
            Self::ExternalCauses => "index to external causes",
            Self::Neoplasms => "table of neoplasms",
            Self::Drugs => "table of drugs and chemicals",
        }
    }

    /// How it is imported: the argument of `--kind`.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Diseases => "index",
            Self::ExternalCauses => "eindex",
            Self::Neoplasms => "neoplasm",
            Self::Drugs => "drugs",
        }
    }

    /// Its columns in printed order; none for the two indexes.
    #[must_use]
    pub const fn columns(self) -> &'static [IndexColumn] {
        use IndexColumn as C;
        match self {
            Self::Diseases | Self::ExternalCauses => &[],
            Self::Neoplasms => &[
                C::MalignantPrimary,
                C::MalignantSecondary,
                C::InSitu,
                C::Benign,
                C::UncertainBehavior,
                C::UnspecifiedBehavior,
            ],
            Self::Drugs => &[
                C::PoisoningAccidental,
                C::PoisoningSelfHarm,
                C::PoisoningAssault,
                C::PoisoningUndetermined,
                C::AdverseEffect,
                C::Underdosing,
            ],
        }
    }
}

/// A column of the table of neoplasms (behavior) or of drugs (intent).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexColumn {
    /// Malignant, where it arose.
    MalignantPrimary,
    /// Malignant, spread from elsewhere.
    MalignantSecondary,
    /// Carcinoma in situ.
    InSitu,
    /// Benign.
    Benign,
    /// Pathology cannot tell whether it is malignant.
    UncertainBehavior,
    /// The record does not say what it is.
    UnspecifiedBehavior,
    /// Poisoning, accidental.
    PoisoningAccidental,
    /// Poisoning, intentional self-harm.
    PoisoningSelfHarm,
    /// Poisoning, assault.
    PoisoningAssault,
    /// Poisoning, undetermined.
    PoisoningUndetermined,
    /// Adverse effect of the right drug, properly given.
    AdverseEffect,
    /// Less taken than prescribed.
    Underdosing,
}

impl IndexColumn {
    /// What a path says for it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::MalignantPrimary => "malignant primary",
            Self::MalignantSecondary => "malignant secondary",
            Self::InSitu => "in situ",
            Self::Benign => "benign",
            Self::UncertainBehavior => "uncertain behavior",
            Self::UnspecifiedBehavior => "unspecified behavior",
            Self::PoisoningAccidental => "poisoning, accidental",
            Self::PoisoningSelfHarm => "poisoning, intentional self-harm",
            Self::PoisoningAssault => "poisoning, assault",
            Self::PoisoningUndetermined => "poisoning, undetermined",
            Self::AdverseEffect => "adverse effect",
            Self::Underdosing => "underdosing",
        }
    }

    /// The column of the flattened CSV.
    pub(super) const fn header(self) -> &'static str {
        match self {
            Self::MalignantPrimary => "MalignantPrimary",
            Self::MalignantSecondary => "MalignantSecondary",
            Self::InSitu => "CaInSitu",
            Self::Benign => "Benign",
            Self::UncertainBehavior => "UncertainBehavior",
            Self::UnspecifiedBehavior => "UnspecifiedBehavior",
            Self::PoisoningAccidental => "PoisoningAccidental",
            Self::PoisoningSelfHarm => "PoisoningIntentionalSelfHarm",
            Self::PoisoningAssault => "PoisoningAssault",
            Self::PoisoningUndetermined => "PoisoningUndetermined",
            Self::AdverseEffect => "AdverseEffect",
            Self::Underdosing => "Underdosing",
        }
    }

    /// Words with which a chart or a coder names it, as [`super::words`] folds
    /// them.
    pub(super) const fn words(self) -> &'static [&'static str] {
        match self {
            Self::MalignantPrimary => &["malignant", "malignancy", "primary"],
            Self::MalignantSecondary => &[
                "malignant",
                "secondary",
                "metastatic",
                "metastasis",
                "metastase",
                "metastasi",
                "met",
            ],
            Self::InSitu => &["situ"],
            Self::Benign => &["benign"],
            Self::UncertainBehavior => &["uncertain", "behavior"],
            Self::UnspecifiedBehavior => &["unspecified", "behavior"],
            Self::PoisoningAccidental => &[
                "poisoning",
                "poisoned",
                "overdose",
                "accidental",
                "unintentional",
                "toxicity",
            ],
            Self::PoisoningSelfHarm => &[
                "poisoning",
                "poisoned",
                "overdose",
                "intentional",
                "self",
                "harm",
                "suicide",
                "suicidal",
                "attempt",
            ],
            Self::PoisoningAssault => &["poisoning", "poisoned", "overdose", "assault"],
            Self::PoisoningUndetermined => &["poisoning", "poisoned", "overdose", "undetermined"],
            Self::AdverseEffect => &["adverse", "effect", "reaction", "side"],
            Self::Underdosing => &["underdosing", "underdose", "underdosed"],
        }
    }
}
