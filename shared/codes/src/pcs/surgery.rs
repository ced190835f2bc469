//! Composed titles of sections 0 and 1: how each root operation joins its body
//! part, device and qualifier.

use super::compose::{Parts, running, with_approach};

/// Qualifiers that follow the device.
const AFTER_DEVICE: [&str; 3] = ["Cemented", "Uncemented", "Temporary"];

/// Qualifiers that name what is worked with.
const MEANS: [&str; 4] = [
    "Irreversible Electroporation",
    "Stent Retriever",
    "Laser Interstitial Thermal Therapy",
    "Drug-Coated Balloon",
];

/// The title.
pub(super) fn title(parts: &Parts<'_>) -> String {
    let (qualifier, after) = match parts.qualifier {
        "Diagnostic" => ("", ", Diagnostic"),
        qualifier => (qualifier, ""),
    };
    with_approach(body(parts, qualifier), parts) + after
}

fn body(parts: &Parts<'_>, qualifier: &str) -> String {
    let Parts {
        operation,
        part,
        device,
        ..
    } = parts;
    match *operation {
        "Insertion" => comma(format!("Insertion of {device} into {part}"), qualifier),
        "Removal" => comma(format!("Removal of {device} from {part}"), qualifier),
        "Revision" => comma(format!("Revision of {device} in {part}"), qualifier),
        "Change" => comma(format!("Change {device} in {part}"), qualifier),
        "Control" => comma(format!("Control Bleeding in {part}"), qualifier),
        "Detachment" => comma(format!("Detachment at {part}"), qualifier),
        "Bypass" => with(bypass(parts, qualifier), device),
        "Creation" if qualifier.is_empty() => format!("Creation of {part} using {device}"),
        "Creation" => format!("Creation of {part} from {qualifier} using {device}"),
        "Transfer" if qualifier.is_empty() => format!("Transfer {part}"),
        "Transfer" => {
            let preposition = match parts.code.get(1) {
                Some(b'0' | b'1' | b'D') => "to",
                _ => "with",
            };
            format!("Transfer {part} {preposition} {qualifier}")
        }
        _ => operated(parts, qualifier),
    }
}

/// Where blood or contents go to; for coronary arteries, where they come from.
fn bypass(parts: &Parts<'_>, qualifier: &str) -> String {
    let part = &parts.part;
    match (qualifier, parts.code) {
        ("", _) => format!("Bypass {part}"),
        (_, [_, b'2', _, b'0'..=b'3' | b'K' | b'P' | b'Q' | b'R', ..]) => {
            format!("Bypass {part} from {}", running(qualifier))
        }
        _ => format!("Bypass {part} to {}", running(qualifier)),
    }
}

fn operated(parts: &Parts<'_>, qualifier: &str) -> String {
    let device = &parts.device;
    let base = format!("{}{}{}", parts.operation, joint(parts), parts.part);
    let follows = parts.operation == "Fusion" || AFTER_DEVICE.contains(&qualifier);
    if qualifier.is_empty() {
        with(base, device)
    } else if follows {
        comma(with(base, device), qualifier)
    } else if MEANS.contains(&qualifier) {
        let separator = if device.is_empty() {
            " using "
        } else {
            ", using "
        };
        with(base, device) + separator + qualifier
    } else if qualifier.contains("Valve") && matches!(parts.operation, "Repair" | "Supplement") {
        with(base + " created from " + &running(qualifier), device)
    } else if device.is_empty() {
        comma(base, qualifier)
    } else {
        comma(base, qualifier) + ", with " + device
    }
}

/// What stands between an operation and its body part.
fn joint(parts: &Parts<'_>) -> &'static str {
    match (parts.operation, parts.code.get(1)) {
        ("Supplement", Some(b'J')) => " of ",
        ("Repair" | "Reposition" | "Release" | "Supplement", _) => " ",
        ("Extirpation", _) => " of Matter from ",
        ("Fragmentation", Some(b'2'..=b'6')) => " of ",
        ("Fragmentation", _) => " in ",
        _ => " of ",
    }
}

fn with(base: String, device: &str) -> String {
    if device.is_empty() {
        base
    } else {
        base + " with " + device
    }
}

fn comma(base: String, item: &str) -> String {
    if item.is_empty() {
        base
    } else {
        base + ", " + item
    }
}
