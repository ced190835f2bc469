//! Asking a model server, several questions at a time.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chartfleet_coder::{CoderError, EndpointSettings, ModelClient, description};
use chartfleet_model::CodeSystem;
use chartfleet_model::backoff::Backoff;
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use indicatif::ProgressBar;
use secrecy::ExposeSecret as _;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::sample::Question;

/// What probing may take.
const PROBE: std::time::Duration = std::time::Duration::from_secs(30);

/// A client of the named server, or of the first of the settings.
pub(super) async fn client(
    settings: &Settings,
    endpoint: Option<&Url>,
    model: Option<&str>,
) -> Result<ModelClient, Failure> {
    let known = &settings.model;
    let base_url = endpoint.or(known.endpoints.first()).cloned();
    let base_url = base_url.ok_or_else(|| Failure::new(Exit::Usage, "name a model server"))?;
    let backoff = Backoff::try_new(known.backoff_base, known.backoff_cap)
        .or_exit(Exit::Usage, "the waits of [model] contradict each other")?;
    let key = Some(known.api_key.clone()).filter(|key| !key.expose_secret().is_empty());
    let client = ModelClient::new(EndpointSettings {
        base_url,
        model: model.unwrap_or(&known.name).to_owned(),
        api_key: key,
        request_timeout: known.request_timeout,
        connect_timeout: known.connect_timeout,
        canary_timeout: known.request_timeout.min(PROBE),
        attempts: known.attempts.get(),
        backoff,
        retry_after_cap: known.retry_after_cap,
    })
    .or_exit(Exit::Usage, "the model server cannot be used")?;
    let served = client.probe(&CancellationToken::new()).await;
    Ok(client.with_served(served.or_exit(Exit::Unavailable, "the model server cannot be used")?))
}

/// The answers, in the order of the questions; `None` where one could not be
/// read or the server failed on it.
pub(super) async fn ask_all(
    client: &ModelClient,
    system: CodeSystem,
    questions: &Arc<[Question]>,
    concurrency: NonZeroUsize,
    bar: &ProgressBar,
) -> Result<Vec<Option<String>>, Failure> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut tasks = JoinSet::new();
    for _ in 0..concurrency.get() {
        let (client, questions) = (client.clone(), Arc::clone(questions));
        let (next, bar) = (Arc::clone(&next), bar.clone());
        tasks.spawn(async move {
            let mut answers = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(question) = questions.get(number) else {
                    return Ok(answers);
                };
                answers.push((number, ask(&client, system, question).await?));
                bar.inc(1);
            }
        });
    }
    let mut answers = vec![None; questions.len()];
    while let Some(done) = tasks.join_next().await {
        let done: Result<_, CoderError> = done.or_exit(Exit::Internal, "a question failed")?;
        let done = done.or_exit(Exit::Unavailable, "the model server cannot be used")?;
        for (number, answer) in done {
            if let Some(place) = answers.get_mut(number) {
                *place = answer;
            }
        }
    }
    Ok(answers)
}

async fn ask(
    client: &ModelClient,
    system: CodeSystem,
    question: &Question,
) -> Result<Option<String>, CoderError> {
    let cancel = CancellationToken::new();
    match description::ask(client, system, &question.description, &cancel).await {
        // The server's failure on one question is a wrong answer.
        Err(CoderError::ModelFailed(_)) => Ok(None),
        other => other,
    }
}
