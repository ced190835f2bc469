//! A part of the services for one test alone: a virtual host and a database.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tokio::process::Command;
use url::Url;

use crate::blocking::{complain, run_to_end};
use crate::management::Management;

/// A virtual host and an empty database, deleted when dropped.
#[derive(Debug)]
pub struct Isolated {
    name: String,
    broker_url: String,
    store_url: String,
    admin_url: String,
    codes_dir: PathBuf,
    management: Management,
}

impl Isolated {
    pub(crate) async fn create(
        broker: &str,
        management: &str,
        store: &str,
        codes_dir: &Path,
    ) -> Result<Self> {
        let name = format!("test_{}_{:08x}", std::process::id(), rand::random::<u32>());
        let isolated = Self {
            broker_url: with_path(broker, &name)?,
            store_url: with_path(store, &name)?,
            admin_url: store.to_owned(),
            codes_dir: codes_dir.to_owned(),
            management: Management::at(management)?,
            name,
        };
        let create = format!("CREATE DATABASE {}", isolated.name);
        tokio::try_join!(
            isolated.management.create_vhost(&isolated.name),
            psql(&isolated.admin_url, &create),
        )?;
        Ok(isolated)
    }

    /// The virtual host, as `CHARTFLEET__BROKER__URL`.
    #[must_use]
    pub fn broker_url(&self) -> &str {
        &self.broker_url
    }

    /// The database, as `CHARTFLEET__STORE__URL`.
    #[must_use]
    pub fn store_url(&self) -> &str {
        &self.store_url
    }

    /// The code tables, shared by all tests.
    #[must_use]
    pub fn codes_dir(&self) -> &Path {
        &self.codes_dir
    }

    /// Runs SQL in the test's database; rows come back as lines, columns
    /// divided by `|`.
    ///
    /// # Errors
    /// When the statement fails; the error holds the server's message.
    pub async fn sql(&self, statement: &str) -> Result<String> {
        psql(&self.store_url, statement).await
    }

    /// Messages in each queue of the virtual host, ready or unacknowledged.
    /// RabbitMQ refreshes these figures every five seconds: poll them with
    /// [`crate::eventually`].
    ///
    /// # Errors
    /// When the management API does not answer.
    pub async fn queues(&self) -> Result<Vec<(String, u64)>> {
        self.management.queues(&self.name).await
    }

    /// The messages that wait in a queue, properties included, as RabbitMQ's
    /// management API prints them; they stay in it.
    ///
    /// # Errors
    /// When there is no such queue.
    pub async fn peek(&self, queue: &str) -> Result<Vec<serde_json::Value>> {
        self.management.peek(&self.name, queue).await
    }
}

impl Drop for Isolated {
    fn drop(&mut self) {
        let (management, name, admin) = (
            self.management.clone(),
            self.name.clone(),
            self.admin_url.clone(),
        );
        let outcome = run_to_end(async move {
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            let (vhost, database) =
                tokio::join!(management.delete_vhost(&name), psql(&admin, &drop));
            vhost.and(database.map(drop_text))
        });
        complain("isolated services", outcome);
    }
}

fn drop_text(_: String) {}

fn with_path(url: &str, path: &str) -> Result<String> {
    let mut url = Url::parse(url).context("a service URL cannot be read")?;
    url.set_path(path);
    Ok(url.into())
}

/// `psql` rather than a driver: only the store crate names one, and a second
/// view on the database should not share its code.
async fn psql(url: &str, statement: &str) -> Result<String> {
    let output = Command::new(psql_path())
        .args(["-XqtA", "-v", "ON_ERROR_STOP=1", "-c", statement, url])
        .output()
        .await
        .context("cannot run psql")?;
    if !output.status.success() {
        bail!("psql: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout)?.trim_end().to_owned())
}

/// The program itself where Debian keeps it: the `psql` in PATH is a wrapper
/// that costs a Perl start each time.
fn psql_path() -> PathBuf {
    let installed = std::fs::read_dir("/usr/lib/postgresql");
    installed
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin/psql"))
        .filter(|path| path.is_file())
        .max()
        .unwrap_or_else(|| "psql".into())
}
