//! What is measured: the names that notes use, the conventional US unit, what
//! other units convert to it, and what cannot be a value of it.
//!
//! A value outside the plausible range is no measurement of a living patient,
//! but a dose, a date or another analyte: it is left out.

/// Defines the analytes with their labels, ranges and names.
macro_rules! analytes {
    ($($(#[doc = $doc:literal])+ $variant:ident($label:literal, $least:literal..=$most:literal)
        : $($name:literal)+;)+) => {
        /// What is measured, each in the unit named.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Analyte {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Analyte {
            /// Every analyte with the names that notes use, in lower case.
            pub(super) const NAMES: &[(Self, &[&str])] = &[$((Self::$variant, &[$($name),+]),)+];

            /// What an indicator calls it.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// Whether a patient can have the value.
            pub(super) fn is_plausible(self, value: f64) -> bool {
                match self { $(Self::$variant => ($least..=$most).contains(&value),)+ }
            }
        }
    };
}

analytes! {
    /// Serum creatinine, mg/dL.
    Creatinine("serum creatinine", 0.1..=25.0): "creatinine" "creat" "cr" "scr" "creatininemia" "sr cr" "s cr";
    /// Blood urea nitrogen, mg/dL.
    Urea("blood urea nitrogen", 1.0..=250.0): "bun" "urea nitrogen" "urea";
    /// Estimated glomerular filtration rate, mL/min/1.73 m².
    Filtration("eGFR", 1.0..=200.0): "egfr" "gfr" "glomerular filtration rate";
    /// Left ventricular ejection fraction, percent.
    EjectionFraction("ejection fraction", 5.0..=85.0): "ejection fraction" "lvef" "ef" "lv ef";
    /// Sodium, mmol/L.
    Sodium("serum sodium", 95.0..=190.0): "sodium" "na" "natremia" "hyponatremia" "hypernatremia";
    /// Potassium, mmol/L.
    Potassium("serum potassium", 1.2..=9.9): "potassium" "k" "hypokalemia" "hyperkalemia";
    /// Magnesium, mg/dL.
    Magnesium("serum magnesium", 0.3..=8.0): "magnesium" "mg" "mag" "hypomagnesemia";
    /// Phosphate, mg/dL.
    Phosphate("serum phosphate", 0.2..=15.0): "phosphate" "phosphorus" "phos" "po4" "hypophosphatemia";
    /// Total calcium, mg/dL.
    Calcium("serum calcium", 4.0..=20.0): "calcium" "ca" "hypercalcemia" "hypocalcemia";
    /// Bicarbonate, mmol/L.
    Bicarbonate("bicarbonate", 2.0..=60.0): "bicarbonate" "hco3" "bicarb" "total co2"
        "co2" "tco2" "hco3-" "serum co2" "serum bicarbonate";
    /// Anion gap, mmol/L.
    AnionGap("anion gap", 2.0..=60.0): "anion gap" "ag";
    /// Glucose, mg/dL.
    Glucose("glucose", 10.0..=2000.0): "glucose" "blood sugar" "glycemia" "fingerstick" "fsbg" "bg"
        "blood glucose" "glu" "fsbs" "fingerstick glucose" "poc glucose" "accucheck" "accu-chek"
        "bgl" "bs" "cbg" "gluc" "capillary glucose" "hyperglycemia" "hypoglycemia" "hyperglycemic" "hypoglycemic";
    /// Serum osmolality, mOsm/kg.
    Osmolality("serum osmolality", 200.0..=500.0): "serum osmolality" "osmolality" "serum osm"
        "serum osms" "sosm" "s osm" "osmolarity" "serum osmolarity" "plasma osmolality";
    /// Glycated hemoglobin, percent.
    GlycatedHemoglobin("hemoglobin A1c", 3.0..=20.0): "a1c" "hba1c" "hemoglobin a1c" "hgba1c"
        "glycated hemoglobin" "glycosylated hemoglobin";
    /// Beta-hydroxybutyrate, mmol/L.
    Ketones("beta-hydroxybutyrate", 0.0..=30.0): "beta-hydroxybutyrate" "beta hydroxybutyrate"
        "bhb" "serum ketones" "bohb" "b-hydroxybutyrate" "blood ketones" "capillary ketones"
        "ketones" "blood ketone" "hydroxybutyrate" "betahydroxybutyrate";
    /// Lactate, mmol/L.
    Lactate("lactate", 0.1..=30.0): "lactate" "lactic acidosis" "lactic acid" "lactic" "lact";
    /// White blood cells, 10⁹/L.
    Leukocytes("white blood cells", 0.1..=400.0): "wbc" "white count" "white blood cell count"
        "white blood cells" "leukocytes" "leucocytes" "leukocyte count" "white cell count" "wbcs" "leukocytosis" "leukopenia";
    /// Band forms, percent.
    Bands("bands", 0.0..=80.0): "bands" "bandemia";
    /// Neutrophils, 10⁹/L.
    Neutrophils("absolute neutrophil count", 0.0..=100.0): "anc" "absolute neutrophil count"
        "absolute neutrophils" "neutrophils absolute" "neutrophil count" "neutrophils abs";
    /// Hemoglobin, g/dL.
    Hemoglobin("hemoglobin", 2.0..=24.0): "hemoglobin" "hgb" "hb" "haemoglobin";
    /// Hematocrit, percent.
    Hematocrit("hematocrit", 6.0..=75.0): "hematocrit" "hct" "haematocrit";
    /// Platelets, 10⁹/L.
    Platelets("platelets", 1.0..=2000.0): "platelets" "platelet count" "plt" "plts" "platelet" "thrombocytopenia";
    /// International normalized ratio.
    Inr("INR", 0.5..=20.0): "inr" "international normalized ratio";
    /// Total bilirubin, mg/dL.
    Bilirubin("total bilirubin", 0.1..=60.0): "bilirubin" "total bilirubin" "t bili" "tbili"
        "t. bili" "bili";
    /// Albumin, g/dL.
    Albumin("serum albumin", 0.5..=7.0): "albumin" "alb";
    /// Ammonia, µmol/L.
    Ammonia("ammonia", 5.0..=1000.0): "ammonia" "nh3";
    /// Creatine kinase, U/L.
    CreatineKinase("creatine kinase", 5.0..=500_000.0): "creatine kinase" "cpk" "ck"
        "creatine phosphokinase" "total ck";
    /// Troponin, ng/L.
    Troponin("troponin", 0.0..=500_000.0): "troponin" "troponin i" "troponin t" "hs-troponin"
        "hstnt" "hs troponin" "high-sensitivity troponin" "trop" "troponins" "hs-tnt" "hs-tni"
        "hstni" "hs trop" "hs-trop" "high sensitivity troponin" "high sensitivity troponin t"
        "high sensitivity troponin i" "high-sensitivity troponin t" "high-sensitivity troponin i"
        "hs troponin t" "hs troponin i" "hs-troponin t" "hs-troponin i" "troponin t hs"
        "troponin i hs" "troponin hs" "trops" "tnt" "tni" "hs-ctnt" "hs-ctni";
    /// B-type natriuretic peptide, pg/mL.
    Bnp("BNP", 1.0..=70_000.0): "bnp" "brain natriuretic peptide" "b-type natriuretic peptide";
    /// N-terminal pro-BNP, pg/mL.
    NtProBnp("NT-proBNP", 1.0..=200_000.0): "nt-probnp" "probnp" "pro-bnp" "nt probnp"
        "nt-pro-bnp" "nt-pro bnp" "ntprobnp";
    /// Procalcitonin, ng/mL.
    Procalcitonin("procalcitonin", 0.0..=1000.0): "procalcitonin" "pct";
    /// Blood pH.
    Ph("blood pH", 6.5..=7.9): "ph";
    /// Carbon dioxide pressure, mmHg.
    CarbonDioxide("pCO2", 8.0..=200.0): "pco2" "paco2" "pco₂" "paco₂";
    /// Oxygen pressure, mmHg.
    OxygenPressure("pO2", 15.0..=650.0): "po2" "pao2" "po₂" "pao₂";
    /// Oxygen pressure over the fraction inspired, mmHg.
    OxygenRatio("P/F ratio", 30.0..=700.0): "p/f" "p/f ratio" "pf ratio" "pao2/fio2"
        "pao2/fio2 ratio" "po2/fio2";
    /// Oxygen saturation, percent.
    Saturation("oxygen saturation", 30.0..=100.0): "spo2" "sao2" "oxygen saturation"
        "o2 saturation" "o2 sat" "o2 sats" "sats" "sat" "saturation" "spo₂" "sato2" "pulse ox"
        "pulse oximetry" "oxygen sat" "oxygen saturations" "saturations" "saturating" "satting"
        "desaturated to" "desaturation to" "desat to" "desats to" "desatted to" "desaturating to"
        "desaturates to" "hypoxia" "hypoxic" "hypoxemia" "hypoxemic" "o2sat" "o2sats" "spo2%" "sat%" "sating" "o2";
    /// Body temperature, °C.
    Temperature("temperature", 25.0..=43.5): "temperature" "temp" "t" "tmax" "tm" "fever" "t-max" "t max" "temps"
        "max temp" "temp max" "febrile to" "fever to" "fevers to" "febrile" "fevers" "hypothermia" "hypothermic";
    /// Heart rate, per minute.
    HeartRate("heart rate", 20.0..=280.0): "heart rate" "hr" "pulse" "p" "tachycardia" "tachycardic" "heart rates" "ventricular rate";
    /// Respirations, per minute.
    RespiratoryRate("respiratory rate", 4.0..=80.0): "respiratory rate" "rr" "respirations"
        "resp rate" "resp" "r" "respiration" "tachypnea" "tachypneic";
    /// Systolic blood pressure, mmHg.
    Systolic("systolic blood pressure", 30.0..=300.0): "blood pressure" "bp" "systolic"
        "systolic blood pressure" "sbp" "systolic pressure" "hypotensive" "hypotension" "sbps"
        "systolics" "systolic bp";
    /// Diastolic blood pressure, mmHg.
    Diastolic("diastolic blood pressure", 10.0..=200.0): "diastolic blood pressure" "dbp"
        "diastolic pressure";
    /// Mean arterial pressure, mmHg.
    MeanPressure("mean arterial pressure", 15.0..=200.0): "mean arterial pressure" "map" "maps";
    /// Glasgow coma scale.
    ComaScale("Glasgow coma scale", 3.0..=15.0): "gcs" "glasgow coma scale" "glasgow coma score"
        "glasgow";
    /// Body mass index, kg/m².
    BodyMass("body mass index", 8.0..=90.0): "bmi" "body mass index";
    /// Weight lost, percent.
    WeightLoss("weight loss", 1.0..=60.0): "weight loss" "loss of weight";
    /// Alcohol withdrawal score (CIWA-Ar).
    Withdrawal("CIWA score", 0.0..=67.0): "ciwa" "ciwa-ar" "ciwa score" "ciwa-ar score";
}

/// Pairs that share a slash: "BUN/Cr 45/2.4".
pub(super) const PAIRS: &[((Analyte, Analyte), &[&str])] = &[
    (
        (Analyte::Urea, Analyte::Creatinine),
        &[
            "bun/cr",
            "bun/creatinine",
            "bun/creat",
            "bun / cr",
            "bun and creatinine",
        ],
    ),
    (
        (Analyte::Hemoglobin, Analyte::Hematocrit),
        &["h/h", "h&h", "hgb/hct", "hb/hct", "h and h"],
    ),
    ((Analyte::Sodium, Analyte::Potassium), &["na/k"]),
    (
        (Analyte::Systolic, Analyte::Diastolic),
        &[
            "blood pressure",
            "bp",
            "b/p",
            "blood pressures",
            "bps",
            "hypotensive",
            "hypotension",
            "hypertensive",
        ],
    ),
];

impl Analyte {
    /// Whether a word of three letters or more names an analyte by itself: a
    /// series of values ends there.
    pub(super) fn is_name(word: &str) -> bool {
        let mut names = Self::NAMES.iter().flat_map(|(_, names)| names.iter());
        word.len() > 2 && names.any(|name| *name == word)
    }

    /// Whether it is a vital sign: a range of it is what was measured, and no
    /// reference.
    pub(super) const fn is_vital(self) -> bool {
        matches!(
            self,
            Self::Temperature
                | Self::HeartRate
                | Self::RespiratoryRate
                | Self::Saturation
                | Self::Systolic
                | Self::Diastolic
                | Self::MeanPressure
        )
    }

    /// The value in the conventional unit. `unit` is what stands behind the
    /// number, in lower case without spaces, and may be empty: magnitudes then
    /// tell, where no patient could have the number in the conventional unit.
    pub(super) fn convert(self, value: f64, unit: &str) -> f64 {
        let is_micro = ["µmol", "μmol", "umol", "micromol"]
            .iter()
            .any(|micro| unit.starts_with(micro));
        let is_milli = unit.starts_with("mmol");
        let per_liter = unit == "g/l";
        match self {
            Self::Creatinine if is_micro || (unit.is_empty() && value > 25.0) => value / 88.4,
            Self::Bilirubin if is_micro => value / 17.1,
            Self::Urea if is_milli => value * 2.8,
            Self::Glucose if is_milli => value * 18.0,
            Self::Calcium if is_milli => value * 4.008,
            Self::Magnesium if is_milli => value * 2.431,
            Self::Phosphate if is_milli => value * 3.097,
            Self::Lactate if unit == "mg/dl" => value / 9.01,
            Self::Hemoglobin if per_liter || (unit.is_empty() && value > 25.0) => value / 10.0,
            Self::Albumin if per_liter || (unit.is_empty() && value > 10.0) => value / 10.0,
            Self::CreatineKinase | Self::Bnp | Self::NtProBnp if unit == "k" => value * 1000.0,
            Self::Leukocytes if value >= 400.0 => value / 1000.0,
            Self::Platelets if value > 2000.0 => value / 1000.0,
            Self::Neutrophils if value > 30.0 => value / 1000.0,
            Self::Ketones if unit == "mg/dl" => value / 10.41,
            Self::Temperature if value > 50.0 => (value - 32.0) / 1.8,
            Self::CarbonDioxide | Self::OxygenPressure if unit == "kpa" => value * 7.5,
            Self::Troponin if is_nanogram_per_milliliter(unit) => value * 1000.0,
            Self::GlycatedHemoglobin if unit.starts_with("mmol/mol") => value / 10.93 + 2.15,
            _ => value,
        }
    }
}

fn is_nanogram_per_milliliter(unit: &str) -> bool {
    matches!(unit, "ng/ml" | "µg/l" | "μg/l" | "ug/l" | "mcg/l")
}
