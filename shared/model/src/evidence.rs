//! Where in the chart a suggestion is documented.

use serde::{Deserialize, Serialize};

/// A byte span of one document, on character boundaries: the words themselves
/// stay in the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Evidence {
    /// Which document, counted from 0 in the chart's order.
    pub document: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Evidence {
    /// The words of the span, or `None` where the span does not fit the text.
    #[must_use]
    pub fn slice<'t>(&self, documents: &'t [crate::Document]) -> Option<&'t str> {
        let text = &documents.get(self.document as usize)?.text;
        text.get(self.start as usize..self.end as usize)
    }
}
