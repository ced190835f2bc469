-- complete_runs
-- A run is complete when every batch is done and every chart of it has an
-- outcome. The batches are looked at first because that is cheap.
UPDATE runs AS r
SET state = 'complete', completed_at = now()
WHERE r.state = 'running'
    AND NOT EXISTS (
        SELECT 1 FROM batches AS b WHERE b.run_id = r.run_id AND b.state <> 'done'
    )
    AND r.charts = (SELECT COUNT(*) FROM results AS s WHERE s.run_id = r.run_id)
    AND NOT EXISTS (
        SELECT 1
        FROM run_charts AS rc
        LEFT JOIN results AS s USING (run_id, chart_key)
        WHERE rc.run_id = r.run_id AND s.chart_key IS NULL
    )
RETURNING r.run_id
