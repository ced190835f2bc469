//! Titles composed from the labels of a code's axes, for codes whose official
//! title was not imported.
//!
//! They follow the wording of the official titles (`Resection of Gallbladder,
//! Percutaneous Endoscopic Approach`) section by section; where a qualifier has
//! a wording of its own in the official titles, the composed one may differ in
//! form, never in what it says.

use chartfleet_model::Icd10PcsCode;

use super::surgery;
use super::tables::{PcsAxis, PcsTables};

/// What axes 3 to 7 of a code say, empty where they say "none".
pub(super) struct Parts<'t> {
    /// The characters of the code.
    pub(super) code: &'t [u8],
    pub(super) operation: &'t str,
    /// The body part in running words.
    pub(super) part: String,
    /// The fifth axis, mostly the approach.
    pub(super) approach: &'t str,
    /// The sixth axis, mostly the device, in running words.
    pub(super) device: String,
    /// The seventh axis.
    pub(super) qualifier: &'t str,
}

impl PcsTables {
    /// The title of a code, composed from its labels; `None` where the tables
    /// do not build it.
    #[must_use]
    pub fn compose(&self, code: &Icd10PcsCode) -> Option<String> {
        let axes = self.validate(code).ok()?;
        let [section, _, operation, part, approach, device, qualifier] = axes.as_slice() else {
            return None;
        };
        let parts = Parts {
            code: code.as_str().as_bytes(),
            operation: operation.label,
            part: running(said(part)),
            approach: said(approach),
            device: running(said(device)),
            qualifier: said(qualifier),
        };
        Some(match section.value {
            '0' | '1' => surgery::title(&parts),
            'X' => listed(
                surgery::title(&Parts {
                    qualifier: "",
                    ..parts
                }),
                [qualifier.label],
            ),
            '2' => placement(&parts),
            '3' => administration(&parts),
            '4' => with_approach(
                listed(
                    format!("{} of {} {}", parts.operation, part.label, parts.device),
                    [parts.qualifier],
                ),
                &parts,
            ),
            'B' => imaging(&parts),
            'C' => using(
                format!("{} of {}", parts.operation, parts.part),
                parts.approach,
            ),
            'D' => radiation(&parts),
            'G' => listed(parts.operation.to_owned(), [said(part)]),
            'H' => listed(
                format!("{} for Substance Abuse Treatment", parts.operation),
                [said(part)],
            ),
            '9' => listed(
                format!("Chiropractic Manipulation of {}", parts.part),
                [said(device)],
            ),
            _ => plain(&parts, part.label),
        })
    }
}

/// A label, or nothing where it says that there is none.
fn said<'t>(axis: &PcsAxis<'t>) -> &'t str {
    match axis.label {
        "No Device" | "No Qualifier" | "None" | "No Substance" => "",
        label => label,
    }
}

/// Last parts of labels that do not move to the front.
const STAY: [&str; 11] = [
    "One Artery",
    "Two Arteries",
    "Three Arteries",
    "Four or More Arteries",
    "One or Two Arteries",
    "Three or More Arteries",
    "Flow Diverter",
    "Pylorus",
    "Pharynx Muscle",
    "Retained",
    "Ectopic",
];

/// Kinds of devices that are named without their genus.
const ALONE: [&str; 5] = [
    "Endobronchial Valve",
    "Pessary",
    "Endotracheal Airway",
    "Multiple Channel Cochlear Prosthesis",
    "Single Channel Cochlear Prosthesis",
];

/// Numbers of devices.
const NUMBERS: [&str; 3] = ["Two", "Three", "Four or More"];

/// A label as it runs in a title: `Carotid Artery, Left` as `Left Carotid
/// Artery`, `Intraluminal Device, Drug-eluting, Two` as `Two Drug-eluting
/// Intraluminal Devices`.
pub(super) fn running(label: &str) -> String {
    let Some((head, tail)) = label.rsplit_once(", ") else {
        return label.to_owned();
    };
    if NUMBERS.contains(&tail) {
        return format!("{tail} {}s", running(head));
    }
    if ALONE.contains(&tail) {
        return tail.to_owned();
    }
    if label.starts_with("Lymphatic, ") {
        return label.rsplit(", ").collect::<Vec<_>>().join(" ");
    }
    if STAY.contains(&tail) || label.starts_with("Thoracic Aorta") || tail.contains(" and ") {
        return label.to_owned();
    }
    format!("{tail} {head}")
}

/// `base, item, item`, empty ones left out.
fn listed<const N: usize>(base: String, items: [&str; N]) -> String {
    let items = items.into_iter().filter(|item| !item.is_empty());
    items.fold(base, |text, item| text + ", " + item)
}

fn using(base: String, what: &str) -> String {
    if what.is_empty() {
        return base;
    }
    base + " using " + what
}

/// `, Open Approach`; natural openings are named without the word.
pub(super) fn with_approach(base: String, parts: &Parts<'_>) -> String {
    match parts.approach {
        "" => base,
        approach if approach.contains("Opening") => base + ", " + approach,
        approach => base + ", " + approach + " Approach",
    }
}

fn placement(parts: &Parts<'_>) -> String {
    let Parts {
        operation,
        part,
        device,
        ..
    } = parts;
    let preposition = if parts.code.get(1) == Some(&b'W') {
        "on"
    } else {
        "in"
    };
    match *operation {
        "Change" => format!("Change {device} {preposition} {part}"),
        "Removal" => format!("Removal of {device} {preposition} {part}"),
        _ => using(format!("{operation} of {part}"), device),
    }
}

fn administration(parts: &Parts<'_>) -> String {
    let Parts {
        operation,
        part,
        device,
        qualifier,
        ..
    } = parts;
    let text = match *operation {
        "Irrigation" => {
            let text = with_approach(format!("Irrigation of {part} using {device}"), parts);
            return listed(text, [qualifier]);
        }
        "Transfusion" if qualifier.is_empty() => format!("Transfusion of {device} into {part}"),
        "Transfusion" => format!("Transfusion of {qualifier} {device} into {part}"),
        _ if qualifier.is_empty() => format!("{operation} of {device} into {part}"),
        _ if qualifier.starts_with("Other ") => format!("{operation} of {qualifier} into {part}"),
        _ => format!("{operation} of {device}, {qualifier}, into {part}"),
    };
    with_approach(text, parts)
}

fn imaging(parts: &Parts<'_>) -> String {
    let contrast = match parts.approach {
        osmolar if osmolar.contains("Osmolar") => format!("{osmolar} Contrast"),
        other => other.to_owned(),
    };
    let text = using(format!("{} of {}", parts.operation, parts.part), &contrast);
    listed(text, [&parts.device, parts.qualifier])
}

fn radiation(parts: &Parts<'_>) -> String {
    let Parts {
        operation,
        part,
        approach,
        device,
        qualifier,
        ..
    } = parts;
    match *operation {
        "Brachytherapy" => listed(
            using(format!("{approach} {operation} of {part}"), device),
            [qualifier],
        ),
        "Other Radiation" | "Stereotactic Radiosurgery" => {
            using(format!("{approach} of {part}"), device)
        }
        _ => listed(
            using(format!("{operation} of {part}"), approach),
            [qualifier, device],
        ),
    }
}

/// Sections whose titles have many forms: what each axis says, in order.
fn plain(parts: &Parts<'_>, part: &str) -> String {
    let part = if part == "None" { "" } else { part };
    listed(
        parts.operation.to_owned(),
        [part, parts.approach, &parts.device, parts.qualifier],
    )
}
