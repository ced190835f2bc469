-- commit_results
-- $1 batches  $2 tokens  $3 charts  $4 outcomes  $5 review reasons, joined by
-- commas  $6 set-aside reasons  $7 claims (JSON)
--
-- The lease rows are locked first, so that a lease cannot run out between this
-- check and the commit.
WITH finished AS (
    SELECT *
    FROM UNNEST(
        $1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::TEXT[], $5::TEXT[], $6::TEXT[], $7::TEXT[]
    ) AS u (batch_id, token, chart_key, outcome, reasons, set_aside_reason, claim)
),
held AS MATERIALIZED (
    SELECT b.batch_id, b.run_id, b.lease_token
    FROM batches AS b
    WHERE b.batch_id IN (SELECT f.batch_id FROM finished AS f) AND b.state = 'leased'
    ORDER BY b.batch_id
    FOR SHARE
),
written AS (
    INSERT INTO results (run_id, chart_key, outcome, review_reasons, set_aside_reason)
    SELECT
        h.run_id, f.chart_key, f.outcome,
        STRING_TO_ARRAY(f.reasons, ','), f.set_aside_reason
    FROM finished AS f
    INNER JOIN held AS h ON h.batch_id = f.batch_id AND h.lease_token = f.token
    ON CONFLICT (run_id, chart_key) DO NOTHING
    RETURNING run_id, chart_key
),
claimed AS (
    INSERT INTO claims (run_id, chart_key, claim)
    SELECT w.run_id, w.chart_key, f.claim::JSON
    FROM written AS w
    INNER JOIN finished AS f USING (chart_key)
)
SELECT chart_key FROM written
