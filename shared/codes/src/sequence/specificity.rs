//! What more specific documentation would change: the DRG if the type, acuity
//! or stage of an unspecified diagnosis were documented, and if a
//! hospital-acquired condition had been present on admission.
//!
//! Narrow on purpose: only where the unspecified code and its more specific
//! ones are the same disease. It never names a code to choose: the answer is
//! the provider's. A level that the principal diagnosis excludes stays
//! excluded, so nothing is said of it.
//!
//! Source: Guidelines I.B.2 (highest specificity documented) and I.B.18
//! (unspecified codes where that is what is known).

use chartfleet_model::{DrgIf, Finding, Icd10CmCode, Poa, Severity};

use super::drg::{Asked, Level};
use crate::codeset::{CodeRange, CodeSet, contains};
use crate::error::CodesError;
use crate::grouper::{GroupClaim, GroupResult};
use crate::rules::drg::SPECIFICITY;
use crate::tables::CmEntry;

/// An unspecified diagnosis, the more specific ones of the same disease, and
/// what tells them apart.
struct Axis {
    unspecified: &'static [CodeRange],
    specific: &'static [CodeRange],
    /// As in "documented ...".
    what: &'static str,
}

/// Regroupings that one claim may cost.
const MOST_QUESTIONS: usize = 6;

/// Fills in [`Level::drg_if`], and tells what is unspecified.
pub(super) fn look(
    asked: &Asked<'_>,
    claim: &GroupClaim,
    result: &GroupResult,
    levels: &mut [Level],
) -> Result<Vec<Finding>, CodesError> {
    let mut findings = Vec::new();
    let mut asking = Asking {
        asked,
        claim,
        result,
        left: MOST_QUESTIONS,
    };
    for (index, draft) in asked.claimed.diagnoses.iter().enumerate().skip(1) {
        let (Some(level), Some(entry)) = (levels.get_mut(index), draft.entry.as_ref()) else {
            continue;
        };
        if level.hospital_acquired.is_some() {
            level.drg_if.extend(asking.had_been_present(index - 1)?);
        }
        let is_open = |axis: &&Axis| contains(axis.unspecified, draft.key);
        let Some(axis) = AXES.iter().find(is_open) else {
            continue;
        };
        let changed = asking.more_specific(index - 1, axis, entry)?;
        if !changed.is_empty() {
            let message = format!(
                "{} leaves the {} open: documentation of it would decide the severity level",
                draft.code, axis.what
            );
            findings.push(SPECIFICITY.finding(message).about([&draft.code]));
            level.drg_if.extend(changed);
        }
    }
    Ok(findings)
}

/// Questions to the grouper about one claim.
struct Asking<'a> {
    asked: &'a Asked<'a>,
    claim: &'a GroupClaim,
    result: &'a GroupResult,
    /// Regroupings that are left.
    left: usize,
}

impl Asking<'_> {
    /// The DRGs at each higher level that a more specific code would have.
    fn more_specific(
        &mut self,
        place: usize,
        axis: &Axis,
        entry: &CmEntry<'_>,
    ) -> Result<Vec<DrgIf>, CodesError> {
        let own = entry.severity(self.claim.version);
        let mut changed = Vec::new();
        for higher in [Severity::Cc, Severity::Mcc] {
            if higher <= own || self.left == 0 {
                continue;
            }
            let Some(code) = representative(self.asked, axis, entry, higher) else {
                continue;
            };
            if self.changes_nothing(place, &code, higher) {
                continue;
            }
            self.left -= 1;
            let mut other = self.claim.clone();
            if let Some(diagnosis) = other.sdx.get_mut(place) {
                diagnosis.code = code;
            }
            changed.extend(self.differs(&other, axis.what, higher)?);
        }
        Ok(changed)
    }

    /// Whether another diagnosis of at least that level counts, and both codes
    /// enter a DRG through their level alone; see [`super::marginal`].
    fn changes_nothing(&self, place: usize, code: &Icd10CmCode, level: Severity) -> bool {
        let grouper = self.asked.tables.grouper();
        let version = self.claim.version;
        let by_level_alone = |code: &Icd10CmCode| !grouper.is_in_logic(code, version);
        let own = self.result.sdx.get(place);
        by_level_alone(code)
            && own.is_some_and(|own| by_level_alone(&own.code))
            && self
                .result
                .sdx
                .iter()
                .enumerate()
                .any(|(other, diagnosis)| {
                    other != place && diagnosis.severity >= level && by_level_alone(&diagnosis.code)
                })
    }

    /// The DRG if the condition had been present on admission.
    fn had_been_present(&self, place: usize) -> Result<Option<DrgIf>, CodesError> {
        let own = self.result.sdx.get(place).map(|d| d.own_severity);
        let mut other = self.claim.clone();
        if let Some(diagnosis) = other.sdx.get_mut(place) {
            diagnosis.poa = Some(Poa::Y);
        }
        self.differs(&other, "presence on admission", own.unwrap_or_default())
    }

    /// The DRG of the other claim, where it differs.
    fn differs(
        &self,
        other: &GroupClaim,
        what: &'static str,
        severity: Severity,
    ) -> Result<Option<DrgIf>, CodesError> {
        let drg = self.asked.tables.grouper().drg_with(other, &|_| true)?;
        let prices = &self.asked.prices;
        Ok((drg != self.result.drg).then(|| DrgIf {
            when: what.into(),
            severity,
            drg,
            weight_change: prices.more_weight(drg, self.result.drg),
            payment_change_cents: prices.more_cents(drg, self.result.drg),
        }))
    }
}

/// A more specific code of the level, for the grouper alone: the first in code
/// order that may be billed, of those that enter a DRG through their level
/// alone where there are such.
fn representative(
    asked: &Asked<'_>,
    axis: &Axis,
    entry: &CmEntry<'_>,
    level: Severity,
) -> Option<Icd10CmCode> {
    let on = asked.context.on;
    let version = crate::grouper::GrouperVersion::for_discharge(on).ok()?;
    let keys = &asked.tables.data.cm.keys;
    let mut found: Vec<CmEntry<'_>> = if axis.specific.is_empty() {
        entry.parent()?.descendants().collect()
    } else {
        let rows = axis.specific.iter().flat_map(|&(from, to)| {
            let start = keys.partition_point(|&key| key < from);
            start..keys.partition_point(|&key| key <= to)
        });
        rows.map(|row| CmEntry::new(asked.tables, row)).collect()
    };
    found.retain(|other| other.severity(version) == level && other.billable(on));
    let codes: Vec<Icd10CmCode> = found
        .iter()
        .filter_map(|other| other.code().parse().ok())
        .collect();
    let grouper = asked.tables.grouper();
    let plain = codes
        .iter()
        .find(|code| !grouper.is_in_logic(code, version));
    plain.or_else(|| codes.first()).cloned()
}

const HEART_FAILURE: CodeSet<1> = CodeSet::of(["I50.9"]);
const HEART_FAILURE_TYPES: CodeSet<1> = CodeSet::of(["I50.2-I50.4"]);
const SYSTOLIC: CodeSet<1> = CodeSet::of(["I50.20"]);
const SYSTOLIC_ACUITY: CodeSet<1> = CodeSet::of(["I50.21-I50.23"]);
const DIASTOLIC: CodeSet<1> = CodeSet::of(["I50.30"]);
const DIASTOLIC_ACUITY: CodeSet<1> = CodeSet::of(["I50.31-I50.33"]);
const COMBINED: CodeSet<1> = CodeSet::of(["I50.40"]);
const COMBINED_ACUITY: CodeSet<1> = CodeSet::of(["I50.41-I50.43"]);
const KIDNEY: CodeSet<1> = CodeSet::of(["N18.9"]);
const KIDNEY_STAGES: CodeSet<1> = CodeSet::of(["N18.1-N18.5"]);
const ACUTE_KIDNEY: CodeSet<1> = CodeSet::of(["N17.9"]);
const ACUTE_KIDNEY_TYPES: CodeSet<1> = CodeSet::of(["N17.0-N17.8"]);
const RESPIRATORY: CodeSet<1> = CodeSet::of(["J96.9"]);
const RESPIRATORY_ACUITY: CodeSet<1> = CodeSet::of(["J96.0-J96.2"]);
const ENCEPHALOPATHY: CodeSet<1> = CodeSet::of(["G93.40"]);
const ENCEPHALOPATHY_TYPES: CodeSet<2> = CodeSet::of(["G92.8", "G93.41"]);
const MALNUTRITION: CodeSet<1> = CodeSet::of(["E46"]);
const MALNUTRITION_GRADES: CodeSet<1> = CodeSet::of(["E43-E44"]);
const FIBRILLATION: CodeSet<1> = CodeSet::of(["I48.91"]);
const FIBRILLATION_TYPES: CodeSet<1> = CodeSet::of(["I48.0-I48.2"]);
const HEPATIC: CodeSet<1> = CodeSet::of(["K72.9"]);
const HEPATIC_ACUITY: CodeSet<1> = CodeSet::of(["K72.0-K72.1"]);
const PRESSURE_ULCER: CodeSet<25> = CodeSet::of([
    "L89.009", "L89.019", "L89.029", "L89.109", "L89.119", "L89.129", "L89.139", "L89.149",
    "L89.159", "L89.209", "L89.219", "L89.229", "L89.309", "L89.319", "L89.329", "L89.43",
    "L89.509", "L89.519", "L89.529", "L89.609", "L89.619", "L89.629", "L89.819", "L89.899",
    "L89.90",
]);

/// Unspecified diagnoses; with an empty `specific`, the codes beside one under
/// the same header are the more specific ones.
const AXES: &[Axis] = &[
    axis(
        HEART_FAILURE.ranges(),
        HEART_FAILURE_TYPES.ranges(),
        "type and acuity",
    ),
    axis(SYSTOLIC.ranges(), SYSTOLIC_ACUITY.ranges(), "acuity"),
    axis(DIASTOLIC.ranges(), DIASTOLIC_ACUITY.ranges(), "acuity"),
    axis(COMBINED.ranges(), COMBINED_ACUITY.ranges(), "acuity"),
    axis(KIDNEY.ranges(), KIDNEY_STAGES.ranges(), "stage"),
    axis(ACUTE_KIDNEY.ranges(), ACUTE_KIDNEY_TYPES.ranges(), "type"),
    axis(RESPIRATORY.ranges(), RESPIRATORY_ACUITY.ranges(), "acuity"),
    axis(
        ENCEPHALOPATHY.ranges(),
        ENCEPHALOPATHY_TYPES.ranges(),
        "type",
    ),
    axis(
        MALNUTRITION.ranges(),
        MALNUTRITION_GRADES.ranges(),
        "degree",
    ),
    axis(FIBRILLATION.ranges(), FIBRILLATION_TYPES.ranges(), "type"),
    axis(HEPATIC.ranges(), HEPATIC_ACUITY.ranges(), "acuity"),
    axis(PRESSURE_ULCER.ranges(), &[], "stage"),
];

const fn axis(
    unspecified: &'static [CodeRange],
    specific: &'static [CodeRange],
    what: &'static str,
) -> Axis {
    Axis {
        unspecified,
        specific,
        what,
    }
}
