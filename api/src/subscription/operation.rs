//! One operation of a subscriber, from its document to its end.
//!
//! Invariant: it is admitted by the same checks as over HTTP, runs in a context of its own for each reading, and tells
//! nothing before the log knows what was read of others.

use super::{
    Hub,
    outbox::{Event, Outbox, Unheard, What},
    subscriber::Subscriber,
};
use crate::rate_limit::{ARRIVAL, Meter};
use crate::{
    graphql::{
        Endpoint, admission::Admitted, code::Code, refusal::Refusal, request::Parameters,
        response::Body,
    },
    persisted_document,
};
use actix_web::web;
use async_graphql::{Executor, Response, parser::types::OperationType};
use domain::{
    Ctx, Error,
    change::Follower,
    language::{Language, Words},
    read::PageRequest,
};
use schema::{Progress, Reading};
use std::sync::Arc;

/// One operation of a subscriber.
pub struct Operation<E: Executor> {
    /// Where it is executed.
    pub endpoint: web::Data<Endpoint<E>>,
    /// What all streams share.
    pub hub: web::Data<Hub>,
    /// Whose it is.
    pub subscriber: Arc<Subscriber>,
    /// What they ask.
    pub parameters: Parameters,
    /// Behind which cursor they go on, whatever their document says.
    pub after: Option<String>,
    /// Whether it can change anything.
    pub can_change: bool,
}

/// Why an operation stopped.
enum Stop {
    Refused(Vec<u8>),
    Lost,
    Unheard,
}

impl From<Unheard> for Stop {
    fn from(Unheard: Unheard) -> Self {
        Self::Unheard
    }
}

impl<E: Executor> Operation<E> {
    /// Checks it without running it.
    ///
    /// # Errors
    /// The first reason not to run it.
    pub fn admit(&self) -> Result<Admitted, Refusal> {
        let admission = self.endpoint.admission();
        admission.admit(self.parameters.clone(), |kind| self.permit(kind))
    }

    /// Runs it to its end, and tells what comes of it.
    pub async fn run(mut self, outbox: Outbox) {
        let driven = match self.resolve().await {
            Ok(()) => self.drive(&outbox).await,
            Err(stop) => Err(stop),
        };
        let last = match driven {
            Ok(()) => What::Complete,
            Err(Stop::Refused(errors)) => What::Refused(errors),
            Err(Stop::Lost) => What::Lost,
            Err(Stop::Unheard) => return,
        };
        // Who does not take this is gone.
        let _ = outbox.tell(last).await;
    }

    /// Finds the document that is named, if the subscriber may run it.
    async fn resolve(&mut self) -> Result<(), Stop> {
        let ctx = self.context().await?;
        let parameters = std::mem::take(&mut self.parameters);
        let resolved = persisted_document::resolve(&ctx, parameters).await;
        self.parameters = resolved.map_err(|refusal| self.refused(&refusal))?;
        Ok(())
    }

    async fn drive(&self, outbox: &Outbox) -> Result<(), Stop> {
        let admitted = self.admit().map_err(|refusal| self.refused(&refusal))?;
        match admitted.operation {
            OperationType::Subscription => self.listen(admitted, outbox).await,
            OperationType::Query | OperationType::Mutation => self.answer(admitted, outbox).await,
        }
    }

    async fn answer(&self, admitted: Admitted, outbox: &Outbox) -> Result<(), Stop> {
        let taken = admitted.cost.requested;
        let ctx = self.context().await?;
        let meter = self.pay(&ctx, taken)?;
        let prepare = |request| self.hub.prepare(&ctx, request);
        let answer = self.endpoint.run(admitted, prepare).await;
        let (response, cost) = answer.map_err(|refusal| self.refused(&refusal))?;
        meter.settle(taken, cost.actual.unwrap_or(taken));
        self.keep_reads(&ctx).await?;
        drop(ctx);
        let limits = self.endpoint.admission().limits();
        let (body, refused) = Body::executed(response, Some(cost), limits, self.language());
        if refused.is_some() {
            return Err(Stop::Refused(body.errors()));
        }
        let event = Event {
            body: body.text(),
            cursor: None,
        };
        Ok(outbox.tell(What::Next(event)).await?)
    }

    /// Reads again and again what has happened.
    async fn listen(&self, first: Admitted, outbox: &Outbox) -> Result<(), Stop> {
        // What one reading costs is bounded like one request.
        let size = first.cost.limit / first.cost.requested.max(1);
        let size = size.clamp(1, PageRequest::MAX);
        let progress = Arc::new(Progress::new(self.after.clone(), size));
        self.pay(&self.context().await?, first.cost.requested)?;
        let mut follower = None;
        let mut admitted = Some(first);
        loop {
            let is_first = admitted.is_some();
            let next = admitted.take().map_or_else(|| self.admit(), Ok);
            let next = next.map_err(|refusal| self.refused(&refusal))?;
            let (events, has_more) = self.read(next, &progress, &mut follower).await?;
            if is_first {
                outbox.tell(What::Opened).await?;
            }
            for event in events {
                outbox.tell(What::Next(event)).await?;
            }
            if let Some(follower) = follower.as_mut().filter(|_| !has_more) {
                follower.changed().await;
            }
        }
    }

    /// One reading, and whether there is more already. Whoever reads first begins to follow before.
    async fn read(
        &self,
        admitted: Admitted,
        progress: &Arc<Progress>,
        follower: &mut Option<Follower>,
    ) -> Result<(Vec<Event>, bool), Stop> {
        let _turn = self.hub.turns.acquire().await;
        let ctx = self.context().await?;
        follower.get_or_insert_with(|| ctx.follow_changes());
        let prepare = |request| {
            let request = self.hub.prepare(&ctx, request);
            request.data(Arc::clone(progress))
        };
        let responses = self.endpoint.events(admitted, prepare).await;
        let responses = responses.map_err(|refusal| self.refused(&refusal))?;
        self.keep_reads(&ctx).await?;
        self.events(responses, progress.take())
    }

    /// A reading that failed has an answer without an event.
    fn events(
        &self,
        responses: Vec<Response>,
        reading: Option<Reading>,
    ) -> Result<(Vec<Event>, bool), Stop> {
        let limits = self.endpoint.admission().limits();
        let mut bodies = responses
            .into_iter()
            .map(|response| Body::executed(response, None, limits, self.language()).0);
        match reading {
            Some(reading) if reading.cursors.len() == bodies.len() => {
                let events = bodies.zip(reading.cursors).map(|(body, cursor)| Event {
                    body: body.text(),
                    cursor: Some(cursor),
                });
                Ok((events.collect(), reading.has_more))
            }
            _ => Err(bodies
                .next()
                .map_or(Stop::Unheard, |body| Stop::Refused(body.errors()))),
        }
    }

    /// Takes the points of an operation, as over HTTP. A subscription pays for its first reading only; how many there are
    /// depends on what happens, and their number at a time is bounded.
    fn pay(&self, ctx: &Ctx, points: u64) -> Result<Meter, Stop> {
        let limiter = &self.hub.shared.limiter;
        let meter = limiter.meter(ctx.actor(), self.subscriber.address);
        let taken = meter.take(ARRIVAL.saturating_add(points));
        taken.map_err(|wait| self.refused(&Refusal::rate_limited(wait)))?;
        Ok(meter)
    }

    async fn context(&self) -> Result<Ctx, Stop> {
        let ctx = self.subscriber.context(&self.hub).await;
        ctx.map_err(|error| self.failed(&error))
    }

    async fn keep_reads(&self, ctx: &Ctx) -> Result<(), Stop> {
        let kept = ctx.keep_reads().await;
        kept.map_err(|error| self.failed(&error))
    }

    fn permit(&self, kind: OperationType) -> Result<(), Refusal> {
        match kind {
            OperationType::Mutation if !self.can_change => Err(Refusal::method(
                "POST",
                "Änderungen (mutation) sind so nicht möglich.",
                "Mutations are not possible this way.",
            )),
            // Nobody in particular changes anything; told before anything of it is done.
            OperationType::Mutation if !self.subscriber.is_known() => {
                Err(refusal(&Error::Unauthenticated))
            }
            _ => Ok(()),
        }
    }

    fn failed(&self, error: &Error) -> Stop {
        match error {
            Error::Unauthenticated => Stop::Lost,
            error => self.refused(&refusal(error)),
        }
    }

    fn refused(&self, refusal: &Refusal) -> Stop {
        Stop::Refused(Body::refused(refusal, self.language()).errors())
    }

    fn language(&self) -> Language {
        self.subscriber.language
    }
}

/// A domain error as the refusal of an operation; internal ones are logged here and not shown.
pub fn refusal(error: &Error) -> Refusal {
    if let Error::Internal(_) | Error::Unavailable(_) = error {
        tracing::error!(error = %error, "a reading for a subscriber failed");
    }
    let code = Code::from_word(error.code().word()).unwrap_or(Code::Internal);
    let words = Words::new(error.text(Language::De), error.text(Language::En));
    Refusal::of(
        code,
        vec![crate::graphql::refusal::Problem::new(words, None)],
    )
}
