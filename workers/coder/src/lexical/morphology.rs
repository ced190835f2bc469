//! How neoplasms behave, by what they are called.
//!
//! The table of neoplasms lists a site six times, once for each behaviour. A
//! note names the behaviour by the tumour's histology: an adenoma is benign,
//! a sarcoma malignant. (The index says so under each histology: "see
//! Neoplasm, benign, by site".)

use super::vocabulary::{Vocabulary, WordId};

/// Column of the table of neoplasms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behaviour {
    /// Malignant, where it arose.
    Primary,
    /// Malignant, spread from elsewhere.
    Secondary,
    /// Carcinoma in situ.
    InSitu,
    /// Benign.
    Benign,
    /// Pathology cannot tell.
    Uncertain,
    /// Not stated: "tumor", "growth".
    Unspecified,
}

impl Behaviour {
    /// The word under which the lexicon keeps it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Primary => "carcinoma",
            Self::Secondary => "metastasis",
            Self::InSitu => "insitu",
            Self::Benign => "benignneo",
            Self::Uncertain => "uncertainneo",
            Self::Unspecified => "tumor",
        }
    }

    /// The behaviour that a heading of the table means.
    fn of_heading(heading: &str) -> Option<Self> {
        let heading = heading.to_ascii_lowercase();
        let has = |word: &str| heading.contains(word);
        match () {
            () if has("secondary") => Some(Self::Secondary),
            () if has("situ") => Some(Self::InSitu),
            () if has("primary") || has("malignant") => Some(Self::Primary),
            () if has("benign") => Some(Self::Benign),
            () if has("uncertain") => Some(Self::Uncertain),
            () if has("unspecified") => Some(Self::Unspecified),
            () => None,
        }
    }
}

/// Site and behaviour of an entry of the table of neoplasms, given as a path:
/// "Neoplasm, neoplastic > lung > Malignant Primary".
pub(super) fn table_entry(path: &str) -> Option<(&str, Behaviour)> {
    let (head, rest) = path.split_once(super::term::PATH_SEPARATOR)?;
    let (site, heading) = rest.rsplit_once(super::term::PATH_SEPARATOR)?;
    let neoplasm = head.starts_with("Neoplasm");
    neoplasm
        .then(|| Behaviour::of_heading(heading))
        .flatten()
        .map(|behaviour| (site, behaviour))
}

/// The behaviour that the name of a tumour implies.
fn implied(folded: &str) -> Option<Behaviour> {
    const MALIGNANT: &[&str] = &[
        "carcinoma",
        "carcinomas",
        "sarcoma",
        "sarcomas",
        "blastoma",
        "seminoma",
    ];
    const BENIGN: &[&str] = &[
        "adenoma",
        "adenomas",
        "fibroma",
        "fibromas",
        "leiomyoma",
        "leiomyomas",
        "lipoma",
        "lipomas",
        "papilloma",
        "papillomas",
        "chondroma",
        "osteoma",
        "myxoma",
        "schwannoma",
        "neurinoma",
    ];
    let ends = |list: &[&str]| list.iter().any(|end| folded.ends_with(end));
    if ends(MALIGNANT) {
        Some(Behaviour::Primary)
    } else if ends(BENIGN) {
        Some(Behaviour::Benign)
    } else {
        None
    }
}

/// The words of the behaviours that names imply.
#[derive(Debug, Clone, Copy)]
pub(super) struct Behaviours {
    primary: Option<WordId>,
    benign: Option<WordId>,
}

impl Behaviours {
    /// Numbers the words.
    pub(super) fn new(vocabulary: &mut Vocabulary) -> Self {
        Self {
            primary: vocabulary.intern(Behaviour::Primary.word()),
            benign: vocabulary.intern(Behaviour::Benign.word()),
        }
    }

    /// The behaviour's word that a tumour's name implies.
    pub(super) fn implied(&self, folded: &str) -> Option<WordId> {
        match implied(folded)? {
            Behaviour::Primary => self.primary,
            Behaviour::Benign => self.benign,
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tumours_name_implies_how_it_behaves() {
        assert_eq!(implied("rhabdomyosarcoma"), Some(Behaviour::Primary));
        assert_eq!(implied("leiomyomas"), Some(Behaviour::Benign));
        assert_eq!(implied("hematoma"), None);
    }

    #[test]
    fn entries_of_the_table_of_neoplasms_are_sites_and_behaviours() {
        let entry = table_entry("Neoplasm, neoplastic > lung > lobe > Malignant Secondary");
        assert_eq!(entry, Some(("lung > lobe", Behaviour::Secondary)));
        assert_eq!(table_entry("Nephritis > acute"), None);
    }
}
