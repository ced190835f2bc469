-- change_depth
-- $1 the run  $2 its depth until now  $3 from now on
-- $4 charts left  $5 charts a second  $6 seconds left
WITH changed AS (
    UPDATE runs SET depth_now = $3
    WHERE run_id = $1 AND depth_now = $2
    RETURNING run_id
)
INSERT INTO depth_changes (run_id, from_depth, to_depth, charts_left, charts_per_s, seconds_left)
SELECT run_id, $2, $3, $4, $5, $6 FROM changed
