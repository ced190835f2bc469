//! The grammar of a measurement: what stands between a name and its values,
//! and behind each value.
//!
//! ```text
//! name (filler | moment | < | date)* value (unit | flag | note)* (, then value …)*
//! ```
//!
//! Reference ranges, targets, orders, doses and other specimens give nothing.

mod other;
mod series;

use std::ops::Range;

use super::analyte::Analyte;
use super::moment::{self, Moment};
use super::token::{Kind, Tokens};
use super::words::{FILLERS, SHORT_FILLERS};
use super::{change, table, unit};

/// Tokens looked over between a name and its value, and behind a short name.
const REACH: usize = 14;
const SHORT_REACH: usize = 6;
/// Values read behind one name.
const MOST_VALUES: usize = 12;

/// One value as read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reading {
    pub(super) analyte: Analyte,
    pub(super) value: f64,
    pub(super) moment: Moment,
    pub(super) span: Range<usize>,
    /// The first token behind it.
    pub(super) next: usize,
}

/// Reads the values behind a name.
pub(super) struct Reader<'t> {
    pub(super) tokens: &'t Tokens,
    pub(super) analyte: Analyte,
    /// The second of a pair.
    pub(super) partner: Option<Analyte>,
    /// The bytes of the name.
    pub(super) name: Range<usize>,
    /// Of when the words before the name say that it is.
    pub(super) told: Moment,
    /// Whether nothing but a sign may stand between: names of one or two
    /// letters.
    pub(super) is_short: bool,
}

/// What was read so far, and what holds for the next value.
struct Course {
    readings: Vec<Reading>,
    moment: Moment,
    /// The unit told before the values.
    unit: String,
}

impl Reader<'_> {
    /// The values, from the first token behind the name.
    pub(super) fn read(&self, from: usize) -> Vec<Reading> {
        let mut course = Course {
            readings: Vec::new(),
            moment: Moment::Stay,
            unit: String::new(),
        };
        if self.is_marker(from) || self.is_told_before(from) {
            return course.readings;
        }
        let below = || table::below(self.tokens, from.checked_sub(1)?);
        let Some(mut at) = self.approach(from, &mut course).or_else(below) else {
            return course.readings;
        };
        course.moment = course.moment.min(self.told);
        while course.readings.len() < MOST_VALUES {
            let Some(next) = self.value(at, &mut course) else {
                break;
            };
            course.moment = Moment::Stay;
            let Some(more) = self.onward(next, &mut course) else {
                break;
            };
            at = more;
        }
        course.readings
    }

    /// The index of the first number that can be a value.
    fn approach(&self, from: usize, course: &mut Course) -> Option<usize> {
        let mut reach = from + if self.is_short { SHORT_REACH } else { REACH };
        let mut at = from;
        while at < reach {
            if let Some((unit, past)) = unit::before(self.tokens, at) {
                course.unit = unit;
                reach += past - at;
                at = past;
                continue;
            }
            match self.tokens.kind(at) {
                Kind::Number(_) if self.is_numbering(at, from) => return None,
                Kind::Number(_) => {
                    let Some(past) = self.passed_over(at) else {
                        return Some(at);
                    };
                    reach += past - at;
                    at = past;
                    continue;
                }
                Kind::Word => {
                    let word = self.tokens.word(at);
                    if moment::is_order(word) || !FILLERS.contains(&word) {
                        return None;
                    }
                    if self.is_short && !SHORT_FILLERS.contains(&word) {
                        return None;
                    }
                    if word == "day" && matches!(self.tokens.kind(at + 1), Kind::Number(_)) {
                        at += 1;
                    }
                    moment::update(&mut course.moment, word);
                }
                Kind::Mark(':' | '=' | '~' | '≈' | '<' | '>' | '≤' | '≥' | '*' | '|' | '-') =>
                    {}
                // "K+ 2.9"
                Kind::Mark('+') if at == from && self.is_short => {}
                // "leukocytosis (18.2)"
                Kind::Mark('(') if self.is_value_in_parentheses(at) => {}
                Kind::Mark('(') => at = self.parenthesis_before(at)?,
                Kind::Mark(',' | ')') if !self.is_short => {}
                Kind::Line if at > from && self.tokens.kind(at - 1) == Kind::Word => {}
                _ => return None,
            }
            at += 1;
        }
        None
    }

    /// The index behind a number that stands before the value and is none: a
    /// date, an amount of change, the reference limits of a table.
    fn passed_over(&self, at: usize) -> Option<usize> {
        if let Some(past) = self.date(at) {
            return Some(past);
        }
        if change::is_change(self.tokens, at) {
            return Some(unit::past(self.tokens, at + 1));
        }
        let is_limit = table::is_limit(self.tokens, at) || self.opens_limits(at);
        is_limit.then(|| {
            let past = self.range(at).map_or(at + 1, |(_, past)| past);
            unit::past(self.tokens, past)
        })
    }

    /// Whether a range of a laboratory value stands before another number:
    /// "| 0.7-1.3 | 2.4 |".
    fn opens_limits(&self, at: usize) -> bool {
        let Some((_, past)) = self.range(at).filter(|_| !self.analyte.is_vital()) else {
            return false;
        };
        let next = unit::past(self.tokens, past);
        self.analyte != Analyte::EjectionFraction
            && matches!(self.tokens.kind(next), Kind::Number(_))
    }

    /// Whether one number with its unit fills the parenthesis at `at`.
    fn is_value_in_parentheses(&self, at: usize) -> bool {
        let end = unit::past(self.tokens, at + 2);
        self.number(at + 1).is_some() && self.tokens.kind(end) == Kind::Mark(')')
    }

    /// A short parenthesis between name and value: "Ejection fraction (LVEF)
    /// 25%", "Temp (oral)". The index of its end.
    fn parenthesis_before(&self, at: usize) -> Option<usize> {
        let end = (at + 1..at + 5).find(|&i| self.tokens.kind(i) == Kind::Mark(')'))?;
        let has_number = (at..end).any(|i| matches!(self.tokens.kind(i), Kind::Number(_)));
        (!has_number).then_some(end)
    }

    /// The index past a date or time at `at`: "3/12", "5/14/2026", "04:10".
    fn date(&self, at: usize) -> Option<usize> {
        let number = |i: usize| self.number(i);
        let (first, mark, second) = (number(at)?, self.tokens.kind(at + 1), number(at + 2)?);
        let is_whole = first.fract() == 0.0 && second.fract() == 0.0;
        let after = self.tokens.kind(at + 3);
        match mark {
            Kind::Mark('/')
                if is_whole && self.tokens.kind(at + 3) == mark && number(at + 4).is_some() =>
            {
                Some(at + 5)
            }
            Kind::Mark('/')
                if is_whole
                    && self.partner.is_none()
                    && self.analyte != Analyte::ComaScale
                    && first <= 12.0
                    && second <= 31.0
                    && !matches!(after, Kind::Mark('/')) =>
            {
                Some(at + 3)
            }
            Kind::Mark('-') if first >= 1900.0 => Some(at + 5),
            Kind::Mark(':') if first < 24.0 && second < 60.0 => Some(at + 3),
            _ => None,
        }
    }

    /// Takes the value at `at`; the index behind its unit and flags. Of a range
    /// of vital signs both ends are values, of others the middle.
    fn value(&self, at: usize, course: &mut Course) -> Option<usize> {
        let first = self.number(at)?;
        let range = self.range(at);
        let (value, next) = match range {
            Some((upper, past)) if self.analyte.is_vital() => (upper, past),
            Some((upper, past)) => (f64::midpoint(first, upper), past),
            None => (first, at + 1),
        };
        let next = self.take_partner(next, course)?;
        let behind = unit::behind(self.tokens, next);
        if self.is_foreign(value, next, &behind) {
            return None;
        }
        let unit = match (behind.is_empty(), course.unit.is_empty()) {
            (false, _) => behind,
            (true, false) => course.unit.clone(),
            (true, true) => self.implied_unit(at, value).to_owned(),
        };
        let last = next;
        let next = unit::past(self.tokens, next);
        if let Some(moment) =
            table::moment(self.tokens, at).or_else(|| moment::told_behind(self.tokens, next))
        {
            course.moment = moment;
        }
        let is_kept = self
            .analyte
            .is_plausible(self.analyte.convert(value, &unit));
        let lower = range.filter(|_| self.analyte.is_vital());
        for (value, behind) in [(lower.map(|_| first), at + 1), (Some(value), last)] {
            let value = value.map(|value| self.analyte.convert(value, &unit));
            self.push(self.analyte, value, (behind, next), course);
        }
        is_kept.then_some(next)
    }

    /// Adds a value that ends before the token `behind`, where a patient can
    /// have it.
    fn push(
        &self,
        analyte: Analyte,
        value: Option<f64>,
        (behind, next): (usize, usize),
        course: &mut Course,
    ) {
        let Some(value) = value.filter(|value| analyte.is_plausible(*value)) else {
            return;
        };
        let end = behind.checked_sub(1).and_then(|last| self.tokens.get(last));
        let end = end.map_or(self.name.end, |token| token.span.end);
        course.readings.push(Reading {
            analyte,
            value,
            moment: course.moment,
            span: self.name.start.min(end)..end,
            next,
        });
    }

    /// Takes the second of a pair behind its slash; the index behind it. `None`
    /// where a pair is half, or a single value has a second.
    fn take_partner(&self, at: usize, course: &mut Course) -> Option<usize> {
        let is_slash = self.tokens.kind(at) == Kind::Mark('/');
        let second = is_slash.then(|| self.number(at + 1)).flatten();
        let Some(partner) = self.partner else {
            // "GCS 9/15"
            let is_whole = self.analyte == Analyte::ComaScale && second == Some(15.0);
            return match second {
                None => Some(at),
                Some(_) => is_whole.then_some(at + 2),
            };
        };
        let value = partner.convert(second?, "");
        let range = self
            .range(at + 1)
            .filter(|(_, past)| self.tokens.kind(*past) != Kind::Mark('/') && partner.is_vital());
        self.push(partner, Some(value), (at + 2, at + 2), course);
        if let Some((upper, past)) = range {
            self.push(partner, Some(upper), (past, past), course);
        }
        Some(range.map_or(at + 2, |(_, past)| past))
    }

    /// The unit of a bare number: fractions of conventional troponins are in
    /// ng/mL, whole numbers and the sensitive assays in ng/L.
    fn implied_unit(&self, at: usize, value: f64) -> &'static str {
        const MOST: f64 = 5.0;
        if self.analyte != Analyte::Troponin || value >= MOST {
            return "";
        }
        let name = self.tokens.text(self.name.clone());
        let is_sensitive = name.contains("hs")
            || name.contains("sensitiv")
            || (self.tokens.before(self.tokens.at(self.name.start)).take(2))
                .any(|word| matches!(word, "hs" | "sensitivity" | "sensitive"));
        let number = self.tokens.get(at).map(|token| token.span.clone());
        let has_point = number.is_some_and(|span| self.tokens.text(span).contains(['.', ',']));
        if has_point && !is_sensitive {
            "ng/ml"
        } else {
            ""
        }
    }

    fn number(&self, at: usize) -> Option<f64> {
        match self.tokens.kind(at) {
            Kind::Number(value) => Some(value),
            _ => None,
        }
    }

    /// The upper end of a range "25-30" or, of ejection fractions, "25 to 30".
    fn range(&self, at: usize) -> Option<(f64, usize)> {
        let mut dash = at + 1;
        if self.tokens.kind(dash) == Kind::Mark('%') {
            dash += 1;
        }
        let is_dash = matches!(self.tokens.kind(dash), Kind::Mark('-' | '–' | '—'))
            || (self.analyte == Analyte::EjectionFraction && self.tokens.word(dash) == "to");
        match self.tokens.kind(dash + 1) {
            Kind::Number(upper) if is_dash => Some((upper, dash + 2)),
            _ => None,
        }
    }
}
