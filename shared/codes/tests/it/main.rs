//! Tests on the installed official tables: `chartfleet codes install` first.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bulk;
mod cases;
mod common;
mod index;
mod index_files;
mod oracle;
mod robust;
mod sequence;
mod tables;
