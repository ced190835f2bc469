-- balance
-- $1 the run, or NULL for the newest
-- The conservation law by one query: runs.charts was written when the run was
-- planned, everything else is counted row by row. Open charts are a set
-- difference and not a join, because the statistics of a run that is being
-- written are stale, and a join planned on them takes hours.
SELECT
    r.run_id,
    r.state,
    r.requested_at,
    r.planned_at,
    r.completed_at,
    r.depth,
    r.depth_now,
    r.deadline_at,
    r.charts AS imported,
    s.coded,
    s.needs_review,
    s.set_aside,
    s.first_commit,
    s.last_commit,
    (
        SELECT COUNT(*) FROM (
            SELECT chart_key FROM run_charts WHERE run_id = r.run_id
            EXCEPT
            SELECT chart_key FROM results WHERE run_id = r.run_id
        ) AS open_charts
    ) AS not_started,
    (
        SELECT COUNT(*) FROM (
            SELECT rc.chart_key
            FROM batches AS b
            INNER JOIN run_charts AS rc USING (batch_id)
            WHERE b.run_id = r.run_id AND b.state = 'leased'
            EXCEPT
            SELECT chart_key FROM results WHERE run_id = r.run_id
        ) AS held_charts
    ) AS in_flight
FROM runs AS r
CROSS JOIN LATERAL (
    SELECT
        COUNT(*) FILTER (WHERE outcome = 'coded') AS coded,
        COUNT(*) FILTER (WHERE outcome = 'needs_review') AS needs_review,
        COUNT(*) FILTER (WHERE outcome = 'set_aside') AS set_aside,
        MIN(committed_at) AS first_commit,
        MAX(committed_at) AS last_commit
    FROM results
    WHERE run_id = r.run_id
) AS s
WHERE r.run_id = COALESCE($1, (SELECT MAX(run_id) FROM runs))
