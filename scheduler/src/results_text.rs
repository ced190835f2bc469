//! A result as a coder would read it.

use std::io::{self, Write};

use chartfleet_model::NotClaimed;
use chartfleet_store::ResultRow;

use crate::claim_text::{one_line, print_codes, print_drg, print_evidence, print_findings};

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
    let documents = &chart.documents;
    print_codes(out, documents, &result.diagnoses, &result.procedures)?;
    for not_claimed in &result.not_claimed {
        print_not_claimed(out, row, not_claimed)?;
    }
    print_findings(out, "  ", &result.findings)?;
    if let Some(drg) = &result.drg {
        print_drg(out, drg, &result.principal_candidates)?;
    }
    match result.gaps.len() {
        0 => {}
        1 => writeln!(out, "  1 query for the provider: chartfleet queries")?,
        gaps => writeln!(out, "  {gaps} queries for the provider: chartfleet queries")?,
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

fn print_not_claimed(out: &mut impl Write, row: &ResultRow, n: &NotClaimed) -> io::Result<()> {
    let status = match n.status {
        chartfleet_model::NotClaimedStatus::Unsupported => {
            "unsupported: its quote is not in the chart"
        }
        chartfleet_model::NotClaimedStatus::Refused => "refused by the code tables",
        chartfleet_model::NotClaimedStatus::Unverified => "the verifier found no support for it",
        chartfleet_model::NotClaimedStatus::NotProvider => {
            "no provider documents it: query the provider"
        }
    };
    writeln!(out, "  --- {:<8} not on the claim, {status}", n.code)?;
    print_evidence(out, &row.chart.documents, &n.evidence)?;
    if let Some(quote) = &n.unverified_quote {
        writeln!(out, "        claimed quote: “{}”", one_line(quote))?;
    }
    print_findings(out, "        ", &n.findings)
}
