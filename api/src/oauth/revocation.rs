//! `POST /oauth/revoke`: makes a token worthless, shown by whoever holds it.
//!
//! Invariant: the answer does not tell whether the token held (RFC 7009 §2.2). Holding a token is enough to take it back,
//! so that whoever finds a leaked one can make it harmless.

use super::{form::Form, refusal::Refusal};
use crate::caller::{self, Shared};
use actix_web::{HttpRequest, HttpResponse, web};
use domain::Error;

/// Takes a token back.
///
/// # Errors
/// With the words of RFC 7009.
pub async fn take_back(request: HttpRequest, body: web::Bytes) -> Result<HttpResponse, Refusal> {
    let form = Form::read(&request, &body)?;
    let broken = |_| {
        Refusal::failed(&Error::Internal(
            "the application was put together wrongly".to_owned(),
        ))
    };
    let shared = Shared::of(&request).map_err(broken)?;
    let ctx = caller::context(&request).map_err(broken)?;
    let token = form.required("token")?;
    match shared.identity.take_back(&ctx, token).await {
        Ok(true) => Ok(HttpResponse::Ok().finish()),
        Ok(false) => Err(Refusal::token_type()),
        Err(error) => Err(Refusal::failed(&error)),
    }
}
