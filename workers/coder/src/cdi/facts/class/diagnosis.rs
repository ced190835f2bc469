//! How a diagnosis is named where somebody addresses it, whichever way.

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
        Sepsis("sepsis"): "sepsis" "septic" "septicemia" "septic shock" "severe sepsis" "urosepsis"
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
        /// High calcium.
        Hypercalcemia("hypercalcemia"): "hypercalcemia" "hypercalcaemia" "hypercalcemic" "hyperparathyroidism"
            "milk-alkali";
        /// Low glucose.
        Hypoglycemia("hypoglycemia"): "hypoglycemia" "hypoglycemic" "hypoglycaemia" "low blood sugar" "insulin reaction"
            "insulin overdose" "insulinoma" "hypoglycemias";
        /// A bowel that stands still or is blocked.
        Ileus("ileus"): "ileus" "bowel obstruction" "sbo" "lbo" "small bowel obstruction" "large bowel obstruction"
            "intestinal obstruction" "obstruction" "pseudo-obstruction" "pseudoobstruction" "ogilvie" "ogilvie's"
            "gastroparesis" "volvulus" "dysmotility" "toxic megacolon" "obstructing" "gastric outlet";
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
        /// Pneumonia, or another disease that fills the lung.
        Pneumonia("pneumonia"): "pneumonia" "pneumonias" "pna" "cap" "hcap" "hap" "vap" "pneumonitis" "bronchitis"
            "covid" "covid-19" "influenza" "tuberculosis" "bronchopneumonia" "lung abscess" "empyema" "atelectasis"
            "pulmonary contusion" "pulmonary embolism" "lung cancer" "alveolar hemorrhage" "ards" "pulmonary infarct"
            "pulmonary edema" "heart failure" "chf";
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

impl DiagnosisClass {
    /// Whether who had it has it still.
    pub(in crate::cdi::facts) const fn is_lasting(self) -> bool {
        matches!(
            self,
            Self::EndStageKidney
                | Self::ChronicLung
                | Self::Cirrhosis
                | Self::Dementia
                | Self::Diabetes
        )
    }
}
