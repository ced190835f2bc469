-- append_audit
-- $1 stream  $2 time  $3 seqs  $4 actors  $5 actions  $6 charts
-- $7 detail hashes  $8 hashes  $9 last seq  $10 last hash
WITH appended AS (
    INSERT INTO audit_events (stream, at, seq, actor, action, chart_key, detail_hash, hash)
    SELECT $1, $2, u.*
    FROM UNNEST(
        $3::BIGINT[], $4::TEXT[], $5::TEXT[], $6::BIGINT[], $7::BYTEA[], $8::BYTEA[]
    ) AS u
)
UPDATE audit_heads SET seq = $9, hash = $10 WHERE stream = $1
