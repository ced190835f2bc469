-- decided_page
-- $1 the run  $2 last chart number seen  $3 charts a page
-- Of several decisions about one code, the last one.
WITH page AS (
    SELECT DISTINCT chart_key
    FROM decisions
    WHERE run_id = $1 AND chart_key > $2
    ORDER BY chart_key
    LIMIT $3
)
SELECT DISTINCT ON (d.chart_key, d.system, d.code)
    d.chart_key, c.chart_id, d.system, d.code, d.decision, d.changed_to,
    d.decided_by, d.decided_at, k.claim::TEXT AS claim
FROM page AS p
INNER JOIN decisions AS d ON d.run_id = $1 AND d.chart_key = p.chart_key
INNER JOIN charts AS c ON c.chart_key = p.chart_key
INNER JOIN claims AS k ON k.run_id = $1 AND k.chart_key = p.chart_key
ORDER BY d.chart_key, d.system, d.code, d.decided_at DESC, d.decision_id DESC
