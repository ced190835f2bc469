//! What was measured and given: laboratory values, vital signs, drugs and
//! findings, each with where it stands, and which conditions somebody has
//! addressed in any words.
//!
//! Read by rules, without a model and in time linear in the text. Targets,
//! orders, reference ranges, doses, other specimens and relatives' values are
//! no facts of the patient.
//!
//! Source of units: AMA Manual of Style, conventional and SI units.

mod analyte;
mod change;
mod class;
mod context;
mod gas;
mod grammar;
mod historian;
mod lookup;
mod mention;
mod moment;
mod table;
#[cfg(test)]
mod tests;
mod token;
mod unit;
mod words;

use std::fmt;
use std::ops::Range;

use chartfleet_model::Evidence;

pub use analyte::Analyte;
pub use class::{DiagnosisClass, FindingClass, TreatmentClass};
pub use moment::Moment;

pub(super) use historian::is_kin;

use crate::record::{Authority, Page, Record, SectionKind};
use context::Context;
use grammar::Reader;
use mention::{Meaning, Mention};
use token::{Kind, Tokens};

/// A laboratory value, vital sign or score.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    /// What was measured.
    pub analyte: Analyte,
    /// In the analyte's conventional US unit; the middle of a range.
    pub value: f64,
    /// Whether it is from before the encounter.
    pub moment: Moment,
    /// What the patient breathed, where that was told; for oxygen alone.
    pub air: Air,
    /// Where it stands, name and value.
    pub evidence: Evidence,
}

/// What a patient breathed when oxygen was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Air {
    /// Not told.
    Unknown,
    /// Room air.
    Room,
    /// Oxygen or a ventilator.
    Oxygen,
}

/// A drug or treatment that was given or is taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Treatment {
    /// Its class.
    pub class: TreatmentClass,
    /// Whether it went into a vein, as far as told beside it.
    pub is_intravenous: bool,
    /// Where it stands.
    pub evidence: Evidence,
}

/// A sign or result in words, of the patient and present.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Its class.
    pub class: FindingClass,
    /// What its author may support.
    pub authority: Authority,
    /// Where it stands.
    pub evidence: Evidence,
}

/// Everything measured, given, found and addressed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// In the record's order.
    pub measurements: Vec<Measurement>,
    /// In the record's order.
    pub treatments: Vec<Treatment>,
    /// In the record's order.
    pub findings: Vec<Finding>,
    /// What a provider documented, suspected or ruled out, of this encounter;
    /// in the record's order.
    pub diagnoses: Vec<(DiagnosisClass, Evidence)>,
    /// Those of them that a provider did not deny.
    pub affirmed: Vec<DiagnosisClass>,
    /// The patient's age as a note tells it; 0 for infants.
    pub age: Option<u8>,
    /// The texts in lower case, byte for byte, in the record's order.
    pub(super) lower: Lower,
}

/// Texts that no debug output shows.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Lower(pub(super) Vec<String>);

impl fmt::Debug for Lower {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} texts", self.0.len())
    }
}

impl Facts {
    /// Reads the facts of a record.
    #[must_use]
    pub fn of(record: &Record<'_>) -> Self {
        let mut facts = Self::default();
        for page in &record.pages {
            facts.read(page);
        }
        facts
    }

    fn read(&mut self, page: &Page<'_>) {
        let tokens = Tokens::of(&page.document.text);
        self.age = self.age.or_else(|| context::age(&tokens));
        for mention in mention::mentions(tokens.lower()) {
            let section = page.section_at(mention.span.start);
            if section == SectionKind::Family {
                continue;
            }
            let context = Context::of(&tokens, &mention.span);
            match mention.meaning {
                // What to return for, and what was at the door.
                Meaning::Measured(..) | Meaning::Gases | Meaning::RoomAir
                    if section == SectionKind::Disposition => {}
                Meaning::Measured(analyte, partner) => {
                    self.measure(page, &tokens, &mention, (analyte, partner));
                }
                Meaning::Gases => self.measure_gases(page, &tokens, &mention.span),
                Meaning::RoomAir => self.measure_air(page, &tokens, &mention.span),
                Meaning::Treatment(class) => self.treat(page, &mention.span, class, context),
                Meaning::Finding(class)
                    if context.is_of_patient()
                        && (class.is_lasting() || !(context.is_past || is_of_past(section))) =>
                {
                    self.findings
                        .extend(evidence(page, &mention.span).map(|evidence| Finding {
                            class,
                            authority: page.authority,
                            evidence,
                        }))
                }
                Meaning::Diagnosis(class) if is_of_now(page, &mention.span, (class, context)) => {
                    let evidence = evidence(page, &mention.span);
                    self.diagnoses.extend(evidence.map(|at| (class, at)));
                    if !context.is_negated && !self.affirmed.contains(&class) {
                        self.affirmed.push(class);
                    }
                }
                Meaning::Finding(_) | Meaning::Diagnosis(_) => {}
            }
        }
        self.lower.0.push(tokens.into_lower());
    }

    fn treat(
        &mut self,
        page: &Page<'_>,
        span: &Range<usize>,
        class: TreatmentClass,
        context: Context,
    ) {
        if !context.is_present()
            || context.is_planned
            || page.section_at(span.start) == SectionKind::Allergies
        {
            return;
        }
        self.treatments
            .extend(evidence(page, span).map(|evidence| Treatment {
                class,
                is_intravenous: context.is_intravenous,
                evidence,
            }));
    }

    fn measure(
        &mut self,
        page: &Page<'_>,
        tokens: &Tokens,
        mention: &Mention,
        (analyte, partner): (Analyte, Option<Analyte>),
    ) {
        let name = page
            .document
            .text
            .get(mention.span.clone())
            .unwrap_or_default();
        let first = tokens.at(mention.span.start);
        let is_short = name.chars().count() <= 2 || matches!(name, "RR" | "MAP" | "sat" | "temp");
        if (is_short && !is_abbreviation(name, tokens, first))
            || (name.eq_ignore_ascii_case("o2") && !context::is_saturation(tokens, first + 1))
            || (name.eq_ignore_ascii_case("co2") && context::is_pressure(tokens, first))
            || context::is_other_specimen(tokens, first, tokens.at(mention.span.end))
        {
            return;
        }
        // "No fever > 101.5"
        let is_denied = (tokens.before(first).take(2))
            .any(|word| matches!(word, "no" | "denies" | "denied" | "without"));
        if is_denied {
            return;
        }
        let Some(moment) = moment::told_before(tokens, first) else {
            return;
        };
        let reader = Reader {
            tokens,
            analyte,
            partner,
            name: mention.span.clone(),
            told: moment,
            is_short,
        };
        for reading in reader.read(tokens.at(mention.span.end)) {
            let air = if matches!(analyte, Analyte::Saturation | Analyte::OxygenPressure) {
                context::air(tokens, first, reading.next)
            } else {
                Air::Unknown
            };
            let read = evidence(page, &reading.span).map(|evidence| Measurement {
                analyte: reading.analyte,
                value: reading.value,
                moment: reading.moment,
                air,
                evidence,
            });
            self.measurements.extend(read.filter(|m| !self.knows(m)));
        }
    }

    /// Saturations that only the air behind them names.
    fn measure_air(&mut self, page: &Page<'_>, tokens: &Tokens, span: &Range<usize>) {
        for index in gas::on_air(tokens, tokens.at(span.start)) {
            let (Some(token), Some(moment)) =
                (tokens.get(index), moment::told_before(tokens, index))
            else {
                continue;
            };
            let Kind::Number(value) = token.kind else {
                continue;
            };
            let read = evidence(page, &token.span).map(|evidence| Measurement {
                analyte: Analyte::Saturation,
                value,
                moment,
                air: Air::Room,
                evidence,
            });
            self.measurements.extend(read.filter(|m| !self.knows(m)));
        }
    }

    fn measure_gases(&mut self, page: &Page<'_>, tokens: &Tokens, span: &Range<usize>) {
        let first = tokens.at(span.start);
        let Some(moment) = moment::told_before(tokens, first) else {
            return;
        };
        for (analyte, value, end, next) in gas::row(tokens, span) {
            let is_oxygen = analyte == Analyte::OxygenPressure;
            let read = evidence(page, &(span.start..end)).map(|evidence| Measurement {
                analyte,
                value,
                moment,
                air: if is_oxygen {
                    context::air(tokens, first, next)
                } else {
                    Air::Unknown
                },
                evidence,
            });
            self.measurements.extend(read.filter(|m| !self.knows(m)));
        }
    }

    /// Whether the same value was read from another of its names: "ejection
    /// fraction (LVEF) of 25%".
    fn knows(&self, new: &Measurement) -> bool {
        const NEAR: usize = 16;
        let place = |m: &Measurement| (m.analyte, m.evidence.document, m.evidence.end);
        let mut recent = self.measurements.iter().rev().take(NEAR);
        recent.any(|known| place(known) == place(new))
    }
}

/// A single letter and "Mg" are names only as capitals; behind a number a short
/// name needs its own: "Na 137 K 3.9 Mg 0.9", not "40 mg", "LISINOPRIL 20 MG".
fn is_abbreviation(name: &str, tokens: &Tokens, first: usize) -> bool {
    let is_capital = name.starts_with(char::is_uppercase);
    let before = first.checked_sub(1).map(|before| tokens.kind(before));
    match before {
        Some(Kind::Mark('/')) => false,
        Some(Kind::Number(_) | Kind::Mark('%')) => {
            is_capital && name != "MG" && table::opens_value(tokens, first + 1)
        }
        _ => is_capital || !(name.len() < 2 || name == "mg"),
    }
}

/// Whether the section tells of the time before: "GI bleed 2019".
fn is_of_past(section: SectionKind) -> bool {
    matches!(
        section,
        SectionKind::PastMedical | SectionKind::PastSurgical
    )
}

/// Whether a provider wrote it of this encounter; "history of" a lasting
/// condition is of it.
fn is_of_now(
    page: &Page<'_>,
    span: &Range<usize>,
    (class, context): (DiagnosisClass, Context),
) -> bool {
    let section = page.section_at(span.start);
    page.authority == Authority::Provider
        && !context.is_family
        && (!context.is_past || class.is_lasting())
        && !matches!(section, SectionKind::PastSurgical | SectionKind::Allergies)
}

fn evidence(page: &Page<'_>, span: &Range<usize>) -> Option<Evidence> {
    Some(Evidence {
        document: page.number,
        start: u32::try_from(span.start).ok()?,
        end: u32::try_from(span.end).ok()?,
    })
}
