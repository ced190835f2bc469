//! Codes by the side that their titles name.

use chartfleet_codes::CmEntry;

use crate::cdi::Look;

/// The code near `entry` that may be billed and has this title, in lower case.
/// With a seventh character, sides stand further apart than one header.
pub(super) fn titled(look: &Look<'_>, entry: &CmEntry<'_>, title: &str) -> Option<String> {
    let parent = entry.parent()?;
    let mut among = parent.parent().unwrap_or(parent).descendants();
    let found = among.find(|e| e.billable(look.on) && e.title().to_lowercase() == title)?;
    Some(found.code().to_owned())
}
