-- altered_claims
-- Claims whose text is not the one that the chart's last event in its run
-- hashed.
WITH last_event AS (
    SELECT DISTINCT ON (stream, chart_key) stream, chart_key, seq, detail_hash
    FROM audit_events
    ORDER BY stream, chart_key, seq DESC
)
SELECT e.stream || '/' || e.seq
FROM claims AS c
INNER JOIN last_event AS e
    ON e.stream = 'run-' || c.run_id AND e.chart_key = c.chart_key
WHERE SHA256(CONVERT_TO(c.claim::TEXT, 'UTF8')) <> e.detail_hash
ORDER BY 1
LIMIT 100
