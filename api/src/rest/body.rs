//! Bodies of requests that change something.
//!
//! Invariant: a body is uncompressed JSON of bounded size; whatever is wrong with it is told at once, with its place.

use super::contract::Contract;
use crate::{
    caller,
    graphql::{negotiation, refusal::Refusal, request},
    problem::Problem,
};
use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use domain::{Error, Result, language::Language, mistake::Mistakes};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;
use std::pin::Pin;
use utoipa::ToSchema;

/// How large a body may be.
const MAX_BYTES: usize = 256 * 1024;

/// The bytes of a JSON body, not read yet.
pub struct JsonBody(Vec<u8>);

impl FromRequest for JsonBody {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = std::result::Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (
            request.clone(),
            web::Payload::from_request(request, payload),
        );
        Box::pin(async move {
            let refuse = |refusal: Refusal| {
                Problem::refused(&refusal, caller::language(&request, Language::default()))
            };
            negotiation::check_body(request.headers()).map_err(refuse)?;
            let payload = payload
                .await
                .map_err(|error| Problem::internal(&error.to_string()))?;
            let bytes = request::read_body(request.headers(), payload, MAX_BYTES).await;
            Ok(Self(bytes.map_err(refuse)?.to_vec()))
        })
    }
}

impl JsonBody {
    /// Reads the body. What does not fit the contract is noted and left out, so that the rest can be checked too.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where it is not JSON at all.
    pub fn read<T>(&self, mistakes: &mut Mistakes) -> Result<T>
    where
        T: DeserializeOwned + ToSchema + Default,
    {
        let mut body = parse(&self.0)?;
        Contract::of::<T>().check(&body, mistakes);
        let Value::Object(members) = &mut body else {
            return Ok(T::default());
        };
        for path in mistakes.paths() {
            let member = path.split(['.', '[']).next().unwrap_or_default();
            members.remove(member);
        }
        serde_json::from_value(body)
            .map_err(|error| Error::Internal(format!("a body that fits its contract: {error}")))
    }
}

fn parse(bytes: &[u8]) -> Result<Value> {
    serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Error::invalid(
            "body",
            format!("ist kein JSON (Zeile {line}, Spalte {column})."),
            format!("is not JSON (line {line}, column {column})."),
        )
    })
}

/// A member that may be left out, which keeps what is there, or be null, which empties it.
///
/// # Errors
/// What the reader of the value answers.
pub fn nullable<'de, T, D>(deserializer: D) -> std::result::Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Some)
}
