//! The guide's table of checks is that of the program.

use std::path::PathBuf;

use chartfleet_coder::cdi;

#[test]
fn the_guide_lists_every_check() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/cdi.md");
    let guide = std::fs::read_to_string(path).unwrap();
    let table = cdi::checks_markdown();
    assert!(
        guide.contains(&table),
        "docs/cdi.md is out of date; its table of checks must be:\n{table}"
    );
}
