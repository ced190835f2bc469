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
mod tests {
    use chartfleet_model::Document;
    use serde_json::json;

    use super::*;
    use crate::lexical::tests::lexicon;

    fn suggested(documents: &[&str]) -> Vec<String> {
        let lexicon = lexicon();
        let hits = lexicon.suggest_chart(documents);
        hits.iter().map(|hit| hit.hit.code.to_string()).collect()
    }

    #[test]
    fn the_specific_code_stands_for_the_open_one_of_another_document() {
        assert_eq!(
            suggested(&["Asthma since childhood.", "Moderate persistent asthma."]),
            ["J45.40"]
        );
    }

    #[test]
    fn stated_diagnoses_come_first_in_their_order_and_the_principal_before_all() {
        let notes = [
            "Assessment: COPD. Hypertension.",
            "GERD for years.\n\nPrincipal diagnosis: Pneumonia.\nSecondary diagnoses: CKD. COPD.",
        ];
        assert_eq!(
            suggested(&notes),
            ["J18.9", "N18.9", "J44.9", "I10", "K21.9"]
        );
    }

    #[test]
    fn stated_diagnoses_explain_symptoms_and_settle_suspicions() {
        let history = "Cough and fever. Suspected pneumonia. Hypertension.";
        assert_eq!(suggested(&[history]), ["R05.9", "R50.9", "J18.9", "I10"]);
        let assessed = format!("{history}\n\nFinal diagnosis: COPD. Fever.");
        assert_eq!(suggested(&[&assessed]), ["J44.9", "R50.9", "I10"]);
    }

    #[test]
    fn a_symptom_that_is_the_only_diagnosis_keeps_the_others() {
        assert_eq!(
            suggested(&["Seen for fever.\n\nDiagnosis: Cough."]),
            ["R05.9", "R50.9"]
        );
    }

    #[test]
    fn a_stated_combination_code_takes_the_place_of_its_part() {
        let operation = "Chronic cholecystitis.";
        let stated = "Final diagnosis: Calculus of the gallbladder with chronic cholecystitis.";
        assert_eq!(suggested(&[operation, stated]), ["K80.10"]);
    }

    #[test]
    fn a_statement_is_coded_by_the_title_that_it_says_in_full() {
        let note = "Diagnoses: Moderate persistent asthma, seen in May, with acute exacerbation; \
                    type 2 diabetes with hypoglycemia, no coma.";
        assert_eq!(suggested(&[note]), ["J45.41", "E11.649"]);
        let lexicon = lexicon();
        let hits = lexicon.suggest_chart(&[note]);
        let span = hits.first().map(|hit| hit.hit.span.clone()).unwrap();
        assert_eq!(
            note.get(span),
            Some("Moderate persistent asthma, seen in May, with acute exacerbation")
        );
    }

    #[test]
    fn pain_without_a_site_gives_way_to_pain_with_one() {
        assert_eq!(suggested(&["Eye pain. The pain is dull."]), ["H57.10"]);
    }

    #[test]
    fn the_words_of_one_diagnosis_do_not_specify_another() {
        let note = "Discharge diagnoses: Chronic systolic heart failure, acute kidney injury.";
        assert_eq!(suggested(&[note]), ["I50.22", "N17.9"]);
        let note = "Discharge diagnosis: Acute on chronic systolic heart failure.";
        assert_eq!(suggested(&[note]), ["I50.23"]);
    }

    #[test]
    fn shock_is_no_symptom_that_sepsis_explains() {
        let note = "Septic shock, cough.\n\nFinal diagnosis: Sepsis.";
        assert_eq!(suggested(&[note]), ["A41.9", "R65.21"]);
    }

    #[test]
    fn the_section_tells_what_is_past_and_what_an_allergy_did() {
        let note = "PMH:\nMyocardial infarction\nAsthma\n\n\
                    Allergies: penicillin allergy (cough)\n\nAssessment: COPD.";
        assert_eq!(suggested(&[note]), ["J44.9", "I25.2", "J45.909", "Z88.0"]);
    }

    #[test]
    fn what_is_uncertain_to_the_end_is_coded_for_inpatients_alone() {
        let document = |text: &str| -> Document {
            serde_json::from_value(json!({"kind": "progress_note", "text": text})).unwrap()
        };
        let documents = [
            document("Differential diagnosis: Gout, asthma."),
            document("Assessment: COPD. Pneumonia suspected, probable GERD."),
        ];
        let record = Record::of_documents(&documents);
        let lexicon = lexicon();
        let of = |class| -> Vec<&str> {
            let hits = lexicon.suggest_record(&record, class);
            hits.iter().map(|hit| hit.hit.code.as_str()).collect()
        };
        assert_eq!(of(EncounterClass::Inpatient), ["J44.9", "J18.9", "K21.9"]);
        assert_eq!(of(EncounterClass::Outpatient), ["J44.9"]);
    }

    #[test]
    fn only_those_who_may_diagnose_are_read() {
        let document = |kind: &str, author: &str, text: &str| -> Document {
            serde_json::from_value(json!({"kind": kind, "author_role": author, "text": text}))
                .unwrap()
        };
        let documents = [
            document("nursing_note", "nurse", "Asthma."),
            document("radiology", "radiologist", "Impression: Pneumonia."),
            document("laboratory", "unknown", "Gout."),
            document(
                "progress_note",
                "attending",
                "Assessment: COPD. Family history:\nCKD.",
            ),
        ];
        let record = Record::of_documents(&documents);
        let lexicon = lexicon();
        let of = |class| -> Vec<(usize, &str)> {
            let hits = lexicon.suggest_record(&record, class);
            let named = hits.iter().map(|hit| (hit.document, hit.hit.code.as_str()));
            named.collect()
        };
        assert_eq!(of(EncounterClass::Inpatient), [(3, "J44.9")]);
        let outpatient = of(EncounterClass::Outpatient);
        assert_eq!(outpatient, [(1, "J18.9"), (3, "J44.9")]);
    }

    #[test]
    fn each_span_is_in_its_document_and_best_where_the_diagnosis_is_stated() {
        let notes = ["Has COPD, COPD.", "Impression: COPD.", ""];
        let lexicon = lexicon();
        let hits = lexicon.suggest_chart(&notes);
        let [hit] = hits.as_slice() else {
            panic!("one code")
        };
        assert_eq!((hit.document, hit.hit.span.clone()), (1, 12..16));
        assert!(lexicon.suggest_chart(&[]).is_empty());
    }
}
