//! The rules for one diagnosis code.

use chartfleet_model::{Finding, FindingSeverity, Icd10CmCode, Patient, Sex};
use jiff::civil::Date;

use super::{MOST_OFFERS, spans, told};
use crate::tables::data::{AgeRange, Edits, Period};
use crate::tables::{CmEntry, CodeTables, day_number, key};

impl CodeTables {
    pub(super) fn check_diagnosis(
        &self,
        code: &Icd10CmCode,
        on: Date,
        patient: &Patient,
    ) -> Vec<Finding> {
        let Some(entry) = self.cm(code) else {
            return vec![self.unknown(code, on)];
        };
        let day = day_number(on);
        let Some(period) = entry.in_effect(day) else {
            return vec![not_billable(&entry, on)];
        };
        let mut findings = Vec::new();
        findings.extend(age_conflict(
            entry.code(),
            period,
            day,
            &self.data.ages,
            patient,
        ));
        findings.extend(sex_conflict(entry.code(), entry.periods(), period, patient));
        findings
    }

    fn unknown(&self, code: &Icd10CmCode, on: Date) -> Finding {
        let nearest = self.nearest_header(code);
        told::CM_UNKNOWN
            .finding(format!("{code} is no ICD-10-CM code"))
            .about([code])
            .offering(nearest.map_or_else(Vec::new, |header| offers(&header, on)))
    }

    /// The longest existing code that the unknown one begins with.
    fn nearest_header(&self, code: &Icd10CmCode) -> Option<CmEntry<'_>> {
        let mut at = key::pack(code.as_str());
        while let Some(prefix) = at {
            if let Some(row) = self.cm_row(prefix) {
                return Some(CmEntry::new(self, row));
            }
            at = key::shorten(prefix);
        }
        None
    }
}

/// A code that exists but may not be billed on the day: either a header, or
/// deleted, or not yet in effect.
fn not_billable(entry: &CmEntry<'_>, on: Date) -> Finding {
    let offers = offers(entry, on);
    let code = entry.code();
    if offers.is_empty() {
        let valid = spans(&entry.validity());
        return told::CM_NOT_IN_EFFECT
            .finding(format!("{code} is not in effect on {on}: {valid}"))
            .about([code])
            .offering(siblings(entry, on));
    }
    told::CM_NOT_BILLABLE
        .finding(format!(
            "{code} is a header on {on}: a longer code is required"
        ))
        .about([code])
        .offering(offers)
}

/// Billable codes below a header: the fewest added characters first, then in
/// code order.
fn offers(header: &CmEntry<'_>, on: Date) -> Vec<String> {
    let mut below: Vec<CmEntry<'_>> = header
        .descendants()
        .filter(|entry| entry.billable(on))
        .collect();
    if below.is_empty() && header.billable(on) {
        below.push(*header);
    }
    below.sort_by_key(|entry| entry.code().len());
    below.truncate(MOST_OFFERS);
    below.iter().map(|entry| entry.code().to_owned()).collect()
}

fn siblings(entry: &CmEntry<'_>, on: Date) -> Vec<String> {
    entry
        .parent()
        .map_or_else(Vec::new, |parent| offers(&parent, on))
}

fn age_conflict(
    code: &str,
    period: &Period,
    day: u32,
    ages: &[AgeRange],
    patient: &Patient,
) -> Option<Finding> {
    const AGES: Edits = Edits::ADULT
        .with(Edits::NEWBORN)
        .with(Edits::PEDIATRIC)
        .with(Edits::MATERNITY);
    let age = patient.age.filter(|_| period.edits.any(AGES))?;
    let range = ages
        .iter()
        .filter(|range| period.edits.has(range.edit) && range.from <= day && day <= range.to)
        .find(|range| age < range.low || age > range.high)?;
    let message = format!("{code} is for ages {} to {} years", range.low, range.high);
    Some(told::CM_AGE.finding(message).about([code]))
}

/// CMS retired the editor's sex edits on 1 October 2024. From then on the same
/// contradiction is worth a look, no longer an edit.
pub(super) fn sex_conflict(
    code: &str,
    periods: &[Period],
    period: &Period,
    patient: &Patient,
) -> Option<Finding> {
    let (forbidden, wanted) = match patient.sex {
        Sex::Male => (Edits::FEMALE, "females"),
        Sex::Female => (Edits::MALE, "males"),
        Sex::Unknown => return None,
    };
    let (severity, source) = if period.edits.has(forbidden) {
        (FindingSeverity::Error, "Medicare Code Editor, sex conflict")
    } else if was_for(periods, period, forbidden) {
        (
            FindingSeverity::Warning,
            "Medicare Code Editor, sex conflict (retired on 2024-10-01)",
        )
    } else {
        return None;
    };
    Some(Finding {
        severity,
        source: source.into(),
        ..told::CM_SEX
            .finding(format!("{code} is for {wanted}"))
            .about([code])
    })
}

/// Whether an earlier period, up to the retirement, carried the attribute.
fn was_for(periods: &[Period], now: &Period, edit: Edits) -> bool {
    const LAST_DAY: u32 = 20_240_930;
    now.from > LAST_DAY
        && periods
            .iter()
            .any(|period| period.to == LAST_DAY && period.edits.has(edit))
}
