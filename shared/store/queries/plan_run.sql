-- plan_run
-- $1 the run  $2 charts a batch  $3 whether charts of earlier runs come again
--
-- Charts are ordered by queue, then by prefix family so that neighbours share
-- the start of their prompt, then by value, then long ones first. One statement numbers them, cuts them
-- into batches, and writes batches, members and outbox together.
WITH backlog AS (
    SELECT
        c.chart_key,
        c.queue,
        (ROW_NUMBER() OVER (
            PARTITION BY c.queue
            ORDER BY c.prefix_family, c.expected_value_cents DESC, c.text_bytes DESC, c.chart_key
        ) - 1) / $2::BIGINT AS slice
    FROM charts AS c
    WHERE $3::BOOLEAN
        OR NOT EXISTS (SELECT 1 FROM run_charts AS rc WHERE rc.chart_key = c.chart_key)
),
-- Numbers are drawn before the batches are written, so that members can name
-- their batch in the same statement.
slices AS MATERIALIZED (
    SELECT queue, slice, NEXTVAL(PG_GET_SERIAL_SEQUENCE('batches', 'batch_id')) AS batch_id
    FROM (SELECT DISTINCT queue, slice FROM backlog ORDER BY queue, slice) AS s
),
new_batches AS (
    INSERT INTO batches (batch_id, run_id, queue)
    OVERRIDING SYSTEM VALUE
    SELECT batch_id, $1, queue FROM slices
    RETURNING batch_id
),
new_outbox AS (
    INSERT INTO outbox (batch_id, run_id, queue)
    SELECT batch_id, $1, queue FROM slices
    RETURNING batch_id
),
members AS (
    INSERT INTO run_charts (run_id, chart_key, batch_id)
    SELECT $1, b.chart_key, s.batch_id
    FROM backlog AS b
    INNER JOIN slices AS s USING (queue, slice)
    RETURNING chart_key
)
SELECT
    (SELECT COUNT(*) FROM members) AS charts,
    (SELECT COUNT(*) FROM new_batches) AS batches,
    (SELECT COUNT(*) FROM new_outbox) AS messages
