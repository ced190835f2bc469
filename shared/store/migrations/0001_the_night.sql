-- The tables of the night's work: charts come in, a run plans them into
-- batches, workers lease batches and commit results.
--
-- Times are the database's own: one clock for the whole fleet, so that a node
-- with a wrong clock can neither steal nor keep a lease.

CREATE TABLE imports (
    import_id   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    finished_at TIMESTAMPTZ,
    imported    BIGINT NOT NULL DEFAULT 0,
    duplicates  BIGINT NOT NULL DEFAULT 0,
    conflicts   BIGINT NOT NULL DEFAULT 0,
    refused     BIGINT NOT NULL DEFAULT 0
);
COMMENT ON TABLE imports IS 'One call of `chartfleet import`, counted.';
COMMENT ON COLUMN imports.import_id IS 'Number of the call.';
COMMENT ON COLUMN imports.started_at IS 'When it began.';
COMMENT ON COLUMN imports.finished_at IS 'When it ended; NULL where it was cut off.';
COMMENT ON COLUMN imports.imported IS 'Charts new to the installation.';
COMMENT ON COLUMN imports.duplicates IS 'Charts that were there already, equal.';
COMMENT ON COLUMN imports.conflicts IS 'Charts whose id is taken by other content.';
COMMENT ON COLUMN imports.refused IS 'Rows refused for any other reason.';

CREATE TABLE charts (
    chart_key            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chart_id             TEXT NOT NULL UNIQUE,
    content_hash         BYTEA NOT NULL,
    facility             TEXT NOT NULL,
    class                TEXT NOT NULL,
    specialty            TEXT,
    queue                TEXT NOT NULL CHECK (queue IN ('stat', 'rush', 'bulk')),
    prefix_family        BIGINT NOT NULL,
    expected_value_cents BIGINT NOT NULL DEFAULT 0,
    text_bytes           BIGINT NOT NULL,
    header               JSON NOT NULL,
    gold                 JSON,
    imported_at          TIMESTAMPTZ NOT NULL DEFAULT now()
);
COMMENT ON TABLE charts IS 'One encounter to be coded.';
COMMENT ON COLUMN charts.chart_key IS 'The only name of a chart that queues and logs see.';
COMMENT ON COLUMN charts.chart_id IS 'The site''s own name for it.';
COMMENT ON COLUMN charts.content_hash IS 'SHA-256 of the canonical chart: tells a duplicate from a conflict.';
COMMENT ON COLUMN charts.facility IS 'The facility it belongs to.';
COMMENT ON COLUMN charts.class IS 'Encounter class.';
COMMENT ON COLUMN charts.specialty IS 'Service or specialty, where given.';
COMMENT ON COLUMN charts.queue IS 'Which queue it waits in.';
COMMENT ON COLUMN charts.prefix_family IS 'Charts of one family share the first part of their prompt (facility protocol), and follow each other so that the model server''s prefix cache is used.';
COMMENT ON COLUMN charts.expected_value_cents IS 'What the claim is expected to bring; orders the backlog.';
COMMENT ON COLUMN charts.text_bytes IS 'Size of all its notes.';
COMMENT ON COLUMN charts.header IS 'The chart without its documents and gold codes.';
COMMENT ON COLUMN charts.gold IS 'Codes of a certified coder, where known. Never shown to the model.';
COMMENT ON COLUMN charts.imported_at IS 'When it came in.';

CREATE TABLE documents (
    chart_key   BIGINT NOT NULL REFERENCES charts,
    ordinal     SMALLINT NOT NULL,
    kind        TEXT NOT NULL,
    author_role TEXT NOT NULL,
    written_at  TIMESTAMPTZ,
    text        TEXT NOT NULL,
    PRIMARY KEY (chart_key, ordinal)
);
COMMENT ON TABLE documents IS 'The notes of a chart.';
COMMENT ON COLUMN documents.chart_key IS 'The chart.';
COMMENT ON COLUMN documents.ordinal IS 'Place in the chart, from 0; evidence spans name it.';
COMMENT ON COLUMN documents.kind IS 'What it is.';
COMMENT ON COLUMN documents.author_role IS 'Who wrote it.';
COMMENT ON COLUMN documents.written_at IS 'When it was written.';
COMMENT ON COLUMN documents.text IS 'The note. Protected health information.';

CREATE TABLE runs (
    run_id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scope        TEXT NOT NULL CHECK (scope IN ('backlog', 'all')),
    state        TEXT NOT NULL CHECK (state IN ('requested', 'running', 'complete')),
    charts       BIGINT NOT NULL DEFAULT 0,
    requested_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    planned_at   TIMESTAMPTZ,
    completed_at TIMESTAMPTZ
);
COMMENT ON TABLE runs IS 'One night''s work over a backlog.';
COMMENT ON COLUMN runs.run_id IS 'Number of the run.';
COMMENT ON COLUMN runs.scope IS 'backlog: charts that no run has had; all: every chart again.';
COMMENT ON COLUMN runs.state IS 'requested -> running -> complete; back to running when charts are requeued.';
COMMENT ON COLUMN runs.charts IS 'Charts planned into it: the left side of the balance.';
COMMENT ON COLUMN runs.requested_at IS 'When an operator asked for it.';
COMMENT ON COLUMN runs.planned_at IS 'When its batches were committed.';
COMMENT ON COLUMN runs.completed_at IS 'When it balanced with nothing left to do.';

CREATE TABLE batches (
    batch_id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id       BIGINT NOT NULL REFERENCES runs,
    queue        TEXT NOT NULL CHECK (queue IN ('stat', 'rush', 'bulk')),
    state        TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'leased', 'done')),
    lease_token  BIGINT NOT NULL DEFAULT 0,
    leased_by    TEXT,
    leased_until TIMESTAMPTZ,
    crashes      INTEGER NOT NULL DEFAULT 0,
    published_at TIMESTAMPTZ
);
COMMENT ON TABLE batches IS 'Charts that travel as one message and are leased as one.';
COMMENT ON COLUMN batches.batch_id IS 'Number of the batch: what the message carries.';
COMMENT ON COLUMN batches.run_id IS 'The run.';
COMMENT ON COLUMN batches.queue IS 'Which queue it is published to.';
COMMENT ON COLUMN batches.state IS 'queued -> leased -> done; back to queued when given back or when the lease ran out.';
COMMENT ON COLUMN batches.lease_token IS 'Fencing token: grows with every lease and expiry; a commit with an older one writes nothing.';
COMMENT ON COLUMN batches.leased_by IS 'The worker that holds it.';
COMMENT ON COLUMN batches.leased_until IS 'When the lease runs out unless renewed.';
COMMENT ON COLUMN batches.crashes IS 'Leases that ran out. Above 0 its charts are coded one at a time, each marked before it starts, so that a poisonous one is found out.';
COMMENT ON COLUMN batches.published_at IS 'When the broker last confirmed its message.';
CREATE INDEX batches_open ON batches (run_id, state) WHERE state <> 'done';

CREATE TABLE outbox (
    batch_id BIGINT PRIMARY KEY REFERENCES batches,
    run_id   BIGINT NOT NULL,
    queue    TEXT NOT NULL
);
COMMENT ON TABLE outbox IS 'Messages to be published; a row leaves when the broker has confirmed it.';
COMMENT ON COLUMN outbox.batch_id IS 'The batch whose message it is.';
COMMENT ON COLUMN outbox.run_id IS 'Its run, for the message.';
COMMENT ON COLUMN outbox.queue IS 'Where to publish it.';

CREATE TABLE run_charts (
    run_id    BIGINT NOT NULL REFERENCES runs,
    chart_key BIGINT NOT NULL REFERENCES charts,
    batch_id  BIGINT NOT NULL REFERENCES batches,
    crashes   SMALLINT NOT NULL DEFAULT 0,
    failures  SMALLINT NOT NULL DEFAULT 0,
    PRIMARY KEY (run_id, chart_key)
);
COMMENT ON TABLE run_charts IS 'Which charts a run has: the left side of the balance, row by row.';
COMMENT ON COLUMN run_charts.run_id IS 'The run.';
COMMENT ON COLUMN run_charts.chart_key IS 'The chart.';
COMMENT ON COLUMN run_charts.batch_id IS 'The batch it travels in.';
COMMENT ON COLUMN run_charts.crashes IS 'Workers that died while it may have been the cause. At 3 it is set aside as poison.';
COMMENT ON COLUMN run_charts.failures IS 'Times the model server failed on it while serving others. At 3 it is set aside.';
CREATE INDEX run_charts_batch ON run_charts (batch_id);
CREATE INDEX run_charts_chart ON run_charts (chart_key);

CREATE TABLE results (
    run_id              BIGINT NOT NULL,
    chart_key           BIGINT NOT NULL,
    outcome             TEXT NOT NULL CHECK (outcome IN ('coded', 'needs_review', 'set_aside')),
    review_reasons      TEXT[] NOT NULL,
    set_aside_reason    TEXT,
    committed_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, chart_key),
    FOREIGN KEY (run_id, chart_key) REFERENCES run_charts
);
COMMENT ON TABLE results IS 'What became of a chart in a run; kept narrow because every status question counts it.';
COMMENT ON COLUMN results.run_id IS 'The run.';
COMMENT ON COLUMN results.chart_key IS 'The chart.';
COMMENT ON COLUMN results.outcome IS 'coded, needs_review or set_aside.';
COMMENT ON COLUMN results.review_reasons IS 'Why it needs review.';
COMMENT ON COLUMN results.set_aside_reason IS 'Why it was set aside.';
COMMENT ON COLUMN results.committed_at IS 'When.';

CREATE TABLE claims (
    run_id    BIGINT NOT NULL,
    chart_key BIGINT NOT NULL,
    claim     JSON NOT NULL,
    PRIMARY KEY (run_id, chart_key),
    FOREIGN KEY (run_id, chart_key) REFERENCES results ON DELETE CASCADE
);
COMMENT ON TABLE claims IS 'The whole result of a chart: suggestions, flags, findings, DRG, versions.';
COMMENT ON COLUMN claims.run_id IS 'The run.';
COMMENT ON COLUMN claims.chart_key IS 'The chart.';
COMMENT ON COLUMN claims.claim IS 'The result as JSON text, byte for byte as hashed in its audit event.';

CREATE TABLE attempts (
    run_id            BIGINT NOT NULL,
    chart_key         BIGINT NOT NULL,
    batch_id          BIGINT NOT NULL,
    worker            TEXT NOT NULL,
    ended             TEXT NOT NULL CHECK (ended IN ('committed', 'model_failed')),
    ended_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    queue_ms          BIGINT NOT NULL,
    model_us          BIGINT NOT NULL,
    calls             INTEGER NOT NULL,
    prompt_tokens     BIGINT NOT NULL,
    cached_tokens     BIGINT NOT NULL,
    completion_tokens BIGINT NOT NULL
);
COMMENT ON TABLE attempts IS 'Every time a worker finished or failed a chart, with what it cost. Interruptions are no attempts and leave no row.';
COMMENT ON COLUMN attempts.run_id IS 'The run.';
COMMENT ON COLUMN attempts.chart_key IS 'The chart.';
COMMENT ON COLUMN attempts.batch_id IS 'The batch.';
COMMENT ON COLUMN attempts.worker IS 'The worker process.';
COMMENT ON COLUMN attempts.ended IS 'committed, or model_failed.';
COMMENT ON COLUMN attempts.ended_at IS 'When.';
COMMENT ON COLUMN attempts.queue_ms IS 'From the broker''s confirm to the worker''s claim.';
COMMENT ON COLUMN attempts.model_us IS 'Time spent waiting for the model server.';
COMMENT ON COLUMN attempts.calls IS 'Requests answered.';
COMMENT ON COLUMN attempts.prompt_tokens IS 'Prompt tokens.';
COMMENT ON COLUMN attempts.cached_tokens IS 'Prompt tokens the server had cached.';
COMMENT ON COLUMN attempts.completion_tokens IS 'Generated tokens.';
CREATE INDEX attempts_chart ON attempts (run_id, chart_key);

CREATE TABLE audit_heads (
    stream TEXT PRIMARY KEY,
    seq    BIGINT NOT NULL,
    hash   BYTEA NOT NULL
);
COMMENT ON TABLE audit_heads IS 'The last link of each hash chain; locked while links are added.';
COMMENT ON COLUMN audit_heads.stream IS 'The chain: run-N for what workers and operators do in a run.';
COMMENT ON COLUMN audit_heads.seq IS 'Number of the last event.';
COMMENT ON COLUMN audit_heads.hash IS 'Its hash.';

CREATE TABLE audit_events (
    stream      TEXT NOT NULL,
    seq         BIGINT NOT NULL,
    at          TIMESTAMPTZ NOT NULL,
    actor       TEXT NOT NULL,
    action      TEXT NOT NULL,
    chart_key   BIGINT NOT NULL,
    detail_hash BYTEA NOT NULL,
    hash        BYTEA NOT NULL,
    PRIMARY KEY (stream, seq)
);
COMMENT ON TABLE audit_events IS 'What was done to a chart and by whom: append-only, each hash covers the one before.';
COMMENT ON COLUMN audit_events.stream IS 'The chain.';
COMMENT ON COLUMN audit_events.seq IS 'Place in the chain, from 1.';
COMMENT ON COLUMN audit_events.at IS 'When, to the microsecond.';
COMMENT ON COLUMN audit_events.actor IS 'The worker, operator or reviewer.';
COMMENT ON COLUMN audit_events.action IS 'Such as coded, needs_review, set_aside, requeued.';
COMMENT ON COLUMN audit_events.chart_key IS 'The chart.';
COMMENT ON COLUMN audit_events.detail_hash IS 'SHA-256 of what was written: the claim''s JSON text.';
COMMENT ON COLUMN audit_events.hash IS 'SHA-256 over the previous hash and this event.';

CREATE FUNCTION refuse_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are append-only';
END $$;
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
