//! What can go wrong with the tables, each message naming its remedy. No
//! message quotes a chart: at most a claim's field name is told.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

/// An error of the code tables, the grouper or the bulk commands.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CodesError {
    /// Nothing is installed in the folder.
    #[error("no code tables in {}: run `chartfleet codes install`", dir.display())]
    NotInstalled {
        /// The folder that was looked in.
        dir: PathBuf,
    },
    /// No such version is installed.
    #[error("no version {version} is installed: `chartfleet codes list` names them")]
    NoSuchVersion {
        /// The version asked for.
        version: String,
    },
    /// The installed files were built for another layout.
    #[error("{} was built by another release of chartfleet: run `chartfleet codes install` again", path.display())]
    Outdated {
        /// The file.
        path: PathBuf,
    },
    /// A file that was installed is not what it should be.
    #[error("{} is damaged ({problem}): run `chartfleet codes install` again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// A file could not be read or written.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was being done, as a verb.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: std::io::Error,
    },
    /// The official packages could not be had.
    #[error("cannot fetch the official tables: {problem}; {remedy}")]
    Fetch {
        /// What failed.
        problem: String,
        /// What the operator can do.
        remedy: &'static str,
    },
    /// A package is not the pinned one.
    #[error("{} is not the pinned package (sha256 {found}, expected {expected}): delete it and fetch it again", path.display())]
    Digest {
        /// The file.
        path: PathBuf,
        /// Its digest.
        found: String,
        /// The pinned digest.
        expected: &'static str,
    },
    /// A file that the operator supplied cannot be used.
    #[error("{}, line {line}: {problem}; expected {expected}", path.display())]
    BadFile {
        /// The file.
        path: PathBuf,
        /// Where, counted from 1.
        line: u64,
        /// What is wrong there.
        problem: String,
        /// What a file of the kind looks like.
        expected: &'static str,
    },
    /// A file of CPT codes came without the licence it is used under.
    #[error("{} was not read: CPT belongs to the American Medical Association; say under which licence the site holds it with --license TEXT", path.display())]
    Unlicensed {
        /// The file.
        path: PathBuf,
    },
    /// The native grouper library could not be loaded.
    #[error("cannot load the grouper library {} (it is built for x86-64 Linux)", path.display())]
    Library {
        /// The library.
        path: PathBuf,
        /// The loader's answer.
        #[source]
        source: libloading::Error,
    },
    /// No grouper version covers the date.
    #[error(
        "no installed grouper covers a discharge on {date}: versions reach from {} to {}",
        crate::grouper::GrouperVersion::FIRST_DAY,
        crate::grouper::GrouperVersion::LAST_DAY
    )]
    NoGrouperVersion {
        /// The discharge date.
        date: Date,
    },
    /// A claim that the grouper must not be asked about.
    #[error("the claim cannot be grouped: {field} {problem}")]
    Claim {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The grouper returned nothing.
    #[error("the grouper gave no answer")]
    NoAnswer,
    /// The grouper's answer is not the JSON it documents.
    #[error("the grouper's answer could not be read")]
    Answer(#[source] serde_json::Error),
}

impl CodesError {
    /// Wraps an I/O error with what was being done to which file.
    pub(crate) fn io(
        action: &'static str,
        path: &Path,
    ) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }

    /// A file whose content contradicts its format.
    pub(crate) fn damaged(path: &Path, problem: impl Into<String>) -> Self {
        Self::Damaged {
            path: path.to_owned(),
            problem: problem.into(),
        }
    }
}
