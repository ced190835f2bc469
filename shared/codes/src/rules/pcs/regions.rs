//! Which body part values stand for what: the general values of inspection,
//! the joints of one replacement, organs that can be resected once.

use super::Pcs;

/// A general body part value and those that it takes in: system, value, parts.
/// Guidelines B4.8 for the intestinal tract.
const GENERAL: [(u8, u8, &[u8]); 18] = [
    (b'B', b'0', b"123456789B"),
    (b'B', b'K', b"CDF"),
    (b'B', b'L', b"GHJ"),
    (b'D', b'0', b"12345679"),
    (b'D', b'6', b"7"),
    (b'D', b'D', b"8ABCEFGHJKLMNPQ"),
    (b'F', b'0', b"12"),
    (b'F', b'B', b"56789C"),
    (b'F', b'D', b"F"),
    (b'T', b'5', b"01234"),
    (b'T', b'9', b"678"),
    (b'T', b'B', b"C"),
    (b'U', b'3', b"012"),
    (b'U', b'8', b"567"),
    (b'U', b'D', b"9BC"),
    (b'U', b'H', b"FG"),
    (b'V', b'4', b"0123"),
    (b'V', b'D', b"9BC"),
];

/// A body cavity and the organs that are reached through it: system, parts.
const IN_PERITONEUM: [(u8, &[u8]); 4] = [
    (b'D', b"6789ABCEFGHJKLMNUVW"),
    (b'F', b"012456789BCDFG"),
    (b'U', b"012567"),
    (b'7', b"P"),
];

/// Organs of the pelvic cavity.
const IN_PELVIS: [(u8, &[u8]); 1] = [(b'U', b"0125679")];

/// Whether what is inspected takes in the body part of another procedure.
pub(super) fn takes_in(inspection: &Pcs<'_>, other: &Pcs<'_>) -> bool {
    let holds = |organs: &[(u8, &[u8])]| {
        let mut organs = organs.iter();
        organs.any(|(system, parts)| *system == other.system && parts.contains(&other.part))
    };
    if inspection.system == other.system {
        return inspection.part == other.part
            || GENERAL.iter().any(|(system, value, parts)| {
                *system == inspection.system
                    && *value == inspection.part
                    && parts.contains(&other.part)
            });
    }
    match (inspection.system, inspection.part) {
        (b'W', b'G') => holds(&IN_PERITONEUM),
        (b'W', b'J') => holds(&IN_PELVIS),
        _ => false,
    }
}

/// Whether a body part value is of one organ, which can be resected once: no
/// value of several muscles, bones, nodes or vessels. Both breasts have values
/// of their own.
pub(super) const fn is_one_organ(procedure: &Pcs<'_>) -> bool {
    match procedure.system {
        b'B' | b'D' | b'F' | b'G' | b'T' | b'U' | b'V' => true,
        b'H' => matches!(procedure.part, b'T' | b'U' | b'V'),
        _ => false,
    }
}

/// Values of a joint and of its surfaces.
const JOINTS: [(u8, &[u8]); 4] = [
    (b'S', b"9AR"),
    (b'S', b"BES"),
    (b'S', b"CTV"),
    (b'S', b"DUW"),
];

/// Whether both are of the same joint.
pub(super) fn same_joint(one: &Pcs<'_>, other: &Pcs<'_>) -> bool {
    let joints = matches!(one.system, b'R' | b'S') && one.system == other.system;
    joints
        && (one.part == other.part
            || JOINTS.iter().any(|(system, parts)| {
                *system == one.system && parts.contains(&one.part) && parts.contains(&other.part)
            }))
}

/// Whether both are of the same heart valve.
pub(super) fn same_valve(one: &Pcs<'_>, other: &Pcs<'_>) -> bool {
    let valve = |p: &Pcs<'_>| p.system == b'2' && matches!(p.part, b'F' | b'G' | b'H' | b'J');
    valve(one) && valve(other) && one.part == other.part
}
