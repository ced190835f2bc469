//! One row of input: a chart, or the reason why it is none.
//!
//! Messages name fields, lines and what was expected, never the value that was
//! found: a misplaced value may be a patient's.

use chartfleet_model::Chart;
use serde::{Deserialize, Serialize};

/// Why a row was refused. A closed set: counted and shown by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reason {
    /// Not JSON.
    BadJson,
    /// A field has another type than the format says.
    WrongType,
    /// A field that must be there is not.
    MissingField,
    /// A field that the format does not know.
    UnknownField,
    /// A value that its field does not allow.
    BadValue,
    /// No document holds any text.
    EmptyText,
    /// More text than import.max_text_bytes.
    TooLarge,
    /// Bytes that are not UTF-8.
    InvalidUtf8,
    /// A NUL character, which no database text can hold.
    NulCharacter,
    /// The id belongs to a chart with other content.
    Conflict,
    /// A .json file without its .txt.
    NoText,
    /// The file could not be read.
    Unreadable,
}

impl Reason {
    /// Its name in files and in print.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::BadJson => "bad_json",
            Self::WrongType => "wrong_type",
            Self::MissingField => "missing_field",
            Self::UnknownField => "unknown_field",
            Self::BadValue => "bad_value",
            Self::EmptyText => "empty_text",
            Self::TooLarge => "too_large",
            Self::InvalidUtf8 => "invalid_utf8",
            Self::NulCharacter => "nul_character",
            Self::Conflict => "conflict",
            Self::NoText => "no_text_file",
            Self::Unreadable => "unreadable",
        }
    }
}

/// A refusal without its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Why.
    pub reason: Reason,
    /// The field, as a path such as `documents[0].text`.
    pub field: Option<String>,
    /// In words, with the remedy.
    pub message: String,
}

impl Refusal {
    /// A refusal of a whole row.
    pub(crate) fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self {
            reason,
            field: None,
            message: message.into(),
        }
    }

    /// Names the field.
    pub(crate) fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}

/// Reads one JSON object as `T`, which refuses unknown fields.
pub(crate) fn parse_json<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Refusal> {
    // serde would read an array as the fields in order.
    if !text.trim_start().starts_with('{') {
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
        let reason = if is_json {
            Reason::WrongType
        } else {
            Reason::BadJson
        };
        return Err(Refusal::new(reason, "expected one JSON object on the line"));
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let parsed = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        refusal_of(error.inner(), path)
    })?;
    reader
        .end()
        .map_err(|error| refusal_of(&error, String::new()))?;
    Ok(parsed)
}

fn refusal_of(error: &serde_json::Error, path: String) -> Refusal {
    let place = format!("column {}", error.column());
    let refusal = if error.is_data() {
        without_values(&error.to_string())
    } else {
        Refusal::new(Reason::BadJson, "not a JSON object on one line")
    };
    let message = format!("{} ({place})", refusal.message);
    // serde_path_to_error writes "." for the whole and "?" for a place it lost.
    let path = path.trim_end_matches(['?', '.']).to_owned();
    let field = match (path.as_str(), refusal.field) {
        ("", field) => field,
        (_, None) => Some(path),
        (_, Some(field)) if path.ends_with(&field) => Some(path),
        (_, Some(field)) => Some(format!("{path}.{field}")),
    };
    Refusal {
        reason: refusal.reason,
        field,
        message,
    }
}

/// Rewrites serde's message so that it says what was expected and not what was
/// found.
fn without_values(message: &str) -> Refusal {
    let message = message
        .rsplit_once(" at line ")
        .map_or(message, |(head, _)| head);
    let expected = message
        .rsplit_once("expected ")
        .map(|(_, expected)| expected);
    let quoted = message.split('`').nth(1);
    if message.starts_with("invalid type") {
        return Refusal::new(
            Reason::WrongType,
            format!("expected {}", expected.unwrap_or("another type")),
        );
    }
    if message.starts_with("unknown field") {
        let known = expected
            .map(|known| format!("; known are {known}"))
            .unwrap_or_default();
        let refusal = Refusal::new(
            Reason::UnknownField,
            format!("the format has no such field{known}"),
        );
        return Refusal {
            field: quoted.map(str::to_owned),
            ..refusal
        };
    }
    if message.starts_with("missing field") {
        let refusal = Refusal::new(Reason::MissingField, "this field must be there");
        return Refusal {
            field: quoted.map(str::to_owned),
            ..refusal
        };
    }
    if let Some(expected) = expected {
        return Refusal::new(Reason::BadValue, format!("expected {expected}"));
    }
    // Our own types' messages name no value; any other is not worth the risk.
    let ours = ["a chart id is", "a discharge status is"]
        .iter()
        .any(|own| message.starts_with(own));
    let text = if ours {
        message
    } else {
        "the value is not one that this field allows"
    };
    Refusal::new(Reason::BadValue, text)
}

/// Checks a chart that parsed.
pub(crate) fn check(chart: &Chart, max_text_bytes: usize) -> Result<(), Refusal> {
    if chart
        .documents
        .iter()
        .all(|document| document.text.trim().is_empty())
    {
        let message = "no document holds any text: send the note, or leave the chart out";
        return Err(Refusal::new(Reason::EmptyText, message).at("documents[0].text"));
    }
    let bytes = chart.text_bytes();
    if bytes > max_text_bytes {
        let message = format!(
            "{bytes} bytes of text, {max_text_bytes} are allowed: split the chart or raise import.max_text_bytes"
        );
        return Err(Refusal::new(Reason::TooLarge, message).at("documents"));
    }
    if i16::try_from(chart.documents.len()).is_err() {
        let message = format!("{} documents, 32767 are allowed", chart.documents.len());
        return Err(Refusal::new(Reason::TooLarge, message).at("documents"));
    }
    if let Some(age) = chart.patient.age.filter(|age| *age > 124) {
        // An age is no identifier, and the message must say what is wrong.
        let message = format!("{age} is over 124 years");
        return Err(Refusal::new(Reason::BadValue, message).at("patient.age"));
    }
    check_nul(chart)
}

fn check_nul(chart: &Chart) -> Result<(), Refusal> {
    let refused = |field: String| {
        let message = "holds a NUL character (\\u0000), which cannot be stored: remove it";
        Err(Refusal::new(Reason::NulCharacter, message).at(field))
    };
    for (index, document) in chart.documents.iter().enumerate() {
        if document.text.contains('\0') {
            return refused(format!("documents[{index}].text"));
        }
    }
    let specialty = chart.encounter.specialty.as_deref().unwrap_or_default();
    let protocol = chart.protocol.as_deref().unwrap_or_default();
    for (field, value) in [
        ("facility", &*chart.facility),
        ("encounter.specialty", specialty),
        ("protocol", protocol),
    ] {
        if value.contains('\0') {
            return refused(field.to_owned());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str =
        r#"{"id":"A1","encounter":{"class":"outpatient"},"documents":[{"text":"Cough."}]}"#;

    fn refuse(json: &str) -> Refusal {
        match parse_json::<Chart>(json) {
            Ok(chart) => check(&chart, 100).unwrap_err(),
            Err(refusal) => refusal,
        }
    }

    #[test]
    fn a_good_chart_passes() {
        assert!(check(&parse_json(GOOD).unwrap(), 100).is_ok());
    }

    #[test]
    fn each_fault_is_named_with_its_field() {
        let cases = [
            ("{", Reason::BadJson, None),
            ("[]", Reason::WrongType, None),
            (r#"{"id":"A1"} x"#, Reason::MissingField, Some("encounter")),
            (&GOOD.replace("\"A1\"", "7"), Reason::WrongType, Some("id")),
            (
                &GOOD.replace("\"id\"", "\"mrn\":1,\"id\""),
                Reason::UnknownField,
                Some("mrn"),
            ),
            (
                &GOOD.replace("outpatient", "hotel"),
                Reason::BadValue,
                Some("encounter.class"),
            ),
            (
                &GOOD.replace("\"A1\"", "\"A 1\""),
                Reason::BadValue,
                Some("id"),
            ),
            (
                &GOOD.replace("Cough.", " \\n"),
                Reason::EmptyText,
                Some("documents[0].text"),
            ),
            (
                &GOOD.replace("Cough.", &"x".repeat(101)),
                Reason::TooLarge,
                Some("documents"),
            ),
            (
                &GOOD.replace("Cough.", "a\\u0000b"),
                Reason::NulCharacter,
                Some("documents[0].text"),
            ),
        ];
        for (json, reason, field) in cases {
            let refusal = refuse(json);
            assert_eq!(refusal.reason, reason, "{json}");
            assert_eq!(
                refusal.field.as_deref(),
                field,
                "{json}: {}",
                refusal.message
            );
        }
    }

    #[test]
    fn no_message_repeats_a_value() {
        for json in [
            GOOD.replace("\"outpatient\"", "\"Jane Doe\""),
            GOOD.replace("{\"class\":\"outpatient\"}", "\"Jane Doe\""),
            GOOD.replace("\"A1\"", "\"Jane Doe\""),
            GOOD.replace("[{\"text\":\"Cough.\"}]", "\"Jane Doe\""),
            GOOD.replace(
                "\"documents\"",
                "\"patient\":{\"sex\":\"Jane Doe\"},\"documents\"",
            ),
        ] {
            let refusal = refuse(&json);
            assert!(!refusal.message.contains("Jane"), "{}", refusal.message);
            assert!(!refusal.field.unwrap_or_default().contains("Jane"));
        }
    }
}
