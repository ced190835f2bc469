//! A query as it would be sent, and what only the specialist sees.
//!
//! The two are kept apart: a query that tells what an answer pays is not
//! compliant (ACDIS/AHIMA, Guidelines for Achieving a Compliant Query
//! Practice).

use std::io::{self, Write};

use chartfleet_model::{
    AuthorRole, Document, DocumentKind, DrgValue, Gap, Indicator, QueryOption, Severity,
};
use chartfleet_store::ResultRow;

use crate::claim_text::{change, one_line};

const RULE: &str = "────────────────────────────────────────────────────────────────";

/// Prints one query and its part of the worklist.
pub(crate) fn print(out: &mut impl Write, row: &ResultRow, gap: &Gap) -> io::Result<()> {
    writeln!(out, "{RULE}")?;
    print_query(out, row, gap)?;
    writeln!(out)?;
    print_worklist(out, gap)?;
    writeln!(out)
}

/// What the provider receives.
fn print_query(out: &mut impl Write, row: &ResultRow, gap: &Gap) -> io::Result<()> {
    let chart = &row.chart;
    let encounter = &chart.encounter;
    writeln!(out, "Clinical documentation query")?;
    writeln!(
        out,
        "Encounter: {} ({})",
        chart.id,
        encounter.class.as_str()
    )?;
    if let Some(admitted) = encounter.admitted {
        let until = encounter.discharged.map(|day| format!(" to {day}"));
        writeln!(out, "Dates:     {admitted}{}", until.unwrap_or_default())?;
    }
    writeln!(out, "To:        {}", addressee(row))?;
    writeln!(out, "About:     {}", gap.topic)?;
    writeln!(out, "\nClinical indicators:")?;
    for indicator in &gap.indicators {
        print_indicator(out, &chart.documents, indicator)?;
    }
    writeln!(out, "\n{}\n", gap.question)?;
    for option in &gap.options {
        writeln!(out, "  [ ] {}", option.text)?;
    }
    writeln!(
        out,
        "\nPlease answer in the medical record, from your independent clinical judgment."
    )?;
    writeln!(
        out,
        "Signature: ______________________   Date and time: ______________"
    )
}

/// The attending where the record has one.
fn addressee(row: &ResultRow) -> &'static str {
    let mut roles = row.chart.documents.iter().map(|d| d.author_role);
    if row.chart.encounter.class.is_inpatient() || roles.any(|r| r == AuthorRole::Attending) {
        "attending physician"
    } else {
        "treating provider"
    }
}

fn print_indicator(
    out: &mut impl Write,
    documents: &[Document],
    indicator: &Indicator,
) -> io::Result<()> {
    let Some(words) = indicator.evidence.slice(documents) else {
        return Ok(());
    };
    let note = documents.get(indicator.evidence.document as usize);
    let note = note.map_or_else(String::new, note_of);
    writeln!(
        out,
        "  - {}: “{}” ({note})",
        indicator.label,
        one_line(words)
    )
}

/// Which note, whose, and of when.
fn note_of(document: &Document) -> String {
    let mut text = kind(document.kind).to_owned();
    if let Some(author) = author(document.author_role) {
        text.push_str(&format!(", {author}"));
    }
    if let Some(time) = document.time {
        text.push_str(&format!(", {}", time.strftime("%Y-%m-%d %H:%M UTC")));
    }
    text
}

const fn kind(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::DischargeSummary => "discharge summary",
        DocumentKind::HistoryAndPhysical => "history and physical",
        DocumentKind::ProgressNote => "progress note",
        DocumentKind::Consultation => "consultation",
        DocumentKind::OperativeNote => "operative note",
        DocumentKind::EmergencyNote => "emergency note",
        DocumentKind::ClinicNote => "clinic note",
        DocumentKind::Pathology => "pathology report",
        DocumentKind::Radiology => "imaging report",
        DocumentKind::Laboratory => "laboratory report",
        DocumentKind::NursingNote => "nursing note",
        DocumentKind::Medications => "medication record",
        DocumentKind::Other => "note",
    }
}

const fn author(role: AuthorRole) -> Option<&'static str> {
    match role {
        AuthorRole::Attending => Some("attending"),
        AuthorRole::Physician => Some("physician"),
        AuthorRole::AdvancedPractice => Some("advanced practice provider"),
        AuthorRole::Pathologist => Some("pathologist"),
        AuthorRole::Radiologist => Some("radiologist"),
        AuthorRole::Nurse => Some("nurse"),
        AuthorRole::Dietitian => Some("dietitian"),
        AuthorRole::OtherClinician => Some("clinician"),
        AuthorRole::Unknown => None,
    }
}

/// What the specialist sees: codes, levels, DRGs.
fn print_worklist(out: &mut impl Write, gap: &Gap) -> io::Result<()> {
    writeln!(out, "for the specialist, not part of the query")?;
    writeln!(out, "  {} · {} [{}]", gap.kind, gap.rule, gap.source)?;
    let now = gap.codes_now.iter().map(|code| code.as_str());
    let now: Vec<&str> = now.collect();
    let codes = if now.is_empty() {
        "none"
    } else {
        &now.join(" + ")
    };
    writeln!(out, "  code now: {codes}{}", worth(gap.drg_now.as_ref()))?;
    let changes = |option: &&QueryOption| option.removes || !option.codes.is_empty();
    for option in gap.options.iter().filter(changes) {
        print_option(out, option)?;
    }
    Ok(())
}

fn print_option(out: &mut impl Write, option: &QueryOption) -> io::Result<()> {
    let codes: Vec<&str> = option.codes.iter().map(|code| code.as_str()).collect();
    let codes = if option.removes {
        "no code".to_owned()
    } else {
        codes.join(" + ")
    };
    let level = match option.severity {
        Severity::None => "",
        Severity::Cc => " (CC)",
        Severity::Mcc => " (MCC)",
    };
    writeln!(
        out,
        "  if “{}”: {}{level}{}{}",
        option.text,
        codes,
        worth(option.drg.as_ref()),
        change(option.weight_change, option.payment_change_cents)
    )
}

fn worth(drg: Option<&DrgValue>) -> String {
    drg.map_or_else(String::new, |drg| {
        let weight = drg.weight.map(|weight| format!(", weight {weight:.4}"));
        format!(", DRG {:03}{}", drg.drg, weight.unwrap_or_default())
    })
}

#[cfg(test)]
mod tests;
