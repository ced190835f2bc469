//! ICD-10-PCS: its tables build and validate codes and complete partial ones,
//! its index finds them by words, its titles name them.
//!
//! All three are imported files of CMS's and all are optional: whether a code
//! may be billed on a date stays with the intervals of the Medicare Code
//! Editor, which are always installed.
//!
//! A code is seven characters, one an axis. The first three (section, body
//! system, operation) name a table; each row of a table is a set of values for
//! each of the other four, all of whose combinations are codes.

mod approach;
mod codes;
mod complete;
mod compose;
mod fitting;
mod index;
mod index_xml;
mod lookup;
mod mistake;
mod pattern;
mod surgery;
mod tables;
mod tables_xml;
mod titles;
mod wordings;
mod year;

pub use codes::{PcsHit, PcsHitSource};
pub use complete::{PcsChoice, PcsCompletion, PcsPartialError};
pub use index::PcsIndex;
pub use lookup::{PcsIndexHit, PcsIndexTarget};
pub use mistake::PcsMistake;
pub use tables::{PcsAxis, PcsTables, PcsValue};

pub(crate) use index_xml::compile as compile_index;
pub(crate) use tables_xml::compile as compile_tables;
pub(crate) use titles::{PcsTitles, compile as compile_titles};

/// Characters of a code.
pub(crate) const LENGTH: usize = 7;

/// Characters that name a table.
pub(crate) const TABLE_LENGTH: usize = 3;
