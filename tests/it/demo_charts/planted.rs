//! Good answers with one mistake: each is caught.

use std::collections::BTreeSet;

use chartfleet_model::{ChartResult, Depth, NotClaimedStatus, Outcome, ReviewReason};
use serde::Deserialize;
use serde_json::{Value, json};

use super::model::Played;
use super::recorded::{Recorded, warned};
use super::{Coder, data, demo_chart};

/// One mistake in a chart's answer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Planted {
    /// What is wrong.
    name: String,
    chart: String,
    /// Codes left out.
    #[serde(default)]
    drop: BTreeSet<String>,
    /// Suggestions added at the end, ICD-10-CM unless they say otherwise.
    #[serde(default)]
    add: Vec<Value>,
    /// Suggestions put before all others.
    #[serde(default)]
    put_first: Vec<Value>,
    /// Fields of a suggestion changed: its code, and the new values.
    #[serde(default)]
    change: Vec<(String, Value)>,
    caught: Caught,
}

/// What catches it; all of what is named must.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Caught {
    /// Rules that warn, or worse, of which one is enough.
    #[serde(default)]
    rules: BTreeSet<String>,
    /// The code that must not be on the claim, and why.
    #[serde(default)]
    not_claimed: Option<(String, NotClaimedStatus)>,
    #[serde(default)]
    review: Option<ReviewReason>,
    /// A query about it.
    #[serde(default)]
    gap: Option<String>,
    /// The rules put it right: what the claim begins with.
    #[serde(default)]
    mended: Vec<String>,
    /// It cannot be billed: a person must look.
    #[serde(default)]
    is_error: bool,
}

impl Planted {
    fn answer(&self, good: &Value) -> Value {
        let inpatient = demo_chart(&self.chart).chart.encounter.class.is_inpatient();
        let full = |given: &Value| {
            let mut full = json!({
                "evidence": "", "reason": "stated in the record", "system": "icd10cm",
                "confidence": "high",
            });
            if inpatient {
                full["poa"] = json!("Y");
            }
            merge(&mut full, given);
            full
        };
        let kept = good["suggestions"].as_array().unwrap().iter();
        let kept = kept.filter(|own| !self.drop.contains(own["code"].as_str().unwrap()));
        let kept = kept.map(|own| {
            let mut own = own.clone();
            let code = own["code"].as_str().unwrap().to_owned();
            for (_, values) in self.change.iter().filter(|(changed, _)| *changed == code) {
                merge(&mut own, values);
            }
            own
        });
        let first = self.put_first.iter().map(full);
        let all: Vec<_> = first.chain(kept).chain(self.add.iter().map(full)).collect();
        json!({ "suggestions": all })
    }
}

fn merge(into: &mut Value, values: &Value) {
    for (key, value) in values.as_object().unwrap() {
        into[key] = value.clone();
    }
}

/// Why nothing caught it: one line a way that was expected.
fn missed(caught: &Caught, result: &ChartResult) -> Vec<String> {
    let mut lines = Vec::new();
    let warned = warned(result);
    if !caught.rules.is_empty() && caught.rules.is_disjoint(&warned) {
        lines.push(format!("none of {:?} warns, only {warned:?}", caught.rules));
    }
    if let Some((code, status)) = &caught.not_claimed {
        let left_out = result.not_claimed.iter();
        let found: Vec<_> = left_out
            .filter(|n| n.code == *code)
            .map(|n| n.status)
            .collect();
        if found != [*status] {
            lines.push(format!(
                "{code} is not claimed for {found:?}, not {status:?}"
            ));
        }
    }
    if let Some(reason) = caught.review.filter(|r| !result.review_reasons.contains(r)) {
        lines.push(format!(
            "reviewed for {:?}, not {reason:?}",
            result.review_reasons
        ));
    }
    if let Some(rule) = &caught.gap
        && !result.gaps.iter().any(|gap| gap.rule == *rule)
    {
        lines.push(format!("no query of {rule}"));
    }
    let codes: Vec<_> = result.diagnoses.iter().map(|d| d.code.as_str()).collect();
    if !caught
        .mended
        .iter()
        .zip(&codes)
        .all(|(must, is)| must == is)
    {
        lines.push(format!(
            "the claim begins with {codes:?}, not {:?}",
            caught.mended
        ));
    }
    if caught.is_error && result.outcome == Outcome::Coded {
        lines.push("coded, though it cannot be billed".to_owned());
    }
    lines
}

#[tokio::test]
async fn every_planted_mistake_is_caught() {
    let planted: Vec<Planted> = data("planted-mistakes.ndjson");
    assert!(planted.len() >= 60, "only {} mistakes", planted.len());
    let coder = Coder::new().await;
    let good = Recorded::all();
    let mut wrong = Vec::new();
    for mistake in &planted {
        let good = good.iter().find(|good| good.chart == mistake.chart);
        let answer = mistake.answer(&good.unwrap().answer);
        assert_ne!(
            answer,
            good.unwrap().answer,
            "{} changes nothing",
            mistake.name
        );
        let played = Played {
            answer,
            gaps: Vec::new(),
        };
        let demo = demo_chart(&mistake.chart);
        let result = coder.code(demo, played, Depth::Quick).await;
        let lines = missed(&mistake.caught, &result);
        wrong.extend(
            lines
                .iter()
                .map(|line| format!("{}, {}: {line}", mistake.chart, mistake.name)),
        );
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
