//! Procedures as charts tell them, with the installed tables where there are
//! any: the codes' periods are theirs.

use chartfleet_model::{AuthorRole, Document, DocumentKind};
use proptest::prelude::*;

use super::*;

mod services;

const ON: Date = jiff::civil::date(2026, 5, 5);

/// With the installed tables; `None`, and said so, where there are none.
fn procedures() -> Option<Procedures> {
    let folder = std::env::var_os("CHARTFLEET__CODES__DIR");
    let tables = folder.and_then(|folder| CodeTables::open(folder.as_ref()).ok());
    if tables.is_none() {
        eprintln!("skipped: CHARTFLEET__CODES__DIR names no installed code tables");
    }
    Some(Procedures::of(Arc::new(tables?)))
}

fn note(kind: DocumentKind, text: &str) -> Document {
    Document {
        kind,
        author_role: AuthorRole::Attending,
        time: None,
        text: text.to_owned(),
    }
}

fn of(procedures: &Procedures, documents: &[Document]) -> Vec<ProcedureHit> {
    let record = Record::of_documents(documents);
    procedures.candidates(&record, EncounterClass::Inpatient, ON, 50)
}

/// What one note asserts.
fn asserted(procedures: &Procedures, kind: DocumentKind, text: &str) -> Vec<String> {
    let hits = of(procedures, &[note(kind, text)]);
    let asserted = hits.iter().filter(|hit| hit.asserted);
    asserted.map(|hit| hit.code.to_string()).collect()
}

#[test]
fn words_that_settle_a_code_assert_it() {
    let Some(procedures) = procedures() else {
        return;
    };
    for (text, codes) in [
        ("Procedure: Laparoscopic cholecystectomy.", &["0FT44ZZ"][..]),
        (
            "Course. He was on mechanical ventilation for 62 hours.",
            &["5A1945Z"],
        ),
        ("Course. Mechanical ventilation for 20 hours.", &["5A1935Z"]),
        ("Course. Mechanical ventilation for 6 days.", &["5A1955Z"]),
        (
            "Course. Two units of packed red blood cells were transfused.",
            &["30233N1"],
        ),
        (
            "Course. Low transverse cesarean section at 39 weeks.",
            &["10D00Z1"],
        ),
        (
            "Course. External electrical cardioversion restored sinus rhythm.",
            &["5A2204Z"],
        ),
    ] {
        assert_eq!(
            asserted(&procedures, DocumentKind::DischargeSummary, text),
            codes,
            "{text}"
        );
    }
}

#[test]
fn what_the_words_leave_open_is_offered_and_not_asserted() {
    let Some(procedures) = procedures() else {
        return;
    };
    let summary = |text| of(&procedures, &[note(DocumentKind::DischargeSummary, text)]);
    for (text, offered) in [
        ("Procedures: nephrectomy.", "0TT00ZZ"),
        ("Course. Mechanical ventilation.", "5A1935Z"),
        ("Course. CT of the abdomen.", "BW20ZZZ"),
    ] {
        let hits = summary(text);
        assert!(hits.iter().all(|hit| !hit.asserted), "{text}");
        assert!(
            hits.iter().any(|hit| hit.code.as_str() == offered),
            "{text}"
        );
    }
}

#[test]
fn what_was_not_done_here_is_no_procedure() {
    let Some(procedures) = procedures() else {
        return;
    };
    for text in [
        "Course. There was no need for intubation.",
        "Course. Cholecystectomy is planned for next month.",
        "Course. She declined a blood transfusion.",
        "Past surgical history: Laparoscopic cholecystectomy.",
        "Course. Status post laparoscopic appendectomy in 2019.",
        "Course. Elective cardioversion tomorrow.",
        "Course. No transfusion was given.",
        "Family history: Mother had a laparoscopic cholecystectomy.",
    ] {
        let told = asserted(&procedures, DocumentKind::ProgressNote, text);
        assert!(told.is_empty(), "{text} {told:?}");
    }
}

#[test]
fn the_operative_note_settles_what_its_title_leaves_open() {
    let Some(procedures) = procedures() else {
        return;
    };
    let text = "Procedure: Right total hip arthroplasty.\nImplants: uncemented cup with \
                polyethylene liner; ceramic femoral head.";
    assert_eq!(
        asserted(&procedures, DocumentKind::OperativeNote, text),
        ["0SR904A"]
    );
}

#[test]
fn an_anesthetists_tube_is_no_procedure() {
    let Some(procedures) = procedures() else {
        return;
    };
    let text = "After endotracheal intubation a laparoscopic appendectomy was performed.";
    assert_eq!(
        asserted(&procedures, DocumentKind::OperativeNote, text),
        ["0DTJ4ZZ"]
    );
}

#[test]
fn a_birth_is_the_mothers_procedure() {
    let Some(procedures) = procedures() else {
        return;
    };
    let child = "Course. Newborn boy, born by spontaneous vaginal delivery.";
    let mother = "Course. Spontaneous vaginal delivery of a healthy child.";
    let summary = DocumentKind::DischargeSummary;
    let liveborn = "Course. Single liveborn infant, delivered vaginally.";
    assert!(asserted(&procedures, summary, child).is_empty());
    assert!(asserted(&procedures, summary, liveborn).is_empty());
    assert_eq!(asserted(&procedures, summary, mother), ["10E0XZZ"]);
    let single = "Course. Spontaneous vaginal delivery of a single liveborn male infant.";
    assert_eq!(asserted(&procedures, summary, single), ["10E0XZZ"]);
}

#[test]
fn those_who_are_no_inpatients_have_no_icd_10_pcs() {
    let Some(procedures) = procedures() else {
        return;
    };
    let documents = [note(
        DocumentKind::OperativeNote,
        "Laparoscopic cholecystectomy.",
    )];
    let record = Record::of_documents(&documents);
    let hits = procedures.candidates(&record, EncounterClass::Outpatient, ON, 50);
    assert!(
        hits.iter()
            .all(|hit| !matches!(hit.code, Code::Icd10Pcs(_)))
    );
}

#[test]
fn every_rule_of_the_house_fits_codes_of_today_or_of_former_years() {
    let Some(procedures) = procedures() else {
        return;
    };
    let days = [ON, jiff::civil::date(2017, 9, 30)];
    let none = procedures.book.unfit(&procedures.tables, &days);
    assert!(none.is_empty(), "{none:?}");
}

#[test]
fn an_inspection_of_another_part_is_a_procedure_of_its_own() {
    let Some(procedures) = procedures() else {
        return;
    };
    let both = "Procedure: EGD with gastric biopsy. Colonoscopy to the cecum, normal.";
    let hits = of(&procedures, &[note(DocumentKind::OperativeNote, both)]);
    let told: Vec<&str> = hits.iter().map(|hit| hit.code.as_str()).collect();
    let asserted = hits.iter().filter(|hit| hit.asserted).count();
    assert_eq!(told.get(..asserted), Some(&["0DB68ZX", "0DJD8ZZ"][..]));
    assert!(!told.contains(&"0DJ08ZZ"), "part of the biopsy: {told:?}");
    let bled = "Procedure: EGD with clips to a bleeding duodenal ulcer. Colonoscopy: normal.";
    assert_eq!(asserted_sorted(&procedures, bled), ["0DJD8ZZ", "0W3P8ZZ"]);
}

fn asserted_sorted(procedures: &Procedures, text: &str) -> Vec<String> {
    let mut codes = asserted(procedures, DocumentKind::OperativeNote, text);
    codes.sort_unstable();
    codes
}

#[test]
fn what_is_cut_out_in_part_or_of_another_organ_is_not_the_whole_one() {
    let Some(procedures) = procedures() else {
        return;
    };
    for (text, codes) in [
        ("Laparoscopic left ovarian cystectomy.", &["0UB14ZZ"][..]),
        ("Laparoscopic partial colectomy.", &[]),
        ("Laparoscopic distal gastrectomy.", &["0DB64ZZ"]),
        ("Laparoscopic subtotal pancreatectomy.", &["0FBG4ZZ"]),
        ("Cystoscopy, transurethral hemostasis.", &[]),
        ("Open radical cystectomy.", &["0TTB0ZZ"]),
        ("Band ligation of esophageal varices.", &["06L38CZ"]),
    ] {
        assert_eq!(asserted_sorted(&procedures, text), codes, "{text}");
    }
}

#[test]
fn a_code_is_named_where_no_official_title_is_installed() {
    let Some(procedures) = procedures() else {
        return;
    };
    let text = "Procedure: Laparoscopic right inguinal hernia repair with mesh.";
    let hits = of(&procedures, &[note(DocumentKind::OperativeNote, text)]);
    let first = hits
        .first()
        .map(|hit| (hit.code.as_str(), hit.title.as_str()));
    assert_eq!(
        first,
        Some((
            "0YU54JZ",
            "hernia repair inguinal, mesh, right, percutaneous endoscopic"
        ))
    );
    let hits = of(
        &procedures,
        &[note(DocumentKind::ProgressNote, "Mechanical ventilation.")],
    );
    let titles: Vec<&str> = hits.iter().map(|hit| hit.title.as_str()).collect();
    assert!(titles.contains(&"ventilation mechanical, over 96 hours"));
}

proptest! {
    #[test]
    fn any_text_is_read_and_spans_are_of_it(text in "\\PC{0,80}|(biopsy|of|liver|ct|chest|no|;|\\.| |é|2019|hours|12){0,30}") {
        let Some(procedures) = shared() else { return Ok(()) };
        let documents = [note(DocumentKind::OperativeNote, &text)];
        for hit in of(procedures, &documents) {
            let span = hit.evidence.start as usize..hit.evidence.end as usize;
            prop_assert!(text.get(span).is_some_and(|quote| !quote.is_empty()));
        }
    }
}

fn shared() -> Option<&'static Procedures> {
    static SHARED: std::sync::OnceLock<Option<Procedures>> = std::sync::OnceLock::new();
    SHARED.get_or_init(procedures).as_ref()
}
