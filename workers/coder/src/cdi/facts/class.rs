//! What was given, found and diagnosed, by class, in the words of notes.
//!
//! Three closed vocabularies: treatments, findings and diagnoses. A term is
//! matched as whole words, whatever its case. The diagnoses tell whether
//! somebody addressed a condition, and are never suggested from here.

/// Defines a vocabulary: classes, their labels and their terms.
macro_rules! vocabulary {
    ($(#[doc = $top:literal])+ $name:ident {
        $($(#[doc = $doc:literal])+ $variant:ident($label:literal): $($term:literal)+;)+
    }) => {
        $(#[doc = $top])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $name {
            /// Every class with its terms, in lower case.
            pub(in crate::cdi::facts) const TERMS: &[(Self, &[&str])] = &[$((Self::$variant, &[$($term),+]),)+];

            /// What an indicator calls it.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }
    };
}

mod diagnosis;
mod finding;
mod treatment;

pub use diagnosis::DiagnosisClass;
pub use finding::FindingClass;
pub use treatment::TreatmentClass;
