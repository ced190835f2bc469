-- outbox
-- $1 batches that may be on the broker or at workers at a time
--
-- A batch is out there when it is not done and has left the outbox.
WITH out_there AS (
    SELECT COUNT(*) AS batches
    FROM batches AS b
    WHERE b.state <> 'done'
        AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.batch_id = b.batch_id)
)
SELECT o.batch_id, o.run_id, o.queue
FROM outbox AS o
ORDER BY
    CASE o.queue WHEN 'stat' THEN 0 WHEN 'rush' THEN 1 ELSE 2 END,
    o.batch_id
LIMIT GREATEST($1::BIGINT - (SELECT batches FROM out_there), 0)
