//! The database: the only crate that names tokio-postgres.
//!
//! One file an aggregate, one function a statement or transaction, each
//! statement opening with its name so that `pg_stat_activity` and the slow
//! query log can be read. No transaction spans a model call: a batch is held by
//! a lease with a fencing token, and a commit with an older token writes
//! nothing.

mod audit;
mod batches;
mod calibrations;
mod charts;
mod commit;
mod decisions;
mod dial;
mod error;
mod imports;
mod leader;
mod migrate;
mod outbox;
mod pages;
mod pool;
mod reports;
mod results;
mod runs;
mod set_aside;
mod status;

pub use audit::AuditVerdict;
pub use batches::{BatchClaim, CRASHES_UNTIL_POISON, ClaimOutcome, ClaimedChart};
pub use calibrations::{CalibrationRow, LabelSource, NewCalibration};
pub use charts::{NewChart, Stored};
pub use commit::{AttemptEnd, Committed, FinishedChart};
pub use decisions::{Accepted, Decided, DecidedChart, Recorded};
pub use dial::{DatedRun, DepthChange, Projection};
pub use error::StoreError;
pub use imports::ImportCounts;
pub use leader::Leadership;
pub use outbox::OutboxRow;
pub use pool::{Store, StoreSettings};
pub use reports::{GoldRow, ThroughputRow};
pub use results::{ResultRow, ResultsCursor};
pub use runs::{Plan, RunRequest, RunScope, RunState};
pub use set_aside::SetAsideRow;
pub use status::{Balance, RunProgress, RunStatus};
