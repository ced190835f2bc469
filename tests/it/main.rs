//! Integration tests: real services, real processes.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as loudly as tests"
)]

mod night;

mod accuracy;
mod canary;
mod coding;
mod crashes;
mod demo_charts;
mod descriptions;
mod drain;
mod harness;
mod hostile;
mod import_faults;
mod import_memory;
mod import_sources;
mod llama_server;
mod metrics;
mod model_outages;
mod model_words;
mod poison;
mod prefix_cache;
mod schedulers;
mod scripted_model;
mod service_restarts;
