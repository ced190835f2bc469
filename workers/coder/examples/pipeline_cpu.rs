//! What one chart costs the pipeline's own CPU, apart from the model: prompt,
//! request, reading, checking and sequencing, then the whole over HTTP against
//! a server thread that gives a canned answer. Retrieval is off.
//!
//! ```text
//! cargo run --release -p chartfleet-coder --example pipeline_cpu -- .chartfleet/codes [CHARTS]
//! ```
//!
//! Times are CPU time of the thread (`/proc/thread-self/schedstat`), so that
//! the server thread and the kernel's other work do not count.
#![expect(
    clippy::print_stdout,
    reason = "an example that prints what it measured"
)]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use chartfleet_coder::record::Record;
use chartfleet_coder::{
    CodeOptions, EndpointSettings, ModelClient, Pipeline, PipelineSettings, ReadChart, Spent,
};
use chartfleet_codes::CodeTables;
use chartfleet_model::backoff::Backoff;
use chartfleet_model::{Chart, Depth};
use jiff::civil::{Date, date};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

const ON: Date = date(2026, 5, 1);
const NOTE_BYTES: usize = 2048;
const IN_FLIGHT: usize = 16;
const QUOTES: [(&str, &str); 6] = [
    ("J18.9", "Pneumonia, unspecified organism"),
    (
        "E11.22",
        "type 2 diabetes with diabetic\nchronic kidney disease",
    ),
    ("N18.30", "stage 3 chronic kidney disease"),
    ("I10", "essential hypertension"),
    ("E78.5", "hyperlipidemia on statin"),
    ("Z79.4", "long term use of insulin"),
];

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let dir = args.next().context("name the folder of the code tables")?;
    let charts = args.next().map_or(Ok(20_000), |n| n.parse::<u32>())?;
    let tables = Arc::new(CodeTables::open(Path::new(&dir))?);
    let settings = PipelineSettings {
        retrieval: false,
        ..PipelineSettings::default()
    };
    let pipeline = Arc::new(Pipeline::new(tables, None, settings));
    for class in ["outpatient", "inpatient"] {
        let chart = chart(class)?;
        println!(
            "{class}, {} bytes of notes, {} suggestions",
            chart.text_bytes(),
            QUOTES.len()
        );
        stages(&pipeline, &chart, charts)?;
        whole(&pipeline, chart, charts)?;
    }
    Ok(())
}

/// The pure stages one by one.
fn stages(pipeline: &Pipeline, chart: &Chart, charts: u32) -> Result<()> {
    let answer = answer();
    let read = ReadChart::of(chart, ON);
    measure("read the record", charts, || {
        black_box(Record::of(chart));
        Ok(())
    })?;
    measure("build request", charts, || {
        black_box(pipeline.build_request(chart, &[], "canned", None));
        Ok(())
    })?;
    measure("interpret answer", charts, || {
        black_box(pipeline.interpret(&read, &answer));
        Ok(())
    })?;
    measure("interpret and sequence", charts, || {
        let reading = pipeline.interpret(&read, &answer);
        let result = pipeline.conclude(&read, reading)?;
        anyhow::ensure!(
            result.diagnoses.len() == QUOTES.len(),
            "every code must be claimed"
        );
        Ok(())
    })
}

/// The whole of [`Pipeline::code`], with its HTTP client.
fn whole(pipeline: &Arc<Pipeline>, chart: Chart, charts: u32) -> Result<()> {
    let (ready, address) = std::sync::mpsc::channel();
    std::thread::spawn(move || serve(&ready));
    let client = ModelClient::new(EndpointSettings {
        base_url: format!("http://{}/v1", address.recv()?).parse()?,
        model: "canned".to_owned(),
        api_key: None,
        request_timeout: Duration::from_secs(30),
        connect_timeout: Duration::from_secs(5),
        canary_timeout: Duration::from_secs(5),
        attempts: 1,
        backoff: Backoff::try_new(Duration::from_millis(1), Duration::from_millis(1))?,
        retry_after_cap: Duration::ZERO,
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let chart = Arc::new(chart);
    let (started, cpu) = (Instant::now(), thread_cpu()?);
    runtime.block_on(async {
        let mut tasks = tokio::task::JoinSet::new();
        for slot in 0..IN_FLIGHT {
            let (pipeline, chart, client) =
                (Arc::clone(pipeline), Arc::clone(&chart), client.clone());
            tasks.spawn(async move {
                for _ in 0..charts as usize / IN_FLIGHT {
                    let options = CodeOptions {
                        depth: Depth::Quick,
                        slot: Some(u32::try_from(slot)?),
                        cancel: CancellationToken::new(),
                        spent: Spent::default(),
                    };
                    let prepared = pipeline.prepare(&chart, ON).await?;
                    pipeline.code(&prepared, &client, &options).await?;
                }
                Ok::<_, anyhow::Error>(())
            });
        }
        while let Some(task) = tasks.join_next().await {
            task??;
        }
        Ok::<_, anyhow::Error>(())
    })?;
    report("whole, HTTP client included", charts, cpu)?;
    println!(
        "  {:.0} charts/s on this thread",
        f64::from(charts) / started.elapsed().as_secs_f64()
    );
    Ok(())
}

fn measure(stage: &str, charts: u32, mut once: impl FnMut() -> Result<()>) -> Result<()> {
    let cpu = thread_cpu()?;
    for _ in 0..charts {
        once()?;
    }
    report(stage, charts, cpu)
}

fn report(stage: &str, charts: u32, since: Duration) -> Result<()> {
    let each = (thread_cpu()? - since).as_secs_f64() * 1e6 / f64::from(charts);
    println!("  {stage:<28} {each:>8.1} µs a chart");
    Ok(())
}

/// CPU time of this thread so far.
fn thread_cpu() -> Result<Duration> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = stat
        .split_whitespace()
        .next()
        .context("schedstat is empty")?;
    Ok(Duration::from_nanos(nanoseconds.parse()?))
}

fn chart(class: &str) -> Result<Chart> {
    let mut text = String::from("DISCHARGE SUMMARY\n");
    for (_, quote) in QUOTES {
        text.push_str("The patient was seen and examined; the record shows ");
        text.push_str(&quote.replace(" with ", "  with\r\n"));
        text.push_str(".\n");
    }
    while text.len() < NOTE_BYTES {
        text.push_str("Vital signs were stable and the plan was discussed. ");
    }
    let chart = json!({
        "id": "A1",
        "encounter": {"class": class, "admitted": "2026-04-27", "discharged": "2026-05-01", "discharge_status": "01"},
        "patient": {"age": 67, "sex": "female"},
        "documents": [{"kind": "discharge_summary", "author_role": "attending", "text": text}],
    });
    Ok(serde_json::from_value(chart)?)
}

fn answer() -> String {
    let element = |(code, evidence)| {
        json!({
            "evidence": evidence, "reason": "documented by the attending", "system": "icd10cm",
            "code": code, "poa": "Y", "confidence": "high",
        })
    };
    json!({ "suggestions": QUOTES.map(element) }).to_string()
}

/// A server of one canned answer, on a thread of its own.
fn serve(ready: &std::sync::mpsc::Sender<std::net::SocketAddr>) -> Result<()> {
    let body = json!({
        "id": "1", "object": "chat.completion", "created": 1, "model": "canned",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": answer()}}],
        "usage": {"prompt_tokens": 900, "completion_tokens": 300, "total_tokens": 1200},
    })
    .to_string();
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    );
    let response: Arc<[u8]> = (head + &body).into_bytes().into();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        ready.send(listener.local_addr()?)?;
        loop {
            let (connection, _) = listener.accept().await?;
            tokio::spawn(answer_all(connection, Arc::clone(&response)));
        }
    })
}

/// Answers every request of one connection; requests end where their
/// content-length says.
async fn answer_all(mut connection: TcpStream, response: Arc<[u8]>) -> Result<()> {
    let mut buffer = Vec::new();
    loop {
        let Some(end) = request_end(&buffer) else {
            if connection.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
            continue;
        };
        buffer.drain(..end);
        connection.write_all(&response).await?;
    }
}

fn request_end(buffer: &[u8]) -> Option<usize> {
    let head = memchr::memmem::find(buffer, b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(buffer.get(..head)?).ok()?;
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))?;
    let end = head + length.trim().parse::<usize>().ok()?;
    (buffer.len() >= end).then_some(end)
}
