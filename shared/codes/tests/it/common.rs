//! What the tests of the installed tables share.

use std::path::PathBuf;
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
