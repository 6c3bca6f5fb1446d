//! Requests that the service itself sends.
//!
//! Invariant: a request takes bounded time and memory, follows no redirect, and in production leaves only for https and
//! (unless intranets are allowed) only for public addresses; the address is judged after the name was resolved, so that
//! a name cannot change its meaning in between.

mod address;

use address::is_public;
use reqwest::{
    Client, Method, RequestBuilder, Response, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use std::{net::IpAddr, time::Duration};
use thiserror::Error;

/// How far requests may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Public addresses over https.
    Public,
    /// Any address over https, for servers inside the municipality's network.
    Intranet,
    /// Any address with and without TLS, for development and tests.
    Development,
}

/// Why there is no answer.
#[derive(Debug, Error)]
pub enum Fault {
    /// An address that may not be asked.
    #[error("{0} may not be asked")]
    Forbidden(String),
    /// No connection, or an answer cut short.
    #[error("no answer: {0}")]
    NoAnswer(String),
    /// No answer in time.
    #[error("no answer in time")]
    TooLate,
    /// More than is to be expected.
    #[error("the answer is longer than {0} bytes")]
    TooLong(usize),
}

/// Sends requests.
#[derive(Clone, Debug)]
pub struct Outgoing {
    client: Client,
    reach: Reach,
}

impl Outgoing {
    /// A client of its own, so that no setting of another one reaches it.
    ///
    /// # Errors
    /// When the machine offers no certificates to trust.
    pub fn new(reach: Reach, timeout: Duration) -> Result<Self, Fault> {
        // One TLS library for the process; a provider that was installed before is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .timeout(timeout)
            .redirect(Policy::none())
            .no_proxy()
            .https_only(reach != Reach::Development);
        if reach == Reach::Public {
            builder = builder.dns_resolver(PublicNames);
        }
        let client = builder.build().map_err(no_answer)?;
        Ok(Self { client, reach })
    }

    /// A request to be completed.
    ///
    /// # Errors
    /// Where the address may not be asked.
    pub fn request(&self, method: Method, address: &str) -> Result<RequestBuilder, Fault> {
        Ok(self.client.request(method, self.permitted(address)?))
    }

    /// The address, if it may be asked. Those written as numbers never meet the resolver, so they are judged here.
    ///
    /// # Errors
    /// Where it may not be asked.
    pub fn permitted(&self, address: &str) -> Result<Url, Fault> {
        let forbidden = || Fault::Forbidden(address.to_owned());
        let url = Url::parse(address).map_err(|_| forbidden())?;
        let host = url.host_str().ok_or_else(forbidden)?;
        let number = host.trim_matches(['[', ']']).parse::<IpAddr>();
        let is_secure = url.scheme() == "https" || self.reach == Reach::Development;
        let is_near = number.is_ok_and(|number| !is_public(number)) && self.reach == Reach::Public;
        if !is_secure || is_near || !url.username().is_empty() || url.password().is_some() {
            return Err(forbidden());
        }
        Ok(url)
    }
}

/// Sends a request that was completed.
///
/// # Errors
/// Where there is no answer in time.
pub async fn send(request: RequestBuilder) -> Result<Response, Fault> {
    request.send().await.map_err(no_answer)
}

/// The body of an answer.
///
/// # Errors
/// Where it is longer than that, or does not end in time.
pub async fn body(mut response: Response, longest: usize) -> Result<Vec<u8>, Fault> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(no_answer)? {
        if body.len() + chunk.len() > longest {
            return Err(Fault::TooLong(longest));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn no_answer(error: reqwest::Error) -> Fault {
    if error.is_timeout() {
        return Fault::TooLate;
    }
    Fault::NoAnswer(error.without_url().to_string())
}

/// Resolves names to public addresses only.
#[derive(Debug)]
struct PublicNames;

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<_> = found.filter(|socket| is_public(socket.ip())).collect();
            if public.is_empty() {
                return Err("the name has no public address".into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;
