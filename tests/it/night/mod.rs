//! A night of the tests' own: services, settings that make minutes seconds,
//! and the programs.

mod books;
mod charts;
mod proxy;

use std::time::Duration;

use chartfleet_tests::sandbox::Finished;
use chartfleet_tests::{Isolated, Program, Running, Sandbox, ScriptedModel, Stack, eventually};
use serde_json::Value;

pub(crate) use books::{assert_conserved, attempts};
pub(crate) use charts::{chart, charts, inpatient, ndjson};
pub(crate) use proxy::Proxy;

/// Longer than anything takes, so that a loaded machine fails no test.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);

/// Isolated services, a sandbox over them, and settings for a short night.
pub(crate) struct Night {
    // The sandbox first: it deletes what its programs may still write.
    pub(crate) sandbox: Sandbox,
    pub(crate) services: Isolated,
}

impl Night {
    /// A night on a part of the shared stack.
    pub(crate) async fn with(model: &ScriptedModel) -> Self {
        Self::at(&model.url()).await
    }

    /// The same with the model server of this URL.
    pub(crate) async fn at(model: &str) -> Self {
        let stack = Stack::shared().await.unwrap();
        Self::with_services(&stack, model).await
    }

    /// A night on a stack that the test may break. The code tables are those
    /// of the shared stack.
    pub(crate) async fn on(stack: &Stack, model: &ScriptedModel) -> Self {
        Self::with_services(stack, &model.url()).await
    }

    async fn with_services(stack: &Stack, model: &str) -> Self {
        let services = stack.isolated().await.unwrap();
        let mut sandbox = Sandbox::new(&services).unwrap();
        let codes = Stack::shared().await.unwrap().codes_dir().to_owned();
        sandbox.set("CHARTFLEET__CODES__DIR", codes.display());
        sandbox.set("CHARTFLEET__MODEL__ENDPOINTS", model);
        for (name, value) in SHORT_NIGHT {
            sandbox.set(name, value);
        }
        Self { sandbox, services }
    }

    /// Sets a variable for programs started from now on.
    pub(crate) fn set(&mut self, name: &str, value: impl std::fmt::Display) -> &mut Self {
        self.sandbox.set(name, value);
        self
    }

    /// Starts a scheduler.
    pub(crate) fn scheduler(&self) -> Running {
        self.sandbox
            .spawn(Program::Chartfleet, &["scheduler"])
            .unwrap()
    }

    /// Starts a worker.
    pub(crate) fn worker(&self) -> Running {
        self.sandbox.spawn(Program::Worker, &[]).unwrap()
    }

    /// Runs the operator's command line, whatever its exit code.
    pub(crate) async fn command(&self, args: &[&str]) -> Finished {
        self.sandbox
            .run(Program::Chartfleet, args, PATIENCE)
            .await
            .unwrap()
    }

    /// Runs the operator's command line, which must succeed, and gives what it
    /// printed.
    pub(crate) async fn ok(&self, args: &[&str]) -> String {
        let finished = self.command(args).await;
        assert!(
            finished.status.success(),
            "{args:?}: {}: {}",
            finished.status,
            finished.stderr
        );
        finished.stdout
    }

    /// As [`Night::ok`], printed as one JSON value.
    pub(crate) async fn json(&self, args: &[&str]) -> Value {
        let printed = self.ok(args).await;
        serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"))
    }

    /// Imports charts, all of which must be new and good.
    pub(crate) async fn import(&self, charts: &[Value]) {
        self.sandbox.write("charts.ndjson", ndjson(charts)).unwrap();
        let counts = self.json(&["import", "charts.ndjson", "--json"]).await;
        assert_eq!(counts["imported"], charts.len(), "{counts}");
    }

    /// Asks for a run of the backlog and goes on.
    pub(crate) async fn request_run(&self) {
        self.ok(&["run", "--detach"]).await;
    }

    /// Waits until the newest run is complete and gives its status, which must
    /// balance.
    pub(crate) async fn complete(&self) -> Value {
        self.until(
            "the run is complete",
            "SELECT bool_and(state = 'complete') FROM runs",
        )
        .await;
        let status = self.json(&["status", "--json"]).await;
        assert_eq!(status["state"], "complete", "{status}");
        assert_eq!(status["balanced"], true, "{status}");
        assert_eq!(status["not_started"], 0, "{status}");
        status
    }

    /// Waits until a question to the database is answered with yes. A database
    /// that is away is asked again.
    pub(crate) async fn until(&self, what: &str, question: &str) {
        let asked = eventually(what, PATIENCE, || async {
            let answer = self.services.sql(question).await;
            answer.is_ok_and(|yes| yes == "t").then_some(())
        });
        if let Err(error) = asked.await {
            let open = self
                .services
                .sql("SELECT b.*, o.batch_id AS outbox FROM batches b LEFT JOIN outbox o USING (batch_id)")
                .await;
            panic!("{error}; batches:\n{}", open.unwrap_or_default());
        }
    }

    /// One number from the database.
    pub(crate) async fn count(&self, question: &str) -> u64 {
        self.services.sql(question).await.unwrap().parse().unwrap()
    }

    /// Checks the conservation law and the audit trail.
    pub(crate) async fn assert_conserved(&self) {
        assert_conserved(&self.services).await;
        let verdict = self.json(&["audit", "verify", "--json"]).await;
        assert_eq!(verdict["broken"], serde_json::json!([]), "{verdict}");
        assert_eq!(verdict["altered_claims"], serde_json::json!([]));
    }
}

/// Settings under which what takes minutes in a hospital takes a second here.
/// Retrieval is off: the lexical coder has tests of its own, and building it
/// costs every worker half a second.
const SHORT_NIGHT: [(&str, &str); 11] = [
    ("CHARTFLEET__CODER__RETRIEVAL", "false"),
    ("CHARTFLEET__MODEL__ATTEMPTS", "2"),
    ("CHARTFLEET__MODEL__BACKOFF_BASE_MS", "20"),
    ("CHARTFLEET__MODEL__BACKOFF_CAP_MS", "200"),
    ("CHARTFLEET__MODEL__REQUEST_TIMEOUT_S", "60"),
    ("CHARTFLEET__SCHEDULER__BATCH_CHARTS", "4"),
    ("CHARTFLEET__SCHEDULER__LISTEN", "127.0.0.1:0"),
    ("CHARTFLEET__SCHEDULER__REPUBLISH_AFTER_S", "3"),
    ("CHARTFLEET__SCHEDULER__TICK_MS", "50"),
    ("CHARTFLEET__WORKER__LISTEN", "127.0.0.1:0"),
    ("CHARTFLEET__WORKER__SLOTS", "4"),
];

/// The JSON objects of NDJSON.
pub(crate) fn lines(printed: &str) -> Vec<Value> {
    printed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Where a program serves its metrics, as its log says.
pub(crate) async fn metrics_of(program: &Running) -> String {
    let path = program.stderr_path();
    let address = eventually("the metrics' address", PATIENCE, || async {
        let log = std::fs::read_to_string(path).ok()?;
        let served = "metrics and health are served";
        let line = log.lines().find(|line| line.contains(served))?;
        let (_, port) = line.split_once("127.0.0.1:")?;
        let port = port.split(|c: char| !c.is_ascii_digit()).next()?;
        Some(format!("127.0.0.1:{port}"))
    })
    .await
    .unwrap();
    get(&format!("http://{address}/metrics")).await
}

/// The body of an HTTP answer.
pub(crate) async fn get(url: &str) -> String {
    let _installed_before = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client.get(url).send().await.unwrap();
    answer.error_for_status().unwrap().text().await.unwrap()
}
