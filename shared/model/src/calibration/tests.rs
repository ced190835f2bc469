use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::*;
use crate::signals::Verdict;

const LABELS: [Confidence; 3] = [Confidence::Low, Confidence::Medium, Confidence::High];
const VERDICTS: [Verdict; 3] = [
    Verdict::NotSupported,
    Verdict::Uncertain,
    Verdict::Supported,
];

/// The truth behind the made-up labels.
fn truth(confidence: Confidence, votes: u8, verdict: Verdict) -> f64 {
    let label = if confidence == Confidence::High {
        1.0
    } else {
        0.0
    };
    let verdict = match verdict {
        Verdict::NotSupported => 0.0,
        Verdict::Uncertain => 0.5,
        Verdict::Supported => 2.0,
    };
    logistic::sigmoid(-2.5 + label + 2.0 * f64::from(votes) / 3.0 + verdict)
}

fn signals(votes: u8, verdict: Verdict) -> Signals {
    Signals {
        votes: Some(votes),
        votes_of: Some(3),
        verdict: Some(verdict),
        ..Signals::default()
    }
}

fn made_up(count: usize) -> Vec<Label> {
    let mut random = StdRng::seed_from_u64(7);
    let label = |n: usize| {
        let confidence = LABELS[random.random_range(0..3)];
        let votes = random.random_range(1..=3);
        let verdict = VERDICTS[random.random_range(0..3)];
        Label {
            chart: i64::try_from(n / 5).unwrap(),
            confidence,
            signals: signals(votes, verdict),
            accepted: random.random_bool(truth(confidence, votes, verdict)),
        }
    };
    (0..count).map(label).collect()
}

#[test]
fn a_known_logistic_is_recovered() {
    let fit = Fit::of(&made_up(20_000)).unwrap();
    for confidence in LABELS {
        for votes in 1..=3 {
            for verdict in VERDICTS {
                let fitted = fit
                    .calibration
                    .probability(confidence, &signals(votes, verdict));
                let truth = truth(confidence, votes, verdict);
                assert!(
                    (fitted - truth).abs() < 0.06,
                    "{confidence:?} {votes} {verdict:?}: {fitted} for {truth}"
                );
            }
        }
    }
    assert!(fit.after.ece < 0.02, "{}", fit.after.ece);
    assert!(fit.before.ece > 0.1, "{}", fit.before.ece);
    assert!(fit.after.brier < fit.before.brier);
}

#[test]
fn the_order_of_the_labels_changes_nothing() {
    let labels = made_up(2_000);
    let mut reversed = labels.clone();
    reversed.reverse();
    let (one, other) = (Fit::of(&labels).unwrap(), Fit::of(&reversed).unwrap());
    assert_eq!(one.calibration, other.calibration);
    assert_eq!(one.calibration.version(), other.calibration.version());
}

#[test]
fn too_few_or_one_sided_labels_are_not_fitted() {
    let few = &made_up(MIN_LABELS)[..MIN_LABELS - 1];
    assert!(matches!(Fit::of(few), Err(FitError::TooFew { .. })));
    let mut one_chart = made_up(500);
    for label in &mut one_chart {
        label.chart = 1;
    }
    assert_eq!(
        Fit::of(&one_chart).err(),
        Some(FitError::TooFew {
            labels: 500,
            charts: 1
        })
    );
    let mut all = made_up(500);
    for label in &mut all {
        label.accepted = true;
    }
    assert_eq!(Fit::of(&all).err(), Some(FitError::OneSided));
}

#[test]
fn labels_that_say_nothing_are_not_made_to_look_reliable() {
    // Acceptance by coin: honest figures give the coin's share, not the fit's.
    let mut random = StdRng::seed_from_u64(11);
    let mut labels = made_up(1_500);
    for label in &mut labels {
        label.accepted = random.random_bool(0.5);
    }
    let fit = Fit::of(&labels).unwrap();
    assert!(fit.after.brier > 0.24, "{}", fit.after.brier);
}

#[test]
fn a_calibration_reads_back_as_itself() {
    let calibration = Fit::of(&made_up(3_000)).unwrap().calibration;
    assert!(calibration.is_isotonic());
    let read = Calibration::from_json(&calibration.to_json()).unwrap();
    assert_eq!(read, calibration);
    assert_eq!(read.version().len(), 12);
}

#[test]
fn what_no_fit_gives_is_refused() {
    let json = Fit::of(&made_up(500)).unwrap().calibration.to_json();
    assert!(matches!(
        Calibration::from_json(&json.replace("\"format\":1", "\"format\":9")),
        Err(CalibrationError::Format(9))
    ));
    let mut value: serde_json::Value = serde_json::from_str(&json).unwrap();
    value["weights"][0]["weight"] = (-1.0).into();
    assert!(matches!(
        Calibration::from_json(&value.to_string()),
        Err(CalibrationError::Bounds)
    ));
    assert!(matches!(
        Calibration::from_json("{}"),
        Err(CalibrationError::Unreadable)
    ));
}

#[test]
fn a_result_gets_its_probabilities_and_the_version_behind_them() {
    let calibration = Fit::of(&made_up(500)).unwrap().calibration;
    let mut result = ChartResult::set_aside(crate::SetAsideReason::NoText, "p", "c");
    let procedure = serde_json::json!({
        "system": "cpt", "code": "47563", "principal": true, "confidence": "high", "evidence": []
    });
    result.procedures = vec![serde_json::from_value(procedure).unwrap()];
    calibration.apply(&mut result);
    let expected = calibration.probability(Confidence::High, &Signals::default());
    assert_eq!(result.procedures[0].probability, Some(expected));
    assert_eq!(result.calibration_version, Some(calibration.version()));
}

fn any_signals() -> impl Strategy<Value = Signals> {
    let votes = proptest::option::of((0_u8..=5, 1_u8..=5));
    let rank = proptest::option::of(1_u16..200);
    let verdict = proptest::option::of(0_usize..3);
    let logprob = proptest::option::of(-5.0_f32..0.0);
    (
        votes,
        rank,
        proptest::option::of(any::<bool>()),
        verdict,
        logprob,
    )
        .prop_map(
            |(votes, retrieval_rank, lexical, verdict, code_logprob)| Signals {
                votes: votes.map(|(votes, _)| votes),
                votes_of: votes.map(|(_, of)| of),
                retrieval_rank,
                lexical,
                verdict: verdict.map(|place| VERDICTS[place]),
                code_logprob,
            },
        )
}

/// The same suggestion with one thing more that speaks for it.
fn kinder(signals: &Signals) -> Vec<Signals> {
    let with = |change: fn(&mut Signals)| {
        let mut kinder = *signals;
        change(&mut kinder);
        kinder
    };
    vec![
        with(|s| s.votes = s.votes.map(|votes| votes.saturating_add(1))),
        with(|s| s.retrieval_rank = s.retrieval_rank.map(|rank| rank.saturating_sub(1).max(1))),
        with(|s| s.lexical = s.lexical.map(|_| true)),
        with(|s| s.verdict = s.verdict.map(|_| Verdict::Supported)),
        with(|s| s.code_logprob = s.code_logprob.map(|logprob| logprob / 2.0)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_speaks_for_a_suggestion_never_lowers_its_probability(
        labels in proptest::collection::vec((0_i64..60, 0_usize..3, any_signals(), any::<bool>()), 220..1_400),
        asked in proptest::collection::vec((0_usize..3, any_signals()), 40),
    ) {
        let labels: Vec<Label> = labels
            .into_iter()
            .map(|(chart, label, signals, accepted)| Label {
                chart, confidence: LABELS[label], signals, accepted,
            })
            .collect();
        let calibration = Fit::of(&labels).unwrap().calibration;
        for (label, signals) in asked {
            let probability = calibration.probability(LABELS[label], &signals);
            prop_assert!(probability > 0.0 && probability < 1.0);
            for kinder in kinder(&signals) {
                prop_assert!(calibration.probability(LABELS[label], &kinder) >= probability - 1e-12);
            }
            let surer = LABELS[(label + 1).min(2)];
            prop_assert!(calibration.probability(surer, &signals) >= probability - 1e-12);
        }
    }
}
