//! Charts and their documents: written once by the import, read by workers.

use std::collections::HashMap;

use chartfleet_model::{Chart, Document};
use deadpool_postgres::Transaction;
use serde::de::IntoDeserializer;
use serde::de::value::StrDeserializer;
use tokio_postgres::Row;

use crate::error::StoreError;
use crate::pool::Store;

/// A chart that passed intake, with what the import computed of it.
#[derive(Clone, Debug)]
pub struct NewChart {
    /// The chart.
    pub chart: Chart,
    /// SHA-256 of its canonical form.
    pub content_hash: [u8; 32],
    /// Hash of what its prompt starts with.
    pub prefix_family: i64,
}

/// What became of one chart of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is new.
    Imported,
    /// It was there already, equal.
    Duplicate,
    /// Its id is taken by other content.
    Conflict {
        /// The hash of the chart that has the id.
        existing_hash: Vec<u8>,
    },
}

impl Store {
    /// Stores charts in one transaction and says what became of each, in
    /// order. Of two charts with one id in a call, the first counts.
    ///
    /// # Errors
    /// When the database fails; then none is stored.
    pub async fn import_charts(&self, charts: &[NewChart]) -> Result<Vec<Stored>, StoreError> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        let mut new_keys = insert_charts(&tx, charts).await?;
        let existing = existing_hashes(&tx, charts).await?;
        let mut outcomes = Vec::with_capacity(charts.len());
        let mut documents = Vec::new();
        for new in charts {
            let id = new.chart.id.as_str();
            if let Some(key) = new_keys.remove(id) {
                documents.extend(numbered(key, &new.chart.documents));
                outcomes.push(Stored::Imported);
                continue;
            }
            outcomes.push(match existing.get(id) {
                Some(hash) if *hash != new.content_hash => Stored::Conflict {
                    existing_hash: hash.clone(),
                },
                _ => Stored::Duplicate,
            });
        }
        insert_documents(&tx, &documents).await?;
        tx.commit().await?;
        Ok(outcomes)
    }
}

type NumberedDocument<'d> = (i64, i16, &'d Document);

fn numbered(key: i64, documents: &[Document]) -> impl Iterator<Item = NumberedDocument<'_>> {
    (0_i16..)
        .zip(documents)
        .map(move |(ordinal, document)| (key, ordinal, document))
}

/// The chart without what has columns of its own.
fn header_json(chart: &Chart) -> Result<String, StoreError> {
    let header = Chart {
        id: chart.id.clone(),
        facility: chart.facility.clone(),
        encounter: chart.encounter.clone(),
        patient: chart.patient.clone(),
        documents: Vec::new(),
        protocol: chart.protocol.clone(),
        priority: chart.priority,
        expected_value_cents: chart.expected_value_cents,
        gold: None,
    };
    serde_json::to_string(&header).map_err(|_| StoreError::Unreadable("chart"))
}

async fn insert_charts(
    tx: &Transaction<'_>,
    charts: &[NewChart],
) -> Result<HashMap<String, i64>, StoreError> {
    let mut headers = Vec::with_capacity(charts.len());
    let mut golds = Vec::with_capacity(charts.len());
    for new in charts {
        headers.push(header_json(&new.chart)?);
        let gold = new
            .chart
            .gold
            .as_ref()
            .map(serde_json::to_string)
            .transpose();
        golds.push(gold.map_err(|_| StoreError::Unreadable("gold code"))?);
    }
    let of = |column: fn(&Chart) -> &str| charts.iter().map(|n| column(&n.chart)).collect();
    let ids: Vec<&str> = of(|chart| chart.id.as_str());
    let facilities: Vec<&str> = of(|chart| &chart.facility);
    let classes: Vec<&str> = of(|chart| chart.encounter.class.as_str());
    let queues: Vec<&str> = of(|chart| chart.priority.queue().as_str());
    let specialties: Vec<Option<&str>> = charts
        .iter()
        .map(|n| n.chart.encounter.specialty.as_deref())
        .collect();
    let hashes: Vec<&[u8]> = charts.iter().map(|n| n.content_hash.as_slice()).collect();
    let families: Vec<i64> = charts.iter().map(|n| n.prefix_family).collect();
    let values: Vec<i64> = charts
        .iter()
        .map(|n| n.chart.expected_value_cents.unwrap_or(0))
        .collect();
    let sizes: Vec<i64> = charts
        .iter()
        .map(|n| i64::try_from(n.chart.text_bytes()).unwrap_or(i64::MAX))
        .collect();
    let statement = tx
        .prepare_cached(include_str!("../queries/insert_charts.sql"))
        .await?;
    let rows = tx
        .query(
            &statement,
            &[
                &ids,
                &hashes,
                &facilities,
                &classes,
                &specialties,
                &queues,
                &families,
                &values,
                &sizes,
                &headers,
                &golds,
            ],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect()
}

async fn existing_hashes(
    tx: &Transaction<'_>,
    charts: &[NewChart],
) -> Result<HashMap<String, Vec<u8>>, StoreError> {
    let ids: Vec<&str> = charts.iter().map(|new| new.chart.id.as_str()).collect();
    let rows = tx
        .query(
            "-- existing_hashes\n\
             SELECT chart_id, content_hash FROM charts WHERE chart_id = ANY($1)",
            &[&ids],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect()
}

async fn insert_documents(
    tx: &Transaction<'_>,
    documents: &[NumberedDocument<'_>],
) -> Result<(), StoreError> {
    if documents.is_empty() {
        return Ok(());
    }
    let keys: Vec<i64> = documents.iter().map(|(key, ..)| *key).collect();
    let ordinals: Vec<i16> = documents.iter().map(|(_, ordinal, _)| *ordinal).collect();
    let kinds: Vec<String> = documents.iter().map(|(.., d)| name(&d.kind)).collect();
    let authors: Vec<String> = documents
        .iter()
        .map(|(.., d)| name(&d.author_role))
        .collect();
    let times: Vec<Option<jiff::Timestamp>> = documents.iter().map(|(.., d)| d.time).collect();
    let texts: Vec<&str> = documents.iter().map(|(.., d)| d.text.as_str()).collect();
    tx.execute(
        "-- insert_documents\n\
         INSERT INTO documents (chart_key, ordinal, kind, author_role, written_at, text)\n\
         SELECT * FROM UNNEST($1::BIGINT[], $2::SMALLINT[], $3::TEXT[], $4::TEXT[],\n\
         $5::TIMESTAMPTZ[], $6::TEXT[])",
        &[&keys, &ordinals, &kinds, &authors, &times, &texts],
    )
    .await?;
    Ok(())
}

/// The serde name of a field-less enum.
fn name<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The value that [`name`] wrote.
pub(crate) fn from_name<T: serde::de::DeserializeOwned>(name: &str) -> Result<T, StoreError> {
    let name: StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
    T::deserialize(name).map_err(|_| StoreError::Unreadable("document"))
}

/// Groups rows that have a document each (`chart_key`, `header`, `ordinal`,
/// `kind`, `author_role`, `written_at`, `text`) by their chart.
pub(crate) fn by_chart(rows: &[Row]) -> Result<Vec<&[Row]>, StoreError> {
    let mut keys = Vec::with_capacity(rows.len());
    for row in rows {
        keys.push(row.try_get::<_, i64>("chart_key")?);
    }
    let mut charts = Vec::new();
    let mut rest = rows;
    for same in keys.chunk_by(|a, b| a == b) {
        let (chart, others) = rest.split_at(same.len());
        charts.push(chart);
        rest = others;
    }
    Ok(charts)
}

/// Reads a chart back from its rows.
pub(crate) fn read_chart(rows: &[Row]) -> Result<Chart, StoreError> {
    let first = rows.first().ok_or(StoreError::Unreadable("chart"))?;
    let header: &str = first.try_get("header")?;
    let mut chart: Chart =
        serde_json::from_str(header).map_err(|_| StoreError::Unreadable("chart"))?;
    for row in rows {
        // A chart without documents has one row without an ordinal.
        if row.try_get::<_, Option<i16>>("ordinal")?.is_none() {
            continue;
        }
        chart.documents.push(Document {
            kind: from_name(row.try_get("kind")?)?,
            author_role: from_name(row.try_get("author_role")?)?,
            time: row.try_get("written_at")?,
            text: row.try_get("text")?,
        });
    }
    Ok(chart)
}

#[cfg(test)]
mod tests {
    use chartfleet_model::{AuthorRole, DocumentKind};

    use super::*;

    #[test]
    fn enum_names_read_back() {
        let kind = from_name::<DocumentKind>(&name(&DocumentKind::OperativeNote)).ok();
        assert_eq!(kind, Some(DocumentKind::OperativeNote));
        assert!(from_name::<AuthorRole>("janitor").is_err());
    }
}
