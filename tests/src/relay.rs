//! A relay before a model server that keeps books of its answers by stage:
//! what a server really said, beside what results tell of it.
//!
//! A model of random numbers suggests no code that exists, and without one
//! there is nothing to verify and to sequence. The suggestions for every second
//! chart therefore come from another server; all other answers are the real
//! one's.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use bytes::Bytes;
use chartfleet_coder::prompt::NOTE_CLOSE;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use reqwest::Client;
use serde::Deserialize;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use url::Url;

use crate::accepting::accept;
use crate::llama::client;

/// What a stage's requests ask for, and its name in results.
const STAGES: [(&str, &str); 4] = [
    ("suggestions", "suggest"),
    ("verdicts", "verify"),
    ("sequence", "sequence"),
    ("gaps", "cdi"),
];

/// What a stage was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Answers that came to their end.
    pub whole: u64,
    /// Answers that ran into their limit of tokens.
    pub cut_off: u64,
    /// Of both, those of the other server.
    pub of_other: u64,
    /// Requests that were refused: larger than the context, for one.
    pub refused: u64,
}

impl Answers {
    /// All answers.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.whole + self.cut_off
    }
}

/// A running relay. Stops when dropped.
#[derive(Debug)]
pub struct Relay {
    address: SocketAddr,
    state: Arc<State>,
    accepting: JoinHandle<()>,
}

#[derive(Debug)]
struct State {
    http: Client,
    server: Url,
    other: Url,
    books: Mutex<BTreeMap<&'static str, Answers>>,
}

/// A request, as far as the relay reads it.
#[derive(Deserialize)]
struct Asked<'a> {
    #[serde(borrow)]
    messages: Vec<Message<'a>>,
    response_format: Option<Format>,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    content: std::borrow::Cow<'a, str>,
}

#[derive(Deserialize)]
struct Format {
    json_schema: Schema,
}

#[derive(Deserialize)]
struct Schema {
    name: String,
}

/// An answer, as far as the relay reads it.
#[derive(Deserialize)]
struct Answered {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    finish_reason: String,
}

impl Relay {
    /// Relays to `server`; suggestions for every second chart come from
    /// `other`. Both are `/v1` URLs.
    ///
    /// # Errors
    /// When a URL is none or no port can be bound.
    pub async fn between(server: &str, other: &str) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(State {
            http: client()?,
            server: Url::parse(server)?,
            other: Url::parse(other)?,
            books: Mutex::default(),
        });
        let accepting = tokio::spawn(accept(listener, {
            let state = Arc::clone(&state);
            move |stream| serve(stream, Arc::clone(&state))
        }));
        Ok(Self {
            address,
            state,
            accepting,
        })
    }

    /// The API's root.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// The answers so far, by the name of their stage.
    #[must_use]
    pub fn books(&self) -> BTreeMap<&'static str, Answers> {
        let books = self.state.books.lock();
        books.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(stream: TcpStream, state: Arc<State>) {
    let service = service_fn(|request| {
        let state = Arc::clone(&state);
        async move { state.pass_on(request).await }
    });
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // A client that goes away ends it, and so does a server that fails.
    drop(connection.await);
}

impl State {
    async fn pass_on(&self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>> {
        let (head, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let asked = serde_json::from_slice::<Asked<'_>>(&body).ok();
        let stage = asked.as_ref().and_then(stage_of);
        let to_other = stage == Some("suggest") && asked.as_ref().is_some_and(is_second);
        let mut url = if to_other { &self.other } else { &self.server }.clone();
        url.set_path(head.uri.path());
        let passed = self.http.request(head.method, url);
        let passed = passed.header(CONTENT_TYPE, "application/json").body(body);
        let answer = passed.send().await?;
        let status = answer.status();
        let body = answer.bytes().await?;
        if let Some(stage) = stage {
            self.book(stage, status, &body, to_other)?;
        }
        let mut response = Response::new(Full::new(body));
        *response.status_mut() = status;
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, json);
        Ok(response)
    }

    fn book(
        &self,
        stage: &'static str,
        status: StatusCode,
        body: &[u8],
        of_other: bool,
    ) -> Result<()> {
        let mut books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        let answers = books.entry(stage).or_default();
        if !status.is_success() {
            answers.refused += 1;
            return Ok(());
        }
        let answered: Answered = serde_json::from_slice(body)?;
        let choice = answered.choices.first().context("an answer")?;
        match choice.finish_reason.as_str() {
            "length" => answers.cut_off += 1,
            _ => answers.whole += 1,
        }
        answers.of_other += u64::from(of_other);
        Ok(())
    }
}

fn stage_of(asked: &Asked<'_>) -> Option<&'static str> {
    let name = &asked.response_format.as_ref()?.json_schema.name;
    let known = STAGES.iter().find(|(schema, _)| schema == name);
    known.map(|(_, stage)| *stage)
}

/// Whether the chart is one of every second: all questions about a chart share
/// the beginning, and its length decides.
fn is_second(asked: &Asked<'_>) -> bool {
    let user = asked.messages.last().map(|message| &message.content);
    let notes = user.and_then(|user| user.split_once(NOTE_CLOSE));
    notes.is_some_and(|(notes, _)| notes.len() % 2 == 0)
}
