//! What the server's connections share: the script and the counts.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::reply::Reply;
use super::request::RequestView;

type Script = dyn Fn(&RequestView) -> Reply + Send + Sync;

/// A panic inside a script must not spoil the counts, so poison is ignored.
pub(super) struct State {
    script: RwLock<Arc<Script>>,
    loading: AtomicBool,
    requests: AtomicU64,
    in_flight: AtomicU64,
    max_in_flight: AtomicU64,
    recorded: RwLock<Option<Vec<RequestView>>>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State")
            .field("requests", &self.requests)
            .finish_non_exhaustive()
    }
}

impl State {
    pub(super) fn new(script: impl Fn(&RequestView) -> Reply + Send + Sync + 'static) -> Self {
        Self {
            script: RwLock::new(Arc::new(script)),
            loading: AtomicBool::new(false),
            requests: AtomicU64::new(0),
            in_flight: AtomicU64::new(0),
            max_in_flight: AtomicU64::new(0),
            recorded: RwLock::new(None),
        }
    }

    pub(super) fn set_script(
        &self,
        script: impl Fn(&RequestView) -> Reply + Send + Sync + 'static,
    ) {
        *self.script.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(script);
    }

    /// The script as it is now; it runs without the lock.
    pub(super) fn script(&self) -> Arc<Script> {
        Arc::clone(&self.script.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn set_loading(&self, loading: bool) {
        self.loading.store(loading, Ordering::Relaxed);
    }

    pub(super) fn is_loading(&self) -> bool {
        self.loading.load(Ordering::Relaxed)
    }

    pub(super) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Counts a request and gives its number.
    pub(super) fn count(&self) -> u64 {
        self.requests.fetch_add(1, Ordering::Relaxed)
    }

    pub(super) fn in_flight(&self) -> u64 {
        self.in_flight.load(Ordering::Relaxed)
    }

    pub(super) fn max_in_flight(&self) -> u64 {
        self.max_in_flight.load(Ordering::Relaxed)
    }

    pub(super) fn record(&self) {
        *self
            .recorded
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Some(Vec::new());
    }

    pub(super) fn recorded(&self) -> Vec<RequestView> {
        let recorded = self.recorded.read().unwrap_or_else(PoisonError::into_inner);
        recorded.clone().unwrap_or_default()
    }

    /// Keeps the request where that was asked for: a read lock otherwise.
    pub(super) fn keep(&self, request: &RequestView) {
        let recording = self.recorded.read().unwrap_or_else(PoisonError::into_inner);
        if recording.is_some() {
            drop(recording);
            let mut recorded = self
                .recorded
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            recorded.get_or_insert_default().push(request.clone());
        }
    }
}

/// Counts a request as in flight, also one whose client gave up.
pub(super) struct InFlight<'a>(&'a State);

impl<'a> InFlight<'a> {
    pub(super) fn enter(state: &'a State) -> Self {
        let now = state.in_flight.fetch_add(1, Ordering::Relaxed) + 1;
        state.max_in_flight.fetch_max(now, Ordering::Relaxed);
        Self(state)
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}
