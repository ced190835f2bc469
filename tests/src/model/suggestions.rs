//! Answers with suggestions: built by hand for the benchmarks, because every
//! microsecond spent here is taken from the machine under test.

use chartfleet_coder::prompt::{NOTE_CLOSE, NOTE_OPEN};
use memchr::memmem;
use serde_json::json;

use super::casemix::{SUGGESTIONS, codes_for};

/// A suggestion to answer with.
#[derive(Clone, Copy, Debug)]
pub struct Suggested<'a> {
    /// The code system, as the answer's schema names it.
    pub system: &'a str,
    /// The code.
    pub code: &'a str,
    /// The evidence quote.
    pub evidence: &'a str,
}

impl<'a> Suggested<'a> {
    /// A diagnosis.
    #[must_use]
    pub const fn diagnosis(code: &'a str, evidence: &'a str) -> Self {
        Self {
            system: "icd10cm",
            code,
            evidence,
        }
    }
}

/// The answer's text: a JSON object as the prompt's schema asks for.
pub(super) fn answer_text(suggestions: &[Suggested<'_>]) -> String {
    let list: Vec<_> = suggestions
        .iter()
        .map(|s| {
            json!({
                "system": s.system, "code": s.code, "evidence": s.evidence,
                "confidence": "high", "reason": "scripted", "poa": "Y",
            })
        })
        .collect();
    json!({ "suggestions": list }).to_string()
}

/// Diagnoses that may stand together on anybody's claim in any year the
/// installed tables cover.
const CODES: [&str; SUGGESTIONS] = ["J18.9", "I10", "E11.9", "E78.5", "K21.9", "N39.0"];

/// The longest quote, in bytes.
const QUOTE_BYTES: usize = 32;

/// Writes, as the inside of a JSON string, an answer of six suggestions with
/// quotes from the start of the note in a request's body. The body is searched,
/// not parsed.
pub(super) fn push_suggestions(out: &mut Vec<u8>, body: &[u8]) {
    let mut quotes = Quotes::of(note_in(body));
    push_answer(out, CODES, |_| quotes.next_quote());
}

/// The same with codes that the note decides, and quotes from all over it.
pub(super) fn push_casemix(out: &mut Vec<u8>, body: &[u8]) {
    let note = note_in(body);
    let mut quotes = Quotes::of(note);
    push_answer(out, codes_for(note), |index| {
        quotes.skip_to(note.len() * index / SUGGESTIONS);
        quotes.next_quote()
    });
}

fn push_answer<'a>(
    out: &mut Vec<u8>,
    codes: [&str; SUGGESTIONS],
    mut quote: impl FnMut(usize) -> &'a [u8],
) {
    out.extend_from_slice(br#"{\"suggestions\":["#);
    for (index, code) in codes.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        out.extend_from_slice(br#"{\"system\":\"icd10cm\",\"code\":\""#);
        out.extend_from_slice(code.as_bytes());
        out.extend_from_slice(br#"\",\"evidence\":\""#);
        out.extend_from_slice(quote(index));
        out.extend_from_slice(
            br#"\",\"confidence\":\"high\",\"reason\":\"scripted\",\"poa\":\"Y\"}"#,
        );
    }
    out.extend_from_slice(b"]}");
}

/// The last note of a body in which newlines are written `\n`.
fn note_in(body: &[u8]) -> &[u8] {
    let open = memmem::rfind(body, NOTE_OPEN.as_bytes()).map(|at| at + NOTE_OPEN.len());
    let after = open.and_then(|at| body.get(at..)).unwrap_or_default();
    let close = memmem::find(after, NOTE_CLOSE.as_bytes()).unwrap_or(after.len());
    after.get(..close).unwrap_or_default()
}

/// Takes quotes from a note one after the other, around again at its end.
struct Quotes<'a> {
    note: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Quotes<'a> {
    const fn of(note: &'a [u8]) -> Self {
        Self { note, rest: note }
    }

    /// Goes on at the first word that starts after this many bytes: the middle
    /// of a word may be the middle of an escape sequence.
    fn skip_to(&mut self, at: usize) {
        let after = self.note.get(at..).unwrap_or_default();
        let space = memchr::memchr(b' ', after).unwrap_or(0);
        self.rest = after.get(space..).unwrap_or_default();
    }

    /// A run of plain characters between word boundaries: the same bytes in
    /// the note, in JSON and in JSON inside JSON. Empty when the note has none.
    fn next_quote(&mut self) -> &'a [u8] {
        for _ in 0..2 {
            while let Some((run, rest)) = next_run(self.rest) {
                self.rest = rest;
                if run.len() >= 4 {
                    return run;
                }
            }
            self.rest = self.note;
        }
        &[]
    }
}

/// The next plain words of `text`, at most [`QUOTE_BYTES`], and what follows.
/// An escape sequence (`\n`, `\"`, `\u00e9`) ends a run and is skipped with
/// the word it touches.
fn next_run(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let start = text.iter().position(|&byte| is_plain(byte))?;
    let (before, text) = text.split_at_checked(start)?;
    let escaped = before.last() == Some(&b'\\');
    let end = text
        .iter()
        .take(QUOTE_BYTES)
        .position(|&byte| !is_plain(byte) && byte != b' ')
        .unwrap_or_else(|| last_boundary(text));
    let (run, rest) = text.split_at_checked(end)?;
    // The character after a backslash belongs to the escape.
    let run = if escaped {
        run.get(1..).unwrap_or_default()
    } else {
        run
    };
    if rest.is_empty() && run.is_empty() {
        return None;
    }
    Some((run.trim_ascii(), rest))
}

/// Where the last word that fits ends; a longer word is cut.
fn last_boundary(text: &[u8]) -> usize {
    let most = QUOTE_BYTES.min(text.len());
    let head = text.get(..most).unwrap_or(text);
    if most == text.len() {
        return most;
    }
    head.iter()
        .rposition(|&byte| byte == b' ')
        .filter(|&at| at > 0)
        .unwrap_or(most)
}

const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b',' | b'.' | b'-')
}

#[cfg(test)]
mod tests {
    use chartfleet_coder::parse_answer;

    use super::*;

    fn answer_to(note: &str) -> String {
        answered(note, push_suggestions)
    }

    fn answered(note: &str, push: fn(&mut Vec<u8>, &[u8])) -> String {
        let prompt =
            format!("Notes stand after {NOTE_OPEN}.\n{NOTE_OPEN}\n{note}\n{NOTE_CLOSE}\nNow.");
        let body = json!({"messages": [{"role": "user", "content": prompt}]}).to_string();
        let mut out = vec![b'"'];
        push(&mut out, body.as_bytes());
        out.push(b'"');
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn every_quote_is_verbatim_in_the_note() {
        let note = "Fièvre (39°C), \"cough\"\tand\nnausea.\\ 67-year-old woman with pneumonia, \
                    treated with ceftriaxone; discharged home in stable condition on day 3.";
        let text = answer_to(note);
        let answer = parse_answer(&text, 10).unwrap();
        assert_eq!(answer.suggestions.len(), 6);
        for suggestion in &answer.suggestions {
            assert!(suggestion.evidence.len() >= 4 && suggestion.evidence.len() <= QUOTE_BYTES);
            assert!(
                note.contains(&*suggestion.evidence),
                "{}",
                suggestion.evidence
            );
        }
    }

    #[test]
    fn a_casemix_quotes_all_over_the_note() {
        let note: String = (0..200)
            .map(|n| format!("Seen {n:04}; \"stable\" at {n:04}, {n:04}.\n"))
            .collect();
        let text = answered(&note, push_casemix);
        let answer = parse_answer(&text, 10).unwrap();
        let places: Vec<_> = answer
            .suggestions
            .iter()
            .map(|s| note.find(&*s.evidence).unwrap())
            .collect();
        assert_eq!(places.len(), SUGGESTIONS);
        assert!(
            places.is_sorted() && places[5] > note.len() * 3 / 4,
            "{places:?}"
        );
    }

    #[test]
    fn a_short_note_is_quoted_again() {
        let text = answer_to("Pneumonia.");
        let answer = parse_answer(&text, 10).unwrap();
        assert!(
            answer
                .suggestions
                .iter()
                .all(|s| s.evidence == "Pneumonia.")
        );
    }

    #[test]
    fn a_note_without_words_gives_empty_quotes() {
        let text = answer_to("\n\n");
        let answer = parse_answer(&text, 10).unwrap();
        assert!(answer.suggestions.iter().all(|s| s.evidence.is_empty()));
    }

    #[test]
    fn a_scripted_answer_reads_back() {
        let text = answer_text(&[Suggested::diagnosis("I10", "high \"pressure\"")]);
        let answer = parse_answer(&text, 10).unwrap();
        assert_eq!(answer.suggestions[0].code, "I10");
        assert_eq!(answer.suggestions[0].evidence, "high \"pressure\"");
    }
}
