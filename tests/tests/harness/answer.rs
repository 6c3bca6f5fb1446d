//! Requests and their answers.
//!
//! Invariant: every answer keeps status, headers and body, so that a test can be exact about each.

use super::Service;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

/// An answer of the service.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body as text.
    pub body: String,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|error| panic!("{error} in {}: {}", self.status, self.body))
    }

    /// The data of a GraphQL answer without errors.
    pub fn data(&self) -> Value {
        let body = self.json();
        assert!(body.get("errors").is_none(), "{body:#}");
        body.get("data").cloned().unwrap_or_default()
    }

    /// One of the headers, empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

/// The codes and paths of the errors of a GraphQL answer.
pub fn errors(answer: &Answer) -> Vec<(String, String)> {
    let body = answer.json();
    let errors = body.get("errors").and_then(Value::as_array).cloned();
    let parts = |error: Value| {
        let code = error.pointer("/extensions/code").and_then(Value::as_str);
        let path = error.get("path").map(Value::to_string);
        (
            code.unwrap_or_default().to_owned(),
            path.unwrap_or_default(),
        )
    };
    errors.unwrap_or_default().into_iter().map(parts).collect()
}

impl Service {
    /// A REST or any other `GET`.
    pub async fn read(&self, path: &str) -> Answer {
        self.read_with(path, &[]).await
    }

    /// The same with headers.
    pub async fn read_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let url = format!("{}{path}", self.url);
        send(client.get(url).headers(map(headers))).await
    }

    /// A GraphQL operation without variables.
    pub async fn query(&self, query: &str) -> Answer {
        self.query_with(query, &json!({}), &[]).await
    }

    /// A GraphQL operation with variables and headers.
    pub async fn query_with(
        &self,
        query: &str,
        variables: &Value,
        headers: &[(&str, &str)],
    ) -> Answer {
        let body = json!({ "query": query, "variables": variables });
        let url = format!("{}/graphql", self.url);
        let request = reqwest::Client::new().post(url).headers(map(headers));
        send(request.json(&body)).await
    }
}

fn map(headers: &[(&str, &str)]) -> HeaderMap {
    let parse = |(name, value): &(&str, &str)| {
        (
            name.parse::<HeaderName>().unwrap(),
            HeaderValue::from_str(value).unwrap(),
        )
    };
    headers.iter().map(parse).collect()
}

pub(super) async fn send(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    Answer {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body: response.text().await.unwrap(),
    }
}
