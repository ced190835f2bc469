//! The queries that a gap of the model's turns into: fixed texts, open
//! questions, no payment, no diagnosis that the record does not name.
//!
//! Source: ACDIS/AHIMA, Guidelines for Achieving a Compliant Query Practice.

use chartfleet_model::{GapKind, QueryOption};
use serde::Deserialize;

use crate::cdi::{OTHER, UNDETERMINED, option};

/// The practice behind every query.
pub(crate) const SOURCE: &str = "Guidelines for Achieving a Compliant Query Practice";

/// The answer that takes the diagnosis in question from the claim.
const RULED_OUT: &str = "Ruled out";

/// What the facts of a gap are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum About {
    Infection,
    Heart,
    Circulation,
    Lungs,
    Kidney,
    Liver,
    Digestion,
    Blood,
    Nutrition,
    Metabolism,
    Brain,
    Skin,
    Injury,
    Tumor,
    Other,
}

/// A query's fixed words.
pub(crate) struct Query {
    /// The question.
    pub(crate) question: &'static str,
    answers: &'static [&'static str],
}

impl About {
    const ALL: [(Self, &'static str, &'static str); 15] = [
        (Self::Infection, "infection", "an infection"),
        (Self::Heart, "heart", "a heart condition"),
        (Self::Circulation, "circulation", "a circulatory condition"),
        (Self::Lungs, "lungs", "a respiratory condition"),
        (Self::Kidney, "kidney", "a kidney condition"),
        (Self::Liver, "liver", "a liver condition"),
        (Self::Digestion, "digestion", "a digestive condition"),
        (Self::Blood, "blood", "a blood condition"),
        (Self::Nutrition, "nutrition", "nutritional status"),
        (Self::Metabolism, "metabolism", "a metabolic condition"),
        (
            Self::Brain,
            "brain",
            "mental status or a neurological condition",
        ),
        (Self::Skin, "skin", "a skin condition"),
        (Self::Injury, "injury", "an injury"),
        (Self::Tumor, "tumor", "a tumor"),
        (Self::Other, "other", "a condition"),
    ];

    /// The names that the answer's schema allows.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().map(|(_, name, _)| *name)
    }

    /// The words for what it is about.
    fn words(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find(|(about, _, _)| *about == self)
            .map_or("a condition", |(_, _, words)| *words)
    }

    /// What one of its facts is called.
    pub(crate) fn fact(self) -> String {
        format!("documented about {}", self.words())
    }
}

/// What the query is about.
pub(crate) fn topic(kind: GapKind, about: About) -> String {
    let what = match kind {
        GapKind::Organism => "organism of",
        GapKind::Acuity => "acuity of",
        GapKind::Laterality => "laterality of",
        GapKind::CausalLink => "cause of",
        GapKind::Stage => "stage of",
        GapKind::Type => "type of",
        GapKind::Undocumented => "findings without a diagnosis about",
        GapKind::ClinicalValidity => "clinical validity of",
        GapKind::Conflict => "conflicting documentation about",
        _ => "documentation of",
    };
    format!("{what} {}", about.words())
}

/// The query for a kind of gap; `None` where only rules may ask.
pub(crate) const fn query(kind: GapKind) -> Option<Query> {
    let (question, answers): (_, &[&str]) = match kind {
        GapKind::Organism => (
            "Based on your clinical judgment, which organism, if any, is responsible for the \
             infection described by these facts?",
            &[
                "Organism identified (please name it)",
                "Organism suspected (please name it)",
            ],
        ),
        GapKind::Acuity => (
            "Based on your clinical judgment, what is the acuity of the condition described by \
             these facts?",
            &["Acute", "Chronic", "Acute on chronic"],
        ),
        GapKind::Laterality => (
            "Based on your clinical judgment, which side does the condition described by these \
             facts affect?",
            &["Right", "Left", "Bilateral"],
        ),
        GapKind::CausalLink => (
            "Based on your clinical judgment, what is the relationship, if any, between the \
             conditions described by these facts?",
            &[
                "One is due to the other (please state which)",
                "They are not related",
            ],
        ),
        GapKind::Stage => (
            "Based on your clinical judgment, what is the stage or grade of the condition \
             described by these facts?",
            &[
                "Stage or grade known (please state it)",
                "No stage or grade applies",
            ],
        ),
        GapKind::Type => (
            "Based on your clinical judgment, how can the type of the condition described by \
             these facts be further specified?",
            &[
                "Type known (please state it)",
                "Type suspected (please state it)",
            ],
        ),
        GapKind::Undocumented => (
            "Based on your clinical judgment, what is the clinical significance of these facts?",
            &[
                "They represent a diagnosis (please name it)",
                "Not clinically significant",
            ],
        ),
        GapKind::ClinicalValidity => (
            "Based on your clinical judgment, what is the status of the diagnosis in question \
             after study, and which facts does it rest on?",
            &["Confirmed (please state the supporting facts)", RULED_OUT],
        ),
        GapKind::Conflict => (
            "The documentation differs between notes. Based on your clinical judgment, which \
             statement applies?",
            &[
                "The first of these statements applies",
                "The last of these statements applies",
            ],
        ),
        _ => return None,
    };
    Some(Query { question, answers })
}

impl Query {
    /// The answers offered.
    pub(crate) fn options(&self) -> Vec<QueryOption> {
        let last = [OTHER, UNDETERMINED];
        let all = self.answers.iter().copied().chain(last);
        all.map(|text| QueryOption {
            removes: text == RULED_OUT,
            ..option(text.into(), Vec::new())
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_query_offers_a_choice_and_two_ways_out() {
        for kind in GapKind::ALL {
            let Some(query) = query(*kind) else { continue };
            let options = query.options();
            assert!(options.len() >= 4, "{kind}");
            assert_eq!(options[options.len() - 2].text, OTHER);
            assert_eq!(options[options.len() - 1].text, UNDETERMINED);
            let text = query.question.to_lowercase();
            assert!(!text.contains("drg") && !text.contains("payment"));
        }
    }

    #[test]
    fn names_read_back() {
        for (about, name, _) in About::ALL {
            let read: About = serde_json::from_value(name.into()).unwrap();
            assert_eq!(read, about);
            assert!(topic(GapKind::Undocumented, about).len() <= 80);
        }
    }
}
