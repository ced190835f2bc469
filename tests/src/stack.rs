//! RabbitMQ and PostgreSQL for tests.
//!
//! [`Stack::shared`] is for the many tests that need the services but do not
//! disturb them; each takes an [`Isolated`] part of it. [`Stack::private`] is
//! for the few that kill or restart a service: such tests belong to nextest's
//! group `private-stack` (their names contain `private_stack`).

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};

use crate::blocking::{complain, run_to_end};
use crate::environment::{variable, workspace};
use crate::isolated::Isolated;
use crate::local::{Exports, Local};

/// One of the services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// RabbitMQ.
    Broker,
    /// PostgreSQL.
    Store,
}

impl Service {
    const fn name(self) -> &'static str {
        match self {
            Self::Broker => "broker",
            Self::Store => "store",
        }
    }
}

/// Running services and where to find them.
#[derive(Debug)]
pub struct Stack {
    local: Local,
    owned: bool,
    broker_url: String,
    store_url: String,
    codes_dir: PathBuf,
    management_url: Option<String>,
}

impl Stack {
    /// The services that the environment names, else those of this checkout's
    /// own stack, which is started when it does not run and stays up.
    ///
    /// # Errors
    /// When `deploy/local up` fails.
    pub async fn shared() -> Result<Self> {
        let state_dir = match variable("CHARTFLEET_STATE_DIR") {
            Some(dir) => dir.into(),
            None => workspace()?.join(".chartfleet"),
        };
        let local = Local::at(state_dir);
        let named = ["CHARTFLEET__BROKER__URL", "CHARTFLEET__STORE__URL"]
            .map(|name| variable(name).map(|value| (name.to_owned(), value)));
        let mut exports = Exports::new();
        if named.iter().any(Option::is_none) {
            local.call(&["up"]).await?;
            exports = local.exports().await?;
        }
        exports.extend(named.into_iter().flatten());
        for name in ["CHARTFLEET_BROKER_MANAGEMENT_URL", "CHARTFLEET__CODES__DIR"] {
            if let Some(value) = variable(name) {
                exports.insert(name.to_owned(), value);
            }
        }
        Self::from_exports(local, false, &exports)
    }

    /// Services of this test's own, stopped and deleted when dropped.
    ///
    /// # Errors
    /// When `deploy/local up` fails.
    pub async fn private() -> Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let all = workspace()?.join(".chartfleet/private");
        sweep_abandoned(&all).await?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let local = Local::at(all.join(format!("{}-{number}", std::process::id())));
        // Owned from here on: a start that fails half-way is cleaned up too.
        let mut stack = Self {
            local,
            owned: true,
            broker_url: String::new(),
            store_url: String::new(),
            codes_dir: PathBuf::new(),
            management_url: None,
        };
        stack.local.call(&["up"]).await?;
        stack.find(&stack.local.exports().await?)?;
        // A stack's own folder has no tables: they are the checkout's.
        if variable("CHARTFLEET__CODES__DIR").is_none() {
            stack.codes_dir = workspace()?.join(".chartfleet/codes");
        }
        Ok(stack)
    }

    fn from_exports(local: Local, owned: bool, exports: &Exports) -> Result<Self> {
        let mut stack = Self {
            local,
            owned,
            broker_url: String::new(),
            store_url: String::new(),
            codes_dir: PathBuf::new(),
            management_url: None,
        };
        stack.find(exports)?;
        Ok(stack)
    }

    fn find(&mut self, exports: &Exports) -> Result<()> {
        let get = |name: &str| {
            exports
                .get(name)
                .cloned()
                .with_context(|| format!("the environment does not say {name}"))
        };
        self.broker_url = get("CHARTFLEET__BROKER__URL")?;
        self.store_url = get("CHARTFLEET__STORE__URL")?;
        self.codes_dir = match get("CHARTFLEET__CODES__DIR") {
            Ok(dir) => dir.into(),
            Err(_) => self.local.state_dir().join("codes"),
        };
        self.management_url = get("CHARTFLEET_BROKER_MANAGEMENT_URL").ok();
        Ok(())
    }

    /// The broker's default virtual host.
    #[must_use]
    pub fn broker_url(&self) -> &str {
        &self.broker_url
    }

    /// The stack's default database.
    #[must_use]
    pub fn store_url(&self) -> &str {
        &self.store_url
    }

    /// Where the code tables are, if anybody installed them.
    #[must_use]
    pub fn codes_dir(&self) -> &Path {
        &self.codes_dir
    }

    /// A fresh virtual host and a fresh, empty database.
    ///
    /// # Errors
    /// When the broker's management API is not known or a service refuses.
    pub async fn isolated(&self) -> Result<Isolated> {
        let management = self.management_url.as_deref().context(
            "tests make virtual hosts: set CHARTFLEET_BROKER_MANAGEMENT_URL beside CHARTFLEET__BROKER__URL",
        )?;
        Isolated::create(
            &self.broker_url,
            management,
            &self.store_url,
            &self.codes_dir,
        )
        .await
    }

    /// Stops a service cleanly and starts it again on the same port.
    ///
    /// # Errors
    /// When it does not come back.
    pub async fn restart(&self, service: Service) -> Result<()> {
        self.local.call(&["restart", service.name()]).await?;
        Ok(())
    }

    /// Kills a service with SIGKILL; [`Stack::up`] brings it back.
    ///
    /// # Errors
    /// When it does not run.
    pub async fn kill(&self, service: Service) -> Result<()> {
        self.local.call(&["kill", service.name()]).await?;
        Ok(())
    }

    /// Starts what does not run.
    ///
    /// # Errors
    /// When a service does not become ready.
    pub async fn up(&self) -> Result<()> {
        self.local.call(&["up"]).await?;
        Ok(())
    }

    /// The process id of a service that `deploy/local` started.
    ///
    /// # Errors
    /// When the service is external or was never started.
    pub fn pid(&self, service: Service) -> Result<u32> {
        self.local.pid(service.name())
    }

    /// Where the services' data and logs are: searched for canaries.
    #[must_use]
    pub fn state_dir(&self) -> &Path {
        self.local.state_dir()
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        if self.owned {
            let local = self.local.clone();
            complain(
                "private stack",
                run_to_end(async move { remove(&local).await }),
            );
        }
    }
}

async fn remove(local: &Local) -> Result<()> {
    local.call(&["down", "--purge"]).await?;
    match std::fs::remove_dir_all(local.state_dir()) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Removes private stacks whose test was killed before it could.
async fn sweep_abandoned(all: &Path) -> Result<()> {
    let Ok(entries) = std::fs::read_dir(all) else {
        return Ok(());
    };
    for entry in entries {
        let path = entry?.path();
        let owner = path
            .file_name()
            .and_then(|name| name.to_str()?.split_once('-'));
        if let Some((pid, _)) = owner
            && !Path::new("/proc").join(pid).exists()
        {
            remove(&Local::at(path)).await?;
        }
    }
    Ok(())
}
