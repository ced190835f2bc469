//! The words of the benchmark's notes. Written for it; no patient said them.

/// Headings, in the order in which notes use them.
pub(crate) const HEADINGS: &[&str] = &[
    "HISTORY OF PRESENT ILLNESS",
    "PAST MEDICAL HISTORY",
    "MEDICATIONS",
    "PHYSICAL EXAMINATION",
    "LABORATORY DATA",
    "HOSPITAL COURSE",
    "ASSESSMENT AND PLAN",
];

/// `#` stands for a number, `@` for one of [`DIAGNOSES`].
pub(crate) const SENTENCES: &[&str] = &[
    "Patient presented after # days of worsening shortness of breath and cough.",
    "The history is notable for @, followed at an outside clinic for # years.",
    "Temperature was 38.# C, pulse 1# per minute, saturation 9# percent on room air.",
    "White count was 1#.# with a left shift; haemoglobin had fallen to #.# g/dL.",
    "Creatinine rose from 0.# to 2.# mg/dL and returned to baseline with fluids.",
    "Chest film showed a patchy density in the right lower lobe, #mm at its widest.",
    "Assessment includes @ and @, both treated on this admission.",
    "There was no evidence of @ on examination or imaging.",
    "Family history is positive for @ in the mother at age #.",
    "Started on ceftriaxone # mg daily, changed to oral therapy on day #.",
    "Metoprolol # mg twice daily was continued; lisinopril was held for # days.",
    "The nursing staff documented a stage # pressure area over the sacrum.",
    "Potassium of 2.# was replaced with # mEq and rechecked overnight.",
    "Physical therapy saw the patient # times and recommended home exercises.",
    "Abdomen was soft, tender in the right upper quadrant, with # bowel sounds.",
    "Echocardiogram gave an ejection fraction of # percent with mild regurgitation.",
    "The patient was counselled for # minutes about diet, tobacco and follow-up.",
    "Blood glucose ranged from # to 2# mg/dL on sliding scale insulin.",
    "Plan: treat @, recheck laboratory values in # days, return if febrile.",
    "Consultation with cardiology was obtained on day # and agreed with the plan.",
    "Wound of the left leg measured # by # cm without drainage or odour.",
    "Discharged in stable condition with # prescriptions and a visit in # weeks.",
];

/// Diagnoses as clinicians write them, so that retrieval has work to do.
pub(crate) const DIAGNOSES: &[&str] = &[
    "type 2 diabetes with polyneuropathy",
    "essential hypertension",
    "chronic kidney disease stage 3",
    "acute respiratory failure with hypoxia",
    "community-acquired pneumonia",
    "acute on chronic systolic heart failure",
    "non-ST elevation myocardial infarction",
    "atrial fibrillation",
    "hyperlipidemia",
    "acute kidney injury",
    "hyponatremia",
    "severe protein-calorie malnutrition",
    "iron deficiency anemia",
    "cellulitis of the left lower limb",
    "acute pancreatitis",
    "urinary tract infection",
    "gastro-esophageal reflux disease",
    "major depressive disorder",
    "obstructive sleep apnea",
    "pulmonary embolism",
    "metabolic encephalopathy",
    "hypothyroidism",
    "osteoarthritis of the right knee",
    "malignant neoplasm of the colon",
];
