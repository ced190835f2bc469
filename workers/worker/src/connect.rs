//! Settings into what the libraries take.

use std::sync::Arc;

use chartfleet_broker::BrokerSettings;
use chartfleet_coder::lexical::Lexicon;
use chartfleet_coder::procedures::Procedures;
use chartfleet_coder::retrieval::DenseSearch;
use chartfleet_coder::retrieval::dense::{Dense, EmbeddingSettings};
use chartfleet_coder::{
    Adapter, Canary, DepthPlan, Depths, EndpointSettings, Pipeline, PipelineSettings, Sampling,
    SpendCap, StageSettings, Stages,
};
use chartfleet_codes::CodeTables;
use chartfleet_model::Stage;
use chartfleet_model::backoff::{Backoff, BackoffError};
use chartfleet_runtime::settings::{self, Settings};
use chartfleet_store::StoreSettings;
use secrecy::ExposeSecret;

use crate::endpoints::Feeding;

/// How to reach the broker.
pub(crate) fn broker(settings: &Settings) -> BrokerSettings {
    let broker = &settings.broker;
    BrokerSettings {
        url: broker.url.expose_secret().to_owned(),
        publish_window: broker.publish_window.get(),
        confirm_timeout: broker.confirm_timeout,
        connect_timeout: broker.connect_timeout,
        heartbeat: broker.heartbeat,
    }
}

/// How to reach the database.
pub(crate) fn store(settings: &Settings) -> StoreSettings {
    let store = &settings.store;
    StoreSettings {
        url: store.url.expose_secret().to_owned(),
        pool_size: store.pool_size.get(),
        wait_timeout: store.wait_timeout,
        connect_timeout: store.connect_timeout,
        statement_timeout: store.statement_timeout,
        key_lookups_only: true,
        application: "chartfleet-worker",
    }
}

/// How patient to be with model servers.
///
/// # Errors
/// When the waits contradict each other.
pub(crate) fn model_backoff(settings: &Settings) -> Result<Backoff, BackoffError> {
    Backoff::try_new(settings.model.backoff_base, settings.model.backoff_cap)
}

/// The model servers.
pub(crate) fn endpoints(settings: &Settings, backoff: Backoff) -> Vec<EndpointSettings> {
    let model = &settings.model;
    let key = Some(model.api_key.clone()).filter(|key| !key.expose_secret().is_empty());
    model
        .endpoints
        .iter()
        .map(|base_url| EndpointSettings {
            base_url: base_url.clone(),
            model: model.name.clone(),
            api_key: key.clone(),
            request_timeout: model.request_timeout,
            connect_timeout: model.connect_timeout,
            canary_timeout: model
                .request_timeout
                .min(std::time::Duration::from_secs(30)),
            attempts: model.attempts.get(),
            backoff,
            retry_after_cap: model.retry_after_cap,
        })
        .collect()
}

/// How model servers are fed.
pub(crate) fn feeding(settings: &Settings) -> Feeding {
    Feeding {
        slots_each: settings.worker.slots.get(),
        canaries: canaries(settings),
    }
}

/// Whom the stages ask, each once: a server is met when all of them answer.
fn canaries(settings: &Settings) -> Vec<Canary> {
    let (depths, stages) = (&settings.coder.depths, &settings.coder.stages);
    let plans = [&depths.quick, &depths.standard, &depths.thorough];
    let runs = |stage: Stage| plans.iter().any(|plan| plan.stages.contains(&stage));
    let asked = [
        (Stage::Suggest, &stages.suggest),
        (Stage::Verify, &stages.verify),
        (Stage::Sequence, &stages.sequence),
        (Stage::Cdi, &stages.cdi),
    ];
    let mut canaries = Vec::new();
    for (number, own) in asked {
        let StageSettings { model, lora, .. } = stage(own);
        let slot = None;
        let canary = Canary { model, lora, slot };
        if (number == Stage::Suggest || runs(number)) && !canaries.contains(&canary) {
            canaries.push(canary);
        }
    }
    canaries
}

/// The search by meaning, with its titles kept beside the tables. Away where
/// they are not yet embedded and the server cannot be used now: charts are then
/// coded without, until the worker starts anew.
pub(crate) async fn dense(settings: &Settings, tables: &CodeTables) -> DenseSearch {
    let embeddings = &settings.embeddings;
    let Some(base_url) = embeddings.url().filter(|_| settings.coder.retrieval) else {
        return DenseSearch::Off;
    };
    let key = Some(embeddings.api_key.clone()).filter(|key| !key.expose_secret().is_empty());
    let server = EmbeddingSettings {
        base_url,
        model: embeddings.model.clone(),
        api_key: key,
        batch: embeddings.batch.get(),
        dims: embeddings.dims.get(),
        timeout: embeddings.timeout,
    };
    tracing::info!("reading the embedded titles; the first time takes minutes");
    match Dense::open(tables, &settings.codes.dir, server).await {
        Ok(dense) => DenseSearch::On(Arc::new(dense)),
        Err(error) => {
            tracing::warn!(%error, "coding without the search by meaning");
            DenseSearch::Away
        }
    }
}

/// The coding pipeline over these tables.
pub(crate) fn pipeline(settings: &Settings, tables: Arc<CodeTables>) -> Pipeline {
    let retrieval = settings.coder.retrieval;
    let lexicon = retrieval.then(|| Arc::new(Lexicon::build(&tables)));
    let finds_procedures = retrieval && settings.coder.procedure_candidates > 0;
    let procedures = finds_procedures.then(|| Arc::new(Procedures::of(Arc::clone(&tables))));
    Pipeline::new(tables, lexicon, pipeline_settings(settings)).with_procedures(procedures)
}

/// How charts are coded.
fn pipeline_settings(settings: &Settings) -> PipelineSettings {
    let coder = &settings.coder;
    let (depths, stages) = (&coder.depths, &coder.stages);
    PipelineSettings {
        retrieval: coder.retrieval,
        candidates: coder.candidates,
        procedure_candidates: coder.procedure_candidates,
        max_suggestions: coder.max_suggestions.get(),
        max_parts: coder.max_parts.get(),
        verify_retrieved: coder.verify_retrieved,
        context_tokens: None,
        base_rate: settings.facility.known_base_rate(),
        sampling: Sampling {
            temperature: coder.sampling.temperature,
            keep_share: coder.sampling.keep_share,
            logprobs: coder.logprobs,
        },
        cap: SpendCap {
            max_calls: coder.cap.max_calls.get(),
            max_spent_tokens: coder.cap.max_spent_tokens,
        },
        depths: Depths {
            quick: depth(&depths.quick),
            standard: depth(&depths.standard),
            thorough: depth(&depths.thorough),
        },
        stages: Stages {
            suggest: stage(&stages.suggest),
            verify: stage(&stages.verify),
            sequence: stage(&stages.sequence),
            cdi: stage(&stages.cdi),
        },
    }
}

fn depth(plan: &settings::DepthPlan) -> DepthPlan {
    DepthPlan {
        stages: plan.stages.clone(),
        votes: plan.votes.get(),
    }
}

fn stage(stage: &settings::StageSettings) -> StageSettings {
    let adapters = stage.lora.iter();
    StageSettings {
        model: Some(stage.model.clone()).filter(|model| !model.is_empty()),
        lora: adapters
            .map(|adapter| Adapter {
                id: adapter.id,
                scale: adapter.scale,
            })
            .collect(),
        max_tokens: stage.max_tokens.get(),
    }
}
