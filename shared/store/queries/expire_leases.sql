-- expire_leases
-- A batch whose worker fell silent goes back to the queue with a new token, so
-- that the silent worker, should it wake, commits nothing. Its first crash
-- counts against every chart still open; later ones were counted when each
-- chart was marked as started.
WITH expired AS (
    UPDATE batches
    SET
        state = 'queued',
        lease_token = lease_token + 1,
        crashes = crashes + 1,
        leased_by = NULL,
        leased_until = NULL
    WHERE state = 'leased' AND leased_until < now()
    RETURNING batch_id, run_id, queue, crashes
),
announced AS (
    INSERT INTO outbox (batch_id, run_id, queue)
    SELECT batch_id, run_id, queue FROM expired
    ON CONFLICT (batch_id) DO NOTHING
),
suspected AS (
    UPDATE run_charts AS rc
    SET crashes = rc.crashes + 1
    FROM expired AS e
    WHERE rc.batch_id = e.batch_id
        AND e.crashes = 1
        AND NOT EXISTS (
            SELECT 1 FROM results AS s
            WHERE s.run_id = rc.run_id AND s.chart_key = rc.chart_key
        )
)
SELECT COUNT(*) FROM expired
