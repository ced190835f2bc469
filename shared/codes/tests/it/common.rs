//! What the tests of the installed tables share.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chartfleet_codes::CodeTables;

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
pub(crate) fn copied_installation() -> tempfile::TempDir {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            let target = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &target);
            } else {
                fs::copy(entry.path(), target).unwrap();
            }
        }
    }
    let dir = tempfile::tempdir().unwrap();
    copy(&tables_dir(), dir.path());
    dir
}
