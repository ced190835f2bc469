//! Pneumonia: infiltrates under antibiotics that nobody named, and its kind by
//! the drugs given.

use chartfleet_model::{Gap, GapKind};

use super::{
    Query, Signs, all_within, ask, is_adult, is_open, is_stay, none_outside, presentation, question,
};
use crate::cdi::facts::{Analyte, DiagnosisClass, FindingClass, Treatment, TreatmentClass};
use crate::cdi::query::Draft;
use crate::cdi::words::{Lowered, words};
use crate::cdi::{Check, Look};

pub(super) const UNDOCUMENTED: Check = Check {
    rule: "cdi.pneumonia",
    kind: GapKind::Undocumented,
    source: "ATS/IDSA 2019 pneumonia: infiltrate with fever, leukocytosis, purulent sputum or hypoxia, treated",
    look: undocumented,
};

pub(super) const KIND: Check = Check {
    rule: "cdi.pneumonia_type",
    kind: GapKind::Type,
    source: "ATS/IDSA 2019 pneumonia: coverage of Pseudomonas and resistant staphylococci; Guidelines I.C.10.d",
    look: kind,
};

pub(super) const VALIDITY: Check = Check {
    rule: "cdi.pneumonia_validity",
    kind: GapKind::ClinicalValidity,
    source: "ATS/IDSA 2019 pneumonia: an infiltrate with signs of infection",
    look: validity,
};

const QUERY: Query = Query {
    topic: "significance of the lung findings",
    options: &[
        (
            "Pneumonia (please specify the suspected organism)",
            &["J18.9"],
        ),
        ("Aspiration pneumonia", &["J69.0"]),
        ("Atelectasis without infection", &["J98.11"]),
        ("Drugs given for another infection (please specify)", &[]),
    ],
};

/// Lungs that are known to be ill in another way, and infections elsewhere.
const CLAIMED: &[&str] = &[
    "J09", "J10.0", "J11.0", "J12", "J13", "J14", "J15", "J16", "J17", "J18", "J20", "J69", "J84",
    "J85", "J86", "J95.851", "A15", "A48.1", "B59", "C34", "C78.0", "I26", "I33", "U07.1", "K35",
    "K57", "K65", "K81", "K83", "L03", "N10", "N39.0", "M86",
];
/// Percent of oxygen saturation.
const LOW: f64 = 92.0;

/// An infiltrate, an antibiotic, and two of fever, white cells, sputum and
/// hypoxia, no infection elsewhere.
fn undocumented(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    if !is_open(look, CLAIMED, DiagnosisClass::Pneumonia)
        || look
            .facts
            .found(FindingClass::InfectionSource)
            .next()
            .is_some()
    {
        return;
    }
    let mut systemic = Signs::default();
    systemic.above(look, Analyte::Temperature, 38.0);
    let _has_cells = systemic.above(look, Analyte::Leukocytes, 12.0)
        || systemic.above(look, Analyte::Bands, 10.0);
    systemic.above(look, Analyte::Procalcitonin, 0.5);
    systemic.found(look, FindingClass::PurulentSputum);
    systemic.below(look, Analyte::Saturation, LOW);
    let mut signs = Signs::default();
    let is_treated = signs.found(look, FindingClass::Infiltrate)
        && signs.treated(look, TreatmentClass::Antibiotic);
    if is_treated && systemic.kinds() >= 2 {
        signs.append(systemic);
        ask(check, look, &QUERY, signs, gaps);
    }
}

/// A clear film, no fever, normal white cells and saturation: all measured, and
/// no word of an infiltrate.
fn validity(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let facts = look.facts;
    let has_infiltrate = [FindingClass::Infiltrate, FindingClass::PurulentSputum]
        .into_iter()
        .any(|class| facts.found(class).next().is_some());
    let is_calm = all_within(look, Analyte::Temperature, |t| (36.0..=38.0).contains(&t))
        && all_within(look, Analyte::Leukocytes, |count| {
            (4.0..=12.0).contains(&count)
        })
        && none_outside(look, Analyte::Saturation, |share| share >= 94.0)
        && none_outside(look, Analyte::Bands, |share| share <= 10.0)
        && presentation::is_of_arrival(look, Analyte::Temperature);
    if !is_stay(look) || !is_adult(look) || has_infiltrate || !is_calm {
        return;
    }
    let mut signs = Signs::default();
    if !signs.found(look, FindingClass::ClearLungs) {
        return;
    }
    signs.value(facts.max(Analyte::Temperature));
    signs.value(facts.max(Analyte::Leukocytes));
    signs.value(facts.min(Analyte::Saturation));
    let codes: &'static [&'static str] = &["J13", "J14", "J15", "J16", "J18"];
    let topic = ("clinical support of pneumonia", codes);
    question(check, look, topic, signs, gaps);
}

/// Drugs for other bacteria than the usual were kept beyond the first note, or
/// for days.
fn kind(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let Some(pneumonia) = look.claimed(&["J18.9", "J15.9"]).next() else {
        return;
    };
    if !is_stay(look) || !is_adult(look) || look.facts.is_addressed(DiagnosisClass::PneumoniaType) {
        return;
    }
    let pages = look.lowered();
    let is_kept = |class| {
        let documents = look.facts.treated(class).map(|t| t.evidence.document);
        let mut documents: Vec<u32> = documents.collect();
        documents.dedup();
        documents.len() >= 2 || look.facts.treated(class).any(|t| lasts(&pages, t))
    };
    let mut signs = Signs::default();
    let for_pseudomonas = is_kept(TreatmentClass::Antipseudomonal)
        && signs.treated(look, TreatmentClass::Antipseudomonal);
    let for_mrsa =
        is_kept(TreatmentClass::AntiMrsa) && signs.treated(look, TreatmentClass::AntiMrsa);
    if !(for_pseudomonas || for_mrsa) {
        return;
    }
    signs.above(look, Analyte::Leukocytes, 12.0);
    signs.found(look, FindingClass::AspirationRisk);
    let mut draft = signs
        .draft(Draft::new(check, "kind of pneumonia treated"))
        .about("pneumonia as documented", pneumonia);
    if for_pseudomonas {
        draft = draft.option(
            "Pneumonia due to suspected gram-negative bacteria (please specify)",
            &["J15.69"],
        );
    }
    if for_mrsa {
        draft = draft.option(
            "Pneumonia due to suspected methicillin-resistant staphylococcus",
            &["J15.212"],
        );
    }
    let draft = draft
        .option(
            "Pneumonia with no organism suspected, treated empirically",
            &["J18.9"],
        )
        .option("Drugs given for another condition (please specify)", &[]);
    gaps.extend(draft.ask(look, "Based on your clinical judgment, which kind of pneumonia, if any can be further specified, was treated?"));
}

/// Words of a drug that was soon another.
const NARROWED: &[&str] = &[
    "then",
    "narrowed",
    "changed",
    "switched",
    "escalated",
    "escalation",
    "deescalated",
    "transitioned",
    "stopped",
    "discontinued",
    "dose",
    "once",
];

/// Whether the sentence of a drug tells of three days of it or more: "for 7
/// days", "day 5".
fn lasts(pages: &[Lowered<'_, '_>], treatment: &Treatment) -> bool {
    const LEAST: u8 = 3;
    let at = treatment.evidence;
    let sentence = pages.get(at.document as usize).and_then(|page| {
        let span = page.sentence(&(at.start as usize..at.end as usize));
        page.text.get(span)
    });
    let words: Vec<&str> = words(sentence.unwrap_or_default()).collect();
    if words.iter().any(|word| NARROWED.contains(word)) {
        return false;
    }
    let is_days = |number: &str| {
        number
            .parse()
            .is_ok_and(|days: u8| (LEAST..=42).contains(&days))
    };
    words.windows(2).any(|pair| match pair {
        [number, "days" | "day" | "d"] => is_days(number),
        ["day" | "days", number] => is_days(number),
        _ => false,
    })
}
