//! What became of a chart. Reasons are closed sets: they are database values
//! and metric labels.

use crate::names::closed_set;

closed_set! {
    /// A chart's outcome in a run. A chart without one has not started, was
    /// interrupted, or is being coded: it is never lost.
    Outcome, "outcome" {
        /// Every suggestion passed the rules; waits for a person to confirm.
        Coded => "coded",
        /// A person must look before anything can be billed.
        NeedsReview => "needs_review",
        /// Could not be coded at all; waits for an operator.
        SetAside => "set_aside",
    }
}

closed_set! {
    /// Why a chart needs review.
    ReviewReason, "review reason" {
        /// A suggestion's quote is not in the chart.
        UnsupportedEvidence => "unsupported_evidence",
        /// A suggested code does not exist, is a header or is not in effect.
        InvalidCode => "invalid_code",
        /// A suggestion conflicts with the patient's age or sex, or an edit.
        EditConflict => "edit_conflict",
        /// A rule of severity error fired on the claim.
        RuleError => "rule_error",
        /// No diagnosis can stand first.
        NoPrincipal => "no_principal",
        /// The claim does not group to a DRG.
        Ungroupable => "ungroupable",
        /// The model suggested nothing.
        NoSuggestions => "no_suggestions",
        /// The model's answer was cut off.
        Truncated => "truncated",
        /// The model's answer could not be read, also after one repair.
        InvalidAnswer => "invalid_answer",
        /// The chart is larger than the model's context.
        TooLong => "too_long",
        /// The code system cannot be verified with the installed tables.
        NotVerifiable => "not_verifiable",
        /// The model declined to answer, also when asked otherwise.
        Refused => "refused",
        /// The model's answer ran away: white space, repetition.
        Runaway => "runaway",
        /// A note holds text that addresses the model.
        Injection => "injection",
        /// A part of the chart was not read.
        NotReadWhole => "not_read_whole",
        /// The verifier found no support for a suggestion.
        Unverified => "unverified",
        /// Only documentation that supports no diagnosis states a condition.
        NotProvider => "not_provider",
        /// The chart used up what one chart may cost.
        SpendCap => "spend_cap",
    }
}

closed_set! {
    /// Why a chart was set aside.
    SetAsideReason, "set-aside reason" {
        /// No note holds a letter or digit.
        NoText => "no_text",
        /// The chart could not be read back from the store.
        Unreadable => "unreadable",
        /// Its worker crashed three times while coding it.
        Poison => "poison",
        /// The model server failed three times on it while serving others.
        ModelFailed => "model_failed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for reason in ReviewReason::ALL {
            assert_eq!(reason.as_str().parse::<ReviewReason>().unwrap(), *reason);
        }
        for outcome in Outcome::ALL {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.as_str());
        }
        assert!("lost".parse::<Outcome>().is_err());
    }
}
