//! What is found: signs, symptoms and results in words.

vocabulary! {
    /// A sign, symptom or result in words.
    FindingClass {
        /// Laboured breathing.
        WorkOfBreathing("work of breathing"): "accessory muscles" "accessory muscle use"
            "increased work of breathing" "labored breathing" "respiratory distress" "tripoding" "tripod position"
            "retractions" "unable to speak in full sentences" "unable to complete a sentence"
            "unable to complete sentences" "speaking in short phrases" "two-word sentences" "gasping"
            "use of accessory muscles" "unable to speak full sentences" "cyanosis" "cyanotic" "accessory muscle"
            "tripod" "accessory m use" "unable to speak" "speaking in 1-2 word"
            "speaking in 2-3 word" "increased wob" "one-word sentences" "1-word sentences" "3-word sentences"
            "three-word sentences" "2-word sentences" "short sentences" "one-word answers" "one word answers"
            "paradoxical breathing" "abdominal breathing" "belly breathing" "nasal flaring" "labored respirations"
            "laboured breathing" "air hunger" "subcostal retractions" "intercostal retractions" "wob increased"
            "single-word sentences" "single words" "one or two word" "unable to finish sentences" "pursed-lip breathing";
        /// Altered mental status.
        MentalStatus("altered mental status"): "altered mental status" "confusion" "confused"
            "disoriented" "lethargic" "lethargy" "obtunded" "obtundation" "drowsy" "somnolent" "somnolence"
            "altered sensorium" "oriented to self only" "oriented to person only" "agitated and confused"
            "mental status change" "mental status changes" "change in mental status" "ams" "unresponsive"
            "stupor" "stuporous" "change in mentation" "altered mentation" "disorientation"
            "oriented x1" "oriented x 1" "a&ox1" "a&o x1" "a&o x 1" "aox1" "not oriented"
            "encephalopathic" "oriented x0" "oriented x 0" "a&ox0" "a&o x0" "aox0" "aaox1" "aaox0" "oriented to name only"
            "not following commands" "minimally responsive" "arousable only to" "responds only to pain" "responsive only to"
            "cam-icu positive" "cam-icu +" "cam icu positive" "cam+" "cam positive" "pulling at lines" "pulling out lines"
            "inattentive" "altered level of consciousness" "decreased level of consciousness" "loc decreased"
            "poorly responsive" "hard to arouse" "difficult to arouse" "incoherent" "nonsensical" "mental status decline"
            "decreased mentation" "delirium screen positive";
        /// It came suddenly.
        SuddenChange("sudden change"): "acutely confused" "acute confusion" "acute change in mental status" "acute mental status change" "acute change in mentation" "suddenly confused" "sudden confusion" "new confusion"
            "newly confused" "new onset confusion" "new-onset confusion" "more confused than" "not at baseline" "not at her baseline" "not at his baseline" "below baseline" "off baseline" "cam positive" "cam-positive" "cam +" "cam+" "confused since" "acutely altered" "acute alteration" "acute decline in mental status" "change from baseline";
        /// It cleared.
        MentalClearing("mental status cleared"): "mental status improved" "mental status cleared"
            "mentation improved" "confusion resolved" "confusion cleared" "returned to baseline mental status"
            "mental status returned" "back to baseline mental status" "mental status at baseline"
            "mental status back to baseline" "mentation returned" "mentation cleared" "more alert"
            "mental status normalized"
            "lucid again" "now lucid" "lucid today" "alert and lucid" "mentating at baseline"
            "sensorium cleared" "mentation back to baseline" "mental status is back to baseline"
            "at mental baseline" "now oriented x4" "now a&ox4" "now a&o x4" "now oriented x3"
            "now a&ox3" "now a&o x3" "mental status clear" "mentation at baseline" "baseline mentation" "ms at baseline" "ms back to baseline"
            "altered mental status, resolved" "altered mental status resolved" "altered mental status has resolved"
            "confusion, resolved" "ams, resolved" "mental status, back to baseline" "mentation clearing" "sensorium clearing"
            "mental status at her baseline" "mental status at his baseline" "confusion clearing" "confusion is clearing"
            "ams resolved" "confusion has resolved" "confusion had resolved" "confusion has cleared" "confusion improved"
            "confusion improving" "mental status improving" "mental status has improved" "mentation improving"
            "mentation has improved" "mental status resolved" "sensorium clear" "sensorium improved" "no longer confused"
            "now alert" "alert and oriented again" "oriented again" "back to her usual self" "back to his usual self"

            "more awake" "awake and alert today" "lethargy resolved" "cam negative"
            "cam-icu negative" "ms cleared" "ms improved" "cleared mentally" "mentating better" "mentating well";
        /// A drug that clouds the mind, stopped or reversed.
        DrugEffect("drug effect"): "naloxone given" "given naloxone" "received naloxone" "narcan given"
            "given narcan" "received narcan" "responded to naloxone" "responded to narcan" "after naloxone"
            "naloxone drip" "naloxone infusion" "narcan drip" "flumazenil" "narcotics stopped" "opioids stopped"
            "opiates stopped" "narcotics held" "opioids held" "opiates held" "sedatives held" "sedatives stopped"
            "benzos held" "benzos stopped" "narcotics and benzos stopped" "sedating drugs" "sedating medications"
            "sedating meds" "oversedated" "oversedation" "over-sedation" "over-sedated" "polypharmacy"
            "medication effect" "medication-induced" "drug-induced" "after opioids" "due to opioids"
            "due to narcotics" "from opioids" "from narcotics" "cefepime neurotoxicity" "gabapentin toxicity"
            "baclofen toxicity" "lithium toxicity";
        /// A clear mind, the contrary of an altered one.
        ClearMind("clear mental status"): "alert and oriented" "oriented x3" "oriented x 3" "oriented x4"
            "oriented x 4" "a&o x3" "a&o x 3" "a&o x4" "a&o x 4" "a&ox3" "a&ox4" "aox3" "aox4" "aaox3" "aaox4"
            "aao x3" "aao x4" "aao x 3" "aao x 4" "alert, oriented" "fully oriented" "oriented to person, place"
            "mental status normal" "normal mental status" "normal mentation";
        /// Flapping tremor.
        Asterixis("asterixis"): "asterixis" "flapping tremor" "hepatic flap";
        /// Fluid overload.
        Congestion("congestion"): "pulmonary edema" "pulmonary vascular congestion" "vascular congestion"
            "bilateral crackles" "bibasilar crackles" "pitting edema" "lower extremity edema" "leg edema"
            "orthopnea" "jugular venous distension" "jvd" "elevated jvp" "paroxysmal nocturnal dyspnea"
            "volume overload" "fluid overload" "bilateral rales" "bibasilar rales" "leg swelling"
            "cephalization" "kerley b lines" "anasarca" "peripheral edema";
        /// Bleeding.
        Bleeding("bleeding"): "melena" "melaena" "haematemesis" "coffee-ground emesis" "coffee ground emesis" "brbpr" "tarry stools"
            "black tarry" "bloody stools" "haemorrhage" "bleed" "rebleed" "oozing" "hemorrhagic" "hemoperitoneum"
            "hemothorax" "hematemesis" "hematochezia" "gi bleed" "gi bleeding"
            "blood loss" "hemorrhage" "gastrointestinal bleeding" "active bleeding" "retroperitoneal hematoma"
            "vaginal bleeding" "postoperative bleeding" "bright red blood" "ebl" "estimated blood loss" "hematoma";
        /// Wasting.
        Wasting("muscle or fat wasting"): "muscle wasting" "temporal wasting" "muscle atrophy"
            "cachectic" "fat loss" "loss of subcutaneous fat" "temporal muscle wasting" "muscle mass loss"
            "bitemporal wasting" "muscle loss" "emaciated" "subcutaneous fat loss" "sarcopenic" "very thin"
            "interosseous wasting" "wasting of the temples" "temporal and clavicular muscle loss" "muscle depletion"
            "fat depletion" "clavicular wasting" "clavicle wasting" "prominent clavicles" "muscle mass depletion"
            "hollow temples" "hollowing of the temples" "sunken temples" "temporal hollowing" "depleted muscle"
            "orbital fat" "fat store depletion" "sarcopenia" "emaciation" "temporal muscle loss" "loss of muscle mass";
        /// Poor intake or unmeasured weight loss.
        PoorIntake("poor intake or weight loss"): "poor oral intake" "poor po intake" "decreased oral intake"
            "poor appetite" "decreased appetite" "unintentional weight loss" "significant weight loss"
            "not eating" "eating less than" "eats less than" "intake <" "eating <" "ate <" "energy intake" "intake 25%" "intake 50%"
            "poor po" "decreased po" "poor p.o. intake" "minimal po intake" "poor intake" "anorexia" "decreased po intake" "inadequate intake"
            "intake less than" "minimal oral intake" "weight loss" "lost weight" "loss of appetite";
        /// Focus of infection.
        InfectionSource("infection"): "pneumonia" "urinary tract infection" "uti" "cellulitis"
            "pyelonephritis" "cholangitis" "cholecystitis" "peritonitis" "abscess" "diverticulitis"
            "osteomyelitis" "meningitis" "endocarditis" "appendicitis" "septic arthritis" "wound infection"
            "necrotizing fasciitis" "urosepsis" "positive blood cultures" "gangrene" "empyema" "colitis due to"
            "ua positive" "ua pos" "positive ua" "c. difficile colitis" "infected" "pna" "pyelo" "bacterial peritonitis"
            "source of infection" "urinary source" "infected stone" "pyonephrosis" "septic joint";
        /// Aspiration risk.
        AspirationRisk("aspiration risk"): "dysphagia" "aspirated" "witnessed aspiration" "aspiration event"
            "failed swallow" "swallow evaluation" "swallow study" "silent aspiration" "vomited and aspirated"
            "aspiration on" "aspiration risk" "choking on food" "aspiration precautions" "thickened liquids" "choked on";
        /// What fills the lung on a film.
        Infiltrate("infiltrate"): "infiltrate" "infiltrates" "consolidation" "consolidations" "airspace opacity"
            "airspace opacities" "airspace disease" "air bronchograms" "lower lobe opacity" "upper lobe opacity"
            "lobe opacity" "patchy opacity" "patchy opacities";
        /// A film without an infiltrate.
        ClearLungs("clear film"): "no infiltrate" "no infiltrates" "no consolidation" "no focal consolidation"
            "no acute cardiopulmonary" "no airspace disease" "no airspace opacity" "without infiltrate" "clear chest x-ray"
            "chest x-ray clear" "cxr clear" "clear cxr" "no focal infiltrate" "no acute infiltrate" "cxr negative"
            "chest x-ray negative" "no evidence of pneumonia" "without consolidation" "cxr: clear" "normal chest x-ray"
            "chest x-ray normal" "chest x-ray was clear" "chest x-ray was normal" "cxr normal" "without focal consolidation"
            "no active disease" "no acute process";
        /// Sputum of an infected lung.
        PurulentSputum("purulent sputum"): "purulent sputum" "productive cough" "green sputum" "yellow sputum"
            "rusty sputum" "thick sputum" "cough productive" "cough with sputum" "thick secretions"
            "purulent secretions" "rhonchi";
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
            "muscle tenderness" "myalgias" "myalgia" "on the floor for" "lying on the floor" "on the floor" "down for" "prolonged down time"
            "prolonged downtime" "tea colored urine" "cola colored urine" "brown urine" "crushed" "pinned under" "down time"
            "unable to get up" "long lie" "tea-coloured urine" "blood on dipstick without" "found on floor"
            "muscle swelling" "immobilized for" "status epilepticus" "statin myopathy" "muscle aches";
        /// Pressure injury as nurses write it.
        PressureInjury("pressure injury"): "pressure ulcer" "pressure injury" "decubitus" "decubitus ulcer"
            "pressure ulcers" "pressure injuries" "bedsore" "deep tissue injury" "sacral ulcer" "sacral wound";
        /// Malnutrition as dietitians write it.
        Malnourished("malnutrition assessment"): "malnutrition" "malnourished" "severe malnutrition"
            "moderate malnutrition" "protein-calorie malnutrition" "protein calorie malnutrition";
        /// Immobility.
        Immobility("complete immobility"): "total care" "completely immobile" "unable to move any extremity"
            "contractures" "bedbound" "bed bound" "bed-bound" "total assist for all" "dependent for all adls"
            "dependent in all adls" "dependent for all adl" "total assist" "requires total assistance" "total dependence"
            "totally dependent" "dependent on staff for all" "cannot move" "unable to reposition" "unable to turn self"
            "unable to turn" "hoyer lift" "mechanical lift" "nonverbal and contracted" "contracted extremities" "contractured" "complete care"
            "full care" "unable to feed self" "cannot feed" "no purposeful movement" "max assist for all" "nonambulatory and contracted" "bedridden";
        /// Severe frailty or advanced disease that explains immobility.
        AdvancedDisease("advanced chronic disease"): "advanced dementia" "end-stage dementia"
            "multiple sclerosis" "severe arthritis" "anoxic brain injury" "huntington" "huntington's disease" "end stage dementia"
            "severe dementia" "advanced alzheimer" "advanced alzheimer's" "end-stage alzheimer" "end-stage alzheimer's"
            "severe alzheimer" "late-stage dementia" "late stage dementia" "advanced parkinson" "advanced parkinson's"
            "end-stage parkinson" "end-stage parkinson's" "advanced vascular dementia" "advanced lewy body"
            "severe intellectual disability" "severe rheumatoid arthritis" "advanced multiple sclerosis"
            "severe deconditioning" "chronic vegetative state" "end-stage ms" "fast 7" "fast stage 7" "anoxic injury";
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
            "poor perfusion" "uop 10 ml" "uop 15 ml" "uop 5 ml" "uop 0 ml" "uop 10 cc" "uop 15 cc" "minimal urine output" "no urine output" "low urine output"
            "cap refill 4" "cap refill 5" "cap refill > 3" "cap refill >3" "capillary refill 4" "capillary refill 5"
            "cool to touch" "cool and mottled" "cold and mottled" "thready pulse" "thready pulses" "cool skin" "cold skin"
            "ci 1." "cardiac index 1." "cardiac index of 1." "oliguria" "anuria" "cold extremities" "hypoperfusion" "delayed capillary refill" "oliguric" "anuric"
            "clammy" "cool and clammy";
        /// A bowel that stands still.
        BowelStasis("bowel standing still"): "dilated loops" "dilated bowel loops" "dilated small bowel" "dilated colon"
            "dilated bowel" "dilated small and large bowel" "no flatus" "not passing flatus" "not passing gas" "absent bowel sounds"
            "hypoactive bowel sounds" "no bowel sounds" "bilious emesis" "bilious vomiting" "bilious output" "abdominal distension"
            "abdominal distention" "abdomen distended" "distended abdomen" "abdomen is distended" "tympanitic" "air-fluid levels"
            "air fluid levels" "gaseous distension" "gaseous distention" "obstipation" "awaiting return of bowel function"
            "no return of bowel function" "no bowel function" "bowel sounds absent" "bowel sounds hypoactive" "abd distended"
            "colonic distension" "colonic distention" "bowel distention" "bowel distension" "no bm";
        /// Ketones without a number.
        Ketonuria("ketones"): "ketonuria" "ketonemia" "large ketones" "moderate ketones" "positive ketones"
            "ketones positive" "ketones large" "ketones moderate" "ketones 3+" "ketones 4+" "4+ ketones" "3+ ketones"
            "ketones >80" "ketones > 80" "ketones 80" "ketones 150" "ketosis" "acetone positive" "positive acetone"
            "urine ketones +" "serum acetone" "ketones: large" "ketones: positive" "ketones: moderate";
        /// Comfort in breathing, the contrary of distress.
        EasyBreathing("unlabored breathing"): "breathing comfortably" "no respiratory distress"
            "unlabored" "no acute distress" "nonlabored" "non-labored" "no increased work of breathing"
            "speaking in full sentences" "comfortable on room air";
        /// Well nourished.
        WellNourished("well nourished"): "well nourished" "well-nourished" "eating well" "good appetite"
            "no weight loss" "weight stable" "stable weight" "no muscle wasting" "eats well" "weight is stable";
    }
}

impl FindingClass {
    /// Whether a history of it tells of today.
    pub(in crate::cdi::facts) const fn is_lasting(self) -> bool {
        matches!(
            self,
            Self::AdvancedDisease | Self::Immobility | Self::AspirationRisk
        )
    }
}
