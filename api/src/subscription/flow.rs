//! A stream of server-sent events, from what operations tell to the bytes of the answer.
//!
//! Invariant: it ends with the access of whoever reads it, and with it end its operations; what is quiet gives a sign of life.

use super::{
    Hub,
    outbox::{Inbox, Told, What},
    places::Place,
    subscriber::{Loss, Subscriber},
};
use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY},
    web::{self, Bytes},
};
use async_graphql::futures_util::stream::unfold;
use domain::change::Follower;
use std::{convert::Infallible, pin::Pin, sync::Arc};
use tokio::time::sleep;

/// Makes the text of what is told, and says whether the stream goes on after it.
pub trait Script: 'static {
    /// The text for something that was told; `None` where nobody is to hear of it.
    fn text(&mut self, told: Told) -> Option<String>;
    /// Whether nothing more will be told.
    fn is_over(&self) -> bool;
    /// The text by which the end of access is told.
    fn lost(&self) -> String;
}

/// A stream and what it lives by.
pub struct Flow<S> {
    script: S,
    inbox: Inbox,
    hub: web::Data<Hub>,
    subscriber: Arc<Subscriber>,
    loss: Pin<Box<dyn Future<Output = Loss>>>,
    closed: Pin<Box<dyn Future<Output = ()>>>,
    has_ended: bool,
    _place: Place,
}

impl<S: Script> Flow<S> {
    pub fn new(
        script: S,
        inbox: Inbox,
        hub: web::Data<Hub>,
        (subscriber, follower, place): (Arc<Subscriber>, Follower, Place),
    ) -> Self {
        let (watching, lives) = (hub.clone(), hub.clone());
        let reader = Arc::clone(&subscriber);
        Self {
            script,
            inbox,
            loss: Box::pin(async move { reader.loss(&watching, follower).await }),
            closed: Box::pin(async move { lives.closed().await }),
            hub,
            subscriber,
            has_ended: false,
            _place: place,
        }
    }

    /// The answer whose body it is.
    pub fn answer(self) -> HttpResponse {
        let body = unfold(self, |mut flow| async {
            let text = flow.next().await?;
            Some((Ok::<_, Infallible>(Bytes::from(text)), flow))
        });
        HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "text/event-stream; charset=utf-8"))
            .insert_header((CACHE_CONTROL, "private, no-store"))
            .insert_header((VARY, "Accept, Accept-Language, Authorization"))
            // A compressor would keep events back until it has enough of them.
            .insert_header((CONTENT_ENCODING, "identity"))
            .insert_header(("X-Accel-Buffering", "no"))
            .insert_header(("X-Content-Type-Options", "nosniff"))
            .streaming(body)
    }

    async fn next(&mut self) -> Option<String> {
        while !self.has_ended && !self.script.is_over() {
            let told = tokio::select! {
                // Who does not read is cut off, and comes back behind the last cursor.
                told = self.inbox.next() => told.ok()?,
                loss = &mut self.loss => return Some(self.end(loss)),
                () = &mut self.closed => return None,
                () = sleep(self.hub.settings.ping) => return Some(":\n\n".to_owned()),
            };
            if matches!(told.what, What::Lost) {
                let loss = self.subscriber.reason(&self.hub).await;
                return Some(self.end(loss));
            }
            if let Some(text) = self.script.text(told) {
                return Some(text);
            }
        }
        None
    }

    /// Whoever can go on with a new token is cut off, which clients answer by coming back.
    fn end(&mut self, loss: Loss) -> String {
        self.has_ended = true;
        match loss {
            Loss::Expired => ": token expired\n\n".to_owned(),
            Loss::Revoked => self.script.lost(),
        }
    }
}

/// One event; the data is JSON on one line.
pub fn event(name: &str, id: Option<&str>, data: &str) -> String {
    let id = id.map_or_else(String::new, |id| format!("id: {id}\n"));
    format!("{id}event: {name}\ndata: {data}\n\n")
}
