//! Reading a folder of coded notes, laid out like a split of CodiEsp.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

/// What `coded` makes of each note in `text_files_en/` that the folder's file of
/// codes names: of its name, its text and its codes in upper case. That file is
/// the one whose name ends with `ending`, a note and a code a line.
pub(crate) fn read<T>(
    folder: &Path,
    ending: &str,
    coded: impl Fn(String, String, BTreeSet<String>) -> Result<T>,
) -> Result<Vec<T>> {
    let gold = fs::read_dir(folder)
        .with_context(|| format!("reading {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.to_string_lossy().ends_with(ending))
        .with_context(|| format!("no *{ending} in the folder of notes"))?;
    let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in fs::read_to_string(&gold)?.lines() {
        let (note, code) = line.split_once('\t').context("a line without a tab")?;
        let code = code.trim().to_uppercase();
        codes.entry(note.to_owned()).or_default().insert(code);
    }
    let read = |(name, gold): (String, BTreeSet<String>)| {
        let path = folder.join("text_files_en").join(format!("{name}.txt"));
        let text =
            fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        coded(name, text, gold)
    };
    codes.into_iter().map(read).collect()
}
