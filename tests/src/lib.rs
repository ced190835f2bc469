//! The harness of chartfleet's integration tests and benchmarks: real services,
//! real processes, and a scripted model server in place of a GPU.
//!
//! ```text
//! Stack ──────▶ Isolated ───────────▶ Sandbox ─────────▶ Running
//! RabbitMQ,     a virtual host and    a directory and     one of our
//! PostgreSQL    a database of a       an environment      programs
//! (deploy/local) test's own           for processes
//!                       ScriptedModel (CHARTFLEET__MODEL__ENDPOINTS)
//! ```
//!
//! Everything cleans up after itself when dropped, also when a test panics.
//! What a killed test left behind is swept by the next one.

pub mod isolated;
pub mod llama;
pub mod model;
pub mod prefix;
pub mod process;
pub mod relay;
pub mod sandbox;
pub mod skip;
pub mod stack;
pub mod usage;
pub mod wait;

mod accepting;
mod blocking;
mod environment;
mod local;
mod management;

pub use environment::installed_tables;
pub use isolated::Isolated;
pub use llama::LlamaServer;
pub use model::{Reply, RequestView, ScriptedModel};
pub use process::{Program, Running};
pub use relay::Relay;
pub use sandbox::Sandbox;
pub use skip::skip;
pub use stack::{Service, Stack};
pub use wait::eventually;
