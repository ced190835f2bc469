//! The tabular list in the installed tables: every code, its notes and what
//! they say.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::PathBuf;

use chartfleet_codes::{CmEntry, NoteKind, NoteReading, Place};
use chartfleet_model::{Code, CodeSystem, Icd10CmCode, Patient};
use jiff::civil::{Date, date};

use crate::common::{TABLES, skip};

const MAY_2026: Date = date(2026, 5, 1);

#[test]
fn every_code_is_read_packed_and_printed_as_it_was() {
    let mut count = 0;
    for entry in TABLES.cm_entries() {
        count += 1;
        let code: Icd10CmCode = entry.code().parse().unwrap();
        assert_eq!(code.as_str(), entry.code());
        for text in [
            entry.code().to_owned(),
            entry.code().replace('.', "").to_lowercase(),
        ] {
            let found = TABLES.cm_text(&text).unwrap();
            assert_eq!(found.code(), entry.code());
        }
        if let Some(parent) = entry.parent() {
            let (bare, stem) = (
                entry.code().replace('.', ""),
                parent.code().replace('.', ""),
            );
            assert!(
                bare.starts_with(&stem) && bare.len() > stem.len(),
                "{entry:?}"
            );
        }
    }
    assert!(count > 90_000, "{count} codes");
}

#[test]
fn fewer_than_two_notes_in_a_hundred_are_unread_and_those_are_listed() {
    let mut texts: BTreeMap<NoteReading, BTreeSet<(NoteKind, &str)>> = BTreeMap::new();
    for note in TABLES.tabular_notes() {
        if NoteKind::NAMING.contains(&note.kind) {
            let of_reading = texts.entry(note.reading).or_default();
            of_reading.insert((note.kind, note.text));
        }
        let names = note.reading == NoteReading::Codes;
        assert_eq!(names, !note.codes.is_empty(), "{note:?}");
    }
    let all: usize = texts.values().map(BTreeSet::len).sum();
    let unread = texts.get(&NoteReading::Unread).map_or(0, BTreeSet::len);
    assert!(all > 8_000, "{all} texts");
    assert!(unread * 50 < all, "{unread} of {all} are unread");
}

/// The codes that the notes of a kind at a place name, one note a line.
fn named(code: &str, kind: NoteKind, words: &str) -> String {
    let notes = entry(code).notes_of(kind);
    let notes = notes.filter(|note| note.text.contains(words));
    notes
        .map(|note| note.codes.to_string())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn parts_of_ranges_are_exactly_the_codes_that_are_meant() {
    use NoteKind::{CodeAlso, Excludes1, Excludes2, UseAdditional};
    for (code, kind, words, expected) in [
        (
            "G59",
            Excludes1,
            "diabetic",
            "E08.41, E09.41, E10.41, E11.41, E13.41",
        ),
        (
            "R47.02",
            Excludes1,
            "final characters",
            "I69.021, I69.121, I69.221, I69.321, I69.821, I69.921",
        ),
        (
            "J17",
            Excludes1,
            "whooping",
            "A37.01, A37.11, A37.81, A37.91",
        ),
        (
            "E87.0",
            Excludes2,
            "hyperosmolarity",
            "E08.00-E08.01, E09.00-E09.01, E11.00-E11.01, E13.00-E13.01",
        ),
        (
            "E87.20",
            CodeAlso,
            "hypercapnia",
            "J96.02, J96.12, J96.22, J96.92",
        ),
        (
            "J95.4",
            UseAdditional,
            "adverse",
            "T41.0X5A-T41.0X5S, T41.1X5A-T41.1X5S, T41.205A-T41.205S, T41.295A-T41.295S, T41.3X5A-T41.3X5S, T41.45XA-T41.45XS, T41.5X5A-T41.5X5S",
        ),
        (
            "E87.20",
            Excludes1,
            "diabetic acidosis",
            "E08.10-E08.11, E09.10-E09.11, E10.10-E10.11, E11.10-E11.11, E13.10-E13.11",
        ),
        ("L08.9", Excludes2, "Chapter 1", "A00-B99"),
    ] {
        assert_eq!(named(code, kind, words), expected, "{code}, {words}");
    }
}

/// A code of the installed tables.
fn entry(code: &str) -> CmEntry<'static> {
    TABLES.cm_text(code).unwrap()
}

#[test]
fn notes_apply_where_they_stand_and_below() {
    let places = |code: &str, kind: NoteKind| -> BTreeSet<String> {
        let notes = entry(code).notes_of(kind);
        notes.map(|note| note.at.to_string()).collect()
    };
    assert!(places("I11.0", NoteKind::UseAdditional).contains("I11.0"));
    assert!(places("S01.01XA", NoteKind::Excludes1).contains("S01.-"));
    assert!(places("D84.9", NoteKind::Excludes1).contains("section D80-D89"));
    assert!(places("O23.41", NoteKind::Excludes1).contains("chapter 15"));
    let own = entry("E11.22").own_notes().map(|note| note.at);
    assert!(
        own.into_iter()
            .all(|at| matches!(at, Place::Code(at) if at.code() == "E11.22"))
    );
    let above = entry("E11.22").inherited_notes();
    assert!(
        above
            .into_iter()
            .all(|note| note.at.to_string() != "E11.22")
    );
}

#[test]
fn excludes_are_found_from_either_code_with_their_place() {
    let at = |a: &str, b: &str| {
        let note = TABLES.excludes1(&entry(a), &entry(b))?;
        Some(note.at.to_string())
    };
    assert_eq!(at("E87.1", "E22.2").as_deref(), Some("E87.1"));
    assert_eq!(at("E22.2", "E87.1").as_deref(), Some("E87.1"));
    assert_eq!(at("E11.9", "I10"), None);
    let note = TABLES.excludes2(&entry("I96"), &entry("E11.52")).unwrap();
    assert_eq!(
        (note.kind, note.at.to_string().as_str()),
        (NoteKind::Excludes2, "I96")
    );
}

#[test]
fn no_code_is_excluded_from_what_stands_below_the_same_note() {
    for entry in TABLES.cm_entries() {
        let parents = std::iter::successors(entry.parent(), CmEntry::parent);
        for header in parents {
            let note = TABLES.excludes1(&entry, &header);
            // T88.7 excludes what is specified anywhere, its own header's
            // range included; no rule reads it as a pair.
            let unspecified = entry.code().starts_with("T88.7");
            assert!(
                unspecified || note.is_none(),
                "{entry:?} and its header: {note:?}"
            );
        }
    }
}

#[test]
fn code_first_is_found_and_not_for_poisonings() {
    let first = |code: &str, other: &str| entry(code).code_first(&entry(other)).is_some();
    assert!(first("D63.1", "N18.4"));
    assert!(first("N18.4", "E11.22"));
    assert!(first("N18.4", "I12.9"));
    assert!(!first("N18.4", "E11.9"));
    assert!(first("T39.015A", "K29.00"), "an adverse effect");
    assert!(
        !first("T39.011A", "K29.00"),
        "a poisoning stands first itself"
    );
}

/// Rule and offers of what is found at a code.
fn check(code: &str) -> Option<(String, Vec<String>)> {
    let code = Code::parse(CodeSystem::Icd10Cm, code).unwrap();
    let findings = TABLES.check(&code, MAY_2026, &Patient::default());
    let finding = findings.into_iter().next()?;
    Some((finding.rule.into_owned(), finding.offers))
}

#[test]
fn a_seventh_character_left_out_or_wrong_is_told_with_those_to_choose_from() {
    let mut checked = 0;
    let full = TABLES
        .cm_entries()
        .filter(|entry| entry.billable(MAY_2026) && entry.code().len() == 8);
    for entry in full.step_by(7) {
        let parent = entry.parent().unwrap();
        checked += 1;
        let (rule, offers) = check(parent.code()).unwrap();
        assert_eq!(rule, "cm.seventh_character_missing", "{}", parent.code());
        assert!(offers.contains(&entry.code().to_owned()), "{offers:?}");
        let (stem, _) = entry.code().split_at(7);
        if let Some((rule, offers)) = check(&format!("{stem}Z")) {
            assert_eq!(rule, "cm.seventh_character_invalid", "{stem}Z");
            assert!(offers.contains(&entry.code().to_owned()), "{offers:?}");
        }
    }
    assert!(checked > 5_000, "{checked} codes");
}

#[test]
fn a_placeholder_left_out_is_put_in() {
    for (code, offer) in [
        ("T36.05A", "T36.0X5A"),
        ("T36.05", "T36.0X5A"),
        ("M80.08A", "M80.08XA"),
        ("W19A", "W19.XXXA"),
        ("S02.0B", "S02.0XXB"),
        ("T36.0X5", "T36.0X5D"),
    ] {
        let (rule, offers) = check(code).unwrap();
        let expected = if code == "T36.0X5" {
            "cm.seventh_character_missing"
        } else {
            "cm.placeholder_missing"
        };
        assert_eq!(rule, expected, "{code}");
        assert!(offers.contains(&offer.to_owned()), "{code}: {offers:?}");
    }
    for code in ["I10.XXXA", "E11.22XA"] {
        assert_eq!(check(code).unwrap().0, "cm.unknown", "{code} takes none");
    }
}

#[test]
fn a_header_with_many_codes_offers_something_of_each_part() {
    let (rule, offers) = check("S72").unwrap();
    assert_eq!((rule.as_str(), offers.len()), ("cm.not_billable", 10));
    let parts: BTreeSet<&str> = offers.iter().filter_map(|code| code.get(..5)).collect();
    assert!(parts.len() >= 7, "{offers:?}");
}

/// The wheel with the official XML, where the operator names its folder.
fn official_xml() -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "tests have no settings")]
    let folder = PathBuf::from(std::env::var("CHARTFLEET_TEST_WHEELS").ok()?);
    let wheel = std::fs::read_dir(folder)
        .ok()?
        .filter_map(Result::ok)
        .find(|entry| {
            entry
                .file_name()
                .to_string_lossy()
                .starts_with("simple_icd_10_cm-")
        })?;
    let mut archive = zip::ZipArchive::new(std::fs::File::open(wheel.path()).unwrap()).unwrap();
    let name = "simple_icd_10_cm/data/icd10c-tabular-April-1-2026.xml";
    let mut xml = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut xml)
        .unwrap();
    Some(xml)
}

/// What the XML says of one code.
#[derive(Default)]
struct Printed {
    title: String,
    notes: Vec<String>,
    parent: Option<String>,
}

/// Reads the list line by line, as it is printed: an element a line. Another
/// way of reading than the product's, so that both must be right.
fn printed_codes(xml: &str) -> BTreeMap<String, Printed> {
    let mut codes: BTreeMap<String, Printed> = BTreeMap::new();
    let (mut open, mut noting): (Vec<String>, bool) = (Vec::new(), false);
    let text = |line: &str, tag: &str| {
        let inner = line.strip_prefix(&format!("<{tag}>"))?;
        let inner = inner.strip_suffix(&format!("</{tag}>"))?;
        let plain = inner.replace("&lt;", "<").replace("&gt;", ">");
        let plain = plain
            .replace("&quot;", "\"")
            .replace("&apos;", "'")
            .replace("&amp;", "&");
        Some(plain.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    const LISTS: [&str; 8] = [
        "inclusionTerm",
        "includes",
        "excludes1",
        "excludes2",
        "codeFirst",
        "useAdditionalCode",
        "codeAlso",
        "notes",
    ];
    for line in xml.lines().map(str::trim) {
        let list = |prefix: &str| LISTS.iter().any(|name| line == format!("{prefix}{name}>"));
        if line.starts_with("<diag") {
            open.push(String::new());
        } else if line == "</diag>" {
            open.pop();
        } else if list("<") || line.starts_with("<sevenChr") {
            noting = true;
        } else if list("</") || line.starts_with("</sevenChr") {
            noting = false;
        } else if let (Some(name), Some(last)) = (text(line, "name"), open.last_mut()) {
            last.clone_from(&name);
            let parent = open.iter().rev().nth(1).cloned();
            codes.entry(name).or_default().parent = parent;
        } else if let Some(code) = open.last().and_then(|code| codes.get_mut(code)) {
            if let Some(title) = text(line, "desc") {
                code.title = title;
            } else if let Some(note) = text(line, "note").filter(|_| noting) {
                code.notes.push(note);
            }
        }
    }
    codes
}

#[test]
fn every_printed_code_keeps_its_title_notes_and_parent() {
    let Some(xml) = official_xml() else {
        skip("CHARTFLEET_TEST_WHEELS names no folder with the official list");
        return;
    };
    let printed = printed_codes(&xml);
    assert!(printed.len() > 46_000, "{} codes", printed.len());
    for (code, printed) in &printed {
        let entry = TABLES
            .cm_text(code)
            .unwrap_or_else(|| panic!("{code} is gone"));
        assert_eq!(entry.title(), printed.title, "{code}");
        let notes: Vec<&str> = entry.notes().map(|(_, text)| text).collect();
        assert_eq!(notes, printed.notes, "{code}");
        if let Some(parent) = &printed.parent {
            assert_eq!(entry.parent().unwrap().code(), parent, "{code}");
        }
    }
}
