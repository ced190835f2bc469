//! Recording decisions: find what they are about, insert what is new, tell
//! duplicates from conflicts, and audit, in one transaction.

use std::collections::{BTreeMap, HashMap, HashSet};

use chartfleet_model::{ChartKey, ChartResult, Code, CodeSystem, Decision, RunId, Verb};
use deadpool_postgres::Transaction;
use jiff::Timestamp;
use tokio_postgres::Row;

use super::{Recorded, read_name, result_of};
use crate::audit::{self, Event};
use crate::error::StoreError;
use crate::pool::Store;

/// A decision with the chart that it was found to be about.
struct Found<'d> {
    place: usize,
    chart: ChartKey,
    decision: &'d Decision,
}

impl Store {
    /// Records decisions that are well formed ([`Decision::checked`]) in one
    /// transaction, each with an audit event in the chain `review-RUN`, and
    /// says what became of each, in order.
    ///
    /// # Errors
    /// When the database fails; then none is recorded.
    pub async fn record_decisions(
        &self,
        decisions: &[Decision],
    ) -> Result<Vec<Recorded>, StoreError> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        let mut outcomes = vec![Recorded::UnknownChart; decisions.len()];
        let found = find_charts(&tx, decisions, &mut outcomes).await?;
        let new = insert(&tx, &found).await?;
        let stored = stored(&tx, &found).await?;
        let mut recorded = Vec::new();
        let mut seen = HashSet::new();
        for (index, found) in found.iter().enumerate() {
            let key = key_of(found);
            let is_new = new.contains(&key) && seen.insert(key);
            let outcome = match stored.get(&index) {
                Some(there) if !there.says(found.decision) => Recorded::Conflict,
                _ if is_new => Recorded::New,
                _ => Recorded::Duplicate,
            };
            if outcome == Recorded::New {
                recorded.push(found);
            }
            if let Some(slot) = outcomes.get_mut(found.place) {
                *slot = outcome;
            }
        }
        audit_all(&tx, &recorded).await?;
        tx.commit().await?;
        Ok(outcomes)
    }
}

/// The charts of decisions; what cannot be recorded gets its outcome here.
async fn find_charts<'d>(
    tx: &Transaction<'_>,
    decisions: &'d [Decision],
    outcomes: &mut [Recorded],
) -> Result<Vec<Found<'d>>, StoreError> {
    let charts = charts_of(tx, decisions).await?;
    let mut found = Vec::with_capacity(decisions.len());
    for ((place, decision), outcome) in decisions.iter().enumerate().zip(outcomes) {
        let Some((chart, result)) = charts.get(&(decision.run.0, decision.chart.as_str())) else {
            continue;
        };
        let is_known = suggests(result, decision);
        if is_known == (decision.decision == Verb::Add) {
            *outcome = Recorded::NotSuggested;
            continue;
        }
        found.push(Found {
            place,
            chart: *chart,
            decision,
        });
    }
    Ok(found)
}

/// A chart's number and its result, by run and the site's name for it.
type Charts<'d> = HashMap<(i64, &'d str), (ChartKey, ChartResult)>;

/// Every chart that decisions are about, read once however many there are.
async fn charts_of<'d>(
    tx: &Transaction<'_>,
    decisions: &'d [Decision],
) -> Result<Charts<'d>, StoreError> {
    let named = decisions.iter().map(|d| (d.run.0, d.chart.as_str()));
    let named: Vec<(i64, &str)> = named.collect::<HashSet<_>>().into_iter().collect();
    let (runs, ids): (Vec<i64>, Vec<&str>) = named.iter().copied().unzip();
    let sql = include_str!("../../queries/decision_charts.sql");
    let rows = tx.query(sql, &[&runs, &ids]).await?;
    let mut charts = HashMap::with_capacity(rows.len());
    for row in &rows {
        let place = usize::try_from(row.try_get::<_, i64>("place")? - 1).unwrap_or_default();
        if let Some(name) = named.get(place) {
            let chart = ChartKey(row.try_get("chart_key")?);
            charts.insert(*name, (chart, result_of(row)?));
        }
    }
    Ok(charts)
}

/// Whether a result names the code: on the claim, or set apart. For `add`,
/// only the claim counts: a code that was set apart may well be added.
fn suggests(result: &ChartResult, decision: &Decision) -> bool {
    let Decision { system, code, .. } = decision;
    let diagnoses = result.diagnoses.iter();
    let procedures = result.procedures.iter();
    let claimed = (*system == CodeSystem::Icd10Cm
        && diagnoses.map(|d| &d.code).any(|c| c.as_str() == code))
        || procedures
            .map(|p| &p.code)
            .any(|c| c.system() == *system && c.as_str() == code);
    let apart = || {
        result.not_claimed.iter().any(|not| {
            let read = Code::parse(not.system, &not.code);
            not.system == *system && read.is_ok_and(|read| read.as_str() == code)
        })
    };
    claimed || (decision.decision != Verb::Add && apart())
}

/// What makes a decision the same decision.
type Key = (i64, i64, CodeSystem, String, String, i64);

fn key_of(found: &Found<'_>) -> Key {
    let decision = found.decision;
    (
        decision.run.0,
        found.chart.0,
        decision.system,
        decision.code.clone(),
        decision.decided_by.clone(),
        decision.decided_at.as_microsecond(),
    )
}

/// A decision's columns, as the statements take them.
struct Columns<'f> {
    runs: Vec<i64>,
    charts: Vec<i64>,
    systems: Vec<&'static str>,
    codes: Vec<&'f str>,
    coders: Vec<&'f str>,
    times: Vec<Timestamp>,
}

impl<'f> Columns<'f> {
    fn of(found: &[Found<'f>]) -> Self {
        let each = || found.iter().map(|found| found.decision);
        Self {
            runs: each().map(|decision| decision.run.0).collect(),
            charts: found.iter().map(|found| found.chart.0).collect(),
            systems: each().map(|decision| decision.system.as_str()).collect(),
            codes: each().map(|decision| decision.code.as_str()).collect(),
            coders: each()
                .map(|decision| decision.decided_by.as_str())
                .collect(),
            times: each().map(|decision| decision.decided_at).collect(),
        }
    }
}

async fn insert(tx: &Transaction<'_>, found: &[Found<'_>]) -> Result<HashSet<Key>, StoreError> {
    let columns = Columns::of(found);
    let decision = |found: &Found<'_>| found.decision.decision.as_str();
    let decisions: Vec<&str> = found.iter().map(decision).collect();
    let changes: Vec<Option<&str>> = found
        .iter()
        .map(|found| found.decision.changed_to.as_deref())
        .collect();
    let rows = tx
        .query(
            include_str!("../../queries/insert_decisions.sql"),
            &[
                &columns.runs,
                &columns.charts,
                &columns.systems,
                &columns.codes,
                &decisions,
                &changes,
                &columns.coders,
                &columns.times,
            ],
        )
        .await?;
    let key = |row: &Row| {
        let at: Timestamp = row.try_get("decided_at")?;
        Ok((
            row.try_get("run_id")?,
            row.try_get("chart_key")?,
            read_name(row.try_get("system")?)?,
            row.try_get("code")?,
            row.try_get("decided_by")?,
            at.as_microsecond(),
        ))
    };
    rows.iter().map(key).collect()
}

/// A decision as the database has it.
struct Stored {
    decision: String,
    changed_to: Option<String>,
}

impl Stored {
    fn says(&self, decision: &Decision) -> bool {
        self.decision == decision.decision.as_str() && self.changed_to == decision.changed_to
    }
}

/// What stands under each decision's key now, by its place among the found.
async fn stored(
    tx: &Transaction<'_>,
    found: &[Found<'_>],
) -> Result<HashMap<usize, Stored>, StoreError> {
    let columns = Columns::of(found);
    let rows = tx
        .query(
            include_str!("../../queries/stored_decisions.sql"),
            &[
                &columns.runs,
                &columns.charts,
                &columns.systems,
                &columns.codes,
                &columns.coders,
                &columns.times,
            ],
        )
        .await?;
    let stored = |row: &Row| {
        let place = usize::try_from(row.try_get::<_, i64>("place")? - 1).unwrap_or_default();
        let stored = Stored {
            decision: row.try_get("decision")?,
            changed_to: row.try_get("changed_to")?,
        };
        Ok((place, stored))
    };
    rows.iter().map(stored).collect()
}

/// One event a decision, in the chain of its run's review. Chains are locked
/// in the order of their runs, so that two imports never wait for each other.
async fn audit_all(tx: &Transaction<'_>, recorded: &[&Found<'_>]) -> Result<(), StoreError> {
    let mut by_run = BTreeMap::<RunId, Vec<(&Found<'_>, Vec<u8>)>>::new();
    for found in recorded {
        let detail =
            serde_json::to_vec(found.decision).map_err(|_| StoreError::Unreadable("decision"))?;
        let run = by_run.entry(found.decision.run).or_default();
        run.push((found, detail));
    }
    for (run, details) in by_run {
        let events: Vec<Event<'_>> = details
            .iter()
            .map(|(found, detail)| Event {
                actor: &found.decision.decided_by,
                action: action(found.decision.decision),
                chart: found.chart,
                detail,
            })
            .collect();
        audit::append(tx, &format!("review-{run}"), &events).await?;
    }
    Ok(())
}

/// What the audit trail calls it.
const fn action(verb: Verb) -> &'static str {
    match verb {
        Verb::Accept => "accepted",
        Verb::Change => "changed",
        Verb::Reject => "rejected",
        Verb::Add => "added",
    }
}
