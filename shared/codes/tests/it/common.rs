//! What the tests of the installed tables share.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chartfleet_codes::{CodeTables, CodesError, ImportOptions, Installed, import, installed};
use tempfile::TempDir;

/// The installed tables, opened once.
pub(crate) static TABLES: LazyLock<CodeTables> = LazyLock::new(|| {
    let dir = tables_dir();
    CodeTables::open(&dir).unwrap_or_else(|error| {
        panic!(
            "{error}\n(these tests use the tables in {}; set CHARTFLEET__CODES__DIR to use others)",
            dir.display()
        )
    })
});

/// The workspace's root.
fn workspace() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The installation folder.
#[expect(
    clippy::disallowed_methods,
    reason = "tests have no settings; the variable is the one the binaries read"
)]
pub(crate) fn tables_dir() -> PathBuf {
    std::env::var("CHARTFLEET__CODES__DIR")
        .map_or_else(|_| workspace().join(".chartfleet/codes"), PathBuf::from)
}

/// A private copy of the installation, to import into. It shares the files
/// themselves, which nobody writes to.
pub(crate) struct Copy {
    dir: TempDir,
}

impl Copy {
    /// Copies the version in use.
    pub(crate) fn of_installation() -> Self {
        let in_use = installed(&tables_dir())
            .unwrap()
            .into_iter()
            .find(|version| version.current)
            .unwrap();
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("versions/copied");
        fs::create_dir_all(&folder).unwrap();
        for entry in fs::read_dir(&in_use.path).unwrap() {
            let path = entry.unwrap().path();
            let target = folder.join(path.file_name().unwrap());
            fs::hard_link(&path, &target)
                .or_else(|_| fs::copy(&path, &target).map(drop))
                .unwrap();
        }
        fs::write(dir.path().join("current"), "copied\n").unwrap();
        Self { dir }
    }

    /// Imports a file of `tests/data`.
    pub(crate) fn import(&self, kind: &str, file: &str, license: Option<&str>) {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/data")
            .join(file);
        self.try_import(kind, &path, license)
            .unwrap_or_else(|error| panic!("{error}"));
    }

    /// Imports a file.
    pub(crate) fn try_import(
        &self,
        kind: &str,
        file: &Path,
        license: Option<&str>,
    ) -> Result<Installed, CodesError> {
        let options = ImportOptions {
            license: license.map(str::to_owned),
            ..ImportOptions::default()
        };
        import(self.dir.path(), kind.parse().unwrap(), file, &options)
    }

    /// The installation folder of the copy.
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Opens the tables.
    pub(crate) fn open(&self) -> CodeTables {
        CodeTables::open(self.dir()).unwrap()
    }
}

/// A file of reference data beside the workspace, where there is one.
#[expect(
    clippy::disallowed_methods,
    reason = "tests have no settings; the variable only says where data lies"
)]
pub(crate) fn reference_data(file: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let dir = std::env::var("CHARTFLEET_REFERENCE_DATA").map_or_else(|_| beside(), PathBuf::from);
    Some(dir.join(file)).filter(|path| path.is_file())
}

/// A copy of the installation that a test may change.
pub(crate) fn copied_installation() -> TempDir {
    Copy::of_installation().dir
}

/// Why tests on reference data do not run.
pub(crate) const NO_REFERENCE: &str =
    "no reference data (CHARTFLEET_REFERENCE_DATA names its folder)";

/// Says that the calling test does not run, and why; `deploy/test` counts what
/// is said here.
#[expect(
    clippy::disallowed_methods,
    reason = "tests have no settings; the variable is the one of deploy/test"
)]
#[expect(clippy::print_stderr, reason = "for whoever runs the test by hand")]
pub(crate) fn skip(reason: &str) {
    eprintln!("skipped: {reason}");
    if let Ok(path) = std::env::var("CHARTFLEET_SKIP_LOG") {
        // One write: tests append at the same time.
        let log = fs::OpenOptions::new().create(true).append(true).open(path);
        log.unwrap()
            .write_all(format!("{reason}\n").as_bytes())
            .unwrap();
    }
}
