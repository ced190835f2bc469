-- stored_decisions
-- $1 runs  $2 charts  $3 systems  $4 codes  $5 decided by  $6 decided at
-- What was decided before, under the same key.
SELECT u.place, d.decision, d.changed_to
FROM UNNEST(
    $1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::TIMESTAMPTZ[]
) WITH ORDINALITY AS u (run_id, chart_key, system, code, decided_by, decided_at, place)
INNER JOIN decisions AS d USING (run_id, chart_key, system, code, decided_by, decided_at)
