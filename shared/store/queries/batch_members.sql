-- batch_members
-- $1 the batch
-- Its charts that have no result yet, a row for each document, in order.
SELECT
    rc.chart_key,
    rc.crashes,
    c.header::TEXT AS header,
    d.ordinal,
    d.kind,
    d.author_role,
    d.written_at,
    d.text
FROM run_charts AS rc
INNER JOIN charts AS c USING (chart_key)
LEFT JOIN documents AS d USING (chart_key)
WHERE rc.batch_id = $1
    AND NOT EXISTS (
        SELECT 1 FROM results AS s
        WHERE s.run_id = rc.run_id AND s.chart_key = rc.chart_key
    )
ORDER BY rc.chart_key, d.ordinal
