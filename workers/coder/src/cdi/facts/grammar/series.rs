//! From one value of a series to the next: "4.1, then 2.9", "2.4 (baseline
//! 1.0)", the columns of days.

use super::{Course, REACH, Reader};
use crate::cdi::facts::analyte::Analyte;
use crate::cdi::facts::moment::{self, Moment};
use crate::cdi::facts::token::Kind;
use crate::cdi::facts::words::{FILLERS, NOTES, UNITS, is_course};
use crate::cdi::facts::{change, table, unit};

impl Reader<'_> {
    /// Goes over notes in parentheses to the next value of a series.
    pub(super) fn onward(&self, from: usize, course: &mut Course) -> Option<usize> {
        let mut at = from;
        if table::is_next_day(self.tokens, at) || table::is_next_column(self.tokens, at) {
            return Some(at);
        }
        if matches!(self.tokens.kind(at), Kind::Mark('(' | '[')) {
            at = self.note(at, course)?;
        }
        if let Some(next) = self.next_line(at) {
            return Some(next);
        }
        let mut is_joined = false;
        let end = at + REACH;
        while at < end {
            let index = at;
            at += 1;
            match self.tokens.kind(index) {
                Kind::Mark(',' | '→' | '>' | ')') => is_joined = true,
                // "BP 88/50-132/80"
                Kind::Mark('-' | '–') if self.partner.is_some() => is_joined = true,
                Kind::Mark('-' | '–') if !is_joined => {}
                Kind::Mark(':' | '~') => {}
                Kind::Number(_) if change::is_change(self.tokens, index) => {
                    at = unit::past(self.tokens, at);
                }
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
                    moment::update(&mut course.moment, word);
                }
                _ => return None,
            }
        }
        None
    }

    /// The value of the next line of a list of dates under one name:
    /// "05/02/2026 06:05  1.61 mg/dL".
    fn next_line(&self, at: usize) -> Option<usize> {
        let is_line = self.tokens.kind(at) == Kind::Line;
        let mut next = self.date(at + 1).filter(|_| is_line)?;
        while let Some(past) = self.date(next) {
            next = past;
        }
        self.number(next).map(|_| next)
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
    fn note(&self, open: usize, course: &mut Course) -> Option<usize> {
        let close = (open + 1..open + 16)
            .find(|&i| matches!(self.tokens.kind(i), Kind::Mark(')' | ']')))?;
        let first = self.tokens.word(open + 1);
        let is_value = |&i: &usize| self.number(i).is_some() && !change::is_change(self.tokens, i);
        let Some(number) = (open + 1..close).find(is_value) else {
            return Some(close + 1);
        };
        let is_lone = number == open + 1 && moment::told_behind(self.tokens, number + 1).is_some();
        if (NOTES.contains(&first) || is_lone) && self.range(number).is_none() {
            let begun = course.readings.len();
            course.moment = if is_lone {
                Moment::Before
            } else {
                moment::of_note(first)
            };
            self.value(number, course);
            course.readings.truncate(begun + 1);
            course.moment = Moment::Stay;
        }
        Some(close + 1)
    }
}
