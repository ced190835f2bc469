//! What makes a result what it is, as a short hash.
//!
//! Results of equal versions differ only by what they name beside it: the
//! model, the code tables, the calibration and the accepted codes. What cannot
//! change a code (the context's size, what a facility is paid) is not in it.

use chartfleet_model::{Chart, Stage};
use sha2::{Digest, Sha256};

use super::Pipeline;
use super::request::{Asked, Target};
use super::views::View;
use crate::client::TokenMeter;
use crate::prompt::{self, Candidate};
use crate::retrieval::Retriever;
use crate::settings::PipelineSettings;

/// Bytes of the hash that are shown.
const VERSION_BYTES: usize = 6;

/// Raised with every change of retrieval, checks or sequencing after which the
/// same answers of a model may come to another claim: no text tells of it.
const ALGORITHMS: u32 = 3;

/// How these are asked about is part of the version: texts, order, form and
/// manner of every stage.
const CHARTS: [&str; 2] = [
    r#"{"id": "a", "encounter": {"class": "inpatient", "admitted": "2026-01-02", "discharged": "2026-01-05"},
        "patient": {"sex": "female", "age": 75}, "protocol": "Protocol.",
        "documents": [{"kind": "progress_note", "text": "First."}, {"kind": "nursing_note", "text": "Second."}]}"#,
    r#"{"id": "b", "encounter": {"class": "outpatient", "admitted": "2026-01-02"},
        "documents": [{"text": "Third."}]}"#,
];

/// A hash over all that the pipeline brings to a chart.
pub(super) fn of(pipeline: &Pipeline) -> String {
    let mut hash = Sha256::new();
    let mut add = |part: &[u8]| {
        hash.update(part);
        hash.update([0]);
    };
    prompt::TEXTS
        .into_iter()
        .for_each(|text| add(text.as_bytes()));
    for chart in charts() {
        for &stage in Stage::ALL {
            add(&request(pipeline, stage, &chart));
        }
    }
    let retriever = pipeline.retriever.as_ref();
    let settings = PipelineSettings {
        retrieval: retriever.is_some(),
        context_tokens: None,
        base_rate: None,
        ..pipeline.settings.clone()
    };
    // Every field by name and value.
    add(format!("{settings:?}").as_bytes());
    add(retriever
        .map(Retriever::searches)
        .unwrap_or_default()
        .as_bytes());
    add(env!("CARGO_PKG_VERSION").as_bytes());
    add(&ALGORITHMS.to_le_bytes());
    hash.finalize()
        .iter()
        .take(VERSION_BYTES)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn charts() -> impl Iterator<Item = Chart> {
    let read = |text: &str| serde_json::from_str(text).ok();
    CHARTS.into_iter().filter_map(read)
}

fn request(pipeline: &Pipeline, stage: Stage, chart: &Chart) -> Vec<u8> {
    let codes = [Candidate {
        code: "I10".to_owned(),
        title: "Essential (primary) hypertension".to_owned(),
    }];
    let setting = pipeline.setting(chart);
    let question = pipeline.question(stage, setting, &codes);
    let asked = Asked {
        user: &View::whole(chart).asked(&question.text),
        format: &question.format,
    };
    // Nothing of a site's servers.
    let target = Target {
        model: "",
        context_tokens: None,
        meter: &TokenMeter::default(),
        llama: None,
    };
    let body = setting.request(asked, target, pipeline.plain(stage));
    body.unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::lexical::tests::lexicon;
    use crate::retrieval::Prior;
    use crate::testing::FewRules;

    fn version(change: fn(&mut PipelineSettings)) -> String {
        let mut settings = PipelineSettings::default();
        change(&mut settings);
        Pipeline::with_rules(Arc::new(FewRules), None, settings).version
    }

    #[test]
    fn it_changes_with_what_makes_a_result() {
        let usual = version(|_| {});
        let changes: [fn(&mut PipelineSettings); 6] = [
            |s| s.max_suggestions = 9,
            |s| s.stages.verify.max_tokens = 9,
            |s| s.stages.cdi.model = Some("adapter".to_owned()),
            |s| s.depths.standard.stages.clear(),
            |s| s.depths.thorough.votes = 5,
            |s| s.sampling.keep_share = 0.9,
        ];
        for change in changes {
            assert_ne!(usual, version(change));
        }
    }

    #[test]
    fn what_cannot_change_a_code_does_not_change_it() {
        let usual = version(|_| {});
        assert_eq!(usual, version(|s| s.context_tokens = Some(9)));
        assert_eq!(usual, version(|s| s.base_rate = Some(9.0)));
    }

    #[test]
    fn retrieval_is_part_of_it_where_it_really_runs_and_habits_stand_beside_it() {
        let of = |lexicon| {
            let settings = PipelineSettings::default();
            Pipeline::with_rules(Arc::new(FewRules), lexicon, settings)
        };
        assert_ne!(of(None).version, of(Some(Arc::new(lexicon()))).version);
        let counts = vec![("I10".parse().unwrap(), 3)];
        let learnt = || Prior::new([("north".to_owned(), counts.clone())]);
        let taught = of(Some(Arc::new(lexicon()))).with_prior(learnt());
        assert_eq!(taught.version, of(Some(Arc::new(lexicon()))).version);
        assert!(taught.prior_version().is_some());
        assert_eq!(of(None).with_prior(learnt()).prior_version(), None);
    }

    #[test]
    fn every_stage_of_every_setting_is_asked() {
        let pipeline = Pipeline::with_rules(Arc::new(FewRules), None, PipelineSettings::default());
        let charts: Vec<Chart> = charts().collect();
        assert_eq!(charts.len(), CHARTS.len());
        for (chart, &stage) in charts.iter().zip(Stage::ALL) {
            assert!(!request(&pipeline, stage, chart).is_empty());
        }
    }
}
