//! The kinds of files that can be imported.

/// What can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImportKind {
    /// The index to diseases and injuries.
    Index,
    /// The index to external causes.
    ExternalCauses,
    /// The table of neoplasms.
    Neoplasms,
    /// The table of drugs and chemicals.
    Drugs,
    /// ICD-10-PCS tables, which build and validate its codes.
    PcsTables,
    /// ICD-10-PCS index.
    PcsIndex,
    /// ICD-10-PCS codes with their titles.
    PcsTitles,
    /// HCPCS Level II codes with their descriptions.
    Hcpcs,
    /// CPT codes with their descriptions, under the site's own AMA licence.
    Cpt,
    /// Add-on codes with their primary procedures.
    AddOn,
    /// NCCI procedure-to-procedure edits for practitioners.
    PtpPractitioner,
    /// NCCI procedure-to-procedure edits for outpatient hospital services.
    PtpOutpatient,
    /// Medically unlikely edits for practitioners.
    MuePractitioner,
    /// Medically unlikely edits for outpatient hospital services.
    MueOutpatient,
    /// MS-DRG weights and lengths of stay of one fiscal year.
    DrgWeights,
    /// Diagnoses exempt from present-on-admission reporting.
    PoaExempt,
}

/// A name that is no [`ImportKind`].
#[derive(Debug, thiserror::Error)]
#[error("a kind is one of {}", ImportKind::ALL.map(ImportKind::as_str).join(", "))]
pub struct ImportKindError;

impl ImportKind {
    /// All kinds, for help texts.
    pub const ALL: [Self; 16] = [
        Self::Index,
        Self::ExternalCauses,
        Self::Neoplasms,
        Self::Drugs,
        Self::PcsTables,
        Self::PcsIndex,
        Self::PcsTitles,
        Self::Hcpcs,
        Self::Cpt,
        Self::AddOn,
        Self::PtpPractitioner,
        Self::PtpOutpatient,
        Self::MuePractitioner,
        Self::MueOutpatient,
        Self::DrgWeights,
        Self::PoaExempt,
    ];

    /// The name on the command line and in versions.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::ExternalCauses => "eindex",
            Self::Neoplasms => "neoplasm",
            Self::Drugs => "drugs",
            Self::PcsTables => "pcs-tables",
            Self::PcsIndex => "pcs-index",
            Self::PcsTitles => "pcs-titles",
            Self::Hcpcs => "hcpcs",
            Self::Cpt => "cpt",
            Self::AddOn => "add-on",
            Self::PtpPractitioner => "ptp-practitioner",
            Self::PtpOutpatient => "ptp-outpatient",
            Self::MuePractitioner => "mue-practitioner",
            Self::MueOutpatient => "mue-outpatient",
            Self::DrgWeights => "drg-weights",
            Self::PoaExempt => "poa-exempt",
        }
    }

    /// What a file of the kind looks like, for help texts and errors.
    #[must_use]
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Index | Self::ExternalCauses => {
                "the CDC's index XML, or CSV with the columns Level, Term, See, SeeAlso, NonEssModif and Code"
            }
            Self::Neoplasms => {
                "the CDC's neoplasm XML, or CSV with the columns Level, Term, SeeAlso, NonEssModif and MalignantPrimary to UnspecifiedBehavior"
            }
            Self::Drugs => {
                "the CDC's drug XML, or CSV with the columns Level, Term, SeeAlso, NonEssModif and PoisoningAccidental to Underdosing"
            }
            Self::PcsTables => "CMS's ICD-10-PCS tables XML (ICD10PCS.tabular)",
            Self::PcsIndex => "CMS's ICD-10-PCS index XML (ICD10PCS.index)",
            Self::PcsTitles => "CSV with the columns code and title, or CMS's order file",
            Self::Hcpcs => {
                "CMS's quarterly HCPCS file (ANWEB), or CSV with the columns code and description"
            }
            Self::Cpt => "CSV with the columns code and description",
            Self::AddOn => {
                "CMS's add-on code file saved as CSV or text, or CSV with the columns add_on and primary"
            }
            Self::PtpPractitioner | Self::PtpOutpatient => {
                "CMS's quarterly PTP file, or CSV with the columns column1, column2 and modifier"
            }
            Self::MuePractitioner | Self::MueOutpatient => {
                "CMS's quarterly MUE file, or CSV with the columns hcpcs_code, mue_units and mue_mai"
            }
            Self::DrgWeights => {
                "CMS's Table 5 as text, or CSV with the columns drg, weight and gmlos, and --year"
            }
            Self::PoaExempt => "a list with one ICD-10-CM code a line",
        }
    }

    /// Whether CMS publishes it each quarter.
    pub(crate) const fn is_quarterly(self) -> bool {
        matches!(
            self,
            Self::Hcpcs
                | Self::AddOn
                | Self::PtpPractitioner
                | Self::PtpOutpatient
                | Self::MuePractitioner
                | Self::MueOutpatient
        )
    }

    /// Its name in a version, where yearly kinds stand side by side.
    pub(crate) fn slot(self, edition: Option<&str>) -> String {
        match (self, edition) {
            (Self::DrgWeights, Some(year)) => format!("{}-{year}", self.as_str()),
            _ => self.as_str().to_owned(),
        }
    }
}

impl std::str::FromStr for ImportKind {
    type Err = ImportKindError;

    fn from_str(name: &str) -> Result<Self, ImportKindError> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == name)
            .ok_or(ImportKindError)
    }
}
