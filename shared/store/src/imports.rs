//! Calls of `chartfleet import`, counted.

use crate::error::StoreError;
use crate::pool::Store;

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct ImportCounts {
    /// Charts new to the installation.
    pub imported: u64,
    /// Charts that were there already, equal.
    pub duplicates: u64,
    /// Charts whose id is taken by other content.
    pub conflicts: u64,
    /// Rows refused for any other reason.
    pub refused: u64,
}

impl Store {
    /// Records the start of an import and returns its number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_import(&self) -> Result<i64, StoreError> {
        let row = self
            .client()
            .await?
            .query_one(
                "-- begin_import\nINSERT INTO imports DEFAULT VALUES RETURNING import_id",
                &[],
            )
            .await?;
        Ok(row.try_get(0)?)
    }

    /// Records the end of an import.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn finish_import(&self, import: i64, counts: ImportCounts) -> Result<(), StoreError> {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        self.client()
            .await?
            .execute(
                "-- finish_import\n\
                 UPDATE imports SET finished_at = now(), imported = $2, duplicates = $3, \
                 conflicts = $4, refused = $5 WHERE import_id = $1",
                &[
                    &import,
                    &number(counts.imported),
                    &number(counts.duplicates),
                    &number(counts.conflicts),
                    &number(counts.refused),
                ],
            )
            .await?;
        Ok(())
    }
}
