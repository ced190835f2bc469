//! The organism of an infection: grown or found by the laboratory, named as
//! the cause by nobody.
//!
//! A culture does not say what caused the infection: it may be colonization or
//! contamination, and a laboratory report supports no diagnosis. Where a
//! provider names infection and organism in one sentence, the code is a matter
//! of coding and nothing is asked.

use std::borrow::Cow;

use chartfleet_model::{ClaimDiagnosis, Gap, GapKind};

use self::pathogens::{INFECTIONS, Infection, PATHOGENS, Pathogen};
use crate::cdi::query::{Draft, begins};
use crate::cdi::words::{Lowered, Said, said, spans, words};
use crate::cdi::{Check, Look};
use crate::record::Authority;

mod pathogens;

pub(super) const PATHOGEN: Check = Check {
    rule: "cdi.organism",
    kind: GapKind::Organism,
    source: "Guidelines I.A.19, I.B.18, III.B; tabular list, notes to identify the infectious agent",
    look,
};

/// Words of a result that found something.
const FINDS: &[&str] = &[
    "culture", "cultures", "growth", "grew", "grows", "growing", "antigen", "pcr", "positive",
    "isolated", "isolate", "isolates", "cfu", "colonies", "stain", "bottles",
];

/// How far before a result its specimen may stand, in bytes: a heading.
const HEADING: usize = 120;

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    for infection in INFECTIONS {
        let mut claimed = look.result.diagnoses.iter();
        let open = claimed.find(|diagnosis| begins(&diagnosis.code, infection.now));
        let Some(diagnosis) = open.filter(|_| !look.claims(infection.settled)) else {
            continue;
        };
        gaps.extend(ask(check, look, infection, diagnosis));
    }
}

fn ask(
    check: &Check,
    look: &Look<'_>,
    infection: &Infection,
    diagnosis: &ClaimDiagnosis,
) -> Option<Gap> {
    let pages = look.lowered();
    let mut draft = Draft::new(check, infection.topic).about(infection.label, diagnosis);
    let mut named = Vec::new();
    for pathogen in PATHOGENS {
        let mentions = said(&pages, pathogen.phrases);
        if mentions.iter().any(|said| links(&pages, said, infection)) {
            return None;
        }
        let results: Vec<Said> = mentions
            .into_iter()
            .filter(|said| is_result(&pages, said, infection))
            .collect();
        let Some(codes) = infection.codes(pathogen, diagnosis) else {
            continue;
        };
        if !results.is_empty() {
            named.push(pathogen.name);
            draft = draft.indicators("culture, antigen or other test", spans(results));
            let text = format!("{} due to {}", infection.name, pathogen.name);
            let codes: Vec<&str> = codes.iter().map(AsRef::as_ref).collect();
            draft = draft.option(text, &codes);
        }
    }
    if named.is_empty() {
        return None;
    }
    let now = diagnosis.code.as_str();
    let not_cause: Cow<'static, str> = match named.as_slice() {
        [only] => format!("{only} is a colonization or contamination, not the cause").into(),
        _ => "These organisms are a colonization or contamination, not the cause".into(),
    };
    draft
        .option(not_cause, &[])
        .option(format!("{}, causal organism not known", infection.name), &[now])
        .ask(
            look,
            format!(
                "Based on your clinical judgment and the results above, can the causal organism of the {} be specified?",
                infection.name.to_lowercase()
            ),
        )
}

/// Whether a provider names organism and infection in one sentence.
fn links(pages: &[Lowered<'_, '_>], said: &Said, infection: &Infection) -> bool {
    said.authority == Authority::Provider
        && context(pages, said, 0).is_some_and(|sentence| {
            let mut names = infection.names.iter();
            names.any(|name| words(sentence).any(|word| word.starts_with(name)))
                && !words(sentence).any(|word| FINDS.contains(&word))
        })
}

/// Whether the sentence is a result on a specimen of the infection.
fn is_result(pages: &[Lowered<'_, '_>], said: &Said, infection: &Infection) -> bool {
    let finds = context(pages, said, 0).is_some_and(|sentence| {
        let in_report = said.authority == Authority::Report;
        in_report || words(sentence).any(|word| FINDS.contains(&word))
    });
    let near = context(pages, said, HEADING);
    let specimen = |text: &str| {
        words(text).any(|word| infection.specimens.iter().any(|s| word.starts_with(s)))
    };
    finds && near.is_some_and(specimen)
}

/// The sentence of a mention, with so many bytes before it.
fn context<'p>(pages: &'p [Lowered<'_, '_>], said: &Said, before: usize) -> Option<&'p str> {
    let lowered = pages.get(said.evidence.document as usize)?;
    let sentence = lowered.sentence(&said.at);
    let mut start = sentence.start.saturating_sub(before);
    while !lowered.text.is_char_boundary(start) {
        start += 1;
    }
    lowered.text.get(start..sentence.end)
}

impl Infection {
    /// The codes of the infection by this organism; `None` where the tabular
    /// list has none of that kind.
    fn codes(&self, pathogen: &Pathogen, now: &ClaimDiagnosis) -> Option<Vec<Cow<'static, str>>> {
        let combined = pathogen
            .combined
            .iter()
            .find(|(kind, _)| *kind == self.kind);
        match combined {
            Some((_, code)) => Some(vec![(*code).into()]),
            None if self.adds => {
                let own = now.code.as_str().to_owned();
                pathogen.agent.map(|agent| vec![own.into(), agent.into()])
            }
            None => None,
        }
    }
}
