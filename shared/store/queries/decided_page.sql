-- decided_page
-- $1 the run  $2 last chart number seen  $3 charts a page
-- A row for each chart. Of several decisions about one code, the last one.
WITH page AS (
    SELECT DISTINCT d.chart_key
    FROM decisions AS d
    INNER JOIN claims AS k USING (run_id, chart_key)
    WHERE d.run_id = $1 AND d.chart_key > $2
    ORDER BY d.chart_key
    LIMIT $3
)
SELECT p.chart_key, k.claim::TEXT AS claim, w.decided::TEXT AS decided
FROM page AS p
INNER JOIN claims AS k ON k.run_id = $1 AND k.chart_key = p.chart_key
CROSS JOIN LATERAL (
    SELECT JSON_AGG(
        JSON_BUILD_OBJECT('system', l.system, 'code', l.code, 'decision', l.decision)
        ORDER BY l.system, l.code
    ) AS decided
    FROM (
        SELECT DISTINCT ON (d.system, d.code) d.system, d.code, d.decision
        FROM decisions AS d
        WHERE d.run_id = $1 AND d.chart_key = p.chart_key
        ORDER BY d.system, d.code, d.decided_at DESC, d.decision_id DESC
    ) AS l
) AS w
ORDER BY p.chart_key
