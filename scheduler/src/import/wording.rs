//! serde's messages in a clerk's words, without the value that was found.

use super::row::{Reason, Refusal};

/// Longest unknown field name that is repeated.
const MAX_FIELD_NAME: usize = 40;

/// What is wrong with valid JSON, from serde's message and the field's path.
pub(super) fn reworded(message: &str, path: &str) -> Refusal {
    let message = message
        .rsplit_once(" at line ")
        .map_or(message, |(head, _)| head);
    let quoted = message.split('`').nth(1);
    let expected = || {
        let expected = message
            .rsplit_once("expected ")
            .map_or("another type", |(_, text)| text);
        format!("expected {}", in_plain_words(expected))
    };
    let starts = |start: &str| message.starts_with(start);
    if starts("unknown field") {
        let known = message.rsplit_once("expected ").map(|(_, known)| known);
        let known = known
            .map(|known| format!("; known are {known}"))
            .unwrap_or_default();
        let text = format!("the format has no such field{known}");
        let refusal = Refusal::new(Reason::UnknownField, text);
        return Refusal {
            field: quoted.and_then(field_name),
            ..refusal
        };
    }
    if starts("missing field") || starts("duplicate field") {
        let (reason, text) = if starts("missing") {
            (Reason::MissingField, "this field must be there")
        } else {
            (Reason::BadValue, "this field is given twice")
        };
        return Refusal {
            field: quoted.map(str::to_owned),
            ..Refusal::new(reason, text)
        };
    }
    if starts("unknown variant") || starts("invalid value") || starts("invalid length") {
        return Refusal::new(Reason::BadValue, expected());
    }
    if starts("invalid type") {
        return Refusal::new(Reason::WrongType, expected());
    }
    // serde_json's word for a null where a name is wanted.
    if starts("expected value") {
        return Refusal::new(
            Reason::WrongType,
            "expected a value: leave the field out for its default",
        );
    }
    Refusal::new(Reason::BadValue, of_field(message, path))
}

/// Our own types' messages name no value; any other is not worth the risk.
fn of_field(message: &str, path: &str) -> String {
    let ours = ["a chart id is", "a discharge status is"];
    if ours.iter().any(|own| message.starts_with(own)) {
        return message.to_owned();
    }
    let field = path.rsplit('.').next().unwrap_or(path);
    match field {
        "admitted" | "discharged" => "expected a date such as \"2026-05-01\"".to_owned(),
        "time" | "decided_at" => {
            "expected a time with its zone, such as \"2026-05-01T08:30:00Z\"".to_owned()
        }
        _ => "the value is not one that this field allows".to_owned(),
    }
}

/// A name that could be a patient's is not repeated.
fn field_name(name: &str) -> Option<String> {
    let is_name = name.len() <= MAX_FIELD_NAME
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    is_name.then(|| name.to_owned())
}

/// The types of a program, as the format calls them.
fn in_plain_words(expected: &str) -> String {
    match expected {
        "u8" => "a whole number from 0 to 255".to_owned(),
        "i64" => "a whole number".to_owned(),
        "a sequence" => "a list".to_owned(),
        other if other.starts_with("struct ") => "an object".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_in_plain_words() {
        let told = |message: &str| reworded(message, "").message;
        assert_eq!(
            told("invalid type: string \"Jane\", expected u8 at line 1 column 5"),
            "expected a whole number from 0 to 255"
        );
        assert_eq!(
            told("invalid type: integer `7`, expected struct GoldCode"),
            "expected an object"
        );
    }

    #[test]
    fn a_field_name_that_could_be_a_person_is_not_repeated() {
        let refusal = reworded("unknown field `Jane Doe MRN 77`, expected `id`", "");
        assert_eq!(
            (refusal.reason, refusal.field),
            (Reason::UnknownField, None)
        );
        assert_eq!(
            reworded("unknown field `mrn`, expected `id`", "")
                .field
                .as_deref(),
            Some("mrn")
        );
    }
}
