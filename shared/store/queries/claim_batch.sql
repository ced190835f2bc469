-- claim_batch
-- $1 the batch  $2 the worker  $3 lease (seconds)
UPDATE batches
SET
    state = 'leased',
    lease_token = lease_token + 1,
    leased_by = $2,
    leased_until = now() + $3 * INTERVAL '1 second'
WHERE batch_id = $1 AND state = 'queued'
RETURNING
    run_id,
    lease_token,
    crashes,
    (SELECT depth_now FROM runs WHERE runs.run_id = batches.run_id) AS depth,
    COALESCE(EXTRACT(EPOCH FROM now() - published_at), 0)::FLOAT8 AS queued_s
