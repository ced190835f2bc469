//! The first question: which codes does the record support?
//!
//! Nothing of an answer is believed: [`crate::Reading`] holds every code
//! against the tables and every quote against the notes.
//!
//! The JSON schema of an answer stays inside what llama-server and vLLM honour.
//! llama-server silently drops the whole constraint on `\d`, `\w` or a
//! malformed pattern, and plain `maxLength` strings run away: text fields are
//! bounded by patterns of printable ASCII without quote and backslash. The
//! order of the properties is the order the model writes them in: the quote
//! and the reason come before the code they support. `serde_json::Value` would
//! sort them, so the schema is kept as text.

use std::borrow::Cow;

use chartfleet_model::Stage;
use serde_json::value::RawValue;

use super::{Question, filled};
use crate::prompt::{self, Candidate};

/// One line when it is sent: line breaks and indentation are for the reader.
/// `[ !#-\\[\\]-~]` is printable ASCII without quote and backslash.
const RESPONSE_FORMAT: &str = r#"
{"type":"json_schema","json_schema":{"name":"suggestions","strict":true,"schema":{
  "type":"object",
  "properties":{
    "suggestions":{"type":"array","maxItems":{max_suggestions},"items":{
      "type":"object",
      "properties":{
        "evidence":{"type":"string","pattern":"^[ !#-\\[\\]-~]{3,240}$"},
        "reason":{"type":"string","pattern":"^[ !#-\\[\\]-~]{1,120}$"},
        "system":{"type":"string","enum":{systems}},
        "code":{"type":"string","pattern":"^[0-9A-Z]{3}[0-9A-Z.]{0,5}$"},
        {setting}
        "confidence":{"type":"string","enum":["high","medium","low"]}
      },
      "required":["evidence","reason","system","code",{required}"confidence"],
      "additionalProperties":false
    }}
  },
  "required":["suggestions"],
  "additionalProperties":false
}}}
"#;

const POA: &str = r#""poa":{"type":"string","enum":["Y","N","U","W"]},"#;
/// Not required: most codes have neither.
const SERVICES: &str = r#""modifiers":{"type":"array","maxItems":4,"items":{"type":"string","pattern":"^[0-9A-Z]{2}$"}},"units":{"type":"integer","minimum":1,"maximum":999},"#;
const INPATIENT_SYSTEMS: &str = r#"["icd10cm","icd10pcs"]"#;
const OUTPATIENT_SYSTEMS: &str = r#"["icd10cm","cpt","hcpcs"]"#;

/// The `response_format` of a request: for inpatients with PCS and POA, for
/// all others with CPT and HCPCS.
pub(crate) fn response_format(inpatient: bool, max_suggestions: usize) -> Box<RawValue> {
    let (systems, setting, required) = if inpatient {
        (INPATIENT_SYSTEMS, POA, r#""poa","#)
    } else {
        (OUTPATIENT_SYSTEMS, SERVICES, "")
    };
    filled(
        RESPONSE_FORMAT,
        &[
            ("{max_suggestions}", &max_suggestions.to_string()),
            ("{systems}", systems),
            ("{setting}", setting),
            ("{required}", required),
        ],
    )
}

/// The question, with what retrieval offers.
pub(crate) fn question<'q>(
    candidates: &[Candidate],
    format: &'q RawValue,
    max_suggestions: usize,
) -> Question<'q> {
    Question {
        stage: Stage::Suggest,
        text: prompt::question(Stage::Suggest, candidates),
        format: Cow::Borrowed(format),
        most: max_suggestions,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn schema(inpatient: bool) -> Value {
        let format: Value = serde_json::from_str(response_format(inpatient, 7).get()).unwrap();
        assert_eq!(format["type"], "json_schema");
        format["json_schema"]["schema"].clone()
    }

    #[test]
    fn inpatients_need_a_poa_and_may_have_pcs() {
        let schema = schema(true);
        let item = &schema["properties"]["suggestions"]["items"];
        assert_eq!(schema["properties"]["suggestions"]["maxItems"], 7);
        assert_eq!(item["properties"]["system"]["enum"][1], "icd10pcs");
        let required = item["required"].as_array().unwrap();
        assert!(required.contains(&"poa".into()));
        assert_eq!(
            required.len(),
            item["properties"].as_object().unwrap().len()
        );
    }

    #[test]
    fn outpatients_have_neither_poa_nor_pcs() {
        let text = schema(false).to_string();
        assert!(!text.contains("poa") && !text.contains("icd10pcs"));
        assert!(text.contains("hcpcs") && text.contains("modifiers"));
        let required = schema(false)["properties"]["suggestions"]["items"]["required"].to_string();
        assert!(!required.contains("units") && !schema(true).to_string().contains("units"));
    }

    #[test]
    fn patterns_are_those_that_llama_server_honours() {
        let schema = schema(true);
        let item = &schema["properties"]["suggestions"]["items"]["properties"];
        assert_eq!(item["evidence"]["pattern"], r"^[ !#-\[\]-~]{3,240}$");
        let text = schema.to_string();
        for dropped in [r"\\d", r"\\w", "$ref", "minLength", "maxLength"] {
            assert!(!text.contains(dropped), "{dropped}");
        }
    }

    #[test]
    fn the_quote_and_the_reason_are_written_before_the_code() {
        let text = response_format(false, 1).get().to_owned();
        let at = |name: &str| {
            text.find(&format!(r#""{name}":{{"type":"string""#))
                .unwrap()
        };
        assert!(at("evidence") < at("reason") && at("reason") < at("code"));
    }
}
