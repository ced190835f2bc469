//! Is a CPT or HCPCS code one of the site's file, and in effect?

use chartfleet_model::{Code, CodeSystem, Finding, FindingSeverity};
use jiff::civil::Date;

use super::{key, told};
use crate::check::MOST_OFFERS;
use crate::import::dates;
use crate::tables::{CodeTables, day_number};

impl CodeTables {
    /// Whether nothing is known against billing a CPT or HCPCS code on a day.
    pub(crate) fn may_be_billed(&self, code: &str, on: Date) -> bool {
        [CodeSystem::Cpt, CodeSystem::Hcpcs]
            .into_iter()
            .find_map(|system| Code::parse(system, code).ok())
            .is_some_and(|code| {
                self.check_service(&code, on)
                    .iter()
                    .all(|finding| finding.severity < FindingSeverity::Error)
            })
    }

    /// What the site's file says against a CPT or HCPCS code; that nothing can
    /// be said where the site imported none.
    pub(crate) fn check_service(&self, code: &Code, on: Date) -> Vec<Finding> {
        let told = if matches!(code, Code::Cpt(_)) {
            told::CPT
        } else {
            told::HCPCS
        };
        let Some(list) = self.supplements.services.list(code) else {
            let message = format!(
                "only the form of the code was checked: the installed tables hold no {} codes",
                told.system
            );
            return vec![told.not_verifiable.finding(message).about([code])];
        };
        let day = day_number(on);
        let key = key::of(code).unwrap_or_default();
        match list.period(key) {
            None => vec![
                told.unknown
                    .finding(format!(
                        "{code} is no {} code of the imported file",
                        told.system
                    ))
                    .about([code])
                    .offering(list.near(key, day, MOST_OFFERS)),
            ],
            Some((from, to)) if !(from..=to).contains(&day) => vec![
                told.not_in_effect
                    .finding(format!(
                        "{code} is not in effect on {on}: valid{}",
                        span(from, to)
                    ))
                    .about([code]),
            ],
            Some(_) => Vec::new(),
        }
    }
}

fn span(from: u32, to: u32) -> String {
    let from = dates::date(from).map_or(String::new(), |date| format!(" from {date}"));
    let to = dates::date(to).map_or(String::new(), |date| format!(" to {date}"));
    from + &to
}
