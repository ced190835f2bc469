//! The harness itself: isolation, restarts, processes.

use std::time::Duration;

use chartfleet_tests::sandbox::files_containing;
use chartfleet_tests::usage::usage_of_tree;
use chartfleet_tests::{Program, Sandbox, Service, Stack, eventually};

const SOON: Duration = Duration::from_secs(20);

#[tokio::test]
async fn tests_do_not_see_each_others_tables() {
    let stack = Stack::shared().await.unwrap();
    let (one, other) = tokio::try_join!(stack.isolated(), stack.isolated()).unwrap();
    one.sql("CREATE TABLE mine AS SELECT 7 AS seven")
        .await
        .unwrap();
    assert_eq!(one.sql("SELECT seven FROM mine").await.unwrap(), "7");
    let error = other.sql("SELECT seven FROM mine").await.unwrap_err();
    assert!(error.to_string().contains("does not exist"), "{error:#}");
    assert_ne!(one.broker_url(), other.broker_url());
}

#[tokio::test]
async fn isolated_services_are_gone_after_the_test() {
    let stack = Stack::shared().await.unwrap();
    let observer = stack.isolated().await.unwrap();
    let isolated = stack.isolated().await.unwrap();
    let name = isolated.store_url().rsplit('/').next().unwrap().to_owned();
    let databases = format!("SELECT count(*) FROM pg_database WHERE datname = '{name}'");
    assert_eq!(observer.sql(&databases).await.unwrap(), "1");
    assert!(isolated.queues().await.unwrap().is_empty());
    drop(isolated);
    assert_eq!(observer.sql(&databases).await.unwrap(), "0");
}

#[tokio::test]
async fn a_private_stack_keeps_urls_and_data_over_restarts_and_crashes() {
    let stack = Stack::private().await.unwrap();
    let isolated = stack.isolated().await.unwrap();
    isolated
        .sql("CREATE TABLE kept AS SELECT 7 AS seven")
        .await
        .unwrap();
    let (broker, store) = (
        stack.pid(Service::Broker).unwrap(),
        stack.pid(Service::Store).unwrap(),
    );
    stack.restart(Service::Store).await.unwrap();
    stack.kill(Service::Store).await.unwrap();
    stack.kill(Service::Broker).await.unwrap();
    assert!(
        isolated.sql("SELECT 1").await.is_err(),
        "a killed database answers"
    );
    stack.up().await.unwrap();
    assert_eq!(isolated.sql("SELECT seven FROM kept").await.unwrap(), "7");
    // The virtual host is still there, under the old URL.
    eventually("the management API", SOON, || async {
        isolated.queues().await.ok()
    })
    .await
    .unwrap();
    assert_ne!(stack.pid(Service::Broker).unwrap(), broker);
    assert_ne!(stack.pid(Service::Store).unwrap(), store);
    let usage = usage_of_tree(stack.pid(Service::Store).unwrap()).unwrap();
    assert!(usage.rss_bytes > 1 << 20);
}

#[tokio::test]
async fn a_private_stack_leaves_nothing_behind() {
    let stack = Stack::private().await.unwrap();
    let dir = stack.state_dir().to_owned();
    let pids = [
        stack.pid(Service::Broker).unwrap(),
        stack.pid(Service::Store).unwrap(),
    ];
    drop(stack);
    assert!(!dir.exists());
    for pid in pids {
        assert!(!runs(pid), "process {pid} is left");
    }
}

/// A killed process may stay a zombie until init looks: it has no memory.
fn runs(pid: u32) -> bool {
    chartfleet_tests::usage::usage_of(pid).is_ok_and(|usage| usage.rss_bytes > 0)
}

#[tokio::test]
async fn a_program_writes_to_files_and_can_be_stopped() {
    let sandbox = Sandbox::empty().unwrap();
    let mut server = sandbox.spawn(Program::ScriptedModel, &[]).unwrap();
    server.wait_output("/v1\n", SOON).await.unwrap();
    assert!(server.usage().unwrap().rss_bytes > 0);
    assert_eq!(
        files_containing(sandbox.dir(), "http://127.0.0.1").unwrap(),
        [server.stdout_path()]
    );
    assert!(
        files_containing(sandbox.dir(), "canary")
            .unwrap()
            .is_empty()
    );
    server.sigterm().unwrap();
    assert!(!server.wait_exit(SOON).await.unwrap().success());
    assert!(!server.is_running().unwrap());
}

#[tokio::test]
async fn a_failing_program_shows_the_end_of_its_log() {
    let sandbox = Sandbox::empty().unwrap();
    let finished = sandbox
        .run(Program::ScriptedModel, &["nowhere"], SOON)
        .await
        .unwrap();
    assert_eq!(finished.status.code(), Some(1));
    assert!(finished.stderr.contains("usage: scripted-model"));
    let mut failing = sandbox.spawn(Program::ScriptedModel, &["nowhere"]).unwrap();
    let error = failing.wait_output("http", SOON).await.unwrap_err();
    assert!(
        format!("{error:#}").contains("usage: scripted-model"),
        "{error:#}"
    );
}

#[tokio::test]
async fn a_killed_program_is_gone() {
    let sandbox = Sandbox::empty().unwrap();
    let mut server = sandbox.spawn(Program::ScriptedModel, &[]).unwrap();
    let pid = server.pid().unwrap();
    server.kill9().await.unwrap();
    assert!(!runs(pid));
}
