//! Why a chart has no result, named by what the caller does about it. No
//! variant carries text of a chart, a prompt, an answer or a server's message.

use std::fmt;

use chartfleet_codes::CodesError;

/// A chart that could not be coded now.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CoderError {
    /// Not this chart's fault: give it back, it was not an attempt.
    #[error("interrupted: {0}")]
    Interrupted(Interruption),
    /// The model server failed on this chart: counts as an attempt.
    /// [`crate::ModelClient::canary`] tells whether it fails on others too.
    #[error("the model server failed on a chart: {0}")]
    ModelFailed(ModelFailure),
    /// Codes could not be grouped or sequenced: counts as an attempt.
    #[error("the code tables failed on a chart")]
    Codes(#[source] CodesError),
    /// Retrieval panicked on this chart: counts as an attempt.
    #[error("retrieval failed on a chart")]
    Retrieval,
    /// The client could not be built: a setting is wrong.
    #[error("the model client cannot be built")]
    Client(#[source] reqwest::Error),
    /// The API key cannot be sent: a setting is wrong.
    #[error("the model server's API key holds characters that no header may carry")]
    ApiKey,
    /// The endpoint's URL cannot have a path: a setting is wrong.
    #[error("a model server's URL must be http:// or https:// with a host")]
    BaseUrl,
}

macro_rules! closed_set {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident => $label:literal, $text:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl $name {
            /// Every member.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name used in the database and on metrics.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $text,)+ })
            }
        }
    };
}

closed_set! {
    /// Why a chart was given back.
    Interruption {
        /// The caller cancelled.
        Cancelled => "cancelled", "cancelled by the caller";
        /// Nobody listens there, also after the retries.
        Unreachable => "unreachable", "the model server cannot be reached";
        /// 502, 503 or 504 after the retries: loading, draining, overloaded.
        Unavailable => "unavailable", "the model server is loading or overloaded";
        /// 429 after the retries.
        RateLimited => "rate_limited", "the model server limits the rate";
        /// 401, 403 or 404: key, path or model name are wrong for this server.
        Refused => "refused", "the model server refuses the key, the path or the model's name";
    }
}

closed_set! {
    /// How the model server failed.
    ModelFailure {
        /// 500 and its like after the retries.
        ServerError => "server_error", "it answers with an internal error";
        /// No answer within the request timeout.
        TimedOut => "timed_out", "it did not answer in time";
        /// The connection broke while it worked, also after the retries.
        Disconnected => "disconnected", "it broke off the connection";
        /// It calls the request itself wrong.
        Rejected => "rejected", "it rejects the request";
        /// What it answered is no chat completion.
        Unreadable => "unreadable", "its answer is no chat completion";
        /// Its answer was larger than any that could be valid.
        Oversized => "oversized", "its answer is larger than allowed";
    }
}

impl From<Interruption> for CoderError {
    fn from(interruption: Interruption) -> Self {
        Self::Interrupted(interruption)
    }
}

impl From<ModelFailure> for CoderError {
    fn from(failure: ModelFailure) -> Self {
        Self::ModelFailed(failure)
    }
}
