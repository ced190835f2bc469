//! Builds the installed tables from the official files: once, at install.
//!
//! Sources: the CDC tabular list (titles, hierarchy, notes), the Medicare Code
//! Editor's master lists (validity by date, age, sex, principal-diagnosis
//! edits) and the MS-DRG grouper's tables (CC/MCC levels).

pub(crate) mod drgs;
pub(crate) mod editor;
pub(crate) mod lmdb;
mod notes;
pub(crate) mod seventh;
pub(crate) mod severity;
pub(crate) mod suppression;
pub(crate) mod tabular;

use std::collections::{BTreeMap, BTreeSet};

use crate::grouper::GrouperVersion;
use crate::tables::data::{
    BlockTable, CmTable, Edits, Level, NONE, PcsTable, Period, Periods, TablesData,
};
use crate::tables::key;
use notes::NoteReader;
use tabular::{Node, Tabular};

/// Builds everything from the tabular XML and the grouper's data file.
///
/// # Errors
/// The file (by its role), the line where it is text, and what is wrong.
pub(crate) fn compile(release: &str, xml: &str, mdb: &[u8]) -> Result<TablesData, Problem> {
    let mut tabular = tabular::read(xml).map_err(|(line, problem)| Problem {
        file: SourceFile::Tabular,
        problem: format!("line {line}: {problem}"),
    })?;
    fits_grouper(tabular.year)?;
    seventh::apply(&mut tabular);
    let database = lmdb::read(mdb).ok_or_else(|| Problem::grouper("not an LMDB file"))?;
    let table = |name: &str| {
        database
            .get(name)
            .copied()
            .ok_or_else(|| Problem::grouper(&format!("no table {name}")))
    };
    let unreadable =
        |name: &'static str| move || Problem::grouper(&format!("table {name} has another layout"));
    let diagnoses =
        editor::master(table("mce_i10dx_master")?).ok_or_else(unreadable("mce_i10dx_master"))?;
    let procedures =
        editor::master(table("mce_i10sg_master")?).ok_or_else(unreadable("mce_i10sg_master"))?;
    let ages =
        editor::age_ranges(table("mce_age_ranges")?).ok_or_else(unreadable("mce_age_ranges"))?;
    let levels = severity::levels(table("diagnosis")?).ok_or_else(unreadable("diagnosis"))?;
    let suppression = suppression::suppression(
        table("drg_formulas")?,
        table("dx_patterns")?,
        table("diagnosis")?,
    )
    .ok_or_else(unreadable("drg_formulas"))?;
    let drafts = drafts(&tabular, &diagnoses, &levels);
    let keys: Vec<u64> = drafts.keys().copied().collect();
    let chapters = notes::chapters(&tabular);
    let mut reader = NoteReader::new(&keys, &chapters);
    let drgs =
        drgs::titles(table("drg_descriptions")?).ok_or_else(unreadable("drg_descriptions"))?;
    Ok(TablesData {
        release: release.to_owned(),
        cm: diagnosis_table(&drafts, &keys, &mut reader),
        blocks: block_table(&tabular, &mut reader),
        sets: reader.finish(),
        pcs: procedure_table(&procedures),
        ages,
        suppression,
        drgs,
    })
}

/// A list of a year that the grouper's versions do not reach would call codes
/// unknown that may be billed.
fn fits_grouper(year: u16) -> Result<(), Problem> {
    let (first, last) = GrouperVersion::fiscal_years();
    if (first..=last).contains(&year) {
        return Ok(());
    }
    Err(Problem {
        file: SourceFile::Tabular,
        problem: format!(
            "its tabular list is for fiscal year {year}, and the grouper covers {first} to {last}"
        ),
    })
}

/// Builds what the tabular XML alone gives: every code without a longer one
/// may be billed on any day, and there are no procedures.
///
/// # Errors
/// The line and what is wrong there.
pub(crate) fn of_tabular(xml: &str) -> Result<TablesData, (u64, String)> {
    let mut tabular = tabular::read(xml)?;
    seventh::apply(&mut tabular);
    let headers: BTreeSet<usize> = tabular
        .nodes
        .iter()
        .filter_map(|node| node.parent)
        .collect();
    let always = Period {
        from: 20_151_001,
        to: 99_991_231,
        edits: Edits::default(),
    };
    let nodes = tabular.nodes.iter().enumerate();
    let billable: Vec<_> = nodes
        .filter(|(place, _)| !headers.contains(place))
        .filter_map(|(_, node)| Some((key::pack(&node.code)?, always)))
        .collect();
    let drafts = drafts(&tabular, &billable, &[]);
    let keys: Vec<u64> = drafts.keys().copied().collect();
    let chapters = notes::chapters(&tabular);
    let mut reader = NoteReader::new(&keys, &chapters);
    Ok(TablesData {
        release: "tabular".to_owned(),
        cm: diagnosis_table(&drafts, &keys, &mut reader),
        blocks: block_table(&tabular, &mut reader),
        sets: reader.finish(),
        pcs: procedure_table(&[]),
        ..TablesData::default()
    })
}

/// Which official file was unusable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SourceFile {
    Tabular,
    Grouper,
}

/// Why the tables could not be built.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) file: SourceFile,
    pub(crate) problem: String,
}

impl Problem {
    fn grouper(problem: &str) -> Self {
        Self {
            file: SourceFile::Grouper,
            problem: problem.to_owned(),
        }
    }
}

/// What is known of one diagnosis code before it becomes a row.
#[derive(Default)]
struct Draft<'t> {
    node: Option<&'t Node>,
    periods: Vec<Period>,
    levels: Vec<Level>,
}

fn drafts<'t>(
    tabular: &'t Tabular,
    master: &[(u64, Period)],
    levels: &[(u64, Level)],
) -> BTreeMap<u64, Draft<'t>> {
    let mut drafts: BTreeMap<u64, Draft<'_>> = BTreeMap::new();
    for node in &tabular.nodes {
        if let Some(code) = key::pack(&node.code) {
            drafts.entry(code).or_default().node = Some(node);
        }
    }
    for (code, period) in master {
        drafts.entry(*code).or_default().periods.push(*period);
    }
    for (code, level) in levels {
        if let Some(draft) = drafts.get_mut(code) {
            draft.levels.push(*level);
        }
    }
    for draft in drafts.values_mut() {
        draft.periods.sort_by_key(|period| period.from);
        draft.levels.sort_by_key(|level| level.from);
    }
    drafts
}

fn diagnosis_table(
    drafts: &BTreeMap<u64, Draft<'_>>,
    keys: &[u64],
    reader: &mut NoteReader<'_>,
) -> CmTable {
    let mut table = CmTable {
        keys: keys.to_vec(),
        ..CmTable::default()
    };
    for (&code, draft) in drafts {
        table.codes.push(&key::dotted(code));
        table.titles.push(draft.node.map_or("", |n| &n.title));
        table.parents.push(parent(keys, code));
        table
            .blocks
            .push(number(draft.node.and_then(|node| node.block)));
        reader.push(&mut table.notes, draft.node.map_or(&[], |n| &n.notes));
        push_group(
            &mut table.periods.starts,
            &mut table.periods.rows,
            &draft.periods,
        );
        push_group(
            &mut table.levels.starts,
            &mut table.levels.rows,
            &draft.levels,
        );
    }
    close(&mut table.notes.starts, table.notes.texts.len());
    close(&mut table.periods.starts, table.periods.rows.len());
    close(&mut table.levels.starts, table.levels.rows.len());
    table
}

fn procedure_table(master: &[(u64, Period)]) -> PcsTable {
    let mut codes: BTreeMap<u64, Vec<Period>> = BTreeMap::new();
    for (code, period) in master {
        codes.entry(*code).or_default().push(*period);
    }
    let mut periods = Periods::default();
    for rows in codes.values() {
        push_group(&mut periods.starts, &mut periods.rows, rows);
    }
    close(&mut periods.starts, periods.rows.len());
    PcsTable {
        keys: codes.into_keys().collect(),
        periods,
    }
}

fn block_table(tabular: &Tabular, reader: &mut NoteReader<'_>) -> BlockTable {
    let mut table = BlockTable::default();
    for block in &tabular.blocks {
        table.ids.push(&block.id);
        table.titles.push(block_title(&block.title));
        table.parents.push(number(block.parent));
        reader.push(&mut table.notes, &block.notes);
    }
    close(&mut table.notes.starts, table.notes.texts.len());
    table
}

/// The list repeats a block's range in its title, `… (E08-E13)`.
fn block_title(title: &str) -> &str {
    match title.rsplit_once(" (") {
        Some((words, range)) if range.ends_with(')') => words,
        _ => title,
    }
}

fn parent(keys: &[u64], code: u64) -> u32 {
    let mut shorter = key::shorten(code);
    while let Some(prefix) = shorter {
        if let Ok(row) = keys.binary_search(&prefix) {
            return number(Some(row));
        }
        shorter = key::shorten(prefix);
    }
    NONE
}

fn push_group<T: Clone>(starts: &mut Vec<u32>, rows: &mut Vec<T>, added: &[T]) {
    close(starts, rows.len());
    rows.extend_from_slice(added);
}

fn close(starts: &mut Vec<u32>, end: usize) {
    starts.push(number(Some(end)));
}

fn number(index: Option<usize>) -> u32 {
    index
        .and_then(|index| u32::try_from(index).ok())
        .unwrap_or(NONE)
}
