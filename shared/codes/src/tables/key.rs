//! Codes as integers: up to seven characters, left-aligned, so that integer
//! order is code order and a code's descendants are one contiguous range.

use std::ops::RangeInclusive;

/// The longest code, in characters without the dot.
pub(crate) const LONGEST_CODE: usize = 7;

/// Packs a code, with or without its dot, in either case. `None` where it is
/// empty, too long or not ASCII.
pub(crate) fn pack(code: &str) -> Option<u64> {
    let mut key = 0_u64;
    let mut length = 0;
    for byte in code.bytes().filter(|&b| b != b'.') {
        if !byte.is_ascii_alphanumeric() || length == LONGEST_CODE {
            return None;
        }
        key = key << 8 | u64::from(byte.to_ascii_uppercase());
        length += 1;
    }
    (length > 0).then(|| key << (8 * (8 - length)))
}

/// Every key that begins with the code of `key`, itself included.
pub(crate) fn subtree(key: u64) -> RangeInclusive<u64> {
    let unused = key.trailing_zeros() / 8;
    key..=key | ((1_u64 << (8 * unused)) - 1)
}

/// The code without its last character, or `None` at one character.
pub(crate) fn shorten(key: u64) -> Option<u64> {
    let unused = key.trailing_zeros() / 8 + 1;
    (unused < 8).then(|| key >> (8 * unused) << (8 * unused))
}

/// The characters of a key.
pub(crate) fn unpack(key: u64) -> String {
    key.to_be_bytes()
        .into_iter()
        .take_while(|&b| b != 0)
        .map(char::from)
        .collect()
}

/// The code as ICD-10-CM prints it, with the dot after three characters.
pub(crate) fn dotted(key: u64) -> String {
    let mut code = unpack(key);
    if code.len() > 3 {
        code.insert(3, '.');
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_of_keys_is_order_of_codes() {
        let mut codes = ["E11", "E1122", "E11.9", "E10.9", "Z99", "S72024B"];
        codes.sort_by_key(|code| pack(code));
        assert_eq!(codes, ["E10.9", "E11", "E1122", "E11.9", "S72024B", "Z99"]);
    }

    #[test]
    fn descendants_are_one_range() {
        let range = subtree(pack("N18.3").unwrap());
        assert!(range.contains(&pack("N18.3").unwrap()));
        assert!(range.contains(&pack("N18.32").unwrap()));
        assert!(!range.contains(&pack("N18.4").unwrap()));
        assert!(!range.contains(&pack("N18").unwrap()));
        assert!(subtree(pack("S72024B").unwrap()).contains(&pack("S72.024B").unwrap()));
    }

    #[test]
    fn codes_shorten_to_one_character() {
        let key = pack("E1122").unwrap();
        assert_eq!(unpack(shorten(key).unwrap()), "E112");
        assert_eq!(dotted(key), "E11.22");
        assert_eq!(shorten(pack("E").unwrap()), None);
    }

    #[test]
    fn what_is_no_code_is_not_packed() {
        for text in ["", ".", "E11 22", "ABCDEFGH", "É11"] {
            assert_eq!(pack(text), None, "{text:?}");
        }
    }
}
