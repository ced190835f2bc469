-- dated_runs
-- Few runs are open at a time, and only those with a deadline are counted.
SELECT
    r.run_id,
    r.depth,
    r.depth_now,
    r.charts,
    EXTRACT(EPOCH FROM r.deadline_at - now())::FLOAT8 AS seconds_left,
    (SELECT COUNT(*) FROM results AS s WHERE s.run_id = r.run_id) AS finished
FROM runs AS r
WHERE r.state = 'running' AND r.deadline_at IS NOT NULL
ORDER BY r.run_id
