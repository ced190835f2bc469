//! Measures NCCI pairs at full size: a made-up table of 3,000,000 pairs and,
//! where files are named, official ones.
//!
//! ```text
//! cargo run --release -p chartfleet-codes --example ncci -- CODES_DIR [PTP_FILE...]
//! ```
//! `CODES_DIR` is an installation of the tables; it is copied, not changed.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::hint::black_box;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use chartfleet_codes::{CodeTables, ImportKind, ImportOptions, NcciSetting, import, installed};
use chartfleet_model::{Code, CodeSystem};
use jiff::civil::{Date, date};
use tempfile::TempDir;

const PAIRS: usize = 3_000_000;
const LOOKUPS: usize = 400_000;
const BATCH: usize = 1_000;
const MOST_MEGABYTES: f64 = 150.0;
const MOST_LOOKUP: Duration = Duration::from_micros(1);
const ON: Date = date(2024, 7, 1);

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let installation = arguments
        .next()
        .ok_or("name the folder of installed tables")?;
    if installation.as_os_str() == RESIDENT {
        let tables = CodeTables::open(&arguments.next().ok_or("no folder")?)?;
        writeln!(io::stdout(), "{}", resident()?)?;
        drop(tables);
        return Ok(());
    }
    let scratch = tempfile::tempdir()?;
    let made_up = scratch.path().join("made_up_2024q3.txt");
    write_made_up(&made_up)?;
    measure(&installation, &made_up)?;
    arguments.try_for_each(|file| measure(&installation, &file))
}

/// Imports a file into a copy of the installation and looks pairs up.
fn measure(installation: &Path, file: &Path) -> Outcome<()> {
    let copy = copied(installation)?;
    let (bare_time, bare_size) = opened(copy.path())?;
    let began = Instant::now();
    let version = import(
        copy.path(),
        ImportKind::PtpPractitioner,
        file,
        &ImportOptions::default(),
    )?;
    let importing = began.elapsed();
    let rows = version
        .imports
        .iter()
        .find(|import| import.kind == ImportKind::PtpPractitioner.as_str())
        .map_or(0, |import| import.rows);
    let (time, size) = opened(copy.path())?;
    let tables = CodeTables::open(copy.path())?;
    let asked = Asked::of(file)?;
    let (lookup, found) = looked_up(&tables, &asked)?;
    let out = &mut io::stdout().lock();
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    writeln!(out, "{name}: {rows} pairs, imported in {importing:.1?}")?;
    writeln!(
        out,
        "  memory {:.1} MB (goal {MOST_MEGABYTES} MB), all tables opened in {time:.1?}, {bare_time:.1?} without",
        size - bare_size,
    )?;
    writeln!(
        out,
        "  {lookup:?} a lookup (goal {MOST_LOOKUP:?}), {found} of {} in effect",
        asked.pairs.len()
    )?;
    Ok(())
}

/// What a lookup takes, as the median of batches so that other work on the
/// machine counts little, and how many pairs are in effect.
fn looked_up(tables: &CodeTables, asked: &Asked) -> Outcome<(Duration, usize)> {
    let edit = |&(a, b): &(usize, usize)| {
        let (a, b) = (asked.codes.get(a)?, asked.codes.get(b)?);
        tables.ptp(NcciSetting::Practitioner, a, b, ON)
    };
    let (mut times, mut found) = (Vec::new(), 0);
    for batch in asked.pairs.chunks_exact(BATCH) {
        let began = Instant::now();
        let in_effect = |pair: &&(usize, usize)| black_box(edit(pair)).is_some();
        found += batch.iter().filter(in_effect).count();
        times.push(began.elapsed());
    }
    times.sort_unstable();
    let median = times.get(times.len() / 2).ok_or("too few pairs")?;
    Ok((*median / u32::try_from(BATCH)?, found))
}

/// How long opening takes at best, and the resident memory in megabytes of a
/// new process that did nothing else.
fn opened(dir: &Path) -> Outcome<(Duration, f64)> {
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let began = Instant::now();
        black_box(CodeTables::open(dir)?);
        best = best.min(began.elapsed());
    }
    let answer = Command::new(std::env::current_exe()?)
        .args([OsStr::new(RESIDENT), dir.as_os_str()])
        .output()?;
    Ok((best, String::from_utf8(answer.stdout)?.trim().parse()?))
}

/// Asks for the memory of this process with the tables of a folder open.
const RESIDENT: &str = "--resident";

/// Resident memory of this process in megabytes.
fn resident() -> Outcome<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .ok_or("no VmRSS")?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes / 1024.0)
}

/// Numbers of the made-up codes.
const CODES: usize = 11_000;

fn number(code: usize) -> String {
    format!("{:05}", 10_000 + code * 8)
}

/// Pairs of a file, each the other way round as well, out of order: of a file
/// without dates half of the lookups find nothing.
#[derive(Default)]
struct Asked {
    codes: Vec<Code>,
    pairs: Vec<(usize, usize)>,
}

impl Asked {
    fn of(file: &Path) -> Outcome<Self> {
        let bytes = fs::read(file)?;
        let mut text = String::new();
        if bytes.starts_with(&[0x1f, 0x8b]) {
            flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
        } else {
            text = String::from_utf8(bytes)?;
        }
        let lines: Vec<&str> = text.lines().collect();
        let mut asked = Self::default();
        let mut places = HashMap::new();
        let mut place = |code: Code, codes: &mut Vec<Code>| {
            *places.entry(code.clone()).or_insert_with(|| {
                codes.push(code);
                codes.len() - 1
            })
        };
        for n in 0..LOOKUPS / 2 {
            let line = lines.get(n.wrapping_mul(1_299_709) % lines.len());
            let mut fields = line.into_iter().flat_map(|line| line.split([',', '\t']));
            let (Some(Some(a)), Some(Some(b))) = (fields.next().map(code), fields.next().map(code))
            else {
                continue;
            };
            let (a, b) = (place(a, &mut asked.codes), place(b, &mut asked.codes));
            asked.pairs.extend([(a, b), (b, a)]);
        }
        Ok(asked)
    }
}

fn code(text: &str) -> Option<Code> {
    [CodeSystem::Cpt, CodeSystem::Hcpcs]
        .into_iter()
        .find_map(|system| Code::parse(system, text).ok())
}

/// A file in CMS's shape, with dates of 28 years.
fn write_made_up(path: &Path) -> Outcome<()> {
    let mut file = io::BufWriter::new(fs::File::create(path)?);
    writeln!(
        file,
        "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale"
    )?;
    let partners = PAIRS.div_ceil(CODES);
    for n in 0..PAIRS {
        let (column1, partner) = (n / partners, n % partners);
        let column2 = (column1 * 31 + partner * 37 + 1) % CODES;
        let year = 1996 + (n * 7) % 28;
        let deleted = if n % 3 == 0 {
            format!("{}1231", year + 1)
        } else {
            "*".to_owned()
        };
        writeln!(
            file,
            "{}\t{}\t\t{year}0{}01\t{deleted}\t{}\treason {}",
            number(column1),
            number(column2),
            1 + 3 * (n % 3),
            n % 2,
            n % 12
        )?;
    }
    file.flush()?;
    Ok(())
}

/// A copy of the version in use, to import into.
fn copied(installation: &Path) -> Outcome<TempDir> {
    let in_use = installed(installation)?
        .into_iter()
        .find(|version| version.current)
        .ok_or("nothing is installed")?;
    let dir = tempfile::tempdir()?;
    let folder = dir.path().join("versions/copied");
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(in_use.path)? {
        let path = entry?.path();
        fs::copy(&path, folder.join(path.file_name().unwrap_or_default()))?;
    }
    fs::write(dir.path().join("current"), "copied\n")?;
    Ok(dir)
}
