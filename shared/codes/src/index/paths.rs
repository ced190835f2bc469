//! Index rows become terms: a row's words under the words of the rows above
//! it, joined to one path.

use super::Problem;
use crate::tables::CodeTables;
use crate::terms::{ImportedTerms, PATH_SEPARATOR};

/// Builds terms from rows in file order.
pub(super) struct Paths<'t> {
    tables: &'t CodeTables,
    /// Words and modifiers of the row and those above it.
    stack: Vec<(String, String)>,
    terms: ImportedTerms,
    unknown_codes: usize,
}

impl<'t> Paths<'t> {
    pub(super) fn new(tables: &'t CodeTables) -> Self {
        Self {
            tables,
            stack: Vec::new(),
            terms: ImportedTerms::default(),
            unknown_codes: 0,
        }
    }

    /// A row `level` steps below a main term.
    pub(super) fn enter(
        &mut self,
        level: usize,
        words: &str,
        modifiers: &str,
    ) -> Result<(), String> {
        if level > self.stack.len() {
            return Err(format!(
                "level {level} directly below level {}",
                self.stack.len().saturating_sub(1)
            ));
        }
        // A row of nonessential modifiers alone repeats the row above it.
        if words.is_empty() && (modifiers.is_empty() || level == 0) {
            return Err("a row without a term".to_owned());
        }
        self.stack.truncate(level);
        self.stack.push((words.to_owned(), modifiers.to_owned()));
        Ok(())
    }

    /// A code of the row entered last; `label` names its column in tables of
    /// several.
    pub(super) fn code(&mut self, code: &str, label: &str) -> Result<(), String> {
        let bare = code
            .trim()
            .trim_end_matches(['-', '.', '\u{2013}', '\u{2713}'])
            .trim_end();
        if bare.is_empty() {
            return Ok(());
        }
        if !bare.starts_with(|c: char| c.is_ascii_alphabetic()) || bare.len() > 8 {
            return Err(format!("{code:?} is no ICD-10-CM code"));
        }
        let Some(entry) = self.tables.cm_text(bare) else {
            self.unknown_codes += 1;
            return Ok(());
        };
        let join = |part: fn(&(String, String)) -> &str, separator: &str| {
            let parts = self.stack.iter().map(part).filter(|text| !text.is_empty());
            parts.collect::<Vec<_>>().join(separator)
        };
        let mut path = join(|(words, _)| words, PATH_SEPARATOR);
        if !label.is_empty() {
            path.push_str(PATH_SEPARATOR);
            path.push_str(label);
        }
        let modifiers = join(|(_, modifiers)| modifiers, " ");
        self.terms.push(entry.code(), &path, &modifiers);
        Ok(())
    }

    /// The terms, and how many codes the installed tables do not know.
    pub(super) fn finish(self) -> Result<(ImportedTerms, usize), Problem> {
        let refuse = |problem: &str| {
            Err(Problem {
                line: 1,
                problem: problem.to_owned(),
            })
        };
        if self.terms.len() == 0 {
            return refuse("no term with a code in it");
        }
        if self.unknown_codes > self.terms.len() / 10 {
            return refuse("more than a tenth of its codes are no ICD-10-CM codes");
        }
        Ok((self.terms, self.unknown_codes))
    }
}
