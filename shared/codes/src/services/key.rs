//! CPT and HCPCS codes as integers in code order: five characters in base 36.

use chartfleet_model::Code;

const LENGTH: usize = 5;

/// Reads a code as files write it: a letter and four digits (HCPCS Level II),
/// or four digits and a digit or letter (CPT).
pub(crate) fn parse(text: &str) -> Option<u32> {
    let shape = matches!(text.as_bytes(), [first, digits @ .., last]
        if digits.len() == LENGTH - 2
            && digits.iter().all(u8::is_ascii_digit)
            && first.is_ascii_alphanumeric()
            && last.is_ascii_alphanumeric()
            && (first.is_ascii_digit() || last.is_ascii_digit()));
    shape.then(|| {
        text.bytes().fold(0, |key, byte| {
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                _ => byte.to_ascii_uppercase() - b'A' + 10,
            };
            key * 36 + u32::from(digit)
        })
    })
}

/// The key of a CPT or HCPCS code.
pub(crate) fn of(code: &Code) -> Option<u32> {
    match code {
        Code::Cpt(code) => parse(code.as_str()),
        Code::Hcpcs(code) => parse(code.as_str()),
        Code::Icd10Cm(_) | Code::Icd10Pcs(_) => None,
    }
}

/// The code of a key.
pub(crate) fn print(mut key: u32) -> String {
    let mut characters = ['0'; LENGTH];
    for character in characters.iter_mut().rev() {
        *character = char::from_digit(key % 36, 36)
            .unwrap_or_default()
            .to_ascii_uppercase();
        key /= 36;
    }
    characters.iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_code_order_and_print_as_their_codes() {
        let codes = [
            "0001A", "0042T", "47563", "99499", "A0021", "J0696", "V5364",
        ];
        let keys: Vec<u32> = codes.iter().map(|code| parse(code).unwrap()).collect();
        assert!(keys.is_sorted());
        assert_eq!(
            keys.iter().map(|&key| print(key)).collect::<Vec<_>>(),
            codes
        );
        assert_eq!(parse("j0696"), parse("J0696"));
    }

    #[test]
    fn what_is_no_code_has_no_key() {
        for text in [
            "", "4756", "475633", "J069X", "4756é", "A002A", "47 63", "CCCCC",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
