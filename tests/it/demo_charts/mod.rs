//! The demo charts as a good model answers them, and with mistakes planted.
//!
//! `tests/data/demo-answers.ndjson` holds a good answer for each chart and what
//! the claim must then be: order, roles, levels, present on admission, DRG,
//! gaps, findings. `tests/data/planted-mistakes.ndjson` changes an answer and
//! says what must catch it. Codes, DRGs and gaps were written from the notes and
//! the guidelines; the order of secondary diagnoses and some levels were judged
//! when seen. No third party has audited either.

mod model;
mod planted;
mod recorded;

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use chartfleet_coder::lexical::Lexicon;
use chartfleet_coder::{
    CodeOptions, EndpointSettings, ModelClient, Pipeline, PipelineSettings, Spent,
};
use chartfleet_codes::CodeTables;
use chartfleet_model::backoff::Backoff;
use chartfleet_model::{Chart, ChartResult, Depth};
use chartfleet_tests::{ScriptedModel, Stack};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use model::Played;

/// A demo chart and its whole row.
pub(crate) struct DemoChart {
    id: String,
    chart: Chart,
}

/// The demo charts, in the order of their files.
static CHARTS: LazyLock<Vec<DemoChart>> = LazyLock::new(|| {
    let folder = root().join("../deploy/demo-charts");
    let mut rows: Vec<Value> = ["inpatient", "surgical", "outpatient", "emergency"]
        .iter()
        .flat_map(|name| read(&folder.join(name).with_extension("ndjson")))
        .collect();
    for id in ["DEMO-TX-001", "DEMO-TX-002", "DEMO-TX-003"] {
        let file = folder.join("notes").join(id);
        let fields = std::fs::read_to_string(file.with_extension("json")).unwrap();
        let text = std::fs::read_to_string(file.with_extension("txt")).unwrap();
        let mut row: Value = serde_json::from_str(&fields).unwrap();
        row["id"] = json!(id);
        row["documents"] = json!([{ "text": text }]);
        rows.push(row);
    }
    rows.into_iter()
        .map(|row| DemoChart {
            id: row["id"].as_str().unwrap().to_owned(),
            chart: serde_json::from_value(row).unwrap(),
        })
        .collect()
});

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read<T: DeserializeOwned>(path: &Path) -> Vec<T> {
    let text = std::fs::read_to_string(path).unwrap();
    let row = |(line, row): (usize, &str)| {
        serde_json::from_str(row)
            .unwrap_or_else(|error| panic!("{} line {}: {error}", path.display(), line + 1))
    };
    text.lines().enumerate().map(row).collect()
}

/// The rows of a file of `tests/data`.
fn data<T: DeserializeOwned>(name: &str) -> Vec<T> {
    read(&root().join("data").join(name))
}

fn demo_chart(id: &str) -> &'static DemoChart {
    let chart = CHARTS.iter().find(|chart| chart.id == id);
    chart.unwrap_or_else(|| panic!("{id} is no demo chart"))
}

/// The whole pipeline over the installed tables, retrieval included.
struct Coder {
    tables: Arc<CodeTables>,
    pipeline: Pipeline,
}

impl Coder {
    async fn new() -> Self {
        let stack = Stack::shared().await.unwrap();
        let tables = Arc::new(CodeTables::open(stack.codes_dir()).unwrap());
        let lexicon = Arc::new(Lexicon::build(&tables));
        let settings = PipelineSettings::default();
        let pipeline = Pipeline::new(Arc::clone(&tables), Some(lexicon), settings);
        Self { tables, pipeline }
    }

    /// What becomes of a chart whose model plays this answer.
    async fn code(&self, demo: &DemoChart, played: Played, depth: Depth) -> ChartResult {
        let notes = demo.chart.documents.clone();
        let model = ScriptedModel::start(move |request| played.reply(&notes, request));
        let model = model.await.unwrap();
        let options = CodeOptions {
            depth,
            slot: None,
            cancel: CancellationToken::new(),
            spent: Spent::default(),
        };
        let client = client(&model);
        let on = demo.chart.encounter.coding_date().unwrap();
        let prepared = self.pipeline.prepare(&demo.chart, on).await.unwrap();
        let coded = self.pipeline.code(&prepared, &client, &options).await;
        coded.unwrap_or_else(|error| panic!("{}: {error}", demo.id))
    }
}

fn client(model: &ScriptedModel) -> ModelClient {
    let pause = Duration::from_millis(1);
    ModelClient::new(EndpointSettings {
        base_url: model.url().parse().unwrap(),
        model: "scripted".to_owned(),
        api_key: None,
        request_timeout: Duration::from_secs(60),
        connect_timeout: Duration::from_secs(10),
        canary_timeout: Duration::from_secs(10),
        attempts: 1,
        backoff: Backoff::try_new(pause, pause).unwrap(),
        retry_after_cap: Duration::ZERO,
    })
    .unwrap()
}
