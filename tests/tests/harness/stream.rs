//! Streams of server-sent events, as a client reads them.
//!
//! Invariant: nothing is waited for longer than [`PATIENCE`]; what did not come by then is told as an end of the stream.

use super::{Service, answer::Answer};
use reqwest::Response;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::timeout;

/// How long something is waited for that has to come.
const PATIENCE: Duration = Duration::from_secs(20);

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its name.
    pub name: String,
    /// Its cursor, empty where it has none.
    pub id: String,
    /// Its data, null where that is empty.
    pub data: Value,
}

/// A stream that is open.
pub struct Stream {
    response: Response,
    text: String,
}

impl Service {
    /// Opens a stream for an operation.
    pub async fn stream(
        &self,
        authorization: Option<&str>,
        query: &str,
        variables: &Value,
        last: Option<&str>,
    ) -> Result<Stream, Answer> {
        let body = json!({ "query": query, "variables": variables });
        let mut request = self.request(reqwest::Method::POST, "/graphql").json(&body);
        request = request.header("Accept", "text/event-stream");
        for (name, value) in [("Authorization", authorization), ("Last-Event-ID", last)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let response = request.send().await.unwrap();
        if response.status() == 200 {
            return Ok(Stream {
                response,
                text: String::new(),
            });
        }
        Err(Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.unwrap(),
        })
    }
}

impl Stream {
    /// Waits until the service listens for it.
    pub async fn opened(mut self) -> Self {
        let begin = self.frame().await;
        assert_eq!(begin.as_deref(), Some(": open"));
        self
    }

    /// The next event; `None` where the stream ended or nothing came.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            let frame = self.frame().await?;
            if !frame.starts_with(':') {
                return Some(event(&frame));
            }
        }
    }

    /// Events until one of them is the last that is wanted, that one included.
    pub async fn until(&mut self, is_last: impl Fn(&Event) -> bool) -> Vec<Event> {
        let mut all = Vec::new();
        loop {
            let event = self.next().await;
            let event = event.unwrap_or_else(|| panic!("the stream ended after {all:?}"));
            let is_last = is_last(&event);
            all.push(event);
            if is_last {
                return all;
            }
        }
    }

    async fn frame(&mut self) -> Option<String> {
        loop {
            if let Some((frame, rest)) = self.text.split_once("\n\n") {
                let frame = frame.to_owned();
                self.text = rest.to_owned();
                return Some(frame);
            }
            let chunk = timeout(PATIENCE, self.response.chunk()).await.ok()?;
            let chunk = chunk.ok()??;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}

fn event(frame: &str) -> Event {
    let field = |name: &str| {
        let mut lines = frame.lines();
        let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        value.unwrap_or_default().to_owned()
    };
    Event {
        name: field("event"),
        id: field("id"),
        data: serde_json::from_str(&field("data")).unwrap_or_default(),
    }
}
