//! What an answer holds whole that was cut off: the elements of its list that
//! came to their end.

/// An answer with the whole elements alone, objects all, of the list in the
/// object that an answer is, closed as JSON; `None` where not one is whole.
pub(crate) fn whole_part(text: &str) -> Option<String> {
    let (end, _) = whole_elements(text)?;
    let mut text = text.get(..end)?.to_owned();
    text.push_str("]}");
    Some(text)
}

/// How many elements an answer's list has whole.
pub(crate) fn elements(text: &str) -> usize {
    whole_elements(text).map_or(0, |(_, count)| count)
}

/// Where the last whole element ends, and how many there are. Whether it is
/// JSON is for its reader to say.
fn whole_elements(text: &str) -> Option<(usize, usize)> {
    let (mut depth, mut count, mut end) = (0_usize, 0, None);
    let (mut in_string, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = byte == b'\\' && !escaped;
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                // Object, list, element: one that closes leaves two open.
                if depth == 2 && byte == b'}' {
                    count += 1;
                    end = Some(at + 1);
                }
            }
            _ => {}
        }
    }
    Some((end?, count))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::answer::parse_answer;
    use crate::testing::{answer_of, element};

    fn answer() -> String {
        let quotes = ["left arm", "a } in \\\" [ words", "right"];
        answer_of(&quotes.map(|quote| element("icd10cm", "I10", quote)))
    }

    #[test]
    fn elements_that_came_to_their_end_are_kept_and_the_last_is_not() {
        let text = answer();
        let cut = text.get(..text.len() - 10).unwrap();
        assert_eq!(elements(cut), 2);
        let whole = whole_part(cut).unwrap();
        let read = parse_answer(&whole, 9).unwrap();
        assert_eq!(read.suggestions.len(), 2);
        assert_eq!(read.suggestions[1].evidence, "a } in \\\" [ words");
        assert_eq!(elements(&text), 3);
    }

    #[test]
    fn a_cut_before_the_first_end_keeps_nothing() {
        for text in [
            "",
            "{",
            "{\"suggestions\":[{\"code\":\"}",
            "[{}",
            "no JSON }}}",
            "{\"a\":{}}",
        ] {
            assert!(whole_part(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_cut_of_an_answer_reads_as_its_whole_elements(at in 0_usize..500) {
            let text: String = answer().chars().take(at).collect();
            if let Some(whole) = whole_part(&text) {
                let read = parse_answer(&whole, 9).map(|answer| answer.suggestions.len());
                prop_assert_eq!(read, Ok(elements(&text)));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,80}|[\\[\\]{}\",é\\\\]{0,80}") {
            prop_assert_eq!(whole_part(&text).is_some(), elements(&text) > 0);
        }
    }
}
