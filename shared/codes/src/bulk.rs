//! `chartfleet codes group --ndjson`: regroups claims in bulk, one JSON object
//! a line in, one out, in the same order.
//!
//! Memory is constant: a block of lines at a time is read, grouped on two
//! threads and written. A line that cannot be grouped gives
//! `{id, line, error}` in its place and is counted; the error names a field or
//! a column, never a value.

mod line;

use std::io::{BufRead, Read as _, Write};
use std::num::NonZeroUsize;

use serde::Serialize;

use crate::error::CodesError;
use crate::grouper::Grouper;
use line::Failure;

/// Lines of one block.
const BLOCK: usize = 4_096;

/// The longest line accepted, in bytes.
const LONGEST: u64 = 1 << 20;

/// What came of a bulk run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RegroupSummary {
    /// Lines that were grouped, ungroupable claims among them.
    pub grouped: u64,
    /// Lines that could not be read as a claim.
    pub failed: u64,
}

/// Why a bulk run stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegroupError {
    /// The claims could not be read.
    #[error("cannot read the claims")]
    Read(#[source] std::io::Error),
    /// The answers could not be written.
    #[error("cannot write the answers")]
    Write(#[source] std::io::Error),
    /// The grouper itself failed.
    #[error("the grouper failed")]
    Grouper(#[source] CodesError),
}

/// Regroups every line of `input` into `output` on `threads` threads.
///
/// # Errors
/// Where reading, writing or the grouper itself fails; a bad line is no error.
pub fn regroup(
    grouper: &Grouper,
    mut input: impl BufRead,
    mut output: impl Write,
    threads: NonZeroUsize,
) -> Result<RegroupSummary, RegroupError> {
    let mut summary = RegroupSummary::default();
    let mut first_line = 1;
    loop {
        let block = read_block(&mut input, first_line).map_err(RegroupError::Read)?;
        if block.lines.is_empty() {
            output.flush().map_err(RegroupError::Write)?;
            return Ok(summary);
        }
        for part in group_block(grouper, &block.lines, threads)? {
            output.write_all(&part.text).map_err(RegroupError::Write)?;
            summary.grouped += part.summary.grouped;
            summary.failed += part.summary.failed;
        }
        first_line = block.next_line;
    }
}

/// Lines with their numbers; blank lines are passed over.
struct Block {
    lines: Vec<Line>,
    next_line: u64,
}

struct Line {
    number: u64,
    bytes: Vec<u8>,
    /// Longer than accepted: only its beginning is here.
    too_long: bool,
}

fn read_block(input: &mut impl BufRead, first_line: u64) -> std::io::Result<Block> {
    let mut block = Block {
        lines: Vec::new(),
        next_line: first_line,
    };
    while block.lines.len() < BLOCK {
        let mut bytes = Vec::new();
        if input.by_ref().take(LONGEST).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let too_long = bytes.len() as u64 == LONGEST && !bytes.ends_with(b"\n");
        if too_long {
            input.skip_until(b'\n')?;
        }
        if !bytes.trim_ascii().is_empty() {
            block.lines.push(Line {
                number: block.next_line,
                bytes,
                too_long,
            });
        }
        block.next_line += 1;
    }
    Ok(block)
}

/// The answers to some lines.
#[derive(Default)]
struct Part {
    text: Vec<u8>,
    summary: RegroupSummary,
}

fn group_block(
    grouper: &Grouper,
    lines: &[Line],
    threads: NonZeroUsize,
) -> Result<Vec<Part>, RegroupError> {
    let share = lines.len().div_ceil(threads.get());
    std::thread::scope(|scope| {
        let workers: Vec<_> = lines
            .chunks(share)
            .map(|lines| scope.spawn(|| group_lines(grouper, lines)))
            .collect();
        workers
            .into_iter()
            .map(|worker| match worker.join() {
                Ok(part) => part,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    })
}

fn group_lines(grouper: &Grouper, lines: &[Line]) -> Result<Part, RegroupError> {
    let mut part = Part::default();
    for line in lines {
        let answer = if line.too_long {
            Err(Failure::Line("longer than 1 MiB".to_owned()))
        } else {
            line::group(grouper, &line.bytes, &mut part.text)
        };
        match answer {
            Ok(()) => part.summary.grouped += 1,
            Err(Failure::Line(error)) => {
                part.summary.failed += 1;
                line::write_failure(&line.bytes, line.number, &error, &mut part.text)
                    .map_err(RegroupError::Write)?;
            }
            Err(Failure::Grouper(error)) => return Err(RegroupError::Grouper(error)),
        }
    }
    Ok(part)
}
