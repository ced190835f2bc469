-- What coders decided about suggestions, and the calibrations fitted on it.

CREATE TABLE decisions (
    decision_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id      BIGINT NOT NULL,
    chart_key   BIGINT NOT NULL,
    system      TEXT NOT NULL CHECK (system IN ('icd10cm', 'icd10pcs', 'cpt', 'hcpcs')),
    code        TEXT NOT NULL,
    decision    TEXT NOT NULL CHECK (decision IN ('accept', 'change', 'reject', 'add')),
    changed_to  TEXT,
    decided_by  TEXT NOT NULL,
    decided_at  TIMESTAMPTZ NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CHECK ((decision = 'change') = (changed_to IS NOT NULL)),
    UNIQUE (run_id, chart_key, system, code, decided_by, decided_at),
    FOREIGN KEY (run_id, chart_key) REFERENCES run_charts
);
COMMENT ON TABLE decisions IS 'What a coder decided about a code of a chart: append-only. Of several about one code, the one decided last counts.';
COMMENT ON COLUMN decisions.decision_id IS 'Number of the decision, in the order recorded.';
COMMENT ON COLUMN decisions.run_id IS 'The run whose suggestion it is about.';
COMMENT ON COLUMN decisions.chart_key IS 'The chart.';
COMMENT ON COLUMN decisions.system IS 'The code system.';
COMMENT ON COLUMN decisions.code IS 'The code that was suggested, or added.';
COMMENT ON COLUMN decisions.decision IS 'accept, change, reject; add for a code that was not suggested.';
COMMENT ON COLUMN decisions.changed_to IS 'The code that stands in its place, of the same system.';
COMMENT ON COLUMN decisions.decided_by IS 'The coder, as the site names coders.';
COMMENT ON COLUMN decisions.decided_at IS 'When the coder decided.';
COMMENT ON COLUMN decisions.recorded_at IS 'When it was written here.';
CREATE INDEX decisions_chart ON decisions (chart_key);

CREATE FUNCTION refuse_decision_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'decisions are append-only';
END $$;
CREATE TRIGGER decisions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_decision_change();

CREATE TABLE calibrations (
    version     TEXT PRIMARY KEY,
    run_id      BIGINT NOT NULL REFERENCES runs,
    source      TEXT NOT NULL CHECK (source IN ('gold', 'decisions')),
    labels      BIGINT NOT NULL,
    ece_before  DOUBLE PRECISION NOT NULL,
    ece_after   DOUBLE PRECISION NOT NULL,
    calibration TEXT NOT NULL,
    fitted_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    active      BOOLEAN NOT NULL DEFAULT FALSE
);
COMMENT ON TABLE calibrations IS 'What turns the signals of a suggestion into a probability.';
COMMENT ON COLUMN calibrations.version IS 'Hash of the calibration; results carry it.';
COMMENT ON COLUMN calibrations.run_id IS 'The run it was fitted on.';
COMMENT ON COLUMN calibrations.source IS 'What its labels came from.';
COMMENT ON COLUMN calibrations.labels IS 'How many there were.';
COMMENT ON COLUMN calibrations.ece_before IS 'Expected calibration error of the fixed probabilities.';
COMMENT ON COLUMN calibrations.ece_after IS 'The same, calibrated, on charts that the fit had not seen.';
COMMENT ON COLUMN calibrations.calibration IS 'The calibration as canonical JSON, byte for byte as hashed.';
COMMENT ON COLUMN calibrations.fitted_at IS 'When it was first stored.';
COMMENT ON COLUMN calibrations.active IS 'Whether workers use it.';
CREATE UNIQUE INDEX calibrations_active ON calibrations (active) WHERE active;
