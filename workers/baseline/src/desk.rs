//! Bounded work: as many notes are searched at a time as there are processors,
//! a few more wait, and the rest is told to come back. A queue without a bound
//! would only hide the overload from the client.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread::available_parallelism;

use tokio::sync::Semaphore;

use crate::suggestions::Wanted;

/// Requests that may wait for each one that is worked on.
const WAITING_PER_WORKER: usize = 32;

/// Turns the text of a prompt into an answer.
pub(crate) type Search = Arc<dyn Fn(&str, Wanted) -> String + Send + Sync>;

/// Where requests become answers.
#[derive(Clone)]
pub(crate) struct Desk {
    search: Search,
    /// One permit for each request worked on or waiting.
    places: Arc<Semaphore>,
    /// One permit for each request worked on.
    workers: Arc<Semaphore>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// Every place is taken.
    Overloaded,
    /// The search panicked.
    Failed,
}

impl Desk {
    /// As many workers as processors.
    pub(crate) fn sized_to_this_machine(search: Search) -> Self {
        let processors = available_parallelism().map_or(1, NonZeroUsize::get);
        Self::new(search, processors, processors * WAITING_PER_WORKER)
    }

    /// A desk for `workers` requests at a time while `waiting` more wait.
    pub(crate) fn new(search: Search, workers: usize, waiting: usize) -> Self {
        Self {
            search,
            places: Arc::new(Semaphore::new(workers + waiting)),
            workers: Arc::new(Semaphore::new(workers)),
        }
    }

    /// Searches the notes of `message`. A client that goes away while it waits
    /// frees its place; a search that began runs to its end and keeps its
    /// worker until then.
    pub(crate) async fn answer(&self, message: String, wanted: Wanted) -> Result<String, NoAnswer> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_| NoAnswer::Overloaded)?;
        let worker = Arc::clone(&self.workers).acquire_owned().await;
        let worker = worker.map_err(|_| NoAnswer::Failed)?;
        let search = Arc::clone(&self.search);
        let searching = tokio::task::spawn_blocking(move || {
            let _held = (place, worker);
            search(&message, wanted)
        });
        searching.await.map_err(|_| NoAnswer::Failed)
    }
}
