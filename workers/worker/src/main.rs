//! `chartfleet-worker`: takes batches of charts from the broker, codes them
//! with the model servers beside it, and commits the results.
//!
//! - [`worker`]: serve, pause while no model server answers, drain.
//! - [`batch`]: one batch from delivery to answer; [`chart`]: one chart.
//! - [`endpoints`]: model servers and their slots.
//! - [`committer`]: group commits; [`leases`]: renewals.

mod batch;
mod chart;
mod committer;
mod connect;
mod endpoints;
mod history;
mod leases;
mod metrics;
mod worker;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use chartfleet_broker::{BrokerSettings, BrokerStats, ConsumerOptions, topology};
use chartfleet_coder::Pipeline;
use chartfleet_codes::CodeTables;
use chartfleet_model::{Clock, SystemClock, WorkerId};
use chartfleet_runtime::exit::{Exit, Failure, OrExit, finish, parse};
use chartfleet_runtime::settings::{Settings, SettingsArgs};
use chartfleet_runtime::{http, metrics as registry, shutdown, telemetry};
use chartfleet_store::Store;
use clap::Parser;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::batch::Batches;
use crate::chart::Bench;
use crate::committer::{Committer, Grouping};
use crate::endpoints::Endpoints;
use crate::leases::Leases;
use crate::metrics::WorkerMetrics;
use crate::worker::Intake;

/// Many small allocations from several threads: measurably less CPU a chart.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Codes charts with the model servers beside it.
///
/// Takes batches from RabbitMQ, asks the model servers of model.endpoints,
/// checks every suggestion against the installed code tables, and commits the
/// results to PostgreSQL. Start one beside each GPU, or several. SIGTERM
/// finishes the charts in flight (worker.drain_grace_s) and gives the rest
/// back; a second SIGTERM ends it at once, and nothing is lost.
#[derive(Parser)]
#[command(version, about, verbatim_doc_comment)]
struct Options {
    #[command(flatten)]
    settings: SettingsArgs,
}

fn main() -> ExitCode {
    match parse::<Options>() {
        Ok(options) => finish("chartfleet-worker", start(&options)),
        Err(code) => code,
    }
}

fn start(options: &Options) -> Result<ExitCode, Failure> {
    let settings = options
        .settings
        .load()
        .or_exit(Exit::Usage, "cannot start")?;
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

/// What the worker works with, each met or loaded.
struct Services {
    tables: CodeTables,
    store: Store,
    broker: BrokerSettings,
}

async fn services(settings: &Settings) -> Result<Services, Failure> {
    let tables = CodeTables::open(&settings.codes.dir)
        .or_exit(Exit::Usage, "the code tables cannot be used")?;
    let store = Store::connect(&connect::store(settings))
        .await
        .or_exit(Exit::Unavailable, "cannot use the database (store.url)")?;
    let broker = connect::broker(settings);
    topology::declare(&broker)
        .await
        .or_exit(Exit::Unavailable, "cannot use the broker (broker.url)")?;
    Ok(Services {
        tables,
        store,
        broker,
    })
}

/// The coding pipeline with what coders taught.
async fn pipeline(
    settings: &Settings,
    store: &Store,
    tables: CodeTables,
) -> Result<Pipeline, Failure> {
    let calibration = history::calibration(store).await?;
    let prior = history::prior(store).await;
    let dense = connect::dense(settings, &tables).await;
    Ok(connect::pipeline(settings, Arc::new(tables))
        .with_calibration(calibration)
        .with_prior(prior)
        .with_dense(dense))
}

async fn run(settings: &Settings) -> Result<ExitCode, Failure> {
    let shutdown = shutdown::on_signals()?;
    let Services {
        tables,
        store,
        broker,
    } = services(settings).await?;
    let registry = registry::registry()?;
    let metrics = Arc::new(WorkerMetrics::register(&registry)?);
    let stats = Arc::new(BrokerStats::default());
    export(&registry, &stats)?;
    let backoff = connect::model_backoff(settings).or_exit(Exit::Usage, "cannot start")?;
    let servers = connect::endpoints(settings, backoff);
    let feeding = connect::feeding(settings);
    let endpoints = Endpoints::new(servers, feeding, Arc::clone(&metrics)).or_exit(
        Exit::Usage,
        "a model server cannot be used (model.endpoints)",
    )?;

    // Helpers live longer than the intake: a drain still commits and renews.
    let helpers = CancellationToken::new();
    let _on_return = helpers.clone().drop_guard();
    let served = endpoint(settings, registry, endpoints.servers_up());
    http::serve(served, helpers.clone())
        .await
        .or_exit(Exit::Usage, "cannot start")?;
    tokio::spawn(Arc::clone(&endpoints).look_after(backoff, helpers.clone()));
    let leases = Arc::new(Leases::default());
    let lease = settings.worker.lease;
    tokio::spawn(Arc::clone(&leases).renew(store.clone(), lease, helpers.clone()));

    let worker = worker_id(&SystemClock);
    tracing::info!(worker = %worker, code_tables = tables.version(), "worker started");
    let (committer, committing) = Committer::start(
        store.clone(),
        worker.clone(),
        grouping(settings),
        Arc::clone(&metrics),
        out_of_patience(&shutdown, settings.worker.drain_grace),
    );
    let servers_up = endpoints.servers_up();
    let options = ConsumerOptions {
        prefetch: prefetch(settings),
        tag: worker.0.clone(),
    };
    let code_tables = tables.version().to_owned();
    let pipeline = pipeline(settings, &store, tables).await?;
    let clock = Arc::new(SystemClock);
    let bench = Arc::new(Bench {
        worker,
        store,
        pipeline,
        code_tables,
        endpoints,
        committer,
        metrics,
        clock,
    });
    let batches = Arc::new(Batches {
        bench,
        leases,
        lease,
        care: tokio::sync::Mutex::default(),
    });
    let intake = Intake {
        broker,
        options,
        stats,
        drain_grace: settings.worker.drain_grace,
    };
    intake.run(batches, servers_up, shutdown).await?;
    // The committer ends when nobody can hand it anything any more.
    committing
        .await
        .or_exit(Exit::Internal, "the last results were not written")?;
    tracing::info!("worker drained");
    Ok(ExitCode::SUCCESS)
}

fn grouping(settings: &Settings) -> Grouping {
    Grouping {
        rows: settings.worker.commit_rows.get(),
        wait: settings.worker.commit_wait,
    }
}

/// Cancelled when a drain's grace is over: until then a database that is away
/// is waited for.
fn out_of_patience(shutdown: &CancellationToken, grace: Duration) -> CancellationToken {
    let (shutdown, over) = (shutdown.clone(), CancellationToken::new());
    let patience = over.clone();
    tokio::spawn(async move {
        shutdown.cancelled().await;
        tokio::time::sleep(grace).await;
        over.cancel();
    });
    patience
}

/// Batches in hand: while one set of charts fills the slots, another waits for
/// its commit or has just been claimed. No more, so that other workers find
/// some too.
fn prefetch(settings: &Settings) -> u16 {
    let slots = settings.worker.slots.get() * settings.model.endpoints.len();
    let batches = 2 * slots.div_ceil(settings.scheduler.batch_charts.get()) + 1;
    u16::try_from(batches).unwrap_or(u16::MAX)
}

fn endpoint(
    settings: &Settings,
    registry: prometheus::Registry,
    servers_up: watch::Receiver<usize>,
) -> http::Endpoint {
    let ready: http::Ready = Arc::new(move || match *servers_up.borrow() {
        0 => Err("no model server answers"),
        _ => Ok(()),
    });
    http::Endpoint {
        listen: settings.worker.listen,
        setting: "worker.listen",
        registry,
        ready,
    }
}

fn export(registry: &prometheus::Registry, stats: &Arc<BrokerStats>) -> Result<(), Failure> {
    for (name, help, read) in Arc::clone(stats).readers() {
        registry::follow(registry, name, help, read)?;
    }
    Ok(())
}

/// `host:pid:start`: unique in the fleet, also after a restart.
fn worker_id(clock: &dyn Clock) -> WorkerId {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let start = clock.now().as_second();
    WorkerId(format!("{}:{}:{start}", host.trim(), std::process::id()))
}
