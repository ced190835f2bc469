//! What the fuzz targets share: small tables, and each importer on bytes.
//!
//! Nothing may panic, hang or run out of memory, whatever the bytes are; a
//! file that is taken must also answer.

use chartfleet_codes::{CodeTables, ImportKind, ImportOptions};

/// A few categories, so that some codes are known and most are not.
const TABULAR: &str = include_str!("../../tests/data/tabular.xml");

/// Imports `bytes` as a file of `kind` (its name on the command line), and
/// asks the result something.
pub fn import(kind: &str, bytes: &[u8]) {
    let kind: ImportKind = kind.parse().expect("a kind of import");
    let mut tables = CodeTables::of_tabular(TABULAR).expect("the tabular list is sound");
    let options = ImportOptions {
        year: Some(2026),
        license: Some("none: made of random bytes".to_owned()),
    };
    if tables.take(kind, bytes, &options).is_ok() {
        ask(&tables);
    }
}

/// Builds tables of `bytes` as a tabular list.
pub fn tabular(bytes: &[u8]) {
    let Ok(xml) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(tables) = CodeTables::of_tabular(xml) {
        ask(&tables);
    }
}

/// Builds tables in which `bytes` are the text of every kind of note.
pub fn note(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes)
        .replace(|c: char| c.is_control(), " ")
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let notes: String = [
        "includes",
        "inclusionTerm",
        "excludes1",
        "excludes2",
        "codeFirst",
        "useAdditionalCode",
        "codeAlso",
        "sevenChrNote",
        "notes",
    ]
    .iter()
    .map(|kind| format!("<{kind}><note>{text}</note></{kind}>"))
    .collect();
    let xml = format!(
        "<ICD10CM.tabular><chapter><name>1</name><desc>d</desc><section id=\"A00-A09\">\
         <desc>d</desc>{notes}<diag><name>A00</name><desc>d</desc>{notes}<diag><name>A00.0\
         </name><desc>d</desc>{notes}</diag></diag></section></chapter></ICD10CM.tabular>"
    );
    if let Ok(tables) = CodeTables::of_tabular(&xml) {
        ask(&tables);
    }
}

fn ask(tables: &CodeTables) {
    let words: Vec<_> = tables.terms().take(50).map(|term| term.text.to_owned()).collect();
    for text in words.iter().map(String::as_str).chain(["heart attack", "E11"]) {
        drop(tables.search(text, 5));
        drop(tables.index().lookup(text, 5));
        drop(tables.index().outline(text, 2));
    }
    drop(tables.index().unresolved());
}
