//! What was given, found and diagnosed, by class, in the words of notes.
//!
//! Three closed vocabularies: treatments, findings and diagnoses. A term is
//! matched as whole words, whatever its case. The diagnoses tell whether
//! somebody addressed a condition, and are never suggested from here.

/// Defines a vocabulary: classes, their labels and their terms.
macro_rules! vocabulary {
    ($(#[doc = $top:literal])+ $name:ident {
        $($(#[doc = $doc:literal])+ $variant:ident($label:literal): $($term:literal)+;)+
    }) => {
        $(#[doc = $top])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $name {
            /// Every class with its terms, in lower case.
            pub(super) const TERMS: &[(Self, &[&str])] = &[$((Self::$variant, &[$($term),+]),)+];

            /// What an indicator calls it.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }
    };
}

vocabulary! {
    /// A drug or treatment.
    TreatmentClass {
        /// Vasopressors.
        Vasopressor("vasopressor"): "norepinephrine" "levophed" "vasopressin" "phenylephrine"
            "epinephrine drip" "epinephrine infusion" "dopamine" "vasopressor" "vasopressors" "pressors"
            "pressor support" "noradrenaline" "neosynephrine";
        /// Inotropes.
        Inotrope("inotrope"): "dobutamine" "milrinone" "inotrope" "inotropes" "inotropic support";
        /// Antibiotics of any class.
        Antibiotic("antibiotic"): "ceftriaxone" "azithromycin" "doxycycline" "levofloxacin"
            "ciprofloxacin" "cefazolin" "cefepime" "ceftazidime" "ampicillin" "ampicillin-sulbactam"
            "unasyn" "amoxicillin" "piperacillin-tazobactam" "piperacillin/tazobactam" "zosyn"
            "meropenem" "ertapenem" "imipenem" "vancomycin" "linezolid" "metronidazole" "clindamycin"
            "gentamicin" "tobramycin" "daptomycin" "aztreonam" "broad-spectrum antibiotics"
            "broad spectrum antibiotics" "iv antibiotics" "intravenous antibiotics" "antibiotics"
            "moxifloxacin" "rocephin" "nafcillin" "oxacillin" "antibiotic therapy" "amoxicillin-clavulanate";
        /// Drugs against Pseudomonas and resistant gram-negative bacteria.
        Antipseudomonal("antipseudomonal antibiotic"): "cefepime" "ceftazidime" "zosyn"
            "piperacillin-tazobactam" "piperacillin/tazobactam" "piperacillin tazobactam" "meropenem"
            "imipenem" "tobramycin" "aztreonam" "piperacillin";
        /// Drugs against resistant staphylococci.
        AntiMrsa("anti-MRSA antibiotic"): "vancomycin" "linezolid" "ceftaroline";
        /// Loop diuretics by any route.
        LoopDiuretic("loop diuretic"): "furosemide" "lasix" "bumetanide" "bumex" "torsemide" "furosemida";
        /// Noninvasive ventilation.
        NoninvasiveVentilation("noninvasive ventilation"): "bipap" "bi-pap" "nippv" "niv"
            "noninvasive ventilation" "non-invasive ventilation" "noninvasive positive pressure ventilation"
            "non-invasive mechanical ventilation" "noninvasive mechanical ventilation";
        /// Invasive ventilation.
        Ventilator("mechanical ventilation"): "mechanical ventilation" "intubated" "intubation"
            "ventilator" "mechanically ventilated" "endotracheal intubation" "orotracheal intubation";
        /// High-flow oxygen.
        HighFlow("high-flow oxygen"): "high-flow nasal cannula" "high flow nasal cannula" "hfnc"
            "high-flow oxygen" "high flow oxygen" "non-rebreather" "nonrebreather" "non rebreather"
            "non-rebreather mask" "venturi mask" "venti mask" "optiflow" "heated high flow";
        /// Low-flow oxygen.
        Oxygen("supplemental oxygen"): "nasal cannula" "supplemental oxygen" "supplemental o2"
            "oxygen therapy" "oxygen by" "face mask" "l nc" "oxygen at" "on oxygen" "needed oxygen"
            "required oxygen" "oxygen via" "o2 via" "o2 by" "oxygen requirement";
        /// Red cells.
        Transfusion("red cell transfusion"): "transfused" "units of prbc" "units prbc" "unit prbc"
            "prbc" "prbcs" "packed red" "packed red cells" "red cell transfusion" "blood transfusion"
            "units of blood" "unit of blood" "units of packed" "transfusion of";
        /// Continuous insulin.
        InsulinInfusion("insulin infusion"): "insulin drip" "insulin infusion" "insulin gtt"
            "intravenous insulin" "iv insulin" "dka protocol";
        /// Parenteral, tube and supplementary feeding.
        Nutrition("nutrition support"): "tpn" "total parenteral nutrition" "parenteral nutrition"
            "tube feeds" "tube feeding" "tube feedings" "enteral nutrition" "enteral feeding"
            "nutritional supplements" "nutrition supplements" "oral nutrition supplements"
            "oral supplements" "boost supplement" "nutritional supplement" "nutritional supplementation"
            "high-calorie supplements" "calorie counts";
        /// Dialysis.
        Dialysis("dialysis"): "hemodialysis" "dialysis" "crrt" "cvvh" "cvvhd" "peritoneal dialysis"
            "continuous renal replacement" "renal replacement therapy" "haemodialysis";
        /// Systemic steroids.
        Steroid("systemic steroid"): "methylprednisolone" "prednisone" "solu-medrol" "solumedrol"
            "hydrocortisone" "dexamethasone" "prednisolone" "decadron";
        /// Bronchodilators.
        Bronchodilator("bronchodilator"): "albuterol" "ipratropium" "duoneb" "duonebs" "nebulizers"
            "nebulized" "bronchodilators" "salbutamol" "nebulizer treatments";
        /// Anticoagulants.
        Anticoagulant("anticoagulant"): "warfarin" "coumadin" "apixaban" "eliquis" "rivaroxaban"
            "xarelto" "dabigatran" "pradaxa" "edoxaban" "heparin drip" "heparin infusion"
            "acenocoumarol" "anticoagulated" "anticoagulation" "argatroban" "bivalirudin" "anticoagulant"
            "anticoagulants" "sintrom";
        /// Reversal of a coagulopathy.
        Reversal("clotting factor or vitamin K"): "vitamin k" "phytonadione" "ffp"
            "fresh frozen plasma" "prothrombin complex" "kcentra" "cryoprecipitate";
        /// Lactulose and rifaximin.
        Lactulose("lactulose or rifaximin"): "lactulose" "rifaximin";
        /// Withdrawal treatment.
        WithdrawalTreatment("withdrawal treatment"): "ciwa protocol" "ciwa" "chlordiazepoxide"
            "librium" "phenobarbital taper" "lorazepam taper" "ativan taper" "lorazepam per ciwa" "diazepam taper" "symptom-triggered lorazepam";
        /// Sodium correction.
        SodiumCorrection("sodium correction"): "hypertonic saline" "3% saline" "3% nacl"
            "fluid restriction" "free water restriction" "salt tablets" "sodium chloride tablets"
            "tolvaptan" "free water restricted" "fluid restricted";
        /// Free water.
        FreeWater("free water"): "free water" "d5w" "free water flushes" "half-normal saline"
            "half normal saline" "hypotonic fluids";
        /// Potassium given.
        PotassiumRepletion("potassium replacement"): "potassium chloride" "kcl" "k-dur" "kdur"
            "potassium repleted" "potassium was repleted" "potassium replacement" "oral potassium"
            "iv potassium" "intravenous potassium" "potassium supplementation" "k repleted"
            "potassium replaced" "potassium repletion" "repleted potassium" "replete potassium"
            "potassium was replaced" "replete k" "repleted k" "electrolytes repleted" "electrolytes were repleted" ;
        /// Potassium lowered.
        PotassiumLowering("potassium lowering"): "kayexalate" "lokelma" "patiromer" "calcium gluconate"
            "sodium zirconium" "sodium polystyrene" "insulin and dextrose" "insulin and d50" "veltassa";
        /// Magnesium given.
        MagnesiumRepletion("magnesium replacement"): "magnesium sulfate" "magnesium oxide" "mag sulfate"
            "magnesium repleted" "magnesium was repleted" "magnesium replacement" "iv magnesium"
            "repleted magnesium" "mag oxide" "mag repleted" "intravenous magnesium" "magnesium replaced";
        /// Phosphate given.
        PhosphateRepletion("phosphate replacement"): "sodium phosphate" "potassium phosphate"
            "k-phos" "kphos" "neutra-phos" "phosphate repleted" "phosphate replacement" "neutraphos"
            "phosphorus repleted" "phosphate was repleted" "iv phosphate" "phos-nak";
        /// Calcium given.
        CalciumRepletion("calcium replacement"): "calcium gluconate" "calcium chloride"
            "iv calcium" "calcium repleted" "intravenous calcium" "calcium carbonate" "calcium replacement";
        /// Bicarbonate given.
        BicarbonateInfusion("bicarbonate"): "bicarbonate drip" "bicarb drip" "sodium bicarbonate"
            "bicarbonate infusion" "bicarb gtt";
        /// Intravenous fluid.
        Fluids("intravenous fluid"): "iv fluids" "intravenous fluids" "ivf" "iv fluid" "fluid bolus"
            "normal saline" "lactated ringer's" "lactated ringers" "fluid resuscitation" "crystalloid"
            "intravenous fluid" "saline bolus" "isotonic fluids" "saline" "intravenous isotonic fluids" "hydration";
        /// Intravenous antihypertensives.
        Antihypertensive("intravenous antihypertensive"): "nicardipine" "clevidipine" "labetalol drip"
            "nitroprusside" "esmolol drip" "iv labetalol" "iv hydralazine" "labetalol iv" "hydralazine iv"
            "nitroglycerin drip" "nitroglycerin infusion" "cardene" "intravenous labetalol" "labetalol infusion"
            "nicardipine drip" "nicardipine infusion" "intravenous hydralazine";
        /// Iron given.
        Iron("iron treatment"): "iv iron" "intravenous iron" "iron sucrose" "venofer" "ferrous sulfate"
            "iron supplementation" "ferrous gluconate" "iron dextran" "ferric gluconate" "oral iron";
        /// Osmotic treatment.
        Osmotic("osmotic treatment"): "mannitol" "hypertonic saline" "23.4%";
        /// Chest drain.
        ChestTube("chest tube"): "chest tube" "pigtail catheter" "tube thoracostomy" "chest drain";
        /// Wound care.
        WoundCare("wound care"): "wound care" "wound vac" "air mattress" "specialty bed" "offloading"
            "pressure redistribution" "foam dressing" "mepilex" "wound consult" "wound nurse";
        /// Weight management.
        WeightManagement("weight management"): "weight loss counseling" "dietary counseling"
            "weight management" "diet and exercise" "bariatric" "semaglutide" "nutrition counseling"
            "weight reduction" "counseled on weight" "lose weight" "phentermine" "tirzepatide" "wegovy" "weight loss clinic";
    }
}

vocabulary! {
    /// A sign, symptom or result in words.
    FindingClass {
        /// Laboured breathing.
        WorkOfBreathing("work of breathing"): "accessory muscles" "accessory muscle use"
            "increased work of breathing" "labored breathing" "respiratory distress" "tripoding" "tripod position"
            "retractions" "unable to speak in full sentences" "unable to complete a sentence"
            "unable to complete sentences" "speaking in short phrases" "two-word sentences" "gasping"
            "use of accessory muscles" "unable to speak full sentences" "cyanosis" "cyanotic" "accessory muscle";
        /// Altered mental status.
        MentalStatus("altered mental status"): "altered mental status" "confusion" "confused"
            "disoriented" "lethargic" "lethargy" "obtunded" "obtundation" "drowsy" "somnolent" "somnolence"
            "altered sensorium" "oriented to self only" "oriented to person only" "agitated and confused"
            "mental status change" "mental status changes" "change in mental status" "ams" "unresponsive"
            "stupor" "stuporous" "change in mentation" "altered mentation" "disorientation";
        /// It came suddenly.
        SuddenChange("sudden change"): "acutely confused" "acute confusion" "acute change in mental status" "acute mental status change" "acute change in mentation" "suddenly confused" "sudden confusion" "new confusion"
            "newly confused" "new onset confusion" "new-onset confusion" "more confused than" "not at baseline" "not at her baseline" "not at his baseline" "below baseline" "off baseline" "cam positive" "cam-positive" "cam +" "cam+" "confused since" "acutely altered" "acute alteration" "acute decline in mental status" "change from baseline";
        /// It cleared.
        MentalClearing("mental status cleared"): "mental status improved" "mental status cleared"
            "mentation improved" "confusion resolved" "confusion cleared" "returned to baseline mental status"
            "mental status returned" "back to baseline mental status" "mental status at baseline"
            "mental status back to baseline" "mentation returned" "mentation cleared" "more alert"
            "mental status normalized";
        /// Flapping tremor.
        Asterixis("asterixis"): "asterixis" "flapping tremor" "hepatic flap";
        /// Fluid overload.
        Congestion("congestion"): "pulmonary edema" "pulmonary vascular congestion" "vascular congestion"
            "bilateral crackles" "bibasilar crackles" "pitting edema" "lower extremity edema" "leg edema"
            "orthopnea" "jugular venous distension" "jvd" "elevated jvp" "paroxysmal nocturnal dyspnea"
            "volume overload" "fluid overload" "bilateral rales" "bibasilar rales" "leg swelling"
            "cephalization" "kerley b lines" "anasarca" "peripheral edema";
        /// Bleeding.
        Bleeding("bleeding"): "melena" "hematemesis" "hematochezia" "gi bleed" "gi bleeding"
            "blood loss" "hemorrhage" "gastrointestinal bleeding" "active bleeding" "retroperitoneal hematoma"
            "vaginal bleeding" "postoperative bleeding" "bright red blood" "ebl" "estimated blood loss" "hematoma";
        /// Wasting.
        Wasting("muscle or fat wasting"): "muscle wasting" "temporal wasting" "muscle atrophy"
            "cachectic" "fat loss" "loss of subcutaneous fat" "temporal muscle wasting" "muscle mass loss"
            "bitemporal wasting" "muscle loss" "emaciated" "subcutaneous fat loss" "sarcopenic" "very thin"
            "interosseous wasting" "wasting of the temples";
        /// Poor intake or unmeasured weight loss.
        PoorIntake("poor intake or weight loss"): "poor oral intake" "poor po intake" "decreased oral intake"
            "poor appetite" "decreased appetite" "unintentional weight loss" "significant weight loss"
            "not eating" "eating less than" "poor intake" "anorexia" "decreased po intake" "inadequate intake"
            "intake less than" "minimal oral intake" "weight loss" "lost weight" "loss of appetite";
        /// Focus of infection.
        InfectionSource("infection"): "pneumonia" "urinary tract infection" "uti" "cellulitis"
            "pyelonephritis" "cholangitis" "cholecystitis" "peritonitis" "abscess" "diverticulitis"
            "osteomyelitis" "meningitis" "endocarditis" "appendicitis" "septic arthritis" "wound infection"
            "necrotizing fasciitis" "urosepsis" "positive blood cultures" "gangrene" "empyema" "colitis due to"
            "c. difficile colitis" "infected";
        /// Aspiration risk.
        AspirationRisk("aspiration risk"): "dysphagia" "aspirated" "witnessed aspiration" "aspiration event"
            "failed swallow" "swallow evaluation" "swallow study" "silent aspiration" "vomited and aspirated"
            "aspiration on" "aspiration risk" "choking on food" "aspiration precautions" "thickened liquids" "choked on";
        /// Where aspiration collects.
        DependentInfiltrate("dependent infiltrate"): "right lower lobe" "bibasilar infiltrates"
            "bilateral lower lobe" "lower lobe infiltrate" "lower lobe consolidation" "dependent infiltrates"
            "bibasilar consolidation" "lower lobe opacity";
        /// Muddy brown casts and the like.
        TubularInjury("tubular injury"): "muddy brown casts" "granular casts" "muddy brown" "epithelial casts"
            "fena > 2%" "isosthenuria";
        /// Myocardial ischemia signs.
        Ischemia("ischemic sign"): "st depression" "st depressions" "t wave inversions" "t-wave inversions"
            "chest pain" "st-segment depression" "st segment depression" "wall motion abnormality" "st elevation"
            "angina" "t wave inversion" "ischemic changes";
        /// End-organ signs of hypertension.
        HypertensiveDamage("end-organ sign"): "papilledema" "hypertensive retinopathy" "pulmonary edema"
            "posterior reversible" "flame hemorrhages" "visual changes" "blurred vision" "severe headache" "chest pain" "confusion" "seizure" "headache";
        /// Muscle breakdown.
        MuscleInjury("muscle injury or dark urine"): "found down" "prolonged immobilization" "crush injury"
            "tea-colored urine" "cola-colored urine" "myoglobinuria" "urine myoglobin" "dark urine" "muscle pain"
            "muscle tenderness" "myalgias" "myalgia" "on the floor for" "lying on the floor";
        /// Pressure injury as nurses write it.
        PressureInjury("pressure injury"): "pressure ulcer" "pressure injury" "decubitus" "decubitus ulcer"
            "pressure ulcers" "pressure injuries" "bedsore" "deep tissue injury" "sacral ulcer" "sacral wound";
        /// Malnutrition as dietitians write it.
        Malnourished("malnutrition assessment"): "malnutrition" "malnourished" "severe malnutrition"
            "moderate malnutrition" "protein-calorie malnutrition" "protein calorie malnutrition";
        /// Immobility.
        Immobility("complete immobility"): "total care" "completely immobile" "unable to move any extremity"
            "contractures" "bedbound" "bed bound" "bed-bound" "total assist for all" "dependent for all adls"
            "dependent in all adls" "max assist for all" "nonambulatory and contracted" "bedridden";
        /// Severe frailty or advanced disease that explains immobility.
        AdvancedDisease("advanced chronic disease"): "advanced dementia" "end-stage dementia"
            "multiple sclerosis" "severe arthritis" "anoxic brain injury" "huntington" "huntington's disease" "end stage dementia"
            "severe dementia";
        /// Alcohol withdrawal signs.
        WithdrawalSign("withdrawal sign"): "tremulous" "tremors" "last drink" "diaphoretic and tremulous"
            "alcohol use" "tremor and anxiety" "heavy alcohol use" "drinks daily" "visual hallucinations" "etoh use";
        /// Swelling of the brain.
        BrainSwelling("mass effect"): "midline shift" "mass effect" "effacement of" "sulcal effacement"
            "vasogenic edema" "brain swelling" "ventricular effacement" "uncal herniation" "transtentorial herniation"
            "cytotoxic edema" "loss of gray-white";
        /// Air in the pleura.
        PleuralAir("pleural air"): "pleural air" "air in the pleural space" "visceral pleural line"
            "absent lung markings" "deep sulcus sign" "apical air" "collapsed lung";
        /// Cold skin, little urine.
        Hypoperfusion("hypoperfusion"): "cool extremities" "mottled" "cold and clammy" "mottling"
            "poor perfusion" "oliguria" "anuria" "cold extremities" "hypoperfusion" "delayed capillary refill" "oliguric" "anuric"
            "clammy" "cool and clammy";
        /// Comfort in breathing, the contrary of distress.
        EasyBreathing("unlabored breathing"): "breathing comfortably" "no respiratory distress"
            "unlabored" "no acute distress" "nonlabored" "non-labored" "no increased work of breathing"
            "speaking in full sentences" "comfortable on room air";
        /// Well nourished.
        WellNourished("well nourished"): "well nourished" "well-nourished" "eating well" "good appetite"
            "no weight loss" "weight stable" "stable weight" "no muscle wasting" "eats well" "weight is stable";
    }
}

vocabulary! {
    /// A diagnosis as somebody may have documented it, affirmed or ruled out.
    DiagnosisClass {
        /// Acute kidney injury.
        KidneyInjury("acute kidney injury"): "acute kidney injury" "aki" "acute renal failure" "arf"
            "acute kidney failure" "acute on chronic kidney" "acute on chronic renal" "acute tubular necrosis" "atn"
            "acute renal insufficiency" "acute kidney insufficiency" "prerenal azotemia" "acute renal injury"
            "cardiorenal syndrome" "hepatorenal syndrome" "contrast nephropathy" "acute interstitial nephritis"
            "acute kidney disease" "acute-on-chronic kidney" "acute-on-chronic renal" "acute deterioration of renal function"
            "worsening of renal function" "glomerulonephritis" "prerenal" "acute nephritis" "obstructive uropathy";
        /// Its cause in the tubules.
        TubularNecrosis("acute tubular necrosis"): "acute tubular necrosis" "atn" "tubular necrosis"
            "tubular injury" "prerenal" "pre-renal" "acute interstitial nephritis" "acute cortical necrosis"
            "obstructive uropathy" "hepatorenal" "glomerulonephritis" "cardiorenal" "hydronephrosis"
            "contrast nephropathy" "contrast-induced" "acute tubular injury" "postrenal" "post-renal" "dehydration" "volume depletion" "hypovolemia";
        /// Dialysis-dependent or end-stage kidney disease.
        EndStageKidney("end-stage renal disease"): "esrd" "end-stage renal disease" "end stage renal disease"
            "end-stage kidney disease" "end stage kidney disease" "ckd 5" "on hemodialysis" "on dialysis"
            "chronic hemodialysis" "maintenance dialysis" "ckd stage 5" "chronic dialysis" "periodic hemodialysis" "hemodialysis program";
        /// Sepsis.
        Sepsis("sepsis"): "sepsis" "septic" "septicemia" "septic shock" "severe sepsis" "urosepsis" "bacteremia"
            "sepsis syndrome" "systemic inflammatory response" "sirs" "septicaemia";
        /// Septic or another shock.
        Shock("shock"): "shock" "septic shock" "cardiogenic shock" "hemorrhagic shock" "hypovolemic shock" "vasoplegia" "anaphylaxis" "distributive shock" "obstructive shock" "vasoplegic shock" "anaphylactic shock" "neurogenic shock";
        /// Respiratory failure.
        RespiratoryFailure("acute respiratory failure"): "respiratory failure" "acute respiratory failure"
            "hypoxic respiratory failure" "hypercapnic respiratory failure" "respiratory insufficiency"
            "hypoxemic respiratory failure" "ards" "acute respiratory distress syndrome" "respiratory arrest"
            "pulmonary insufficiency" "ventilatory failure" "acute hypoxic failure" "hypercarbic respiratory failure" "acute lung injury"
            "chronic respiratory failure" "ahrf";
        /// Malnutrition, cachexia and the like.
        Malnutrition("malnutrition"): "malnutrition" "malnourished" "protein-calorie malnutrition" "cachexia" "kwashiorkor" "marasmus" "undernutrition" "failure to thrive" "undernourished" "anorexia nervosa" "malnourishment";
        /// Heart failure.
        HeartFailure("heart failure"): "heart failure" "chf" "hfref" "hfpef" "cardiomyopathy" "adhf"
            "cardiac failure" "systolic dysfunction" "diastolic dysfunction" "hfmref" "ventricular failure" "acute pulmonary edema"
            "cardiogenic pulmonary edema" "cardiac decompensation";
        /// Its type.
        HeartFailureType("type of heart failure"): "hfref" "hfpef" "hfmref" "systolic heart failure"
            "diastolic heart failure" "systolic dysfunction" "diastolic dysfunction" "reduced ejection fraction"
            "preserved ejection fraction" "systolic congestive" "diastolic congestive" "systolic chf" "diastolic chf"
            "systolic and diastolic" "right heart failure" "right ventricular failure" "high output heart failure"
            "systolic (congestive)" "diastolic (congestive)" "systolic hf" "diastolic hf" "combined systolic" "mid-range ejection fraction" "mildly reduced ejection fraction" "recovered ejection fraction";
        /// Any anemia.
        Anemia("anemia"): "anemia" "anaemia" "anemic" "blood loss anemia" "pancytopenia" "sickle cell disease" "thalassemia";
        /// Anemia with its cause.
        AnemiaType("type of anemia"): "blood loss anemia" "iron deficiency anemia" "anemia of chronic"
            "anemia due to" "anemia secondary to" "chemotherapy-induced anemia" "b12 deficiency" "pernicious anemia"
            "hemolytic anemia" "aplastic anemia" "sickle cell" "thalassemia" "megaloblastic anemia" "anemia in"
            "dilutional" "pancytopenia" "hemodilution" "iron-deficiency anemia" "sideroblastic" "anemia from" "posthemorrhagic anemia" "ferropenic anemia" "microcytic anemia";
        /// Encephalopathy or another diagnosis of the mental change.
        Encephalopathy("encephalopathy"): "encephalopathy" "delirium" "delirious" "hepatic coma" "coma"
            "toxic metabolic" "psychosis" "stroke" "cva" "intracranial hemorrhage" "seizure" "seizures" "encephalitis"
            "meningitis" "concussion" "postictal" "overdose" "intoxication" "intoxicated" "hypoglycemia"
            "epilepsy" "syncope" "brain tumor" "hydrocephalus" "traumatic brain injury" "withdrawal" "schizophrenia" "subdural hematoma" "infarct" "infarction" "glioblastoma" "brain abscess" "metastases" "encephalopathic" "status epilepticus";
        /// Dementia, which explains a lasting state and no sudden change.
        Dementia("dementia"): "dementia" "alzheimer" "alzheimer's" "alzheimers";
        /// Low sodium.
        Hyponatremia("hyponatremia"): "hyponatremia" "hyponatraemia" "siadh" "hyposmolality" "hypo-osmolality" "hyponatremic";
        /// High sodium.
        Hypernatremia("hypernatremia"): "hypernatremia" "hypernatremic" "hyperosmolality" "diabetes insipidus";
        /// Low potassium.
        Hypokalemia("hypokalemia"): "hypokalemia" "hypokalaemia" "hypopotassemia" "hypokalemic";
        /// High potassium.
        Hyperkalemia("hyperkalemia"): "hyperkalemia" "hyperkalaemia" "hyperpotassemia" "hyperkalemic";
        /// Low magnesium.
        Hypomagnesemia("hypomagnesemia"): "hypomagnesemia" "hypomagnesaemia" "hypomagnesemic";
        /// Low phosphate.
        Hypophosphatemia("hypophosphatemia"): "hypophosphatemia" "hypophosphatemic" "refeeding syndrome";
        /// Low calcium.
        Hypocalcemia("hypocalcemia"): "hypocalcemia" "hypocalcemic" "hypoparathyroidism";
        /// Acidosis.
        Acidosis("acidosis"): "acidosis" "lactic acidosis" "metabolic acidosis" "ketoacidosis" "dka" "acidemia"
            "respiratory acidosis" "acidotic" "lactic acidemia" "hyperlactatemia";
        /// Ketoacidosis.
        Ketoacidosis("diabetic ketoacidosis"): "ketoacidosis" "dka" "hyperosmolar" "hhs" "euglycemic dka";
        /// Low platelets.
        Thrombocytopenia("thrombocytopenia"): "thrombocytopenia" "thrombocytopenic" "pancytopenia"
            "thrombopenia" "itp" "ttp" "plaquetopenia" "hellp" "thrombopenic" "bicytopenia" "myelodysplastic" "leukemia" "dic";
        /// Low cells of all lines.
        Pancytopenia("pancytopenia"): "pancytopenia" "pancytopenic" "neutropenia" "leukemia" "myelodysplastic"
            "aplastic anemia" "neutropenic" "bicytopenia" "hemophagocytic";
        /// Coagulopathy.
        Coagulopathy("coagulopathy"): "coagulopathy" "coagulopathic" "dic" "disseminated intravascular" "hemophilia"
            "supratherapeutic inr" "elevated inr" "warfarin toxicity" "liver failure" "acute hepatic failure" "factor deficiency" "lupus anticoagulant" "hepatic insufficiency" "von willebrand";
        /// Myocardial injury.
        MyocardialInjury("myocardial injury"): "myocardial infarction" "nstemi" "stemi" "demand ischemia" "myocardial injury"
            "type 2 mi" "type ii mi" "type 2 myocardial" "acute coronary syndrome" "acs" "myocarditis" "heart attack"
            "troponin leak" "unstable angina" "myocardial damage" "takotsubo" "non-st elevation" "st-elevation mi" "stress cardiomyopathy" "supply demand mismatch" "ami";
        /// Muscle breakdown.
        Rhabdomyolysis("rhabdomyolysis"): "rhabdomyolysis" "rhabdo" "compartment syndrome" "myositis" "polymyositis"
            "dermatomyositis" "myopathy" "neuroleptic malignant" "myonecrosis" "muscular dystrophy" "malignant hyperthermia" "myocardial infarction" "stemi";
        /// Overweight and obesity.
        Obesity("obesity"): "obesity" "obese" "overweight" "morbidly obese";
        /// Pressure ulcer by a provider.
        PressureUlcer("pressure ulcer"): "pressure ulcer" "pressure injury" "decubitus" "pressure ulcers"
            "sacral ulcer" "deep tissue injury" "bedsore" "pressure injuries" "pressure sore";
        /// Pneumonia with its kind.
        PneumoniaType("type of pneumonia"): "aspiration pneumonia" "aspiration pneumonitis" "gram-negative pneumonia"
            "gram negative pneumonia" "mrsa pneumonia" "pseudomonas pneumonia" "klebsiella pneumonia"
            "pneumococcal pneumonia" "viral pneumonia" "covid" "covid-19" "influenza" "legionella pneumonia"
            "streptococcus pneumoniae" "pseudomonas" "klebsiella" "mrsa" "staphylococcal pneumonia" "lipoid pneumonia"
            "pneumocystis" "aspiration of" "tuberculosis" "organizing pneumonia" "mycoplasma" "aspirative pneumonia";
        /// Hypertensive crisis.
        HypertensiveCrisis("hypertensive crisis"): "hypertensive crisis" "hypertensive emergency" "hypertensive urgency"
            "malignant hypertension" "accelerated hypertension" "preeclampsia" "pre-eclampsia" "eclampsia" "pheochromocytoma" "stroke" "intracerebral hemorrhage" "aortic dissection" "subarachnoid hemorrhage" "hypertensive encephalopathy" "intracranial hemorrhage";
        /// Functional quadriplegia.
        Quadriplegia("functional quadriplegia"): "functional quadriplegia" "quadriplegia" "quadriplegic" "tetraplegia" "quadriparesis" "tetraparesis" "spastic quadriplegia" "functional quadriplegic";
        /// Alcohol dependence with withdrawal.
        AlcoholWithdrawal("alcohol withdrawal"): "alcohol withdrawal" "withdrawal" "delirium tremens" "dts" "etoh withdrawal" "withdrawals";
        /// Cerebral edema.
        CerebralEdema("cerebral edema"): "cerebral edema" "brain edema" "brain compression" "herniation" "brain herniation" "uncal herniation" "compression of brain" "intracranial hypertension" "hydrocephalus";
        /// Pneumothorax.
        Pneumothorax("pneumothorax"): "pneumothorax" "hemopneumothorax" "hydropneumothorax" "pneumothoraces";
        /// Chronic lung disease that lowers the usual saturation.
        ChronicLung("chronic lung disease"): "home oxygen" "chronic hypoxic" "chronic respiratory failure"
            "chronic hypoxemic" "home o2" "chronic hypercapnic" "interstitial lung disease" "pulmonary fibrosis";
        /// Cirrhosis.
        Cirrhosis("cirrhosis"): "cirrhosis" "cirrhotic" "portal hypertension" "end-stage liver disease" "esld" "chronic liver disease";
        /// Diabetes.
        Diabetes("diabetes"): "diabetes" "diabetic" "t1dm" "t2dm" "dm1" "dm2" "iddm" "niddm" "type 1 dm" "type 2 dm";
        /// Cancer treatment.
        Chemotherapy("chemotherapy"): "chemotherapy" "chemo" "antineoplastic" "cytotoxic therapy";
        /// Pregnancy, where many thresholds differ.
        Pregnancy("pregnancy"): "pregnant" "gestation" "postpartum" "gravida" "weeks pregnant" "cesarean" "vaginal delivery" "primigravida" "gestational";
    }
}
