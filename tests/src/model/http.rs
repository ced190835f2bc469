//! One connection of the scripted server: routes, replies, and completions
//! written by hand so that a request costs some ten microseconds.

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::reply::Reply;
use super::request::RequestView;
use super::state::{InFlight, State};
use super::suggestions::{push_casemix, push_suggestions};

/// The service ends the connection when it returns this.
#[derive(Debug, thiserror::Error)]
#[error("the script closes the connection")]
struct Closed;

/// Serves one connection until either side ends it.
pub(super) async fn serve(stream: TcpStream, state: Arc<State>) {
    // A client that goes away, or a script that closes: both end it.
    if stream.set_nodelay(true).is_ok() {
        let service = service_fn(|request| respond(request, Arc::clone(&state)));
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        drop(connection.await);
    }
}

async fn respond(
    request: Request<Incoming>,
    state: Arc<State>,
) -> Result<Response<Full<Bytes>>, Closed> {
    if state.is_loading() {
        return perform(Reply::loading(), &Bytes::new()).await;
    }
    match request.uri().path() {
        "/v1/chat/completions" => complete(request, &state).await,
        "/v1/models" => Ok(json_response(StatusCode::OK, Bytes::from_static(MODELS))),
        "/health" | "/v1/health" => Ok(json_response(
            StatusCode::OK,
            Bytes::from_static(br#"{"status":"ok"}"#),
        )),
        _ => {
            perform(
                Reply::error(404, "not_found_error", "File Not Found"),
                &Bytes::new(),
            )
            .await
        }
    }
}

const MODELS: &[u8] = br#"{"object":"list","data":[{"id":"scripted","object":"model","created":0,"owned_by":"chartfleet-tests","max_model_len":131072}]}"#;

async fn complete(
    request: Request<Incoming>,
    state: &State,
) -> Result<Response<Full<Bytes>>, Closed> {
    let body = request.into_body().collect().await.map_err(|_| Closed)?;
    let view = RequestView {
        number: state.count(),
        body: body.to_bytes(),
    };
    let _in_flight = InFlight::enter(state);
    state.keep(&view);
    perform(state.script()(&view), &view.body).await
}

async fn perform(mut reply: Reply, body: &[u8]) -> Result<Response<Full<Bytes>>, Closed> {
    while let Reply::After(delay, later) = reply {
        tokio::time::sleep(delay).await;
        reply = *later;
    }
    Ok(match reply {
        Reply::Suggestions => completion(body.len(), "stop", |out| push_suggestions(out, body)),
        Reply::Casemix => completion(body.len(), "stop", |out| push_casemix(out, body)),
        Reply::Text(text) => completion(body.len(), "stop", |out| push_escaped(out, &text)),
        Reply::Truncated(text) => completion(body.len(), "length", |out| push_escaped(out, &text)),
        Reply::Raw {
            status,
            retry_after_s,
            body,
        } => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let mut response = json_response(status, body.into());
            if let Some(seconds) = retry_after_s {
                response.headers_mut().insert(RETRY_AFTER, seconds.into());
            }
            response
        }
        Reply::Bytes(bytes) => json_response(StatusCode::OK, bytes.into()),
        Reply::Hang => std::future::pending().await,
        Reply::Close | Reply::After(..) => return Err(Closed),
    })
}

/// A completion whose content `content` writes as the inside of a JSON string.
/// Tokens are estimated at four bytes each.
fn completion(
    prompt_bytes: usize,
    finish_reason: &str,
    content: impl FnOnce(&mut Vec<u8>),
) -> Response<Full<Bytes>> {
    let mut out = Vec::with_capacity(1_536);
    out.extend_from_slice(
        br#"{"id":"chatcmpl-scripted","object":"chat.completion","created":0,"model":"scripted","choices":[{"index":0,"message":{"role":"assistant","content":""#,
    );
    let start = out.len();
    content(&mut out);
    let (prompt, answer) = (prompt_bytes / 4, (out.len() - start) / 4);
    out.extend_from_slice(
        format!(
            r#""}},"finish_reason":"{finish_reason}"}}],"usage":{{"prompt_tokens":{prompt},"completion_tokens":{answer},"total_tokens":{},"prompt_tokens_details":{{"cached_tokens":0}}}}}}"#,
            prompt + answer
        )
        .as_bytes(),
    );
    json_response(StatusCode::OK, out.into())
}

/// Writes `text` as the inside of a JSON string.
fn push_escaped(out: &mut Vec<u8>, text: &str) {
    let quoted = serde_json::Value::from(text).to_string();
    let inside = quoted.as_bytes().get(1..quoted.len() - 1);
    out.extend_from_slice(inside.unwrap_or_default());
}

fn json_response(status: StatusCode, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
