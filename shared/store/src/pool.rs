//! The connection pool: bounded, with a timeout on every wait.

use std::str::FromStr;
use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Timeouts,
};
use tokio_postgres::config::TargetSessionAttrs;
use tokio_postgres::{Config, NoTls};

use crate::error::StoreError;

/// How to reach the database.
#[derive(Clone)]
pub struct StoreSettings {
    /// `postgres://user:password@host:port/database`. Secret.
    pub url: String,
    /// Connections this process may hold.
    pub pool_size: usize,
    /// How long to wait for a free connection.
    pub wait_timeout: Duration,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// How long one statement may take.
    pub statement_timeout: Duration,
    /// Every statement of this process finds its rows by key. Plans that scan a
    /// table are then ruled out: on tables that are growing from nothing the
    /// planner's statistics are stale, and a cached plan that scans makes the
    /// cost of a run grow with its square.
    pub key_lookups_only: bool,
    /// What the connections are called in `pg_stat_activity`.
    pub application: &'static str,
}

/// Keeps the URL's password out of logs.
impl std::fmt::Debug for StoreSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoreSettings")
            .field("pool_size", &self.pool_size)
            .finish_non_exhaustive()
    }
}

/// The database, shared by all tasks of a process.
#[derive(Clone)]
pub struct Store {
    pool: Pool,
    config: Config,
}

impl Store {
    /// A pool over the database, migrated to this build's schema.
    ///
    /// # Errors
    /// When the URL is malformed, the database is unreachable, or its schema
    /// is newer than this build.
    pub async fn connect(settings: &StoreSettings) -> Result<Self, StoreError> {
        let config = config(settings)?;
        let manager = Manager::from_config(
            config.clone(),
            NoTls,
            ManagerConfig {
                recycling_method: RecyclingMethod::Verified,
            },
        );
        let pool = Pool::builder(manager)
            .max_size(settings.pool_size)
            .runtime(Runtime::Tokio1)
            .timeouts(Timeouts {
                wait: Some(settings.wait_timeout),
                create: Some(settings.connect_timeout),
                recycle: Some(settings.connect_timeout),
            })
            .post_recycle(Hook::sync_fn(|client, _| {
                if client.is_closed() {
                    return Err(HookError::message("connection closed"));
                }
                Ok(())
            }))
            .build()
            .map_err(|_| StoreError::BadUrl("the pool could not be built"))?;
        let store = Self { pool, config };
        store.migrate().await?;
        Ok(store)
    }

    /// A pooled connection.
    pub(crate) async fn client(&self) -> Result<Object, StoreError> {
        Ok(self.pool.get().await?)
    }

    /// A connection of its own, for what lives as long as a session.
    pub(crate) async fn dedicated(&self) -> Result<tokio_postgres::Client, StoreError> {
        let (client, connection) = self.config.connect(NoTls).await?;
        tokio::spawn(async move {
            // The session's owner sees the closed client; its error says no more.
            if connection.await.is_err() {
                tracing::debug!("a dedicated database session ended");
            }
        });
        Ok(client)
    }
}

fn config(settings: &StoreSettings) -> Result<Config, StoreError> {
    let mut config = Config::from_str(&settings.url)
        .map_err(|_| StoreError::BadUrl("expected postgres://user@host:port/database"))?;
    config
        .application_name(settings.application)
        .connect_timeout(settings.connect_timeout)
        .tcp_user_timeout(settings.statement_timeout)
        .keepalives_idle(Duration::from_secs(30))
        .target_session_attrs(TargetSessionAttrs::ReadWrite);
    let mut options = config.get_options().unwrap_or_default().to_owned();
    options.push_str(&format!(
        " -c statement_timeout={}",
        settings.statement_timeout.as_millis()
    ));
    if settings.key_lookups_only {
        options.push_str(" -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off");
    }
    config.options(options);
    Ok(config)
}
