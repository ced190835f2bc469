//! Terms of which most words are there, in any order and at any distance.

use super::Lexicon;
use super::candidates::share;
use super::matching::Slot;
use super::terms::{CodeId, TermId};
use super::vocabulary::Role;

/// Words in more terms than this say too little to look terms up by.
const MOST_TERMS: usize = 4_000;

/// What even a term of common words counts for, in the unit of [`share`].
const BASE: f32 = 0.3;

/// Looks for terms; one serves a note, passage by passage.
pub(super) struct Partly<'l> {
    lexicon: &'l Lexicon,
    /// Weight found of each term in the passage.
    found: Vec<f32>,
    touched: Vec<TermId>,
}

impl<'l> Partly<'l> {
    /// For the terms of this lexicon.
    pub(super) fn new(lexicon: &'l Lexicon) -> Self {
        Self {
            lexicon,
            found: vec![0.0; lexicon.terms.len()],
            touched: Vec::new(),
        }
    }

    /// Tells `offer` the code of each term of which the passage holds at least
    /// the share `least`, and how much that says: the share squared, more for
    /// telling words.
    pub(super) fn read(&mut self, slots: &[Slot], least: f32, mut offer: impl FnMut(CodeId, f32)) {
        let mut words: Vec<_> = slots.iter().map(|slot| slot.id).collect();
        words.sort_unstable();
        words.dedup();
        for word in words {
            let terms = self.lexicon.terms.with_word(word);
            if terms.len() > MOST_TERMS || self.lexicon.vocabulary.has(word, Role::Narrative) {
                continue;
            }
            let weight = self.lexicon.terms.weight(word);
            for id in terms {
                if let Some(found) = self.found.get_mut(id.index()) {
                    if *found <= 0.0 {
                        self.touched.push(*id);
                    }
                    *found += weight;
                }
            }
        }
        for id in self.touched.drain(..) {
            let found = self.found.get_mut(id.index()).map(std::mem::take);
            let term = found.zip(self.lexicon.terms.get(id));
            let Some((found, term)) = term else { continue };
            let coverage = (found / term.weight).min(1.0);
            if coverage >= least {
                offer(term.code, coverage * coverage * (BASE + share(found)));
            }
        }
    }
}
