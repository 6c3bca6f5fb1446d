//! Documents over HTTP, for keys of issuers.
//!
//! Invariant: a request is one of those that the service may send, and its answer is not longer than a set of keys.

use super::fetch::{Fetch, FetchFault, Fetching};
use crate::outgoing::{Fault, Outgoing, Reach, body, send};
use reqwest::{Method, StatusCode};
use std::time::Duration;

/// Longest answer. Sets of keys have a few kilobytes.
const MAX_BODY: usize = 256 * 1024;

/// Gets documents over HTTP.
#[derive(Clone, Debug)]
pub struct HttpFetch(Outgoing);

impl HttpFetch {
    /// A client of its own.
    ///
    /// # Errors
    /// When the machine offers no certificates to trust.
    pub fn new(reach: Reach, timeout: Duration) -> Result<Self, FetchFault> {
        Ok(Self(Outgoing::new(reach, timeout)?))
    }

    async fn read(&self, address: &str) -> Result<Vec<u8>, FetchFault> {
        let response = send(self.0.request(Method::GET, address)?).await?;
        if response.status() != StatusCode::OK {
            return Err(FetchFault::Status(response.status().as_u16()));
        }
        Ok(body(response, MAX_BODY).await?)
    }
}

impl Fetch for HttpFetch {
    fn document<'a>(&'a self, address: &'a str) -> Fetching<'a> {
        Box::pin(self.read(address))
    }
}

impl From<Fault> for FetchFault {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Forbidden(address) => Self::Forbidden(address),
            Fault::NoAnswer(why) => Self::NoAnswer(why),
            Fault::TooLate => Self::NoAnswer("it took too long".to_owned()),
            Fault::TooLong(longest) => Self::TooLong(longest),
        }
    }
}
