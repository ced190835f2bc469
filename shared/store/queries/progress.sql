-- progress
-- $1 the run
-- For a progress bar: counts outcomes and takes the rest for not started. The
-- balance is proved by balance.sql.
SELECT
    r.state,
    r.charts,
    COUNT(s.chart_key) FILTER (WHERE s.outcome = 'coded') AS coded,
    COUNT(s.chart_key) FILTER (WHERE s.outcome = 'needs_review') AS needs_review,
    COUNT(s.chart_key) FILTER (WHERE s.outcome = 'set_aside') AS set_aside
FROM runs AS r
LEFT JOIN results AS s USING (run_id)
WHERE r.run_id = $1
GROUP BY r.run_id
