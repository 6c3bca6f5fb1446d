//! Documents over HTTP, for keys of issuers.
//!
//! Invariant: a request takes bounded time and memory, follows no redirect, and in production leaves only for https and
//! (unless intranets are allowed) only for public addresses; the address is judged after the name was resolved, so that
//! a name cannot change its meaning in between.

use super::{
    address::is_public,
    fetch::{Fetch, FetchFault, Fetching},
};
use reqwest::{
    Client, StatusCode, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use std::{net::IpAddr, time::Duration};

/// Longest answer. Sets of keys have a few kilobytes.
const MAX_BODY: usize = 256 * 1024;

/// How far requests may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Public addresses over https.
    Public,
    /// Any address over https, for issuers inside the municipality's network.
    Intranet,
    /// Any address with and without TLS, for development and tests.
    Development,
}

/// Gets documents over HTTP.
#[derive(Clone, Debug)]
pub struct HttpFetch {
    client: Client,
    reach: Reach,
}

impl HttpFetch {
    /// A client of its own, so that no setting of another one reaches it.
    ///
    /// # Errors
    /// When the machine offers no certificates to trust.
    pub fn new(reach: Reach, timeout: Duration) -> Result<Self, FetchFault> {
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

    async fn read(&self, address: &str) -> Result<Vec<u8>, FetchFault> {
        let url = self.permitted(address)?;
        let mut response = self.client.get(url).send().await.map_err(no_answer)?;
        if response.status() != StatusCode::OK {
            return Err(FetchFault::Status(response.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(no_answer)? {
            if body.len() + chunk.len() > MAX_BODY {
                return Err(FetchFault::TooLong(MAX_BODY));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    /// Addresses written as numbers never meet the resolver, so they are judged here.
    fn permitted(&self, address: &str) -> Result<Url, FetchFault> {
        let forbidden = || FetchFault::Forbidden(address.to_owned());
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

impl Fetch for HttpFetch {
    fn document<'a>(&'a self, address: &'a str) -> Fetching<'a> {
        Box::pin(self.read(address))
    }
}

fn no_answer(error: reqwest::Error) -> FetchFault {
    FetchFault::NoAnswer(error.without_url().to_string())
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
