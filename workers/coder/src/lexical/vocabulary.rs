//! The words of the official terms and of clinical language, as numbers.
//!
//! Hand-written lists (in `vocabulary/`) bring together what one concept is
//! called: adjective and noun, abbreviation and phrase. The alphabetic index
//! adds its own pairs ("Abdomen, abdominal").

use rustc_hash::{FxHashMap, FxHashSet};

use super::fold::{fold, stem};

const WORDS: &str = include_str!("vocabulary/words.txt");
const PHRASES: &str = include_str!("vocabulary/phrases.txt");
const ROLES: &str = include_str!("vocabulary/roles.txt");

/// A concept: all forms of one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct WordId(pub(super) u32);

impl WordId {
    /// Its place in columns kept by word.
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a word does when a note is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// May stand between the words of a condition.
    Transparent = 1,
    /// No finding by itself.
    Generic = 2,
    /// A term made of nothing else is no condition.
    Narrative = 4,
    /// So short that by itself it is as likely another word or an acronym.
    Short = 8,
}

/// Words that say the same as another group of words.
#[derive(Debug)]
pub(super) struct Phrase {
    /// As clinicians write it, in order.
    pub(super) from: Vec<WordId>,
    /// As the tables say it.
    pub(super) to: Vec<WordId>,
}

/// Words to concepts.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Stem to the stem that stands for its concept.
    forms: FxHashMap<Box<str>, Box<str>>,
    /// Stems that stand for a concept of several forms.
    heads: FxHashSet<Box<str>>,
    /// Stems that the hand-written list decides.
    listed: FxHashSet<Box<str>>,
    stop: FxHashSet<Box<str>>,
    ids: FxHashMap<Box<str>, WordId>,
    /// Folded words met while building; `None` for stop words.
    met: FxHashMap<Box<str>, Option<WordId>>,
    roles: Vec<u8>,
    phrases: FxHashMap<WordId, Vec<Phrase>>,
}

impl Vocabulary {
    /// The hand-written word forms; [`Vocabulary::load_lists`] completes it.
    pub(super) fn new() -> Self {
        let mut vocabulary = Self::default();
        for line in lines(WORDS) {
            let Some((head, others)) = line.split_once(':') else {
                continue;
            };
            let head = stem(&fold(head.trim()));
            vocabulary.listed.insert(head.as_str().into());
            for other in others.split_whitespace() {
                let other: Box<str> = stem(&fold(other)).into();
                vocabulary.listed.insert(other.clone());
                if *other != *head {
                    vocabulary.forms.insert(other, head.as_str().into());
                    vocabulary.heads.insert(head.as_str().into());
                }
            }
        }
        for word in section("stop") {
            vocabulary.stop.insert(word.into());
        }
        vocabulary
    }

    /// Takes `word` as another form of `head`, unless either is decided.
    pub(super) fn alias(&mut self, word: &str, head: &str) {
        let (word, head) = (stem(&fold(word)), stem(&fold(head)));
        if self.listed.contains(word.as_str()) || self.listed.contains(head.as_str()) {
            return;
        }
        let head = self.canonical(head);
        let decided = self.forms.contains_key(word.as_str()) || self.heads.contains(word.as_str());
        if word != head && !decided {
            self.heads.insert(head.as_str().into());
            self.forms.insert(word.into(), head.into());
        }
    }

    /// Reads roles and phrases: after the aliases, for their words are read
    /// like any other.
    pub(super) fn load_lists(&mut self) {
        for (name, role) in [
            ("transparent", Role::Transparent),
            ("generic", Role::Generic),
            ("narrative", Role::Narrative),
        ] {
            for word in section(name) {
                if let Some(id) = self.intern(word) {
                    self.give(id, role);
                }
            }
        }
        for line in lines(PHRASES) {
            let Some((from, to)) = line.split_once(" = ") else {
                continue;
            };
            let (from, to) = (self.intern_all(from), self.intern_all(to));
            if let Some(first) = from.first() {
                let phrases = self.phrases.entry(*first).or_default();
                phrases.push(Phrase { from, to });
            }
        }
        for phrases in self.phrases.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.from.len()));
        }
    }

    /// The concept of a word, made where there is none; `None` for a stop word.
    pub(super) fn intern(&mut self, word: &str) -> Option<WordId> {
        let folded = fold(word);
        if let Some(met) = self.met.get(folded.as_str()) {
            return *met;
        }
        let id = if self.stop.contains(folded.as_str()) {
            None
        } else {
            let canonical = self.canonical(stem(&folded));
            Some(self.number(canonical))
        };
        self.met.insert(folded.into(), id);
        id
    }

    /// The concepts of a text's words, stop words left out.
    pub(super) fn intern_all(&mut self, text: &str) -> Vec<WordId> {
        words(text).filter_map(|word| self.intern(&word)).collect()
    }

    /// The readings of a text's words.
    pub(super) fn read_all(&self, text: &str) -> impl Iterator<Item = Reading> {
        words(text).map(|word| self.read(&fold(&word)))
    }

    /// What a folded word of a note is.
    pub(super) fn read(&self, folded: &str) -> Reading {
        if let Some(met) = self.met.get(folded) {
            return met.map_or(Reading::Stop, Reading::Known);
        }
        let stemmed = stem(folded);
        let canonical = self
            .forms
            .get(stemmed.as_str())
            .map_or(&*stemmed, |form| form);
        self.ids
            .get(canonical)
            .map_or(Reading::Unknown, |id| Reading::Known(*id))
    }

    /// Whether the concept has the role.
    pub(super) fn has(&self, id: WordId, role: Role) -> bool {
        self.roles
            .get(id.index())
            .is_some_and(|roles| roles & role as u8 != 0)
    }

    /// Phrases that begin with the concept, longest first.
    pub(super) fn phrases(&self, first: WordId) -> &[Phrase] {
        self.phrases.get(&first).map_or(&[], Vec::as_slice)
    }

    /// How many concepts there are.
    pub(super) fn len(&self) -> usize {
        self.roles.len()
    }

    fn give(&mut self, id: WordId, role: Role) {
        if let Some(roles) = self.roles.get_mut(id.index()) {
            *roles |= role as u8;
        }
    }

    fn canonical(&self, stemmed: String) -> String {
        match self.forms.get(stemmed.as_str()) {
            Some(form) => form.as_ref().to_owned(),
            None => stemmed,
        }
    }

    fn number(&mut self, canonical: String) -> WordId {
        if let Some(id) = self.ids.get(canonical.as_str()) {
            return *id;
        }
        let id = WordId(u32::try_from(self.roles.len()).unwrap_or(u32::MAX));
        self.roles.push(0);
        if canonical.len() <= 3 {
            self.give(id, Role::Short);
        }
        self.ids.insert(canonical.into(), id);
        id
    }
}

/// A word of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// A concept of the tables.
    Known(WordId),
    /// Neither in the tables nor a stop word.
    Unknown,
    /// Takes no part.
    Stop,
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(|word| word.trim_end_matches("'s").replace('\'', ""))
        .filter(|word| !word.is_empty())
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The words of one section of the roles list.
fn section(name: &str) -> impl Iterator<Item = &'static str> {
    let header = format!("[{name}]");
    lines(ROLES)
        .skip_while(move |line| *line != header)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let mut vocabulary = Vocabulary::new();
        vocabulary.alias("thyroiditic", "thyroiditis");
        vocabulary.load_lists();
        vocabulary
    }

    #[test]
    fn the_forms_of_a_concept_share_a_number() {
        let mut vocabulary = vocabulary();
        for (a, b) in [
            ("renal", "Kidneys"),
            ("hepatic", "liver"),
            ("oedematous", "edema"),
        ] {
            assert_eq!(vocabulary.intern(a), vocabulary.intern(b), "{a} and {b}");
        }
        assert_ne!(vocabulary.intern("renal"), vocabulary.intern("liver"));
    }

    #[test]
    fn stop_words_have_no_number_and_unknown_words_are_known_as_such() {
        let mut vocabulary = vocabulary();
        assert_eq!(vocabulary.intern("the"), None);
        assert_eq!(vocabulary.read("the"), Reading::Stop);
        assert_eq!(vocabulary.read("xyzzy"), Reading::Unknown);
    }

    #[test]
    fn a_listed_form_cannot_be_aliased_away() {
        let mut vocabulary = Vocabulary::new();
        vocabulary.alias("renal", "adrenalitis");
        assert_eq!(vocabulary.intern("renal"), vocabulary.intern("kidney"));
    }

    #[test]
    fn every_phrase_has_both_sides_and_every_section_has_words() {
        let mut vocabulary = vocabulary();
        for line in lines(PHRASES) {
            let (from, to) = line.split_once(" = ").expect(line);
            assert!(!vocabulary.intern_all(from).is_empty(), "{line}");
            assert!(!vocabulary.intern_all(to).is_empty(), "{line}");
        }
        for name in ["stop", "transparent", "generic", "narrative"] {
            assert!(section(name).count() > 5, "{name}");
        }
    }
}
