-- results_page
-- $1 the run  $2 last chart number seen  $3 only this chart id, or NULL
-- $4 charts a page
-- A row for each document, in order.
WITH page AS (
    SELECT s.chart_key, s.run_id, s.committed_at
    FROM results AS s
    INNER JOIN charts AS c USING (chart_key)
    WHERE s.run_id = $1 AND s.chart_key > $2 AND ($3::TEXT IS NULL OR c.chart_id = $3)
    ORDER BY s.chart_key
    LIMIT $4
)
SELECT
    p.chart_key,
    p.run_id,
    p.committed_at,
    c.header::TEXT AS header,
    k.claim::TEXT AS claim,
    d.ordinal,
    d.kind,
    d.author_role,
    d.written_at,
    d.text
FROM page AS p
INNER JOIN charts AS c USING (chart_key)
INNER JOIN claims AS k USING (run_id, chart_key)
LEFT JOIN documents AS d USING (chart_key)
ORDER BY p.chart_key, d.ordinal
