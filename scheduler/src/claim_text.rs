//! An ordered claim as a coder would read it.

use std::io::{self, Write};

use chartfleet_model::{
    ClaimDiagnosis, ClaimProcedure, DiagnosisRole, Document, Drg, Evidence, Finding,
    FindingSeverity, PrincipalCandidate, Severity,
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
    flags.extend(level(d.severity).map(str::to_owned));
    if d.excluded_by_pdx {
        flags.push("CC/MCC excluded by PDX".to_owned());
    }
    if let Some(hac) = &d.hospital_acquired {
        flags.push(format!("CC/MCC lost: HAC {:02}", hac.category));
    }
    writeln!(
        out,
        "  {role} {:<8} {}  [{}]",
        d.code.as_str(),
        d.title,
        flags.join(", ")
    )?;
    if let Some(without) = d.drg_without.filter(|_| d.drives_drg) {
        let stake = change(
            d.weight_at_stake.map(|w| -w),
            d.payment_at_stake_cents.map(|p| -p),
        );
        writeln!(
            out,
            "        drives the DRG: {without:03} without it{stake}"
        )?;
    }
    for other in &d.drg_if {
        let stake = change(other.weight_change, other.payment_change_cents);
        let level = level(other.severity).unwrap_or("no CC");
        writeln!(
            out,
            "        {}: {level}, DRG {:03}{stake}",
            other.when, other.drg
        )?;
    }
    Ok(())
}

const fn level(severity: Severity) -> Option<&'static str> {
    match severity {
        Severity::None => None,
        Severity::Cc => Some("CC"),
        Severity::Mcc => Some("MCC"),
    }
}

/// What a claim gains or loses, in words.
pub(crate) fn change(weight: Option<f64>, cents: Option<i64>) -> String {
    let weight = weight.map_or(String::new(), |weight| format!(", weight {weight:+.4}"));
    let payment = cents.map_or(String::new(), |cents| {
        let sign = if cents < 0 { "-" } else { "+" };
        format!(", payment {sign}{}", dollars(cents.unsigned_abs()))
    });
    weight + &payment
}

fn dollars(cents: u64) -> String {
    format!("${}.{:02}", cents / 100, cents % 100)
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

/// Prints how the DRG came about: what chose the first diagnosis, the severity
/// that the secondaries gave, and what the claim is worth.
pub(crate) fn print_drg(
    out: &mut impl Write,
    drg: &Drg,
    candidates: &[PrincipalCandidate],
) -> io::Result<()> {
    let version = format!("v{}.{}", drg.version / 10, drg.version % 10);
    writeln!(
        out,
        "  DRG {:03} {} ({version}, {})",
        drg.drg, drg.title, drg.return_code
    )?;
    let mdc = drg
        .mdc
        .map_or(String::new(), |mdc| format!("MDC {mdc:02}, "));
    let severity = level(drg.severity).unwrap_or("no CC or MCC");
    let without = drg
        .without_cc_mcc
        .map_or(String::new(), |w| format!("; {w:03} without any CC or MCC"));
    writeln!(out, "      {mdc}{severity}{without}")?;
    if let Some(initial) = drg.initial_drg {
        writeln!(
            out,
            "      {initial:03} before hospital-acquired conditions"
        )?;
    }
    let worth = in_words(drg.weight, drg.gmlos, drg.expected_payment_cents);
    if !worth.is_empty() {
        writeln!(out, "      {worth}")?;
    }
    let others = candidates.iter().skip(1).filter(|c| c.drg.is_some());
    for other in others {
        let Some(value) = &other.drg else { continue };
        let worth = in_words(value.weight, value.gmlos, value.expected_payment_cents);
        let worth = if worth.is_empty() {
            worth
        } else {
            format!(" ({worth})")
        };
        writeln!(
            out,
            "      {} equally qualifies as principal: DRG {:03} {}{worth}",
            other.code, value.drg, value.title
        )?;
    }
    Ok(())
}

fn in_words(weight: Option<f64>, gmlos: Option<f64>, cents: Option<i64>) -> String {
    let mut parts = Vec::new();
    parts.extend(weight.map(|weight| format!("weight {weight:.4}")));
    parts.extend(gmlos.map(|days| format!("GMLOS {days:.1} days")));
    parts.extend(cents.map(|cents| {
        let payment = dollars(cents.unsigned_abs());
        format!("expected payment {payment} before adjustments")
    }));
    parts.join(", ")
}

/// Prints why each diagnosis may or may not stand first.
pub(crate) fn print_candidates(
    out: &mut impl Write,
    candidates: &[PrincipalCandidate],
) -> io::Result<()> {
    for candidate in candidates {
        let may = if candidate.qualifies {
            "may"
        } else {
            "may not"
        };
        writeln!(
            out,
            "      {:<8} {may} stand first: {} [{}]",
            candidate.code.as_str(),
            candidate.reason,
            candidate.source
        )?;
    }
    Ok(())
}

/// Text on one line.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
