//! Long-term treatment of diabetes as it is documented (Guidelines I.C.4.a.3).

use chartfleet_model::FindingSeverity::{Info, Warning};

use crate::codeset::{CodeRange, CodeSet, ranges};
use crate::rules::{Check, ClaimView, Diagnosis, Found, Rule};

pub(super) const NOT_CODED: Check = Check {
    rule: Rule {
        id: "diabetes.treatment_not_coded",
        severity: Info,
        source: "Guidelines I.C.4.a.3; ICD-10-CM tabular list, E08-E13, use additional code",
        looks_for: "insulin or another drug documented with diabetes, without the code for its long-term use",
        remedy: "Add Z79.4, Z79.84 or Z79.85 where the drug is taken for long, not where it is given for this stay alone.",
    },
    look: not_coded,
};

pub(super) const TEMPORARY: Check = Check {
    rule: Rule {
        id: "diabetes.temporary_insulin",
        severity: Warning,
        source: "Guidelines I.C.4.a.3",
        looks_for: "long-term use of insulin, documented as given for this encounter alone",
        remedy: "Drop Z79.4: insulin given to bring glucose under control for a time is not coded.",
    },
    look: temporary,
};

const LONG_TERM: CodeSet<1> = CodeSet::of(["Z79.4"]);

/// Words of insulin that is given for a time.
const FOR_A_TIME: [&str; 7] = [
    "hospital only",
    "temporar",
    "sliding scale",
    "correction insulin",
    "insulin drip",
    "insulin infusion",
    "while inpatient",
];

fn temporary(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for status in claim.of(&LONG_TERM) {
        let for_a_time = |quote: &str| {
            let quote = quote.to_lowercase();
            FOR_A_TIME.iter().any(|words| quote.contains(words)) && !quote.contains("long-term")
        };
        let mut mentions = status.mentions.iter();
        if !status.mentions.is_empty() && mentions.all(|mention| for_a_time(mention.quote)) {
            found.report(
                format!("{} is documented as insulin for a time", status.code),
                [status.code],
            );
        }
    }
}

/// Types that need not be treated with insulin.
const DIABETES: CodeSet<4> = CodeSet::of(["E08", "E09", "E11", "E13"]);
/// Gestational diabetes says itself how it is controlled.
const GESTATIONAL: CodeSet<1> = CodeSet::of(["O24.4"]);

/// Drugs by the beginning of their names, and the status of their use.
const DRUGS: &[(&[&str], &[CodeRange], &str)] = &[
    (
        &[
            "insulin", "glargine", "lantus", "basaglar", "toujeo", "detemir", "levemir",
            "degludec", "tresiba", "lispro", "humalog", "novolog", "humulin", "novolin",
        ],
        &ranges(["Z79.4"]),
        "Z79.4",
    ),
    (
        &[
            "metformin",
            "glipizide",
            "glimepiride",
            "glyburide",
            "sitagliptin",
            "linagliptin",
            "empagliflozin",
            "dapagliflozin",
            "canagliflozin",
            "pioglitazone",
            "jardiance",
            "farxiga",
            "januvia",
            "oral hypoglycemic",
            "oral antidiabetic",
        ],
        &ranges(["Z79.84"]),
        "Z79.84",
    ),
    (
        &[
            "semaglutide",
            "ozempic",
            "dulaglutide",
            "trulicity",
            "liraglutide",
            "victoza",
            "exenatide",
            "tirzepatide",
            "mounjaro",
        ],
        &ranges(["Z79.85"]),
        "Z79.85",
    ),
];

/// Words that make it no long-term use, or none at all.
const NOT_FOR_LONG: [&str; 22] = [
    "no insulin",
    "not on",
    "not taking",
    "without",
    "off insulin",
    "resistan",
    "temporar",
    "sliding",
    "correction",
    "drip",
    "infusion",
    "deficien",
    "naive",
    "declin",
    "refus",
    "stopped",
    "discontinued",
    "held",
    "former",
    "previously",
    "consider",
    "start",
];

fn not_coded(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&GESTATIONAL) {
        return;
    }
    for (names, status, code) in DRUGS {
        if claim.within(status).next().is_some() {
            continue;
        }
        let treated = claim.of(&DIABETES).find(|diabetes| takes(diabetes, names));
        if let Some(diabetes) = treated {
            found.report_with(
                format!(
                    "{} is documented with a drug whose long-term use no code tells",
                    diabetes.code
                ),
                [diabetes.code],
                [code],
            );
        }
    }
}

/// Whether a sentence that documents it names one of the drugs, for long use.
fn takes(diabetes: &Diagnosis<'_>, names: &[&str]) -> bool {
    diabetes.mentions.iter().any(|mention| {
        let sentence = format!("{} {}", mention.sentence, mention.quote).to_lowercase();
        names.iter().any(|name| sentence.contains(name))
            && !NOT_FOR_LONG.iter().any(|word| sentence.contains(word))
    })
}
