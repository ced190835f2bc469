-- fitted_charts
-- $1 the version of a calibration
-- The charts whose labels it was fitted on.
SELECT s.chart_key
FROM calibrations AS f
INNER JOIN results AS s USING (run_id)
INNER JOIN charts AS c USING (chart_key)
WHERE f.version = $1 AND f.source = 'gold' AND c.gold IS NOT NULL
UNION
SELECT d.chart_key
FROM calibrations AS f
INNER JOIN decisions AS d USING (run_id)
WHERE f.version = $1 AND f.source = 'decisions'
