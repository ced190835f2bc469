-- results_page
-- $1 the run  $2 last chart number seen
-- $3 only this chart id, or NULL  $4 rows a page
SELECT
    s.chart_key,
    s.run_id,
    s.committed_at,
    c.chart_id,
    c.facility,
    c.class,
    c.header::TEXT AS header,
    k.claim::TEXT AS claim,
    d.kinds,
    d.authors,
    d.times,
    d.texts
FROM results AS s
INNER JOIN charts AS c USING (chart_key)
INNER JOIN claims AS k USING (run_id, chart_key)
CROSS JOIN LATERAL (
    SELECT
        ARRAY_AGG(kind ORDER BY ordinal) AS kinds,
        ARRAY_AGG(author_role ORDER BY ordinal) AS authors,
        ARRAY_AGG(written_at ORDER BY ordinal) AS times,
        ARRAY_AGG(text ORDER BY ordinal) AS texts
    FROM documents
    WHERE documents.chart_key = s.chart_key
) AS d
WHERE s.run_id = $1 AND s.chart_key > $2 AND ($3::TEXT IS NULL OR c.chart_id = $3)
ORDER BY s.chart_key
LIMIT $4
