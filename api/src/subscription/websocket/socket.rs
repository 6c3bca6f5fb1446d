//! One WebSocket, from its opening to its close.
//!
//! Invariant: nothing is executed before the connection was acknowledged; while something waits to be sent nothing more is
//! read, so a client that does not read cannot make the service work for it.

use super::{
    close::Close,
    message::{self, Message},
};
use crate::{
    config::SubscriptionSettings,
    graphql::{Endpoint, request::Parameters, response::Body},
    subscription::{
        Hub,
        operation::Operation,
        operations::Operations,
        outbox::{Inbox, Told, Way, What, way},
        places::Place,
        subscriber::Subscriber,
    },
};
use actix_web::web;
use actix_ws::{AggregatedMessage, AggregatedMessageStream, Session};
use async_graphql::Executor;
use domain::{Error, change::Follower};
use std::{pin::pin, sync::Arc};
use tokio::time::{Instant, interval_at, timeout, timeout_at};

/// What a socket is, to those who speak through it.
pub struct Line {
    session: Session,
    stream: AggregatedMessageStream,
    settings: SubscriptionSettings,
    heard: Instant,
}

/// A socket and whoever is at its other end.
pub struct Socket<E: Executor> {
    line: Line,
    endpoint: web::Data<Endpoint<E>>,
    hub: web::Data<Hub>,
    subscriber: Arc<Subscriber>,
    place: Place,
    operations: Operations,
    way: Way,
    inbox: Inbox,
}

impl Line {
    pub fn new(
        (session, stream): (Session, AggregatedMessageStream),
        settings: SubscriptionSettings,
    ) -> Self {
        Self {
            session,
            stream,
            settings,
            heard: Instant::now(),
        }
    }

    /// The next message of the protocol; what belongs to WebSocket itself is answered here.
    async fn hear(&mut self) -> Result<Message, Close> {
        loop {
            let frame = self.stream.recv().await.ok_or(Close::Gone)?;
            self.heard = Instant::now();
            match frame? {
                AggregatedMessage::Text(text) => {
                    return Message::read(&text).map_err(Close::Invalid);
                }
                AggregatedMessage::Binary(_) => {
                    return Err(Close::Invalid("messages are text".to_owned()));
                }
                AggregatedMessage::Ping(bytes) => {
                    let sent = timeout(self.settings.patience, self.session.pong(&bytes));
                    sent.await
                        .map_err(|_| Close::Slow)?
                        .map_err(|_| Close::Gone)?;
                }
                AggregatedMessage::Pong(_) => {}
                AggregatedMessage::Close(reason) => return Err(Close::Echo(reason)),
            }
        }
    }

    async fn say(&mut self, text: String) -> Result<(), Close> {
        let sent = timeout(self.settings.patience, self.session.text(text)).await;
        sent.map_err(|_| Close::Slow)?.map_err(|_| Close::Gone)
    }

    /// Asks for a sign of life; whoever has not given one for two turns is gone.
    async fn probe(&mut self) -> Result<(), Close> {
        if self.heard.elapsed() > self.settings.ping * 2 {
            return Err(Close::Gone);
        }
        let sent = timeout(self.settings.patience, self.session.ping(b"")).await;
        sent.map_err(|_| Close::Slow)?.map_err(|_| Close::Gone)
    }

    /// Says why it ends, if there is somebody to hear it.
    pub async fn close(self, close: Close) {
        if let Some(reason) = close.reason() {
            let _ = timeout(self.settings.patience, self.session.close(Some(reason))).await;
        }
    }
}

impl<E: Executor> Socket<E> {
    pub fn new(
        line: Line,
        (endpoint, hub): (web::Data<Endpoint<E>>, web::Data<Hub>),
        (subscriber, place): (Subscriber, Place),
    ) -> Self {
        let (way, inbox) = way(hub.settings.patience);
        Self {
            line,
            operations: Operations::new(hub.settings.operations),
            endpoint,
            hub,
            subscriber: Arc::new(subscriber),
            place,
            way,
            inbox,
        }
    }

    /// Serves it until it ends.
    pub async fn serve(mut self) {
        let close = match self.greet().await {
            Ok(follower) => self.converse(follower).await,
            Err(close) => Err(close),
        };
        let Self {
            line,
            operations,
            place,
            ..
        } = self;
        drop(operations);
        if let Err(close) = close {
            line.close(close).await;
        }
        drop(place);
    }

    /// Waits for `connection_init` and finds out who it is.
    async fn greet(&mut self) -> Result<Follower, Close> {
        let latest = Instant::now() + self.line.settings.init;
        let hub = self.hub.clone();
        let mut closed = pin!(hub.closed());
        loop {
            let message = tokio::select! {
                heard = timeout_at(latest, self.line.hear()) => heard.map_err(|_| Close::Silent)??,
                () = &mut closed => return Err(Close::GoingAway),
            };
            match message {
                Message::Init(payload) => {
                    let shown = message::authorization(&payload).map_err(|()| Close::Forbidden)?;
                    return self.admit(shown).await;
                }
                Message::Ping(payload) => self.line.say(message::pong(payload)).await?,
                Message::Subscribe(..) => return Err(Close::Unacknowledged),
                Message::Pong | Message::Complete(_) => {}
            }
        }
    }

    /// Whoever shows a credential has their place as who they are; what the request showed is what counts otherwise.
    async fn admit(&mut self, shown: Option<String>) -> Result<Follower, Close> {
        let subscriber = Subscriber::clone(&self.subscriber).showing(shown);
        let ctx = subscriber
            .context(&self.hub)
            .await
            .map_err(|error| match error {
                Error::Unauthenticated => Close::Forbidden,
                _ => Close::Unavailable,
            })?;
        if subscriber.is_known() {
            let place = self.hub.places.of(&ctx, subscriber.address);
            self.place = place.ok_or(Close::Full)?;
        }
        let follower = ctx.follow_changes();
        drop(ctx);
        self.subscriber = Arc::new(subscriber);
        self.line.say(message::ack()).await?;
        Ok(follower)
    }

    async fn converse(&mut self, follower: Follower) -> Result<(), Close> {
        let (hub, subscriber) = (self.hub.clone(), Arc::clone(&self.subscriber));
        let mut loss = pin!(subscriber.loss(&hub, follower));
        let mut closed = pin!(hub.closed());
        let ping = self.line.settings.ping;
        let mut ticks = interval_at(Instant::now() + ping, ping);
        loop {
            tokio::select! {
                heard = self.line.hear() => self.heed(heard?).await?,
                told = self.inbox.next() => self.pass_on(told?).await?,
                _ = ticks.tick() => self.line.probe().await?,
                loss = &mut loss => return Err(loss.into()),
                () = &mut closed => return Err(Close::GoingAway),
            }
        }
    }

    async fn heed(&mut self, message: Message) -> Result<(), Close> {
        match message {
            Message::Init(_) => Err(Close::InitAgain),
            Message::Ping(payload) => self.line.say(message::pong(payload)).await,
            Message::Pong => Ok(()),
            Message::Complete(id) => {
                self.operations.stop(&id);
                Ok(())
            }
            Message::Subscribe(id, _) if self.operations.has(&id) => Err(Close::Exists(id)),
            Message::Subscribe(id, _) if self.operations.is_full() => {
                let refusal = self.operations.too_many();
                let refusal = Body::refused(&refusal, self.subscriber.language);
                self.say(&id, What::Refused(refusal.errors())).await
            }
            Message::Subscribe(id, parameters) => {
                self.start(id, parameters);
                Ok(())
            }
        }
    }

    fn start(&mut self, id: String, parameters: Parameters) {
        let operation = Operation {
            endpoint: self.endpoint.clone(),
            hub: self.hub.clone(),
            subscriber: Arc::clone(&self.subscriber),
            parameters,
            after: None,
            can_change: true,
        };
        self.operations
            .start(id, &self.way, |outbox| operation.run(outbox));
    }

    async fn pass_on(&mut self, told: Told) -> Result<(), Close> {
        if !self.operations.heed(&told) {
            return Ok(());
        }
        if matches!(told.what, What::Lost) {
            return Err(self.subscriber.reason(&self.hub).await.into());
        }
        self.say(&told.id, told.what).await
    }

    async fn say(&mut self, id: &str, what: What) -> Result<(), Close> {
        match message::told(id, what) {
            Some(text) => self.line.say(text).await,
            None => Ok(()),
        }
    }
}
