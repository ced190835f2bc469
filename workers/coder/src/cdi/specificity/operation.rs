//! What an operation's report leaves open: the kind of a debridement, and
//! whether an event during it was a complication.
//!
//! Only a provider says that something is a complication (I.B.16), and only the
//! word "excisional" makes a debridement an excision.

use chartfleet_model::{Gap, GapKind};

use crate::cdi::query::Draft;
use crate::cdi::words::{Said, mentioned, said, spans};
use crate::cdi::{Check, Look};
use crate::record::{Authority, SectionKind};

pub(super) const DEBRIDEMENT: Check = Check {
    rule: "cdi.debridement_type",
    kind: GapKind::Type,
    source: "ICD-10-PCS root operations Excision, Extraction, Irrigation; Coding Clinic, third quarter of 2015",
    look: debridement,
};

pub(super) const EVENT: Check = Check {
    rule: "cdi.operative_event",
    kind: GapKind::CausalLink,
    source: "Guidelines I.B.16",
    look: event,
};

const DEBRIDED: &[&str] = &[
    "debrided",
    "debridement was",
    "debridement performed",
    "sharp debridement",
    "surgical debridement",
    "operative debridement",
    "bedside debridement",
    "underwent debridement",
];
const KIND_TOLD: &[&str] = &[
    "excisional*",
    "non-excisional*",
    "nonexcisional*",
    "excised",
    "mechanical debridement",
    "enzymatic",
    "autolytic",
    "chemical debridement",
];
const DEPTH: &[&str] = &[
    "scalpel",
    "curette",
    "curetted",
    "rongeur",
    "sharply",
    "sharp",
    "necrotic",
    "devitalized",
    "nonviable",
    "non-viable",
    "slough",
    "down to",
    "fascia",
    "muscle",
    "bone",
    "tendon",
    "bleeding tissue",
];

fn debridement(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let pages = look.lowered();
    let debrided = done(look, said(&pages, DEBRIDED));
    let is_here = |place: &Said| {
        let mut debrided = debrided.iter();
        debrided.any(|said| said.evidence.document == place.evidence.document)
    };
    let mut depth = said(&pages, DEPTH);
    depth.retain(is_here);
    let is_told = !mentioned(&pages, KIND_TOLD).is_empty();
    if debrided.is_empty() || depth.is_empty() || is_told {
        return;
    }
    let gap = Draft::new(check, "kind of debridement")
        .indicators("debridement as documented", spans(debrided).take(2))
        .indicators("tissue or instrument", spans(depth).take(3))
        .option(
            "Excisional debridement (please specify the deepest tissue removed)",
            &[],
        )
        .option(
            "Debridement without excision, such as scraping, scrubbing or irrigation (please specify)",
            &[],
        )
        .ask(look, "How can the kind of debridement, and the deepest tissue removed, be specified?");
    gaps.extend(gap);
}

const EVENTS: &[&str] = &[
    "serosal tear*",
    "serosal injury",
    "incidental durotomy",
    "inadvertent durotomy",
    "dural tear",
    "inadvertent enterotomy",
    "accidental enterotomy",
    "unintended enterotomy",
    "inadvertent cystotomy",
    "accidental cystotomy",
    "incidental cystotomy",
    "accidental laceration",
    "inadvertent laceration",
    "inadvertent injury",
    "inadvertently entered",
    "accidentally entered",
    "inadvertently lacerated",
];
const MEANING_TOLD: &[&str] = &[
    "inherent",
    "unavoidable",
    "not a complication",
    "integral",
    "expected given",
    "intraoperative complication*",
];
/// Codes of accidental punctures and lacerations.
const EVENT_CODES: &[&str] = &[
    "D78.1", "E36.1", "G97.4", "H59.2", "H95.3", "I97.5", "J95.7", "K91.7", "L76.1", "M96.82",
    "N99.7",
];

fn event(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let pages = look.lowered();
    let events = done(look, said(&pages, EVENTS));
    let is_told = !mentioned(&pages, MEANING_TOLD).is_empty();
    if events.is_empty() || is_told || look.claims(EVENT_CODES) {
        return;
    }
    let gap = Draft::new(check, "event during the operation")
        .indicators("event as documented", spans(events).take(3))
        .option("Complication of the procedure (please specify)", &[])
        .option("Inherent in the procedure or unavoidable, not a complication", &[])
        .option("Incidental event without clinical significance", &[])
        .ask(look, "Based on your clinical judgment, what is the clinical significance of this event during the operation?");
    gaps.extend(gap);
}

/// What a provider tells as done in this stay of an inpatient.
fn done(look: &Look<'_>, mut told: Vec<Said>) -> Vec<Said> {
    told.retain(|said| {
        let page = look.record.page(said.evidence);
        let section = page.map(|page| page.section_at(said.at.start));
        let is_past = matches!(
            section,
            Some(SectionKind::PastMedical | SectionKind::PastSurgical | SectionKind::Plan)
        );
        said.authority == Authority::Provider && !is_past
    });
    if look.chart.encounter.class.is_inpatient() {
        told
    } else {
        Vec::new()
    }
}
