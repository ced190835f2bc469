//! Which diagnosis stands first, and of every other why it does or does not
//! qualify.
//!
//! The first of the proposed order that can: never a manifestation, an external
//! cause, or a code that another of the claim must precede, whose place that
//! other takes; for inpatients never one that the Medicare Code Editor refuses
//! as principal or that arose after admission. A symptom yields to a definitive
//! diagnosis that may explain it. Where two qualify equally the proposed order
//! decides, never payment.
//!
//! Sources: UHDDS (principal diagnosis); Guidelines I.A.13 (code first), I.C
//! (orders of the chapters), I.C.20 (external causes), II (principal), II.A and
//! IV.D (symptoms), II.B and II.C (two that qualify), IV (first-listed),
//! Appendix I (POA).

use chartfleet_model::{Finding, Poa, PrincipalCandidate};
use jiff::civil::Date;

use super::before::{Befores, Why};
use super::explained::{explains, is_symptom};
use super::{Draft, significance, told};
use crate::codeset::{CodeSet, contains};
use crate::tables::data::Edits;
use crate::tables::{day_number, key};

/// Every diagnosis as a candidate, and the one that is chosen.
pub(super) struct Choice {
    /// Its place in the proposed order; `None` where nothing can stand first.
    pub(super) chosen: Option<usize>,
    /// One a diagnosis, in the proposed order: why it cannot stand first.
    bars: Vec<Option<Bar>>,
    inpatient: bool,
}

/// Why a diagnosis cannot stand first.
#[derive(Clone, Copy)]
enum Bar {
    Manifestation,
    ExternalCause,
    /// The packed code that comes before it.
    Preceded(u64, Why),
    Unacceptable,
    SecondaryOnly,
    AfterAdmission,
    NotCoded,
    /// The packed code of the definitive diagnosis.
    Symptom(u64),
}

impl Bar {
    fn reason(self) -> String {
        match self {
            Self::Manifestation => "a manifestation is never first".to_owned(),
            Self::ExternalCause => "an external cause is never first".to_owned(),
            Self::Preceded(before, Why::CodeFirst) => {
                format!(
                    "its underlying condition {} is coded first",
                    key::dotted(before)
                )
            }
            Self::Preceded(before, Why::Guideline(guideline)) => {
                format!("{} ({})", guideline.because, key::dotted(before))
            }
            Self::Preceded(before, Why::Definitive) => {
                format!("the note at it sends to {}", key::dotted(before))
            }
            Self::Preceded(before, Why::Additional) => {
                format!("it is an additional code to {}", key::dotted(before))
            }
            Self::Unacceptable => "the editor does not accept it as principal diagnosis".to_owned(),
            Self::SecondaryOnly => "it says nothing of why the patient came".to_owned(),
            Self::AfterAdmission => "it was not present on admission".to_owned(),
            Self::NotCoded => "its own documentation keeps it from being coded".to_owned(),
            Self::Symptom(definitive) => {
                format!(
                    "a symptom yields to the definitive diagnosis {}",
                    key::dotted(definitive)
                )
            }
        }
    }

    const fn source(self) -> &'static str {
        match self {
            Self::Manifestation => {
                "Guidelines I.A.13; Medicare Code Editor, manifestation code as principal diagnosis"
            }
            Self::ExternalCause => "Guidelines I.C.20.a.6",
            Self::Preceded(_, Why::CodeFirst) => {
                "Guidelines I.A.13; ICD-10-CM tabular list, code first"
            }
            Self::Preceded(_, Why::Guideline(guideline)) => guideline.source,
            Self::Preceded(_, Why::Definitive) => {
                "Guidelines I.A.12.a and I.B.2; ICD-10-CM tabular list, Excludes1"
            }
            Self::Preceded(_, Why::Additional) => {
                "Guidelines I.A.17 and I.B.7; ICD-10-CM tabular list, use additional code"
            }
            Self::Unacceptable => "Medicare Code Editor, unacceptable principal diagnosis",
            Self::SecondaryOnly => "Guidelines I.B.14, I.C.1.d, I.C.18 and I.C.21.c",
            Self::AfterAdmission => "UHDDS; Guidelines II and Appendix I",
            Self::NotCoded => "Guidelines II.H, III and IV.H",
            Self::Symptom(_) => "Guidelines II.A and IV.D",
        }
    }
}

impl Choice {
    /// Chooses among diagnoses in the proposed order.
    pub(super) fn of(drafts: &[Draft<'_>], befores: &Befores, inpatient: bool, on: Date) -> Self {
        let day = day_number(on);
        let mut bars: Vec<Option<Bar>> = drafts
            .iter()
            .map(|draft| bar(draft, befores, inpatient, day))
            .collect();
        let open: Vec<usize> = (0..drafts.len())
            .filter(|&index| matches!(bars.get(index), Some(None)))
            .collect();
        for (draft, bar) in drafts.iter().zip(&mut bars) {
            if bar.is_none() && is_symptom(draft) {
                let definitive = open
                    .iter()
                    .filter_map(|&index| drafts.get(index))
                    .find(|other| explains(other, draft));
                *bar = definitive.map(|definitive| Bar::Symptom(definitive.key));
            }
        }
        let mut choice = Self {
            chosen: None,
            bars,
            inpatient,
        };
        choice.chosen = choice.choose(drafts, befores, open.first().copied());
        choice
    }

    /// `candidate` is the first of the proposed order that no bar but that of
    /// symptoms holds back.
    fn choose(
        &self,
        drafts: &[Draft<'_>],
        befores: &Befores,
        candidate: Option<usize>,
    ) -> Option<usize> {
        let bar = |index: usize| self.bars.get(index).copied().flatten();
        let candidate = self.in_place_of_proposed(drafts, befores).or(candidate);
        match candidate {
            // The diagnosis that explains the symptom takes its place, not the
            // next of the order.
            Some(index) => match bar(index) {
                Some(Bar::Symptom(definitive)) => {
                    drafts.iter().position(|draft| draft.key == definitive)
                }
                _ => Some(index),
            },
            // All are barred: what should come before cannot stand first
            // either. Outside the hospital's inpatient claim no edit refuses
            // statuses.
            None => {
                let barred = |by: fn(&Bar) -> bool| {
                    let mut bars = self.bars.iter().copied();
                    bars.position(|bar| bar.as_ref().is_some_and(by))
                };
                barred(|bar| matches!(bar, Bar::Preceded(..))).or_else(|| {
                    barred(|bar| matches!(bar, Bar::Unacceptable | Bar::SecondaryOnly))
                        .filter(|_| !self.inpatient)
                        .or_else(|| barred(|bar| matches!(bar, Bar::NotCoded)))
                })
            }
        }
    }

    /// Where the proposed first must follow another: that one, or what it must
    /// follow in turn, and not whatever is next of the order.
    fn in_place_of_proposed(&self, drafts: &[Draft<'_>], befores: &Befores) -> Option<usize> {
        let behind = |bar: &Bar| {
            let follows = matches!(bar, Bar::Preceded(..) | Bar::Manifestation);
            follows || matches!(bar, Bar::SecondaryOnly | Bar::Unacceptable)
        };
        let proposed = drafts.first()?;
        self.bars.first().copied().flatten().filter(behind)?;
        // A drug and an organism follow whatever they belong to, which the
        // proposed order tells best.
        if contains(FOLLOWERS.ranges(), proposed.key) {
            return None;
        }
        let (mut key, why) = befores.bar(proposed.key)?;
        // A status says nothing of which disease it is with.
        let is_factor = |key| contains(FACTORS.ranges(), key);
        if matches!(why, Why::Additional) && is_factor(proposed.key) && !is_factor(key) {
            return None;
        }
        while let Some((before, _)) = befores.bar(key) {
            key = before;
        }
        let place = drafts.iter().position(|draft| draft.key == key)?;
        let open = matches!(self.bars.get(place), Some(None | Some(Bar::Symptom(_))));
        open.then_some(place)
    }

    /// What is told of the choice: that the proposed first was passed over, or
    /// that none can stand first.
    pub(super) fn finding(&self, drafts: &[Draft<'_>]) -> Option<Finding> {
        let place = if self.inpatient {
            "principal"
        } else {
            "first-listed"
        };
        let proposed = drafts.first()?;
        let Some(chosen) = self.chosen else {
            return Some(told::NO_FIRST.finding(format!(
                "none of the diagnoses can be the {place} diagnosis"
            )));
        };
        let bar = self
            .bars
            .first()
            .copied()
            .flatten()
            .filter(|_| chosen != 0)?;
        let chosen = drafts.get(chosen)?;
        let mut finding = told::FIRST_CHANGED
            .finding(format!(
                "{} stands as {place} before {}: {}",
                chosen.code,
                proposed.code,
                bar.reason()
            ))
            .about([&chosen.code, &proposed.code]);
        finding.source = bar.source().into();
        Some(finding)
    }

    /// The diagnosis, by its place in the proposed order, that qualifies
    /// equally with the one chosen: both acute, definitive and present on
    /// admission.
    pub(super) fn runner_up(&self, drafts: &[Draft<'_>]) -> Option<usize> {
        let chosen = self.chosen.filter(|_| self.inpatient)?;
        let equal = |index: usize| {
            drafts.get(index).is_some_and(|draft| {
                draft.suggestion.poa == Some(Poa::Y)
                    && significance::occasions_admission(draft.key)
                    && matches!(self.bars.get(index), Some(None))
            })
        };
        if !equal(chosen) {
            return None;
        }
        let category = |index: usize| drafts.get(index).map(|draft| draft.code.category());
        (0..drafts.len())
            // Two codes of a category are one condition more or less specified.
            .find(|&index| index != chosen && equal(index) && category(index) != category(chosen))
    }

    /// Every diagnosis as a candidate: the one chosen, then the others that
    /// may stand first, then the rest, each in the proposed order.
    pub(super) fn candidates(&self, drafts: &[Draft<'_>]) -> Vec<PrincipalCandidate> {
        let mut places: Vec<usize> = (0..drafts.len()).collect();
        places.sort_by_key(|&index| {
            let barred = matches!(self.bars.get(index), Some(Some(_)));
            (self.chosen != Some(index), barred)
        });
        places
            .into_iter()
            .filter_map(|index| {
                let bar = self.bars.get(index)?;
                let draft = drafts.get(index)?;
                Some(self.candidate(draft, *bar, index))
            })
            .collect()
    }

    fn candidate(&self, draft: &Draft<'_>, bar: Option<Bar>, index: usize) -> PrincipalCandidate {
        let (reason, source) = match bar {
            None => (self.qualifies(draft, index), self.definition()),
            Some(bar) if self.chosen == Some(index) => (
                format!("{}, but nothing else can stand first", bar.reason()),
                bar.source(),
            ),
            Some(bar) => (bar.reason(), bar.source()),
        };
        PrincipalCandidate {
            code: draft.code.clone(),
            qualifies: bar.is_none() || self.chosen == Some(index),
            reason,
            source: source.into(),
            drg: None,
        }
    }

    fn qualifies(&self, draft: &Draft<'_>, index: usize) -> String {
        let mut reason = match draft.suggestion.poa {
            Some(Poa::Y) if self.inpatient => "present on admission, no rule bars it".to_owned(),
            _ => "no rule bars it".to_owned(),
        };
        match self.chosen {
            Some(0) if index == 0 => reason.push_str("; proposed first"),
            Some(chosen) if chosen == index => {
                reason.push_str("; the first of the proposed order that can");
            }
            _ => {}
        }
        reason
    }

    const fn definition(&self) -> &'static str {
        if self.inpatient {
            "UHDDS; Guidelines II"
        } else {
            "Guidelines IV.A and IV.G"
        }
    }
}

fn bar(draft: &Draft<'_>, befores: &Befores, inpatient: bool, day: u32) -> Option<Bar> {
    if contains(EXTERNAL_CAUSES.ranges(), draft.key) {
        return Some(Bar::ExternalCause);
    }
    if draft.not_coded {
        return Some(Bar::NotCoded);
    }
    let edits = draft.entry.as_ref()?.edits(day);
    if edits.has(Edits::MANIFESTATION) {
        return Some(Bar::Manifestation);
    }
    if contains(SECONDARY_ONLY.ranges(), draft.key) {
        return Some(Bar::SecondaryOnly);
    }
    // The editor's list is for inpatients. It refuses encounters (general
    // examinations, screenings, prenatal visits) that elsewhere stand first.
    let visit = !inpatient && contains(VISITS.ranges(), draft.key);
    // What is unacceptable only by itself is left to the editor.
    let beside_another = edits.has(Edits::REQUIRES_SECONDARY);
    if edits.has(Edits::UNACCEPTABLE) && !visit && !beside_another {
        return Some(Bar::Unacceptable);
    }
    // Childbirth and the perinatal period: what arises during the stay may be
    // the reason for it.
    let may_arise_later = contains(OBSTETRIC_AND_PERINATAL.ranges(), draft.key);
    if inpatient && draft.suggestion.poa == Some(Poa::N) && !may_arise_later {
        return Some(Bar::AfterAdmission);
    }
    // Last, so that what is barred by this alone could stand first.
    let (before, why) = befores.bar(draft.key)?;
    Some(Bar::Preceded(before, why))
}

const EXTERNAL_CAUSES: CodeSet<1> = CodeSet::of(["V00-Y99"]);
const FACTORS: CodeSet<1> = CodeSet::of(["Z00-Z99"]);
/// What follows a disease without saying which.
const FOLLOWERS: CodeSet<3> = CodeSet::of(["B95-B97", "T36-T50", "R40.21-R40.24"]);
const OBSTETRIC_AND_PERINATAL: CodeSet<1> = CodeSet::of(["O00-P96"]);

/// Codes that say nothing of why the patient came, also where the editor's list
/// does not hold them: organisms and their resistance, social determinants,
/// do-not-resuscitate, blood type, body mass index, long-term drug therapy, the
/// scales of stroke and coma, severe sepsis and the response to what is no
/// infection.
const SECONDARY_ONLY: CodeSet<13> = CodeSet::of([
    "B95-B97",
    "R29.7",
    "R40.21-R40.24",
    "R65",
    "Z15",
    "Z16",
    "Z17",
    "Z19",
    "Z37",
    "Z3A",
    "Z55-Z65",
    "Z66-Z68",
    "Z79",
]);

/// Reasons for an outpatient visit that the guidelines let stand first, among
/// them help to stop smoking.
const VISITS: CodeSet<11> = CodeSet::of([
    "F17",
    "O09",
    "Z00-Z13",
    "Z20",
    "Z23",
    "Z29-Z32",
    "Z34-Z36",
    "Z39-Z52",
    "Z69-Z71",
    "Z76.0-Z76.2",
    "Z77",
]);
