//! The index as wordings: what is said on the way to a code, and the code.

use super::index::{LeadKind, PcsIndex};

/// Most entries that one reference to a main term is carried over to: beyond
/// it the words say too little.
const MOST_BELOW: usize = 120;
/// A table and a body part: a shorter beginning says too little.
const LEAST: usize = 4;

impl PcsIndex {
    /// What entries say and the code, or its beginning of four characters at
    /// least, that they lead to; a see is followed once, and what stands below
    /// its term is said with the words that referred there.
    #[must_use]
    pub fn wordings(&self) -> Vec<(String, &str)> {
        let mut wordings = Vec::new();
        for lead in &self.leads {
            let code = self.code(lead);
            let said = || self.path(lead.term).join(" ");
            if code.len() >= LEAST {
                wordings.push((said(), code));
            } else if code.is_empty() && lead.kind == LeadKind::See {
                self.carry_over(self.words(lead), &said(), &mut wordings);
            }
        }
        wordings
    }

    fn carry_over<'t>(&'t self, named: &str, said: &str, wordings: &mut Vec<(String, &'t str)>) {
        let Some(target) = self.named(named) else {
            return;
        };
        let level = self.terms.get(target).map_or(0, |term| term.level);
        let below = self.terms.iter().skip(target + 1);
        let end = target + 1 + below.take_while(|term| term.level > level).count();
        if end - target > MOST_BELOW {
            return;
        }
        let first = self
            .leads
            .partition_point(|lead| (lead.term as usize) < target);
        let leads = self.leads.iter().skip(first);
        for lead in leads.take_while(|lead| (lead.term as usize) < end) {
            let code = self.code(lead);
            let further = self.path(lead.term);
            let further = further.iter().skip(usize::from(level) + 1).copied();
            if code.len() >= LEAST {
                let words: Vec<&str> = std::iter::once(said).chain(further).collect();
                wordings.push((words.join(" "), code));
            }
        }
    }
}
