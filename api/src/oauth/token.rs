//! `POST /oauth/token`: an access token for an API key (client credentials) or a refresh token.
//!
//! Invariant: a client shows its key in one place only, by `Authorization: Basic` or in the form.

use super::{
    form::{self, Form},
    refusal::Refusal,
};
use crate::{
    caller::{self, Shared},
    identity::Granted,
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{AUTHORIZATION, CACHE_CONTROL},
    web,
};
use domain::{
    Ctx, Error,
    actor::{Scope, Scopes},
};
use serde_json::{Value, json};

/// Gives a token.
///
/// # Errors
/// With the words of RFC 6749 §5.2.
pub async fn give(request: HttpRequest, body: web::Bytes) -> Result<HttpResponse, Refusal> {
    let form = Form::read(&request, &body)?;
    let broken = |_| {
        Refusal::failed(&Error::Internal(
            "the application was put together wrongly".to_owned(),
        ))
    };
    let shared = Shared::of(&request).map_err(broken)?;
    let ctx = caller::context(&request).map_err(broken)?;
    let granted = match form.required("grant_type")? {
        "client_credentials" => for_key(shared, &ctx, &request, &form).await?,
        "refresh_token" => for_refresh_token(shared, &ctx, &form).await?,
        _ => return Err(Refusal::grant_type()),
    };
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(body_of(&granted)))
}

async fn for_key(
    shared: &Shared,
    ctx: &Ctx,
    request: &HttpRequest,
    form: &Form,
) -> Result<Granted, Refusal> {
    let key = key_of(request, form)?;
    let wanted = form.parameter("scope").map(scopes).transpose()?;
    let granted = shared.identity.exchange(ctx, &key, wanted).await;
    granted.map_err(|error| match error {
        Error::Unauthenticated => Refusal::client(),
        Error::Forbidden => Refusal::scope(),
        other => Refusal::failed(&other),
    })
}

async fn for_refresh_token(shared: &Shared, ctx: &Ctx, form: &Form) -> Result<Granted, Refusal> {
    let granted = shared
        .identity
        .go_on(ctx, form.required("refresh_token")?)
        .await;
    let granted = granted.map_err(|error| Refusal::failed(&error))?;
    granted.ok_or_else(Refusal::grant)
}

/// The key that is the client's secret. Its id may be named as the client's name; the key knows it anyhow.
fn key_of(request: &HttpRequest, form: &Form) -> Result<String, Refusal> {
    let header = request.headers().get(AUTHORIZATION);
    match (header, form.parameter("client_secret")) {
        (Some(_), Some(_)) => Err(Refusal::request("the client shows its secret twice")),
        (Some(value), None) => {
            let pair = value.to_str().ok().and_then(form::basic);
            pair.map(|(_, secret)| secret).ok_or_else(Refusal::client)
        }
        (None, Some(secret)) => Ok(secret.to_owned()),
        (None, None) => Err(Refusal::client()),
    }
}

/// Unknown scopes are refused, not passed over: a client that asks for them would wait for what never comes.
fn scopes(words: &str) -> Result<Scopes, Refusal> {
    let known = words.split(' ').map(Scope::from_word);
    known.collect::<Option<Scopes>>().ok_or_else(Refusal::scope)
}

fn body_of(granted: &Granted) -> Value {
    let mut body = json!({
        "access_token": granted.access_token,
        "token_type": "Bearer",
        "expires_in": granted.expires_in,
        "scope": granted.scopes.words(),
    });
    if let (Some(next), Some(members)) = (&granted.refresh_token, body.as_object_mut()) {
        members.insert("refresh_token".to_owned(), next.as_str().into());
    }
    body
}
