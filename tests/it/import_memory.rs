//! An import's memory does not grow with its input.

use std::io::{BufWriter, Write};
use std::time::Duration;

use chartfleet_tests::{Program, ScriptedModel};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::night::{Night, chart};

const FILE_BYTES: usize = 150 << 20;
const NOTE_BYTES: usize = 60_000;
const MOST_RSS_BYTES: u64 = 150 << 20;

#[tokio::test]
async fn a_hundred_and_fifty_megabytes_are_imported_in_less_memory() {
    let model = ScriptedModel::suggesting().await.unwrap();
    let night = Night::with(&model).await;
    let number = write_backlog(&night);
    let mut import = night
        .sandbox
        .spawn(Program::Chartfleet, &["import", "large.ndjson", "--json"])
        .unwrap();
    let mut peak = 0;
    let status = loop {
        let waited = import.wait_exit(Duration::from_millis(20)).await;
        if let Ok(status) = waited {
            break status;
        }
        peak = peak.max(import.usage().map_or(0, |usage| usage.peak_rss_bytes));
    };
    assert!(status.success());
    assert!(
        import
            .stdout()
            .unwrap()
            .contains(&format!("\"imported\": {number}"))
    );
    assert!(
        peak > 0 && peak < MOST_RSS_BYTES,
        "{} MB at its peak",
        peak >> 20
    );
}

fn write_backlog(night: &Night) -> usize {
    let path = night.sandbox.write("large.ndjson", "").unwrap();
    let mut file = BufWriter::new(std::fs::File::create(path).unwrap());
    let mut random = StdRng::seed_from_u64(7);
    let number = FILE_BYTES / NOTE_BYTES;
    for n in 0..number {
        // Words that do not compress to nothing in the database.
        let text: String = (0..NOTE_BYTES / 8)
            .map(|_| format!("{:07x} ", random.random_range(0..0x0fff_ffff_u32)))
            .collect();
        writeln!(file, "{}", chart(&format!("L-{n}"), &text)).unwrap();
    }
    file.flush().unwrap();
    number
}
