//! A night against a real llama-server whose model answers noise: its grammar,
//! its slots, its limits and its errors are real, and so is what becomes of
//! two hundred charts.

use std::time::Duration;

use chartfleet_model::{ReviewReason, SetAsideReason};
use chartfleet_tests::sandbox::files_containing;
use chartfleet_tests::{LlamaServer, Program};
use serde_json::{Value, json};

use crate::night::{Night, chart, inpatient, lines};

const CHARTS: usize = 200;
const SLOTS: u32 = 4;
/// Tokens of a slot: the longest chart does not fit.
const CONTEXT: u32 = 8_192;
/// Noise fills whatever it may: long answers would teach nothing more.
const ANSWER_TOKENS: u32 = 48;
const WHOLE_NIGHT: Duration = Duration::from_secs(400);
/// A name that stands in every generated note.
const PATIENT: &str = "Quartzmueller";

const DEMO: [&str; 4] = [
    include_str!("../../deploy/demo-charts/inpatient.ndjson"),
    include_str!("../../deploy/demo-charts/outpatient.ndjson"),
    include_str!("../../deploy/demo-charts/emergency.ndjson"),
    include_str!("../../deploy/demo-charts/surgical.ndjson"),
];

const COMPLAINTS: [&str; 7] = [
    "Admitted with fever, productive cough and right-sided chest pain.",
    "Came in after a fall from standing height; the left hip is shortened and rotated.",
    "Shortness of breath on exertion, orthopnoea, 6 kg gained in two weeks.",
    "Found confused; glucose 38 mg/dL, on glargine 24 units nightly.",
    "Melaena for three days, haemoglobin 6.9 g/dL, INR 4.8 on warfarin.",
    "For elective laparoscopic cholecystectomy.\tBMI 34. ⚕ No <acute> distress.",
    "Dysuria and flank pain; \"worst ever\"; BP 84/50, lactate 4.1 \\ 2.0 after fluids.",
];

const ASSESSMENTS: [&str; 6] = [
    "Type 2 diabetes mellitus with diabetic chronic kidney disease, stage 3b.",
    "Acute on chronic systolic heart failure. No pneumonia. Mother had breast cancer.",
    "Sepsis due to E. coli urinary tract infection, present on admission.",
    "Essential hypertension, hyperlipidaemia, former smoker, long-term anticoagulant.",
    "Possible malignancy was ruled out. COPD exacerbation resolved on prednisone.",
    "Closed displaced intertrochanteric fracture of the left femur, operated on.",
];

fn generated(number: usize) -> Value {
    let pick = |list: &[&'static str], step: usize| list[number / step % list.len()];
    let text = format!(
        "Record G-{number:03}, patient {PATIENT}.\n{}\nCourse: {}\n{}\n{}\nPlan: follow-up in {} weeks.",
        pick(&COMPLAINTS, 1),
        pick(&COMPLAINTS, 7).to_lowercase(),
        pick(&ASSESSMENTS, 1),
        pick(&ASSESSMENTS, 5),
        number % 9 + 1,
    );
    let id = format!("G-{number:03}");
    if number.is_multiple_of(2) {
        inpatient(&id, &text)
    } else {
        chart(&id, &text)
    }
}

/// The demo charts (one has no text), one too long for the context, and
/// generated ones.
fn backlog() -> Vec<Value> {
    let mut charts: Vec<Value> = DEMO.iter().flat_map(|file| lines(file)).collect();
    charts.push(inpatient("LONG", &ASSESSMENTS.join(" ").repeat(200)));
    let missing = CHARTS - charts.len();
    charts.extend((0..missing).map(generated));
    charts
}

#[tokio::test]
async fn two_hundred_charts_survive_a_llama_server_that_answers_noise() {
    let Some(server) = LlamaServer::start(SLOTS, CONTEXT).await.unwrap() else {
        return;
    };
    let mut night = Night::at(&server.url()).await;
    night
        .set("CHARTFLEET__CODER__MAX_TOKENS", ANSWER_TOKENS)
        .set("CHARTFLEET__WORKER__SLOTS", SLOTS);
    night.import(&backlog()).await;
    let (_scheduler, worker) = (night.scheduler(), night.worker());
    let run = night
        .sandbox
        .run(Program::Chartfleet, &["run", "--json"], WHOLE_NIGHT);
    let finished = run.await.unwrap();
    assert!(finished.status.success(), "{}", finished.stderr);
    let status: Value = serde_json::from_str(&finished.stdout).unwrap();
    assert_eq!(status["balanced"], true, "{status}");
    let ended = ["coded", "needs_review", "set_aside"];
    let ended: u64 = ended.iter().filter_map(|name| status[name].as_u64()).sum();
    assert_eq!(ended, CHARTS as u64, "{status}");
    assert_eq!(status["set_aside_reasons"], json!({"no_text": 1}));

    // No chart was given back or tried twice, and nothing panicked.
    let again = "SELECT count(*) FROM attempts WHERE ended IS DISTINCT FROM 'committed'";
    assert_eq!(night.count(again).await, 0);
    let log = worker.stderr().unwrap();
    assert!(!log.contains("panicked"), "{log}");
    let told = files_containing(&night.sandbox.dir().join("output"), PATIENT).unwrap();
    assert!(told.is_empty(), "{told:?}");
    assert!(!server.log().unwrap().contains(PATIENT));

    let results = lines(&night.ok(&["results", "--ndjson"]).await);
    assert_eq!(results.len(), CHARTS);
    for result in &results {
        assert_named(result);
    }
    let long = results.iter().find(|result| result["chart"] == "LONG");
    assert_eq!(long.unwrap()["review_reasons"][0], "too_long");
    night.assert_conserved().await;
}

/// A chart is coded, or the reason why not is one of the closed set.
fn assert_named(result: &Value) {
    let reasons = result["review_reasons"].as_array().unwrap();
    for reason in reasons {
        let reason = reason.as_str().unwrap();
        let known = ReviewReason::ALL
            .iter()
            .any(|known| known.as_str() == reason);
        assert!(known, "{result}");
    }
    match result["outcome"].as_str().unwrap() {
        "coded" => assert!(reasons.is_empty(), "{result}"),
        "needs_review" => assert!(!reasons.is_empty(), "{result}"),
        _ => assert_eq!(result["set_aside_reason"], SetAsideReason::NoText.as_str()),
    }
}
