-- requeue_pick
-- $1 the run, or NULL for all  $2 only this chart id, or NULL
-- $3 only this reason, or NULL
SELECT s.run_id, s.chart_key, c.queue
FROM results AS s
INNER JOIN charts AS c USING (chart_key)
WHERE s.outcome = 'set_aside'
    AND ($1::BIGINT IS NULL OR s.run_id = $1)
    AND ($2::TEXT IS NULL OR c.chart_id = $2)
    AND ($3::TEXT IS NULL OR s.set_aside_reason = $3)
ORDER BY s.run_id, s.chart_key
FOR UPDATE OF s
