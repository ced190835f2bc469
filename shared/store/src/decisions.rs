//! Coders' decisions: written once, never changed. A coder who thinks again
//! decides again; the decision made last counts.

mod record;

use std::collections::BTreeMap;

use chartfleet_model::{ChartKey, ChartResult, Code, CodeSystem, Icd10CmCode, RunId, Verb};
use serde::Deserialize;
use tokio_postgres::Row;

use crate::charts::from_name;
use crate::error::StoreError;
use crate::pool::Store;

/// What became of one decision of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It is new.
    New,
    /// It was there already, equal.
    Duplicate,
    /// The same coder decided otherwise about the same code at the same time.
    Conflict,
    /// The run has no result for such a chart.
    UnknownChart,
    /// The run suggested no such code for the chart, or did suggest the one
    /// that is said to be added.
    NotSuggested,
}

/// The last word on one code of a chart.
#[derive(Clone, Debug, Deserialize)]
pub struct Decided {
    /// The code system.
    pub system: CodeSystem,
    /// The code that was suggested, or added.
    pub code: String,
    /// What was decided.
    pub decision: Verb,
}

/// A chart with decisions, beside its result.
#[derive(Clone, Debug)]
pub struct DecidedChart {
    /// The chart's number.
    pub key: ChartKey,
    /// The result that was decided about.
    pub result: ChartResult,
    /// The last word on each code, by system and code.
    pub decided: Vec<Decided>,
}

/// In how many of a facility's charts coders let a code stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The facility.
    pub facility: String,
    /// The code.
    pub code: Code,
    /// Charts.
    pub charts: u64,
}

impl Store {
    /// Calls `each` with every chart of the run that has decisions.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read by this build.
    pub async fn for_each_decided(
        &self,
        run: RunId,
        mut each: impl FnMut(DecidedChart),
    ) -> Result<(), StoreError> {
        let sql = include_str!("../queries/decided_page.sql");
        self.pages(sql, &run.0, |row| {
            each(decided_chart(row)?);
            Ok(())
        })
        .await
    }

    /// The codes that coders let stand: by facility, the most frequent first.
    /// Takes the time it takes: it reads every decision there is.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read by this build.
    pub async fn accepted_codes(&self) -> Result<Vec<Accepted>, StoreError> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        // A worker's connections find rows by key; this reads all there are.
        tx.batch_execute(
            "-- accepted_codes_settings\n\
             SET LOCAL statement_timeout = 0;\n\
             SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on",
        )
        .await?;
        let rows = tx
            .query(include_str!("../queries/accepted_codes.sql"), &[])
            .await?;
        tx.commit().await?;
        rows.iter()
            .map(|row| {
                let code = Code::parse(read_name(row.try_get("system")?)?, row.try_get("code")?);
                let charts: i64 = row.try_get("charts")?;
                Ok(Accepted {
                    facility: row.try_get("facility")?,
                    code: code.map_err(|_| StoreError::Unreadable("decision"))?,
                    charts: u64::try_from(charts).unwrap_or_default(),
                })
            })
            .collect()
    }
}

impl Accepted {
    /// Diagnoses by facility, as retrieval's prior takes them.
    #[must_use]
    pub fn diagnoses(accepted: Vec<Self>) -> BTreeMap<String, Vec<(Icd10CmCode, u32)>> {
        let mut facilities: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for entry in accepted {
            if let Code::Icd10Cm(code) = entry.code {
                let charts = u32::try_from(entry.charts).unwrap_or(u32::MAX);
                let facility = facilities.entry(entry.facility).or_default();
                facility.push((code, charts));
            }
        }
        facilities
    }
}

fn read_name<T: serde::de::DeserializeOwned>(name: &str) -> Result<T, StoreError> {
    from_name(name).map_err(|_| StoreError::Unreadable("decision"))
}

fn result_of(row: &Row) -> Result<ChartResult, StoreError> {
    let claim: &str = row.try_get("claim")?;
    serde_json::from_str(claim).map_err(|_| StoreError::Unreadable("result"))
}

fn decided_chart(row: &Row) -> Result<DecidedChart, StoreError> {
    let decided: &str = row.try_get("decided")?;
    Ok(DecidedChart {
        key: ChartKey(row.try_get("chart_key")?),
        result: result_of(row)?,
        decided: serde_json::from_str(decided).map_err(|_| StoreError::Unreadable("decision"))?,
    })
}
