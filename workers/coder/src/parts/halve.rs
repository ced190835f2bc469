//! A part that turned out too long, as two: a table inside a note is denser
//! than the note.

use super::pack::reach;
use super::{Excerpt, LEAST_BYTES, Part, shown_bytes};
use crate::record::Record;

/// The two halves of a part, not numbered yet; `None` where it is too small to
/// be worth it.
pub(crate) fn halved(part: &Part, record: &Record<'_>) -> Option<[Part; 2]> {
    let spans = || {
        let excerpts = part.excerpts.iter();
        excerpts.flat_map(|excerpt| {
            let spans = excerpt.spans.iter().cloned();
            spans.filter_map(move |span| {
                let text = &*record.pages.get(excerpt.document as usize)?.document.text;
                Some((excerpt.document, text, span.clone(), text.get(span)?))
            })
        })
    };
    let bytes: usize = spans().map(|(.., shown)| shown_bytes(shown)).sum();
    if bytes < LEAST_BYTES {
        return None;
    }
    let mut left = bytes / 2;
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for (document, text, span, shown) in spans() {
        let bytes = shown_bytes(shown);
        let end = match left {
            0 => span.start,
            _ if bytes <= left => span.end,
            _ => reach(text, span.clone(), left).0,
        };
        left = if end < span.end {
            0
        } else {
            left.saturating_sub(bytes)
        };
        push(&mut first, document, span.start..end);
        push(&mut second, document, end..span.end);
    }
    let half = |excerpts| Part {
        excerpts,
        ..part.clone()
    };
    Some([half(first), half(second)])
}

fn push(excerpts: &mut Vec<Excerpt>, document: u32, span: std::ops::Range<usize>) {
    match excerpts.last_mut() {
        _ if span.is_empty() => {}
        Some(last) if last.document == document => last.spans.push(span),
        _ => excerpts.push(Excerpt {
            document,
            spans: vec![span],
        }),
    }
}
