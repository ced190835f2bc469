//! Forward-only migrations, each applied once under a lock. A schema that is
//! newer than the program is refused: an old worker must not write into it.
//!
//! A migration that changes a table waits for whoever uses it, and everybody
//! else waits behind the migration. So it waits for seconds only and then gives
//! up, with workers undisturbed; what it does once it has its locks may take as
//! long as it takes.

use crate::error::StoreError;
use crate::pool::Store;

const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_the_night.sql"),
    include_str!("../migrations/0002_decisions.sql"),
    include_str!("../migrations/0003_depth.sql"),
    include_str!("../migrations/0004_decision_lookups.sql"),
];

/// Two processes that start together must not both migrate. Any number that
/// nobody else takes ("chartfle" in ASCII).
const MIGRATION_LOCK: i64 = 0x6368_6172_7466_6c65;

impl Store {
    pub(crate) async fn migrate(&self) -> Result<(), StoreError> {
        let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
        if self.schema_version().await? == Some(known) {
            return Ok(());
        }
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        tx.execute(
            "-- migration_lock\nSELECT pg_advisory_xact_lock($1)",
            &[&MIGRATION_LOCK],
        )
        .await?;
        tx.batch_execute(
            "-- create_schema_version\n\
             CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY)",
        )
        .await?;
        let row = tx
            .query_one(
                "-- schema_version\nSELECT COALESCE(MAX(version), 0) FROM schema_version",
                &[],
            )
            .await?;
        let found: i64 = row.try_get(0)?;
        if found > known {
            return Err(StoreError::SchemaTooNew { found, known });
        }
        tx.batch_execute(
            "-- migration_timeouts\n\
             SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = 0",
        )
        .await?;
        for (version, sql) in (1_i64..)
            .zip(MIGRATIONS)
            .filter(|(version, _)| *version > found)
        {
            tx.batch_execute(sql).await.map_err(StoreError::migrating)?;
            tx.execute(
                "-- record_migration\nINSERT INTO schema_version (version) VALUES ($1)",
                &[&version],
            )
            .await?;
            tracing::info!(schema.version = version, "database migrated");
        }
        tx.commit().await?;
        Ok(())
    }

    /// The version in the database, or `None` where there is none yet.
    async fn schema_version(&self) -> Result<Option<i64>, StoreError> {
        let client = self.client().await?;
        let exists = client
            .query_one(
                "-- has_schema\nSELECT to_regclass('schema_version') IS NOT NULL",
                &[],
            )
            .await?;
        if !exists.try_get::<_, bool>(0)? {
            return Ok(None);
        }
        let row = client
            .query_one(
                "-- schema_version\nSELECT COALESCE(MAX(version), 0) FROM schema_version",
                &[],
            )
            .await?;
        Ok(Some(row.try_get(0)?))
    }
}
