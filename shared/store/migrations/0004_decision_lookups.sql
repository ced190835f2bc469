-- What coders let stand is read by every worker that starts.

CREATE INDEX decisions_last_word ON decisions (chart_key, system, code, decided_at DESC, decision_id DESC)
    INCLUDE (decision, changed_to);
-- Its first column serves what this one did.
DROP INDEX decisions_chart;
