//! Words as numbers: two words have one token where they are forms of one
//! word, or two words for one thing.
//!
//! Light on purpose: an ending is cut where at least four letters stay. A
//! number behind `stage`, `type`, `grade` and the like is one token with it,
//! whatever numerals write it.

/// A word without its ending, as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    id: u32,
    /// What the number counts, where the token is one: `stage` of `stage 3`.
    pub(super) counts: Option<u32>,
}

/// A longer word is cut.
const LONGEST: usize = 24;
/// Fewest letters that stay before an ending.
const STEM: usize = 4;

/// Endings, longer ones before what they end in.
const ENDINGS: &[&str] = &[
    "ations", "ation", "ating", "ative", "ated", "iency", "ient", "osis", "asis", "otic", "atic",
    "ical", "ions", "ence", "ings", "ion", "ive", "ent", "ism", "ial", "ies", "ing", "ous", "iae",
    "ed", "ic", "al", "us", "ia", "es", "ae", "um", "s", "e", "y", "a", "i", "o",
];

/// Reads the words of a text one by one.
#[derive(Default)]
pub(super) struct Reader {
    /// `stage`, `type` and the like, where that was the word before.
    counts: Option<u32>,
    /// Whether the word before was `non`, which joins the next.
    non: bool,
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// It says something.
    Says(Token),
    /// It says nothing by itself.
    Nothing,
}

impl Reader {
    /// The next word, of letters and digits.
    pub(super) fn read(&mut self, word: &str) -> Word {
        let mut buffer = [0_u8; LONGEST];
        let lower = lower(word, &mut buffer);
        if let Some(counts) = self.counts.take()
            && let Some(number) = number(lower)
        {
            return Word::Says(Token {
                id: hash(number, counts),
                counts: Some(counts),
            });
        }
        if std::mem::take(&mut self.non) {
            return Word::Says(plain(hash(stem(lower), NON)));
        }
        match lower {
            b"non" => {
                self.non = true;
                Word::Nothing
            }
            b"stage" | b"type" | b"grade" | b"class" | b"category" => {
                let id = hash(lower, SEED);
                self.counts = Some(id);
                // By itself `type` says nothing, `end stage` does.
                if lower == b"stage" {
                    Word::Says(plain(id))
                } else {
                    Word::Nothing
                }
            }
            _ if is_filler(lower) => Word::Nothing,
            [b'n', b'o', b'n', rest @ ..] if rest.len() >= STEM => {
                Word::Says(plain(hash(stem(rest), NON)))
            }
            _ => Word::Says(token_of(lower)),
        }
    }
}

impl Token {
    /// The token of a lower-case word of the ward or the tables.
    pub(super) fn of(word: &str) -> Self {
        token_of(word.as_bytes())
    }

    /// Whether the numbers count the same thing.
    pub(super) fn counts_as(self, other: Self) -> bool {
        self.counts.is_some() && self.counts == other.counts
    }
}

fn token_of(lower: &[u8]) -> Token {
    plain(hash(stem(same(lower)), SEED))
}

const fn plain(id: u32) -> Token {
    Token { id, counts: None }
}

fn lower<'b>(word: &str, buffer: &'b mut [u8; LONGEST]) -> &'b [u8] {
    let mut length = 0;
    for (place, byte) in buffer.iter_mut().zip(word.bytes()) {
        *place = byte.to_ascii_lowercase();
        length += 1;
    }
    buffer.get(..length).unwrap_or_default()
}

/// One word for those that mean the same in titles and on the ward.
fn same(lower: &[u8]) -> &[u8] {
    match lower {
        b"renal" => b"kidney",
        b"bleeding" | b"bleed" | b"bleeds" | b"haemorrhage" | b"hemorrhagic" => b"hemorrhage",
        b"hypoxemia" | b"hypoxemic" | b"hypoxaemia" => b"hypoxia",
        b"hypercarbia" | b"hypercarbic" | b"hypercapneic" => b"hypercapnia",
        b"haemophilus" => b"hemophilus",
        b"viral" => b"virus",
        b"tumour" => b"tumor",
        b"anaemia" => b"anemia",
        b"1st" => b"first",
        b"2nd" => b"second",
        b"3rd" => b"third",
        b"alzheimers" => b"alzheimer",
        b"crohns" => b"crohn",
        b"feet" => b"foot",
        _ => lower,
    }
}

fn stem(lower: &[u8]) -> &[u8] {
    ENDINGS
        .iter()
        .find_map(|ending| {
            let rest = lower.strip_suffix(ending.as_bytes())?;
            (rest.len() >= STEM).then_some(rest)
        })
        .unwrap_or(lower)
}

/// The number that numerals of either kind write: `3`, `III`, `3b`, `IIIb`.
fn number(lower: &[u8]) -> Option<&[u8]> {
    Some(match lower {
        b"1" | b"i" | b"one" => b"1",
        b"2" | b"ii" | b"two" => b"2",
        b"3" | b"iii" | b"three" => b"3",
        b"4" | b"iv" | b"four" => b"4",
        b"5" | b"v" | b"five" => b"5",
        b"3a" | b"iiia" => b"3a",
        b"3b" | b"iiib" => b"3b",
        _ => return None,
    })
}

/// Words that tell no code from another.
fn is_filler(lower: &[u8]) -> bool {
    matches!(lower, [b'a' | b's' | b'e' | b'p' | b'h' | b'w' | b'o'])
        || matches!(
            lower,
            b"of"
                | b"in"
                | b"on"
                | b"the"
                | b"an"
                | b"to"
                | b"by"
                | b"for"
                | b"at"
                | b"as"
                | b"and"
                | b"or"
                | b"with"
                | b"due"
                | b"from"
                | b"is"
                | b"are"
                | b"was"
                | b"has"
                | b"his"
                | b"her"
                | b"unspecified"
                | b"specified"
                | b"other"
                | b"nos"
                | b"nec"
                | b"elsewhere"
                | b"classified"
                | b"unilateral"
                | b"displaced"
                | b"initial"
                | b"encounter"
                | b"induced"
                | b"vitamin"
                | b"related"
                | b"female"
                | b"male"
                | b"associated"
                | b"caused"
                | b"documented"
                | b"known"
                | b"side"
                | b"sided"
                | b"affecting"
                | b"region"
                | b"part"
                | b"site"
                | b"acquired"
                | b"uncomplicated"
        )
}

const SEED: u32 = 0x811c_9dc5;
const NON: u32 = 0x6e6f_6e00;

/// FNV-1a.
fn hash(bytes: &[u8], seed: u32) -> u32 {
    bytes.iter().fold(seed, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token> {
        let mut reader = Reader::default();
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .filter_map(|word| match reader.read(word) {
                Word::Says(token) => Some(token),
                Word::Nothing => None,
            })
            .collect()
    }

    #[test]
    fn forms_of_one_word_are_one_token() {
        for (one, other) in [
            ("hypoxia", "hypoxic"),
            ("hypoxemic", "hypoxia"),
            ("streptococcal", "streptococcus"),
            ("recurrent", "recurrence"),
            ("perforated", "perforation"),
            ("renal", "kidney"),
            ("stage IIIb", "stage 3b"),
            ("type I", "Type 1"),
            ("non-ST", "non ST"),
            ("pneumoniae", "pneumonia"),
        ] {
            assert_eq!(tokens(one), tokens(other), "{one} {other}");
        }
    }

    #[test]
    fn different_words_are_different_tokens() {
        for (one, other) in [
            ("gastric", "gastritis"),
            ("arterial", "arteritis"),
            ("hypertension", "hypotension"),
            ("stage 3", "stage 3a"),
            ("type 1", "grade 1"),
            ("non-ST", "ST"),
            ("lobar", "lobe"),
            ("pneumonia", "pneumonitis"),
        ] {
            assert_ne!(tokens(one), tokens(other), "{one} {other}");
        }
    }
}
