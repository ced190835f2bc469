//! The CDC's XML of an index: `mainTerm` and nested `term` elements with a
//! `title` (its `nemod` are nonessential modifiers), and a `code` or, in the
//! tables of neoplasms and drugs, one `cell` a column.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Paths, Problem};
use crate::compile::tabular::{attribute, line_of, resolve};

const NEOPLASM: [&str; 6] = [
    "malignant primary",
    "malignant secondary",
    "in situ",
    "benign",
    "uncertain behavior",
    "unspecified behavior",
];
const DRUGS: [&str; 6] = [
    "poisoning, accidental",
    "poisoning, intentional self-harm",
    "poisoning, assault",
    "poisoning, undetermined",
    "adverse effect",
    "underdosing",
];

/// Feeds every term to `paths`.
pub(super) fn read(text: &str, paths: &mut Paths<'_>) -> Result<(), Problem> {
    let labels = if text.contains("Table of Drugs") || text.contains("TABLE of DRUGS") {
        DRUGS
    } else {
        NEOPLASM
    };
    let mut reader = Reader::from_str(text);
    let mut state = State {
        paths,
        labels,
        depth: 0,
        open: None,
        title: String::new(),
        modifiers: String::new(),
        code: String::new(),
        column: None,
    };
    loop {
        let at = |position| line_of(text, position);
        let event = reader.read_event().map_err(|error| Problem {
            line: at(reader.error_position()),
            problem: error.to_string(),
        })?;
        let step = match event {
            Event::Start(element) => {
                state.start(&element);
                Ok(())
            }
            Event::Text(words) => {
                state.text(&words.xml10_content());
                Ok(())
            }
            Event::GeneralRef(reference) => match resolve(&reference) {
                Some(c) => {
                    state.text(c.encode_utf8(&mut [0; 4]));
                    Ok(())
                }
                None => Err("an unknown character reference".to_owned()),
            },
            Event::End(element) => state.end(element.name().as_ref()),
            Event::Eof => return Ok(()),
            _ => Ok(()),
        };
        step.map_err(|problem| Problem {
            line: at(reader.buffer_position()),
            problem,
        })?;
    }
}

/// Which text is being read.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Title,
    Modifier,
    Code,
}

struct State<'p, 't> {
    paths: &'p mut Paths<'t>,
    labels: [&'static str; 6],
    /// Open terms; 0 outside any.
    depth: usize,
    open: Option<Open>,
    title: String,
    modifiers: String,
    code: String,
    /// The column of a cell, 2 for the first.
    column: Option<usize>,
}

impl State<'_, '_> {
    fn start(&mut self, element: &BytesStart<'_>) {
        match element.name().as_ref() {
            "mainTerm" | "term" => self.depth += 1,
            "title" if self.depth > 0 => {
                self.title.clear();
                self.modifiers.clear();
                self.open = Some(Open::Title);
            }
            "nemod" if self.open == Some(Open::Title) => self.open = Some(Open::Modifier),
            "code" if self.depth > 0 => self.open_code(None),
            "cell" if self.depth > 0 => {
                let column = attribute(element, "col").and_then(|col| col.parse().ok());
                self.open_code(column);
            }
            _ => {}
        }
    }

    fn open_code(&mut self, column: Option<usize>) {
        self.code.clear();
        self.column = column;
        self.open = Some(Open::Code);
    }

    fn text(&mut self, words: &str) {
        match self.open {
            Some(Open::Title) => self.title.push_str(words),
            Some(Open::Modifier) => self.modifiers.push_str(words),
            Some(Open::Code) => self.code.push_str(words),
            None => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), String> {
        match (name, self.open) {
            ("mainTerm" | "term", _) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(())
            }
            ("nemod", Some(Open::Modifier)) => {
                self.open = Some(Open::Title);
                Ok(())
            }
            ("title", Some(Open::Title)) => {
                self.open = None;
                let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                let (title, modifiers) = (words(&self.title), words(&self.modifiers));
                self.paths.enter(self.depth - 1, &title, &modifiers)
            }
            ("code" | "cell", Some(Open::Code)) => {
                self.open = None;
                let label = self
                    .column
                    .and_then(|column| self.labels.get(column.checked_sub(2)?))
                    .copied()
                    .unwrap_or_default();
                self.paths.code(&self.code, label)
            }
            _ => Ok(()),
        }
    }
}
