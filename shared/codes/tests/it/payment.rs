//! DRG weights, candidates for the first place and the list of exempt
//! diagnoses, on the installed tables.

use std::fs;
use std::path::Path;

use chartfleet_codes::{
    CheckedSuggestion, ClaimContext, CodeTables, GrouperVersion, ImportKind, ImportOptions,
    Sequenced, sequence,
};
use chartfleet_model::{Code, Confidence, Encounter, EncounterClass, Patient, Poa};
use jiff::civil::date;

use crate::common::{NO_REFERENCE, TABLES, skip};
use crate::common::{copied_installation, reference_data};

/// Weights of our own: every DRG of the year, the DRG number in thousandths.
fn weights(tables: &CodeTables, change: impl Fn(u16) -> f64) -> String {
    let version = GrouperVersion::for_discharge(date(2026, 5, 5)).unwrap();
    let mut text = "drg,title,weight,gmlos\n".to_owned();
    for drg in (1..=997).filter(|&drg| !tables.drg_title(drg, version).is_empty()) {
        text.push_str(&format!("{drg:03},\"A, B\",{:.4},4.2\n", change(drg)));
    }
    text
}

fn plain(drg: u16) -> f64 {
    f64::from(drg) / 1000.0
}

fn import(dir: &Path, text: &str, year: Option<u16>) -> Result<CodeTables, String> {
    let file = dir.join("weights.csv");
    fs::write(&file, text).unwrap();
    let options = ImportOptions {
        year,
        ..ImportOptions::default()
    };
    chartfleet_codes::import(dir, ImportKind::DrgWeights, &file, &options)
        .map(|_| CodeTables::open(dir).unwrap())
        .map_err(|error| error.to_string())
}

/// An inpatient claim of a 71-year-old, discharged on 2026-05-05.
pub(crate) fn claim(
    tables: &CodeTables,
    codes: &[(&str, Option<Poa>)],
    base_rate: Option<f64>,
) -> Sequenced {
    let on = date(2026, 5, 5);
    let patient = Patient {
        age: Some(71),
        ..Patient::default()
    };
    let encounter = Encounter {
        class: EncounterClass::Inpatient,
        admitted: None,
        discharged: Some(on),
        discharge_status: None,
        specialty: None,
    };
    let suggestions = codes.iter().enumerate().map(|(rank, (code, poa))| {
        let system = match (code.len(), code.contains('.')) {
            (7, false) => chartfleet_model::CodeSystem::Icd10Pcs,
            _ => chartfleet_model::CodeSystem::Icd10Cm,
        };
        CheckedSuggestion {
            code: Code::parse(system, code).unwrap(),
            confidence: Confidence::High,
            poa: *poa,
            evidence: Vec::new(),
            reason: String::new(),
            findings: Vec::new(),
            rank,
            modifiers: Vec::new(),
            units: 1,
            signals: chartfleet_model::Signals::default(),
        }
    });
    let context = ClaimContext {
        encounter: &encounter,
        patient: &patient,
        on,
        documents: &[],
        base_rate,
    };
    sequence(tables, &context, suggestions.collect()).unwrap()
}

const PNEUMONIA: [(&str, Option<Poa>); 4] = [
    ("J18.9", Some(Poa::Y)),
    ("J96.01", Some(Poa::Y)),
    ("N17.9", Some(Poa::Y)),
    ("I10", Some(Poa::Y)),
];

#[test]
fn a_drg_has_its_weight_stay_and_payment_and_each_mcc_what_is_at_stake() {
    let dir = copied_installation();
    let tables = import(dir.path(), &weights(&TABLES, plain), Some(2026)).unwrap();
    assert!(tables.version().contains("+imports-"));
    let years = tables.weight_years();
    assert_eq!((years[0].year, years[0].without_weight), (2026, 0));
    let claim = claim(&tables, &PNEUMONIA, Some(10_000.0));
    let drg = claim.drg.unwrap();
    assert_eq!(
        (drg.drg, drg.weight, drg.gmlos),
        (193, Some(0.193), Some(4.2))
    );
    assert_eq!(drg.expected_payment_cents, Some(193_000));
    let failure = &claim.diagnoses[1];
    assert_eq!(
        (failure.code.as_str(), failure.drg_without),
        ("J96.01", Some(194))
    );
    assert_eq!(failure.weight_at_stake, Some(-0.001));
    assert_eq!(failure.payment_at_stake_cents, Some(-1_000));
    let injury = &claim.diagnoses[2];
    assert_eq!(
        (injury.drg_without, injury.weight_at_stake),
        (Some(193), None)
    );
}

#[test]
fn the_runner_up_is_shown_with_its_drg_and_weights_never_change_the_order() {
    let dir = copied_installation();
    let light = import(dir.path(), &weights(&TABLES, plain), Some(2026)).unwrap();
    let heavy = |drg| plain(1_000 - drg);
    let other = copied_installation();
    let heavy = import(other.path(), &weights(&TABLES, heavy), Some(2026)).unwrap();
    let orders = [&*TABLES, &light, &heavy].map(|tables| {
        let claim = claim(tables, &PNEUMONIA, Some(6_000.0));
        let shown: Vec<_> = claim
            .candidates
            .iter()
            .map(|c| (c.code.to_string(), c.drg.as_ref().map(|drg| drg.drg)))
            .collect();
        assert_eq!(shown[0], ("J18.9".to_owned(), Some(193)));
        assert_eq!(shown[1], ("J96.01".to_owned(), Some(189)));
        assert!(claim.candidates[1].qualifies);
        let order: Vec<_> = claim.diagnoses.iter().map(|d| d.code.to_string()).collect();
        order
    });
    assert_eq!(orders[0], orders[1]);
    assert_eq!(orders[1], orders[2]);
}

#[test]
fn each_diagnosis_says_why_it_may_be_principal_or_why_not() {
    let claim = claim(
        &TABLES,
        &[
            ("Z79.4", None),
            ("J18.9", Some(Poa::Y)),
            ("A41.9", Some(Poa::Y)),
            ("N17.9", Some(Poa::N)),
            ("W19.XXXA", None),
        ],
        None,
    );
    let told: Vec<_> = claim
        .candidates
        .iter()
        .map(|candidate| {
            (
                candidate.code.as_str(),
                candidate.qualifies,
                candidate.reason.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                "A41.9",
                true,
                "present on admission, no rule bars it; the first of the proposed order that can"
            ),
            ("Z79.4", false, "it says nothing of why the patient came"),
            (
                "J18.9",
                false,
                "a local infection follows the sepsis that was present on admission (A41.9)"
            ),
            ("N17.9", false, "it was not present on admission"),
            ("W19.XXXA", false, "an external cause is never first"),
        ]
    );
    assert!(
        claim
            .candidates
            .iter()
            .all(|candidate| !candidate.source.is_empty())
    );
}

#[test]
fn weights_of_several_years_stand_side_by_side_and_the_discharge_chooses() {
    let dir = copied_installation();
    import(dir.path(), &weights(&TABLES, plain), Some(2026)).unwrap();
    // The grouper of 2025 has other DRGs: what it does not know is left out.
    let tables = import(dir.path(), &weights(&TABLES, |_| 9.0), Some(2025)).unwrap();
    let years: Vec<_> = tables.weight_years().iter().map(|year| year.year).collect();
    assert_eq!(years, [2025, 2026]);
    let drg = claim(&tables, &PNEUMONIA, None).drg.unwrap();
    assert_eq!(
        (drg.weight, drg.expected_payment_cents),
        (Some(0.193), None)
    );
}

#[test]
fn unusable_weights_are_refused_and_change_nothing() {
    let dir = copied_installation();
    let text = weights(&TABLES, plain);
    let cut_off: String = text
        .lines()
        .take(400)
        .map(|line| format!("{line}\n"))
        .collect();
    for (text, year, told) in [
        (text.as_str(), None, "give --year"),
        (
            &text,
            Some(2031),
            "outside the installed grouper's fiscal years 2023-2027",
        ),
        (&cut_off, Some(2026), "the file is cut off"),
        ("drg,title\n1,A\n", Some(2026), "line 1: no column weight"),
        (
            &text.replace("0.193", "heavy"),
            Some(2026),
            "DRG 193 has no weight",
        ),
        (
            &format!("{text}001,A,1.0,1.0\n"),
            Some(2026),
            "DRG 1 stands twice",
        ),
    ] {
        let error = import(dir.path(), text, year).unwrap_err();
        assert!(error.contains(told), "{error}");
    }
    assert!(
        CodeTables::open(dir.path())
            .unwrap()
            .weight_years()
            .is_empty()
    );
}

#[test]
fn reference_weights_of_three_years_are_read_in_full() {
    let dir = copied_installation();
    for year in 2024..=2026 {
        let Some(path) = reference_data(&format!("drg/msdrg_weights_fy{year}.csv")) else {
            skip(NO_REFERENCE);
            return;
        };
        let text = fs::read_to_string(path).unwrap();
        import(dir.path(), &text, Some(year)).unwrap();
    }
    let tables = CodeTables::open(dir.path()).unwrap();
    eprintln!("{:?}", tables.weight_years());
    for year in tables.weight_years() {
        assert!(year.drgs > 750 && year.without_weight < 10, "{year:?}");
    }
    let drg = claim(&tables, &PNEUMONIA, Some(6_000.0)).drg.unwrap();
    let weight = drg.weight.unwrap();
    assert!((1.0..2.0).contains(&weight), "{weight}");
}

#[test]
fn a_list_of_exempt_diagnoses_decides_who_is_exempt() {
    let dir = copied_installation();
    let file = dir.path().join("exempt.txt");
    let read = |text: &str| {
        fs::write(&file, text).unwrap();
        chartfleet_codes::import(
            dir.path(),
            ImportKind::PoaExempt,
            &file,
            &ImportOptions::default(),
        )
        .map_err(|error| error.to_string())
    };
    assert!(
        read("no code here\n")
            .unwrap_err()
            .contains("no ICD-10-CM code")
    );
    assert!(read("Z66\n???\n").unwrap_err().contains("line 2"));
    let installed =
        read("Code,Description\nZ79.4,Long term (current) use of insulin\nN17.9,x\nZ00.0Q9,x\n")
            .unwrap();
    assert_eq!(
        (
            installed.imports[0].rows,
            installed.imports[0].unknown_codes
        ),
        (2, 1)
    );
    let tables = CodeTables::open(dir.path()).unwrap();
    let claim = claim(
        &tables,
        &[("J18.9", Some(Poa::Y)), ("N17.9", None), ("Z66", None)],
        None,
    );
    let missing = claim
        .findings
        .iter()
        .find(|f| f.rule == "poa.missing")
        .unwrap();
    assert_eq!(missing.codes, ["Z66"]);
}
