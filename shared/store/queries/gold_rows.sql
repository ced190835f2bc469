-- gold_rows
-- $1 the run  $2 last chart number seen  $3 rows a page
SELECT
    s.chart_key, c.chart_id, c.class, c.specialty,
    c.gold::TEXT AS gold, k.claim::TEXT AS claim
FROM results AS s
INNER JOIN charts AS c USING (chart_key)
INNER JOIN claims AS k USING (run_id, chart_key)
WHERE s.run_id = $1 AND c.gold IS NOT NULL AND s.chart_key > $2
ORDER BY s.chart_key
LIMIT $3
