//! What the services of this test program write into their log.
//!
//! Invariant: everything from the first [`start`] on is kept, one level finer than an operator would choose.

use std::{
    io::Write,
    sync::{Mutex, MutexGuard, OnceLock},
};
use tracing_subscriber::{filter::LevelFilter, layer::SubscriberExt};

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Appends to the log.
struct Pen;

impl Write for Pen {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        kept().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn kept() -> MutexGuard<'static, Vec<u8>> {
    LOG.lock().unwrap()
}

/// Begins to keep the log; a second time it goes on.
pub fn start() {
    static STARTED: OnceLock<()> = OnceLock::new();
    STARTED.get_or_init(|| {
        let layer = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(|| Pen);
        let subscriber = tracing_subscriber::registry()
            .with(LevelFilter::DEBUG)
            .with(layer);
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
}

/// The log until now.
pub fn lines() -> String {
    String::from_utf8_lossy(&kept()).into_owned()
}
