//! What operations have to tell, on its way to the connection that tells it.
//!
//! Invariant: no more than [`WAITING`] messages wait for a connection; whoever does not take them in time is given up, and the
//! operation with them.

use std::{sync::Arc, time::Duration};
use tokio::sync::{Notify, mpsc};

/// Messages that wait for one connection.
const WAITING: usize = 16;

/// Something that an operation tells.
#[derive(Debug)]
pub struct Told {
    /// Its name, as the client chose it.
    pub id: String,
    /// Which of the operations of that name it is.
    pub serial: u64,
    /// What it tells.
    pub what: What,
}

/// What an operation tells.
#[derive(Debug)]
pub enum What {
    /// It listens: whatever happens from now on is told.
    Opened,
    /// A result, or an event.
    Next(Event),
    /// The errors with which it was refused or broke off, as a JSON list. It has ended.
    Refused(Vec<u8>),
    /// It has ended.
    Complete,
    /// The access of its subscriber has ended.
    Lost,
}

/// A result, or an event.
#[derive(Debug)]
pub struct Event {
    /// The answer, as JSON.
    pub body: Vec<u8>,
    /// Where an event stands in its feed.
    pub cursor: Option<String>,
}

/// Where an operation puts what it has to tell.
#[derive(Debug)]
pub struct Outbox {
    id: String,
    serial: u64,
    way: Way,
}

/// The way from operations to their connection.
#[derive(Clone, Debug)]
pub struct Way {
    sender: mpsc::Sender<Told>,
    slow: Arc<Notify>,
    patience: Duration,
}

/// Where a connection takes what its operations tell.
#[derive(Debug)]
pub struct Inbox {
    receiver: mpsc::Receiver<Told>,
    slow: Arc<Notify>,
}

/// Why nothing more is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// Every operation has ended.
    Over,
    /// An operation has given up, because the client does not read.
    Slow,
}

/// The connection is gone, or does not take what is told.
#[derive(Debug)]
pub struct Unheard;

/// A way from operations to a connection, and its end.
pub fn way(patience: Duration) -> (Way, Inbox) {
    let (sender, receiver) = mpsc::channel(WAITING);
    let slow = Arc::<Notify>::default();
    let inbox = Inbox {
        receiver,
        slow: Arc::clone(&slow),
    };
    let way = Way {
        sender,
        slow,
        patience,
    };
    (way, inbox)
}

impl Way {
    /// For the operation of a name.
    pub fn of(&self, id: String, serial: u64) -> Outbox {
        Outbox {
            id,
            serial,
            way: self.clone(),
        }
    }
}

impl Inbox {
    /// The next thing that is told.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn next(&mut self) -> Result<Told, Silence> {
        tokio::select! {
            biased;
            () = self.slow.notified() => Err(Silence::Slow),
            told = self.receiver.recv() => told.ok_or(Silence::Over),
        }
    }
}

impl Outbox {
    /// Tells something; waits as long as there is patience. Then the whole connection is given up: its client could not know
    /// that one of its operations is missing.
    ///
    /// # Errors
    /// Where nobody takes it.
    pub async fn tell(&self, what: What) -> Result<(), Unheard> {
        let told = Told {
            id: self.id.clone(),
            serial: self.serial,
            what,
        };
        let Way {
            sender,
            slow,
            patience,
        } = &self.way;
        sender.send_timeout(told, *patience).await.map_err(|_| {
            slow.notify_one();
            Unheard
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_does_not_take_what_is_told_is_given_up() {
        let (way, mut inbox) = way(Duration::from_millis(10));
        let outbox = way.of("one".to_owned(), 1);
        for _ in 0..WAITING {
            outbox.tell(What::Opened).await.unwrap();
        }
        assert!(outbox.tell(What::Complete).await.is_err());
        assert_eq!(inbox.next().await.err(), Some(Silence::Slow));
    }

    #[tokio::test]
    async fn what_was_told_is_heard_to_the_end() {
        let (way, mut inbox) = way(Duration::from_secs(1));
        let outbox = way.of("one".to_owned(), 1);
        drop(way);
        outbox.tell(What::Complete).await.unwrap();
        drop(outbox);
        assert!(inbox.next().await.is_ok());
        assert_eq!(inbox.next().await.err(), Some(Silence::Over));
    }
}
