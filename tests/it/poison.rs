//! A chart that kills whoever codes it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chartfleet_tests::{Reply, RequestView, ScriptedModel};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

use crate::night::{Night, attempts, charts};

const POISON: &str = "C-005";

/// Kills the worker whose number it is told, as a chart would that makes it run
/// out of memory.
fn killer(victim: Arc<AtomicU32>) -> impl Fn(&RequestView) -> Reply + Send + Sync + 'static {
    move |request| {
        if request.mentions(POISON) {
            let pid = i32::try_from(victim.load(Ordering::SeqCst)).unwrap();
            kill_process(Pid::from_raw(pid).unwrap(), Signal::KILL).unwrap();
            return Reply::Hang;
        }
        Reply::Suggestions
    }
}

#[tokio::test]
async fn a_chart_that_kills_three_workers_is_set_aside_and_the_others_are_coded() {
    let victim = Arc::new(AtomicU32::new(0));
    let model = ScriptedModel::suggesting().await.unwrap();
    let mut night = Night::with(&model).await;
    night.set("CHARTFLEET__WORKER__LEASE_S", 3);
    night.import(&charts(12)).await;
    let _scheduler = night.scheduler();
    night.request_run().await;

    model.set_script(killer(Arc::clone(&victim)));
    let mut killed = 0;
    loop {
        let mut worker = night.worker();
        victim.store(worker.pid().unwrap(), Ordering::SeqCst);
        tokio::select! {
            _ = worker.wait_exit(crate::night::PATIENCE) => killed += 1,
            status = night.complete() => {
                assert_eq!((&status["coded"], &status["set_aside"]), (&json!(11), &json!(1)));
                assert_eq!(status["set_aside_reasons"], json!({"poison": 1}));
                worker.sigterm().unwrap();
                break;
            }
        }
    }
    assert_eq!(killed, 3, "the third crash is the last");
    let listed = night.json(&["set-aside", "list", "--json"]).await;
    assert_eq!(listed[0]["chart"], POISON);
    assert_eq!(listed[0]["reason"], "poison");
    night.assert_conserved().await;

    // A better model server later: the operator gives it another chance.
    model.set_script(|_| Reply::Suggestions);
    let _worker = night.worker();
    let requeued = night.ok(&["set-aside", "requeue", "--all"]).await;
    assert!(requeued.contains("1 requeued"), "{requeued}");
    let status = night.complete().await;
    assert_eq!(
        (&status["coded"], &status["set_aside"]),
        (&json!(12), &json!(0))
    );
    assert_eq!(
        night.json(&["set-aside", "list", "--json"]).await,
        json!([])
    );
    assert_eq!(attempts(&night.services, "committed").await, 13);
    night.assert_conserved().await;
}
