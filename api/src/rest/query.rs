//! Query strings of lists.
//!
//! Invariant: they become the domain's filters of the same name; a value of a closed list that does not exist is refused
//! with the values that do.

use crate::problem::Problem;
use actix_web::{HttpRequest, web::Query};
use domain::{
    Ctx, Error, Result,
    read::{CityCriteria, PageRequest},
    reference::classification::SizeClass,
};
use serde::de::DeserializeOwned;

/// Reads the query string.
///
/// # Errors
/// 400 with what is wrong.
pub fn parse<T: DeserializeOwned>(request: &HttpRequest) -> std::result::Result<T, Problem> {
    let parsed = Query::<T>::from_query(request.query_string());
    parsed
        .map(Query::into_inner)
        .map_err(|error| Problem::bad_query(&error.to_string()))
}

/// The page that `limit` and `after` ask for.
///
/// # Errors
/// `BAD_USER_INPUT` for a limit out of bounds.
pub fn page(limit: Option<i32>, after: Option<String>) -> Result<PageRequest> {
    PageRequest::relay(limit, after, None, None).map_err(|error| match error {
        Error::Invalid { reason, .. } => Error::Invalid {
            field: "limit".to_owned(),
            reason,
        },
        other => other,
    })
}

/// A comma-separated list.
#[must_use]
pub fn list(text: Option<String>) -> Option<Vec<String>> {
    text.map(|text| {
        text.split(',')
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect()
    })
}

/// A comma-separated list of words of a closed list.
///
/// # Errors
/// `BAD_USER_INPUT` naming the words that exist.
pub fn words<T>(
    name: &str,
    text: Option<String>,
    parse: impl Fn(&str) -> Option<T>,
    all: &[&str],
) -> Result<Option<Vec<T>>> {
    let Some(texts) = list(text) else {
        return Ok(None);
    };
    let known = |word: &String| {
        parse(word).ok_or_else(|| {
            let all = all.join(", ");
            Error::invalid(
                name,
                format!("{word:?} gibt es nicht; möglich sind {all}."),
                format!("{word:?} does not exist; possible are {all}."),
            )
        })
    };
    texts
        .iter()
        .map(known)
        .collect::<Result<Vec<T>>>()
        .map(Some)
}

/// Criteria on the municipality.
///
/// # Errors
/// `BAD_USER_INPUT` for a value that means nothing.
pub fn criteria(
    city: Option<String>,
    state: Option<String>,
    regiostar7: Option<String>,
    size_class: Option<String>,
) -> Result<CityCriteria> {
    let classes: Vec<&str> = SizeClass::ALL.iter().map(|class| class.word()).collect();
    let spatial = ["71", "72", "73", "74", "75", "76", "77"];
    Ok(CityCriteria {
        ags: list(city),
        state: list(state),
        regiostar7: words("regiostar7", regiostar7, |word| word.parse().ok(), &spatial)?,
        size_class: words("sizeClass", size_class, SizeClass::from_word, &classes)?,
    })
}

/// For handlers: errors in the reader's language.
pub fn refuse(ctx: &Ctx) -> impl Fn(Error) -> Problem {
    Problem::for_reader(ctx)
}
