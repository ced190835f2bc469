//! A database of its own for each test, dropped afterwards.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chartfleet_store::{Store, StoreSettings};
use tokio_postgres::{Client, NoTls};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A fresh database.
pub(crate) struct Database {
    pub(crate) store: Store,
    pub(crate) sql: Client,
    admin: Client,
    name: String,
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

impl Database {
    /// Creates a database on the server of `CHARTFLEET__STORE__URL`.
    pub(crate) async fn create() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "tests are told their services by ./deploy/test"
        )]
        let url = std::env::var("CHARTFLEET__STORE__URL")
            .expect("CHARTFLEET__STORE__URL is not set: run these tests through ./deploy/test");
        let admin = connect(&url).await;
        let name = format!(
            "store_{}_{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        admin
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        let (server, _) = url.rsplit_once('/').unwrap();
        let url = format!("{server}/{name}");
        let store = Store::connect(&settings(&url)).await.unwrap();
        Self {
            store,
            sql: connect(&url).await,
            admin,
            name,
        }
    }

    /// Connects once more, as a second process would.
    pub(crate) async fn reconnect(&self) -> Result<Store, chartfleet_store::StoreError> {
        #[expect(
            clippy::disallowed_methods,
            reason = "tests are told their services by ./deploy/test"
        )]
        let url = std::env::var("CHARTFLEET__STORE__URL").unwrap();
        let (server, _) = url.rsplit_once('/').unwrap();
        Store::connect(&settings(&format!("{server}/{}", self.name))).await
    }

    /// One number out of the database.
    pub(crate) async fn count(&self, sql: &str) -> i64 {
        self.sql.query_one(sql, &[]).await.unwrap().get(0)
    }

    /// Drops it; a test that panics leaves it to the stack's own end.
    pub(crate) async fn drop(self) {
        let Self {
            store,
            sql,
            admin,
            name,
        } = self;
        drop((store, sql));
        admin
            .batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"))
            .await
            .unwrap();
    }
}

fn settings(url: &str) -> StoreSettings {
    StoreSettings {
        url: url.to_owned(),
        pool_size: 4,
        wait_timeout: Duration::from_secs(10),
        connect_timeout: Duration::from_secs(10),
        statement_timeout: Duration::from_secs(30),
        key_lookups_only: true,
        application: "chartfleet-store tests",
    }
}
