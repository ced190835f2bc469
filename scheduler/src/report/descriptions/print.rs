//! The report as a table.

use std::io::Write;

use chartfleet_runtime::exit::Failure;

use super::score::Score;
use super::{Report, System, Wording};
use crate::output;

/// GPT-4's exact answers to official descriptions (Soroush et al., NEJM AI
/// 2024, AIdbp2300040).
const GPT4_ICD10CM: f64 = 0.339;
const GPT4_OTHERS: &str = "ICD-9-CM 45.9%, CPT 49.8%";

pub(super) fn print(out: &mut impl Write, report: &Report) -> Result<(), Failure> {
    let (system, wording) = match (report.system, report.wording) {
        (System::Icd10pcs, _) => ("ICD-10-PCS", "titles"),
        (System::Icd10cm, Wording::Titles) => ("ICD-10-CM", "titles"),
        (System::Icd10cm, Wording::Inclusion) => ("ICD-10-CM", "inclusion terms"),
        (System::Icd10cm, Wording::Index) => ("ICD-10-CM", "entries of the alphabetic index"),
    };
    writeln!(
        out,
        "codes for official wordings: {} of {} {system} {wording}, seed {}, prompt {}",
        report.dictionary.questions, report.of, report.seed, report.prompt_version
    )?;
    writeln!(
        out,
        "  {:<36}{:>9}{:>10}{:>11}{:>10}{:>12}",
        "", "exact", "billable", "equivalent", "category", "unreadable"
    )?;
    if let Some(model) = &report.model {
        row(out, &model.name, &model.score)?;
    }
    row(out, "dictionary, knows these wordings", &report.dictionary)?;
    let without = &report.dictionary_without_these_wordings;
    if without.unreadable < without.questions {
        row(out, "dictionary of all other wordings", without)?;
    }
    if report.system == System::Icd10cm {
        let exact = output::percent(GPT4_ICD10CM);
        writeln!(
            out,
            "  {:<36}{exact:>9}   published; {GPT4_OTHERS}",
            "GPT-4, titles"
        )?;
    }
    writeln!(
        out,
        "A dictionary that holds the wordings it is asked for is the ceiling of a look-up: \
         it shows no knowledge.\nexact: all characters; equivalent: same words, or the \
         unspecified child of a parent; category: first three characters.\nGPT-4's figures: \
         NEJM AI 2024, AIdbp2300040, other samples and wordings than these."
    )?;
    Ok(())
}

fn row(out: &mut impl Write, name: &str, score: &Score) -> Result<(), Failure> {
    let share = |count| output::percent(score.share(count));
    let name: String = name.chars().take(35).collect();
    Ok(writeln!(
        out,
        "  {name:<36}{:>9}{:>10}{:>11}{:>10}{:>12}",
        share(score.exact),
        share(score.billable),
        share(score.equivalent),
        share(score.same_category),
        share(score.unreadable)
    )?)
}
