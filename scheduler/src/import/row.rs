//! One row of input: a chart, or the reason why it is none.
//!
//! Messages name fields, lines and what was expected, never the value that was
//! found: a misplaced value may be a patient's.

use chartfleet_model::Chart;
use serde::{Deserialize, Serialize};

use super::wording::reworded;

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
    /// A decision about a chart that the run has no result for.
    UnknownChart,
    /// A decision about a code that the result does not suggest.
    NotSuggested,
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
            Self::UnknownChart => "unknown_chart",
            Self::NotSuggested => "not_suggested",
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
        let reason = if is_json(text) {
            Reason::WrongType
        } else {
            Reason::BadJson
        };
        return Err(Refusal::new(reason, "expected one JSON object on the line"));
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let parsed = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        refusal_of(error.inner(), path, is_json(text))
    })?;
    reader
        .end()
        .map_err(|error| refusal_of(&error, String::new(), false))?;
    Ok(parsed)
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn refusal_of(error: &serde_json::Error, path: String, is_json: bool) -> Refusal {
    // serde_path_to_error writes "." for the whole and "?" for a place it lost.
    let path = path.trim_end_matches(['?', '.']).to_owned();
    let refusal = if is_json {
        reworded(&error.to_string(), &path)
    } else {
        Refusal::new(Reason::BadJson, "not a JSON object on one line")
    };
    let message = format!("{} (column {})", refusal.message, error.column());
    let field = match (refusal.reason, refusal.field) {
        // The path ends with the field's own name: only what wording let
        // through of it may be repeated.
        (Reason::UnknownField, None) => None,
        (_, Some(field)) if path.is_empty() || path.ends_with(&field) => {
            Some(if path.is_empty() { field } else { path })
        }
        (_, Some(field)) => Some(format!("{path}.{field}")),
        (_, None) => Some(path).filter(|path| !path.is_empty()),
    };
    Refusal {
        reason: refusal.reason,
        field,
        message,
    }
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
    check_encounter(chart)?;
    if let Some(age) = chart.patient.age.filter(|age| *age > 124) {
        // An age is no identifier, and the message must say what is wrong.
        let message = format!("{age} is over 124 years");
        return Err(Refusal::new(Reason::BadValue, message).at("patient.age"));
    }
    check_nul(chart)
}

fn check_encounter(chart: &Chart) -> Result<(), Refusal> {
    let refuse =
        |field: &str, message: &str| Err(Refusal::new(Reason::BadValue, message).at(field));
    let encounter = &chart.encounter;
    if encounter
        .admitted
        .zip(encounter.discharged)
        .is_some_and(|(from, to)| to < from)
    {
        return refuse(
            "encounter.discharged",
            "the discharge is before the admission",
        );
    }
    if chart.facility.trim().is_empty() {
        return refuse(
            "facility",
            "a facility has a name: leave the field out for the default",
        );
    }
    if chart.expected_value_cents.is_some_and(|value| value < 0) {
        return refuse("expected_value_cents", "an expected value is 0 or more");
    }
    Ok(())
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
            (r#"{"id":"A1"}"#, Reason::MissingField, Some("encounter")),
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
            GOOD.replace("\"id\"", "\"Jane Doe\":1,\"id\""),
            GOOD.replace("\"class\"", "\"admitted\":\"Jane Doe\",\"class\""),
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
