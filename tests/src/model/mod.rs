//! [`ScriptedModel`]: an HTTP server that stands for a GPU server.
//!
//! It speaks as much of OpenAI's API as chartfleet asks for (`/health`,
//! `/v1/models`, `/v1/chat/completions`), at zero latency, and misbehaves on
//! demand in the ways real servers do: see [`Reply`]. It knows nothing of
//! medicine, and records nothing of a prompt unless told to.

mod casemix;
mod http;
mod reply;
mod request;
mod server;
mod state;
mod suggestions;

pub use reply::Reply;
pub use request::RequestView;
pub use server::ScriptedModel;
pub use suggestions::Suggested;
