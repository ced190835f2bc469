//! A code of which words choose some characters: `0TT{0:right 1:left ?}4ZZ`.

use super::hours;
use super::words::{Clause, WordId, Words};

/// The approach: what was converted was opened in the end (B5.2).
const APPROACH: &str = "0:converted&open 4:laparoscopic|thoracoscopic|arthroscopic|robotic|robot 3:percutaneous 8:transurethral|cystoscopy|hysteroscopy 7:vaginal|transvaginal 0:open X:external";
/// Where a surgical code says its approach, from 0.
const APPROACH_PLACE: usize = 4;
/// The contrast of imaging.
const CONTRAST: &str = "1:lowosmolar 0:high&osmolar Z:without&contrast ?";

/// One character.
#[derive(Clone, Debug)]
enum Place {
    Fixed(char),
    Open,
    /// By how many hours a patient was ventilated.
    Hours,
    Chosen(Choice),
}

/// A character that words choose.
#[derive(Clone, Debug, Default)]
struct Choice {
    /// A character, and the words all of which choose it.
    options: Vec<(char, Vec<WordId>)>,
    /// The same, where the clause itself says them.
    close: Vec<(char, Vec<WordId>)>,
    /// What holds where nothing is said.
    default: Option<char>,
    /// What is likely then, and has to be asked.
    guess: Option<char>,
    /// A character, and the first words that choose it.
    labels: Vec<(char, String)>,
}

/// The pattern of a procedure's codes.
#[derive(Clone, Debug)]
pub(super) struct Pattern(Vec<Place>);

/// A pattern, as the words of a mention settle it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Settled {
    /// Open characters are `?`.
    pub(super) code: String,
    /// The same with what is likely put in for what is not said.
    pub(super) likely: String,
    /// How many characters words chose.
    pub(super) chosen: usize,
}

impl Pattern {
    /// Reads a pattern; `None` where it is none.
    pub(super) fn read(text: &str, words: &mut Words) -> Option<Self> {
        let mut places = Vec::new();
        let mut rest = text.trim();
        while let Some(c) = rest.chars().next() {
            rest = rest.get(c.len_utf8()..)?;
            let mut followed = |character: char| {
                let after = rest.strip_prefix(character)?;
                rest = after;
                Some(())
            };
            places.push(match c {
                '?' => Place::Open,
                '$' => Place::Hours,
                '%' => Place::Chosen(Choice::read(CONTRAST, words)),
                '@' => {
                    let open = followed('0').is_some();
                    let guess = if open { " ~0" } else { "" };
                    let options = format!("{APPROACH}{guess}");
                    Place::Chosen(Choice::read(&options, words))
                }
                '#' => {
                    let mut options = String::new();
                    for side in ["right", "left", "bilateral"] {
                        let digit = rest.chars().next().filter(char::is_ascii_digit);
                        if let Some(digit) = digit {
                            options.push_str(&format!("{digit}:{side} "));
                            rest = rest.get(1..)?;
                        }
                    }
                    Place::Chosen(Choice::read(&options, words))
                }
                '{' => {
                    let (options, after) = rest.split_once('}')?;
                    rest = after;
                    Place::Chosen(Choice::read(options, words))
                }
                c if c.is_ascii_digit() || c.is_ascii_uppercase() => Place::Fixed(c),
                _ => return None,
            });
        }
        (places.len() == 7).then_some(Self(places))
    }

    /// A code, or the beginning of one, of the tables.
    pub(super) fn of_beginning(code: &str) -> Self {
        let fixed = code.chars().map(Place::Fixed);
        let open = std::iter::repeat_n(Place::Open, 7);
        Self(fixed.chain(open).take(7).collect())
    }

    /// What the characters of a code choose, in words, the approach last.
    pub(super) fn told<'p>(&'p self, code: &'p str) -> impl Iterator<Item = &'p str> {
        let is_surgery = code.starts_with('0');
        let places = self.0.iter().zip(code.chars()).enumerate();
        let chosen = places.filter(move |(place, _)| !(is_surgery && *place == APPROACH_PLACE));
        let chosen = chosen.filter_map(|(_, (place, character))| match place {
            Place::Chosen(choice) => choice.label(character),
            Place::Hours => hours::label(character),
            Place::Fixed(_) | Place::Open => None,
        });
        let by = code.chars().nth(APPROACH_PLACE).filter(move |_| is_surgery);
        chosen.chain(by.and_then(approach))
    }

    /// What the words of a mention at `at` of its clause, and else those of
    /// `around`, choose.
    pub(super) fn settle(&self, clause: &Clause, at: usize, around: &[WordId]) -> Settled {
        let mut settled = Settled {
            code: String::with_capacity(7),
            likely: String::with_capacity(7),
            chosen: 0,
        };
        for place in &self.0 {
            let (said, holds, likely) = match place {
                Place::Fixed(c) => (None, Some(*c), None),
                Place::Open => (None, None, None),
                Place::Hours => (hours::class(&clause.said), None, None),
                Place::Chosen(choice) => {
                    let said = choice.nearest(clause, at).or_else(|| choice.only(around));
                    (said, choice.default, choice.guess)
                }
            };
            settled.chosen += usize::from(said.is_some());
            let certain = said.or(holds);
            settled.code.push(certain.unwrap_or('?'));
            settled.likely.push(certain.or(likely).unwrap_or('?'));
        }
        settled
    }
}

/// What the fifth character of a surgical code says.
const fn approach(character: char) -> Option<&'static str> {
    Some(match character {
        '0' => "open",
        '3' => "percutaneous",
        '4' => "percutaneous endoscopic",
        '7' => "through a natural or artificial opening",
        '8' => "through a natural or artificial opening, endoscopic",
        'F' => "through a natural or artificial opening, percutaneous endoscopic assistance",
        'X' => "external",
        _ => return None,
    })
}

impl Choice {
    fn read(text: &str, words: &mut Words) -> Self {
        let mut choice = Self::default();
        for option in text.split_whitespace() {
            let mut characters = option.chars();
            match (characters.next(), characters.next()) {
                (Some('*'), default @ Some(_)) => choice.default = default,
                (Some('~'), guess @ Some(_)) => choice.guess = guess,
                (Some(character), Some(by @ (':' | '='))) => {
                    let said = option.split_once(by).map_or("", |(_, said)| said);
                    for said in said.split('|').filter(|said| !said.is_empty()) {
                        let said = said.replace('&', " ");
                        let option = (character, words.of_rule(&said));
                        if !choice.labels.iter().any(|(known, _)| *known == character) {
                            choice.labels.push((character, said));
                        }
                        if by == ':' {
                            choice.options.push(option);
                        } else {
                            choice.close.push(option);
                        }
                    }
                }
                (Some(character), None) if character != '?' => choice.default = Some(character),
                _ => {}
            }
        }
        choice
    }

    fn label(&self, character: char) -> Option<&str> {
        let mut labels = self.labels.iter();
        let label = labels.find(|(of, _)| *of == character);
        label.map(|(_, words)| words.as_str())
    }

    /// The character whose words stand nearest; of equally near ones the
    /// first that is listed.
    fn nearest(&self, clause: &Clause, at: usize) -> Option<char> {
        let near = |(character, words): &(char, Vec<WordId>)| {
            let far = words.iter().map(|word| {
                let places = clause.tokens.iter().enumerate();
                let said = places.filter(|(_, token)| token.word == *word);
                said.map(|(place, _)| place.abs_diff(at)).min()
            });
            let far = far.collect::<Option<Vec<usize>>>()?;
            // What takes more words says more.
            Some((
                std::cmp::Reverse(words.len()),
                far.into_iter().max()?,
                *character,
            ))
        };
        let options = self.close.iter().chain(&self.options);
        let found = options.filter_map(near);
        let best = found.min_by_key(|(words, far, _)| (*words, *far));
        best.map(|(_, _, character)| character)
    }

    /// The one character that the words choose.
    fn only(&self, around: &[WordId]) -> Option<char> {
        let said = |words: &[WordId]| words.iter().all(|word| around.contains(word));
        let mut chosen = self.options.iter().filter(|(_, words)| said(words));
        let most = chosen.clone().map(|(_, words)| words.len()).max()?;
        let first = chosen.find(|(_, words)| words.len() == most)?.0;
        let same =
            |(character, words): &&(char, Vec<WordId>)| *character == first || words.len() < most;
        let mut others = self.options.iter().filter(|(_, words)| said(words));
        others.all(|other| same(&other)).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(pattern: &str, text: &str, around: &str) -> Settled {
        let mut words = Words::new();
        let pattern = Pattern::read(pattern, &mut words).unwrap();
        let around = words.of_rule(around);
        let clause = words.clauses(text).remove(0);
        pattern.settle(&clause, 0, &around)
    }

    #[test]
    fn words_choose_sides_and_approaches() {
        let left = settled("0TT#01@ZZ", "Nephrectomy, left, laparoscopically", "");
        assert_eq!((left.code.as_str(), left.chosen), ("0TT14ZZ", 2));
        let unsaid = settled("0TT#01@0ZZ", "Nephrectomy", "");
        assert_eq!(unsaid.code, "0TT??ZZ");
        assert_eq!(unsaid.likely, "0TT?0ZZ");
    }

    #[test]
    fn what_holds_without_words_is_settled_and_what_is_likely_is_not() {
        let pattern = "302{4:central *3}3{N:red ~K}1";
        assert_eq!(settled(pattern, "Transfused", "").code, "30233?1");
        assert_eq!(settled(pattern, "Transfused", "").likely, "30233K1");
        assert_eq!(
            settled(pattern, "Transfused centrally, central", "").code,
            "30243?1"
        );
    }

    #[test]
    fn the_document_settles_what_the_clause_leaves_open_where_it_says_one_thing() {
        let pattern =
            "0SR{9:right B:left ?}0{4:ceramic&polyethylene 3:ceramic ~J}{A:uncemented Z:}";
        let around = "right ceramic head polyethylene liner uncemented";
        assert_eq!(settled(pattern, "Arthroplasty", around).code, "0SR904A");
        let both = "right left ceramic uncemented";
        assert_eq!(settled(pattern, "Arthroplasty", both).code, "0SR?03A");
    }

    #[test]
    fn what_is_no_pattern_is_not_read() {
        let mut words = Words::new();
        for text in ["", "0FT4", "0FT4{0:open", "0ft44zz", "0FT44ZZZ"] {
            assert!(Pattern::read(text, &mut words).is_none(), "{text}");
        }
    }
}
