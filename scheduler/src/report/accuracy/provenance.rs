//! What made a run's results: pipelines, models, depths, calibrations,
//! accepted codes.

use std::collections::BTreeMap;

use chartfleet_model::ChartResult;
use serde::Serialize;

/// Charts by what coded them; charts that no model was asked about name none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Provenance {
    /// By pipeline version.
    pub(super) pipelines: BTreeMap<String, u64>,
    /// By model, as its server names it.
    pub(super) models: BTreeMap<String, u64>,
    /// By depth.
    pub(super) depths: BTreeMap<&'static str, u64>,
    /// By calibration.
    pub(super) calibrations: BTreeMap<String, u64>,
    /// By the accepted codes that retrieval learnt from.
    pub(super) priors: BTreeMap<String, u64>,
}

/// What made one result.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Maker {
    /// The pipeline version.
    pub(super) pipeline: String,
    model: String,
    depth: Option<&'static str>,
    calibration: Option<String>,
    prior: Option<String>,
}

impl Maker {
    /// What made this result.
    pub(super) fn of(result: &ChartResult) -> Self {
        Self {
            pipeline: result.pipeline_version.clone(),
            model: result.model.clone(),
            depth: result.effort.as_ref().map(|effort| effort.depth.as_str()),
            calibration: result.calibration_version.clone(),
            prior: result.prior_version.clone(),
        }
    }
}

impl Provenance {
    /// Adds a chart.
    pub(super) fn add(&mut self, maker: &Maker) {
        *self.pipelines.entry(maker.pipeline.clone()).or_default() += 1;
        if !maker.model.is_empty() {
            *self.models.entry(maker.model.clone()).or_default() += 1;
        }
        if let Some(depth) = maker.depth {
            *self.depths.entry(depth).or_default() += 1;
        }
        if let Some(version) = &maker.calibration {
            *self.calibrations.entry(version.clone()).or_default() += 1;
        }
        if let Some(version) = &maker.prior {
            *self.priors.entry(version.clone()).or_default() += 1;
        }
    }

    /// One line: each kind with its names, and their counts where there are
    /// several.
    pub(super) fn line(&self) -> String {
        let depths = self
            .depths
            .iter()
            .map(|(name, count)| ((*name).to_owned(), *count))
            .collect();
        let kinds = [
            ("pipeline", &self.pipelines),
            ("model", &self.models),
            ("depth", &depths),
            ("calibration", &self.calibrations),
            ("accepted codes", &self.priors),
        ];
        let shown = kinds.into_iter().filter(|(_, names)| !names.is_empty());
        let parts = shown.map(|(kind, names)| format!("{kind} {}", listed(names)));
        parts.collect::<Vec<_>>().join(", ")
    }
}

fn listed(names: &BTreeMap<String, u64>) -> String {
    if let [(name, _)] = names.iter().collect::<Vec<_>>().as_slice() {
        return (*name).clone();
    }
    let counted = names
        .iter()
        .map(|(name, count)| format!("{name} ({count})"));
    counted.collect::<Vec<_>>().join(" ")
}
