-- accepted_codes
-- Charts in which coders let each code stand: accepted, added, or put in the
-- place of another. A chart counts once, however often it was coded.
WITH last_word AS (
    SELECT DISTINCT ON (chart_key, system, code) chart_key, system, code, decision, changed_to
    FROM decisions
    ORDER BY chart_key, system, code, decided_at DESC, decision_id DESC
),
standing AS (
    SELECT DISTINCT chart_key, system, COALESCE(changed_to, code) AS code
    FROM last_word
    WHERE decision <> 'reject'
)
SELECT c.facility, s.system, s.code, COUNT(*) AS charts
FROM standing AS s
INNER JOIN charts AS c USING (chart_key)
GROUP BY c.facility, s.system, s.code
ORDER BY c.facility, charts DESC, s.system, s.code
