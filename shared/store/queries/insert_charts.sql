-- insert_charts
-- $1 ids  $2 hashes  $3 facilities  $4 classes  $5 specialties  $6 queues
-- $7 prefix families  $8 expected values (cents)  $9 sizes (bytes)
-- $10 headers (JSON)  $11 gold codes (JSON)
INSERT INTO charts (
    chart_id, content_hash, facility, class, specialty, queue, prefix_family,
    expected_value_cents, text_bytes, header, gold
)
SELECT
    u.id, u.hash, u.facility, u.class, u.specialty, u.queue, u.family,
    u.value, u.size, u.header::JSON, u.gold::JSON
FROM UNNEST(
    $1::TEXT[], $2::BYTEA[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::TEXT[],
    $7::BIGINT[], $8::BIGINT[], $9::BIGINT[], $10::TEXT[], $11::TEXT[]
) AS u (id, hash, facility, class, specialty, queue, family, value, size, header, gold)
ON CONFLICT (chart_id) DO NOTHING
RETURNING chart_id, chart_key
