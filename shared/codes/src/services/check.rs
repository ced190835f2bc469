//! Is a CPT or HCPCS code one of the site's file, and in effect?

use chartfleet_model::{Code, CodeSystem, Finding, FindingSeverity};
use jiff::civil::Date;

use super::key;
use crate::check::MOST_OFFERS;
use crate::import::dates;
use crate::tables::{CodeTables, day_number};

/// What findings call the two systems and their files.
struct Names {
    system: &'static str,
    unknown: &'static str,
    not_in_effect: &'static str,
    not_verifiable: &'static str,
    source: &'static str,
}

const CPT: Names = Names {
    system: "CPT",
    unknown: "cpt.unknown",
    not_in_effect: "cpt.not_in_effect",
    not_verifiable: "cpt.not_verifiable",
    source: "the site's CPT file",
};

const HCPCS: Names = Names {
    system: "HCPCS Level II",
    unknown: "hcpcs.unknown",
    not_in_effect: "hcpcs.not_in_effect",
    not_verifiable: "hcpcs.not_verifiable",
    source: "HCPCS Level II file",
};

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
        let names = if matches!(code, Code::Cpt(_)) {
            CPT
        } else {
            HCPCS
        };
        let Some(list) = self.supplements.services.list(code) else {
            return vec![not_verifiable(&names)];
        };
        let day = day_number(on);
        let key = key::of(code).unwrap_or_default();
        match list.period(key) {
            None => vec![
                Finding::new(
                    names.unknown,
                    FindingSeverity::Error,
                    format!("{code} is no {} code of the imported file", names.system),
                    names.source,
                )
                .about([code])
                .offering(list.near(key, day, MOST_OFFERS))
                .remedied_by("choose a code of the file, or import a newer file"),
            ],
            Some((from, to)) if !(from..=to).contains(&day) => vec![
                Finding::new(
                    names.not_in_effect,
                    FindingSeverity::Error,
                    format!("{code} is not in effect on {on}: valid{}", span(from, to)),
                    names.source,
                )
                .about([code])
                .remedied_by("choose a code that is in effect on the date of service"),
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

fn not_verifiable(names: &Names) -> Finding {
    Finding::new(
        names.not_verifiable,
        FindingSeverity::Info,
        format!(
            "only the form of the code was checked: the installed tables hold no {} codes",
            names.system
        ),
        "installed code tables",
    )
}
