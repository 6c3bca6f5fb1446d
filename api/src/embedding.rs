//! A language model behind OpenAI's protocol, such as a city runs on a server of its own.
//!
//! Invariant: the key goes to this address only and stands in no output; no answer is read beyond what a batch of vectors
//! can need, and nothing of it is repeated where it cannot be used.

use crate::{
    config::{EmbeddingSettings, Secret},
    outgoing::{self, Outgoing, body, send},
};
use domain::{
    embedding::{Embed, Embedder, Embedding, Fault},
    store::Store,
};
use reqwest::{Method, Response, StatusCode, header::RETRY_AFTER};
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};

/// Longest answer: the largest batch of vectors with every digit written out.
const MAX_BODY: usize = 32 * 1024 * 1024;

/// A language model at an address.
#[derive(Debug)]
pub struct Endpoint {
    outgoing: Outgoing,
    address: String,
    model: String,
    key: Option<Secret>,
}

#[derive(Serialize)]
struct Question<'a> {
    model: &'a str,
    input: &'a [String],
}

#[derive(Deserialize)]
struct Answer {
    data: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    index: Option<usize>,
    embedding: Vec<f32>,
}

/// What gives the projects of a store their vectors.
///
/// # Errors
/// When the machine offers no certificates to trust.
pub fn embedder(settings: &EmbeddingSettings, store: &Store) -> std::io::Result<Embedder> {
    let endpoint = Endpoint::new(settings).map_err(std::io::Error::other)?;
    Ok(Embedder::new(store, Arc::new(endpoint), &settings.model))
}

impl Endpoint {
    /// The model that is set up.
    ///
    /// # Errors
    /// When the machine offers no certificates to trust.
    pub fn new(settings: &EmbeddingSettings) -> Result<Self, outgoing::Fault> {
        Ok(Self {
            outgoing: Outgoing::new(settings.reach, settings.timeout)?,
            address: format!("{}/embeddings", settings.endpoint),
            model: settings.model.model.clone(),
            key: settings.key.clone(),
        })
    }

    async fn ask(&self, input: &[String]) -> Result<Vec<Vec<f32>>, Fault> {
        let model = &self.model;
        let request = self.outgoing.request(Method::POST, &self.address);
        let request = request.map_err(failed)?.json(&Question { model, input });
        let request = match &self.key {
            Some(key) => request.bearer_auth(key.expose()),
            None => request,
        };
        let response = send(request).await.map_err(failed)?;
        match response.status() {
            StatusCode::OK => vectors(&body(response, MAX_BODY).await.map_err(failed)?),
            StatusCode::TOO_MANY_REQUESTS => Err(Fault::Busy(wait(&response))),
            StatusCode::BAD_REQUEST
            | StatusCode::PAYLOAD_TOO_LARGE
            | StatusCode::UNPROCESSABLE_ENTITY => Err(Fault::Refused(response.status().as_u16())),
            status => Err(failed(format!("the answer has status {}", status.as_u16()))),
        }
    }
}

impl Embed for Endpoint {
    fn vectors<'a>(&'a self, texts: &'a [String]) -> Embedding<'a> {
        Box::pin(self.ask(texts))
    }
}

/// The vectors of an answer, in the order of the texts.
fn vectors(body: &[u8]) -> Result<Vec<Vec<f32>>, Fault> {
    // What the parser has to say could repeat a piece of the answer.
    let Ok(Answer { mut data }) = serde_json::from_slice(body) else {
        return Err(failed("the answer is no list of embeddings"));
    };
    data.sort_by_key(|item| item.index);
    let mut numbered = data.iter().enumerate();
    if !numbered.all(|(place, item)| item.index.is_none_or(|index| index == place)) {
        return Err(failed("the embeddings are not numbered as the texts are"));
    }
    Ok(data.into_iter().map(|item| item.embedding).collect())
}

/// How long the model asks to be left alone; dates are not worth reading.
fn wait(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    Some(Duration::from_secs(seconds.trim().parse().ok()?))
}

fn failed(why: impl ToString) -> Fault {
    Fault::Failed(why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_come_in_the_order_of_the_texts() {
        for good in [
            r#"{"object":"list","data":[{"index":1,"embedding":[2]},{"index":0,"embedding":[1.5e0]}],"model":"m"}"#,
            r#"{"data":[{"embedding":[1.5]},{"embedding":[2.0]}]}"#,
        ] {
            assert_eq!(
                vectors(good.as_bytes()),
                Ok(vec![vec![1.5], vec![2.0]]),
                "{good}"
            );
        }
    }

    #[test]
    fn what_is_no_answer_is_refused_without_repeating_it() {
        for bad in [
            "",
            "geheim",
            "[]",
            r#"{"error":{"message":"geheim"}}"#,
            r#"{"data":[{"embedding":"geheim"}]}"#,
            r#"{"data":[{"embedding":[1e999]}]}"#,
            r#"{"data":[{"index":1,"embedding":[1]}]}"#,
            r#"{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[2]}]}"#,
        ] {
            let answer = vectors(bad.as_bytes());
            let is_told = matches!(&answer, Err(Fault::Failed(why)) if !why.contains("geheim"));
            assert!(is_told, "{bad}: {answer:?}");
        }
    }
}
