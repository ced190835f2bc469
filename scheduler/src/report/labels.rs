//! Suggestions with what became of them: the labels of a calibration and of a
//! reliability table.
//!
//! Against gold, a suggestion was accepted where the coder coded the same code.
//! Procedures are judged only where the chart's gold holds a code of their
//! system: charts whose gold lists diagnoses alone say nothing about them.
//! Diagnoses are always judged, as the figures count them: gold without one
//! says that none was to be coded.

use std::collections::{HashMap, HashSet};

use chartfleet_model::calibration::Label;
use chartfleet_model::{ChartKey, ChartResult, CodeSystem, Confidence, Signals, Verb};
use chartfleet_store::{DecidedChart, GoldRow};

/// A label, and the probability that the result stated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judged {
    /// The label.
    pub(crate) label: Label,
    /// What was stated; `None` where no calibration was in use.
    pub(crate) probability: Option<f64>,
}

impl Judged {
    /// The probability stated, or the fixed one of the model's own word.
    pub(crate) fn stated(&self) -> f64 {
        self.probability
            .unwrap_or_else(|| self.label.confidence.probability())
    }
}

/// One suggestion on a claim.
struct Claimed<'r> {
    system: CodeSystem,
    code: &'r str,
    confidence: Confidence,
    signals: Signals,
    probability: Option<f64>,
}

fn claimed(result: &ChartResult) -> impl Iterator<Item = Claimed<'_>> {
    let diagnoses = result.diagnoses.iter().map(|diagnosis| Claimed {
        system: CodeSystem::Icd10Cm,
        code: diagnosis.code.as_str(),
        confidence: diagnosis.confidence,
        signals: diagnosis.signals,
        probability: diagnosis.probability,
    });
    let procedures = result.procedures.iter().map(|procedure| Claimed {
        system: procedure.code.system(),
        code: procedure.code.as_str(),
        confidence: procedure.confidence,
        signals: procedure.signals,
        probability: procedure.probability,
    });
    diagnoses.chain(procedures)
}

impl Claimed<'_> {
    fn judged(&self, chart: ChartKey, accepted: bool) -> Judged {
        Judged {
            label: Label {
                chart: chart.0,
                confidence: self.confidence,
                signals: self.signals,
                accepted,
            },
            probability: self.probability,
        }
    }
}

/// The suggestions of a chart against its gold codes.
pub(crate) fn against_gold(row: &GoldRow) -> Vec<Judged> {
    let gold: HashSet<(CodeSystem, String)> = row
        .gold
        .iter()
        .map(|gold| (gold.system, gold.normalized()))
        .collect();
    let systems: HashSet<CodeSystem> = gold.iter().map(|(system, _)| *system).collect();
    claimed(&row.result)
        .filter(|claimed| {
            claimed.system == CodeSystem::Icd10Cm || systems.contains(&claimed.system)
        })
        .map(|claimed| {
            let accepted = gold.contains(&(claimed.system, claimed.code.to_owned()));
            claimed.judged(row.key, accepted)
        })
        .collect()
}

/// The suggestions of a chart that a coder decided about. A code that was
/// changed was not accepted.
pub(crate) fn against_decisions(chart: &DecidedChart) -> Vec<Judged> {
    let decided: HashMap<(CodeSystem, &str), Verb> = chart
        .decided
        .iter()
        .map(|decided| ((decided.system, decided.code.as_str()), decided.decision))
        .collect();
    claimed(&chart.result)
        .filter_map(|claimed| {
            let verb = decided.get(&(claimed.system, claimed.code))?;
            Some(claimed.judged(chart.key, *verb == Verb::Accept))
        })
        .collect()
}
