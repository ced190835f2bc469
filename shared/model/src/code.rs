//! Codes as closed types: what parses is well formed. Whether a well-formed
//! code exists, is billable and is in effect is for `chartfleet-codes`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A coding system.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum CodeSystem {
    /// ICD-10-CM diagnoses.
    #[default]
    #[serde(rename = "icd10cm")]
    Icd10Cm,
    /// ICD-10-PCS inpatient procedures.
    #[serde(rename = "icd10pcs")]
    Icd10Pcs,
    /// CPT (HCPCS Level I): numbers only, descriptors belong to the AMA.
    #[serde(rename = "cpt")]
    Cpt,
    /// HCPCS Level II.
    #[serde(rename = "hcpcs")]
    Hcpcs,
}

impl CodeSystem {
    /// The name used in files, prompts, the database and on metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Icd10Cm => "icd10cm",
            Self::Icd10Pcs => "icd10pcs",
            Self::Cpt => "cpt",
            Self::Hcpcs => "hcpcs",
        }
    }

    /// Whether its codes are diagnoses.
    #[must_use]
    pub const fn is_diagnosis(self) -> bool {
        matches!(self, Self::Icd10Cm)
    }
}

/// Text that is not a code of its system.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a well-formed {} code", .system.as_str())]
pub struct CodeError {
    /// The system it was read as.
    pub system: CodeSystem,
}

macro_rules! code_type {
    ($(#[$doc:meta])* $name:ident, $system:expr, $parse:path) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The code as it is printed.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = CodeError;

            fn from_str(text: &str) -> Result<Self, CodeError> {
                $parse(text.trim()).map(Self).ok_or(CodeError { system: $system })
            }
        }

        impl TryFrom<String> for $name {
            type Error = CodeError;

            fn try_from(text: String) -> Result<Self, CodeError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

code_type! {
    /// `E11.22`: a letter and two alphanumerics, then up to four more after a
    /// dot. Read with or without the dot, in either case; written with it.
    Icd10CmCode, CodeSystem::Icd10Cm, parse_cm
}
code_type! {
    /// `0FT44ZZ`: seven characters, digits and letters without I and O.
    Icd10PcsCode, CodeSystem::Icd10Pcs, parse_pcs
}
code_type! {
    /// `47563`, `0042T`, `0001F`, `0001U`: five characters.
    CptCode, CodeSystem::Cpt, parse_cpt
}
code_type! {
    /// `J0696`: a letter A-V and four digits.
    HcpcsCode, CodeSystem::Hcpcs, parse_hcpcs
}

fn parse_cm(text: &str) -> Option<String> {
    let (head, tail) = match text.split_once('.') {
        Some((head, tail)) if head.len() == 3 && !tail.is_empty() => (head, tail),
        Some(_) => return None,
        None => (text.get(..3)?, text.get(3..)?),
    };
    // Letter, then two alphanumerics of which one is a digit: FY2026 brought
    // categories such as QA0.
    let shape = matches!(head.as_bytes(), [a, b, c]
        if a.is_ascii_alphabetic()
            && b.is_ascii_alphanumeric()
            && c.is_ascii_alphanumeric()
            && (b.is_ascii_digit() || c.is_ascii_digit()));
    if !shape || tail.len() > 4 || !tail.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let mut code = head.to_ascii_uppercase();
    if !tail.is_empty() {
        code.push('.');
        code.push_str(&tail.to_ascii_uppercase());
    }
    Some(code)
}

fn parse_pcs(text: &str) -> Option<String> {
    let code = text.to_ascii_uppercase();
    let in_alphabet =
        |b: u8| b.is_ascii_digit() || (b.is_ascii_uppercase() && b != b'I' && b != b'O');
    (code.len() == 7 && code.bytes().all(in_alphabet)).then_some(code)
}

fn parse_cpt(text: &str) -> Option<String> {
    let code = text.to_ascii_uppercase();
    match code.as_bytes() {
        [digits @ .., last]
            if digits.len() == 4
                && digits.iter().all(u8::is_ascii_digit)
                && (last.is_ascii_digit() || matches!(last, b'F' | b'T' | b'U' | b'M')) =>
        {
            Some(code)
        }
        _ => None,
    }
}

fn parse_hcpcs(text: &str) -> Option<String> {
    let code = text.to_ascii_uppercase();
    match code.as_bytes() {
        [b'A'..=b'V', digits @ ..]
            if digits.len() == 4 && digits.iter().all(u8::is_ascii_digit) =>
        {
            Some(code)
        }
        _ => None,
    }
}

impl Icd10CmCode {
    /// The code without its dot, as the grouper reads it: `E1122`.
    #[must_use]
    pub fn undotted(&self) -> String {
        self.0.replace('.', "")
    }

    /// The three-character category, `E11`.
    #[must_use]
    pub fn category(&self) -> &str {
        self.0.get(..3).unwrap_or(&self.0)
    }
}

/// A well-formed code of any system.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "system", content = "code")]
pub enum Code {
    /// An ICD-10-CM diagnosis.
    #[serde(rename = "icd10cm")]
    Icd10Cm(Icd10CmCode),
    /// An ICD-10-PCS procedure.
    #[serde(rename = "icd10pcs")]
    Icd10Pcs(Icd10PcsCode),
    /// A CPT procedure.
    #[serde(rename = "cpt")]
    Cpt(CptCode),
    /// A HCPCS Level II item.
    #[serde(rename = "hcpcs")]
    Hcpcs(HcpcsCode),
}

impl Code {
    /// Reads `text` as a code of `system`.
    ///
    /// # Errors
    /// When the text does not have the shape of that system's codes.
    pub fn parse(system: CodeSystem, text: &str) -> Result<Self, CodeError> {
        match system {
            CodeSystem::Icd10Cm => text.parse().map(Self::Icd10Cm),
            CodeSystem::Icd10Pcs => text.parse().map(Self::Icd10Pcs),
            CodeSystem::Cpt => text.parse().map(Self::Cpt),
            CodeSystem::Hcpcs => text.parse().map(Self::Hcpcs),
        }
    }

    /// Its system.
    #[must_use]
    pub const fn system(&self) -> CodeSystem {
        match self {
            Self::Icd10Cm(_) => CodeSystem::Icd10Cm,
            Self::Icd10Pcs(_) => CodeSystem::Icd10Pcs,
            Self::Cpt(_) => CodeSystem::Cpt,
            Self::Hcpcs(_) => CodeSystem::Hcpcs,
        }
    }

    /// The code as it is printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Icd10Cm(code) => code.as_str(),
            Self::Icd10Pcs(code) => code.as_str(),
            Self::Cpt(code) => code.as_str(),
            Self::Hcpcs(code) => code.as_str(),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagnosis_codes_are_read_with_or_without_the_dot() {
        for text in ["E11.22", "e11.22", "E1122", " e1122 "] {
            assert_eq!(text.parse::<Icd10CmCode>().unwrap().as_str(), "E11.22");
        }
        assert_eq!("i10".parse::<Icd10CmCode>().unwrap().as_str(), "I10");
        assert_eq!(
            "qa00139".parse::<Icd10CmCode>().unwrap().as_str(),
            "QA0.0139"
        );
        assert_eq!("C4A.0".parse::<Icd10CmCode>().unwrap().category(), "C4A");
        assert_eq!(
            "S72.024B".parse::<Icd10CmCode>().unwrap().undotted(),
            "S72024B"
        );
    }

    #[test]
    fn malformed_diagnosis_codes_are_refused() {
        for text in [
            "",
            "E",
            "E1",
            "11.22",
            "E11.",
            "E11.22222",
            "E11..2",
            "E1.122",
            "É11",
            "E11 .2",
        ] {
            assert!(text.parse::<Icd10CmCode>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn procedure_codes_keep_to_their_alphabets() {
        assert!("0FT44ZZ".parse::<Icd10PcsCode>().is_ok());
        assert!(
            "0FT44ZO".parse::<Icd10PcsCode>().is_err(),
            "O is not in the PCS alphabet"
        );
        assert!("47563".parse::<CptCode>().is_ok());
        assert!("0042T".parse::<CptCode>().is_ok());
        assert!("4756".parse::<CptCode>().is_err());
        assert!("J0696".parse::<HcpcsCode>().is_ok());
        assert!("W0696".parse::<HcpcsCode>().is_err());
    }

    #[test]
    fn a_code_says_its_system_in_json() {
        let code = Code::parse(CodeSystem::Icd10Cm, "j18.9").unwrap();
        let json = serde_json::to_string(&code).unwrap();
        assert_eq!(json, r#"{"system":"icd10cm","code":"J18.9"}"#);
        assert_eq!(serde_json::from_str::<Code>(&json).unwrap(), code);
    }
}
