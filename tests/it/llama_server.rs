//! A night of every stage against a real llama-server whose model answers
//! noise: its grammar, its slots, its limits and its errors are real, and so is
//! what becomes of two hundred charts.

use std::collections::BTreeMap;
use std::time::Duration;

use chartfleet_model::{AnswerFault, ReviewReason, SetAsideReason, Stage};
use chartfleet_tests::relay::Answers;
use chartfleet_tests::sandbox::files_containing;
use chartfleet_tests::{LlamaServer, Program, Relay, ScriptedModel};
use serde_json::{Value, json};

use crate::night::{Night, chart, inpatient, lines};

const CHARTS: usize = 200;
const SLOTS: u32 = 4;
/// Tokens of a slot: the longest chart does not fit.
const CONTEXT: u32 = 8_192;
/// Noise fills whatever it may: long answers would teach nothing more.
const ANSWER_TOKENS: [(&str, u32); 4] = [
    ("SUGGEST", 48),
    ("VERIFY", 96),
    ("SEQUENCE", 96),
    ("CDI", 96),
];
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
async fn every_stage_survives_a_llama_server_that_answers_noise() {
    let Some(server) = LlamaServer::start(SLOTS, CONTEXT).await.unwrap() else {
        return;
    };
    let suggesting = ScriptedModel::suggesting().await.unwrap();
    let relay = Relay::between(&server.url(), &suggesting.url())
        .await
        .unwrap();
    let mut night = Night::at(&relay.url()).await;
    night.set("CHARTFLEET__WORKER__SLOTS", SLOTS);
    for (stage, tokens) in ANSWER_TOKENS {
        night.set(
            &format!("CHARTFLEET__CODER__STAGES__{stage}__MAX_TOKENS"),
            tokens,
        );
    }
    night.import(&backlog()).await;
    let (_scheduler, worker) = (night.scheduler(), night.worker());
    let args = ["run", "--depth", "thorough", "--json"];
    let run = night.sandbox.run(Program::Chartfleet, &args, WHOLE_NIGHT);
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
    assert_every_answer_is_accounted_for(&results, &relay.books());
    let long = results.iter().find(|result| result["chart"] == "LONG");
    let coverage = &long.unwrap()["coverage"];
    assert!(coverage["parts"].as_u64() > Some(1), "{coverage}");
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

/// Each answer that the servers gave is of use or its fault is named, stage by
/// stage, and every one that was cut off is among those with a fault.
fn assert_every_answer_is_accounted_for(
    results: &[Value],
    books: &BTreeMap<&'static str, Answers>,
) {
    let calls: u64 = results
        .iter()
        .filter_map(|result| result["usage"]["calls"].as_u64())
        .sum();
    assert_eq!(books.values().map(Answers::all).sum::<u64>(), calls);
    let faults = faults_by_stage(results);
    for stage in Stage::ALL.iter().map(|stage| stage.as_str()) {
        let answers = books.get(stage).copied().unwrap_or_default();
        let named: u64 = faults
            .get(stage)
            .into_iter()
            .flatten()
            .map(|(_, n)| n)
            .sum();
        let sound = answers.all().checked_sub(named);
        assert!(
            answers.all() > answers.of_other,
            "the real server was asked"
        );
        assert!(sound > Some(0), "{stage}: {answers:?} {faults:?}");
        assert!(answers.cut_off <= named, "{stage}: {answers:?} {faults:?}");
    }
}

/// How often each stage's answers had each fault, both of the closed sets.
fn faults_by_stage(results: &[Value]) -> BTreeMap<&str, BTreeMap<&str, u64>> {
    let mut faults: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    let all = results
        .iter()
        .filter_map(|result| result["faults"].as_array());
    for fault in all.flatten() {
        let (stage, name) = (fault["stage"].as_str(), fault["fault"].as_str());
        let known = AnswerFault::ALL.iter().any(|f| Some(f.as_str()) == name);
        assert!(known, "{fault}");
        let of_stage = faults.entry(stage.unwrap()).or_default();
        *of_stage.entry(name.unwrap()).or_default() += 1;
    }
    faults
}
