-- decision_charts
-- $1 runs  $2 chart ids, each pair once
-- The charts that decisions are about, with what was suggested: a row for each.
SELECT u.place, c.chart_key, k.claim::TEXT AS claim
FROM UNNEST($1::BIGINT[], $2::TEXT[]) WITH ORDINALITY AS u (run_id, chart_id, place)
INNER JOIN charts AS c USING (chart_id)
INNER JOIN claims AS k ON k.run_id = u.run_id AND k.chart_key = c.chart_key
