-- insert_decisions
-- $1 runs  $2 charts  $3 systems  $4 codes  $5 decisions  $6 changed to
-- $7 decided by  $8 decided at
INSERT INTO decisions (
    run_id, chart_key, system, code, decision, changed_to, decided_by, decided_at
)
SELECT u.*
FROM UNNEST(
    $1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::TEXT[],
    $7::TEXT[], $8::TIMESTAMPTZ[]
) AS u
ON CONFLICT DO NOTHING
RETURNING run_id, chart_key, system, code, decided_by, decided_at
