//! Fractures: phase of care, kind, and diseased bone (Guidelines I.C.13.c,
//! I.C.13.d, I.C.19.a, I.C.19.c).

use chartfleet_model::FindingSeverity::{Error, Warning};

use crate::codeset::{CodeRange, CodeSet, ranges};
use crate::rules::characters::{Phase, character, phase, without_seventh};
use crate::rules::side;
use crate::rules::wording::{all_quotes_say, is_any};
use crate::rules::{Check, ClaimView, Diagnosis, Found, Rule};

/// Traumatic fractures by region.
const TRAUMATIC: CodeSet<10> = CodeSet::of([
    "S02", "S12", "S22", "S32", "S42", "S52", "S62", "S72", "S82", "S92",
]);

pub(super) const TWO_PHASES: Check = Check {
    rule: Rule {
        id: "injuries.fracture_two_phases",
        severity: Error,
        source: "Guidelines I.C.19.a, I.C.19.c",
        looks_for: "one fracture reported with two seventh characters",
        remedy: "Keep the seventh character that says how this encounter treats the fracture.",
    },
    look: two_phases,
};

fn two_phases(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (one, other) in claim.pairs() {
        let same = one.is(&TRAUMATIC)
            && one.key != other.key
            && without_seventh(one.key) == without_seventh(other.key);
        let late = [one, other].map(|fracture| phase(fracture.key) == Some(Phase::Sequela));
        // A late effect of an old fracture may meet a new one.
        if same && !late.contains(&true) && is_one_bone(one.title()) {
            found.report(
                format!(
                    "{} and {} report one fracture twice, with two seventh characters",
                    one.code, other.code
                ),
                [one.code, other.code],
            );
        }
    }
}

/// Whether two fractures of the code must be the same: not where it leaves open
/// which of several bones is broken.
fn is_one_bone(title: &str) -> bool {
    let one_of_many = [
        "vertebra",
        "rib",
        "finger",
        "toe",
        "phalanx",
        "metacarpal",
        "metatarsal",
    ]
    .iter()
    .any(|bone| title.contains(bone));
    let left_open = title.contains("unspecified ") || title.contains("ther ");
    let any = title.contains("ther fracture") || title.contains("Multiple");
    !(any || one_of_many && left_open)
}

pub(super) const DOCUMENTED_OTHERWISE: Check = Check {
    rule: Rule {
        id: "injuries.fracture_kind",
        severity: Error,
        source: "Guidelines I.C.19.c",
        looks_for: "a fracture coded closed or nondisplaced that is documented as open or displaced, or the other way round",
        remedy: "Choose the code and seventh character that say what is documented.",
    },
    look: documented_otherwise,
};

fn documented_otherwise(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for fracture in claim.of(&TRAUMATIC) {
        let title = fracture.title();
        let kinds = [
            (title.contains("for closed fracture"), "closed", "open"),
            (title.contains("for open fracture"), "open", "closed"),
            (
                title.starts_with("Nondisplaced"),
                "nondisplaced",
                "displaced",
            ),
            (title.starts_with("Displaced"), "displaced", "nondisplaced"),
        ];
        for (coded, kind, contrary) in kinds {
            if coded && all_call_it(fracture, contrary) {
                found.report(
                    format!(
                        "{} is coded as {kind}, and documented as {contrary}",
                        fracture.code
                    ),
                    [fracture.code],
                );
            }
        }
    }
}

/// Whether every mention of the fracture says that it is of that kind.
fn all_call_it(fracture: &Diagnosis<'_>, kind: &str) -> bool {
    all_quotes_say(fracture, |wording| {
        let near = wording.before().iter().rev().take(2).rev();
        let words: Vec<&str> = near.chain(wording.quote()).copied().collect();
        says(&words, kind)
    })
}

/// Whether the words call a fracture open, closed, displaced or nondisplaced,
/// and nothing takes it back.
fn says(words: &[&str], kind: &str) -> bool {
    const TAKEN_BACK: [&str; 7] = ["no", "not", "without", "non", "reduction", "prior", "old"];
    if words.iter().any(|word| is_any(word, &TAKEN_BACK)) {
        return false;
    }
    let fracture_follows = |at: usize| {
        let next = words.iter().skip(at + 1).take(4);
        next.into_iter()
            .any(|word| is_any(word, &["fracture", "fractures", "fx"]))
    };
    words.iter().enumerate().any(|(at, word)| match kind {
        "open" => is_any(word, &["open", "compound"]) && fracture_follows(at),
        "closed" => is_any(word, &["closed"]) && fracture_follows(at),
        "displaced" => is_any(word, &["displaced"]) && fracture_follows(at),
        _ => is_any(word, &["nondisplaced", "non-displaced", "undisplaced"]),
    })
}

pub(super) const OSTEOPOROTIC: Check = Check {
    rule: Rule {
        id: "injuries.fracture_in_osteoporosis",
        severity: Warning,
        source: "Guidelines I.C.13.d.2",
        looks_for: "a traumatic fracture code after a fall from standing height in a patient with osteoporosis",
        remedy: "Use M80 for the site in place of M81 where the provider says that the fall would not break a normal bone; query where that is not said.",
    },
    look: osteoporotic,
};

const OSTEOPOROSIS: CodeSet<1> = CodeSet::of(["M81"]);
/// Where osteoporosis breaks bones: spine, ribs, humerus, distal radius,
/// pelvis, hip.
const FRAGILE: CodeSet<8> = CodeSet::of([
    "S22.0",
    "S22.3-S22.4",
    "S32.0-S32.1",
    "S32.5",
    "S42.2",
    "S52.5",
    "S72.0-S72.1",
    "S72.2",
]);
/// Falls on the same level, from bed or chair, or not further described.
const MINOR_FALL: CodeSet<5> = CodeSet::of(["W01", "W06-W08", "W18", "W19", "W22"]);

fn osteoporotic(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let (Some(osteoporosis), Some(fall)) =
        (claim.of(&OSTEOPOROSIS).next(), claim.of(&MINOR_FALL).next())
    else {
        return;
    };
    for fracture in claim.of(&FRAGILE) {
        if phase(fracture.key) != Some(Phase::Sequela) {
            found.report(
                format!(
                    "{} codes as traumatic a fracture after a minor fall ({}) in a patient with osteoporosis ({})",
                    fracture.code, fall.code, osteoporosis.code
                ),
                [fracture.code, osteoporosis.code],
            );
        }
    }
}

pub(super) const PATHOLOGICAL_AND_TRAUMATIC: Check = Check {
    rule: Rule {
        id: "injuries.pathological_and_traumatic",
        severity: Warning,
        source: "Guidelines I.C.13.c, I.C.13.d, I.C.19.c",
        looks_for: "one bone's fracture coded as pathological and as traumatic",
        remedy: "Keep the code that says why the bone broke; keep both only for two fractures.",
    },
    look: pathological_and_traumatic,
};

/// Fractures in osteoporosis, tumours and other diseases. What is not
/// classified elsewhere (M84.4) excludes traumatic fractures by its own note.
const PATHOLOGICAL: CodeSet<2> = CodeSet::of(["M80", "M84.5-M84.6"]);

/// Fractures by the fifth character of a pathological one.
const BONES: [(u8, &[CodeRange]); 7] = [
    (b'1', &ranges(["S42.0-S42.1"])),
    (b'2', &ranges(["S42.2-S42.4"])),
    (b'3', &ranges(["S52"])),
    (b'4', &ranges(["S62"])),
    (b'5', &ranges(["S72"])),
    (b'6', &ranges(["S82"])),
    (b'7', &ranges(["S92"])),
];

fn pathological_and_traumatic(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let of_one_bone = |fracture: &&Diagnosis<'_>| !fracture.title().contains("pelvis");
    for disease in claim.of(&PATHOLOGICAL).filter(of_one_bone) {
        let bone = BONES
            .iter()
            .find(|(site, _)| *site == character(disease.key, 5));
        let Some((_, bone)) = bone else { continue };
        for trauma in claim.of(&TRAUMATIC) {
            let current =
                [disease, trauma].map(|fracture| phase(fracture.key) != Some(Phase::Sequela));
            if trauma.within(bone) && current == [true, true] && !side::opposed(disease, trauma) {
                found.report(
                    format!(
                        "{} and {} code the same bone as broken by disease and by injury",
                        disease.code, trauma.code
                    ),
                    [disease.code, trauma.code],
                );
            }
        }
    }
}
