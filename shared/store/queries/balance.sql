-- balance
-- $1 the run, or NULL for the newest
-- The conservation law by one query: runs.charts was written when the run was
-- planned, everything else is counted row by row.
SELECT
    r.run_id,
    r.scope,
    r.state,
    r.requested_at,
    r.planned_at,
    r.completed_at,
    r.charts AS imported,
    COUNT(s.chart_key) FILTER (WHERE s.outcome = 'coded') AS coded,
    COUNT(s.chart_key) FILTER (WHERE s.outcome = 'needs_review') AS needs_review,
    COUNT(s.chart_key) FILTER (WHERE s.outcome = 'set_aside') AS set_aside,
    COUNT(rc.chart_key) FILTER (WHERE s.chart_key IS NULL) AS not_started,
    COUNT(rc.chart_key) FILTER (WHERE s.chart_key IS NULL AND b.state = 'leased') AS in_flight,
    MIN(s.committed_at) AS first_commit,
    MAX(s.committed_at) AS last_commit
FROM runs AS r
LEFT JOIN run_charts AS rc USING (run_id)
LEFT JOIN batches AS b USING (batch_id)
LEFT JOIN results AS s ON s.run_id = rc.run_id AND s.chart_key = rc.chart_key
WHERE r.run_id = COALESCE($1, (SELECT MAX(run_id) FROM runs))
GROUP BY r.run_id
