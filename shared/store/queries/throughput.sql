-- throughput
-- $1 the run
SELECT
    COUNT(*) FILTER (WHERE a.ended = 'committed') AS charts,
    COUNT(*) FILTER (WHERE a.ended = 'model_failed') AS failures,
    COALESCE(EXTRACT(EPOCH FROM MAX(a.ended_at) - MIN(r.planned_at)), 0)::FLOAT8 AS seconds,
    COALESCE(SUM(a.calls), 0)::BIGINT AS calls,
    COALESCE(SUM(a.prompt_tokens), 0)::BIGINT AS prompt_tokens,
    COALESCE(SUM(a.cached_tokens), 0)::BIGINT AS cached_tokens,
    COALESCE(SUM(a.completion_tokens), 0)::BIGINT AS completion_tokens,
    COALESCE(AVG(a.queue_ms), 0)::FLOAT8 AS mean_queue_ms,
    COALESCE(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY a.model_us) / 1000, 0)::FLOAT8
        AS median_model_ms,
    COALESCE(PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY a.model_us) / 1000, 0)::FLOAT8
        AS p95_model_ms,
    COUNT(DISTINCT a.worker) AS workers
FROM runs AS r
LEFT JOIN attempts AS a USING (run_id)
WHERE r.run_id = $1
