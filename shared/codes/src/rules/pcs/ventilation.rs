//! Hours of mechanical ventilation, as they are documented.

use std::ops::RangeInclusive;

use crate::rules::{ClaimView, Found, Mention};

/// The durations of respiratory ventilation, in consecutive hours.
const DURATIONS: [(&str, RangeInclusive<u32>); 3] = [
    ("5A1935Z", 0..=23),
    ("5A1945Z", 24..=96),
    ("5A1955Z", 97..=u32::MAX),
];

pub(super) fn other_hours(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for procedure in &claim.procedures {
        let code = procedure.code.as_str();
        let Some((_, duration)) = DURATIONS.iter().find(|(known, _)| *known == code) else {
            continue;
        };
        let hours: Vec<u32> = procedure.mentions.iter().filter_map(hours_in).collect();
        if hours.is_empty() || hours.iter().any(|hours| duration.contains(hours)) {
            continue;
        }
        let holds = |(_, duration): &&(&str, RangeInclusive<u32>)| {
            hours.iter().any(|hours| duration.contains(hours))
        };
        let offers = DURATIONS.iter().filter(holds).map(|(code, _)| *code);
        found.report_with(
            format!("{code} is of another duration than the documented hours"),
            [code],
            offers,
        );
    }
}

/// The hours of ventilation that a quote names.
fn hours_in(mention: &Mention<'_>) -> Option<u32> {
    let quote = mention.quote.to_lowercase();
    let is_ventilation = quote.contains("ventilat");
    // What begins with its number has nothing before it.
    let quote = format!("for {quote}");
    let words: Vec<&str> = quote
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let hours = words.windows(3).find_map(|words| {
        let [before, number, unit] = words else {
            return None;
        };
        // "Every 8 hours" is how often, not how long.
        let lasted = !matches!(*before, "every" | "q" | "each" | "per");
        let are_hours = matches!(*unit, "hours" | "hour" | "hrs" | "h");
        (lasted && are_hours).then(|| number.parse().ok()).flatten()
    });
    hours.filter(|_| is_ventilation)
}
