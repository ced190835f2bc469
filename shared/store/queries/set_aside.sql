-- set_aside
-- $1 the run, or NULL for all
SELECT s.run_id, c.chart_id, c.facility, s.set_aside_reason, s.committed_at
FROM results AS s
INNER JOIN charts AS c USING (chart_key)
WHERE s.outcome = 'set_aside' AND ($1::BIGINT IS NULL OR s.run_id = $1)
ORDER BY s.run_id, c.chart_id
