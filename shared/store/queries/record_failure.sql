-- record_failure
-- $1 batch  $2 token  $3 chart  $4 worker  $5 model time (us)  $6 calls
-- $7 prompt tokens  $8 of them cached  $9 completion tokens
WITH failed AS (
    UPDATE run_charts AS rc
    SET failures = rc.failures + 1
    FROM batches AS b
    WHERE b.batch_id = $1 AND b.lease_token = $2 AND b.state = 'leased'
        AND rc.batch_id = b.batch_id AND rc.chart_key = $3
    RETURNING rc.run_id, rc.failures
),
recorded AS (
    INSERT INTO attempts (
        run_id, chart_key, batch_id, worker, ended, queue_ms, model_us, calls,
        prompt_tokens, cached_tokens, completion_tokens
    )
    SELECT run_id, $3, $1, $4, 'model_failed', 0, $5, $6, $7, $8, $9 FROM failed
)
SELECT failures FROM failed
