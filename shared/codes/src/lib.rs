//! Code tables, search, grouping and sequencing: what is official about a
//! claim.
//!
//! The official files are not part of the project: `install` fetches them,
//! pinned by digest, and builds what [`CodeTables`] loads in a fraction of a
//! second. Everything here is deterministic, and each verdict is a
//! [`chartfleet_model::Finding`] that names its rule and its source.

mod bulk;
mod check;
mod codeset;
mod compile;
mod error;
mod grouper;
mod import;
mod index;
mod install;
mod layout;
mod rules;
mod search;
mod sequence;
mod supplements;
mod tables;
mod terms;
mod trial;

pub use bulk::{RegroupError, RegroupSummary, regroup};
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
pub use layout::{Import, Installed, installed};
pub use rules::{Rule, claim_rules};
pub use search::SearchHit;
pub use sequence::{CheckedSuggestion, ClaimContext, Sequenced, sequence};
pub use tables::{Block, CmDescription, CmEntry, CodeTables, NoteKind, Validity};
pub use terms::{PATH_SEPARATOR, Term, TermSource};
