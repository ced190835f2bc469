//! The grammar of a measurement: what stands between a name and its values,
//! and behind each value.
//!
//! ```text
//! name (filler | moment | < | date)* value (unit | flag | note)* (, then value …)*
//! ```
//!
//! Reference ranges, targets, orders, doses and other specimens give nothing.

use std::ops::Range;

use super::analyte::Analyte;
use super::moment::{self, Moment};
use super::table;
use super::token::{Kind, Tokens};
use super::words::{FILLERS, FOREIGN, INSPIRED, NOTES, UNITS, is_course, is_name};

/// Tokens looked over between a name and its value.
const REACH: usize = 14;
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
    /// First byte of the name.
    pub(super) name: usize,
    /// Whether nothing but a sign may stand between: names of one or two
    /// letters.
    pub(super) is_short: bool,
}

impl Reader<'_> {
    /// The values, from the first token behind the name.
    pub(super) fn read(&self, from: usize) -> Vec<Reading> {
        let mut readings = Vec::new();
        let mut moment = Moment::Stay;
        let below = || table::below(self.tokens, from.checked_sub(1)?);
        let Some(mut at) = self.approach(from, &mut moment).or_else(below) else {
            return readings;
        };
        while readings.len() < MOST_VALUES {
            let Some(next) = self.value(at, moment, &mut readings) else {
                break;
            };
            moment = Moment::Stay;
            let Some(more) = self.onward(next, &mut moment, &mut readings) else {
                break;
            };
            at = more;
        }
        readings
    }

    /// The index of the first number that can be a value.
    fn approach(&self, from: usize, moment: &mut Moment) -> Option<usize> {
        let mut reach = from + if self.is_short { 4 } else { REACH };
        let mut at = from;
        while at < reach {
            match self.tokens.kind(at) {
                Kind::Number(_) => {
                    let Some(past) = self.date(at) else {
                        return Some(at);
                    };
                    reach += past - at;
                    at = past;
                    continue;
                }
                Kind::Word => {
                    let word = self.tokens.word(at);
                    if let Some(bar) = table::unit_column(self.tokens, at) {
                        at = bar;
                        continue;
                    }
                    if moment::is_order(word) || !FILLERS.contains(&word) {
                        return None;
                    }
                    if self.is_short && !matches!(word, "of" | "is" | "was" | "to" | "at") {
                        return None;
                    }
                    if word == "day" && matches!(self.tokens.kind(at + 1), Kind::Number(_)) {
                        at += 1;
                    }
                    moment::update(moment, word);
                }
                Kind::Mark(':' | '=' | '~' | '≈' | '<' | '>' | '≤' | '≥' | '*' | '|' | '-') =>
                    {}
                // "K+ 2.9"
                Kind::Mark('+') if at == from && self.is_short => {}
                Kind::Mark('(') => at = self.parenthesis_before(at)?,
                Kind::Mark(',' | ')') if !self.is_short => {}
                Kind::Line if at > from && self.tokens.kind(at - 1) == Kind::Word => {}
                _ => return None,
            }
            at += 1;
        }
        None
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
        let number = |i: usize| match self.tokens.kind(i) {
            Kind::Number(value) => Some(value),
            _ => None,
        };
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

    /// Takes the value at `at`; the index behind its unit and flags.
    fn value(&self, at: usize, moment: Moment, readings: &mut Vec<Reading>) -> Option<usize> {
        let token = self.tokens.get(at)?;
        let Kind::Number(mut value) = token.kind else {
            return None;
        };
        let (start, mut end, mut next) = (token.span.start, token.span.end, at + 1);
        if let Some((upper, past)) = self.range(at) {
            value = f64::midpoint(value, upper);
            end = self.tokens.get(past - 1)?.span.end;
            next = past;
        }
        let second = self.second(next);
        if self.partner.is_some() != second.is_some() {
            return None;
        }
        if let (Some(partner), Some((value, past))) = (self.partner, second) {
            end = self.tokens.get(past - 1)?.span.end;
            next = past;
            self.keep(partner, value, (start..end, next), readings);
        }
        let unit = self.unit(next);
        if self.is_foreign(value, next, &unit) {
            return None;
        }
        let next = self.past_unit(next);
        let value = self.analyte.convert(value, &unit);
        if !self.analyte.is_plausible(value) {
            return None;
        }
        let moment = moment::told_behind(self.tokens, next).unwrap_or(moment);
        let span = start.min(self.name)..end;
        readings.push(Reading {
            analyte: self.analyte,
            value,
            moment,
            span,
            next,
        });
        Some(next)
    }

    fn keep(
        &self,
        analyte: Analyte,
        value: f64,
        place: (Range<usize>, usize),
        readings: &mut Vec<Reading>,
    ) {
        let (span, next) = place;
        let value = analyte.convert(value, "");
        if analyte.is_plausible(value) {
            let span = self.name.min(span.start)..span.end;
            readings.push(Reading {
                analyte,
                value,
                moment: Moment::Stay,
                span,
                next,
            });
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

    /// The second number of "45/2.4".
    fn second(&self, at: usize) -> Option<(f64, usize)> {
        match (self.tokens.kind(at), self.tokens.kind(at + 1)) {
            (Kind::Mark('/'), Kind::Number(value)) => Some((value, at + 2)),
            _ => None,
        }
    }

    /// The unit behind a value, without spaces: "mg/dl", "µmol/l", "%".
    fn unit(&self, at: usize) -> String {
        let mut unit = String::new();
        for index in at..at + 4 {
            match self.tokens.kind(index) {
                Kind::Word if unit.is_empty() || unit.ends_with('/') => {
                    let word = self.tokens.word(index);
                    if !UNITS.contains(&word) && !FOREIGN.contains(&word) {
                        break;
                    }
                    let is_flag = matches!(word, "h" | "hh" | "ll" | "high" | "low")
                        || (word == "l" && unit.is_empty());
                    if !is_flag {
                        unit.push_str(word);
                    }
                }
                Kind::Mark('/') if !unit.is_empty() => unit.push('/'),
                Kind::Mark('%') if unit.is_empty() => return "%".to_owned(),
                Kind::Mark('°' | 'º' | '*' | '!') => {}
                _ => break,
            }
        }
        unit
    }

    /// Whether the unit says that the number is something else.
    fn is_foreign(&self, value: f64, at: usize, unit: &str) -> bool {
        let word = self.tokens.word(at);
        let is_rate = unit.contains('/');
        let needs_percent = self.analyte == Analyte::WeightLoss && unit != "%" && unit != "percent";
        let is_minute = matches!(word, "beats" | "x" | "min");
        let is_rate_kind = matches!(self.analyte, Analyte::HeartRate | Analyte::RespiratoryRate);
        let is_concentration = matches!(
            self.analyte,
            Analyte::Albumin | Analyte::Glucose | Analyte::Calcium
        ) && unit == "%";
        let is_ordinal = matches!(word, "st" | "nd" | "rd" | "th");
        let is_unit = FOREIGN.contains(&word) && !is_name(self.tokens, at);
        let is_dose = is_unit && !is_rate && !(is_rate_kind && is_minute);
        let loose_g = unit == "g" && !matches!(self.analyte, Analyte::Hemoglobin);
        needs_percent
            || is_ordinal
            || is_dose
            || is_concentration
            || loose_g
            || (unit == "meq" && value >= 8.0 && self.analyte == Analyte::Potassium)
            || self.tokens.kind(at) == Kind::Mark('+')
            || self.is_inspired(at)
    }

    /// Whether what stands behind a number says that it is what the patient
    /// breathes: "40% FiO2", "60 % high flow".
    fn is_inspired(&self, at: usize) -> bool {
        let is_gas = matches!(self.analyte, Analyte::Saturation | Analyte::OxygenPressure);
        let mut words = (at..at + 3)
            .skip_while(|&i| matches!(self.tokens.kind(i), Kind::Mark('%')))
            .map(|i| self.tokens.word(i));
        let word = words.next().unwrap_or_default();
        is_gas && INSPIRED.contains(&word)
    }

    fn past_unit(&self, from: usize) -> usize {
        let is_part = |index: &usize| match self.tokens.kind(*index) {
            Kind::Word => UNITS.contains(&self.tokens.word(*index)),
            Kind::Mark('/' | '%' | '°' | 'º' | '*' | '!' | '^' | '|') => true,
            // "10^9/L", "1.73 m2"
            Kind::Number(value) => {
                self.tokens.kind(*index - 1) == Kind::Mark('^')
                    || value == 1.73
                    || (value == 10.0 && self.tokens.kind(*index + 1) == Kind::Mark('^'))
            }
            _ => false,
        };
        let end = (from..from + 10).find(|index| !is_part(index));
        end.unwrap_or(from + 10)
    }

    /// Goes over notes in parentheses to the next value of a series.
    fn onward(
        &self,
        from: usize,
        moment: &mut Moment,
        readings: &mut Vec<Reading>,
    ) -> Option<usize> {
        let mut at = from;
        if table::is_next_day(self.tokens, at) {
            return Some(at);
        }
        if matches!(self.tokens.kind(at), Kind::Mark('(' | '[')) {
            at = self.note(at, readings)?;
        }
        let mut is_joined = false;
        let end = at + REACH;
        while at < end {
            let index = at;
            at += 1;
            match self.tokens.kind(index) {
                Kind::Mark(',' | '→' | '>' | ')') => is_joined = true,
                Kind::Mark('-' | '–') if !is_joined => {}
                Kind::Mark(':' | '~') => {}
                Kind::Number(_) if is_joined => {
                    let Some(past) = self.date(index) else {
                        return self.follows(index).then_some(index);
                    };
                    at = past;
                }
                Kind::Word => {
                    let word = self.tokens.word(index);
                    if moment::is_order(word)
                        || Analyte::is_name(word)
                        || !(FILLERS.contains(&word) || is_course(word))
                    {
                        return None;
                    }
                    is_joined |=
                        matches!(word, "to" | "then" | "and" | "from" | "of") || is_course(word);
                    moment::update(moment, word);
                }
                _ => return None,
            }
        }
        None
    }

    /// Whether the number at `index` continues the series: what stands behind
    /// it is a unit, a mark, or a word about time.
    fn follows(&self, index: usize) -> bool {
        let word = self.tokens.word(index + 1);
        if self.is_inspired(index + 1) {
            return false;
        }
        word.is_empty() || UNITS.contains(&word) || FILLERS.contains(&word) || is_course(word)
    }

    /// Reads a note in parentheses: "(baseline 1.0)", "(0.9 in March)"; ranges
    /// and anything else are passed over. The index behind it.
    fn note(&self, open: usize, readings: &mut Vec<Reading>) -> Option<usize> {
        let close = (open + 1..open + 16)
            .find(|&i| matches!(self.tokens.kind(i), Kind::Mark(')' | ']')))?;
        let first = self.tokens.word(open + 1);
        let number = (open + 1..close).find(|&i| matches!(self.tokens.kind(i), Kind::Number(_)));
        let Some(number) = number else {
            return Some(close + 1);
        };
        let is_lone = number == open + 1 && moment::told_behind(self.tokens, number + 1).is_some();
        if (NOTES.contains(&first) || is_lone) && self.range(number).is_none() {
            let mut moment = if matches!(first, "peak" | "nadir") {
                Moment::Stay
            } else {
                Moment::Before
            };
            if is_lone {
                moment = Moment::Before;
            }
            self.value(number, moment, readings);
            let last = readings.last_mut();
            if let Some(last) = last.filter(|last| last.moment == Moment::Stay) {
                last.moment = moment;
            }
        }
        Some(close + 1)
    }
}
