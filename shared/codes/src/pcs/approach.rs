//! Approaches as surgeons say them. The index names operations and body
//! parts; the approach of a query is set apart and chosen in the table.

/// Words for an approach, and its character in the medical and surgical
/// section.
const SAID: [(&str, char); 8] = [
    ("open", '0'),
    ("percutaneous", '3'),
    ("laparoscopic", '4'),
    ("laparoscopically", '4'),
    ("arthroscopic", '4'),
    ("thoracoscopic", '4'),
    ("endoscopic", '8'),
    ("closed", 'X'),
];

/// The approach that a query names, and its other words.
pub(super) fn split(query: &str) -> Option<(char, String)> {
    let mut approach = None;
    let mut rest = Vec::new();
    for word in query.split_whitespace() {
        let said = SAID
            .iter()
            .find(|(said, _)| word.eq_ignore_ascii_case(said));
        match said {
            Some((_, character)) => approach = Some(*character),
            None => rest.push(word),
        }
    }
    Some((approach?, rest.join(" ")))
}

/// A beginning of a code with the approach chosen, where it leaves it open.
pub(super) fn choose(beginning: &str, approach: char) -> Option<String> {
    (beginning.len() == 4 && beginning.starts_with('0')).then(|| format!("{beginning}{approach}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_approach_is_set_apart_from_what_is_looked_up() {
        let (approach, rest) = split("Laparoscopic cholecystectomy").unwrap();
        assert_eq!((approach, rest.as_str()), ('4', "cholecystectomy"));
        assert_eq!(split("cholecystectomy"), None);
        assert_eq!(choose("0FT4", '4').as_deref(), Some("0FT44"));
        assert_eq!(choose("5A19", '4'), None, "no approach stands there");
    }
}
