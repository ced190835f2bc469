//! Reads CMS's index (`ICD10PCS.index` XML): main terms with nested terms;
//! `code`, `codes` and `tab` hold a code, the beginning of one and a table;
//! `see` and `use` hold words, and mostly one of these.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::index::{LeadKind, PcsIndex};
use super::{LENGTH, pattern, year};
use crate::compile::tabular::{line_of, resolve};
use crate::import::{Compiled, ImportOptions, Problem};

const ROOT: &str = "ICD10PCS.index";

/// Compiles the text of an index.
pub(crate) fn compile(text: &str, options: &ImportOptions) -> Result<Compiled, Problem> {
    let index = read(text, options)?;
    Ok(Compiled {
        rows: index.len(),
        unknown_codes: 0,
        edition: Some(index.year().to_string()),
        bytes: index.to_bytes(),
    })
}

/// Reads the XML.
pub(super) fn read(text: &str, options: &ImportOptions) -> Result<PcsIndex, Problem> {
    let mut reader = Reader::from_str(text);
    let mut builder = Builder::default();
    loop {
        let event = reader.read_event().map_err(|error| {
            Problem::new(line_of(text, reader.error_position()), error.to_string())
        })?;
        let step = match event {
            Event::Start(element) => builder.start(element.name().as_ref()),
            Event::Text(words) => {
                builder.text.push_str(&words.xml10_content());
                Ok(())
            }
            Event::GeneralRef(reference) => match resolve(&reference) {
                Some(c) => {
                    builder.text.push(c);
                    Ok(())
                }
                None => Err("an unknown character reference".to_owned()),
            },
            Event::End(element) => builder.end(element.name().as_ref()),
            Event::Eof => break,
            _ => Ok(()),
        };
        let line = || line_of(text, reader.buffer_position());
        step.map_err(|problem| Problem::new(line(), problem))?;
        if builder.index.year == 0
            && let Some(said) = builder.version.take()
        {
            builder.index.year = year::check(&said, line(), options)?;
        }
    }
    let last = 1 + text.trim_end().matches('\n').count() as u64;
    builder
        .finish()
        .map_err(|problem| Problem::new(last, problem))
}

/// A reference while it is read.
struct Reference {
    kind: LeadKind,
    words: String,
    codes: Vec<String>,
}

struct Builder {
    /// Names of the open elements.
    open: Vec<String>,
    /// For each open term its number, once its title was read.
    terms: Vec<Option<u32>>,
    text: String,
    reference: Option<Reference>,
    version: Option<String>,
    index: PcsIndex,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            open: Vec::new(),
            terms: Vec::new(),
            text: String::new(),
            reference: None,
            version: None,
            index: PcsIndex::new(0),
        }
    }
}

impl Builder {
    fn start(&mut self, name: &str) -> Result<(), String> {
        if self.open.is_empty() && name != ROOT {
            return Err(format!("the root element is {name}, not {ROOT}"));
        }
        match (name, &mut self.reference) {
            ("mainTerm" | "term", _) => self.terms.push(None),
            ("see", _) => self.refer(LeadKind::See),
            ("seeAlso" | "seealso", _) => self.refer(LeadKind::SeeAlso),
            ("use", _) => self.refer(LeadKind::Use),
            ("code" | "codes" | "tab", Some(reference)) => reference.words.push_str(&self.text),
            _ => {}
        }
        self.text.clear();
        self.open.push(name.to_owned());
        Ok(())
    }

    fn refer(&mut self, kind: LeadKind) {
        self.reference = Some(Reference {
            kind,
            words: String::new(),
            codes: Vec::new(),
        });
    }

    fn end(&mut self, name: &str) -> Result<(), String> {
        self.open.pop();
        match name {
            "version" if self.terms.is_empty() => {
                self.version = Some(std::mem::take(&mut self.text));
            }
            "title" if !self.terms.is_empty() => self.title()?,
            "code" | "codes" | "tab" => self.code()?,
            "see" | "seeAlso" | "seealso" | "use" => self.end_reference()?,
            "mainTerm" | "term" => drop(self.terms.pop()),
            _ => {}
        }
        self.text.clear();
        Ok(())
    }

    fn title(&mut self) -> Result<(), String> {
        let words = tidy(&self.text);
        if words.is_empty() {
            return Err("a term without words".to_owned());
        }
        let parent = self.nearest();
        let level = u8::try_from(self.terms.iter().flatten().count())
            .map_err(|_| "terms nested too deep".to_owned())?;
        if let Some(term) = self.terms.last_mut() {
            *term = Some(self.index.push_term(&words, level, parent));
        }
        Ok(())
    }

    /// The innermost open term that has a title: entries without one belong to
    /// it.
    fn nearest(&self) -> Option<u32> {
        self.terms.iter().rev().copied().flatten().next()
    }

    fn term(&self) -> Result<u32, String> {
        self.nearest()
            .ok_or_else(|| "an entry outside any term".to_owned())
    }

    fn code(&mut self) -> Result<(), String> {
        let code = self.text.trim().to_owned();
        if code.is_empty() || code.len() > LENGTH || !code.bytes().all(pattern::is_character) {
            return Err(format!("{code:?} is no beginning of an ICD-10-PCS code"));
        }
        match &mut self.reference {
            Some(reference) => reference.codes.push(code),
            None => {
                let term = self.term()?;
                self.index.push_lead(term, LeadKind::Code, "", &code);
            }
        }
        Ok(())
    }

    fn end_reference(&mut self) -> Result<(), String> {
        let Some(mut reference) = self.reference.take() else {
            return Ok(());
        };
        reference.words.push_str(&self.text);
        let words = tidy(&reference.words);
        if words.is_empty() {
            return Err("a reference without words".to_owned());
        }
        let term = self.term()?;
        if reference.codes.is_empty() {
            reference.codes.push(String::new());
        }
        for code in &reference.codes {
            self.index.push_lead(term, reference.kind, &words, code);
        }
        Ok(())
    }

    fn finish(self) -> Result<PcsIndex, String> {
        if let Some(name) = self.open.last() {
            return Err(format!("the file ends inside {name}: it was cut short"));
        }
        if self.index.year == 0 {
            return Err("no version element with the fiscal year".to_owned());
        }
        if self.index.is_empty() {
            return Err("no term that leads anywhere".to_owned());
        }
        Ok(self.index)
    }
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
