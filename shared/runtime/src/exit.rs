//! How a program says that it failed: one line with the whole chain of causes,
//! and an exit code that a script can act on (the codes of BSD's `sysexits.h`).

use std::fmt;
use std::process::ExitCode;

/// What a script should do about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The command line or the settings are wrong: 64.
    Usage,
    /// Some of the input was refused, the rest was taken: 65.
    Data,
    /// Broker, database or model server cannot be reached: 69.
    Unavailable,
    /// Anything else: 70.
    Internal,
}

impl Exit {
    const fn code(self) -> u8 {
        match self {
            Self::Usage => 64,
            Self::Data => 65,
            Self::Unavailable => 69,
            Self::Internal => 70,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// A failure with its exit code.
#[derive(Debug)]
pub struct Failure {
    exit: Exit,
    error: anyhow::Error,
}

impl Failure {
    /// A failure that a message says all about.
    #[must_use]
    pub fn new(
        exit: Exit,
        message: impl fmt::Display + fmt::Debug + Send + Sync + 'static,
    ) -> Self {
        Self {
            exit,
            error: anyhow::Error::msg(message),
        }
    }

    fn is_broken_pipe(&self) -> bool {
        self.error
            .chain()
            .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
            .any(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    }

    /// Its exit code.
    #[must_use]
    pub const fn exit(&self) -> Exit {
        self.exit
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.error)
    }
}

/// An error without a kind is internal.
impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self {
            exit: Exit::Internal,
            error: error.into(),
        }
    }
}

/// Gives errors their exit code and their context.
pub trait OrExit<T> {
    /// Fails with this code, saying first what was tried.
    ///
    /// # Errors
    /// Whenever `self` is one.
    fn or_exit(self, exit: Exit, tried: &'static str) -> Result<T, Failure>;
}

impl<T, E: Into<anyhow::Error>> OrExit<T> for Result<T, E> {
    fn or_exit(self, exit: Exit, tried: &'static str) -> Result<T, Failure> {
        self.map_err(|error| Failure {
            exit,
            error: error.into().context(tried),
        })
    }
}

/// Reads the command line; `Err` is the exit code to end with, after help, the
/// version, or what is wrong with it has been printed (clap's own code for a
/// wrong command line is 2, ours is 64).
///
/// # Errors
/// Where the program should end now.
pub fn parse<T: clap::Parser>() -> Result<T, ExitCode> {
    T::try_parse().map_err(|error| {
        let wrong = error.use_stderr();
        match error.print() {
            Ok(()) if !wrong => ExitCode::SUCCESS,
            _ => Exit::Usage.into(),
        }
    })
}

/// Ends `main`: the exit code, after one line on standard error.
#[must_use]
#[expect(
    clippy::print_stderr,
    reason = "the last words of a program go to its terminal"
)]
pub fn finish(program: &str, ended: Result<ExitCode, Failure>) -> ExitCode {
    match ended {
        Ok(code) => code,
        // Whoever read the output has seen enough (`| head`).
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{program}: {failure}");
            failure.exit().into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_tells_the_whole_chain_once() {
        let inner: Result<(), _> = Err(std::io::Error::other("disk on fire"));
        let failure = inner
            .or_exit(Exit::Unavailable, "cannot read the queue")
            .unwrap_err();
        assert_eq!(failure.to_string(), "cannot read the queue: disk on fire");
        assert_eq!(failure.exit(), Exit::Unavailable);
    }

    #[test]
    fn an_error_without_a_kind_is_internal() {
        let fails = || -> Result<(), Failure> { Err(std::io::Error::other("x"))? };
        assert_eq!(fails().unwrap_err().exit(), Exit::Internal);
    }
}
