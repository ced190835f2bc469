//! The lines of a file, read as a stream: one in memory at a time, and none
//! longer than is allowed.

use std::io::{self, BufRead, Read};

use super::row::{Reason, Refusal};

/// A line that is not blank.
pub(crate) struct Line<'b> {
    /// Its number, from 1.
    pub(crate) number: u64,
    /// Bytes read for it.
    pub(crate) bytes: u64,
    /// Its text, or why there is none.
    pub(crate) text: Result<&'b str, Refusal>,
}

/// Reads lines of at most `longest` bytes; the rest of a longer one is skipped.
/// `each` returns whether to go on. A file that cannot be read on ends with a
/// refusal at the line where that was. Returns whether `each` always went on.
pub(crate) fn read_lines(
    mut reader: impl BufRead,
    longest: u64,
    mut each: impl FnMut(Line<'_>) -> bool,
) -> bool {
    let mut buffer = Vec::new();
    let mut number = 0;
    loop {
        buffer.clear();
        number += 1;
        let (bytes, cut_off) = match next_line(&mut reader, longest, &mut buffer) {
            Ok((0, _)) => return true,
            Ok(read) => read,
            Err(error) => {
                let message = format!("cannot be read: {error}");
                let text = Err(Refusal::new(Reason::Unreadable, message));
                return each(Line {
                    number,
                    bytes: 0,
                    text,
                });
            }
        };
        let text = if cut_off {
            let message = format!("the line is longer than {longest} bytes");
            Err(Refusal::new(Reason::TooLarge, message))
        } else if buffer.trim_ascii().is_empty() {
            continue;
        } else {
            utf8(&buffer)
        };
        if !each(Line {
            number,
            bytes,
            text,
        }) {
            return false;
        }
    }
}

/// Bytes read, and whether the line was longer than allowed.
fn next_line(
    reader: &mut impl BufRead,
    longest: u64,
    buffer: &mut Vec<u8>,
) -> io::Result<(u64, bool)> {
    let read = (&mut *reader).take(longest).read_until(b'\n', buffer)? as u64;
    let cut_off = read == longest && buffer.last() != Some(&b'\n');
    let skipped = if cut_off {
        reader.skip_until(b'\n')? as u64
    } else {
        0
    };
    Ok((read + skipped, cut_off))
}

/// The text, without the mark that some editors put first.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, Refusal> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let message = format!(
            "byte {} is not UTF-8: convert the file",
            error.valid_up_to() + 1
        );
        Refusal::new(Reason::InvalidUtf8, message)
    })
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn lines(reader: impl BufRead) -> Vec<(u64, Result<String, Reason>)> {
        let mut lines = Vec::new();
        read_lines(reader, 8, |line| {
            let text = line.text.map(|text| text.trim().to_owned());
            lines.push((line.number, text.map_err(|refusal| refusal.reason)));
            true
        });
        lines
    }

    /// Gives its bytes and then fails.
    struct Broken<'b>(&'b [u8]);

    impl Read for Broken<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                return Err(io::Error::other("disk"));
            }
            self.0.read(into)
        }
    }

    #[test]
    fn lines_keep_their_number_over_blank_and_overlong_ones() {
        let read = lines(&b"one\n\n  123456789\r\nfour"[..]);
        let expected = [
            (1, Ok("one".to_owned())),
            (3, Err(Reason::TooLarge)),
            (4, Ok("four".to_owned())),
        ];
        assert_eq!(read, expected);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_line() {
        assert_eq!(
            lines(&b"\xef\xbb\xbfone\n"[..]),
            [(1, Ok("one".to_owned()))]
        );
    }

    #[test]
    fn a_file_that_cannot_be_read_on_says_so_also_within_a_line_that_is_too_long() {
        for start in [&b"one\ntwo"[..], b"one\n1234567890"] {
            let read = lines(BufReader::with_capacity(4, Broken(start)));
            assert_eq!(read.last(), Some(&(2, Err(Reason::Unreadable))));
        }
    }
}
