//! Code tables, search, grouping and sequencing: what is official about a
//! claim.
//!
//! The official files are not part of the project: `install` fetches them,
//! pinned by digest, and builds what [`CodeTables`] loads in a fraction of a
//! second. Everything here is deterministic, and each verdict is a
//! [`chartfleet_model::Finding`] that names its rule and its source.

mod bulk;
mod check;
mod claim_file;
mod codeset;
mod compile;
mod error;
mod grouper;
mod import;
mod index;
mod install;
mod layout;
mod ncci;
mod notes;
mod payment;
mod pcs;
mod poa_exempt;
mod rules;
mod search;
mod sequence;
mod services;
mod supplements;
mod tables;
mod terms;
mod trial;

pub use bulk::{RegroupError, RegroupSummary, regroup};
pub use claim_file::{
    ClaimFile, ClaimedDiagnosis, ClaimedProcedure, Explanation, Refused, SexField,
};
pub use error::CodesError;
pub use grouper::{
    Edit, GroupClaim, GroupDiagnosis, GroupResult, GroupedDiagnosis, Grouper, GrouperVersion,
    GrouperVersionError, LostTo, OLDEST, UNGROUPABLE,
};
pub use import::{ImportKind, ImportKindError, ImportOptions, import};
pub use index::{
    Index, IndexBook, IndexCode, IndexColumn, IndexHit, IndexRow, IndexStep, Unresolved,
};
pub use install::{InstallSource, InstallStep, install};
pub use layout::{Import, Installed, installed, use_version};
pub use ncci::{Adjudication, ModifierIndicator, Mue, NcciSetting, PtpEdit};
pub use notes::NoteReading;
pub use payment::WeightYear;
pub use pcs::{
    PcsAxis, PcsChoice, PcsCompletion, PcsHit, PcsHitSource, PcsIndex, PcsIndexHit, PcsIndexTarget,
    PcsMistake, PcsPartialError, PcsTables, PcsValue,
};
pub use rules::{Rule, Said, all_rules, claim_rules, history_of_event, is_part_of, rules_markdown};
pub use search::SearchHit;
pub use sequence::{CheckedSuggestion, ClaimContext, Otherwise, Sequenced, WhatIf, sequence};
pub use services::{AddOn, AddOnType};
pub use tables::{
    Block, CmDescription, CmEntry, CodeTables, NamedCodes, NoteKind, Place, PlacedNote, Validity,
};
pub use terms::{PATH_SEPARATOR, Term, TermSource};
