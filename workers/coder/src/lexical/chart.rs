//! From the hits of each note to the codes of the chart.
//!
//! A chart says the same thing many times, first as a complaint and last as a
//! diagnosis. Each code is suggested once; a code is left out where another
//! one of the chart contains it, and so is a sign or symptom that only the
//! background tells of where diagnoses are stated (ICD-10-CM Guidelines I.B.4
//! and I.B.5). What is uncertain to the end is coded for inpatients alone
//! (II.H, IV.H). The stated diagnoses come first in their order, as the author
//! ranked them (Guidelines II), then the rest by first mention.

use std::borrow::Cow;

use chartfleet_model::{EncounterClass, Icd10CmCode};
use rustc_hash::FxHashMap;

use super::context::Assertion;
use super::cover::Content;
use super::standing::Standing;
use super::superseded::is_superseded;
use super::terms::CodeId;
use super::{LexicalHit, Lexicon, Mention};
use crate::record::{self, Record, Section, sections_of};

/// A code suggested for a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartHit<'l> {
    /// Which of the documents its span is in.
    pub document: usize,
    /// The code and where it is best said.
    pub hit: LexicalHit<'l>,
}

/// One document and where its sections are.
struct Note<'n> {
    number: usize,
    text: &'n str,
    sections: Cow<'n, [Section]>,
}

/// Where something is said; the smaller the better it ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    standing: Standing,
    document: usize,
    start: usize,
}

impl Place {
    /// Where a code found here stands: the text without stated diagnoses is
    /// read from beginning to end.
    fn rank(mut self) -> Self {
        self.standing = self.standing.min(Standing::Narrative);
        self
    }

    fn is_stated(self) -> bool {
        self.standing.is_stated()
    }
}

/// A code of the chart while its mentions are read.
struct Draft<'l> {
    best: ChartHit<'l>,
    place: Place,
    wordings: Vec<&'l str>,
    /// Whether any mention is more than a suspicion.
    is_certain: bool,
}

impl Lexicon {
    /// The codes that the documents of one chart document of its patient.
    /// Deterministic.
    #[must_use]
    pub fn suggest_chart(&self, documents: &[&str]) -> Vec<ChartHit<'_>> {
        let notes = documents.iter().enumerate().map(|(number, text)| Note {
            number,
            text,
            sections: Cow::Owned(sections_of(text)),
        });
        self.suggest_notes(notes, None)
    }

    /// The codes that the documents of one encounter document of its patient,
    /// of those alone whose author may document a diagnosis there.
    /// Deterministic.
    #[must_use]
    pub fn suggest_record(&self, record: &Record<'_>, class: EncounterClass) -> Vec<ChartHit<'_>> {
        let pages = record.pages.iter();
        let notes = pages
            .filter(|page| page.supports_diagnoses(class))
            .map(|page| Note {
                number: page.number as usize,
                text: &page.document.text,
                sections: Cow::Borrowed(page.sections.as_slice()),
            });
        self.suggest_notes(notes, Some(class))
    }

    /// Without a class, suspicions are kept: the code of one depends on it.
    fn suggest_notes<'n>(
        &self,
        notes: impl Iterator<Item = Note<'n>>,
        class: Option<EncounterClass>,
    ) -> Vec<ChartHit<'_>> {
        let mut drafts: Vec<Draft<'_>> = Vec::new();
        let mut places: FxHashMap<&Icd10CmCode, usize> = FxHashMap::default();
        for note in notes {
            let mentions = self.mentions_within(note.text, &note.sections);
            let mentions = self.refine(note.text, &note.sections, mentions);
            let placed = mentions.into_iter().filter_map(|mention| {
                let section = record::section_at(&note.sections, mention.span.start);
                self.placed(mention, section)
            });
            for mention in placed {
                let place = Place {
                    standing: Standing::at(&note.sections, mention.span.start),
                    document: note.number,
                    start: mention.span.start,
                };
                let known = places.get(mention.code).and_then(|at| drafts.get_mut(*at));
                if let Some(draft) = known {
                    draft.repeat(mention, place);
                } else {
                    places.insert(mention.code, drafts.len());
                    drafts.push(Draft::first(mention, place));
                }
            }
        }
        self.drop_contained(&mut drafts);
        drop_explained(&mut drafts);
        if class.is_some_and(|class| !class.is_inpatient()) {
            drafts.retain(|draft| draft.is_certain);
        }
        drafts.sort_by_key(|draft| draft.place.rank());
        drafts.into_iter().map(|draft| draft.best).collect()
    }

    /// Leaves out the codes that another one contains.
    fn drop_contained<'l>(&'l self, drafts: &mut Vec<Draft<'l>>) {
        let all: Vec<Option<Read<'_>>> = drafts.iter().map(|draft| self.read(draft)).collect();
        let is_contained =
            |own: &Read<'_>| all.iter().flatten().any(|other| self.contains(other, own));
        let mut keep = all
            .iter()
            .map(|own| own.as_ref().is_some_and(|own| !is_contained(own)));
        drafts.retain(|_| keep.next().unwrap_or_default());
    }

    fn read<'l>(&'l self, draft: &Draft<'l>) -> Option<Read<'l>> {
        let code = draft.best.hit.code;
        let id = CodeId::new(self.codes.binary_search(code).ok()?);
        Some(Read {
            id,
            code,
            content: self.content(id, &draft.wordings)?,
            is_stated: draft.place.is_stated(),
        })
    }

    /// Whether `own` is not coded beside `other`. Beyond its category a code
    /// gives way only to a stated diagnosis, and a sign never does: each is
    /// observed by itself.
    fn contains(&self, other: &Read<'_>, own: &Read<'_>) -> bool {
        let is_near = other.is_stated || other.category() == own.category();
        let by_words = || own.content.is_covered_by(&other.content);
        own.id != other.id
            && (self
                .specificity
                .surpasses((other.id, other.code), (own.id, own.code))
                || is_superseded(own.code, other.code)
                || (is_near && !is_symptom(own.code) && by_words()))
    }
}

/// A code of the chart and its words.
struct Read<'l> {
    id: CodeId,
    code: &'l Icd10CmCode,
    content: Content<'l>,
    is_stated: bool,
}

impl<'l> Read<'l> {
    fn category(&self) -> Option<&'l str> {
        self.code.as_str().get(..3)
    }
}

/// Where diagnoses are stated, leaves out what they explain or decided: signs
/// and symptoms, and what was only suspected, that no diagnosis states
/// (Guidelines I.B.5, II.H and IV.H).
fn drop_explained(drafts: &mut Vec<Draft<'_>>) {
    let diagnosed = drafts
        .iter()
        .any(|draft| draft.place.is_stated() && !is_symptom(draft.best.hit.code));
    if diagnosed {
        drafts.retain(|draft| {
            draft.place.is_stated() || (draft.is_certain && !is_symptom(draft.best.hit.code))
        });
    }
}

/// Of chapter 18, but diagnoses of their own: shock, cachexia, severe sepsis
/// (Guidelines I.C.1.d), the scales of coma and stroke.
const NO_SYMPTOMS: &[&str] = &["R57", "R64", "R65", "R40.2", "R29.7"];

/// Of other chapters, but no more than a complaint or finding by themselves:
/// pain and swelling of a part, redness, itching.
const SYMPTOMS: &[&str] = &[
    "H57.1", "H92.0", "L29.9", "L53.9", "M25.4", "M25.5", "M54.2", "M54.6", "M54.9", "M79.1",
    "M79.6", "M79.89", "N64.4",
];

/// Of chapter 18, and what is like it.
fn is_symptom(code: &Icd10CmCode) -> bool {
    let is_of = |list: &[&str]| list.iter().any(|start| code.as_str().starts_with(start));
    (code.as_str().starts_with('R') && !is_of(NO_SYMPTOMS)) || is_of(SYMPTOMS)
}

impl<'l> Draft<'l> {
    fn first(mention: Mention<'l>, place: Place) -> Self {
        Self {
            wordings: vec![mention.term],
            is_certain: mention.assertion == Assertion::Present,
            best: ChartHit {
                document: place.document,
                hit: LexicalHit::first(mention),
            },
            place,
        }
    }

    fn repeat(&mut self, mention: Mention<'l>, place: Place) {
        if !self.wordings.contains(&mention.term) {
            self.wordings.push(mention.term);
        }
        self.is_certain |= mention.assertion == Assertion::Present;
        let stated_better = place.standing < self.place.standing;
        let says_more =
            place.standing == self.place.standing && mention.score > self.best.hit.score;
        self.best.hit.reinforce(mention.score);
        if stated_better || says_more {
            self.best.document = place.document;
            self.best.hit.span = mention.span;
            self.best.hit.term = mention.term;
        }
        if stated_better {
            self.place = place;
        }
    }
}

#[cfg(test)]
mod tests;
