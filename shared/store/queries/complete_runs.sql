-- complete_runs
-- $1 runs without an open batch
-- A run is complete when every chart of it has an outcome: rows are counted,
-- not counters, so that a run that lost a chart stays open.
UPDATE runs AS r
SET state = 'complete', completed_at = now()
WHERE r.run_id = ANY($1)
    AND r.state = 'running'
    AND r.charts = (SELECT COUNT(*) FROM results AS s WHERE s.run_id = r.run_id)
    AND NOT EXISTS (
        SELECT 1
        FROM run_charts AS rc
        LEFT JOIN results AS s USING (run_id, chart_key)
        WHERE rc.run_id = r.run_id AND s.chart_key IS NULL
    )
RETURNING r.run_id
