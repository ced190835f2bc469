//! The crate against a real broker, each test in a virtual host of its own.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests stop at the first surprise"
)]

mod relay;
mod vhost;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use chartfleet_broker::{
    BrokerError, BrokerSettings, BrokerStats, Consumer, ConsumerHandle, ConsumerOptions,
    Deliveries, Delivery, Disposition, Publisher, topology,
};
use chartfleet_model::message::DEAD_QUEUE;
use chartfleet_model::{BatchId, BatchMessage, QueueClass, RunId};
use relay::Relay;
use tokio::time::timeout;
use vhost::{Vhost, in_a_vhost};

/// Longer than anything here takes; only a failure waits for it.
const PATIENCE: Duration = Duration::from_secs(30);

fn settings(url: String) -> BrokerSettings {
    BrokerSettings {
        url,
        publish_window: 100,
        confirm_timeout: Duration::from_secs(10),
        connect_timeout: Duration::from_secs(5),
        heartbeat: Duration::from_secs(10),
    }
}

fn message(batch: i64) -> BatchMessage {
    BatchMessage::new(RunId(1), BatchId(batch))
}

fn consume(
    settings: &BrokerSettings,
    prefetch: u16,
) -> (Deliveries, ConsumerHandle, Arc<BrokerStats>) {
    let stats = Arc::new(BrokerStats::default());
    let options = ConsumerOptions {
        prefetch,
        tag: "test".to_owned(),
    };
    let (deliveries, handle) =
        Consumer::start(settings.clone(), options, Arc::clone(&stats)).unwrap();
    (deliveries, handle, stats)
}

async fn publisher(settings: &BrokerSettings) -> (Publisher, Arc<BrokerStats>) {
    let stats = Arc::new(BrokerStats::default());
    let publisher = Publisher::connect(settings.clone(), Arc::clone(&stats))
        .await
        .unwrap();
    (publisher, stats)
}

async fn publish(publisher: &Publisher, class: QueueClass, batches: std::ops::Range<i64>) {
    for confirmed in publisher
        .publish_all(batches.map(|batch| (class, message(batch))))
        .await
    {
        confirmed.unwrap();
    }
}

async fn next(deliveries: &Deliveries) -> Delivery {
    timeout(PATIENCE, deliveries.next())
        .await
        .expect("a delivery in time")
        .expect("the consumer still runs")
}

async fn take(deliveries: &Deliveries, count: usize) -> Vec<Delivery> {
    let mut taken = Vec::new();
    for _ in 0..count {
        taken.push(next(deliveries).await);
    }
    taken
}

async fn ready(settings: &BrokerSettings, queue: &str) -> u32 {
    let depths = topology::depths(settings).await.unwrap();
    depths.iter().find(|d| d.queue == queue).unwrap().ready
}

/// Asks again until the answer is the expected one.
async fn eventually(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let settled = async {
        let mut pace = tokio::time::interval(Duration::from_millis(20));
        while !holds().await {
            pace.tick().await;
        }
    };
    assert!(timeout(PATIENCE, settled).await.is_ok(), "never: {what}");
}

#[tokio::test]
async fn what_is_published_and_confirmed_is_consumed_once() {
    in_a_vhost(async |vhost: Vhost| {
        let settings = settings(vhost.url());
        let (publisher, published) = publisher(&settings).await;
        publish(&publisher, QueueClass::Bulk, 0..500).await;
        assert_eq!(published.publish_confirmed.get(), 500);

        let (deliveries, handle, stats) = consume(&settings, 50);
        let mut seen = BTreeSet::new();
        for _ in 0..500 {
            let delivery = next(&deliveries).await;
            assert!(!delivery.redelivered);
            assert!(seen.insert(delivery.message.batch.0), "each batch once");
            assert_eq!(delivery.ack().await, Disposition::Settled);
        }
        handle.close().await;
        assert_eq!(stats.acked.get(), 500);
        assert_eq!(ready(&settings, QueueClass::Bulk.queue()).await, 0);
    })
    .await;
}

#[tokio::test]
async fn exactly_the_unroutable_messages_of_a_window_are_errors() {
    in_a_vhost(async |vhost: Vhost| {
        let settings = settings(vhost.url());
        let (publisher, stats) = publisher(&settings).await;
        vhost.delete_queue(QueueClass::Rush.queue()).await;
        let mixed = (0..300).map(|n| {
            let class = if n % 3 == 0 {
                QueueClass::Rush
            } else {
                QueueClass::Bulk
            };
            (class, message(n))
        });
        for (n, confirmed) in publisher.publish_all(mixed).await.iter().enumerate() {
            let unroutable = matches!(confirmed, Err(BrokerError::Unroutable { .. }));
            assert_eq!(unroutable, n % 3 == 0, "message {n}: {confirmed:?}");
            assert!(
                unroutable || confirmed.is_ok(),
                "message {n}: {confirmed:?}"
            );
        }
        assert_eq!(stats.publish_failed.get(), 100);
        topology::declare(&settings).await.unwrap();
        assert_eq!(ready(&settings, QueueClass::Bulk.queue()).await, 200);
    })
    .await;
}

#[tokio::test]
async fn an_unreadable_message_goes_to_the_dead_letter_queue() {
    in_a_vhost(async |vhost: Vhost| {
        let settings = settings(vhost.url());
        topology::declare(&settings).await.unwrap();
        let queue = QueueClass::Rush.queue();
        for body in ["not json", r#"{"v":9,"run":1,"batch":1}"#] {
            vhost.publish(queue, body).await;
        }
        let (publisher, _) = publisher(&settings).await;
        publish(&publisher, QueueClass::Rush, 7..8).await;

        let (deliveries, handle, stats) = consume(&settings, 5);
        let good = next(&deliveries).await;
        assert_eq!(good.message, message(7));
        assert_eq!(good.ack().await, Disposition::Settled);
        eventually("both are in the dead-letter queue", async || {
            ready(&settings, DEAD_QUEUE).await == 2
        })
        .await;
        assert_eq!(stats.rejected.get(), 2);
        handle.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_batch_given_back_is_delivered_again_and_a_rejected_one_is_not() {
    in_a_vhost(async |vhost: Vhost| {
        let settings = settings(vhost.url());
        let (publisher, _) = publisher(&settings).await;
        publish(&publisher, QueueClass::Stat, 1..2).await;
        let (deliveries, handle, stats) = consume(&settings, 1);

        assert_eq!(
            next(&deliveries).await.give_back().await,
            Disposition::Settled
        );
        let again = next(&deliveries).await;
        assert!(again.redelivered);
        assert_eq!(again.message, message(1));
        assert_eq!(again.reject().await, Disposition::Settled);
        eventually("it is in the dead-letter queue", async || {
            ready(&settings, DEAD_QUEUE).await == 1
        })
        .await;
        assert_eq!((stats.nacked.get(), stats.rejected.get()), (1, 1));
        handle.close().await;
    })
    .await;
}

#[tokio::test]
async fn the_prefetch_is_the_same_before_and_after_a_lost_connection() {
    in_a_vhost(async |vhost: Vhost| {
        let direct = settings(vhost.url());
        let (publisher, _) = publisher(&direct).await;
        publish(&publisher, QueueClass::Bulk, 0..20).await;
        let relay = Relay::to(&vhost).await;
        let (deliveries, handle, stats) = consume(&settings(relay.url()), 3);
        let bulk = QueueClass::Bulk.queue();

        for lost_so_far in 0..3 {
            let in_hand = take(&deliveries, 3).await;
            handle.consuming().await;
            // Without a bound the broker would have sent all of them at once.
            assert_eq!(ready(&direct, bulk).await, 17, "three of twenty in hand");
            assert_eq!(deliveries.waiting(), 0);
            assert_eq!(stats.reconnects.get(), lost_so_far);

            relay.cut();
            eventually("the deliveries in hand are dead", async || {
                in_hand.iter().all(|delivery| !delivery.is_live())
            })
            .await;
            for delivery in in_hand {
                assert_eq!(delivery.ack().await, Disposition::ChannelGone);
            }
        }
        for _ in 0..20 {
            assert_eq!(next(&deliveries).await.ack().await, Disposition::Settled);
        }
        handle.close().await;
        assert_eq!(ready(&direct, bulk).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_consumer_that_the_broker_ends_is_rebuilt_with_its_prefetch() {
    in_a_vhost(async |vhost: Vhost| {
        let settings = settings(vhost.url());
        let (publisher, _) = publisher(&settings).await;
        let (deliveries, handle, stats) = consume(&settings, 2);
        timeout(PATIENCE, handle.consuming()).await.unwrap();

        vhost.delete_queue(QueueClass::Bulk.queue()).await;
        eventually("the lane is rebuilt", async || {
            stats.channel_rebuilds.get() > 0 && handle.is_consuming()
        })
        .await;
        publish(&publisher, QueueClass::Bulk, 0..10).await;
        let in_hand = take(&deliveries, 2).await;
        assert_eq!(ready(&settings, QueueClass::Bulk.queue()).await, 8);
        assert_eq!(stats.reconnects.get(), 0, "the connection lived on");
        drop(in_hand);
        handle.close().await;
    })
    .await;
}

#[tokio::test]
async fn urgent_batches_are_taken_first() {
    in_a_vhost(async |vhost: Vhost| {
        let settings = settings(vhost.url());
        let (publisher, _) = publisher(&settings).await;
        for class in [QueueClass::Bulk, QueueClass::Rush, QueueClass::Stat] {
            publish(&publisher, class, 0..2).await;
        }
        let (deliveries, handle, _) = consume(&settings, 2);
        eventually("all six are delivered", async || deliveries.waiting() == 6).await;
        let order: Vec<_> = take(&deliveries, 6).await.iter().map(|d| d.class).collect();
        let [stat, rush, bulk] = QueueClass::ALL;
        assert_eq!(order, [stat, stat, rush, rush, bulk, bulk]);
        handle.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_stop_gives_back_what_nobody_took_and_leaves_the_rest_answerable() {
    in_a_vhost(async |vhost: Vhost| {
        let settings = settings(vhost.url());
        let (publisher, _) = publisher(&settings).await;
        publish(&publisher, QueueClass::Bulk, 0..10).await;
        let (deliveries, handle, _) = consume(&settings, 4);
        let in_hand = take(&deliveries, 1).await;
        eventually("three more wait", async || deliveries.waiting() == 3).await;

        handle.stop_consuming().await;
        assert!(deliveries.next().await.is_none());
        eventually("nine are back", async || {
            ready(&settings, QueueClass::Bulk.queue()).await == 9
        })
        .await;
        for delivery in in_hand {
            assert_eq!(delivery.ack().await, Disposition::Settled);
        }
        handle.close().await;
        assert_eq!(ready(&settings, QueueClass::Bulk.queue()).await, 9);
    })
    .await;
}

#[tokio::test]
async fn the_publisher_comes_back_after_a_lost_connection() {
    in_a_vhost(async |vhost: Vhost| {
        let relay = Relay::to(&vhost).await;
        let (publisher, stats) = publisher(&settings(relay.url())).await;
        publish(&publisher, QueueClass::Bulk, 0..5).await;
        relay.cut();
        eventually("the loss is noticed", async || !publisher.is_connected()).await;
        publish(&publisher, QueueClass::Bulk, 5..10).await;
        assert_eq!(stats.reconnects.get(), 1);
        assert_eq!(
            ready(&settings(vhost.url()), QueueClass::Bulk.queue()).await,
            10
        );
    })
    .await;
}

#[tokio::test]
async fn a_queue_with_other_arguments_is_refused_with_the_remedy() {
    in_a_vhost(async |vhost: Vhost| {
        vhost.declare_classic_queue(QueueClass::Bulk.queue()).await;
        let error = topology::declare(&settings(vhost.url())).await.unwrap_err();
        assert!(
            matches!(error, BrokerError::QueueMismatch { .. }),
            "{error}"
        );
        assert!(
            error
                .to_string()
                .contains("rabbitmqctl delete_queue coding.bulk")
        );
    })
    .await;
}

#[tokio::test]
async fn declaring_twice_changes_nothing() {
    in_a_vhost(async |vhost: Vhost| {
        let settings = settings(vhost.url());
        topology::declare(&settings).await.unwrap();
        topology::declare(&settings).await.unwrap();
        let depths = topology::depths(&settings).await.unwrap();
        let names: Vec<_> = depths.iter().map(|depth| depth.queue).collect();
        assert_eq!(
            names,
            ["coding.stat", "coding.rush", "coding.bulk", DEAD_QUEUE]
        );
    })
    .await;
}
