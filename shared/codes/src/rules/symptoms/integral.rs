//! Which signs and symptoms belong routinely to which diseases (Guidelines
//! I.B.5).
//!
//! A pair is listed where the sign is part of the usual picture of the disease,
//! and where no Excludes1 note keeps the two apart already. Deficits of stroke,
//! ascites, coma, dysphagia and others that are coded in their own right are not
//! listed.

use crate::codeset::{CodeRange, ranges};

/// Symptoms, and the diseases to which they are integral.
pub(super) const PAIRS: &[(&[CodeRange], &[CodeRange])] = &[
    // Pneumonia and other infections of the lung: cough, breathlessness, sputum, fever, pleuritic pain.
    (
        &ranges(["R05", "R06.0", "R09.3", "R50.9", "R07.1", "R07.81"]),
        &ranges([
            "J09.X1",
            "J10.0",
            "J11.0",
            "J12-J18",
            "A48.1",
            "J85.0-J85.1",
            "J69.0",
        ]),
    ),
    // Bronchitis, COPD and asthma: cough, breathlessness, sputum.
    (
        &ranges(["R05", "R06.0", "R09.3"]),
        &ranges(["J20-J21", "J42-J45"]),
    ),
    // COPD: wheezing. Of asthma a note excludes it.
    (&ranges(["R06.2"]), &ranges(["J20-J21", "J42-J44"])),
    // Colds, influenza and COVID-19: cough, stuffy nose, fever.
    (
        &ranges(["R05", "R09.81", "R50.9"]),
        &ranges(["J00-J06", "J09-J11", "U07.1"]),
    ),
    // Heart failure: breathlessness, swelling.
    (
        &ranges(["R06.0", "R60"]),
        &ranges(["I50", "I11.0", "I13.0", "I13.2", "I09.81"]),
    ),
    // Pulmonary embolism: breathlessness, chest pain.
    (
        &ranges(["R06.0", "R07.1", "R07.81", "R07.89", "R07.9"]),
        &ranges(["I26"]),
    ),
    // Angina, infarction and pericarditis: chest pain.
    (
        &ranges(["R07.2", "R07.89", "R07.9"]),
        &ranges(["I20-I22", "I24", "I25.11", "I25.7", "I30"]),
    ),
    // Atrial fibrillation and flutter: palpitations.
    (&ranges(["R00.2"]), &ranges(["I48"])),
    // Acute abdomen: abdominal pain, nausea, vomiting.
    (
        &ranges(["R10", "R11"]),
        &ranges([
            "K25-K26",
            "K35-K37",
            "K56",
            "K57.0",
            "K57.12",
            "K57.2",
            "K57.32",
            "K57.4",
            "K57.52",
            "K57.8",
            "K57.92",
            "K80.0",
            "K80.3-K80.4",
            "K80.6",
            "K81",
            "K85",
        ]),
    ),
    // Gastroenteritis and colitis: pain, nausea, vomiting, diarrhea.
    (&ranges(["R10", "R11"]), &ranges(["A00-A09", "K50-K52"])),
    // Diarrhea of specified enteritis; of what is not specified a note excludes it.
    (
        &ranges(["R19.7"]),
        &ranges(["A00-A08", "K50-K51", "K52.0-K52.8"]),
    ),
    // Reflux: heartburn.
    (&ranges(["R12"]), &ranges(["K21"])),
    // Obstructed bile ducts and viral hepatitis: jaundice.
    (
        &ranges(["R17"]),
        &ranges(["K80.3-K80.5", "K80.7", "K83.0-K83.1", "B15-B19"]),
    ),
    // Migraine: headache, nausea.
    (&ranges(["R51", "R11", "H53.14"]), &ranges(["G43.0-G43.9"])),
    // Meningitis: fever, headache, stiff neck.
    (
        &ranges(["R50.9", "R51", "R29.1"]),
        &ranges(["G00-G03", "A87", "A39.0"]),
    ),
    // Encephalopathy and delirium: altered mental status.
    (
        &ranges(["R41.82"]),
        &ranges(["F05", "G92", "G93.4", "K76.82"]),
    ),
    // Dementia: memory loss.
    (&ranges(["R41.3"]), &ranges(["F01-F03", "G30"])),
    // Urinary tract infection: pain, frequency, urgency.
    (
        &ranges(["R30", "R35.0", "R39.15"]),
        &ranges(["N10", "N11", "N30", "N34", "N39.0", "N13.6"]),
    ),
    // Pyelonephritis: fever.
    (&ranges(["R50.9"]), &ranges(["N10", "N13.6"])),
    // Stones, cystitis with hematuria: blood in urine.
    (
        &ranges(["R31"]),
        &ranges([
            "N20-N21", "N30.11", "N30.21", "N30.31", "N30.41", "N30.81", "N30.91",
        ]),
    ),
    // Stones: colic.
    (&ranges(["R10", "N23"]), &ranges(["N20-N21", "N13.2"])),
    // Sepsis: fever, rapid pulse, low pressure.
    (
        &ranges(["R50.9", "R00.0", "R03.1"]),
        &ranges(["A40-A41", "O85", "T81.44"]),
    ),
    // Shock: low pressure.
    (&ranges(["R03.1"]), &ranges(["R57", "R65.21", "T81.1"])),
    // Hypertension: an elevated reading.
    (&ranges(["R03.0"]), &ranges(["I10-I16"])),
    // Skin disease and eruptive fevers: rash.
    (
        &ranges(["R21"]),
        &ranges([
            "L20-L30", "L40", "L42", "L50", "B01-B02", "B05-B06", "B08-B09",
        ]),
    ),
    // Cellulitis and deep vein thrombosis: local swelling.
    (
        &ranges(["R60.0", "R22"]),
        &ranges(["L03", "I82.4", "I80.1-I80.2"]),
    ),
];
