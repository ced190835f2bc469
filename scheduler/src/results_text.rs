//! A result as a coder would read it.

use std::io::{self, Write};

use chartfleet_model::{
    ClaimDiagnosis, ClaimProcedure, DiagnosisRole, Drg, Evidence, Finding, NotClaimed, Severity,
};
use chartfleet_store::ResultRow;

/// Prints one chart's result.
pub(crate) fn print(out: &mut impl Write, row: &ResultRow) -> io::Result<()> {
    let (chart, result) = (&row.chart, &row.result);
    let class = chart.encounter.class.as_str();
    writeln!(
        out,
        "{} · {} · {class} · run {}",
        chart.id, chart.facility, row.run
    )?;
    let mut reasons: Vec<&str> = result.review_reasons.iter().map(|r| r.as_str()).collect();
    reasons.extend(result.set_aside_reason.map(|reason| reason.as_str()));
    let why = if reasons.is_empty() {
        String::new()
    } else {
        format!(": {}", reasons.join(", "))
    };
    writeln!(out, "  {}{why}", result.outcome)?;
    for diagnosis in &result.diagnoses {
        print_diagnosis(out, row, diagnosis)?;
    }
    for procedure in &result.procedures {
        print_procedure(out, row, procedure)?;
    }
    for not_claimed in &result.not_claimed {
        print_not_claimed(out, row, not_claimed)?;
    }
    print_findings(out, "  ", &result.findings)?;
    if let Some(drg) = &result.drg {
        print_drg(out, drg)?;
    }
    if !result.model.is_empty() {
        writeln!(
            out,
            "  model {} · pipeline {} · {}",
            result.model, result.pipeline_version, result.code_tables_version
        )?;
    }
    writeln!(out)
}

fn print_diagnosis(out: &mut impl Write, row: &ResultRow, d: &ClaimDiagnosis) -> io::Result<()> {
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
    )?;
    print_evidence(out, row, &d.evidence)?;
    print_findings(out, "        ", &d.findings)
}

fn print_procedure(out: &mut impl Write, row: &ResultRow, p: &ClaimProcedure) -> io::Result<()> {
    let place = if p.principal { "PPX" } else { "PX " };
    let title = p.title.as_deref().unwrap_or_default();
    let system = p.code.system().as_str();
    let confidence = p.confidence.as_str();
    writeln!(
        out,
        "  {place} {:<8} {title} [{system}, {confidence}]",
        p.code.as_str()
    )?;
    print_evidence(out, row, &p.evidence)?;
    print_findings(out, "        ", &p.findings)
}

fn print_not_claimed(out: &mut impl Write, row: &ResultRow, n: &NotClaimed) -> io::Result<()> {
    let status = match n.status {
        chartfleet_model::NotClaimedStatus::Unsupported => {
            "unsupported: its quote is not in the chart"
        }
        chartfleet_model::NotClaimedStatus::Refused => "refused by the code tables",
    };
    writeln!(out, "  --- {:<8} not on the claim, {status}", n.code)?;
    print_evidence(out, row, &n.evidence)?;
    if let Some(quote) = &n.unverified_quote {
        writeln!(out, "        claimed quote: “{}”", one_line(quote))?;
    }
    print_findings(out, "        ", &n.findings)
}

fn print_evidence(out: &mut impl Write, row: &ResultRow, spans: &[Evidence]) -> io::Result<()> {
    for span in spans {
        let Some(text) = span.slice(&row.chart.documents) else {
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

fn print_findings(out: &mut impl Write, indent: &str, findings: &[Finding]) -> io::Result<()> {
    for finding in findings {
        let offers = match finding.offers.as_slice() {
            [] => String::new(),
            offers => format!(" → {}", offers.join(", ")),
        };
        writeln!(
            out,
            "{indent}{}: {}{offers} ({})",
            finding.rule, finding.message, finding.source
        )?;
    }
    Ok(())
}

fn print_drg(out: &mut impl Write, drg: &Drg) -> io::Result<()> {
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

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
