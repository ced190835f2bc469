//! The benchmark's charts: NDJSON with notes of about 2 KB in clinical words,
//! the same on every machine for the same number of charts.

use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use chartfleet_model::Chart;
use serde_json::json;

use crate::sentences::{DIAGNOSES, HEADINGS, SENTENCES};

/// The length a note is filled up to, give or take half a sentence.
const NOTE_BYTES: usize = 2_048;
const HALF_A_SENTENCE: usize = 40;

/// What was written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written {
    /// Charts that will be grouped to a DRG.
    pub(crate) inpatients: u64,
    /// The mean length of a note.
    pub(crate) note_bytes: u64,
}

/// Writes `charts` charts, of which `inpatient_share` are inpatients.
pub(crate) fn write(path: &Path, charts: u64, inpatient_share: f64) -> Result<Written> {
    let file =
        std::fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut out = BufWriter::with_capacity(1 << 20, file);
    let (mut inpatients, mut bytes) = (0, 0);
    for number in 0..charts {
        let row = row(number, inpatient_share);
        inpatients += u64::from(row.is_inpatient);
        bytes += row.note_bytes;
        serde_json::to_writer(&mut out, &row.chart)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(Written {
        inpatients,
        note_bytes: bytes / charts.max(1),
    })
}

/// One chart, as it is written.
pub(crate) fn chart_of(number: u64, inpatient_share: f64) -> Result<Chart> {
    Ok(serde_json::from_value(row(number, inpatient_share).chart)?)
}

/// A chart to be written.
struct Row {
    chart: serde_json::Value,
    is_inpatient: bool,
    note_bytes: u64,
}

fn row(number: u64, inpatient_share: f64) -> Row {
    let mut random = SplitMix64(number);
    let is_inpatient = random.share() < inpatient_share;
    let text = note_with(number, &mut random);
    Row {
        chart: chart(number, is_inpatient, &text, &mut random),
        is_inpatient,
        note_bytes: text.len() as u64,
    }
}

fn chart(number: u64, inpatient: bool, text: &str, random: &mut SplitMix64) -> serde_json::Value {
    let (month, day) = (1 + random.below(9), 1 + random.below(24));
    let class = if inpatient {
        "inpatient"
    } else {
        random.choice(&["outpatient", "emergency", "observation", "professional"])
    };
    json!({
        "id": format!("FB-{number:07}"),
        "facility": random.choice(&["north", "south", "harbour"]),
        "encounter": {
            "class": class,
            "admitted": format!("2026-{month:02}-{day:02}"),
            "discharged": format!("2026-{month:02}-{:02}", day + random.below(5)),
            "discharge_status": "01",
        },
        "patient": {
            "age": 25 + random.below(65),
            "sex": random.choice(&["female", "male"]),
            "payer": "medicare",
        },
        "documents": [{
            "kind": if inpatient { "discharge_summary" } else { "clinic_note" },
            "author_role": "attending",
            "text": text,
        }],
    })
}

fn note_with(number: u64, random: &mut SplitMix64) -> String {
    let mut text = format!("Record FB-{number:07}\n");
    for heading in HEADINGS.iter().cycle() {
        text.push_str(heading);
        text.push('\n');
        for _ in 0..4 {
            if text.len() + HALF_A_SENTENCE > NOTE_BYTES {
                return text;
            }
            push_sentence(&mut text, random);
        }
        text.push('\n');
    }
    text
}

/// A sentence in which `#` stands for a number and `@` for a diagnosis.
fn push_sentence(text: &mut String, random: &mut SplitMix64) {
    for character in random.choice(SENTENCES).chars() {
        match character {
            '#' => text.push_str(&(2 + random.below(98)).to_string()),
            '@' => text.push_str(random.choice(DIAGNOSES)),
            other => text.push(other),
        }
    }
    text.push(' ');
}

/// Steele, Lea and Flood's generator: three lines that no library's next
/// version will change.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u32) -> u32 {
        let high = u32::try_from(self.next() >> 32).unwrap_or(u32::MAX);
        high % limit.max(1)
    }

    /// At least 0, less than 1.
    fn share(&mut self) -> f64 {
        f64::from(self.below(1 << 20)) / f64::from(1 << 20)
    }

    fn choice(&mut self, words: &'static [&'static str]) -> &'static str {
        let count = u32::try_from(words.len()).unwrap_or(u32::MAX);
        let chosen = words.get(self.below(count) as usize);
        chosen.copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(number: u64) -> String {
        chart_of(number, 0.25).unwrap().documents[0]
            .text
            .to_string()
    }

    #[test]
    fn a_note_is_about_two_kilobytes_and_always_the_same() {
        for number in 0..200 {
            let text = note(number);
            assert!((1_950..=2_150).contains(&text.len()), "{}", text.len());
            assert_eq!(text, note(number));
        }
        assert_ne!(note(1), note(2));
    }

    #[test]
    fn a_file_holds_the_share_of_inpatients_that_was_asked_for() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("charts.ndjson");
        let written = write(&path, 400, 0.25).unwrap();
        assert!((60..140).contains(&written.inpatients), "{written:?}");
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 400);
        let inpatients = text
            .lines()
            .filter(|line| line.contains(r#""class":"inpatient""#))
            .count();
        assert_eq!(inpatients as u64, written.inpatients);
        assert!(text.contains(&serde_json::to_string(&note(399)).unwrap()));
    }
}
