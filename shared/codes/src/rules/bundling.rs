//! NCCI procedure-to-procedure edits: services that another service on the
//! claim includes.
//!
//! The edits of practitioners or of outpatient hospital services apply, by the
//! class of the encounter; none to inpatient claims. A modifier counts on
//! either code of a pair, as Medicare has it since July 2019. What an edit
//! forbids, it forbids on one date of service: over several days it can only
//! be asked on which day each service was.

use chartfleet_model::FindingSeverity::{Error, Info, Warning};

use super::{Check, ClaimView, Found, Procedure, Rule};
use crate::ncci::{ModifierIndicator, NcciSetting, PtpEdit};
use crate::services::{modifiers, visits};

const SOURCE: &str = "NCCI procedure-to-procedure edits; NCCI Policy Manual, chapter I, section E";

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "ncci.bundled",
            severity: Error,
            source: SOURCE,
            looks_for: "two services of which one includes the other, and no modifier may part them (indicator 0)",
            remedy: "Report the column-1 code alone; no modifier makes the column-2 code payable with it.",
        },
        look: |claim, found| report(claim, found, Verdict::Never),
    },
    Check {
        rule: Rule {
            id: "ncci.needs_modifier",
            severity: Error,
            source: SOURCE,
            looks_for: "two services of which one includes the other unless they were distinct (indicator 1), and no modifier that says so",
            remedy: "Report the column-1 code alone, unless the record documents a separate encounter (XE), organ, structure, site or lesion (XS), practitioner (XP) or an unusual service that does not overlap (XU), or 59 where none of these tells it; a modifier is never added for payment alone.",
        },
        look: |claim, found| report(claim, found, Verdict::Missing),
    },
    Check {
        rule: Rule {
            id: "ncci.same_site",
            severity: Warning,
            source: SOURCE,
            looks_for: "a bundled pair whose only modifiers put both services at the same site",
            remedy: "Report the column-1 code alone, or correct the site of one of the two as the record has it.",
        },
        look: |claim, found| report(claim, found, Verdict::SameSite),
    },
    Check {
        rule: Rule {
            id: "ncci.modifier_used",
            severity: Info,
            source: SOURCE,
            looks_for: "a bundled pair reported apart by an NCCI-associated modifier",
            remedy: "Keep the modifier only where the record shows what it stands for.",
        },
        look: |claim, found| report(claim, found, Verdict::SaidDistinct),
    },
    Check {
        rule: Rule {
            id: "ncci.several_days",
            severity: Warning,
            source: SOURCE,
            looks_for: "a bundled pair on an encounter of several days",
            remedy: "Give each line its date of service; report both only where they were on different days.",
        },
        look: |claim, found| report(claim, found, Verdict::PerhapsOtherDay),
    },
];

/// What becomes of a bundled pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Never both.
    Never,
    /// No modifier says that they were distinct.
    Missing,
    /// Modifiers say that they were at one site.
    SameSite,
    /// Modifiers say that they were distinct.
    SaidDistinct,
    /// They may have been on different days.
    PerhapsOtherDay,
}

/// A pair on the claim with its edit.
struct Bundled<'c> {
    column1: &'c Procedure<'c>,
    column2: &'c Procedure<'c>,
    edit: PtpEdit<'c>,
}

fn report(claim: &ClaimView<'_>, found: &mut Found<'_>, wanted: Verdict) {
    let mut told = Vec::new();
    for pair in pairs(claim) {
        let codes = [pair.column1.code, pair.column2.code];
        if pair.verdict(claim.days()) == Some(wanted) && !told.contains(&codes) {
            told.push(codes);
            found.report(pair.message(wanted), codes);
        }
    }
}

fn pairs<'c>(claim: &'c ClaimView<'_>) -> impl Iterator<Item = Bundled<'c>> {
    let setting =
        NcciSetting::of(claim.encounter.class).filter(|&setting| claim.tables.has_ptp(setting));
    setting.into_iter().flat_map(move |setting| {
        claim.services().flat_map(move |column1| {
            claim.services().filter_map(move |column2| {
                let edit = claim
                    .tables
                    .ptp(setting, column1.code, column2.code, claim.on)?;
                Some(Bundled {
                    column1,
                    column2,
                    edit,
                })
            })
        })
    })
}

impl Bundled<'_> {
    fn verdict(&self, days: u32) -> Option<Verdict> {
        let said = match self.edit.modifier {
            ModifierIndicator::NotApplicable => return None,
            ModifierIndicator::NotAllowed => Verdict::Never,
            ModifierIndicator::Allowed => self.distinct(),
        };
        Some(match said {
            Verdict::Never | Verdict::Missing if days > 1 => Verdict::PerhapsOtherDay,
            _ => said,
        })
    }

    fn distinct(&self) -> Verdict {
        let [first, second] = [self.column1, self.column2].map(associated);
        if first.is_empty() && second.is_empty() {
            Verdict::Missing
        } else if first == second
            && first
                .iter()
                .all(|modifier| modifiers::is_anatomic(modifier))
        {
            Verdict::SameSite
        } else {
            Verdict::SaidDistinct
        }
    }

    fn message(&self, verdict: Verdict) -> String {
        let (column1, column2) = (self.column1.code, self.column2.code);
        let reason = match self.edit.rationale {
            "" => String::new(),
            words => format!(" ({words})"),
        };
        let rest = match verdict {
            Verdict::Never => "; no modifier parts them".to_owned(),
            Verdict::Missing if visits::is_visit(self.column1.code) || visits::is_visit(self.column2.code) => {
                ", and no modifier says that they were distinct; for a visit that is 25 (57 for the decision for major surgery), where the record shows a significant visit of its own".to_owned()
            }
            Verdict::Missing => ", and no modifier says that they were distinct".to_owned(),
            Verdict::SameSite => format!(
                ", and {} on both lines puts them at one site",
                associated(self.column1).join(" and ")
            ),
            Verdict::SaidDistinct => self.must_show(),
            Verdict::PerhapsOtherDay => {
                ", on one date of service; the encounter has several".to_owned()
            }
        };
        format!("{column1} includes {column2}{reason}{rest}")
    }

    fn must_show(&self) -> String {
        let mut words = String::new();
        for line in [self.column1, self.column2] {
            for modifier in associated(line) {
                let shows = modifiers::shows(&modifier).unwrap_or_default();
                words.push_str(&format!(
                    "; {modifier} on {}: the record must show {shows}",
                    line.code
                ));
            }
        }
        words
    }
}

/// The NCCI-associated modifiers of a line, sorted.
fn associated(line: &Procedure<'_>) -> Vec<String> {
    let mut found: Vec<String> = line
        .modifiers
        .iter()
        .filter(|modifier| modifiers::is_ncci_associated(modifier))
        .map(|modifier| modifier.to_ascii_uppercase())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}
