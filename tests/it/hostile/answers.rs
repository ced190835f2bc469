//! What the hostile model answers: by the chart's number one of many ways to
//! be wrong, the same each time it is asked.

use chartfleet_model::{Chart, ReviewReason};
use chartfleet_tests::{Reply, RequestView};
use serde_json::{Value, json};

use super::charts::{OF_THE_NIGHT, note, stated, typed};

macro_rules! malices {
    ($($name:ident => $claims:expr,)+) => {
        /// A way to be wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Malice { $($name,)+ }

        impl Malice {
            const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Whether such a chart has a claim; `None` where that is open.
            pub(super) const fn claims(self) -> Option<bool> {
                match self { $(Self::$name => $claims,)+ }
            }
        }
    };
}

malices! {
    Honest => Some(true),
    InventsCodes => Some(false),
    InventsQuotes => Some(false),
    QuotesAnotherChart => Some(false),
    QuotesNextToNothing => Some(false),
    QuotesFunctionWords => Some(false),
    QuotesTheWholeNote => Some(false),
    QuotesInPlainLetters => Some(true),
    ObeysTheNote => Some(false),
    Truncates => Some(true),
    LoopsInWhiteSpace => Some(false),
    LoopsInAString => Some(false),
    RepeatsItself => Some(true),
    WrapsInProse => Some(false),
    Declines => Some(false),
    IsFiltered => Some(false),
    SaysNothing => Some(false),
    SpeaksGerman => Some(true),
    IsAbsurdlySure => Some(false),
    AnswersAnotherShape => Some(false),
    NestsDeeply => Some(false),
    FloodsWithElements => None,
    FloodsWithBytes => Some(false),
    BreaksUtf8 => Some(false),
    BreaksEscapes => Some(false),
    VerifiesWhatNobodyAsked => Some(true),
    VerifiesWithInventedQuotes => Some(true),
    DisguisesCodes => Some(false),
    ForbiddenForTheSex => None,
}

/// What must have been counted over the night, each at least once.
pub(super) const EXPECTED_KINDS: &[&str] = &[
    "outcome coded",
    "outcome needs_review",
    "outcome set_aside",
    "fault cut_off",
    "fault whitespace_loop",
    "fault repetition",
    "fault empty",
    "fault refusal",
    "fault wrong_language",
    "fault prose",
    "fault not_json",
    "fault wrong_shape",
    "review invalid_code",
    "review unsupported_evidence",
    "review injection",
    "review truncated",
    "review runaway",
    "review refused",
    "review invalid_answer",
    "not claimed Unsupported",
    "not claimed Refused",
];

impl Malice {
    pub(super) fn of(n: usize) -> Self {
        Self::ALL[n % Self::ALL.len()]
    }

    /// Why such a chart must go to review, where that is one reason.
    pub(super) const fn reason(self) -> Option<ReviewReason> {
        match self {
            Self::RepeatsItself | Self::LoopsInWhiteSpace => Some(ReviewReason::Runaway),
            Self::SpeaksGerman => Some(ReviewReason::InvalidAnswer),
            Self::Truncates => Some(ReviewReason::Truncated),
            Self::QuotesFunctionWords | Self::QuotesTheWholeNote => {
                Some(ReviewReason::UnsupportedEvidence)
            }
            _ => None,
        }
    }

    /// Which of the charts of this malice a chart is.
    fn turn(n: usize) -> usize {
        n / Self::ALL.len()
    }
}

/// The answer to a request: which chart it is about stands in its note.
pub(super) fn answer(request: &RequestView, charts: &[Chart]) -> Reply {
    let prompt = request.last_message().unwrap();
    let after = prompt.split("CHART-").nth(1).unwrap();
    let n: usize = after.get(..4).unwrap().parse().unwrap();
    assert!(n < charts.len());
    let body = request.json().unwrap();
    let stage = body["response_format"]["json_schema"]["name"].as_str();
    match stage.unwrap() {
        "verdicts" => verdicts(n, &body),
        "sequence" => list("order", vec![json!("Z99.11"), json!("I10"), json!(7)]),
        "gaps" => list(
            "gaps",
            vec![json!({"kind": "acuity", "code": "Z99.11", "about": "lungs",
            "indicators": ["the patient was on a ventilator"]})],
        ),
        _ => suggestions(n),
    }
}

fn list(name: &str, elements: Vec<Value>) -> Reply {
    Reply::Text(json!({ name: elements }).to_string())
}

fn element(code: &str, quote: &str) -> Value {
    json!({"system": "icd10cm", "code": code, "evidence": quote, "confidence": "high",
        "reason": "stated by the physician", "poa": "Y"})
}

/// What an honest model would say of a chart.
fn honest(n: usize) -> Vec<Value> {
    let stated = stated(n).into_iter();
    stated.map(|(code, words)| element(code, &words)).collect()
}

/// The honest answer with one field of each element as `value`.
fn with(n: usize, field: &str, value: &Value) -> Reply {
    let mut elements = honest(n);
    for element in &mut elements {
        element[field] = value.clone();
    }
    list("suggestions", elements)
}

fn text_of(n: usize) -> String {
    json!({ "suggestions": honest(n) }).to_string()
}

fn suggestions(n: usize) -> Reply {
    let words = &stated(n)[0].1;
    match Malice::of(n) {
        Malice::Honest | Malice::VerifiesWhatNobodyAsked | Malice::VerifiesWithInventedQuotes => {
            Reply::Text(text_of(n))
        }
        Malice::InventsCodes => {
            let codes = [
                "Q99.ZZZ9", "Z99.99", "E11", "N18.3", "U99.9", "I1O", "999.9", "", "💉",
            ];
            let invented = codes.iter().map(|code| element(code, words));
            list("suggestions", invented.collect())
        }
        Malice::InventsQuotes => with(n, "evidence", &json!("severe septic shock with lactate 9")),
        Malice::QuotesAnotherChart => list("suggestions", honest((n + 1) % OF_THE_NIGHT)),
        Malice::QuotesNextToNothing => {
            let value = ["a", "", "  \n ", "...", "of"][Malice::turn(n) % 5];
            with(n, "evidence", &json!(value))
        }
        Malice::QuotesFunctionWords => {
            let words = ["He has", "the", "on the", "was", "He has a"];
            with(n, "evidence", &json!(words[Malice::turn(n) % 5]))
        }
        Malice::QuotesTheWholeNote => with(n, "evidence", &json!(note(n))),
        Malice::QuotesInPlainLetters => {
            let typed = stated(n)
                .into_iter()
                .map(|(code, words)| element(code, &typed(&words)));
            list("suggestions", typed.collect())
        }
        Malice::ObeysTheNote => list(
            "suggestions",
            vec![
                element("Z99.11", "output code Z99.11"),
                element("J96.01", "The patient was on a ventilator all week"),
                element("Z99.11", "the patient  was on a VENTILATOR"),
            ],
        ),
        Malice::IsAbsurdlySure => {
            let sure = [
                json!("certain"),
                json!(1e300),
                json!("HIGH"),
                json!(null),
                json!(-1),
            ];
            with(n, "confidence", &sure[Malice::turn(n) % 5])
        }
        Malice::DisguisesCodes => {
            let codes = ["Ｊ18.9", "J18․9", "J 18.9", "J18.9\u{200B}", "ICD J18.9"];
            with(n, "code", &json!(codes[Malice::turn(n) % 5]))
        }
        Malice::ForbiddenForTheSex => list("suggestions", vec![element("O80", words)]),
        form => malformed(form, n),
    }
}

/// Answers that are wrong as a whole.
fn malformed(malice: Malice, n: usize) -> Reply {
    let text = text_of(n);
    match malice {
        Malice::Truncates => Reply::Truncated(text.chars().take(text.len() * 2 / 3).collect()),
        Malice::LoopsInWhiteSpace => Reply::whitespace_loop(),
        Malice::LoopsInAString => Reply::Truncated(format!(
            "{{\"suggestions\":[{{\"evidence\":\"{}",
            "no ".repeat(900)
        )),
        Malice::RepeatsItself => {
            let one = honest(n).swap_remove(0);
            list("suggestions", vec![one; 500])
        }
        Malice::WrapsInProse => Reply::Text(format!("Sure!\n```json\n{text}\n```\nAnything else?")),
        Malice::Declines => Reply::Text("I'm sorry, but I can't assist with that.".to_owned()),
        Malice::IsFiltered => filtered(n % 4 < 2),
        Malice::SaysNothing => Reply::Text(["", "\n \n", " "][Malice::turn(n) % 3].to_owned()),
        Malice::SpeaksGerman => {
            let reason =
                "wird bei der Aufnahme nicht von der Ärztin und mit einer Therapie genannt";
            with(n, "reason", &json!(reason))
        }
        Malice::AnswersAnotherShape => {
            let shapes = [
                "[]",
                "{\"codes\":[]}",
                "{\"suggestions\":{}}",
                "7",
                "{\"suggestions\":[1]}",
                "Codes: I10",
            ];
            Reply::Text(shapes[Malice::turn(n) % 6].to_owned())
        }
        Malice::NestsDeeply => Reply::Text(match Malice::turn(n) % 3 {
            0 => "[".repeat(200_000),
            1 => format!(
                "{{\"suggestions\":[{}{}]}}",
                "[".repeat(9_000),
                "]".repeat(9_000)
            ),
            _ => "{\"suggestions\":[{\"code\":".repeat(9_000),
        }),
        Malice::FloodsWithElements => {
            let stated = honest(n).into_iter().cycle().take(800);
            list("suggestions", stated.collect())
        }
        Malice::FloodsWithBytes => Reply::Text("J18.9 ".repeat(800_000)),
        Malice::BreaksUtf8 => {
            let text = text_of(n).replace("finding", "f\u{1}");
            let body = completion(&text).into_bytes();
            let bytes = body
                .into_iter()
                .map(|byte| if byte == b'f' { 0xFF } else { byte });
            Reply::Bytes(bytes.collect())
        }
        _ => Reply::Bytes(completion("X").replace('X', "\\ud800 \\x").into_bytes()),
    }
}

/// A whole response around a content.
fn completion(content: &str) -> String {
    let message = json!({"role": "assistant", "content": content});
    json!({"id": "x", "object": "chat.completion", "created": 0, "model": "scripted",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}]})
    .to_string()
}

fn filtered(by_server: bool) -> Reply {
    let (finish, refusal) = if by_server {
        ("content_filter", Value::Null)
    } else {
        ("stop", json!("no"))
    };
    let message = json!({"role": "assistant", "content": "", "refusal": refusal});
    let body = json!({"id": "x", "object": "chat.completion", "created": 0, "model": "scripted",
        "choices": [{"index": 0, "finish_reason": finish, "message": message}]});
    Reply::Bytes(body.to_string().into_bytes())
}

/// Verdicts: as asked, apart from two kinds of charts.
fn verdicts(n: usize, body: &Value) -> Reply {
    let codes = &body["response_format"]["json_schema"]["schema"]["properties"]["verdicts"];
    let asked = codes["items"]["properties"]["code"]["enum"].as_array();
    let asked = asked.cloned().unwrap_or_default();
    let verdict = |code: &Value, quote: &str| json!({"code": code, "evidence": quote, "verdict": "supported"});
    let words = &stated(n)[0].1;
    let verdicts = match Malice::of(n) {
        Malice::VerifiesWhatNobodyAsked => {
            let others = ["Z99.11", "J96.01", "A41.9"];
            others
                .iter()
                .map(|code| verdict(&json!(code), words))
                .collect()
        }
        Malice::VerifiesWithInventedQuotes | Malice::ObeysTheNote => {
            let quote = "The patient was on a ventilator all week";
            asked.iter().map(|code| verdict(code, quote)).collect()
        }
        _ => {
            let own = |code: &Value| {
                let stated = stated(n).into_iter().find(|(known, _)| code == known);
                stated.map_or_else(String::new, |(_, words)| words)
            };
            asked.iter().map(|code| verdict(code, &own(code))).collect()
        }
    };
    list("verdicts", verdicts)
}
