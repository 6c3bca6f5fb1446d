//! Domain errors as GraphQL errors.
//!
//! Invariant: this is the only place where one becomes the other; the code word is that of the domain.

use async_graphql::{Context, Error, ErrorExtensions, Result, Value, value};
use domain::{
    Ctx,
    language::Language,
    mistake::Mistake,
    read::{Selected, Total},
};

/// A GraphQL error in the reader's language; internal ones are logged here and not shown.
pub fn refuse(ctx: &Context<'_>, error: &domain::Error) -> Error {
    let language = ctx.data::<Ctx>().map_or(Language::De, Ctx::language);
    in_language(error, language)
}

fn in_language(error: &domain::Error, language: Language) -> Error {
    if let domain::Error::Internal(_) | domain::Error::Unavailable(_) = error {
        tracing::error!(error = %error, "a request failed");
    }
    let mistakes = mistakes(error, language);
    Error::new(error.text(language)).extend_with(|_, extensions| {
        extensions.set("code", error.code().word());
        if !mistakes.is_empty() {
            extensions.set("mistakes", Value::List(mistakes));
        }
        if let domain::Error::Stale { current } = error {
            extensions.set("currentVersion", *current);
        }
        if let Some(reason) = error.withheld() {
            extensions.set("reason", reason.word());
        }
    })
}

/// What is wrong with an input, place by place.
fn mistakes(error: &domain::Error, language: Language) -> Vec<Value> {
    let value = |mistake: Mistake| {
        value!({
            "path": mistake.path,
            "code": mistake.fault.word(),
            "detail": mistake.reason.text(language),
        })
    };
    error.mistakes().into_iter().map(value).collect()
}

/// A column of a row.
pub fn column<T>(column: &Selected<T>) -> Result<&T> {
    column
        .get()
        .map_err(|error| in_language(&error, Language::De))
}

/// The length of a list.
pub fn total(total: Option<Total>) -> Result<i32> {
    let total = total.ok_or_else(|| {
        in_language(
            &domain::Error::Internal("a list was not counted".to_owned()),
            Language::De,
        )
    })?;
    Ok(i32::try_from(total.count).unwrap_or(i32::MAX))
}
