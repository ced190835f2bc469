-- finish_batches
-- $1 batches  $2 tokens
-- Runs in the transaction that wrote the results, so it sees them.
UPDATE batches AS b
SET state = 'done', leased_by = NULL, leased_until = NULL
FROM UNNEST($1::BIGINT[], $2::BIGINT[]) AS u (batch_id, token)
WHERE b.batch_id = u.batch_id
    AND b.lease_token = u.token
    AND b.state = 'leased'
    AND NOT EXISTS (
        SELECT 1
        FROM run_charts AS rc
        LEFT JOIN results AS s USING (run_id, chart_key)
        WHERE rc.batch_id = b.batch_id AND s.chart_key IS NULL
    )
RETURNING b.batch_id
