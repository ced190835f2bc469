//! `chartfleet-baseline`: an OpenAI-compatible server around the lexical
//! coder. It is the demo's default model and the honest, non-neural baseline.
//!
//! - [`server`]: routes, and what is refused.
//! - [`request`]: what is read of a request; [`suggestions`]: the answer.
//! - [`descriptions`]: the other question it answers, a code for a wording.
//! - [`desk`]: bounded work on the blocking threads.

mod descriptions;
mod desk;
mod metrics;
mod request;
mod server;
mod suggestions;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use chartfleet_coder::lexical::Lexicon;
use chartfleet_coder::procedures::Procedures;
use chartfleet_codes::CodeTables;
use chartfleet_runtime::exit::{Exit, Failure, OrExit, finish, parse};
use chartfleet_runtime::settings::{Settings, SettingsArgs};
use chartfleet_runtime::{metrics as registry, shutdown, telemetry};
use clap::Parser;
use tokio::net::TcpListener;

use crate::descriptions::Descriptions;
use crate::desk::{Desk, Search};
use crate::metrics::BaselineMetrics;
use crate::server::Server;
use crate::suggestions::{Dictionary, answer};

/// The notes of a chart make many small allocations, on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How long requests in flight may take after SIGTERM.
const DRAIN_GRACE: Duration = Duration::from_secs(10);

/// An OpenAI-compatible server around chartfleet's lexical coder.
///
/// This is no neural model. It looks up the words of a note in the official
/// titles, inclusion terms and index terms of the installed code tables, minds
/// negation and family history, and suggests the most specific diagnosis codes
/// it finds. It suggests procedures where their words settle the whole code
/// (ICD-10-PCS for inpatients, codes of the site's own files for others). Its
/// confidence is that of the wording found. Use it to try chartfleet without a GPU, and to see what a
/// language model adds.
///
/// Serves /v1/chat/completions (not streaming), /v1/models, /health and
/// /metrics on baseline.listen. Needs the code tables of codes.dir (`chartfleet
/// codes install`). It has no access control: keep it on an inner network.
#[derive(Parser)]
#[command(version, about, verbatim_doc_comment)]
struct Options {
    /// Where to listen, instead of the setting baseline.listen; port 0 takes a
    /// free one.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<std::net::SocketAddr>,

    #[command(flatten)]
    settings: SettingsArgs,
}

fn main() -> ExitCode {
    match parse::<Options>() {
        Ok(options) => finish("chartfleet-baseline", start(&options)),
        Err(code) => code,
    }
}

fn start(options: &Options) -> Result<ExitCode, Failure> {
    let mut settings = options
        .settings
        .load()
        .or_exit(Exit::Usage, "cannot start")?;
    settings.baseline.listen = options.listen.unwrap_or(settings.baseline.listen);
    if options.settings.print_config {
        let text = settings
            .to_redacted_toml()
            .or_exit(Exit::Usage, "cannot print")?;
        std::io::Write::write_all(&mut std::io::stdout(), text.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    telemetry::init(&settings.telemetry).or_exit(Exit::Usage, "cannot start")?;
    let runtime = tokio::runtime::Runtime::new().or_exit(Exit::Internal, "cannot start")?;
    runtime.block_on(run(&settings))
}

async fn run(settings: &Settings) -> Result<ExitCode, Failure> {
    let stop = shutdown::on_signals()?;
    let tables = CodeTables::open(&settings.codes.dir)
        .or_exit(Exit::Usage, "the code tables cannot be used (codes.dir)")?;
    let tables = Arc::new(tables);
    let dictionary = Dictionary {
        lexicon: Lexicon::build(&tables),
        procedures: Procedures::of(Arc::clone(&tables)),
    };
    let registry = registry::registry()?;
    let metrics = BaselineMetrics::register(&registry)?;
    let listener = TcpListener::bind(settings.baseline.listen)
        .await
        .or_exit(Exit::Usage, "cannot listen (baseline.listen)")?;
    tracing::info!(
        listen = %listener.local_addr()?,
        code_tables = tables.version(),
        "lexical coder started: a dictionary search in the code tables, no neural model",
    );
    let descriptions = Descriptions::new(tables);
    let search: Search = Arc::new(move |message, wanted| {
        let described = descriptions.answer(message);
        described.unwrap_or_else(|| answer(&dictionary, message, wanted))
    });
    let server = Server::new(Desk::sized_to_this_machine(search), metrics, registry);
    let serving = axum::serve(listener, server.router())
        .with_graceful_shutdown(stop.clone().cancelled_owned());
    shutdown::with_grace(&stop, DRAIN_GRACE, serving.into_future())
        .await
        .or_exit(Exit::Internal, "requests in flight were cut off")??;
    tracing::info!("lexical coder stopped");
    Ok(ExitCode::SUCCESS)
}
