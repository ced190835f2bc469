//! The model servers a worker feeds, and their slots.
//!
//! A slot is a place at one server; a chart holds one for as long as the server
//! works on it, so in-flight requests are bounded (neither llama-server nor
//! vLLM bounds its own queue). Free slots are handed out in turn, which spreads
//! charts evenly. A server that fails its canary is **down**: its slots are
//! parked, and a prober looks after it until it answers again, for every model
//! and adapter that a stage asks for.
//!
//! A chart stays on one slot of a llama-server, which holds its prompt, where
//! this worker has as many places there as the server has slots. Where it has
//! fewer, other workers are likely to share the server and number their charts
//! the same: the server then finds the slot itself.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use chartfleet_coder::{Canary, CoderError, EndpointSettings, ModelClient};
use chartfleet_model::backoff::Backoff;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use crate::metrics::WorkerMetrics;

/// All model servers of this worker.
pub(crate) struct Endpoints {
    servers: Vec<Server>,
    feeding: Feeding,
    slots: Mutex<Slots>,
    freed: Notify,
    went_down: Notify,
    servers_up: watch::Sender<usize>,
    metrics: Arc<WorkerMetrics>,
}

/// How servers are fed.
pub(crate) struct Feeding {
    /// Places at each server.
    pub slots_each: usize,
    /// Whom its charts will ask.
    pub canaries: Vec<Canary>,
}

struct Server {
    settings: EndpointSettings,
    client: RwLock<Arc<ModelClient>>,
}

struct Slots {
    free: VecDeque<Place>,
    servers: Vec<ServerSlots>,
}

#[derive(Clone)]
struct ServerSlots {
    is_up: bool,
    /// The numbers of its places that nobody may have while it is down.
    parked: Vec<u32>,
}

/// A place at a server, by a number that no other chart in flight there has.
#[derive(Clone, Copy)]
struct Place {
    server: usize,
    number: u32,
}

/// A place at one model server; gives itself back when dropped.
pub(crate) struct Slot {
    endpoints: Arc<Endpoints>,
    place: Place,
    /// Speaks to the server.
    pub client: Arc<ModelClient>,
}

impl Endpoints {
    /// Servers that are all down until [`Endpoints::look_after`] has met them.
    ///
    /// # Errors
    /// When a URL or key cannot be used.
    pub(crate) fn new(
        settings: Vec<EndpointSettings>,
        feeding: Feeding,
        metrics: Arc<WorkerMetrics>,
    ) -> Result<Arc<Self>, CoderError> {
        let slots = ServerSlots {
            is_up: false,
            parked: (0..).take(feeding.slots_each).collect(),
        };
        let slots = Slots {
            free: VecDeque::new(),
            servers: vec![slots; settings.len()],
        };
        let servers = settings
            .into_iter()
            .map(|settings| {
                let client = RwLock::new(Arc::new(ModelClient::new(settings.clone())?));
                Ok(Server { settings, client })
            })
            .collect::<Result<Vec<_>, CoderError>>()?;
        Ok(Arc::new(Self {
            servers,
            feeding,
            slots: Mutex::new(slots),
            freed: Notify::new(),
            went_down: Notify::new(),
            servers_up: watch::Sender::new(0),
            metrics,
        }))
    }

    /// How many servers answer at the moment.
    pub(crate) fn servers_up(&self) -> watch::Receiver<usize> {
        self.servers_up.subscribe()
    }

    /// Waits for a free slot. Cancel-safe.
    pub(crate) async fn acquire(self: &Arc<Self>) -> Slot {
        loop {
            // In the queue before the look, so that a slot freed in between
            // wakes us, also where several are freed at once.
            let mut freed = pin!(self.freed.notified());
            freed.as_mut().enable();
            let free = self.lock().free.pop_front();
            if let Some((place, client)) =
                free.and_then(|place| Some((place, self.client(place.server)?)))
            {
                return Slot {
                    endpoints: Arc::clone(self),
                    place,
                    client,
                };
            }
            freed.await;
        }
    }

    /// Takes the slot's server out of service until it answers a canary.
    pub(crate) fn mark_down(&self, slot: &Slot) {
        let mut slots = self.lock();
        let down = slot.place.server;
        let (parked, free): (VecDeque<Place>, _) =
            slots.free.drain(..).partition(|place| place.server == down);
        slots.free = free;
        if let Some(server) = slots.servers.get_mut(down) {
            let numbers = parked.into_iter().map(|place| place.number);
            server.parked.extend(numbers);
            server.is_up = false;
        }
        self.publish(&slots);
        drop(slots);
        self.went_down.notify_waiters();
    }

    /// Meets every server and revives those that go down, until cancelled.
    pub(crate) async fn look_after(self: Arc<Self>, backoff: Backoff, cancel: CancellationToken) {
        let mut probers = tokio::task::JoinSet::new();
        for server in 0..self.servers.len() {
            let (this, cancel) = (Arc::clone(&self), cancel.clone());
            probers.spawn(async move { this.look_after_one(server, backoff, cancel).await });
        }
        while probers.join_next().await.is_some() {}
    }

    async fn look_after_one(&self, server: usize, backoff: Backoff, cancel: CancellationToken) {
        let mut failures = 0;
        loop {
            let went_down = self.went_down.notified();
            let wait: Duration = if self.is_up(server) {
                tokio::select! {
                    () = cancel.cancelled() => return,
                    () = went_down => continue,
                }
            } else if self.revive(server, &cancel).await {
                failures = 0;
                continue;
            } else {
                failures += 1;
                backoff.delay(failures, &mut rand::rng())
            };
            tokio::select! {
                () = cancel.cancelled() => return,
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Asks a server what it serves and each of its models for one token; true
    /// where all answer.
    async fn revive(&self, index: usize, cancel: &CancellationToken) -> bool {
        let Some(server) = self.servers.get(index) else {
            return false;
        };
        let met = async {
            let client = ModelClient::new(server.settings.clone())?;
            let served = client.probe(cancel).await?;
            let client = client.with_served(served);
            for canary in &self.feeding.canaries {
                client.canary_of(canary, cancel).await?;
            }
            Ok::<_, CoderError>(client)
        };
        match met.await {
            Ok(client) => {
                tracing::info!(
                    endpoint.index = index,
                    model = client.model(),
                    "model server answers"
                );
                *server
                    .client
                    .write()
                    .unwrap_or_else(PoisonError::into_inner) = Arc::new(client);
                self.mark_up(index);
                true
            }
            Err(error) => {
                tracing::warn!(endpoint.index = index, %error, "model server does not answer");
                false
            }
        }
    }

    fn mark_up(&self, index: usize) {
        let mut slots = self.lock();
        let Some(server) = slots.servers.get_mut(index) else {
            return;
        };
        server.is_up = true;
        let parked = std::mem::take(&mut server.parked);
        let count = parked.len();
        let place = |number| Place {
            server: index,
            number,
        };
        slots.free.extend(parked.into_iter().map(place));
        self.publish(&slots);
        drop(slots);
        for _ in 0..count {
            self.freed.notify_one();
        }
    }

    fn is_up(&self, server: usize) -> bool {
        self.lock()
            .servers
            .get(server)
            .is_some_and(|server| server.is_up)
    }

    fn client(&self, server: usize) -> Option<Arc<ModelClient>> {
        let server = self.servers.get(server)?;
        Some(Arc::clone(
            &server.client.read().unwrap_or_else(PoisonError::into_inner),
        ))
    }

    fn give_back(&self, place: Place) {
        let mut slots = self.lock();
        let Some(server) = slots.servers.get_mut(place.server) else {
            return;
        };
        if server.is_up {
            slots.free.push_back(place);
            drop(slots);
            self.freed.notify_one();
        } else {
            server.parked.push(place.number);
        }
    }

    fn publish(&self, slots: &Slots) {
        let up = slots.servers.iter().filter(|server| server.is_up).count();
        self.metrics
            .endpoints_up
            .set(i64::try_from(up).unwrap_or(i64::MAX));
        self.servers_up.send_replace(up);
    }

    fn lock(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot {
    /// The server's slot that the chart stays on, the same for as long as it
    /// holds this place; `None` where the server finds it.
    pub(crate) fn pinned(&self) -> Option<u32> {
        let slots = self.client.slots()?.get();
        let own = u32::try_from(self.endpoints.feeding.slots_each).unwrap_or(u32::MAX);
        (own >= slots).then_some(self.place.number)
    }

    /// Waits until the server is done with what it may still be at work on for
    /// this place, so that no other chart queues behind it; at most for as long
    /// as a canary may take.
    pub(crate) async fn settle(&self, cancel: &CancellationToken) {
        let Some(slot) = self.pinned() else {
            return;
        };
        let canary = Canary {
            slot: Some(slot),
            ..Canary::default()
        };
        if self.client.canary_of(&canary, cancel).await.is_err() {
            tracing::warn!("a slot of a model server stays busy after a timeout");
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.endpoints.give_back(self.place);
    }
}

#[cfg(test)]
mod tests;
