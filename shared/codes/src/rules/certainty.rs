//! Uncertain, absent and ruled-out diagnoses, as they are documented
//! (Guidelines II.H, III.C, IV.H).
//!
//! A diagnosis is judged by all places where it is documented: one place that
//! states it plainly is enough.

mod threatened;

use chartfleet_model::FindingSeverity::{Error, Info};

use super::wording::{LACKING, Wording, all_say, is_abbreviated, names, stands_for, terms};
use super::{Check, ClaimView, Diagnosis, Found, Rule};
use crate::codeset::CodeSet;

pub(super) const RULES: &[Check] = &[
    UNCERTAIN_OUTPATIENT,
    UNCERTAIN_INPATIENT,
    CONFIRMED_ONLY,
    RULED_OUT,
    ABSENT,
    threatened::IMPENDING,
    threatened::BORDERLINE,
];

/// Reasons for contact and external causes: they tell suspicion, exposure and
/// refusal in codes of their own.
const CONTACTS: CodeSet<2> = CodeSet::of(["Z00-Z99", "V00-Y99"]);
/// Signs and symptoms, which are coded in place of an uncertain diagnosis.
const SYMPTOMS: CodeSet<1> = CodeSet::of(["R00-R99"]);

/// Diagnoses that are documented as uncertain in every place.
fn uncertain<'v, 'c>(claim: &'v ClaimView<'c>) -> impl Iterator<Item = &'v Diagnosis<'c>> {
    claim.diagnoses.iter().filter(|diagnosis| {
        !diagnosis.is(&CONTACTS)
            && !diagnosis.is(&SYMPTOMS)
            && !diagnosis.title().contains("uspected")
            && all_say(diagnosis, Wording::is_uncertain)
    })
}

const UNCERTAIN_OUTPATIENT: Check = Check {
    rule: Rule {
        id: "certainty.uncertain_outpatient",
        severity: Error,
        source: "Guidelines IV.H",
        looks_for: "an outpatient diagnosis documented as probable, suspected or the like",
        remedy: "Code the sign, symptom or other reason for the visit.",
    },
    look: uncertain_outpatient,
};

fn uncertain_outpatient(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.is_inpatient() {
        return;
    }
    for diagnosis in uncertain(claim) {
        found.report(
            format!(
                "{} is documented as uncertain, and an outpatient's uncertain diagnosis is not coded",
                diagnosis.code
            ),
            [diagnosis.code],
        );
    }
}

const UNCERTAIN_INPATIENT: Check = Check {
    rule: Rule {
        id: "certainty.uncertain_inpatient",
        severity: Info,
        source: "Guidelines II.H, III.C",
        looks_for: "an inpatient diagnosis documented as probable, suspected or the like",
        remedy: "Make sure that it is still so documented at discharge, in the final statement.",
    },
    look: uncertain_inpatient,
};

fn uncertain_inpatient(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if !claim.is_inpatient() {
        return;
    }
    for diagnosis in uncertain(claim).filter(|d| !d.is(&CONFIRMED)) {
        found.report(
            format!(
                "{} is documented as uncertain: it is coded as if it existed if it is still so at discharge",
                diagnosis.code
            ),
            [diagnosis.code],
        );
    }
}

const CONFIRMED_ONLY: Check = Check {
    rule: Rule {
        id: "certainty.confirmed_only",
        severity: Error,
        source: "Guidelines I.C.1.a.1, I.C.1.f, I.C.1.g.1.a, I.C.10.c",
        looks_for: "HIV, Zika, COVID-19 or influenza of an identified virus that is not confirmed",
        remedy: "Code the signs, symptoms or exposure; for influenza use J11.-.",
    },
    look: confirmed_only,
};

/// HIV, Zika, COVID-19; influenza of novel or other identified viruses.
const CONFIRMED: CodeSet<6> = CodeSet::of(["B20", "Z21", "O98.7", "A92.5", "U07.1", "J09-J10"]);

fn confirmed_only(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    // Elsewhere no uncertain diagnosis is coded, which is told by its own rule.
    if !claim.is_inpatient() {
        return;
    }
    let doubtful = claim
        .of(&CONFIRMED)
        .filter(|diagnosis| all_say(diagnosis, Wording::is_uncertain));
    for diagnosis in doubtful {
        found.report(
            format!(
                "{} is coded only when confirmed, for inpatients too, and is documented as uncertain",
                diagnosis.code
            ),
            [diagnosis.code],
        );
    }
}

const RULED_OUT: Check = Check {
    rule: Rule {
        id: "certainty.ruled_out",
        severity: Error,
        source: "Guidelines II.H, III.C, IV.H",
        looks_for: "a diagnosis documented as ruled out",
        remedy: "Drop it and code the sign, symptom or other reason.",
    },
    look: ruled_out,
};

fn ruled_out(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for diagnosis in claim.diagnoses.iter().filter(|d| !d.is(&CONTACTS)) {
        if all_say(diagnosis, Wording::is_ruled_out) {
            found.report(
                format!("{} is documented as ruled out", diagnosis.code),
                [diagnosis.code],
            );
        }
    }
}

const ABSENT: Check = Check {
    rule: Rule {
        id: "certainty.absent",
        severity: Error,
        source: "Guidelines I.A.19, III, IV.J",
        looks_for: "a diagnosis documented as absent, denied or unlikely",
        remedy: "Drop it: only what the provider says the patient has is coded.",
    },
    look: absent,
};

/// Conditions that are themselves the lack of something: `no appetite`, `no
/// urine`, `no pulse`.
const LACKS: CodeSet<17> = CodeSet::of([
    "M25.6", "G47.0", "H54", "H90-H91", "I46", "K59.0", "N91", "R06.8", "R09.0", "R09.2", "R11.1",
    "R19.1", "R20", "R34", "R40", "R41.3", "R63.0",
]);

fn absent(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for diagnosis in &claim.diagnoses {
        if is_absent(diagnosis) {
            found.report(
                format!(
                    "{} is documented as absent, denied or unlikely",
                    diagnosis.code
                ),
                [diagnosis.code],
            );
        }
    }
}

fn is_absent(diagnosis: &Diagnosis<'_>) -> bool {
    if diagnosis.is(&CONTACTS) || diagnosis.is(&LACKS) {
        return false;
    }
    let says_no_lack = !diagnosis.title().contains(LACKING);
    all_say(diagnosis, |wording| {
        let quote = wording.quote();
        wording.is_absent()
            && !wording.is_ruled_out()
            && (names(quote, &terms(diagnosis))
                || quote.iter().any(|word| stands_for(word, diagnosis.key))
                || says_no_lack && is_abbreviated(quote))
    })
}

/// Whether the words at a disease forbid to code it, which is told by the rules
/// above: it explains no
/// symptom then, and is not first.
pub(crate) fn is_not_coded(inpatient: bool, disease: &Diagnosis<'_>) -> bool {
    let uncertain = || {
        !inpatient
            && !disease.title().contains("uspected")
            && all_say(disease, Wording::is_uncertain)
    };
    all_say(disease, Wording::is_ruled_out) || is_absent(disease) || uncertain()
}
