//! Is each of these codes supported, and by which words?
//!
//! | verdict | its quote | what is believed |
//! |---|---|---|
//! | supported | found | the evidence joins; a code only retrieved is suggested |
//! | supported | in no note, or none | the same as uncertain |
//! | supported | where no provider documents it | the same |
//! | uncertain | | the confidence is lowered |
//! | not supported | | not claimed, the chart goes to review |
//! | none | | nothing: the code stays as it was |
//!
//! Two verdicts on one code that differ are uncertain.

use std::borrow::Cow;

use chartfleet_model::{
    Confidence, Evidence, Finding, FindingSeverity, NotClaimed, NotClaimedStatus, ReviewReason,
    Stage, Verdict,
};
use serde::Deserialize;

use super::{Question, Read, elements, enumeration, filled, place_of, read_list};
use crate::prompt::{self, Candidate};
use crate::read_chart::ReadChart;
use crate::reading::Reading;
use crate::record::supports;

/// The code comes first, so that quote and verdict are about it, and the quote
/// before the verdict that it supports.
const RESPONSE_FORMAT: &str = r#"
{"type":"json_schema","json_schema":{"name":"verdicts","strict":true,"schema":{
  "type":"object",
  "properties":{
    "verdicts":{"type":"array","maxItems":{most},"items":{
      "type":"object",
      "properties":{
        "code":{"type":"string","enum":{codes}},
        "evidence":{"type":"string","pattern":"^[ !#-\\[\\]-~]{0,240}$"},
        "verdict":{"type":"string","enum":["supported","uncertain","not_supported"]}
      },
      "required":["code","evidence","verdict"],
      "additionalProperties":false
    }}
  },
  "required":["verdicts"],
  "additionalProperties":false
}}}
"#;

/// Tokens that one verdict takes at most, its quote included.
const VERDICT_TOKENS: u32 = 100;

/// As many codes can be asked about with so many tokens for the answer.
pub(crate) fn at_once(max_tokens: u32) -> usize {
    let codes = (max_tokens / VERDICT_TOKENS).max(1);
    usize::try_from(codes).unwrap_or(usize::MAX)
}

/// What the verifier said about one code. No `Debug`: it holds its words.
pub(crate) struct Judgement {
    /// Its place among the codes asked about.
    pub(crate) place: usize,
    /// What was said.
    pub(crate) verdict: Verdict,
    /// The quote, any text.
    pub(crate) quote: String,
}

#[derive(Deserialize)]
struct Element<'a> {
    #[serde(borrow)]
    code: Cow<'a, str>,
    #[serde(borrow)]
    evidence: Cow<'a, str>,
    verdict: Verdict,
}

/// The question about these codes.
pub(crate) fn question(asked: &[Candidate]) -> Question<'static> {
    let codes = enumeration(asked.iter().map(|candidate| candidate.code.as_str()));
    let format = filled(
        RESPONSE_FORMAT,
        &[("{most}", &asked.len().to_string()), ("{codes}", &codes)],
    );
    Question {
        stage: Stage::Verify,
        text: prompt::question(Stage::Verify, asked),
        format: Cow::Owned(format),
        most: asked.len(),
    }
}

/// The verdicts, at most one a code.
pub(crate) fn read(text: &str, asked: &[Candidate]) -> Read<Vec<Judgement>> {
    let elements = match elements(text, "verdicts", asked.len()) {
        Ok(elements) => elements,
        Err(fault) => return Read::none(fault),
    };
    let read = read_list(elements, |element: Element<'_>| {
        Some(Judgement {
            place: place_of(asked, &element.code)?,
            verdict: element.verdict,
            quote: element.evidence.into_owned(),
        })
    });
    Read {
        value: read.value.map(one_each),
        fault: read.fault,
    }
}

/// One judgement a code.
pub(crate) fn one_each(judgements: Vec<Judgement>) -> Vec<Judgement> {
    let mut single: Vec<Judgement> = Vec::with_capacity(judgements.len());
    for judgement in judgements {
        match single
            .iter_mut()
            .find(|known| known.place == judgement.place)
        {
            Some(known) if known.verdict != judgement.verdict => {
                known.verdict = Verdict::Uncertain;
            }
            Some(_) => {}
            None => single.push(judgement),
        }
    }
    single
}

/// Acts on the verdicts, and returns those on codes that nobody suggested and
/// that are supported by words of a note.
pub(crate) fn believe(
    judgements: Vec<Judgement>,
    asked: &[Candidate],
    chart: &ReadChart<'_>,
    reading: &mut Reading,
) -> Vec<Judgement> {
    let mut new = Vec::new();
    for judgement in judgements {
        let Some(candidate) = asked.get(judgement.place) else {
            continue;
        };
        let is_known = |s: &chartfleet_codes::CheckedSuggestion| s.code.as_str() == candidate.code;
        if !reading.suggestions.iter().any(is_known) {
            let is_supported = judgement.verdict == Verdict::Supported;
            if is_supported && chart.finder.find(&judgement.quote).is_some() {
                new.push(judgement);
            }
            continue;
        }
        if judgement.verdict == Verdict::NotSupported {
            refuse(reading, &candidate.code);
            continue;
        }
        let found = chart.finder.find(&judgement.quote);
        let found = found.filter(|_| judgement.verdict == Verdict::Supported);
        let class = chart.chart.encounter.class;
        for suggestion in reading.suggestions.iter_mut().filter(|s| is_known(s)) {
            let documents = |evidence: &Evidence| {
                supports(&chart.record, class, &suggestion.code, &[*evidence]).is_supported()
            };
            if let Some(evidence) = found.filter(documents) {
                suggestion.signals.verdict = Some(Verdict::Supported);
                if !suggestion.evidence.contains(&evidence) {
                    suggestion.evidence.push(evidence);
                }
            } else {
                suggestion.signals.verdict = Some(Verdict::Uncertain);
                suggestion.confidence = lower(suggestion.confidence);
                suggestion.findings.push(finding(
                    "verify.uncertain",
                    FindingSeverity::Info,
                    "the verifier could not tell whether the record states it",
                    &candidate.code,
                ));
            }
        }
    }
    new
}

/// Takes a code off the claim.
fn refuse(reading: &mut Reading, code: &str) {
    let unsupported = |s: &mut chartfleet_codes::CheckedSuggestion| s.code.as_str() == code;
    for suggestion in reading.suggestions.extract_if(.., unsupported) {
        let mut findings = suggestion.findings;
        findings.push(finding(
            "verify.not_supported",
            FindingSeverity::Warning,
            "the verifier found nothing in the record that states it",
            code,
        ));
        reading.not_claimed.push(NotClaimed {
            system: suggestion.code.system(),
            code: code.to_owned(),
            status: NotClaimedStatus::Unverified,
            confidence: suggestion.confidence,
            evidence: suggestion.evidence,
            unverified_quote: None,
            findings,
        });
        reading.review.push(ReviewReason::Unverified);
    }
}

const fn lower(confidence: Confidence) -> Confidence {
    match confidence {
        Confidence::High => Confidence::Medium,
        Confidence::Medium | Confidence::Low => Confidence::Low,
    }
}

fn finding(rule: &'static str, severity: FindingSeverity, message: &str, code: &str) -> Finding {
    let mut finding = Finding::new(rule, severity, message, "verifier");
    finding.codes.push(code.to_owned());
    finding
}

#[cfg(test)]
mod tests;
