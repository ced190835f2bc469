//! Tests on the installed official tables: `chartfleet codes install` first.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bulk;
mod cases;
mod claim_file;
mod common;
mod docs;
mod index;
mod index_files;
mod marginals;
mod oracle;
mod payment;
mod pcs;
mod pcs_import;
mod pcs_reference;
mod robust;
mod sequence;
mod services;
mod tables;
mod tabular;
