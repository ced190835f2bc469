-- dated_runs
-- Few runs are open at a time, and only those with a deadline are counted. Held
-- charts are a set difference for the reason given in balance.sql.
SELECT
    r.run_id,
    r.depth,
    r.depth_now,
    r.charts,
    EXTRACT(EPOCH FROM r.deadline_at - now())::FLOAT8 AS seconds_left,
    (SELECT COUNT(*) FROM results AS s WHERE s.run_id = r.run_id) AS finished,
    (
        SELECT COUNT(*) FROM (
            SELECT rc.chart_key
            FROM batches AS b
            INNER JOIN run_charts AS rc USING (batch_id)
            WHERE b.run_id = r.run_id AND b.state = 'leased'
            EXCEPT
            SELECT chart_key FROM results WHERE run_id = r.run_id
        ) AS held_charts
    ) AS held
FROM runs AS r
WHERE r.state = 'running' AND r.deadline_at IS NOT NULL
ORDER BY r.run_id
