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
use std::{collections::HashSet, pin::Pin};
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
        let contract = Contract::of::<T>();
        contract.check(&body, mistakes);
        let Value::Object(members) = &mut body else {
            return Ok(T::default());
        };
        let first = |path: &str| path.split(['.', '[']).next().map(str::to_owned);
        let wrong: HashSet<String> = mistakes.paths().filter_map(first).collect();
        members.retain(|name, _| contract.knows(name) && !wrong.contains(name));
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize, ToSchema)]
    #[serde(default, deny_unknown_fields)]
    struct Plan {
        title: String,
        year: Option<i32>,
    }

    /// The places of what is wrong, and what is read all the same.
    fn read(body: &Value) -> (Vec<String>, Plan) {
        let mut mistakes = Mistakes::default();
        let plan = JsonBody(body.to_string().into_bytes()).read(&mut mistakes);
        let paths = mistakes.paths().map(str::to_owned).collect();
        (paths, plan.unwrap())
    }

    #[test]
    fn whatever_a_member_is_called_it_is_told() {
        for name in [
            "",
            ".",
            "[",
            "[𕤐H",
            "title.",
            "a.b",
            "\u{8d} \u{a0}",
            "__proto__",
        ] {
            let (paths, plan) = read(&serde_json::json!({ "title": "Radwege", name: {} }));
            assert_eq!(paths, [name]);
            assert!(plan.title == "Radwege" || name == "title.", "{name:?}");
        }
    }

    #[test]
    fn many_unknown_members_are_not_all_told() {
        let many = (0..5_000).map(|number| (format!("m{number}"), Value::Null));
        let mut body = Value::Object(many.collect());
        if let Some(members) = body.as_object_mut() {
            members.insert("year".to_owned(), "2030".into());
        }
        let (paths, plan) = read(&body);
        assert_eq!((paths.len(), plan.year), (21, None));
        assert!(paths.iter().any(|path| path == "year"), "{paths:?}");
    }
}
