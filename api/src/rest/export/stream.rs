//! The bytes of an export, made while they go out.
//!
//! Invariant: an error in the middle ends the answer with an error of the connection; there is no well-formed answer that is
//! too short. Memory holds one page.

use super::{collection::Collection, page, sink::Sink};
use crate::{rate_limit::Meter, rest::audit_export::Format};
use actix_web::web::Bytes;
use async_graphql::futures_util::stream::{Stream, unfold};
use domain::{Ctx, Result};

/// So much is paid for when the answer begins.
const PAID: u64 = 100;

/// An export while it is written.
pub struct Export {
    /// Who reads.
    pub ctx: Ctx,
    /// What is read.
    pub collection: Collection,
    /// How it is written.
    pub format: Format,
    /// The row behind which it begins.
    pub after: Option<String>,
    /// Who pays for what goes out.
    pub meter: Meter,
}

struct Writing {
    export: Export,
    sink: Sink,
    is_over: bool,
    /// KiB that went out, and those that were paid for.
    bytes: u64,
    paid: u64,
}

/// The bytes. The first rows are there when this returns, so that most errors are answers.
///
/// # Errors
/// What the domain refuses or the database answers.
pub async fn open(export: Export) -> Result<impl Stream<Item = Result<Bytes>>> {
    let mut sink = Sink::new(export.format, export.collection.columns());
    if export.after.is_none() {
        sink.head()?;
    }
    let mut writing = Writing {
        export,
        sink,
        is_over: false,
        bytes: 0,
        paid: PAID,
    };
    writing.step().await?;
    Ok(unfold(writing, |mut writing| async {
        let part = writing.part().await.transpose()?;
        if let Err(error) = &part {
            tracing::error!(%error, "an export could not be written to its end");
            writing.is_over = true;
            writing.sink.take();
        }
        Some((part, writing))
    }))
}

impl Writing {
    /// The next bytes; none behind the last.
    async fn part(&mut self) -> Result<Option<Bytes>> {
        while self.sink.is_empty() && !self.is_over {
            self.step().await?;
        }
        let ready = self.sink.take();
        self.pay(ready.len());
        Ok(Some(Bytes::from(ready)).filter(|bytes| !bytes.is_empty()))
    }

    /// One page.
    async fn step(&mut self) -> Result<()> {
        let Export {
            ctx,
            collection,
            after,
            ..
        } = &self.export;
        let next = page::write(*collection, ctx, after.as_deref(), &mut self.sink).await?;
        self.is_over = next.is_none();
        self.export.after = next;
        Ok(())
    }

    /// Each KiB costs what it costs in every other answer.
    fn pay(&mut self, bytes: usize) {
        self.bytes += u64::try_from(bytes).unwrap_or_default();
        let due = (self.bytes / 1_024).saturating_sub(self.paid);
        self.paid += due;
        self.export.meter.settle(0, due);
    }
}
