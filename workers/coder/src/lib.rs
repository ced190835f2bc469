//! The coding pipeline of one chart, as a library: no broker, no database.
//!
//! ```text
//! retrieve ─▶ suggest ─▶ check codes and quotes ─▶ verify ─▶ sequence ─▶ gaps ─▶ ChartResult
//! (lexical)   (model)    (tables, notes)           (model)   (rules)     (rules)
//!                                                            model: order, gaps
//! ```
//!
//! Which of the model's stages run, and how often it is asked to suggest, is a
//! matter of depth.
//!
//! - [`Pipeline`] runs the stages; [`Pipeline::build_request`] and
//!   [`Pipeline::interpret`] are the pure halves around its first call.
//! - [`ModelClient`] speaks OpenAI chat completions to one server.
//! - [`lexical`] finds diagnoses without a model, [`procedures`] procedures.
//! - [`description`] asks for the code of an official wording: what a model
//!   knows of the code sets.
//!
//! Invariants:
//! - The model is untrusted and so is the note: an answer is parsed into closed
//!   types, every code is checked with the tables on the encounter's date, and
//!   every quote is found verbatim in a note or its code is not claimed.
//! - An answer that was cut off is never taken as complete.
//! - No chart text, prompt or answer appears in any error, log event or
//!   `Debug` output of this crate.

mod answer;
pub mod cdi;
mod client;
pub mod description;
mod error;
mod evidence;
mod faults;
pub mod lexical;
mod parts;
mod pipeline;
pub mod procedures;
pub mod prompt;
mod read_chart;
mod reading;
pub mod record;
pub mod retrieval;
mod rules;
mod settings;
mod stages;
#[cfg(test)]
mod testing;

pub use answer::{Answer, AnswerProblem, Suggestion, parse_answer};
pub use client::{Canary, ModelClient, Served, TokenMeter};
pub use error::{CoderError, Interruption, ModelFailure};
pub use evidence::QuoteFinder;
pub use faults::injections;
pub use pipeline::{CodeOptions, Pipeline, Prepared, PromptOrder, Spent};
pub use read_chart::ReadChart;
pub use reading::Reading;
pub use settings::{
    Adapter, DepthPlan, Depths, EndpointSettings, PipelineSettings, Sampling, SpendCap,
    StageSettings, Stages,
};
