//! One chart a `.txt` file, with a `.json` beside it for the other fields.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use chartfleet_model::{AuthorRole, Chart, ChartId, Document, DocumentKind, Encounter};
use jiff::Timestamp;
use serde::Deserialize;

use super::lines::utf8;
use super::row::{Reason, Refusal, check, parse_json};
use super::source::{Limits, Row};

/// What a `.json` beside a `.txt` may say: the fields of a chart without its
/// documents, and those of the one document.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sidecar {
    id: Option<ChartId>,
    facility: Option<String>,
    encounter: Option<Encounter>,
    #[serde(default)]
    patient: chartfleet_model::Patient,
    protocol: Option<String>,
    #[serde(default)]
    priority: chartfleet_model::Priority,
    expected_value_cents: Option<i64>,
    gold: Option<Vec<chartfleet_model::GoldCode>>,
    #[serde(default)]
    kind: DocumentKind,
    #[serde(default)]
    author_role: AuthorRole,
    time: Option<Timestamp>,
}

/// Reads the file and what stands beside it.
pub(super) fn read_text(path: &Path, limits: &Limits) -> Row {
    let mut bytes = 0;
    let chart = text_chart(path, limits, &mut bytes);
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    let id = chart
        .as_ref()
        .map(|chart| chart.id.to_string())
        .ok()
        .or(stem);
    Row {
        source: path.to_string_lossy().into_owned(),
        line: 1,
        bytes,
        id,
        chart,
    }
}

fn text_chart(path: &Path, limits: &Limits, read: &mut u64) -> Result<Chart, Refusal> {
    let file = slurp(path, limits.max_text_bytes as u64)?;
    *read = file.len() as u64;
    let text = utf8(&file)?.to_owned();
    let sidecar = sidecar(&path.with_extension("json"), limits)?;
    let stem = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let id = match sidecar.id {
        Some(id) => id,
        None => ChartId::try_from(stem).map_err(|error| {
            Refusal::new(
                Reason::BadValue,
                format!("the file's name is the chart's id, and {error}"),
            )
            .at("id")
        })?,
    };
    let bare = Encounter {
        class: limits.class,
        admitted: None,
        discharged: None,
        discharge_status: None,
        specialty: None,
    };
    let Sidecar {
        kind,
        author_role,
        time,
        ..
    } = sidecar;
    let chart = Chart {
        id,
        facility: sidecar.facility.unwrap_or_else(|| limits.facility.clone()),
        encounter: sidecar.encounter.unwrap_or(bare),
        patient: sidecar.patient,
        documents: vec![Document {
            kind,
            author_role,
            time,
            text,
        }],
        protocol: sidecar.protocol,
        priority: sidecar.priority,
        expected_value_cents: sidecar.expected_value_cents,
        gold: sidecar.gold,
    };
    check(&chart, limits.max_text_bytes)?;
    Ok(chart)
}

fn sidecar(path: &Path, limits: &Limits) -> Result<Sidecar, Refusal> {
    if !path.exists() {
        return Ok(Sidecar::default());
    }
    let bytes = slurp(path, limits.max_line())?;
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    utf8(&bytes)
        .and_then(parse_json)
        .map_err(|refusal| Refusal {
            message: format!("in {name}: {}", refusal.message),
            ..refusal
        })
}

/// Reads a file that must not be larger than `limit`.
fn slurp(path: &Path, limit: u64) -> Result<Vec<u8>, Refusal> {
    let unreadable =
        |error: io::Error| Refusal::new(Reason::Unreadable, format!("cannot be read: {error}"));
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > limit {
        let message =
            format!("larger than {limit} bytes: split the chart or raise import.max_text_bytes");
        return Err(Refusal::new(Reason::TooLarge, message).at("documents[0].text"));
    }
    Ok(bytes)
}
