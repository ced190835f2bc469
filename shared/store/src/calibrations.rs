//! Calibrations: every one that was fitted, and which one workers use.

use std::collections::HashSet;

use chartfleet_model::{Calibration, ChartKey, RunId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::charts::from_name;
use crate::error::StoreError;
use crate::pool::Store;

/// Where labels come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelSource {
    /// The codes of a certified coder that charts brought with them.
    Gold,
    /// What coders decided about the suggestions.
    Decisions,
}

impl LabelSource {
    /// The name used in the database and in print.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gold => "gold",
            Self::Decisions => "decisions",
        }
    }
}

/// A calibration to be stored.
#[derive(Clone, Copy, Debug)]
pub struct NewCalibration<'c> {
    /// The calibration.
    pub calibration: &'c Calibration,
    /// The run it was fitted on.
    pub run: RunId,
    /// Where its labels came from.
    pub source: LabelSource,
    /// Expected calibration error of the fixed probabilities.
    pub ece_before: f64,
    /// The same, calibrated, on charts the fit had not seen.
    pub ece_after: f64,
}

/// A stored calibration.
#[derive(Clone, Debug, Serialize)]
pub struct CalibrationRow {
    /// Its version.
    pub version: String,
    /// Whether workers use it.
    pub active: bool,
    /// The run it was fitted on.
    pub run: RunId,
    /// Where its labels came from.
    pub source: LabelSource,
    /// How many.
    pub labels: i64,
    /// Expected calibration error of the fixed probabilities.
    pub ece_before: f64,
    /// The same, calibrated, on charts the fit had not seen.
    pub ece_after: f64,
    /// When it was first stored.
    pub fitted_at: Timestamp,
}

impl Store {
    /// Stores a calibration; [`Store::use_calibration`] puts it in use.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn store_calibration(&self, new: NewCalibration<'_>) -> Result<(), StoreError> {
        let version = new.calibration.version();
        let labels = i64::try_from(new.calibration.labels()).unwrap_or(i64::MAX);
        let client = self.client().await?;
        client
            .execute(
                "-- insert_calibration\n\
                 INSERT INTO calibrations\n\
                 (version, run_id, source, labels, ece_before, ece_after, calibration)\n\
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (version) DO NOTHING",
                &[
                    &version,
                    &new.run.0,
                    &new.source.as_str(),
                    &labels,
                    &new.ece_before,
                    &new.ece_after,
                    &new.calibration.to_json(),
                ],
            )
            .await?;
        Ok(())
    }

    /// Makes workers that start from now on use this calibration, or none.
    /// Whether there is such a one.
    ///
    /// # Errors
    /// When the database fails; then the one before stays in use.
    pub async fn use_calibration(&self, version: Option<&str>) -> Result<bool, StoreError> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        // Two statements: the index on active is checked row by row.
        tx.execute(
            "-- retire_calibration\nUPDATE calibrations SET active = FALSE WHERE active",
            &[],
        )
        .await?;
        let used = tx
            .execute(
                "-- use_calibration\nUPDATE calibrations SET active = TRUE WHERE version = $1",
                &[&version],
            )
            .await?;
        if version.is_some() && used == 0 {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    /// The calibration in use.
    ///
    /// # Errors
    /// When the database fails, or the calibration cannot be used by this
    /// build or is not the one that its version names.
    pub async fn active_calibration(&self) -> Result<Option<Calibration>, StoreError> {
        let client = self.client().await?;
        let row = client
            .query_opt(
                "-- active_calibration\n\
                 SELECT version, calibration FROM calibrations WHERE active",
                &[],
            )
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let (version, text): (&str, &str) = (row.try_get(0)?, row.try_get(1)?);
        Calibration::from_json(text)
            .ok()
            .filter(|calibration| calibration.version() == version)
            .map(Some)
            .ok_or(StoreError::Unreadable("calibration"))
    }

    /// The charts whose labels a calibration was fitted on: what it states of
    /// them says nothing about how far it can be believed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fitted_charts(&self, version: &str) -> Result<HashSet<ChartKey>, StoreError> {
        let client = self.client().await?;
        let rows = client
            .query(include_str!("../queries/fitted_charts.sql"), &[&version])
            .await?;
        rows.iter()
            .map(|row| Ok(ChartKey(row.try_get("chart_key")?)))
            .collect()
    }

    /// All calibrations, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn calibrations(&self) -> Result<Vec<CalibrationRow>, StoreError> {
        let client = self.client().await?;
        let rows = client
            .query(
                "-- calibrations\n\
                 SELECT version, active, run_id, source, labels, ece_before, ece_after, fitted_at\n\
                 FROM calibrations ORDER BY fitted_at DESC, version",
                &[],
            )
            .await?;
        rows.iter()
            .map(|row| {
                Ok(CalibrationRow {
                    version: row.try_get("version")?,
                    active: row.try_get("active")?,
                    run: RunId(row.try_get("run_id")?),
                    source: from_name(row.try_get("source")?)
                        .map_err(|_| StoreError::Unreadable("calibration"))?,
                    labels: row.try_get("labels")?,
                    ece_before: row.try_get("ece_before")?,
                    ece_after: row.try_get("ece_after")?,
                    fitted_at: row.try_get("fitted_at")?,
                })
            })
            .collect()
    }
}
