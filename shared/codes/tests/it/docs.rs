//! What the documents say of the rules.

use std::path::PathBuf;

#[test]
fn the_table_of_rules_is_what_the_rules_say_of_themselves() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(
        written == chartfleet_codes::rules_markdown(),
        "docs/rules.md is out of date: chartfleet codes rules --markdown > docs/rules.md"
    );
}
