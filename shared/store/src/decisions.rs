//! Coders' decisions: written once, never changed. A coder who thinks again
//! decides again; the decision made last counts.

mod record;

use std::collections::BTreeMap;

use chartfleet_model::{ChartKey, ChartResult, Code, CodeSystem, Icd10CmCode, RunId, Verb};
use jiff::Timestamp;
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
#[derive(Clone, Debug)]
pub struct Decided {
    /// The code system.
    pub system: CodeSystem,
    /// The code that was suggested, or added.
    pub code: String,
    /// What was decided.
    pub decision: Verb,
    /// The code in its place.
    pub changed_to: Option<String>,
    /// The coder.
    pub decided_by: String,
    /// When.
    pub decided_at: Timestamp,
}

/// A chart with decisions, beside its result.
#[derive(Clone, Debug)]
pub struct DecidedChart {
    /// The chart's number.
    pub key: ChartKey,
    /// The site's own name for it.
    pub chart_id: String,
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

/// Charts read at a time.
const PAGE: i64 = 500;

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
        let client = self.client().await?;
        let mut last = 0_i64;
        loop {
            let rows = client
                .query(
                    include_str!("../queries/decided_page.sql"),
                    &[&run.0, &last, &PAGE],
                )
                .await?;
            if rows.is_empty() {
                return Ok(());
            }
            for same in crate::charts::by_chart(&rows)? {
                let chart = decided_chart(same)?;
                last = chart.key.0;
                each(chart);
            }
        }
    }

    /// The codes that coders let stand, of one facility or of all: by facility,
    /// the most frequent first.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read by this build.
    pub async fn accepted_codes(
        &self,
        facility: Option<&str>,
    ) -> Result<Vec<Accepted>, StoreError> {
        let client = self.client().await?;
        let rows = client
            .query(include_str!("../queries/accepted_codes.sql"), &[&facility])
            .await?;
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

fn decided_chart(rows: &[Row]) -> Result<DecidedChart, StoreError> {
    let first = rows.first().ok_or(StoreError::Unreadable("decision"))?;
    let decided = |row: &Row| {
        Ok(Decided {
            system: read_name(row.try_get("system")?)?,
            code: row.try_get("code")?,
            decision: read_name(row.try_get("decision")?)?,
            changed_to: row.try_get("changed_to")?,
            decided_by: row.try_get("decided_by")?,
            decided_at: row.try_get("decided_at")?,
        })
    };
    Ok(DecidedChart {
        key: ChartKey(first.try_get("chart_key")?),
        chart_id: first.try_get("chart_id")?,
        result: result_of(first)?,
        decided: rows
            .iter()
            .map(decided)
            .collect::<Result<_, StoreError>>()?,
    })
}
