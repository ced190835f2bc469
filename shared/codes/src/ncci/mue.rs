//! Medically unlikely edits: the most units of a code that one provider would
//! report for one patient on one day, and how firm that limit is.
//!
//! Reads CMS's quarterly MUE file and the CSV `hcpcs_code,mue_units,mue_mai,
//! mue_rationale`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::NcciSetting;
use crate::error::CodesError;
use crate::import::bytes::{self, Magic};
use crate::import::sheet::{Column, Row, Sheet};
use crate::import::{Compiled, Problem};
use crate::services::key;
use crate::tables::strings::Strings;

const MAGIC: &Magic = b"CFNCCIM1";

/// How a limit is applied: the MUE adjudication indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adjudication {
    /// 1: to each line of the claim.
    Line,
    /// 2: to the date of service, by policy: no documentation sets it aside.
    DayAbsolute,
    /// 3: to the date of service; more may be medically necessary.
    Day,
}

impl Adjudication {
    /// The indicator's number in the tables.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Line => 1,
            Self::DayAbsolute => 2,
            Self::Day => 3,
        }
    }
}

/// The limit of one code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Mue<'t> {
    /// The most units; 0 where the code is not for this setting.
    pub units: u32,
    /// How it is applied.
    pub adjudication: Adjudication,
    /// CMS's reason, in its words.
    pub rationale: &'t str,
}

/// The limits of one setting, by code.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct MueTable {
    keys: Vec<u32>,
    limits: Vec<Limit>,
    rationales: Strings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Limit {
    units: u32,
    adjudication: Adjudication,
    rationale: u32,
}

impl MueTable {
    pub(super) fn get(&self, key: u32) -> Option<Mue<'_>> {
        let limit = self.limits.get(self.keys.binary_search(&key).ok()?)?;
        Some(Mue {
            units: limit.units,
            adjudication: limit.adjudication,
            rationale: self.rationales.get(limit.rationale as usize),
        })
    }

    pub(super) fn read(content: &[u8], path: &Path) -> Result<Self, CodesError> {
        bytes::decode(MAGIC, content, path)
    }
}

const COLUMNS: [Column; 5] = [
    Column {
        name: "hcpcs_code",
        headings: &["hcpcscptcode", "hcpcscode", "cptcode", "code"],
        required: true,
    },
    Column {
        name: "mue_units",
        headings: &["mueunits", "muevalues", "muevalue"],
        required: true,
    },
    Column {
        name: "mue_mai",
        headings: &["muemai", "mueadjudicationindicator", "mai"],
        required: true,
    },
    Column {
        name: "mue_rationale",
        headings: &["muerationale", "rationale"],
        required: false,
    },
    Column {
        name: "mue_service",
        headings: &["mueservice"],
        required: false,
    },
];

/// Compiles the text of an MUE file for a setting.
pub(crate) fn compile(text: &str, setting: NcciSetting) -> Result<Compiled, Problem> {
    let mut sheet = Sheet::open(text, &COLUMNS)?;
    refuse_other(sheet.preamble(), setting).map_err(|problem| Problem::new(1, problem))?;
    let mut rationales = Strings::default();
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut limits = BTreeMap::new();
    while let Some(row) = sheet.next_row()? {
        let bad = |problem: String| Problem::new(row.line, problem);
        let (key, units, adjudication) = limit(&row, setting).map_err(bad)?;
        let [code, _, _, words, _] = row.fields;
        let rationale = *numbers
            .entry(words.to_owned())
            .or_insert_with(|| rationales.push(words));
        let limit = Limit {
            units,
            adjudication,
            rationale,
        };
        if limits
            .insert(key, limit)
            .is_some_and(|other| other != limit)
        {
            return Err(bad(format!("{code} has two limits")));
        }
    }
    if limits.is_empty() {
        return Err(Problem::new(1, "no limits"));
    }
    let table = MueTable {
        keys: limits.keys().copied().collect(),
        limits: limits.into_values().collect(),
        rationales,
    };
    Ok(Compiled {
        rows: table.keys.len(),
        bytes: bytes::encode(MAGIC, &table),
        unknown_codes: 0,
        edition: None,
    })
}

fn limit(row: &Row<'_, 5>, setting: NcciSetting) -> Result<(u32, u32, Adjudication), String> {
    let [code, units, indicator, _, service] = row.fields;
    refuse_other(service, setting)?;
    let key = key::parse(code).ok_or_else(|| format!("{code:?} is no code"))?;
    let units = units
        .parse()
        .map_err(|_| format!("{units:?} is no number of units"))?;
    // CMS writes the number and its meaning: `2 Date of Service Edit: Policy`.
    let adjudication = match indicator.split_whitespace().next() {
        Some("1") => Adjudication::Line,
        Some("2") => Adjudication::DayAbsolute,
        Some("3") => Adjudication::Day,
        _ => {
            return Err(format!(
                "the adjudication indicator {indicator:?} is not 1, 2 or 3"
            ));
        }
    };
    Ok((key, units, adjudication))
}

/// Each setting has limits of its own: one's file is not taken for another's.
fn refuse_other(words: &str, setting: NcciSetting) -> Result<(), String> {
    let words = words.to_ascii_lowercase();
    let (own, others) = match setting {
        NcciSetting::Practitioner => ("practitioner", ["outpatient", "dme supplier"]),
        NcciSetting::Outpatient => ("outpatient", ["practitioner", "dme supplier"]),
    };
    match others.iter().find(|other| words.contains(*other)) {
        Some(other) if !words.contains(own) => Err(format!(
            "limits for {other} services, not for {}",
            setting.as_str()
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFICIAL: &str = "CPT only, all rights reserved,,,\n\"HCPCS/CPT\nCode\",\"Outpatient Hospital Services\nMUE Values\",MUE Adjudication Indicator,MUE Rationale\n47563,1,2 Date of Service Edit: Policy,Anatomic Consideration\n";
    const OUTPATIENT: NcciSetting = NcciSetting::Outpatient;

    fn get(text: &str, code: &str) -> Option<(u32, u8, String)> {
        let compiled = compile(text, OUTPATIENT).unwrap();
        let table = MueTable::read(&compiled.bytes, Path::new("import.bin")).unwrap();
        let mue = table.get(key::parse(code).unwrap())?;
        Some((
            mue.units,
            mue.adjudication.number(),
            mue.rationale.to_owned(),
        ))
    }

    #[test]
    fn limits_are_read_from_both_shapes() {
        let expected = Some((1, 2, "Anatomic Consideration".to_owned()));
        assert_eq!(get(OFFICIAL, "47563"), expected);
        let csv = "hcpcs_code,mue_units,mue_mai,mue_rationale,mue_service\n\"47563\",1,2,\"Anatomic Consideration\",\"Outpatient Hospital\"\n";
        assert_eq!(get(csv, "47563"), expected);
        assert_eq!(get(csv, "47562"), None);
    }

    #[test]
    fn what_is_no_mue_file_of_the_setting_is_refused_with_its_line() {
        for (text, line, words) in [
            ("hcpcs_code,mue_units\n47563,1\n", 1, "no column mue_mai"),
            ("hcpcs_code,mue_units,mue_mai\n4756,1,2\n", 2, "is no code"),
            (
                "hcpcs_code,mue_units,mue_mai\n47563,one,2\n",
                2,
                "no number of units",
            ),
            (
                "hcpcs_code,mue_units,mue_mai\n47563,1,4\n",
                2,
                "is not 1, 2 or 3",
            ),
            (
                "hcpcs_code,mue_units,mue_mai\n47563,1,2\n47563,2,2\n",
                3,
                "two limits",
            ),
            ("hcpcs_code,mue_units,mue_mai\n", 1, "no limits"),
            (
                "hcpcs_code,mue_units,mue_mai,mue_service\n47563,1,2,Practitioner\n",
                2,
                "limits for practitioner services",
            ),
            (
                "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator\n47563,1,2\n",
                1,
                "not for outpatient hospital",
            ),
        ] {
            let problem = compile(text, OUTPATIENT).err().unwrap();
            assert_eq!(problem.line, line, "{text}");
            assert!(problem.problem.contains(words), "{}", problem.problem);
        }
    }
}
