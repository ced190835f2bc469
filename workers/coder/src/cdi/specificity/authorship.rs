//! Diagnoses that no provider documented: a nurse, a dietitian, a pathologist
//! or a radiologist did.
//!
//! Codes that such authors may support by themselves (body mass index, stages,
//! scores, social factors) are left to their own checks.

use chartfleet_model::{Code, Gap, GapKind, Icd10CmCode, NotClaimed, NotClaimedStatus};

use crate::cdi::query::{Draft, begins};
use crate::cdi::{Check, Look};

pub(super) const PROVIDER: Check = Check {
    rule: "cdi.provider_documentation",
    kind: GapKind::Authorship,
    source: "Guidelines I.A.19, I.B.14, III.B",
    look,
};

/// Queries of this kind that one chart may bring.
const MOST: usize = 2;

/// What other clinicians may document of a provider's diagnosis, and what is
/// no diagnosis.
const NOT_ASKED: &[&str] = &[
    "Z68", "Z55", "Z56", "Z57", "Z58", "Z59", "Z6", "R29.7", "R40.2", "V", "W", "X", "Y", "R",
];

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let mut asked = 0;
    for suggestion in &look.result.not_claimed {
        if suggestion.status != NotClaimedStatus::NotProvider || asked == MOST {
            continue;
        }
        if let Some(gap) = ask(check, look, suggestion) {
            gaps.push(gap);
            asked += 1;
        }
    }
}

fn ask(check: &Check, look: &Look<'_>, suggestion: &NotClaimed) -> Option<Gap> {
    let code: Icd10CmCode = suggestion.code.parse().ok()?;
    if begins(&code, NOT_ASKED) {
        return None;
    }
    let title = look
        .tables
        .title(&Code::Icd10Cm(code.clone()))?
        .into_owned();
    let spans = suggestion.evidence.iter().copied();
    Draft::new(check, format!("clinical significance of: {title}"))
        .indicators("documented by somebody other than a provider", spans)
        .option(title, &[code.as_str()])
        .option("A finding without clinical significance in this encounter", &[])
        .ask(look, "What is the clinical significance, if any, of the documentation above for this patient?")
}
