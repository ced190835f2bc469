//! One claim of a bulk run, read and answered.

use std::borrow::Cow;

use chartfleet_model::{DischargeStatus, Poa, Severity, Sex};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::error::CodesError;
use crate::grouper::{GroupClaim, GroupDiagnosis, Grouper, GrouperVersion};

/// Why a line has no answer.
pub(super) enum Failure {
    /// It is no claim that can be grouped.
    Line(String),
    /// The grouper itself failed.
    Grouper(CodesError),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimLine<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(default)]
    discharged: Option<Date>,
    #[serde(default)]
    version: Option<u16>,
    age: u16,
    #[serde(borrow)]
    sex: Cow<'a, str>,
    discharge_status: DischargeStatus,
    #[serde(borrow)]
    pdx: DiagnosisField<'a>,
    #[serde(borrow, default)]
    sdx: Vec<DiagnosisField<'a>>,
    #[serde(borrow, default)]
    procedures: Vec<Cow<'a, str>>,
}

/// `"E1122"`, or `{"code": "E1122", "poa": "Y"}`.
#[derive(Deserialize)]
#[serde(untagged)]
enum DiagnosisField<'a> {
    Plain(#[serde(borrow)] Cow<'a, str>),
    Full {
        #[serde(borrow)]
        code: Cow<'a, str>,
        #[serde(borrow, default)]
        poa: Option<Cow<'a, str>>,
    },
}

impl DiagnosisField<'_> {
    fn code(&self) -> &str {
        match self {
            Self::Plain(code) | Self::Full { code, .. } => code,
        }
    }

    fn read(&self, field: &str) -> Result<GroupDiagnosis, String> {
        let poa = match self {
            Self::Plain(_) => None,
            Self::Full { poa, .. } => poa.as_deref(),
        };
        Ok(GroupDiagnosis {
            code: self
                .code()
                .parse()
                .map_err(|error| format!("{field}: {error}"))?,
            poa: read_poa(poa).ok_or_else(|| format!("{field}: poa is Y, N, U, W or 1"))?,
        })
    }
}

/// `1` and `E` say that the code is exempt from POA reporting.
#[expect(clippy::option_option, reason = "no indicator, and no such indicator")]
fn read_poa(poa: Option<&str>) -> Option<Option<Poa>> {
    Some(match poa.map(str::trim) {
        Some("Y" | "y") => Some(Poa::Y),
        Some("N" | "n") => Some(Poa::N),
        Some("U" | "u") => Some(Poa::U),
        Some("W" | "w") => Some(Poa::W),
        None | Some("" | "1" | "E" | "e") => None,
        Some(_) => return None,
    })
}

#[derive(Serialize)]
struct Answer<'a> {
    id: Option<&'a RawValue>,
    drg: u16,
    mdc: Option<u8>,
    return_code: &'a str,
    severity: Severity,
    sdx: Vec<AnsweredDiagnosis<'a>>,
}

#[derive(Serialize)]
struct AnsweredDiagnosis<'a> {
    /// As the line wrote it.
    code: &'a str,
    severity: Severity,
    excluded_by_pdx: bool,
}

/// Groups one line and appends the answer to `output`.
pub(super) fn group(grouper: &Grouper, bytes: &[u8], output: &mut Vec<u8>) -> Result<(), Failure> {
    let line: ClaimLine<'_> =
        serde_json::from_slice(bytes).map_err(|error| Failure::Line(explain(&error)))?;
    let claim = claim(&line).map_err(Failure::Line)?;
    let result = grouper.group(&claim).map_err(|error| match error {
        CodesError::Claim { .. } => Failure::Line(error.to_string()),
        other => Failure::Grouper(other),
    })?;
    let answer = Answer {
        id: line.id,
        drg: result.drg,
        mdc: result.mdc,
        return_code: &result.return_code,
        severity: result.severity,
        sdx: line
            .sdx
            .iter()
            .zip(&result.sdx)
            .map(|(given, grouped)| AnsweredDiagnosis {
                code: given.code(),
                severity: grouped.severity,
                excluded_by_pdx: grouped.excluded_by_pdx,
            })
            .collect(),
    };
    write_line(&answer, output).map_err(|error| Failure::Line(explain(&error)))
}

fn claim(line: &ClaimLine<'_>) -> Result<GroupClaim, String> {
    if line.id.is_some_and(|id| id.get().starts_with(['{', '['])) {
        return Err("id is a number, a string, true, false or null".to_owned());
    }
    let version = match (line.version, line.discharged) {
        (Some(number), _) => {
            GrouperVersion::try_from(number).map_err(|error| format!("version: {error}"))
        }
        (None, Some(day)) => {
            GrouperVersion::for_discharge(day).map_err(|error| format!("discharged: {error}"))
        }
        (None, None) => Err("either discharged or version is needed".to_owned()),
    }?;
    Ok(GroupClaim {
        version,
        age: u8::try_from(line.age).map_err(|_| "age is 0 to 124 years".to_owned())?,
        sex: read_sex(&line.sex)
            .ok_or("sex is \"M\", \"F\", \"male\", \"female\" or \"unknown\"")?,
        discharge_status: line.discharge_status,
        pdx: line.pdx.read("pdx")?,
        sdx: line
            .sdx
            .iter()
            .map(|diagnosis| diagnosis.read("sdx"))
            .collect::<Result<_, _>>()?,
        procedures: line
            .procedures
            .iter()
            .map(|code| code.parse().map_err(|error| format!("procedures: {error}")))
            .collect::<Result<_, _>>()?,
    })
}

fn read_sex(text: &str) -> Option<Sex> {
    match text.to_ascii_lowercase().as_str() {
        "m" | "male" => Some(Sex::Male),
        "f" | "female" => Some(Sex::Female),
        "u" | "unknown" => Some(Sex::Unknown),
        _ => None,
    }
}

/// What is wrong, without quoting a value.
fn explain(error: &serde_json::Error) -> String {
    if error.classify() != Category::Data {
        return format!("not a JSON object (column {})", error.column());
    }
    let text = error.to_string();
    let names_a_field = ["missing field", "unknown field", "duplicate field"]
        .iter()
        .any(|start| text.starts_with(start));
    match text.split_once(" at line") {
        Some((what, _)) if names_a_field => what.to_owned(),
        _ => format!(
            "a value of another type or out of range (column {})",
            error.column()
        ),
    }
}

#[derive(Serialize)]
struct FailedLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a RawValue>,
    line: u64,
    error: &'a str,
}

/// Appends what is said of a line that could not be grouped.
pub(super) fn write_failure(
    bytes: &[u8],
    line: u64,
    error: &str,
    output: &mut Vec<u8>,
) -> std::io::Result<()> {
    #[derive(Deserialize)]
    struct OnlyId<'a> {
        #[serde(borrow, default)]
        id: Option<&'a RawValue>,
    }
    let id = serde_json::from_slice::<OnlyId<'_>>(bytes)
        .ok()
        .and_then(|only| only.id)
        .filter(|id| !id.get().starts_with(['{', '[']));
    Ok(write_line(&FailedLine { id, line, error }, output)?)
}

fn write_line(value: &impl Serialize, output: &mut Vec<u8>) -> serde_json::Result<()> {
    serde_json::to_writer(&mut *output, value)?;
    output.push(b'\n');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(json: &str) -> String {
        match serde_json::from_str::<ClaimLine<'_>>(json) {
            Ok(line) => claim(&line).unwrap_err(),
            Err(error) => explain(&error),
        }
    }

    const LEAST: &str =
        r#"{"id":7,"version":431,"age":65,"sex":"F","discharge_status":"01","pdx":"J13"}"#;

    #[test]
    fn the_least_claim_has_a_version_a_patient_and_a_principal() {
        let line: ClaimLine<'_> = serde_json::from_str(LEAST).unwrap();
        let claim = claim(&line).unwrap();
        assert_eq!(claim.pdx.code.as_str(), "J13");
        assert_eq!(claim.sex, Sex::Female);
    }

    #[test]
    fn refusals_name_the_field_and_never_a_value() {
        for (change, told) in [
            (("\"age\":65,", ""), "missing field `age`"),
            (
                ("\"pdx\":\"J13\"", "\"pdx\":\"secret\""),
                "pdx: not a well-formed",
            ),
            (("\"sex\":\"F\"", "\"sex\":\"secret\""), "sex is"),
            (("\"version\":431,", ""), "either discharged or version"),
            (
                ("\"version\":431", "\"version\":432"),
                "version: a grouper version",
            ),
            (("\"age\":65", "\"age\":300"), "age is 0 to 124"),
            (("\"age\":65", "\"age\":-5"), "out of range"),
            (("\"age\":65", "\"age\":\"secret\""), "another type"),
            (("\"01\"", "\"00\""), "out of range"),
            (("\"J13\"}", "\"secret"), "not a JSON object"),
            (("\"id\":7", "\"id\":{}"), "id is a number"),
            (("\"id\":7", "\"sdxs\":[]"), "unknown field `sdxs`"),
        ] {
            let told_of = refusal(&LEAST.replace(change.0, change.1));
            assert!(told_of.contains(told), "{change:?}: {told_of}");
            assert!(!told_of.contains("secret"), "{told_of}");
        }
    }
}
