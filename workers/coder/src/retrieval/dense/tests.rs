//! Dense search against a stub that embeds by hashing words: it knows no
//! meaning, only that equal words are near.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::net::TcpListener;

use super::*;
use crate::testing::chart;

const DIMS: usize = 256;
const TITLES: &[(&str, &str)] = &[
    ("I10", "Essential (primary) hypertension"),
    ("J18.9", "Pneumonia, unspecified organism"),
    ("K35.80", "Unspecified acute appendicitis"),
    ("K80.20", "Calculus of gallbladder without cholecystitis"),
];

fn titles() -> Vec<(Icd10CmCode, String)> {
    let title = |(code, title): &(&str, &str)| (code.parse().unwrap(), (*title).to_owned());
    TITLES.iter().map(title).collect()
}

fn hashed(text: &str) -> Vec<f32> {
    let mut vector = vec![0.01; DIMS];
    for word in text.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
        let digest = Sha256::digest(word);
        vector[usize::from(digest[0])] += 1.0;
    }
    vector
}

/// Answers like an embedding server, and counts the requests.
async fn hashing_stub_embedder(wrong: bool) -> (SocketAddr, Arc<AtomicUsize>) {
    let requests = Arc::new(AtomicUsize::new(0));
    let answer = move |State(seen): State<Arc<AtomicUsize>>, body: String| async move {
        seen.fetch_add(1, Ordering::Relaxed);
        let request: Value = serde_json::from_str(&body).unwrap();
        let texts = request["input"].as_array().unwrap().iter();
        let rows = texts.enumerate().skip(usize::from(wrong));
        let rows = rows.map(|(index, text)| {
            json!({"index": index, "object": "embedding", "embedding": hashed(text.as_str().unwrap())})
        });
        // A server may answer in any order; the index tells.
        json!({"object": "list", "data": rows.rev().collect::<Vec<_>>()}).to_string()
    };
    let router = Router::new()
        .route("/v1/embeddings", post(answer))
        .with_state(Arc::clone(&requests));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (address, requests)
}

/// Where nobody listens.
async fn nobody() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap()
}

fn settings(address: SocketAddr) -> EmbeddingSettings {
    EmbeddingSettings {
        base_url: format!("http://{address}/v1").parse().unwrap(),
        model: "hashing-stub".to_owned(),
        api_key: None,
        batch: 3,
        dims: DIMS,
        timeout: Duration::from_secs(20),
    }
}

async fn near(dense: &Dense, text: &str) -> Vec<String> {
    let near = dense.near(&chart("outpatient", &[text])).await;
    near.unwrap().iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn the_nearest_title_comes_first_and_the_titles_are_embedded_once() {
    let (address, requests) = hashing_stub_embedder(false).await;
    let folder = tempfile::tempdir().unwrap();
    let open = |settings| Dense::over(titles(), "tables-1", folder.path(), settings);
    let dense = open(settings(address)).await.unwrap();
    assert_eq!(
        requests.load(Ordering::Relaxed),
        2,
        "four titles, three a request"
    );
    let found = near(&dense, "Operated for acute appendicitis.").await;
    assert_eq!(found.first().map(String::as_str), Some("K35.80"));
    assert_eq!(dense.failures(), 0);
    let again = open(settings(address)).await.unwrap();
    assert_eq!(
        requests.load(Ordering::Relaxed),
        3,
        "only the chart's passage"
    );
    assert_eq!(
        near(&again, "Operated for acute appendicitis.").await,
        found
    );
}

#[tokio::test]
async fn a_server_that_is_away_costs_this_source_and_is_counted() {
    let (address, _) = hashing_stub_embedder(false).await;
    let folder = tempfile::tempdir().unwrap();
    Dense::over(titles(), "tables-1", folder.path(), settings(address))
        .await
        .unwrap();
    let away = settings(nobody().await);
    let dense = Dense::over(titles(), "tables-1", folder.path(), away)
        .await
        .unwrap();
    let chart = chart("outpatient", &["Pneumonia."]);
    assert_eq!(dense.near(&chart).await, None);
    assert_eq!(dense.failures(), 1);
}

#[tokio::test]
async fn vectors_of_other_titles_are_not_used() {
    let (address, requests) = hashing_stub_embedder(false).await;
    let folder = tempfile::tempdir().unwrap();
    let mut other = titles();
    Dense::over(titles(), "tables-1", folder.path(), settings(address))
        .await
        .unwrap();
    other[0].1.push_str(", revised");
    Dense::over(other, "tables-1", folder.path(), settings(address))
        .await
        .unwrap();
    assert_eq!(requests.load(Ordering::Relaxed), 4);
}

#[tokio::test]
async fn an_answer_with_a_vector_missing_is_refused() {
    let (address, _) = hashing_stub_embedder(true).await;
    let folder = tempfile::tempdir().unwrap();
    let opened = Dense::over(titles(), "tables-1", folder.path(), settings(address)).await;
    assert!(matches!(opened, Err(EmbeddingError::Unreadable)));
}
