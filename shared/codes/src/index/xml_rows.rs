//! The CDC's XML of an index: `mainTerm` and nested `term` elements with a
//! `title` (its `nemod` are nonessential modifiers), `see` and `seeAlso`,
//! `seecat` and `subcat` (categories to see), and a `code` with its `manif`
//! (the manifestation that follows) or, in the tables of neoplasms and drugs,
//! one `cell` a column, the first being column 2.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::book::IndexBook;
use super::draft::Draft;
use crate::compile::tabular::{attribute, line_of, resolve};
use crate::import::Problem;

/// Feeds every term to `draft`, and tells the year in `version`.
pub(super) fn read(text: &str, draft: &mut Draft<'_>) -> Result<Option<String>, Problem> {
    let mut reader = Reader::from_str(text);
    let mut state = State::new(draft);
    loop {
        let at = |position| line_of(text, position);
        let event = reader
            .read_event()
            .map_err(|error| Problem::new(at(reader.error_position()), error.to_string()))?;
        let step = match event {
            Event::Start(element) => state.start(&element),
            Event::Empty(element) => {
                let name = element.name().as_ref().to_owned();
                state.start(&element).and_then(|()| state.end(&name))
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
            Event::Eof if state.elements > 0 || !state.began => {
                let line = at(reader.buffer_position());
                return Err(Problem::new(line, "the file ends in the middle"));
            }
            Event::Eof => return Ok(state.version),
            _ => Ok(()),
        };
        step.map_err(|problem| Problem::new(at(reader.buffer_position()), problem))?;
    }
}

/// Which text is being read.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Open {
    Version,
    /// The title or a heading of the whole file.
    Heading,
    Title,
    Modifier,
    Code,
    Manifestation,
    See,
    SeeAlso,
    /// A category to see; `true` for "see also".
    Category(bool),
}

/// A code as it is printed, until its term ends: the manifestation follows it.
struct PendingCode {
    /// The column of a cell, 2 for the first.
    column: Option<usize>,
    code: String,
    manifestation: Option<String>,
}

struct State<'d, 't> {
    draft: &'d mut Draft<'t>,
    version: Option<String>,
    /// Open elements; the root has been seen where `began`.
    elements: usize,
    began: bool,
    /// Open terms; 0 outside any.
    depth: usize,
    open: Option<Open>,
    buffer: String,
    modifiers: String,
    /// Whether the term that is open has been entered with its title.
    entered: bool,
    pending: Option<PendingCode>,
}

impl<'d, 't> State<'d, 't> {
    fn new(draft: &'d mut Draft<'t>) -> Self {
        Self {
            draft,
            version: None,
            elements: 0,
            began: false,
            depth: 0,
            open: None,
            buffer: String::new(),
            modifiers: String::new(),
            entered: false,
            pending: None,
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        let name = element.name();
        let name = name.as_ref();
        if !self.began && name != "ICD10CM.index" {
            return Err(format!("the root is {name}, not ICD10CM.index"));
        }
        self.began = true;
        self.elements += 1;
        match name {
            "mainTerm" | "term" => {
                self.flush()?;
                self.depth += 1;
                self.entered = false;
            }
            "nemod" if self.open == Some(Open::Title) => self.open = Some(Open::Modifier),
            "version" if self.depth == 0 => self.begin(Open::Version),
            "title" | "head" if self.depth == 0 => self.begin(Open::Heading),
            "title" => {
                self.modifiers.clear();
                self.begin(Open::Title);
            }
            "code" if self.entered => self.begin_code(None)?,
            "cell" if self.entered => {
                let column = attribute(element, "col").and_then(|col| col.parse().ok());
                self.begin_code(column)?;
            }
            "manif" if self.entered => self.begin(Open::Manifestation),
            "see" if self.entered => self.begin(Open::See),
            "seeAlso" if self.entered => self.begin(Open::SeeAlso),
            // Within a reference its text runs on.
            "seecat" | "subcat"
                if self.entered && !matches!(self.open, Some(Open::See | Open::SeeAlso)) =>
            {
                self.begin(Open::Category(name == "subcat"));
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, open: Open) {
        self.buffer.clear();
        self.open = Some(open);
    }

    fn begin_code(&mut self, column: Option<usize>) -> Result<(), String> {
        self.flush()?;
        self.pending = Some(PendingCode {
            column,
            code: String::new(),
            manifestation: None,
        });
        self.begin(Open::Code);
        Ok(())
    }

    fn text(&mut self, words: &str) {
        match self.open {
            Some(Open::Modifier) => self.modifiers.push_str(words),
            Some(_) => self.buffer.push_str(words),
            None => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), String> {
        self.elements = self.elements.saturating_sub(1);
        match (name, self.open) {
            ("mainTerm" | "term", _) => {
                self.flush()?;
                self.depth = self.depth.saturating_sub(1);
                self.entered = self.depth > 0;
                self.open = None;
                return Ok(());
            }
            ("nemod", Some(Open::Modifier)) => {
                self.open = Some(Open::Title);
                self.modifiers.push(' ');
                return Ok(());
            }
            ("version", Some(Open::Version))
            | ("title" | "head", Some(Open::Heading))
            | ("title", Some(Open::Title))
            | ("code" | "cell", Some(Open::Code))
            | ("manif", Some(Open::Manifestation))
            | ("see", Some(Open::See))
            | ("seeAlso", Some(Open::SeeAlso))
            | ("seecat" | "subcat", Some(Open::Category(_))) => {}
            _ => return Ok(()),
        }
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        let text = spaced(&self.buffer);
        self.close(open, text)
    }

    fn close(&mut self, open: Open, text: String) -> Result<(), String> {
        match open {
            Open::Version => self.version = Some(text),
            Open::Heading => self.heading(&text)?,
            Open::Title | Open::Modifier => {
                self.entered = true;
                let modifiers = spaced(&self.modifiers);
                self.draft.enter(self.depth - 1, &text, &modifiers)?;
            }
            Open::Code => {
                if let Some(pending) = &mut self.pending {
                    pending.code = text;
                }
            }
            Open::Manifestation => {
                if let Some(pending) = &mut self.pending {
                    pending.manifestation = Some(text);
                }
            }
            Open::See => self.draft.refer(false, &text),
            Open::SeeAlso => self.draft.refer(true, &text),
            Open::Category(also) => self.draft.refer(also, &format!("category {text}")),
        }
        Ok(())
    }

    /// The title of the file, or a heading over its columns.
    fn heading(&self, text: &str) -> Result<(), String> {
        let lower = text.to_lowercase();
        let named = if lower.contains("neoplasm") && lower.contains("table") {
            IndexBook::Neoplasms
        } else if lower.contains("table of drugs") {
            IndexBook::Drugs
        } else if lower.contains("external cause") {
            IndexBook::ExternalCauses
        } else if lower.contains("index to diseases") {
            IndexBook::Diseases
        } else {
            return Ok(());
        };
        if named == self.draft.book() {
            return Ok(());
        }
        Err(format!(
            "this is the {}: import it with --kind {}",
            named.name(),
            named.kind()
        ))
    }

    /// Hands over the code that was waiting for its manifestation.
    fn flush(&mut self) -> Result<(), String> {
        let Some(pending) = self.pending.take() else {
            return Ok(());
        };
        let columns = self.draft.book().columns();
        let column = match pending.column {
            None if columns.is_empty() => None,
            Some(number) => match number.checked_sub(2).and_then(|n| columns.get(n)) {
                Some(&column) => Some(column),
                None => return Err(format!("column {number} of a table that has none such")),
            },
            None => return Err("a code where the table has cells".to_owned()),
        };
        let manifestation = pending.manifestation.as_deref();
        self.draft.code(column, &pending.code, manifestation)
    }
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
