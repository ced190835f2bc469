//! Finds codes in a note without a model.
//!
//! The lexical coder knows the official wordings (titles, inclusion terms,
//! the alphabetic index where the site imported it) and a short hand-written
//! list of how clinicians say them. It is the brain of the baseline model
//! server and proposes candidates for a language model.
//!
//! ```text
//! note ─▶ sentences ─▶ concepts ─▶ terms found ─▶ claimed words ─▶ codes
//!          words        folded,     word sets      longest first    sides,
//!                       phrases     in a window    assertions       specificity
//!
//! notes ─▶ sections ─▶ codes of each ─▶ stated diagnoses ─▶ one list a chart
//!                                       refined            contained and
//!                                                          explained dropped
//! ```
//!
//! Invariants:
//! - No weight and no term in it was computed from coded notes. The lists in
//!   `vocabulary/` were written by hand; which gaps to fill was judged by errors
//!   on the train split of CodiEsp, so only its other splits measure the coder.
//!   The step for whole charts was also judged by errors on the demo charts:
//!   figures on these say what it can do, not what it will do elsewhere.
//! - Every hit is said verbatim at its span, on character boundaries.
//! - Only billable codes of the installed tables are suggested.
//! - The same note and tables give the same answer in the same order.

mod ambiguous;
mod build;
mod candidates;
mod chart;
mod context;
mod cover;
mod defaults;
mod edition;
pub(crate) mod fold;
mod gather;
mod matching;
mod morphology;
mod partly;
mod refine;
mod rewrite;
mod select;
pub(crate) mod sentence;
mod sides;
mod specificity;
mod standing;
mod superseded;
mod tables;
mod term;
mod terms;
#[cfg(test)]
pub(crate) mod tests;
mod vocabulary;

use chartfleet_model::Icd10CmCode;
use rustc_hash::FxHashMap;

pub use candidates::Candidate;
pub use chart::ChartHit;
pub use context::Assertion;
pub use select::{LexicalHit, Mention};

use cover::Titles;
use edition::Editions;
use morphology::Behaviours;
use sides::Sided;
use specificity::Specificity;
use terms::{CodeId, TermId, Terms};
use vocabulary::{Vocabulary, WordId};

/// The official wordings, ready to be found. Built once, shared by reference.
#[derive(Debug)]
pub struct Lexicon {
    vocabulary: Vocabulary,
    behaviours: Behaviours,
    terms: Terms,
    /// Codes that a term or a side stands for, ascending.
    codes: Vec<Icd10CmCode>,
    titles: Titles,
    specificity: Specificity,
    sides: FxHashMap<CodeId, Sided<CodeId>>,
    /// Empty where the lexicon was built without the codes' periods.
    editions: Editions,
    /// The code of a later encounter for the same injury.
    subsequent: FxHashMap<CodeId, Icd10CmCode>,
    /// The words of a disease to the term of its family history.
    family: FxHashMap<Box<[WordId]>, TermId>,
}
