//! What can go wrong at the database, by what the caller does about it.
//!
//! PostgreSQL's own messages can quote the row that failed (its DETAIL line
//! does), and our rows hold chart text: only the SQLSTATE and the names of
//! tables and constraints ever leave this crate.

use deadpool_postgres::PoolError;
use tokio_postgres::error::SqlState;

/// A failed database operation.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database could not be reached or gave up for now: try again.
    #[error("the database is unavailable ({0})")]
    Transient(String),
    /// The statement can never succeed as it is.
    #[error("the database refused a statement ({0})")]
    Permanent(String),
    /// The database's schema is newer than this program.
    #[error(
        "the database has schema version {found}, this program knows {known}: use a newer chartfleet"
    )]
    SchemaTooNew {
        /// Version found.
        found: i64,
        /// Newest version this build knows.
        known: i64,
    },
    /// The database has no schema, or an older one, and the caller may not
    /// migrate it.
    #[error("the database's schema is not up to date: run any `chartfleet` command first")]
    NotMigrated,
    /// A table that must change is in use.
    #[error(
        "the schema cannot be changed while its tables are in use: drain the workers and try again"
    )]
    SchemaInUse,
    /// The connection string cannot be used.
    #[error("store.url is not a PostgreSQL URL ({0})")]
    BadUrl(&'static str),
    /// A stored value cannot be read back.
    #[error("a stored {0} cannot be read by this program")]
    Unreadable(&'static str),
}

impl StoreError {
    /// Whether trying again may help.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Transient(_))
    }

    /// The error of a statement that changes the schema.
    pub(crate) fn migrating(error: tokio_postgres::Error) -> Self {
        if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) {
            return Self::SchemaInUse;
        }
        error.into()
    }
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(db) = error.as_db_error() else {
            return match &error {
                _ if error.is_closed() => Self::Transient("connection closed".to_owned()),
                _ => Self::Transient(error.to_string()),
            };
        };
        let code = db.code();
        let place = [db.table(), db.constraint()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>();
        let text = format!("SQLSTATE {} {}", code.code(), place.join(" "))
            .trim_end()
            .to_owned();
        if is_passing(code) {
            Self::Transient(text)
        } else {
            Self::Permanent(text)
        }
    }
}

impl From<PoolError> for StoreError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => error.into(),
            PoolError::Timeout(_) => Self::Transient("no connection in time".to_owned()),
            PoolError::Closed => Self::Permanent("the pool is closed".to_owned()),
            _ => Self::Transient("the pool could not connect".to_owned()),
        }
    }
}

/// SQLSTATE classes that pass by themselves: connection (08), resources (53),
/// operator intervention (57), system error (58), deadlock and serialization
/// failures (40), a read-only standby (25006), a lock that was not available
/// (55P03).
fn is_passing(code: &SqlState) -> bool {
    let class = code.code().get(..2).unwrap_or_default();
    matches!(class, "08" | "53" | "57" | "58" | "40")
        || *code == SqlState::READ_ONLY_SQL_TRANSACTION
        || *code == SqlState::LOCK_NOT_AVAILABLE
}
