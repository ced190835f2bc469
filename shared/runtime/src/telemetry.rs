//! Logs to standard error, and what may never be in them.
//!
//! Our own code logs no chart text, at any level. Our dependencies make no such
//! promise: HTTP clients print bodies at trace, lapin prints returned messages
//! at warn, database drivers print parameters. So the operator's filter is
//! capped: only targets of chartfleet may go below warn, whatever it says.
//! Panic messages can quote the text that broke a parser, so the panic hook
//! logs where it happened and never the message.

use std::panic::PanicHookInfo;

use tracing::{Subscriber, error};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

use crate::error::RuntimeError;
use crate::settings::{LogFormat, Telemetry};

/// The start of every target of our own.
const OWN_TARGETS: &str = "chartfleet";

/// Dependencies that print payloads even above info.
const NEVER_BELOW_ERROR: [&str; 2] = ["lapin", "async_openai"];

/// Sets up logs and the panic hook of this process. Call once, first.
///
/// # Errors
/// When the filter is not one, or logs are set up already.
pub fn init(settings: &Telemetry) -> Result<(), RuntimeError> {
    subscriber(settings, std::io::stderr)?
        .try_init()
        .map_err(|source| RuntimeError::LogsTwice { source })?;
    std::panic::set_hook(Box::new(log_panic));
    Ok(())
}

fn subscriber<W>(
    settings: &Telemetry,
    writer: W,
) -> Result<impl Subscriber + Send + Sync + use<W>, RuntimeError>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let filter =
        EnvFilter::try_new(&settings.log).map_err(|source| RuntimeError::LogFilter { source })?;
    let lines = fmt::layer().with_writer(writer).with_ansi(false);
    let lines = match settings.format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    Ok(tracing_subscriber::registry()
        .with(lines)
        .with(filter)
        .with(cap()))
}

/// The most that any filter may let through.
fn cap() -> Targets {
    Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target(OWN_TARGETS, LevelFilter::TRACE)
        .with_targets(NEVER_BELOW_ERROR.map(|target| (target, LevelFilter::ERROR)))
}

fn log_panic(panic: &PanicHookInfo<'_>) {
    let location = panic
        .location()
        .map_or_else(|| "unknown".to_owned(), ToString::to_string);
    let thread = std::thread::current();
    error!(
        panic.location = location,
        panic.thread = thread.name().unwrap_or("unnamed"),
        "a task panicked; its message is withheld because it may quote a chart"
    );
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use tracing::{info, trace, warn};

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn logged(log: &str, format: LogFormat, act: impl FnOnce()) -> String {
        let lines = Lines::default();
        let writer = lines.clone();
        let settings = Telemetry {
            log: log.to_owned(),
            format,
        };
        let subscriber = subscriber(&settings, move || writer.clone()).unwrap();
        tracing::subscriber::with_default(subscriber, act);
        let bytes = lines.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn no_filter_opens_a_dependency_below_warn() {
        for filter in [
            "trace",
            "hyper=trace,lapin=trace,tokio_postgres=debug,rustls=info",
        ] {
            let text = logged(filter, LogFormat::Text, || {
                trace!(target: "hyper::proto", "canary-1");
                trace!(target: "h2::codec", "canary-2");
                trace!(target: "rustls::conn", "canary-3");
                info!(target: "tokio_postgres::connection", "canary-4");
                info!(target: "reqwest::connect", "canary-5");
                warn!(target: "lapin::returned_messages", "canary-6");
                warn!(target: "async_openai::client", "canary-7");
            });
            assert!(!text.contains("canary"), "{filter}: {text}");
        }
    }

    #[test]
    fn our_own_targets_go_as_low_as_the_operator_wishes() {
        let act = || trace!(target: "chartfleet_broker::lane", { batch.id = 7 }, "taken");
        assert!(logged("trace", LogFormat::Text, act).contains("batch.id=7"));
        assert!(logged("info", LogFormat::Text, act).is_empty());
    }

    #[test]
    fn warnings_of_dependencies_are_kept() {
        let act = || warn!(target: "hyper::server", "slow");
        assert!(logged("info", LogFormat::Text, act).contains("slow"));
    }

    #[test]
    fn a_json_line_is_one_object() {
        let act = || info!(target: "chartfleet", { batch.id = 7 }, "taken");
        let line = logged("info", LogFormat::Json, act);
        let object: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(object["message"], "taken");
        assert_eq!(object["batch.id"], 7);
    }

    #[test]
    fn a_bad_filter_names_its_setting() {
        let settings = Telemetry {
            log: "chartfleet=loud".to_owned(),
            format: LogFormat::Text,
        };
        let error = subscriber(&settings, std::io::sink).err().unwrap();
        assert!(error.to_string().contains("telemetry.log"), "{error}");
    }

    #[test]
    fn a_panic_is_logged_without_its_message() {
        let before = std::panic::take_hook();
        let text = logged("info", LogFormat::Text, || {
            std::panic::set_hook(Box::new(log_panic));
            let caught = std::panic::catch_unwind(|| panic!("canary {}", "note text"));
            assert!(caught.is_err());
        });
        std::panic::set_hook(before);
        assert!(text.contains("telemetry.rs"), "{text}");
        assert!(!text.contains("canary"), "{text}");
    }
}
