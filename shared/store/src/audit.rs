//! The audit trail: append-only events in hash chains.
//!
//! `hash(n) = SHA-256(hash(n-1) ‖ seq ‖ time in µs ‖ fields, each with its
//! length)`. Whoever changes or removes an event breaks every later hash; the
//! detail hash ties the event to the stored claim.

use chartfleet_model::{ChartKey, RunId};
use deadpool_postgres::Transaction;
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::pool::Store;

/// Something that was done to a chart.
pub(crate) struct Event<'e> {
    /// The worker, operator or reviewer.
    pub(crate) actor: &'e str,
    /// What was done.
    pub(crate) action: &'e str,
    /// The chart.
    pub(crate) chart: ChartKey,
    /// What was written; only its hash is kept.
    pub(crate) detail: &'e [u8],
}

/// The chain of what is done in a run.
pub(crate) fn run_stream(run: RunId) -> String {
    format!("run-{run}")
}

struct Link<'l> {
    seq: i64,
    at: Timestamp,
    actor: &'l str,
    action: &'l str,
    chart: i64,
    detail_hash: &'l [u8],
}

fn link_hash(previous: &[u8], link: &Link<'_>) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update(link.seq.to_be_bytes());
    hasher.update(link.at.as_microsecond().to_be_bytes());
    hasher.update(link.chart.to_be_bytes());
    for field in [
        link.actor.as_bytes(),
        link.action.as_bytes(),
        link.detail_hash,
    ] {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field);
    }
    hasher.finalize().into()
}

/// Appends events to a chain. Locks the chain until the transaction ends, so
/// call it late.
pub(crate) async fn append(
    tx: &Transaction<'_>,
    stream: &str,
    events: &[Event<'_>],
) -> Result<(), StoreError> {
    let head = tx
        .query_one(
            "-- lock_audit_head\n\
             INSERT INTO audit_heads (stream, seq, hash) VALUES ($1, 0, '')\n\
             ON CONFLICT (stream) DO UPDATE SET stream = EXCLUDED.stream\n\
             RETURNING seq, hash, date_trunc('microseconds', now())",
            &[&stream],
        )
        .await?;
    let mut seq: i64 = head.try_get(0)?;
    let mut hash: Vec<u8> = head.try_get(1)?;
    let at: Timestamp = head.try_get(2)?;
    let (mut seqs, mut details, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    for event in events {
        seq += 1;
        let detail_hash: [u8; 32] = Sha256::digest(event.detail).into();
        let link = Link {
            seq,
            at,
            actor: event.actor,
            action: event.action,
            chart: event.chart.0,
            detail_hash: &detail_hash,
        };
        hash = link_hash(&hash, &link).to_vec();
        seqs.push(seq);
        details.push(detail_hash.to_vec());
        hashes.push(hash.clone());
    }
    let actors: Vec<&str> = events.iter().map(|event| event.actor).collect();
    let actions: Vec<&str> = events.iter().map(|event| event.action).collect();
    let charts: Vec<i64> = events.iter().map(|event| event.chart.0).collect();
    let statement = tx
        .prepare_cached(include_str!("../queries/append_audit.sql"))
        .await?;
    tx.execute(
        &statement,
        &[
            &stream, &at, &seqs, &actors, &actions, &charts, &details, &hashes, &seq, &hash,
        ],
    )
    .await?;
    Ok(())
}

/// What checking the trail found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AuditVerdict {
    /// Chains looked at.
    pub chains: u64,
    /// Events whose hash was recomputed.
    pub events: u64,
    /// `stream/seq` of events that do not follow from the one before, and of
    /// heads that no event leads to.
    pub broken: Vec<String>,
    /// `stream/seq` of results whose stored claim is not the one that was
    /// audited.
    pub altered_claims: Vec<String>,
}

impl Store {
    /// Recomputes every chain and compares every claim with its last event.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verify_audit(&self) -> Result<AuditVerdict, StoreError> {
        let client = self.client().await?;
        let heads = client
            .query(
                "-- audit_heads\nSELECT stream, hash FROM audit_heads ORDER BY 1",
                &[],
            )
            .await?;
        let mut verdict = AuditVerdict::default();
        for head in &heads {
            let stream: &str = head.try_get(0)?;
            let last = verify_chain(&client, stream, &mut verdict).await?;
            if last != head.try_get::<_, Vec<u8>>(1)? {
                verdict.broken.push(format!("{stream}/head"));
            }
            verdict.chains += 1;
        }
        let altered = client
            .query(include_str!("../queries/altered_claims.sql"), &[])
            .await?;
        for row in &altered {
            verdict.altered_claims.push(row.try_get(0)?);
        }
        Ok(verdict)
    }
}

/// Events read at a time, so that a chain of millions fits in memory.
const PAGE: i64 = 10_000;

async fn verify_chain(
    client: &tokio_postgres::Client,
    stream: &str,
    verdict: &mut AuditVerdict,
) -> Result<Vec<u8>, StoreError> {
    let mut hash = Vec::new();
    let mut seq = 0;
    loop {
        let rows = client
            .query(
                include_str!("../queries/audit_page.sql"),
                &[&stream, &seq, &PAGE],
            )
            .await?;
        if rows.is_empty() {
            return Ok(hash);
        }
        for row in &rows {
            let detail_hash: Vec<u8> = row.try_get("detail_hash")?;
            let link = Link {
                seq: seq + 1,
                at: row.try_get("at")?,
                actor: row.try_get("actor")?,
                action: row.try_get("action")?,
                chart: row.try_get("chart_key")?,
                detail_hash: &detail_hash,
            };
            seq = row.try_get("seq")?;
            let expected = link_hash(&hash, &link);
            hash = row.try_get("hash")?;
            if hash != expected || seq != link.seq {
                verdict.broken.push(format!("{stream}/{seq}"));
            }
            verdict.events += 1;
        }
    }
}
