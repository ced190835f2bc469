-- insert_attempts
-- $1 worker  $2 runs  $3 charts  $4 batches  $5 queue (ms)  $6 model (us)
-- $7 calls  $8 prompt tokens  $9 cached tokens  $10 completion tokens
INSERT INTO attempts (
    worker, ended, run_id, chart_key, batch_id, queue_ms, model_us, calls,
    prompt_tokens, cached_tokens, completion_tokens
)
SELECT $1, 'committed', u.*
FROM UNNEST(
    $2::BIGINT[], $3::BIGINT[], $4::BIGINT[], $5::BIGINT[], $6::BIGINT[], $7::INTEGER[],
    $8::BIGINT[], $9::BIGINT[], $10::BIGINT[]
) AS u
