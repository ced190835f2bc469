//! Grafts that come from another site of the same patient.

use super::surgeries;
use crate::rules::{ClaimView, Found};

const BYPASS: u8 = b'1';
const EXCISION: u8 = b'B';

/// A device of a coronary bypass, what it is, and the systems that it is taken
/// from.
const OWN_VESSELS: [(u8, &str, &[u8]); 2] = [(b'9', "vein", b"56"), (b'A', "artery", b"34")];

pub(super) fn graft_harvest_missing(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let surgeries = surgeries(claim);
    for (device, vessel, systems) in OWN_VESSELS {
        let mut bypasses = surgeries.iter().filter(|p| {
            p.system == b'2'
                && p.operation == BYPASS
                && (b'0'..=b'3').contains(&p.part)
                && p.device == device
        });
        let is_harvested = surgeries
            .iter()
            .any(|p| p.operation == EXCISION && systems.contains(&p.system));
        if let (Some(bypass), false) = (bypasses.next(), is_harvested) {
            found.report(
                format!(
                    "{} bypasses with a {vessel} of the patient's, but no code says where it was taken",
                    bypass.code
                ),
                [bypass.code],
            );
        }
    }
}
