//! From an answer to suggestions that the rules may sequence: every code is
//! checked with the tables, every quote with the notes.
//!
//! | what is wrong | where the suggestion goes | review reason |
//! |---|---|---|
//! | the quote is in no note | not claimed, unsupported | `unsupported_evidence` |
//! | the quote is text that addresses the model | the same, with a finding | the same |
//! | malformed, unknown, a header, not in effect | not claimed, refused | `invalid_code` |
//! | the patient's age or sex forbids it | not claimed, refused | `edit_conflict` |
//! | no provider documents it | not claimed, not a provider's | `not_provider` |
//! | elements of the answer could not be read | counted in a finding | `invalid_answer` |
//!
//! A code that is suggested twice is one suggestion with both quotes and the
//! higher confidence.

mod authorship;

use chartfleet_codes::CheckedSuggestion;
use chartfleet_model::{
    Code, CodeError, Evidence, Finding, FindingSeverity, NotClaimed, NotClaimedStatus, ReviewReason,
};

use crate::answer::{Answer, AnswerProblem, Suggestion, parse_answer};
use crate::faults;
use crate::read_chart::ReadChart;
use crate::rules::Rules;

/// Longest code text kept of a suggestion that is not claimed, in characters.
const MAX_CODE_CHARS: usize = 16;
/// Longest quote and reason kept, in characters.
const MAX_TEXT_CHARS: usize = 300;

/// What was read from one answer, every part of it checked. No `Debug`: it
/// carries the model's words.
#[derive(Default)]
pub struct Reading {
    /// Every well-formed code of the answer, in its order, before any check.
    pub suggested: Vec<Code>,
    /// Suggestions that may be sequenced.
    pub suggestions: Vec<CheckedSuggestion>,
    /// Suggestions that a person must look at first.
    pub not_claimed: Vec<NotClaimed>,
    /// What was wrong with the answer as a whole.
    pub findings: Vec<Finding>,
    /// Why the chart needs review.
    pub review: Vec<ReviewReason>,
    /// Why it is worth asking once more.
    pub problem: Option<AnswerProblem>,
}

impl Reading {
    /// A reading that says only why there is none.
    #[must_use]
    pub fn without_claim(reason: ReviewReason) -> Self {
        Self {
            review: vec![reason],
            ..Self::default()
        }
    }

    /// Reads `answer`.
    pub(crate) fn of(
        answer: &str,
        read: &ReadChart<'_>,
        rules: &dyn Rules,
        max_suggestions: usize,
    ) -> Self {
        let answer = match parse_answer(answer, max_suggestions) {
            Ok(answer) => answer,
            Err(problem) => {
                let problem = Some(problem);
                return Self {
                    problem,
                    ..Self::without_claim(ReviewReason::InvalidAnswer)
                };
            }
        };
        let mut reading = Self::default();
        reading.note_losses(&answer);
        if answer.suggestions.is_empty() {
            reading.review.push(ReviewReason::NoSuggestions);
        }
        reading.check(answer.suggestions, read, rules);
        reading
    }

    /// Suggestions that come from no list of the model's.
    pub(crate) fn of_suggestions(
        suggestions: Vec<Suggestion<'_>>,
        read: &ReadChart<'_>,
        rules: &dyn Rules,
    ) -> Self {
        let mut reading = Self::default();
        reading.check(suggestions, read, rules);
        reading
    }

    /// Holds every code against the tables and every quote against the notes.
    fn check(&mut self, suggestions: Vec<Suggestion<'_>>, read: &ReadChart<'_>, rules: &dyn Rules) {
        let (chart, finder) = (read.chart, &read.finder);
        let class = chart.encounter.class;
        let inpatient = class.is_inpatient();
        for mut suggestion in suggestions {
            suggestion.poa = suggestion
                .poa
                .filter(|_| inpatient && suggestion.system.is_diagnosis());
            let found = finder.find(&suggestion.evidence);
            match Code::parse(suggestion.system, &suggestion.code) {
                Ok(code) => {
                    self.suggested.push(code.clone());
                    let mut findings = rules.check(&code, read.on, &chart.patient);
                    if found.is_none() && finder.is_anywhere(&suggestion.evidence) {
                        findings.push(faults::only_evidence());
                    }
                    self.place(suggestion, code, found, findings);
                }
                Err(error) => self.refuse(&suggestion, found, vec![malformed(&error)]),
            }
        }
        authorship::hold(self, &read.record, class);
    }

    fn note_losses(&mut self, answer: &Answer<'_>) {
        if answer.unreadable > 0 {
            self.problem = Some(AnswerProblem::PartlyUnreadable);
            self.lose(
                "answer.unreadable_suggestions",
                answer.unreadable,
                "could not be read",
            );
        }
        if answer.surplus > 0 {
            self.lose(
                "answer.too_many_suggestions",
                answer.surplus,
                "exceeded the limit",
            );
        }
    }

    fn lose(&mut self, rule: &'static str, count: usize, what: &str) {
        self.review.push(ReviewReason::InvalidAnswer);
        self.findings.push(Finding {
            rule: rule.into(),
            severity: FindingSeverity::Warning,
            message: format!("{count} of the model's suggestions {what}"),
            source: "answer schema".into(),
            codes: Vec::new(),
            offers: Vec::new(),
            remedy: "".into(),
        });
    }

    /// Places a suggestion whose code is well formed.
    fn place(
        &mut self,
        suggestion: Suggestion<'_>,
        code: Code,
        found: Option<Evidence>,
        findings: Vec<Finding>,
    ) {
        if findings
            .iter()
            .any(|finding| finding.severity == FindingSeverity::Error)
        {
            return self.refuse(&suggestion, found, findings);
        }
        let Some(evidence) = found else {
            self.review.push(ReviewReason::UnsupportedEvidence);
            self.not_claimed.push(NotClaimed {
                code: code.as_str().to_owned(),
                status: NotClaimedStatus::Unsupported,
                unverified_quote: Some(clean(&suggestion.evidence, MAX_TEXT_CHARS)),
                ..not_claimed(&suggestion, findings)
            });
            return;
        };
        // Each line of a service stands for itself: sequencing unites those
        // that tell of one.
        let is_service = matches!(code, Code::Cpt(_) | Code::Hcpcs(_));
        let mut known = self.suggestions.iter_mut().filter(|_| !is_service);
        if let Some(known) = known.find(|known| known.code == code) {
            known.confidence = known.confidence.max(suggestion.confidence);
            known.poa = known.poa.or(suggestion.poa);
            if !known.evidence.contains(&evidence) {
                known.evidence.push(evidence);
            }
            return;
        }
        self.suggestions.push(CheckedSuggestion {
            rank: self.suggestions.len(),
            code,
            confidence: suggestion.confidence,
            poa: suggestion.poa,
            evidence: vec![evidence],
            reason: clean(&suggestion.reason, MAX_TEXT_CHARS),
            findings,
            modifiers: if is_service {
                suggestion.modifiers
            } else {
                Vec::new()
            },
            units: suggestion
                .units
                .filter(|_| is_service)
                .map_or(1, |units| units.get().into()),
            signals: chartfleet_model::Signals::default(),
        });
    }

    /// Places a suggestion that cannot be billed as it stands.
    fn refuse(
        &mut self,
        suggestion: &Suggestion<'_>,
        found: Option<Evidence>,
        findings: Vec<Finding>,
    ) {
        let errors = findings
            .iter()
            .filter(|f| f.severity == FindingSeverity::Error);
        self.review.extend(errors.map(reason_of));
        if found.is_none() {
            self.review.push(ReviewReason::UnsupportedEvidence);
        }
        let quote = found
            .is_none()
            .then(|| clean(&suggestion.evidence, MAX_TEXT_CHARS));
        self.not_claimed.push(NotClaimed {
            evidence: found.into_iter().collect(),
            unverified_quote: quote,
            ..not_claimed(suggestion, findings)
        });
    }
}

fn not_claimed(suggestion: &Suggestion<'_>, findings: Vec<Finding>) -> NotClaimed {
    NotClaimed {
        system: suggestion.system,
        code: clean(&suggestion.code, MAX_CODE_CHARS),
        status: NotClaimedStatus::Refused,
        confidence: suggestion.confidence,
        evidence: Vec::new(),
        unverified_quote: None,
        findings,
    }
}

/// Age, sex and the other edits are about the patient or the claim; everything
/// else is about the code itself.
fn reason_of(finding: &Finding) -> ReviewReason {
    if finding.rule.ends_with("_conflict") || finding.rule.starts_with("mce.") {
        ReviewReason::EditConflict
    } else {
        ReviewReason::InvalidCode
    }
}

fn malformed(error: &CodeError) -> Finding {
    Finding {
        rule: "code.malformed".into(),
        severity: FindingSeverity::Error,
        message: error.to_string(),
        source: "code system".into(),
        codes: Vec::new(),
        offers: Vec::new(),
        remedy: "".into(),
    }
}

/// Text of the model as it may be stored and shown: one line, no control
/// characters, bounded.
fn clean(text: &str, max_chars: usize) -> String {
    let one_line = text
        .trim()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c });
    one_line.take(max_chars).collect()
}
