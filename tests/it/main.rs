//! Integration tests: real services, real processes.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as loudly as tests"
)]

mod harness;
mod scripted_model;
