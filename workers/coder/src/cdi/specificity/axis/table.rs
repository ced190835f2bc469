//! The tables of axes as text.
//!
//! ```text
//! $list = words; words               a list, used by its name in its file
//! [cdi.rule] kind                    begins a row
//! topic, about, ask, source: …       what the query is about, how the
//!                                    diagnosis is called, the question
//! settled, with, told: …             see the fields of the row
//! of: inpatients
//! words LABEL: phrase; phrase*       prompts it
//! aside LABEL: phrase; phrase*       is shown where it is asked
//! needs: 2
//! now: I50.9                         codes in question; their answers follow
//! - answer = I50.21 | said words | unless words | denied words
//!            | claimed N18 | measured filtration 15 29
//! ```
//!
//! The codes of an answer may be `now`, for the code in question, or `removed`.

use chartfleet_model::GapKind;

use super::{Answer, Axis, Case, Words, compare};
use crate::cdi::Check;
use crate::cdi::facts::{Analyte, DiagnosisClass};

const TABLES: &[&str] = &[
    include_str!("axes/circulation.txt"),
    include_str!("axes/lungs.txt"),
    include_str!("axes/kidneys.txt"),
    include_str!("axes/brain.txt"),
    include_str!("axes/digestion.txt"),
    include_str!("axes/metabolism.txt"),
    include_str!("axes/surgery.txt"),
    include_str!("axes/others.txt"),
];

/// What the tables hold.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) axes: Vec<Axis>,
    /// Lines that could not be read.
    pub(super) unread: Vec<&'static str>,
}

/// Reads all tables.
pub(super) fn read() -> Table {
    let mut table = Table::default();
    for text in TABLES {
        let mut lists = Lists::default();
        for line in text.lines().map(str::trim) {
            let is_read = line.is_empty()
                || line.starts_with('#')
                || lists.take(line).is_some()
                || begin(line, &mut table.axes).is_some()
                || table
                    .axes
                    .last_mut()
                    .and_then(|axis| axis.take(line, &lists))
                    .is_some();
            if !is_read {
                table.unread.push(line);
            }
        }
    }
    table
}

/// The named lists of a file.
#[derive(Debug, Default)]
struct Lists(Vec<(&'static str, &'static str)>);

impl Lists {
    fn take(&mut self, line: &'static str) -> Option<()> {
        let (name, list) = line.strip_prefix('$')?.split_once(" = ")?;
        self.0.push((name, list));
        Some(())
    }

    /// The list of that name, or the text itself.
    fn named(&self, text: &'static str) -> &'static str {
        let name = text.trim().strip_prefix('$');
        let mut lists = self.0.iter();
        let list = lists.find(|(known, _)| name == Some(*known));
        list.map_or(text, |(_, list)| *list)
    }

    fn phrases(&self, text: &'static str) -> Vec<&'static str> {
        self.named(text).split(';').map(str::trim).collect()
    }
}

/// `[cdi.rule] kind`.
fn begin(line: &'static str, axes: &mut Vec<Axis>) -> Option<()> {
    let (rule, kind) = line.strip_prefix('[')?.split_once("] ")?;
    let kind: GapKind = kind.parse().ok()?;
    axes.push(Axis {
        check: Check {
            rule,
            kind,
            source: "",
            look: compare,
        },
        topic: "",
        diagnosis: "",
        question: "",
        settled: Vec::new(),
        with: Vec::new(),
        told: Vec::new(),
        words: Vec::new(),
        needs: 1,
        cases: Vec::new(),
        inpatient: false,
        answered: None,
    });
    Some(())
}

impl Axis {
    fn take(&mut self, line: &'static str, lists: &Lists) -> Option<()> {
        if let Some(answer) = line.strip_prefix("- ") {
            let answer = Answer::read(answer, lists)?;
            self.cases.last_mut()?.answers.push(answer);
            return Some(());
        }
        let (key, value) = line.split_once(": ")?;
        match key {
            "topic" => self.topic = value,
            "about" => self.diagnosis = value,
            "ask" => self.question = value,
            "source" => self.check.source = value,
            "settled" => self.settled = value.split(' ').collect(),
            "with" => self.with = value.split(' ').collect(),
            "told" => self.told = lists.phrases(value),
            "of" if value == "inpatients" => self.inpatient = true,
            "answered" if value == "tubular necrosis" => {
                self.answered = Some(DiagnosisClass::TubularNecrosis);
            }
            "needs" => self.needs = value.parse().ok()?,
            "now" => self.cases.push(Case {
                now: value.split(' ').collect(),
                answers: Vec::new(),
            }),
            _ => {
                let (kind, label) = key.split_once(' ')?;
                let aside = match kind {
                    "words" => false,
                    "aside" => true,
                    _ => return None,
                };
                let phrases = lists.phrases(value);
                self.words.push(Words {
                    label,
                    phrases,
                    aside,
                });
            }
        }
        Some(())
    }
}

impl Answer {
    fn read(line: &'static str, lists: &Lists) -> Option<Self> {
        let mut parts = line.split(" | ");
        let first = parts.next()?;
        let (text, codes) = first.split_once(" =")?;
        let codes = codes.split(' ').filter(|code| !code.is_empty());
        let is_code = |code: &&str| !["now", "removed"].contains(code);
        let mut answer = Self {
            text,
            codes: codes.clone().filter(is_code).collect(),
            keeps: codes.clone().any(|code| code == "now"),
            removes: codes.clone().any(|code| code == "removed"),
            claims: Vec::new(),
            says: Vec::new(),
            lacks: Vec::new(),
            measures: None,
            denied: Vec::new(),
        };
        for part in parts.flat_map(|part| lists.named(part).split(" | ")) {
            let (kind, rest) = part.split_once(' ')?;
            match kind {
                "said" => answer.says = lists.phrases(rest),
                "unless" => answer.lacks = lists.phrases(rest),
                "denied" => answer.denied = lists.phrases(rest),
                "claimed" => answer.claims = rest.split(' ').collect(),
                "measured" => answer.measures = Some(measured(rest)?),
                _ => return None,
            }
        }
        Some(answer)
    }
}

/// `filtration 15 29`.
fn measured(text: &str) -> Option<(Analyte, f64, f64)> {
    let mut parts = text.split(' ');
    let analyte = match parts.next()? {
        "filtration" => Analyte::Filtration,
        "ejection_fraction" => Analyte::EjectionFraction,
        "body_mass" => Analyte::BodyMass,
        _ => return None,
    };
    Some((
        analyte,
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
    ))
}
