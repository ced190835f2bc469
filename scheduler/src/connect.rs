//! Settings into what the libraries take.

use chartfleet_broker::BrokerSettings;
use chartfleet_codes::CodeTables;
use chartfleet_model::RunId;
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use chartfleet_store::{Store, StoreSettings};
use secrecy::ExposeSecret;

/// The database, migrated.
pub(crate) async fn store(settings: &Settings) -> Result<Store, Failure> {
    let store = &settings.store;
    let settings = StoreSettings {
        url: store.url.expose_secret().to_owned(),
        pool_size: store.pool_size.get(),
        wait_timeout: store.wait_timeout,
        connect_timeout: store.connect_timeout,
        statement_timeout: store.statement_timeout,
        key_lookups_only: false,
        application: "chartfleet",
    };
    Store::connect(&settings).await.or_exit(
        Exit::Unavailable,
        "cannot use the database (store.url; ./deploy/local up starts one)",
    )
}

/// How to reach the broker.
pub(crate) fn broker(settings: &Settings) -> BrokerSettings {
    let broker = &settings.broker;
    BrokerSettings {
        url: broker.url.expose_secret().to_owned(),
        publish_window: broker.publish_window.get(),
        confirm_timeout: broker.confirm_timeout,
        connect_timeout: broker.connect_timeout,
        heartbeat: broker.heartbeat,
    }
}

/// Fails where there is no such run.
pub(crate) async fn known_run(store: &Store, run: RunId) -> Result<(), Failure> {
    match store
        .run_progress(run)
        .await
        .or_exit(Exit::Unavailable, "cannot read the run")?
    {
        Some(_) => Ok(()),
        None => Err(Failure::new(Exit::Usage, format!("there is no run {run}"))),
    }
}

/// The installed code tables.
pub(crate) fn tables(settings: &Settings) -> Result<CodeTables, Failure> {
    CodeTables::open(&settings.codes.dir).or_exit(Exit::Usage, "the code tables cannot be used")
}
