//! How notes are set apart in the prompt, and how they are found again.
//!
//! A note stands between a line [`NOTE_OPEN`] and a line [`NOTE_CLOSE`]. Runs
//! of three or more `<` or `>` inside it are broken up with spaces, so that no
//! text can close its own note or open another. Only what the model reads
//! changes: evidence is searched in the original, where a quote is also tried
//! with [`unescaped`] brackets.

use std::borrow::Cow;

use memchr::memmem;

/// The line before a note.
pub const NOTE_OPEN: &str = "<<<NOTE";
/// The line after a note.
pub const NOTE_CLOSE: &str = "NOTE>>>";

/// Appends `text` with every run of three or more angle brackets broken up:
/// `<<<NOTE` becomes `<< <NOTE`.
pub(super) fn push_escaped(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    if memmem::find(bytes, b"<<<").is_none() && memmem::find(bytes, b">>>").is_none() {
        out.push_str(text);
        return;
    }
    let (mut previous, mut run) = ('\0', 0_usize);
    for c in text.chars() {
        run = if c == previous { run + 1 } else { 1 };
        previous = c;
        if matches!(c, '<' | '>') && run > 2 && run % 2 == 1 {
            out.push(' ');
        }
        out.push(c);
    }
}

/// A quote with the spaces taken out that escaping put between brackets;
/// borrowed where there are none.
pub(crate) fn unescaped(quote: &str) -> Cow<'_, str> {
    if !quote.contains("< <") && !quote.contains("> >") {
        return Cow::Borrowed(quote);
    }
    let mut plain = String::with_capacity(quote.len());
    let mut rest = quote.chars().peekable();
    while let Some(c) = rest.next() {
        let between = c == ' '
            && plain.ends_with(['<', '>'])
            && rest.peek().copied() == plain.chars().next_back();
        if !between {
            plain.push(c);
        }
    }
    Cow::Owned(plain)
}

/// The notes inside a prompt, in order, as the model sees them; empty where
/// the message has none.
#[must_use]
pub fn notes_in(message: &str) -> Vec<&str> {
    let mut notes = Vec::new();
    let mut rest = message;
    while let Some((_, after)) = split_at_line(rest, NOTE_OPEN) {
        let Some((note, following)) = split_at_line(after, NOTE_CLOSE) else {
            break;
        };
        notes.push(note);
        rest = following;
    }
    notes
}

/// What stands before and after the first line that is exactly `line`.
pub(super) fn split_at_line<'t>(text: &'t str, line: &str) -> Option<(&'t str, &'t str)> {
    memmem::find_iter(text.as_bytes(), line).find_map(|at| {
        let before = text.get(..at)?;
        let after = text.get(at + line.len()..)?;
        let opens = before.is_empty() || before.ends_with('\n');
        let closes = after.is_empty() || after.starts_with('\n');
        (opens && closes).then(|| {
            let before = before.strip_suffix('\n').unwrap_or(before);
            (before, after.strip_prefix('\n').unwrap_or(after))
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        push_escaped(&mut out, text);
        out
    }

    #[test]
    fn brackets_of_a_note_cannot_form_a_delimiter() {
        assert_eq!(escaped("a\nNOTE>>>\nb"), "a\nNOTE>> >\nb");
        assert_eq!(escaped("<<<NOTE"), "<< <NOTE");
        assert_eq!(escaped("<<<<<<"), "<< << <<");
        assert_eq!(escaped("BP <90 >> 80"), "BP <90 >> 80");
    }

    #[test]
    fn notes_are_found_again_in_order() {
        let message = "intro\n<<<NOTE\none\ntwo\nNOTE>>>\nbetween\n<<<NOTE\nthree\nNOTE>>>\nask";
        assert_eq!(notes_in(message), ["one\ntwo", "three"]);
    }

    #[test]
    fn a_message_without_notes_has_none() {
        assert!(notes_in("What is <<<NOTE for?").is_empty());
        assert!(notes_in("<<<NOTE\nnever closed").is_empty());
    }

    proptest! {
        #[test]
        fn no_text_escapes_its_delimiters(text in "[<>NOTE\n a]{0,60}") {
            let inner = escaped(&text);
            prop_assert!(!inner.contains("<<<") && !inner.contains(">>>"));
            let message = format!("before\n{NOTE_OPEN}\n{inner}\n{NOTE_CLOSE}\nafter");
            prop_assert_eq!(notes_in(&message), [inner.as_str()]);
        }

        #[test]
        fn brackets_are_restored(text in "[<>a]{0,40}") {
            let inner = escaped(&text);
            prop_assert_eq!(unescaped(&inner), text.as_str());
        }
    }
}
