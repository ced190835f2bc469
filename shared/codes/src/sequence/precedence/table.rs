//! The orders that the guidelines demand, with the sets of codes they name.
//!
//! Source: ICD-10-CM Official Guidelines FY2026, Section I, cited at each.

use super::{Narrowed, Precedence, order};
use crate::codeset::CodeSet;
use crate::rules::sepsis::SEPSIS;

/// Sequelae apart, which follow the condition that they left (I.C.15.p.3).
const OBSTETRIC: CodeSet<2> = CodeSet::of(["O00-O93", "O95-O9A"]);
/// The elective termination apart, which may only stand first.
const NOT_OBSTETRIC: CodeSet<3> = CodeSet::of(["A00-N99", "Q00-Z33.1", "Z33.3-Z99"]);
const LIVEBORN: CodeSet<1> = CodeSet::of(["Z38"]);
const NOT_LIVEBORN: CodeSet<2> = CodeSet::of(["A00-Z37", "Z39-Z99"]);
const LOCAL_INFECTION: CodeSet<24> = CodeSet::of([
    "A04.7",
    "G00",
    "I33.0",
    "J12-J18",
    "J20-J22",
    "J36",
    "J85",
    "J86",
    "K35",
    "K61",
    "K65",
    "K75.0",
    "K81.0",
    "L02",
    "L03",
    "L08",
    "M00",
    "M86.0-M86.2",
    "N10",
    "N15.1",
    "N30.0",
    "N39.0",
    "N41.0",
    "U07.1",
]);
const SEVERE_SEPSIS: CodeSet<2> = CodeSet::of(["R65.2", "T81.12"]);
const ORGAN_DYSFUNCTION: CodeSet<9> = CodeSet::of([
    "D65", "G62.81", "G72.81", "G93.41", "J80", "J96.0", "J96.2", "K72.0", "N17",
]);
const PROCEDURAL_INFECTION: CodeSet<5> =
    CodeSet::of(["O86.0", "T80.2", "T81.40-T81.43", "T81.49", "T88.0"]);
const SYSTEMIC_INFECTION: CodeSet<3> = CodeSet::of(["A40", "A41", "T81.44"]);
const ORGANISM: CodeSet<1> = CodeSet::of(["B95-B97"]);
const NOT_ORGANISM: CodeSet<2> = CodeSet::of(["A00-B94", "C00-T88"]);
const HIV_DISEASE: CodeSet<1> = CodeSet::of(["B20"]);
const HIV_RELATED: CodeSet<9> = CodeSet::of([
    "A07.2-A07.3",
    "A31.2",
    "A81.2",
    "B25",
    "B37.81",
    "B45",
    "B58.2",
    "B59",
    "C46",
]);
const NEOPLASM: CodeSet<1> = CodeSet::of(["C00-D49"]);
const ANEMIA_IN_NEOPLASM: CodeSet<1> = CodeSet::of(["D63.0"]);
const HYPOINSULINEMIA: CodeSet<1> = CodeSet::of(["E89.1"]);
const OTHER_DIABETES: CodeSet<1> = CodeSet::of(["E13"]);
const DRUGS_AND_TOXINS: CodeSet<1> = CodeSet::of(["T36-T65"]);
/// What an acute poisoning shows itself by.
const POISONING_EFFECT: CodeSet<12> = CodeSet::of([
    "G92", "G93.1", "G93.4", "I95.2", "J68", "J69", "J80", "J96.0", "K71", "R00-R64", "R65.1",
    "T68",
]);
const DRUGS: CodeSet<1> = CodeSet::of(["T36-T50"]);
const NOT_DRUGS: CodeSet<3> = CodeSet::of(["A00-T34", "T66-T88", "U07"]);
/// What injuries leave behind: disorders after brain injury, palsies, scars,
/// joints and muscles, adhesions and strictures, and symptoms that persist.
const RESIDUAL: CodeSet<10> = CodeSet::of([
    "F06-F07",
    "G00-G99",
    "H00-H95",
    "K66.0",
    "L90-L91",
    "M00-M99",
    "N13.5",
    "N35",
    "R00-R29.6",
    "R30-R64",
]);
const INJURY: CodeSet<1> = CodeSet::of(["S00-T34"]);
const BIRTH_WEIGHT: CodeSet<2> = CodeSet::of(["P07.0", "P07.1"]);
const GESTATIONAL_AGE: CodeSet<2> = CodeSet::of(["P07.2", "P07.3"]);
const STROKE: CodeSet<1> = CodeSet::of(["I60-I68"]);
const ACUTE_STROKE: CodeSet<1> = CodeSet::of(["I60-I63"]);
/// Palsies, cut fields of vision.
const DEFICIT: CodeSet<3> = CodeSet::of(["G81", "G83.1-G83.3", "H53.46"]);
const COVID_CONTACT: CodeSet<2> = CodeSet::of(["Z11.52", "Z20.822"]);
const HYPERTENSION: CodeSet<2> = CodeSet::of(["I10-I15", "I1A"]);
const SUBSTANCE_USE: CodeSet<1> = CodeSet::of(["F10-F19"]);
const TRANSPLANT_MALIGNANCY: CodeSet<1> = CodeSet::of(["C80.2"]);
const SPECIFIC_MALIGNANCY: CodeSet<2> = CodeSet::of(["C00-C80.1", "C81-C96"]);
const VAPING: CodeSet<1> = CodeSet::of(["U07.0"]);
const VAPING_MANIFESTATION: CodeSet<2> = CodeSet::of(["J00-J99", "R00-R64"]);
const COVID: CodeSet<1> = CodeSet::of(["U07.1"]);
const COVID_MANIFESTATION: CodeSet<9> = CodeSet::of([
    "J12.82-J12.9",
    "J18",
    "J20-J22",
    "J40",
    "J80",
    "J96.0",
    "J96.2",
    "J98.8",
    "R00-R64",
]);
const TRANSPLANT_COMPLICATION: CodeSet<1> = CodeSet::of(["T86"]);
const BRAIN_DISORDER: CodeSet<3> = CodeSet::of(["G00-G99", "I60-I63", "S00-T88"]);
const COMA_SCALE: CodeSet<1> = CodeSet::of(["R40.21-R40.24"]);

const EXTERNAL_CAUSE: CodeSet<1> = CodeSet::of(["V00-Y99"]);
const NOT_EXTERNAL_CAUSE: CodeSet<2> = CodeSet::of(["A00-U99", "Z00-Z99"]);

/// Every order that the guidelines demand, the most general first.
pub(super) const CHAPTERS: &[Precedence] = &[
    Precedence {
        also_after_admission: true,
        ..order(
            OBSTETRIC.ranges(),
            NOT_OBSTETRIC.ranges(),
            "Guidelines I.C.15.a.1",
            "chapter 15 has priority over other chapters on the mother's claim",
        )
    },
    Precedence {
        also_after_admission: true,
        ..order(
            LIVEBORN.ranges(),
            NOT_LIVEBORN.ranges(),
            "Guidelines I.C.16.a.2",
            "the birth record begins with the birth",
        )
    },
    order(
        PROCEDURAL_INFECTION.ranges(),
        SYSTEMIC_INFECTION.ranges(),
        "Guidelines I.C.1.d.5.b",
        "sepsis follows the infection of the procedure that it is due to",
    ),
    order(
        SEPSIS.ranges(),
        LOCAL_INFECTION.ranges(),
        "Guidelines I.C.1.d.4",
        "a local infection follows the sepsis that was present on admission",
    ),
    Precedence {
        also_after_admission: true,
        ..order(
            SEPSIS.ranges(),
            SEVERE_SEPSIS.ranges(),
            "Guidelines I.C.1.d.1.b and I.C.1.d.2",
            "severe sepsis follows its systemic infection",
        )
    },
    order(
        SEVERE_SEPSIS.ranges(),
        ORGAN_DYSFUNCTION.ranges(),
        "Guidelines I.C.1.d.1.b and I.C.1.d.3",
        "organ dysfunction follows the severe sepsis that it belongs to",
    ),
    Precedence {
        also_after_admission: true,
        ..order(
            NOT_ORGANISM.ranges(),
            ORGANISM.ranges(),
            "Guidelines I.C.1.b",
            "an organism follows the infection that it causes",
        )
    },
    order(
        HIV_DISEASE.ranges(),
        HIV_RELATED.ranges(),
        "Guidelines I.C.1.a.2.a",
        "an HIV-related condition follows HIV disease",
    ),
    Precedence {
        also_after_admission: true,
        ..order(
            NEOPLASM.ranges(),
            ANEMIA_IN_NEOPLASM.ranges(),
            "Guidelines I.C.2.c.1",
            "anemia in neoplastic disease follows the malignancy",
        )
    },
    order(
        HYPOINSULINEMIA.ranges(),
        OTHER_DIABETES.ranges(),
        "Guidelines I.C.4.a.6.b.i",
        "diabetes after removal of the pancreas follows the hypoinsulinemia",
    ),
    Precedence {
        narrowed: Narrowed::BeforePoisoning,
        ..order(
            DRUGS_AND_TOXINS.ranges(),
            POISONING_EFFECT.ranges(),
            "Guidelines I.C.19.e.5.b and I.C.19.e.5.d",
            "manifestations follow the poisoning or toxic effect",
        )
    },
    Precedence {
        narrowed: Narrowed::AfterDrugTaken,
        also_after_admission: true,
        ..order(
            NOT_DRUGS.ranges(),
            DRUGS.ranges(),
            "Guidelines I.C.19.e.5.a and I.C.19.e.5.c",
            "the drug follows what its adverse effect or underdosing led to",
        )
    },
    Precedence {
        narrowed: Narrowed::AfterSequela,
        ..order(
            RESIDUAL.ranges(),
            INJURY.ranges(),
            "Guidelines I.B.10 and I.C.19.a",
            "the injury follows the sequela that it left",
        )
    },
    Precedence {
        also_after_admission: true,
        ..order(
            BIRTH_WEIGHT.ranges(),
            GESTATIONAL_AGE.ranges(),
            "Guidelines I.C.16.d; tabular list, note at P07",
            "the weight at birth stands before the weeks of gestation",
        )
    },
    order(
        ACUTE_STROKE.ranges(),
        DEFICIT.ranges(),
        "UHDDS; tabular list, note at G81",
        "a deficit follows the stroke that it results from",
    ),
    order(
        COVID.ranges(),
        COVID_CONTACT.ranges(),
        "Guidelines I.C.1.g.1.a and I.C.1.g.1.e",
        "contact and screening follow the infection that was confirmed",
    ),
    order(
        STROKE.ranges(),
        HYPERTENSION.ranges(),
        "Guidelines I.C.9.a.4",
        "hypertension follows the cerebrovascular disease",
    ),
    order(
        TRANSPLANT_MALIGNANCY.ranges(),
        SPECIFIC_MALIGNANCY.ranges(),
        "Guidelines I.C.2.r",
        "the malignancy of a transplant is named after C80.2",
    ),
    order(
        VAPING.ranges(),
        VAPING_MANIFESTATION.ranges(),
        "Guidelines I.C.10.e",
        "manifestations follow the disorder of vaping",
    ),
    order(
        TRANSPLANT_COMPLICATION.ranges(),
        COVID.ranges(),
        "Guidelines I.C.1.g.1.a and I.C.19.g.3.a",
        "COVID-19 follows the complication of a transplant",
    ),
    order(
        COVID.ranges(),
        COVID_MANIFESTATION.ranges(),
        "Guidelines I.C.1.g.1.b and I.C.1.g.1.c",
        "manifestations follow COVID-19",
    ),
    order(
        BRAIN_DISORDER.ranges(),
        COMA_SCALE.ranges(),
        "Guidelines I.C.18.e",
        "the coma scale follows the diagnosis",
    ),
    Precedence {
        narrowed: Narrowed::BeforePoisoning,
        ..order(
            DRUGS_AND_TOXINS.ranges(),
            SUBSTANCE_USE.ranges(),
            "Guidelines I.C.19.e.5.b",
            "abuse or dependence follows the poisoning by the substance",
        )
    },
    Precedence {
        also_after_admission: true,
        ..order(
            NOT_EXTERNAL_CAUSE.ranges(),
            EXTERNAL_CAUSE.ranges(),
            "Guidelines I.C.20.a.6",
            "an external cause is never first",
        )
    },
];
