//! What a real llama-server keeps of a chart's prompt between the stages'
//! questions about it: nearly all that it could, and far more than with the
//! question before the notes. Tokens are compared, never times.

use std::sync::Arc;

use bytes::Bytes;
use chartfleet_coder::prompt::Candidate;
use chartfleet_coder::{Pipeline, PipelineSettings, PromptOrder};
use chartfleet_codes::CodeTables;
use chartfleet_model::{Chart, Stage};
use chartfleet_tests::prefix::{Replay, probed};
use chartfleet_tests::{LlamaServer, Stack};

use crate::night::inpatient;

const SLOTS: u32 = 2;
const CHARTS: usize = 3;
const CODES: [(&str, &str); 3] = [
    ("J18.9", "Pneumonia, unspecified organism"),
    ("I10", "Essential (primary) hypertension"),
    (
        "K21.9",
        "Gastro-esophageal reflux disease without esophagitis",
    ),
];

/// Answers teach nothing here.
fn settings() -> PipelineSettings {
    let mut settings = PipelineSettings::default();
    let stages = &mut settings.stages;
    stages.suggest.max_tokens = 4;
    stages.verify.max_tokens = 4;
    stages.sequence.max_tokens = 4;
    stages.cdi.max_tokens = 4;
    settings
}

fn charts(slot: u32) -> Vec<Chart> {
    let text = |number| {
        format!("Record {slot}-{number}. Woman with pneumonia and hypertension. ").repeat(60)
    };
    let charts = (0..CHARTS).map(|number| inpatient(&format!("P-{slot}-{number}"), &text(number)));
    charts
        .map(|chart| serde_json::from_value(chart).unwrap())
        .collect()
}

#[tokio::test]
async fn a_llama_server_rereads_only_the_question_where_the_notes_come_first() {
    let Some(server) = LlamaServer::start(SLOTS, 8_192).await.unwrap() else {
        return;
    };
    let stack = Stack::shared().await.unwrap();
    let tables = Arc::new(CodeTables::open(stack.codes_dir()).unwrap());
    let pipeline = Pipeline::new(tables, None, settings());
    let client = probed(&server.url()).await.unwrap();
    let codes = CODES.map(|(code, title)| Candidate {
        code: code.to_owned(),
        title: title.to_owned(),
    });
    let requests = |chart: &Chart, order, slot| -> Vec<Bytes> {
        let requests = pipeline.requests_of(chart, &codes, &client, (order, slot));
        let stages: Vec<Stage> = requests.iter().map(|(stage, _)| *stage).collect();
        assert_eq!(stages, Stage::ALL);
        requests.into_iter().map(|(_, body)| body).collect()
    };
    let backlog = |order| -> Vec<Vec<Vec<Bytes>>> {
        let slot = |slot| {
            charts(slot)
                .iter()
                .map(|c| requests(c, order, slot))
                .collect()
        };
        (0..SLOTS).map(slot).collect()
    };
    let mut replay = Replay::to(&server.url()).unwrap();
    let naive = replay
        .run(backlog(PromptOrder::QuestionFirst))
        .await
        .unwrap();
    let ours = replay.run(backlog(PromptOrder::NotesFirst)).await.unwrap();
    assert_eq!((ours.charts, ours.requests), (6, 24));
    assert!(ours.share_of_ideal() >= 0.9, "{ours:?}");
    assert!(
        ours.cached_tokens > naive.cached_tokens,
        "{ours:?} {naive:?}"
    );
    assert!(
        ours.share_of_prompts() > naive.share_of_prompts(),
        "{ours:?} {naive:?}"
    );
}
