//! What the harness reads of its surroundings: a few variables, the workspace
//! and the folder of the built programs.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A variable of the environment; empty counts as absent.
#[expect(
    clippy::disallowed_methods,
    reason = "tests are told about the stack through the variables that `deploy/local env` prints"
)]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Where the code tables are, if anybody installed them: for tests that need
/// no service.
///
/// # Errors
/// When the checkout cannot be told.
pub fn installed_tables() -> Result<PathBuf> {
    match variable("CHARTFLEET__CODES__DIR") {
        Some(dir) => Ok(dir.into()),
        None => Ok(workspace()?.join(".chartfleet/codes")),
    }
}

/// The root of the checkout.
pub(crate) fn workspace() -> Result<PathBuf> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(tests
        .parent()
        .context("the tests package lies in a workspace")?
        .to_owned())
}

/// Where cargo put the programs of the profile that built this test: test
/// executables lie in `deps/` below it, benchmarks' binaries beside them.
pub(crate) fn program_path(name: &str) -> Result<PathBuf> {
    let own = std::env::current_exe().context("cannot tell where this test's executable is")?;
    own.ancestors()
        .skip(1)
        .take(2)
        .map(|dir| dir.join(name))
        .find(|path| path.is_file())
        .with_context(|| {
            let release = if cfg!(debug_assertions) {
                ""
            } else {
                " --release"
            };
            format!("program {name} is not built; run: cargo build{release} --workspace --bins")
        })
}
