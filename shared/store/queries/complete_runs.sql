-- complete_runs
-- $1 runs without an open batch
-- A run is complete when every chart of it has an outcome: rows are counted,
-- not counters, so that a run that lost a chart stays open. A set difference
-- for the reason given in balance.sql.
UPDATE runs AS r
SET state = 'complete', completed_at = now()
WHERE r.run_id = ANY($1)
    AND r.state = 'running'
    AND r.charts = (SELECT COUNT(*) FROM results AS s WHERE s.run_id = r.run_id)
    AND NOT EXISTS (
        SELECT chart_key FROM run_charts WHERE run_id = r.run_id
        EXCEPT
        SELECT chart_key FROM results WHERE run_id = r.run_id
    )
RETURNING r.run_id
