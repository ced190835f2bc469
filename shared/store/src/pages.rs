//! Reading a run's charts page by page, so that a run of a million charts is
//! never in memory at once.

use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::error::StoreError;
use crate::pool::Store;

/// Charts read at a time.
const PAGE: i64 = 500;

impl Store {
    /// Calls `each` with every row of a statement that takes `$1` what to read,
    /// `$2` the last chart number seen and `$3` charts a page, and gives a row
    /// for each chart, in the order of their numbers.
    pub(crate) async fn pages(
        &self,
        sql: &str,
        of: &(dyn ToSql + Sync),
        mut each: impl FnMut(&Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let client = self.client().await?;
        let mut last = 0_i64;
        loop {
            let rows = client.query(sql, &[of, &last, &PAGE]).await?;
            if rows.is_empty() {
                return Ok(());
            }
            for row in &rows {
                last = row.try_get("chart_key")?;
                each(row)?;
            }
        }
    }
}
