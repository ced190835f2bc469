-- give_back
-- $1 the batch  $2 its token  $3 the chart marked as started, or NULL
-- The message goes back to the broker by itself (nack), not through the outbox.
WITH given AS (
    UPDATE batches
    SET state = 'queued', lease_token = lease_token + 1, leased_by = NULL, leased_until = NULL
    WHERE batch_id = $1 AND lease_token = $2 AND state = 'leased'
    RETURNING batch_id
)
UPDATE run_charts AS rc
SET crashes = GREATEST(rc.crashes - 1, 0)
FROM given
WHERE rc.batch_id = given.batch_id AND rc.chart_key = $3
