//! Which scheduler plans and publishes: the one whose session holds an
//! advisory lock. The lock ends with the session, so a dead leader never
//! blocks the next.

use crate::error::StoreError;
use crate::pool::Store;

/// "schedule" in ASCII.
const LEADER_LOCK: i64 = 0x7363_6865_6475_6c65;

/// Held while this process leads; ends when dropped or when the session dies.
pub struct Leadership {
    session: tokio_postgres::Client,
}

impl Leadership {
    /// Whether the session, and with it the lock, still stands.
    #[must_use]
    pub fn holds(&self) -> bool {
        !self.session.is_closed()
    }
}

impl Store {
    /// Leadership, unless another process has it.
    ///
    /// # Errors
    /// When the database is unreachable.
    pub async fn try_lead(&self) -> Result<Option<Leadership>, StoreError> {
        let session = self.dedicated().await?;
        let row = session
            .query_one(
                "-- try_lead\nSELECT pg_try_advisory_lock($1)",
                &[&LEADER_LOCK],
            )
            .await?;
        Ok(row.try_get::<_, bool>(0)?.then_some(Leadership { session }))
    }
}
