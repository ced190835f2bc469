//! The queues, and only here: one quorum queue a class (quorum queues have no
//! priorities before RabbitMQ 4.0) and one for what no worker could read.
//!
//! Declaring is idempotent, so every connection does it. Dead-lettering is at
//! least once, which RabbitMQ grants only to quorum queues that refuse
//! publishes when full (`x-overflow = reject-publish`); the delivery limit ends
//! a message that crashes its consumers, after which it waits in
//! [`DEAD_QUEUE`]. Source: RabbitMQ guide "Quorum Queues", 3.10.

use chartfleet_model::{QueueClass, message::DEAD_QUEUE};
use lapin::options::QueueDeclareOptions;
use lapin::protocol::{AMQPErrorKind, AMQPSoftError};
use lapin::types::{AMQPValue, FieldTable};
use lapin::{Channel, Connection, ErrorKind};

use crate::connection;
use crate::error::BrokerError;
use crate::settings::BrokerSettings;

/// How often a message may come back before it is set aside. A backstop only:
/// poison is counted in the database. It is far above what interruptions cause,
/// because RabbitMQ 3.10 counts a batch that is given back (`basic.nack` with
/// requeue) like one whose consumer crashed, which 4.x no longer does.
const DELIVERY_LIMIT: i32 = 200;

/// How many messages wait and who listens, in one queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueDepth {
    /// The queue's name.
    pub queue: &'static str,
    /// Messages ready to be delivered; those in workers' hands are not counted.
    pub ready: u32,
    /// Consumers.
    pub consumers: u32,
}

/// Declares every queue. Binaries call this once before they start, so that a
/// broker that cannot serve us stops them with a clear message.
///
/// # Errors
/// When the broker cannot be reached, refuses, or has a queue of ours with
/// other arguments ([`BrokerError::QueueMismatch`]).
pub async fn declare(settings: &BrokerSettings) -> Result<(), BrokerError> {
    let connection = connection::connect(settings, "chartfleet topology").await?;
    let declared = declare_on(&connection).await;
    connection::close(&connection).await;
    declared
}

/// How full the queues are, most urgent first, the dead-letter queue last.
///
/// # Errors
/// When the broker cannot be reached or a queue does not exist.
pub async fn depths(settings: &BrokerSettings) -> Result<Vec<QueueDepth>, BrokerError> {
    let connection = connection::connect(settings, "chartfleet depths").await?;
    let depths = depths_on(&connection).await;
    connection::close(&connection).await;
    depths
}

/// Declares every queue on a channel of its own: a refusal closes the channel.
pub(crate) async fn declare_on(connection: &Connection) -> Result<(), BrokerError> {
    let channel = open_channel(connection).await?;
    // The dead-letter queue first: nothing may be dead-lettered into a void.
    declare_queue(&channel, DEAD_QUEUE, dead_arguments()).await?;
    for class in QueueClass::ALL {
        declare_queue(&channel, class.queue(), class_arguments()).await?;
    }
    connection::close_channel(&channel).await;
    Ok(())
}

pub(crate) async fn open_channel(connection: &Connection) -> Result<Channel, BrokerError> {
    connection
        .create_channel()
        .await
        .map_err(|source| BrokerError::Channel { source })
}

async fn depths_on(connection: &Connection) -> Result<Vec<QueueDepth>, BrokerError> {
    let channel = open_channel(connection).await?;
    let mut depths = Vec::new();
    for queue in QueueClass::ALL
        .map(QueueClass::queue)
        .into_iter()
        .chain([DEAD_QUEUE])
    {
        let passive = QueueDeclareOptions {
            passive: true,
            ..QueueDeclareOptions::default()
        };
        let state = channel
            .queue_declare(queue.into(), passive, FieldTable::default())
            .await
            .map_err(|source| BrokerError::Queue { queue, source })?;
        depths.push(QueueDepth {
            queue,
            ready: state.message_count(),
            consumers: state.consumer_count(),
        });
    }
    connection::close_channel(&channel).await;
    Ok(depths)
}

async fn declare_queue(
    channel: &Channel,
    queue: &'static str,
    arguments: FieldTable,
) -> Result<(), BrokerError> {
    channel
        .queue_declare(queue.into(), QueueDeclareOptions::durable(), arguments)
        .await
        .map(drop)
        .map_err(|source| {
            if is_precondition_failed(&source) {
                BrokerError::QueueMismatch { queue, source }
            } else {
                BrokerError::Queue { queue, source }
            }
        })
}

fn is_precondition_failed(error: &lapin::Error) -> bool {
    matches!(error.kind(), ErrorKind::ProtocolError(reply)
        if *reply.kind() == AMQPErrorKind::Soft(AMQPSoftError::PRECONDITIONFAILED))
}

fn class_arguments() -> FieldTable {
    let mut arguments = dead_arguments();
    arguments
        .insert(
            "x-delivery-limit".into(),
            AMQPValue::LongInt(DELIVERY_LIMIT),
        )
        .insert("x-overflow".into(), text("reject-publish"))
        .insert("x-dead-letter-exchange".into(), text(""))
        .insert("x-dead-letter-routing-key".into(), text(DEAD_QUEUE))
        .insert("x-dead-letter-strategy".into(), text("at-least-once"));
    arguments
}

fn dead_arguments() -> FieldTable {
    let mut arguments = FieldTable::default();
    arguments.insert("x-queue-type".into(), text("quorum"));
    arguments
}

fn text(value: &str) -> AMQPValue {
    AMQPValue::LongString(value.into())
}
