//! The conservation law, recomputed by SQL that shares nothing with the
//! product's own.

use chartfleet_tests::Isolated;

/// Each question counts what must not be; the name says what it would be.
const VIOLATIONS: [(&str, &str); 7] = [
    (
        "a run whose charts are not those it was planned with",
        "SELECT count(*) FROM runs r WHERE state <> 'requested'
         AND charts <> (SELECT count(*) FROM run_charts c WHERE c.run_id = r.run_id)",
    ),
    (
        "a run in which imported = coded + review + set aside + not started does not hold",
        "SELECT count(*) FROM runs r WHERE state <> 'requested' AND charts <>
           (SELECT count(*) FROM results s WHERE s.run_id = r.run_id
              AND outcome IN ('coded', 'needs_review', 'set_aside'))
         + (SELECT count(*) FROM run_charts c WHERE c.run_id = r.run_id AND NOT EXISTS
              (SELECT 1 FROM results s WHERE (s.run_id, s.chart_key) = (c.run_id, c.chart_key)))",
    ),
    (
        "a chart with two results in a run",
        "SELECT count(*) FROM (SELECT 1 FROM results GROUP BY run_id, chart_key
         HAVING count(*) > 1) AS twice",
    ),
    (
        "a result without its claim, or the other way round",
        "SELECT count(*) FROM results s FULL JOIN claims c USING (run_id, chart_key)
         WHERE s.outcome IS NULL OR c.claim IS NULL",
    ),
    (
        "a chart not committed exactly once, and once more for each time it was requeued",
        "SELECT count(*) FROM results s WHERE
           (SELECT count(*) FROM attempts a WHERE a.ended = 'committed'
            AND (a.run_id, a.chart_key) = (s.run_id, s.chart_key)) <> 1 +
           (SELECT count(*) FROM audit_events e WHERE e.action = 'requeued'
            AND e.stream = 'run-' || s.run_id AND e.chart_key = s.chart_key)",
    ),
    (
        "a commit without its audit event, or the other way round",
        "SELECT count(*) FROM
           (SELECT 'run-' || run_id AS stream, chart_key, count(*) AS times FROM attempts
            WHERE ended = 'committed' GROUP BY 1, 2) AS a
         FULL JOIN
           (SELECT stream, chart_key, count(*) AS times FROM audit_events
            WHERE action IN ('coded', 'needs_review', 'set_aside') GROUP BY 1, 2) AS e
         USING (stream, chart_key) WHERE a.times IS DISTINCT FROM e.times",
    ),
    (
        "a batch that is done with an open chart",
        "SELECT count(*) FROM batches b JOIN run_charts c USING (batch_id) WHERE b.state = 'done'
         AND NOT EXISTS
           (SELECT 1 FROM results s WHERE (s.run_id, s.chart_key) = (c.run_id, c.chart_key))",
    ),
];

/// Checks that no chart is lost, doubled, or unaccounted for.
pub(crate) async fn assert_conserved(services: &Isolated) {
    for (violation, count) in VIOLATIONS {
        assert_eq!(services.sql(count).await.unwrap(), "0", "{violation}");
    }
}

/// How often charts ended in this way.
pub(crate) async fn attempts(services: &Isolated, ended: &str) -> u64 {
    let count = format!("SELECT count(*) FROM attempts WHERE ended = '{ended}'");
    services.sql(&count).await.unwrap().parse().unwrap()
}
