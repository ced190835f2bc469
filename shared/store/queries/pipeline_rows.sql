-- pipeline_rows
-- $1 the pipeline version  $2 last chart number seen  $3 charts a page
-- The newest result that a pipeline version gave each chart with gold codes, in
-- whatever run.
SELECT
    c.chart_key, c.chart_id, c.class, c.specialty,
    c.gold::TEXT AS gold, k.claim
FROM charts AS c
CROSS JOIN LATERAL (
    SELECT k.claim::TEXT AS claim
    FROM run_charts AS rc
    INNER JOIN claims AS k USING (run_id, chart_key)
    WHERE rc.chart_key = c.chart_key AND k.claim ->> 'pipeline_version' = $1
    ORDER BY k.run_id DESC
    LIMIT 1
) AS k
WHERE c.gold IS NOT NULL AND c.chart_key > $2
ORDER BY c.chart_key
LIMIT $3
