//! The pure domain of chartfleet: what a chart, a code, a suggestion and an
//! outcome are. No tokio, no I/O, no clock but the one that is passed in.
//!
//! Everything that crosses a process boundary (the queue message, the stored
//! result, a row of an import file) is a type of this crate.

pub mod backoff;
pub mod calibration;
pub mod chart;
pub mod claim;
pub mod clock;
pub mod code;
pub mod confidence;
pub mod decision;
pub mod effort;
pub mod encounter;
pub mod evidence;
pub mod finding;
pub mod gap;
pub mod gold;
pub mod ids;
pub mod message;
mod names;
pub mod outcome;
pub mod result;
pub mod signals;
pub mod trace;
pub mod usage;

pub use calibration::Calibration;
pub use chart::{AuthorRole, Chart, Document, DocumentKind, Priority};
pub use claim::{
    ClaimDiagnosis, ClaimProcedure, DiagnosisRole, Drg, DrgIf, DrgValue, HospitalAcquired,
    NotClaimed, NotClaimedStatus, PrincipalCandidate, Severity,
};
pub use clock::{Clock, SystemClock};
pub use code::{Code, CodeError, CodeSystem, CptCode, HcpcsCode, Icd10CmCode, Icd10PcsCode};
pub use confidence::{Confidence, Poa};
pub use decision::{Decision, DecisionError, Verb};
pub use effort::{Depth, Effort, Stage};
pub use encounter::{DischargeStatus, Encounter, EncounterClass, Patient, Payer, Sex};
pub use evidence::Evidence;
pub use finding::{Finding, FindingSeverity};
pub use gap::{Gap, GapKind, Indicator, QueryOption};
pub use gold::GoldCode;
pub use ids::{BatchId, ChartId, ChartKey, LeaseToken, RunId, WorkerId};
pub use message::{BatchMessage, QueueClass};
pub use names::UnknownName;
pub use outcome::{Outcome, ReviewReason, SetAsideReason};
pub use result::ChartResult;
pub use signals::{Signals, Verdict};
pub use trace::{AnswerFault, CallFault, Coverage, Trace};
pub use usage::ModelUsage;
