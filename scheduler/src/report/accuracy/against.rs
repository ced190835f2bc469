//! What a run is compared with: another run, or what a pipeline version made of
//! the same charts in whatever run.

use std::fmt;

use chartfleet_model::RunId;
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_store::Store;
use serde::Serialize;

use super::compare::{Comparison, Side, compare};

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Against {
    /// A run.
    Run(RunId),
    /// The newest result of each chart by a pipeline version.
    Pipeline(String),
}

impl fmt::Display for Against {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Run(run) => write!(f, "run {run}"),
            Self::Pipeline(version) => write!(f, "pipeline {version}"),
        }
    }
}

impl Against {
    /// Reads what `--compare` names: a number that is a run is that run, all
    /// else a pipeline version.
    pub(super) async fn named(store: &Store, name: &str, reported: RunId) -> Result<Self, Failure> {
        let Ok(run) = name.parse::<RunId>() else {
            return Ok(Self::Pipeline(name.to_owned()));
        };
        if run == reported {
            let what = format!("run {run} would be compared with itself");
            return Err(Failure::new(Exit::Usage, what));
        }
        let known = store.run_progress(run).await;
        let known = known.or_exit(Exit::Unavailable, "cannot read the run")?;
        Ok(match known {
            Some(_) => Self::Run(run),
            None => Self::Pipeline(name.to_owned()),
        })
    }

    /// Compares the reported run with this, chart by chart. Charts that the
    /// pipeline version coded in the reported run itself stand on its own side
    /// and are no comparison.
    pub(super) async fn compared(
        self,
        store: &Store,
        reported: (RunId, Side),
    ) -> Result<Comparison, Failure> {
        let (run, mut second) = reported;
        let mut first = Side::default();
        let each = |row| first.add(&row);
        let read = match &self {
            Self::Run(other) => store.for_each_gold(*other, each).await,
            Self::Pipeline(version) => {
                second.leave_out(version);
                store.for_each_gold_of_pipeline(version, each).await
            }
        };
        read.or_exit(Exit::Unavailable, "cannot read results")?;
        let what = match &self {
            Self::Run(_) => format!("{self} and run {run} have no chart with gold codes in common"),
            Self::Pipeline(_) => format!(
                "{self} gave no result to a chart with gold codes that run {run} coded with another pipeline"
            ),
        };
        compare((self, first), (Self::Run(run), second))
            .ok_or_else(|| Failure::new(Exit::Usage, what))
    }
}
