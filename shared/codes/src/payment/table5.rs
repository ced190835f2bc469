//! Reads a table of DRG weights: CMS's Table 5 as tab-separated text with its
//! title lines, or CSV with the columns drg, weight and gmlos.

use csv::StringRecord;

use super::{DrgWeight, DrgWeights, NOT_PAID};
use crate::grouper::GrouperVersion;
use crate::import::{Compiled, ImportOptions, Problem};
use crate::tables::CodeTables;

/// Lines in which the header is looked for.
const MOST_TITLE_LINES: u64 = 20;

/// The heaviest DRG has a weight of about 28.
const HEAVIEST: f64 = 100.0;
/// Geometric means are at most about 50 days.
const LONGEST_STAY: f64 = 365.0;

/// Compiles the text of a table of weights.
pub(crate) fn compile(
    text: &str,
    tables: &CodeTables,
    options: &ImportOptions,
) -> Result<Compiled, Problem> {
    let (header, rows, last_line) = read(text)?;
    let year = year(&header.titles, options.year)?;
    let mut weights = DrgWeights {
        year,
        rows: Vec::new(),
    };
    let known = tables.drgs_of(year);
    let mut unknown_codes = 0;
    for row in rows {
        if known.binary_search(&row.drg).is_ok() {
            weights.rows.push(row);
        } else {
            unknown_codes += 1;
        }
    }
    weights.rows.sort_by_key(|row| row.drg);
    let repeated = |pair: &&[DrgWeight]| matches!(pair, [a, b] if a.drg == b.drg);
    if let Some([row, _]) = weights.rows.windows(2).find(repeated) {
        let problem = format!("DRG {} stands twice", row.drg);
        return Err(Problem::new(last_line, problem));
    }
    if weights.rows.len() * 10 < known.len() * 9 {
        let problem = format!(
            "weights of {} of the {} DRGs of FY{year}: the file is cut off, or of another year",
            weights.rows.len(),
            known.len()
        );
        return Err(Problem::new(last_line, problem));
    }
    Ok(Compiled {
        bytes: weights.to_bytes(),
        rows: weights.rows.len(),
        unknown_codes,
        edition: Some(year.to_string()),
    })
}

/// The fiscal year that the title lines name, else the operator's.
fn year(titles: &str, said: Option<u16>) -> Result<u16, Problem> {
    let named = titles.match_indices("FY").find_map(|(at, _)| {
        let digits = titles.get(at + 2..)?.trim_start().get(..4)?;
        digits.parse::<u16>().ok()
    });
    let year = match (named, said) {
        (Some(named), Some(said)) if named != said => {
            let problem = format!("the file is for FY{named}, not FY{said}");
            return Err(Problem::new(1, problem));
        }
        (Some(year), _) | (None, Some(year)) => year,
        (None, None) => {
            let problem = "the file does not name its fiscal year: give --year";
            return Err(Problem::new(1, problem));
        }
    };
    let (first, last) = GrouperVersion::fiscal_years();
    if !(first..=last).contains(&year) {
        let problem =
            format!("FY{year} is outside the installed grouper's fiscal years {first}-{last}");
        return Err(Problem::new(1, problem));
    }
    Ok(year)
}

/// Where the columns are, and what stands above them.
struct Header {
    titles: String,
    drg: usize,
    weight: usize,
    gmlos: usize,
}

impl Header {
    /// The columns, or which one is missing.
    fn of(cells: &StringRecord, titles: &str) -> Result<Self, &'static str> {
        let find = |matches: fn(&str) -> bool| {
            cells
                .iter()
                .position(|cell| matches(&cell.trim().to_ascii_lowercase()))
        };
        let drg = find(|cell| matches!(cell, "drg" | "ms-drg" | "msdrg")).ok_or("drg")?;
        let weight = find(|cell| cell.contains("weight") && !cell.contains("before"));
        let gmlos = find(|cell| cell.contains("gmlos") || cell.contains("geometric"));
        Ok(Self {
            titles: cells
                .iter()
                .fold(titles.to_owned(), |all, cell| all + cell + " "),
            drg,
            weight: weight.ok_or("weight")?,
            gmlos: gmlos.ok_or("gmlos")?,
        })
    }
}

/// The header, the rows, and the number of the last line.
fn read(text: &str) -> Result<(Header, Vec<DrgWeight>, u64), Problem> {
    let mut top = (1..=MOST_TITLE_LINES).zip(text.lines());
    let tabs = top.any(|(_, line)| line.contains('\t'));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(if tabs { b'\t' } else { b',' })
        .from_reader(text.as_bytes());
    let mut header = None;
    let mut titles = String::new();
    let mut rows = Vec::new();
    let mut line = 1;
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(line, csv::Position::line);
            Problem::new(line, "not a table of text")
        })?;
        line = record.position().map_or(line, csv::Position::line);
        match &header {
            None => match Header::of(&record, &titles) {
                Ok(found) => header = Some(found),
                // The header was met, but it lacks a column.
                Err(missing) if missing != "drg" => {
                    return Err(Problem::new(line, format!("no column {missing}")));
                }
                Err(_) if line > MOST_TITLE_LINES => break,
                Err(_) => titles.extend(record.iter().flat_map(|cell| [cell, " "])),
            },
            Some(header) => rows.extend(row(header, &record, line)?),
        }
    }
    let header = header.ok_or_else(|| Problem::new(1, "no column drg"))?;
    Ok((header, rows, line))
}

/// A row; `None` for a footnote and for a DRG without a weight.
fn row(header: &Header, record: &StringRecord, line: u64) -> Result<Option<DrgWeight>, Problem> {
    let cell = |column: usize| record.get(column).map(str::trim);
    let filled = record.iter().filter(|cell| !cell.trim().is_empty()).count();
    let drg = cell(header.drg).unwrap_or_default();
    if filled <= 1 && drg.parse::<u16>().is_err() {
        return Ok(None);
    }
    let drg: u16 = drg
        .parse()
        .ok()
        .filter(|drg| (1..=999).contains(drg))
        .ok_or_else(|| Problem::new(line, "the first column holds no DRG"))?;
    let (Some(weight), Some(gmlos)) = (cell(header.weight), cell(header.gmlos)) else {
        return Err(Problem::new(line, format!("DRG {drg} has too few columns")));
    };
    if NOT_PAID.contains(&drg) || weight.is_empty() {
        return Ok(None);
    }
    let number = |cell: &str, most: f64, what: &str| {
        let number = cell.parse::<f64>().ok();
        number
            .filter(|number| (0.0..=most).contains(number))
            .ok_or_else(|| Problem::new(line, format!("DRG {drg} has no {what} that is a number")))
    };
    let gmlos = match gmlos {
        "" => None,
        days => Some(number(days, LONGEST_STAY, "length of stay")?),
    };
    Ok(Some(DrgWeight {
        drg,
        weight: number(weight, HEAVIEST, "weight")?,
        gmlos,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSV: &str = "drg,mdc,type,title,weight,gmlos,amlos\n\
        193,04,MED,\"SIMPLE PNEUMONIA, WITH MCC\",1.3107,4.2,\n\
        194,04,MED,SIMPLE PNEUMONIA WITH CC,0.8639,3.2,3.9\n\
        999,,**,UNGROUPABLE,,,\n";

    #[test]
    fn csv_and_table_5_give_the_same_rows() {
        let (_, csv, _) = read(CSV).unwrap();
        let table = "TABLE 5.-LIST OF MS-DRGS-FY 2026 Final Rule\n\
            MS-DRG\tFY 2026 Final Post-Acute DRG\tMDC\tTYPE\tMS-DRG Title\tWeights\tGeometric mean LOS\tArithmetic mean LOS\n\
            193\tYes\t04\tMED\tSIMPLE PNEUMONIA WITH MCC\t1.3107\t4.2\t5.1\n\
            194\tYes\t04\tMED\tSIMPLE PNEUMONIA WITH CC\t0.8639\t3.2\t3.9\n\
            999\tNo\t\t**\tUNGROUPABLE\t0.0000\t0.0\t0.0\n\
            Note: no weight is shown where there were no cases.\n";
        let (header, rows, _) = read(table).unwrap();
        assert_eq!(rows, csv);
        assert_eq!(rows[0].weight, 1.3107);
        assert_eq!(year(&header.titles, None).unwrap(), 2026);
        assert!(year(&header.titles, Some(2025)).is_err());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, line, problem) in [
            ("drg,title\n1,X\n", 1, "no column weight"),
            ("drg,weight\n1,2\n", 1, "no column gmlos"),
            ("a,b\n1,2\n", 1, "no column drg"),
            ("", 1, "no column drg"),
            (
                "drg,weight,gmlos\n193,1.3,4\n194,heavy,3\n",
                3,
                "DRG 194 has no weight that is a number",
            ),
            (
                "drg,weight,gmlos\n193,1.3,4\n194,0.8",
                3,
                "DRG 194 has too few columns",
            ),
            (
                "drg,weight,gmlos\n1930,1.3,4\n",
                2,
                "the first column holds no DRG",
            ),
            (
                "drg,weight,gmlos\n193,-1,4\n",
                2,
                "DRG 193 has no weight that is a number",
            ),
        ] {
            let found = read(text).err().unwrap();
            assert_eq!(
                (found.line, found.problem.as_str()),
                (line, problem),
                "{text}"
            );
        }
    }

    #[test]
    fn a_file_cut_off_anywhere_is_read_or_refused() {
        for end in 0..CSV.len() {
            let rows = read(CSV.get(..end).unwrap()).map_or(0, |(_, rows, _)| rows.len());
            assert!(rows <= 2, "{end}");
        }
    }

    #[test]
    fn years_without_a_grouper_are_refused() {
        for (titles, said) in [("", None), ("", Some(2028)), ("FY 2019 Final Rule", None)] {
            assert!(year(titles, said).is_err(), "{titles} {said:?}");
        }
    }
}
