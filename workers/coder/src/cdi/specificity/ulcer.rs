//! The stage of a pressure ulcer, the depth of another chronic ulcer.
//!
//! The stage may come from a nurse where a provider documents the ulcer
//! (I.B.14): a stage anywhere in the record is a matter of coding, and nothing
//! is asked. The answers are the stages that the tabular list has for the site.

use chartfleet_model::{ClaimDiagnosis, Gap, GapKind, Icd10CmCode};

use crate::cdi::query::Draft;
use crate::cdi::words::{Lowered, Said, mentioned, said, spans, words};
use crate::cdi::{Check, Look};

pub(super) const PRESSURE: Check = Check {
    rule: "cdi.pressure_ulcer_stage",
    kind: GapKind::Stage,
    source: "Guidelines I.B.14, I.C.12.a; National Pressure Injury Advisory Panel",
    look,
};

pub(super) const CHRONIC: Check = Check {
    rule: "cdi.chronic_ulcer_depth",
    kind: GapKind::Stage,
    source: "Guidelines I.B.14; Tabular list L97, L98.4",
    look: chronic,
};

const STAGES_SAID: &[&str] = &["stage*"];
/// Stages that only an ulcer has.
const DEEPER: &[&str] = &[
    "unstageable",
    "deep tissue injury",
    "deep tissue pressure",
    "dti",
];
/// Beginnings of words for an ulcer and its site.
const OF_ULCER: &[&str] = &[
    "ulcer", "injur", "sore", "decub", "wound", "pressure", "sacr", "coccy", "heel", "buttock",
    "ischi", "trochant",
];
const DEPTH: &[&str] = &[
    "full thickness",
    "full-thickness",
    "partial thickness",
    "partial-thickness",
    "slough",
    "eschar",
    "non-blanchable",
    "nonblanchable",
    "exposed bone",
    "tunneling",
    "undermining",
    "granulation",
    "wound care",
    "wound vac",
    "depth",
    "cm x",
    "debridement",
];

/// The last character of a code, and the answer it stands for.
const STAGES: &[(char, &str)] = &[
    ('1', "Pressure ulcer, stage 1"),
    ('2', "Pressure ulcer, stage 2"),
    ('3', "Pressure ulcer, stage 3"),
    ('4', "Pressure ulcer, stage 4"),
    ('0', "Pressure ulcer, unstageable"),
    ('6', "Pressure-induced deep tissue damage"),
];

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let open = |d: &&ClaimDiagnosis| d.code.as_str().ends_with('9') && d.code.as_str().len() > 5;
    for ulcer in look.claimed(&["L89"]).filter(open) {
        let pages = look.lowered();
        if is_staged(&pages) {
            return;
        }
        let depth = said(&pages, DEPTH);
        if depth.is_empty() {
            return;
        }
        let mut draft = Draft::new(check, "stage of pressure ulcer")
            .about("pressure ulcer as documented", ulcer)
            .indicators("description of the wound", spans(depth).take(4));
        for (last, text) in STAGES {
            if let Some(code) = staged(&ulcer.code, *last) {
                draft = draft.option(*text, &[&code]);
            }
        }
        gaps.extend(draft.ask(look, "Based on your clinical judgment, how can the stage of the pressure ulcer be specified?"));
    }
}

/// Words that tell the depth as the codes have it, and of tissue that shows.
const DEPTH_TOLD: &[&str] = &[
    "fat layer",
    "subcutaneous",
    "muscle",
    "necrosis of bone",
    "bone necrosis",
    "skin breakdown",
    "breakdown of skin",
    "limited to",
];
const TISSUE: &[&str] = &[
    "probes to bone",
    "probe to bone",
    "exposed bone",
    "exposed tendon",
    "full thickness",
    "full-thickness",
    "partial thickness",
    "partial-thickness",
    "necrotic",
    "eschar",
    "slough",
    "tunneling",
    "undermining",
];
const DEPTHS: &[(char, &str)] = &[
    ('1', "Ulcer limited to breakdown of the skin"),
    ('2', "Ulcer with fat layer exposed"),
    (
        '5',
        "Ulcer with muscle involved, without necrosis of muscle",
    ),
    ('3', "Ulcer with necrosis of muscle"),
    ('6', "Ulcer with bone involved, without necrosis of bone"),
    ('4', "Ulcer with necrosis of bone"),
];

fn chronic(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let open = |d: &&ClaimDiagnosis| d.code.as_str().ends_with('9') && d.code.as_str().len() > 6;
    let mut ulcers = look.claimed(&["L97", "L98.4"]);
    let Some(ulcer) = ulcers.find(open) else {
        return;
    };
    let pages = look.lowered();
    let tissue = said(&pages, TISSUE);
    if tissue.is_empty() || !mentioned(&pages, DEPTH_TOLD).is_empty() {
        return;
    }
    let draft = Draft::new(check, "depth of the chronic ulcer")
        .about("ulcer as documented", ulcer)
        .indicators("description of the wound", spans(tissue).take(4));
    let draft = DEPTHS.iter().fold(draft, |draft, (last, text)| {
        match staged(&ulcer.code, *last) {
            Some(code) => draft.option(*text, &[&code]),
            None => draft,
        }
    });
    let question = "Based on your clinical judgment, how can the depth of the ulcer be specified?";
    gaps.extend(draft.ask(look, question));
}

/// Whether the record holds the stage of an ulcer: kidneys, heart failure and
/// tumors have stages too.
fn is_staged(pages: &[Lowered<'_, '_>]) -> bool {
    let mut stages = mentioned(pages, STAGES_SAID).into_iter();
    let is_of_ulcer = |said: Said| {
        let lowered = pages.get(said.evidence.document as usize);
        let sentence = lowered.and_then(|page| page.text.get(page.sentence(&said.at)));
        let holds = |text: &str| {
            let mut words = words(text);
            words.any(|word| OF_ULCER.iter().any(|start| word.starts_with(start)))
        };
        sentence.is_some_and(holds)
    };
    stages.any(is_of_ulcer) || !mentioned(pages, DEEPER).is_empty()
}

/// The code of the same site with another last character.
fn staged(code: &Icd10CmCode, last: char) -> Option<String> {
    let site = code.as_str().strip_suffix('9')?;
    Some(format!("{site}{last}"))
}
