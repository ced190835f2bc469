//! An ordered claim as a coder would read it.

use std::io::{self, Write};

use chartfleet_model::{
    ClaimDiagnosis, ClaimProcedure, DiagnosisRole, Document, Drg, Evidence, Finding,
    FindingSeverity, Severity,
};

/// Prints diagnoses and procedures with their evidence in `documents`, which
/// may be empty.
pub(crate) fn print_codes(
    out: &mut impl Write,
    documents: &[Document],
    diagnoses: &[ClaimDiagnosis],
    procedures: &[ClaimProcedure],
) -> io::Result<()> {
    for diagnosis in diagnoses {
        print_diagnosis(out, diagnosis)?;
        print_evidence(out, documents, &diagnosis.evidence)?;
        print_findings(out, "        ", &diagnosis.findings)?;
    }
    for procedure in procedures {
        print_procedure(out, procedure)?;
        print_evidence(out, documents, &procedure.evidence)?;
        print_findings(out, "        ", &procedure.findings)?;
    }
    Ok(())
}

fn print_diagnosis(out: &mut impl Write, d: &ClaimDiagnosis) -> io::Result<()> {
    let role = match d.role {
        DiagnosisRole::Principal => "PDX",
        DiagnosisRole::FirstListed => "1st",
        DiagnosisRole::Secondary => "   ",
    };
    let mut flags = vec![d.confidence.as_str().to_owned()];
    flags.extend(d.poa.map(|poa| format!("POA {}", poa.as_str())));
    match d.severity {
        Severity::None => {}
        Severity::Cc => flags.push("CC".to_owned()),
        Severity::Mcc => flags.push("MCC".to_owned()),
    }
    if d.excluded_by_pdx {
        flags.push("CC/MCC excluded by PDX".to_owned());
    }
    if let Some(without) = d.drg_without.filter(|_| d.drives_drg) {
        flags.push(format!("drives the DRG: {without:03} without it"));
    }
    writeln!(
        out,
        "  {role} {:<8} {}  [{}]",
        d.code.as_str(),
        d.title,
        flags.join(", ")
    )
}

fn print_procedure(out: &mut impl Write, p: &ClaimProcedure) -> io::Result<()> {
    let place = if p.principal { "PPX" } else { "PX " };
    let title = p.title.as_deref().unwrap_or_default();
    let mut code = p.code.as_str().to_owned();
    for modifier in &p.modifiers {
        code.push('-');
        code.push_str(modifier);
    }
    let units = if p.units == 1 {
        String::new()
    } else {
        format!(", {} units", p.units)
    };
    writeln!(
        out,
        "  {place} {code:<8} {title} [{}, {}{units}]",
        p.code.system().as_str(),
        p.confidence.as_str()
    )
}

/// Prints the words at the spans.
pub(crate) fn print_evidence(
    out: &mut impl Write,
    documents: &[Document],
    spans: &[Evidence],
) -> io::Result<()> {
    for span in spans {
        let Some(text) = span.slice(documents) else {
            continue;
        };
        writeln!(
            out,
            "        “{}”  (document {}, bytes {}-{})",
            one_line(text),
            span.document,
            span.start,
            span.end
        )?;
    }
    Ok(())
}

/// Prints findings, the gravest first.
pub(crate) fn print_findings(
    out: &mut impl Write,
    indent: &str,
    findings: &[Finding],
) -> io::Result<()> {
    let mut gravest_first: Vec<&Finding> = findings.iter().collect();
    gravest_first.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for finding in gravest_first {
        let severity = match finding.severity {
            FindingSeverity::Error => "error",
            FindingSeverity::Warning => "warning",
            FindingSeverity::Info => "note",
        };
        writeln!(
            out,
            "{indent}{severity}: {} [{}; {}]",
            finding.message, finding.rule, finding.source
        )?;
        if !finding.offers.is_empty() {
            writeln!(out, "{indent}    choose from {}", finding.offers.join(", "))?;
        }
        if !finding.remedy.is_empty() {
            writeln!(out, "{indent}    remedy: {}", finding.remedy)?;
        }
    }
    Ok(())
}

/// Prints the DRG.
pub(crate) fn print_drg(out: &mut impl Write, drg: &Drg) -> io::Result<()> {
    let without = drg
        .without_cc_mcc
        .map_or(String::new(), |w| format!("; {w:03} without any CC or MCC"));
    let version = format!("v{}.{}", drg.version / 10, drg.version % 10);
    writeln!(
        out,
        "  DRG {:03} {} ({version}, {}{without})",
        drg.drg, drg.title, drg.return_code
    )
}

/// Text on one line.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
