-- audit_page
-- $1 stream  $2 last seq seen  $3 events a page
SELECT seq, at, actor, action, chart_key, detail_hash, hash
FROM audit_events
WHERE stream = $1 AND seq > $2
ORDER BY seq
LIMIT $3
