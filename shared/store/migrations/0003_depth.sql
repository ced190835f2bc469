-- How deep a run looks, and by when it should be done.

ALTER TABLE runs
    ADD COLUMN depth TEXT NOT NULL DEFAULT 'quick'
        CHECK (depth IN ('quick', 'standard', 'thorough')),
    ADD COLUMN depth_now TEXT NOT NULL DEFAULT 'quick'
        CHECK (depth_now IN ('quick', 'standard', 'thorough')),
    ADD COLUMN deadline_at TIMESTAMPTZ;
COMMENT ON COLUMN runs.depth IS 'How deep the operator wants it: never exceeded.';
COMMENT ON COLUMN runs.depth_now IS 'What batches that are claimed now get: lowered by the scheduler to meet the deadline. Each result records what it got.';
COMMENT ON COLUMN runs.deadline_at IS 'When it should be done; NULL where it takes the time it takes.';

CREATE TABLE depth_changes (
    run_id           BIGINT NOT NULL REFERENCES runs,
    changed_at       TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    from_depth       TEXT NOT NULL,
    to_depth         TEXT NOT NULL,
    charts_left      BIGINT NOT NULL,
    charts_per_s     FLOAT8 NOT NULL,
    seconds_left     FLOAT8 NOT NULL
);
COMMENT ON TABLE depth_changes IS 'Each time the scheduler changed a run''s depth for its deadline, and the figures it went by.';
COMMENT ON COLUMN depth_changes.run_id IS 'The run.';
COMMENT ON COLUMN depth_changes.changed_at IS 'When.';
COMMENT ON COLUMN depth_changes.from_depth IS 'The depth until then.';
COMMENT ON COLUMN depth_changes.to_depth IS 'The depth from then on.';
COMMENT ON COLUMN depth_changes.charts_left IS 'Charts without an outcome at that moment.';
COMMENT ON COLUMN depth_changes.charts_per_s IS 'The pace at the depth until then.';
COMMENT ON COLUMN depth_changes.seconds_left IS 'Time to the deadline; negative where it had passed.';
CREATE INDEX depth_changes_run ON depth_changes (run_id);
