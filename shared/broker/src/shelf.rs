//! What the broker has delivered and nobody has taken yet, by class. Taking
//! always gives the most urgent item; a class holds at most its capacity.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chartfleet_model::QueueClass;
use tokio::sync::Notify;

/// A bounded, prioritised buffer between the broker and the slots.
#[derive(Debug)]
pub(crate) struct Shelf<T> {
    rows: Mutex<Rows<T>>,
    arrived: Notify,
    capacity: usize,
}

#[derive(Debug)]
struct Rows<T> {
    stat: VecDeque<T>,
    rush: VecDeque<T>,
    bulk: VecDeque<T>,
}

impl<T> Rows<T> {
    const fn row(&mut self, class: QueueClass) -> &mut VecDeque<T> {
        match class {
            QueueClass::Stat => &mut self.stat,
            QueueClass::Rush => &mut self.rush,
            QueueClass::Bulk => &mut self.bulk,
        }
    }

    fn pop(&mut self) -> Option<T> {
        QueueClass::ALL
            .into_iter()
            .find_map(|class| self.row(class).pop_front())
    }

    fn len(&self) -> usize {
        self.stat.len() + self.rush.len() + self.bulk.len()
    }
}

impl<T> Shelf<T> {
    /// An empty shelf for `capacity` items a class.
    pub(crate) const fn new(capacity: usize) -> Self {
        Self {
            rows: Mutex::new(Rows {
                stat: VecDeque::new(),
                rush: VecDeque::new(),
                bulk: VecDeque::new(),
            }),
            arrived: Notify::const_new(),
            capacity,
        }
    }

    /// Puts an item at the end of its class.
    ///
    /// # Errors
    /// Hands the item back when the class is full, which the prefetch should
    /// have prevented.
    pub(crate) fn put(&self, class: QueueClass, item: T) -> Result<(), T> {
        let mut rows = self.lock();
        let row = rows.row(class);
        if row.len() >= self.capacity {
            return Err(item);
        }
        row.push_back(item);
        drop(rows);
        self.arrived.notify_one();
        Ok(())
    }

    /// Waits for the most urgent item. Cancel-safe; any number may wait.
    pub(crate) async fn take(&self) -> T {
        loop {
            let (item, left) = {
                let mut rows = self.lock();
                (rows.pop(), rows.len())
            };
            if let Some(item) = item {
                // One notice may stand for several arrivals: pass it on.
                if left > 0 {
                    self.arrived.notify_one();
                }
                return item;
            }
            self.arrived.notified().await;
        }
    }

    /// How many items wait, of all classes.
    pub(crate) fn len(&self) -> usize {
        self.lock().len()
    }

    /// Empties the shelf.
    pub(crate) fn clear(&self) -> Vec<T> {
        let mut rows = self.lock();
        std::iter::from_fn(|| rows.pop()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Rows<T>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn the_most_urgent_is_taken_first_whatever_came_first() {
        let shelf = Shelf::new(2);
        for (class, item) in [
            (QueueClass::Bulk, 'b'),
            (QueueClass::Rush, 'r'),
            (QueueClass::Stat, 's'),
            (QueueClass::Bulk, 'c'),
        ] {
            shelf.put(class, item).unwrap();
        }
        let mut taken = String::new();
        for _ in 0..4 {
            taken.push(shelf.take().await);
        }
        assert_eq!(taken, "srbc");
    }

    #[test]
    fn a_full_class_hands_the_item_back_and_leaves_the_others_alone() {
        let shelf = Shelf::new(1);
        assert_eq!(shelf.put(QueueClass::Bulk, 1), Ok(()));
        assert_eq!(shelf.put(QueueClass::Bulk, 2), Err(2));
        assert_eq!(shelf.put(QueueClass::Stat, 3), Ok(()));
        assert_eq!(shelf.clear(), [3, 1]);
    }

    #[tokio::test]
    async fn every_waiting_taker_is_woken() {
        let shelf = Arc::new(Shelf::new(8));
        let takers: Vec<_> = (0..8)
            .map(|_| {
                let shelf = Arc::clone(&shelf);
                tokio::spawn(async move { shelf.take().await })
            })
            .collect();
        tokio::task::yield_now().await;
        for item in 0..8 {
            shelf.put(QueueClass::Bulk, item).unwrap();
        }
        let mut taken = Vec::new();
        for taker in takers {
            taken.push(taker.await.unwrap());
        }
        taken.sort_unstable();
        assert_eq!(taken, (0..8).collect::<Vec<_>>());
    }
}
