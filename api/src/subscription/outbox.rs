//! What operations have to tell, on its way to the connection that tells it.
//!
//! Invariant: no more than [`WAITING`] messages wait for a connection; whoever does not take them in time is given up, and the
//! operation with them.

use std::time::Duration;
use tokio::sync::mpsc;

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
    /// The name of the operation.
    pub id: String,
    /// Which of that name it is.
    pub serial: u64,
    sender: mpsc::Sender<Told>,
    patience: Duration,
}

/// The connection is gone, or does not take what is told.
#[derive(Debug)]
pub struct Unheard;

/// A way from operations to a connection.
pub fn way() -> (mpsc::Sender<Told>, mpsc::Receiver<Told>) {
    mpsc::channel(WAITING)
}

impl Outbox {
    /// For an operation on a connection.
    pub fn new(
        (id, serial): (String, u64),
        sender: mpsc::Sender<Told>,
        patience: Duration,
    ) -> Self {
        Self {
            id,
            serial,
            sender,
            patience,
        }
    }

    /// Tells something; waits as long as there is patience.
    ///
    /// # Errors
    /// Where nobody takes it.
    pub async fn tell(&self, what: What) -> Result<(), Unheard> {
        let told = Told {
            id: self.id.clone(),
            serial: self.serial,
            what,
        };
        let sent = self.sender.send_timeout(told, self.patience).await;
        sent.map_err(|_| Unheard)
    }
}
