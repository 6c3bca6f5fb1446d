//! Requests that change something, and forms.
//!
//! Invariant: a request says by itself who sends it; nothing is kept between two of them.

use super::{Service, answer::Answer, people::Caller};
use reqwest::{Client, Method, RequestBuilder, redirect::Policy};
use serde_json::Value;

impl Service {
    /// A request of somebody who shows a bearer token or key.
    pub async fn call(
        &self,
        token: &str,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Answer {
        let request = self.request(method, path).bearer_auth(token);
        self.send(match body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
    }

    /// A `GET` of somebody who shows a bearer token or key.
    pub async fn read_as(&self, token: &str, path: &str) -> Answer {
        self.call(token, Method::GET, path, None).await
    }

    /// A `GET` of one of the people.
    pub async fn read_by(&self, caller: Caller, path: &str) -> Answer {
        let value = self.authorization(caller);
        let headers: Vec<_> = value
            .iter()
            .map(|value| ("Authorization", value.as_str()))
            .collect();
        self.read_with(path, &headers).await
    }

    /// A GraphQL operation of somebody who shows a bearer token or key.
    pub async fn query_as(&self, token: &str, query: &str) -> Answer {
        let value = format!("Bearer {token}");
        let headers = [("Authorization", value.as_str())];
        self.query_with(query, &Value::Null, &headers).await
    }

    /// A `POST` of JSON by nobody in particular.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// A `POST` of a form by nobody in particular.
    pub async fn form(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        self.send(self.request(Method::POST, path).form(pairs))
            .await
    }

    /// A request to be completed.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        client.request(method, format!("{}{path}", self.url))
    }

    /// Sends a request that was completed.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        super::answer::send(request).await
    }
}
