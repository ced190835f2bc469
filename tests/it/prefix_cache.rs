//! What a real llama-server keeps of a chart's prompt between the questions
//! about it: nearly all that it could, and far more than with the question
//! before the notes. Tokens are compared, never times.

use chartfleet_coder::prompt::{NOTE_CLOSE, NOTE_OPEN};
use chartfleet_tests::LlamaServer;
use chartfleet_tests::prefix::Replay;
use serde_json::{Value, json};

const SLOTS: usize = 2;
const CHARTS: usize = 3;
const INSTRUCTIONS: &str = include_str!("../../workers/coder/prompts/instructions.md");
const QUESTIONS: [&str; 3] = [
    "Suggest the codes for this encounter.",
    "Is each of these codes supported by the record: J18.9, I10?",
    "In which order do these codes stand: J18.9, I10?",
];

fn request(user: &str) -> Value {
    json!({"model": "m", "temperature": 0, "messages": [
        {"role": "system", "content": INSTRUCTIONS},
        {"role": "user", "content": user},
    ]})
}

/// The requests of a chart, in the order of the stages.
fn requests(chart: usize, notes_first: bool) -> Vec<Value> {
    let note = format!("Record {chart}. Woman with pneumonia and hypertension. ").repeat(20);
    let notes = format!("{NOTE_OPEN}\n{note}\n{NOTE_CLOSE}");
    let ask = |question: &&str| match notes_first {
        true => request(&format!("{notes}\n{question}")),
        false => request(&format!("{question}\n{notes}")),
    };
    QUESTIONS.iter().map(ask).collect()
}

fn backlog(notes_first: bool) -> Vec<Vec<Vec<Value>>> {
    let slot = |slot| (0..CHARTS).map(move |n| requests(slot * CHARTS + n, notes_first));
    (0..SLOTS).map(|number| slot(number).collect()).collect()
}

#[tokio::test]
async fn a_llama_server_rereads_only_the_question_where_the_notes_come_first() {
    let Some(server) = LlamaServer::start(2, 4_096).await.unwrap() else {
        return;
    };
    let replay = Replay::to(&server.url(), 4).unwrap();
    let naive = replay.run(backlog(false)).await.unwrap();
    let ours = replay.run(backlog(true)).await.unwrap();
    assert_eq!((ours.charts, ours.requests), (6, 18));
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
