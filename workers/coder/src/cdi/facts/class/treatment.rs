//! What is given to a patient: drugs by generic name, brand and the short names
//! of the ward, and treatments.

vocabulary! {
    /// A drug or treatment.
    TreatmentClass {
        /// Vasopressors.
        Vasopressor("vasopressor"): "norepinephrine" "levophed" "vasopressin" "phenylephrine"
            "epinephrine drip" "epinephrine infusion" "dopamine" "vasopressor" "vasopressors" "pressors"
            "pressor support" "noradrenaline" "neosynephrine"
            "norepi" "levophed gtt" "levo gtt" "levo drip" "levo at" "on levo" "neo gtt"
            "neo drip" "neo-synephrine" "vaso gtt" "vaso drip" "epi gtt" "epi drip"
            "phenylephrine gtt" "giapreza" "angiotensin ii infusion" "noradrenalin";
        /// Inotropes.
        Inotrope("inotrope"): "dobutamine" "milrinone" "inotrope" "inotropes" "inotropic support";
        /// Antibiotics of any class.
        Antibiotic("antibiotic"): "ceftriaxone" "azithromycin" "doxycycline" "levofloxacin"
            "ciprofloxacin" "cefazolin" "cefepime" "ceftazidime" "ampicillin" "ampicillin-sulbactam"
            "unasyn" "amoxicillin" "piperacillin-tazobactam" "piperacillin/tazobactam" "zosyn"
            "meropenem" "ertapenem" "imipenem" "vancomycin" "linezolid" "metronidazole" "clindamycin"
            "gentamicin" "tobramycin" "daptomycin" "aztreonam" "broad-spectrum antibiotics"
            "broad spectrum antibiotics" "iv antibiotics" "intravenous antibiotics" "antibiotics"
            "moxifloxacin" "rocephin" "nafcillin" "oxacillin" "antibiotic therapy" "amoxicillin-clavulanate"
            "pip-tazo" "pip/tazo" "pip tazo" "piptazo" "piperacillin tazobactam" "vanc" "vanco"
            "ctx" "flagyl" "augmentin" "azithro" "levaquin" "cipro" "bactrim" "merrem" "invanz"
            "maxipime" "fortaz" "zyvox" "cefoxitin" "cefotaxime" "ampicillin/sulbactam"
            "amp/sulbactam" "amp-sulbactam" "cephalexin" "keflex" "ancef" "abx" "clinda"
            "tigecycline" "ceftaroline";
        /// Drugs against Pseudomonas and resistant gram-negative bacteria.
        Antipseudomonal("antipseudomonal antibiotic"): "cefepime" "ceftazidime" "zosyn"
            "piperacillin-tazobactam" "piperacillin/tazobactam" "piperacillin tazobactam" "meropenem"
            "imipenem" "tobramycin" "aztreonam" "piperacillin"
            "pip-tazo" "pip/tazo" "pip tazo" "piptazo" "merrem" "maxipime" "fortaz";
        /// Drugs against resistant staphylococci.
        AntiMrsa("anti-MRSA antibiotic"): "vancomycin" "linezolid" "ceftaroline"
            "vanc" "vanco" "zyvox";
        /// Loop diuretics by any route.
        LoopDiuretic("loop diuretic"): "furosemide" "lasix" "bumetanide" "bumex" "torsemide" "furosemida"
            "demadex" "bumetanide gtt" "lasix gtt";
        /// Noninvasive ventilation.
        NoninvasiveVentilation("noninvasive ventilation"): "bipap" "bi-pap" "nippv" "niv"
            "noninvasive ventilation" "non-invasive ventilation" "noninvasive positive pressure ventilation"
            "non-invasive mechanical ventilation" "noninvasive mechanical ventilation"
            "bi pap" "avaps";
        /// Invasive ventilation.
        Ventilator("mechanical ventilation"): "mechanical ventilation" "intubated" "intubation"
            "ventilator" "mechanically ventilated" "endotracheal intubation" "orotracheal intubation"
            "on the vent" "mechanical vent" "vent settings";
        /// High-flow oxygen.
        HighFlow("high-flow oxygen"): "high-flow nasal cannula" "high flow nasal cannula" "hfnc"
            "high-flow oxygen" "high flow oxygen" "non-rebreather" "nonrebreather" "non rebreather"
            "non-rebreather mask" "venturi mask" "venti mask" "optiflow" "heated high flow"
            "nrb" "hhfnc" "airvo" "vapotherm" "hfno" "high flow o2";
        /// Low-flow oxygen.
        Oxygen("supplemental oxygen"): "nasal cannula" "supplemental oxygen" "supplemental o2"
            "oxygen therapy" "oxygen by" "face mask" "l nc" "oxygen at" "on oxygen" "needed oxygen"
            "required oxygen" "oxygen via" "o2 via" "o2 by" "oxygen requirement";
        /// Red cells.
        Transfusion("red cell transfusion"): "transfused" "units of prbc" "units prbc" "unit prbc"
            "prbc" "prbcs" "packed red" "packed red cells" "red cell transfusion" "blood transfusion"
            "units of blood" "unit of blood" "units of packed" "transfusion of"
            "units rbc" "unit rbc" "units rbcs" "units of rbc" "units of rbcs" "u rbc" "u rbcs"
            "u of rbc" "rbc transfusion" "prbc's" "units of red cells" "units red cells";
        /// Continuous insulin.
        InsulinInfusion("insulin infusion"): "insulin drip" "insulin infusion" "insulin gtt"
            "intravenous insulin" "iv insulin" "dka protocol";
        /// Parenteral, tube and supplementary feeding.
        Nutrition("nutrition support"): "tpn" "total parenteral nutrition" "parenteral nutrition"
            "tube feeds" "tube feeding" "tube feedings" "enteral nutrition" "enteral feeding"
            "nutritional supplements" "nutrition supplements" "oral nutrition supplements"
            "oral supplements" "boost supplement" "nutritional supplement" "nutritional supplementation"
            "high-calorie supplements" "calorie counts"
            "tube feed" "nj feeds" "ng feeds" "nj tube feeding";
        /// Dialysis.
        Dialysis("dialysis"): "hemodialysis" "dialysis" "crrt" "cvvh" "cvvhd" "peritoneal dialysis"
            "continuous renal replacement" "renal replacement therapy" "haemodialysis";
        /// Systemic steroids.
        Steroid("systemic steroid"): "methylprednisolone" "prednisone" "solu-medrol" "solumedrol"
            "hydrocortisone" "dexamethasone" "prednisolone" "decadron"
            "solu medrol" "medrol" "solucortef" "solu-cortef";
        /// Bronchodilators.
        Bronchodilator("bronchodilator"): "albuterol" "ipratropium" "duoneb" "duonebs" "nebulizers"
            "nebulized" "bronchodilators" "salbutamol" "nebulizer treatments"
            "nebs" "duoneb nebs" "combivent";
        /// Anticoagulants.
        Anticoagulant("anticoagulant"): "warfarin" "coumadin" "apixaban" "eliquis" "rivaroxaban"
            "xarelto" "dabigatran" "pradaxa" "edoxaban" "heparin drip" "heparin infusion"
            "acenocoumarol" "anticoagulated" "anticoagulation" "argatroban" "bivalirudin" "anticoagulant"
            "anticoagulants" "sintrom"
            "heparin gtt";
        /// Reversal of a coagulopathy.
        Reversal("clotting factor or vitamin K"): "vitamin k" "phytonadione" "ffp"
            "fresh frozen plasma" "prothrombin complex" "kcentra" "cryoprecipitate";
        /// Lactulose and rifaximin.
        Lactulose("lactulose or rifaximin"): "lactulose" "rifaximin";
        /// Withdrawal treatment.
        WithdrawalTreatment("withdrawal treatment"): "ciwa protocol" "ciwa" "chlordiazepoxide"
            "librium" "phenobarbital taper" "lorazepam taper" "ativan taper" "lorazepam per ciwa" "diazepam taper" "symptom-triggered lorazepam"
            "ativan per ciwa" "diazepam per ciwa" "ativan protocol" "valium taper"
            "phenobarb taper" "phenobarbital load" "symptom-triggered ativan";
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
            "potassium was replaced" "replete k" "repleted k" "electrolytes repleted" "electrolytes were repleted"
            "k rider" "k-rider" "klor-con" "iv kcl" "po kcl" "kcl repletion" "k repletion" "k replacement"
            "k replaced" "lytes repleted" "electrolyte repletion" "electrolyte replacement" "k runs" "potassium runs"
            "micro-k" "k-tab" "iv k" "po k";
        /// Potassium lowered.
        PotassiumLowering("potassium lowering"): "kayexalate" "lokelma" "patiromer" "calcium gluconate"
            "sodium zirconium" "sodium polystyrene" "insulin and dextrose" "insulin and d50" "veltassa"
            "insulin/d50" "insulin/dextrose" "insulin + d50" "insulin and glucose" "calcium gluc" "ca gluconate"
            "ca gluc" "kayexelate" "hyperk cocktail" "shifted with insulin" "insulin-dextrose" "calcium resonium";
        /// Magnesium given.
        MagnesiumRepletion("magnesium replacement"): "magnesium sulfate" "magnesium oxide" "mag sulfate"
            "magnesium repleted" "magnesium was repleted" "magnesium replacement" "iv magnesium"
            "repleted magnesium" "mag oxide" "mag repleted" "intravenous magnesium" "magnesium replaced"
            "mgso4" "mg sulfate" "magnesium sulphate" "mag rider" "iv mag" "mag-ox";
        /// Phosphate given.
        PhosphateRepletion("phosphate replacement"): "sodium phosphate" "potassium phosphate"
            "k-phos" "kphos" "neutra-phos" "phosphate repleted" "phosphate replacement" "neutraphos"
            "phosphorus repleted" "phosphate was repleted" "iv phosphate" "phos-nak"
            "phos repleted" "phos repletion" "naphos" "kphos iv" "k phos" "na phos";
        /// Calcium lowered.
        CalciumLowering("calcium lowering"): "zoledronic acid" "zoledronate" "zometa" "pamidronate" "iv calcitonin" "sc calcitonin" "salmon calcitonin"
            "calcitonin sc" "calcitonin started" "calcitonin given" "acid and calcitonin" "acid, calcitonin"
            "denosumab" "cinacalcet";
        /// Glucose given.
        GlucoseGiven("glucose given"): "d50" "dextrose 50%" "glucagon" "d10 infusion" "d10 drip" "d10 gtt" "oral glucose"
            "dextrose infusion" "amp of dextrose" "iv dextrose" "intravenous dextrose" "glucose tablets" "glucose gel"
            "d50w" "d10w" "dextrose bolus" "juice";
        /// Growth factors of white cells.
        GrowthFactor("growth factor"): "filgrastim" "neupogen" "pegfilgrastim" "neulasta" "g-csf" "gcsf";
        /// Platelets given, or what lowers them stopped.
        PlateletCare("platelet transfusion or heparin stopped"): "platelet transfusion" "platelets transfused"
            "transfused platelets" "units of platelets" "unit of platelets" "unit platelets" "units platelets"
            "heparin stopped" "heparin held" "heparin discontinued" "stop heparin" "hold heparin" "hit panel"
            "hit antibody" "hit screen" "pf4" "transfuse platelets" "plt transfusion";
        /// Decompression of the bowel.
        Decompression("decompression"): "nasogastric tube placed" "nasogastric tube was placed" "ng tube placed"
            "ng tube was placed" "ngt placed" "ngt was placed" "nasogastric decompression" "ng decompression"
            "ngt decompression" "ngt to suction" "ng tube to suction" "nasogastric tube to suction" "ngt to lis"
            "ngt to liws" "ngt to lws" "ng to suction" "ng tube to low" "low intermittent suction" "low wall suction"
            "ngt inserted" "ng tube inserted" "nasogastric suction" "rectal tube" "neostigmine" "ngt reinserted"
            "ng tube replaced" "ngt replaced" "ng to lis" "ng to liws" "nasogastric tube inserted" "gastric decompression"
            "nasogastric tube reinserted" "ng tube reinserted" "placed nasogastric tube" "placed ng tube" "place ngt";
        /// Calcium given.
        CalciumRepletion("calcium replacement"): "calcium gluconate" "calcium chloride"
            "iv calcium" "calcium repleted" "intravenous calcium" "calcium carbonate" "calcium replacement";
        /// Bicarbonate given.
        BicarbonateInfusion("bicarbonate"): "bicarbonate drip" "bicarb drip" "sodium bicarbonate"
            "bicarbonate infusion" "bicarb gtt";
        /// Intravenous fluid.
        Fluids("intravenous fluid"): "iv fluids" "intravenous fluids" "ivf" "iv fluid" "fluid bolus"
            "normal saline" "lactated ringer's" "lactated ringers" "fluid resuscitation" "crystalloid"
            "intravenous fluid" "saline bolus" "isotonic fluids" "saline" "intravenous isotonic fluids" "hydration"
            "ivfs" "lr bolus" "ns bolus" "l lr" "l ns" "liters lr" "liters ns" "iv ns" "iv lr"
            "ringer's lactate" "plasmalyte" "plasma-lyte";
        /// Intravenous antihypertensives.
        Antihypertensive("intravenous antihypertensive"): "nicardipine" "clevidipine" "labetalol drip"
            "nitroprusside" "esmolol drip" "iv labetalol" "iv hydralazine" "labetalol iv" "hydralazine iv"
            "nitroglycerin drip" "nitroglycerin infusion" "cardene" "intravenous labetalol" "labetalol infusion"
            "nicardipine drip" "nicardipine infusion" "intravenous hydralazine"
            "nitro gtt" "ntg gtt" "nitroglycerin gtt" "nicardipine gtt" "esmolol gtt"
            "labetalol gtt";
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
