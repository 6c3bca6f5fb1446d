//! Answers: status, headers and body.
//!
//! Invariant: every error has a code from the closed list, an error without a code that is not the client's fault shows
//! a fixed text, and a request that was not executed has no `data`.

use super::{
    code::Code,
    cost::Cost,
    limits::Limits,
    negotiation::Media,
    profile::Profile,
    refusal::{Refusal, quote},
};
use actix_web::{
    HttpResponse, HttpResponseBuilder,
    http::{
        StatusCode,
        header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, VARY},
    },
};
use async_graphql::{Response, ServerError, Value, value};
use domain::language::{Language, Words};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a reader is told when the fault is ours, in German.
pub const INTERNAL_DE: &str = "Interner Fehler. Er ist protokolliert.";

/// What a reader is told when the fault is ours, in English.
pub const INTERNAL_EN: &str = "Internal error. It has been logged.";

/// How an answer is to be written.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The media type that was agreed on.
    pub media: Media,
    /// The language of the reader.
    pub language: Language,
    /// What the status follows.
    pub profile: Profile,
}

/// What a client gets to read, in whatever it is wrapped.
pub struct Body {
    errors: Vec<ServerError>,
    data: Option<Value>,
    extensions: BTreeMap<String, Value>,
}

impl Body {
    /// Of a request that is not executed.
    #[must_use]
    pub fn refused(refusal: &Refusal, language: Language) -> Self {
        let errors = refusal.problems.iter().map(|problem| {
            let mut error = ServerError::new(problem.words.text(language), None);
            error.locations.clone_from(&problem.locations);
            set_code(&mut error, refusal.code);
            if let (Some(exceeded), Some(extensions)) = (problem.exceeded, &mut error.extensions) {
                extensions.set("limit", exceeded.limit);
                extensions.set("maximum", exceeded.maximum);
                if let Some(requested) = exceeded.requested {
                    extensions.set("requested", requested);
                }
            }
            if let (Some(seconds), Some(extensions)) = (refusal.retry_after, &mut error.extensions)
            {
                extensions.set("retryAfter", seconds);
            }
            error
        });
        Self {
            errors: errors.collect(),
            data: None,
            extensions: BTreeMap::new(),
        }
    }

    /// Of a request that was executed, with its cost where that is told; and the code with which the library refused to
    /// execute it, if it did.
    #[must_use]
    pub fn executed(
        mut response: Response,
        cost: Option<Cost>,
        limits: &Limits,
        language: Language,
    ) -> (Self, Option<Code>) {
        response.errors.truncate(limits.errors);
        // Resolvers always say where they failed; the library refuses a request without a path and without data.
        let refused = response.data == Value::Null
            && !response.errors.is_empty()
            && response.errors.iter().all(|error| error.path.is_empty());
        for error in &mut response.errors {
            settle(error, refused, language);
        }
        let first = response.errors.first().filter(|_| refused);
        let code = first.map(|error| code_in(error).unwrap_or(Code::Internal));
        if let Some(cost) = cost {
            response.extensions.insert("cost".to_owned(), told(cost));
        }
        let body = Self {
            errors: response.errors,
            data: (!refused).then_some(response.data),
            extensions: response.extensions,
        };
        (body, code)
    }

    /// Of a request whose cost was asked for, and nothing else.
    #[must_use]
    pub fn priced(cost: Cost) -> Self {
        Self {
            errors: Vec::new(),
            data: Some(Value::Null),
            extensions: BTreeMap::from([("cost".to_owned(), told(cost))]),
        }
    }

    /// Its errors alone, as a JSON list.
    #[must_use]
    pub fn errors(&self) -> Vec<u8> {
        let mut text = Vec::new();
        json(&self.errors, &mut text);
        text
    }

    /// The text of the answer. Most of `data` was written while it was resolved.
    #[must_use]
    pub fn text(&self) -> Vec<u8> {
        let mut text = vec![b'{'];
        if !self.errors.is_empty() {
            member("errors", &mut text);
            json(&self.errors, &mut text);
        }
        if let Some(data) = &self.data {
            member("data", &mut text);
            schema::write(data, &mut text);
        }
        if !self.extensions.is_empty() {
            member("extensions", &mut text);
            json(&self.extensions, &mut text);
        }
        text.push(b'}');
        text
    }
}

fn told(cost: Cost) -> Value {
    let Cost {
        requested,
        actual,
        limit,
    } = cost;
    match actual {
        Some(actual) => value!({ "requested": requested, "actual": actual, "limit": limit }),
        None => value!({ "requested": requested, "limit": limit }),
    }
}

fn member(name: &str, text: &mut Vec<u8>) {
    if text.len() > 1 {
        text.push(b',');
    }
    json(name, text);
    text.push(b':');
}

/// What has names for keys does not fail to be written into memory.
fn json<S: Serialize + ?Sized>(value: &S, text: &mut Vec<u8>) {
    let mut writer = serde_json::Serializer::new(&mut *text);
    if let Err(error) = value.serialize(&mut writer) {
        tracing::error!(%error, "a part of an answer could not be written");
    }
}

/// The answer to a request that is not executed.
#[must_use]
pub fn refused(refusal: &Refusal, style: Style) -> HttpResponse {
    let body = Body::refused(refusal, style.language);
    let mut answer = begin(style.profile.refused(refusal.code, style.media), style);
    if let Some(allow) = refusal.allow {
        answer.insert_header((ALLOW, allow));
    }
    if let Some(seconds) = refusal.retry_after {
        answer.insert_header((RETRY_AFTER, seconds));
    }
    match refusal.code {
        Code::Unavailable => answer.insert_header((RETRY_AFTER, "10")),
        Code::UnsupportedMediaType => answer.insert_header(("Accept-Post", "application/json")),
        // What is left of the body is not worth reading.
        Code::PayloadTooLarge => answer.force_close(),
        _ => &mut answer,
    };
    answer.body(body.text())
}

/// The answer to a request that was executed, or that the library refused to execute.
#[must_use]
pub fn executed(mut response: Response, cost: Cost, limits: &Limits, style: Style) -> HttpResponse {
    let headers = std::mem::take(&mut response.http_headers);
    let (body, refused) = Body::executed(response, Some(cost), limits, style.language);
    let Style { media, profile, .. } = style;
    let status = match refused {
        Some(code) => profile.refused(code, media),
        None => profile.executed(!body.errors.is_empty(), media),
    };
    let mut answer = begin(status, style);
    for (name, value) in &headers {
        let name = HeaderName::from_bytes(name.as_str().as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(value.as_bytes())) {
            answer.append_header((name, value));
        }
    }
    answer.body(body.text())
}

/// The answer to a request whose cost was asked for.
#[must_use]
pub fn priced(cost: Cost, style: Style) -> HttpResponse {
    begin(StatusCode::OK, style).body(Body::priced(cost).text())
}

fn begin(status: StatusCode, style: Style) -> HttpResponseBuilder {
    let mut answer = HttpResponse::build(status);
    answer
        .insert_header((CONTENT_TYPE, style.media.content_type()))
        .insert_header((VARY, "Accept, Accept-Language, Authorization"))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header(("X-Content-Type-Options", "nosniff"));
    answer
}

/// Gives an error its code, and the text that goes with it.
fn settle(error: &mut ServerError, refused: bool, language: Language) {
    if code_in(error).is_some() {
        return;
    }
    let (code, words) = if refused {
        let text = quote(&error.message);
        (
            Code::GraphqlValidationFailed,
            Words::new(format!("Die Anfrage passt nicht zum Schema: {text}"), text),
        )
    } else if is_input_error(&error.message) {
        let text = quote(&error.message);
        (
            Code::BadUserInput,
            Words::new(format!("Ein Wert ist nicht lesbar: {text}"), text),
        )
    } else {
        tracing::error!(message = error.message, path = ?error.path, "a resolver failed without a code");
        (Code::Internal, Words::new(INTERNAL_DE, INTERNAL_EN))
    };
    error.message = words.text(language).to_owned();
    set_code(error, code);
}

/// The library's own errors about a value have no type to tell them by, only these beginnings.
fn is_input_error(message: &str) -> bool {
    [
        "Failed to parse \"",
        "Expected input type \"",
        "Invalid value for argument \"",
    ]
    .iter()
    .any(|beginning| message.starts_with(beginning))
}

fn code_in(error: &ServerError) -> Option<Code> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(word) => Code::from_word(word),
        _ => None,
    }
}

fn set_code(error: &mut ServerError, code: Code) {
    error
        .extensions
        .get_or_insert_default()
        .set("code", code.as_str());
}

#[cfg(test)]
#[path = "response_tests.rs"]
mod tests;
