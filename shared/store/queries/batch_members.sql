-- batch_members
-- $1 the batch
-- Its charts that have no result yet, with their documents in order.
SELECT
    rc.chart_key,
    rc.crashes,
    c.header::TEXT AS header,
    d.kinds,
    d.authors,
    d.times,
    d.texts
FROM run_charts AS rc
INNER JOIN charts AS c USING (chart_key)
CROSS JOIN LATERAL (
    SELECT
        ARRAY_AGG(kind ORDER BY ordinal) AS kinds,
        ARRAY_AGG(author_role ORDER BY ordinal) AS authors,
        ARRAY_AGG(written_at ORDER BY ordinal) AS times,
        ARRAY_AGG(text ORDER BY ordinal) AS texts
    FROM documents
    WHERE documents.chart_key = rc.chart_key
) AS d
WHERE rc.batch_id = $1
    AND NOT EXISTS (
        SELECT 1 FROM results AS s
        WHERE s.run_id = rc.run_id AND s.chart_key = rc.chart_key
    )
ORDER BY rc.chart_key
