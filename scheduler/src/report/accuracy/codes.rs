//! The codes of a chart as sets: the coder's and the claim's.

use std::collections::BTreeSet;

use chartfleet_model::CodeSystem;
use chartfleet_store::GoldRow;

/// The codes of one system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Codes {
    /// What the coder coded.
    pub(super) gold: BTreeSet<String>,
    /// What is on the claim.
    pub(super) claimed: BTreeSet<String>,
}

impl Codes {
    /// A chart's diagnoses.
    pub(super) fn diagnoses(row: &GoldRow) -> Self {
        let claim = row.result.diagnoses.iter();
        Self {
            gold: gold(row, CodeSystem::Icd10Cm),
            claimed: claim.map(|d| d.code.to_string()).collect(),
        }
    }

    /// A chart's procedures of one system.
    pub(super) fn procedures(row: &GoldRow, system: CodeSystem) -> Self {
        let claim = row.result.procedures.iter().map(|p| &p.code);
        Self {
            gold: gold(row, system),
            claimed: claim
                .filter(|code| code.system() == system)
                .map(ToString::to_string)
                .collect(),
        }
    }

    /// How many are in both.
    pub(super) fn exact(&self) -> u64 {
        self.gold.intersection(&self.claimed).count() as u64
    }
}

fn gold(row: &GoldRow, system: CodeSystem) -> BTreeSet<String> {
    let gold = row.gold.iter().filter(|gold| gold.system == system);
    gold.map(chartfleet_model::GoldCode::normalized).collect()
}
