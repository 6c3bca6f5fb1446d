//! Query strings of lists.
//!
//! Invariant: they become the domain's filters of the same name; a value of a closed list that does not exist is refused
//! with the values that do.

use crate::{caller, problem::Problem};
use actix_web::HttpRequest;
use domain::{
    Ctx, Error, Result,
    id::TypedId,
    language::Language,
    read::{CityCriteria, PageRequest},
    reference::classification::SizeClass,
};
use serde::de::DeserializeOwned;
use std::str::FromStr;
use utoipa::{
    IntoParams,
    openapi::{RefOr, Schema},
};

/// Reads the query string.
///
/// # Errors
/// 400 naming the parameter and what is wrong with it.
pub fn parse<T: DeserializeOwned + IntoParams>(
    request: &HttpRequest,
) -> std::result::Result<T, Problem> {
    let given = given(request.query_string());
    let pairs = || form_urlencoded::parse(given.as_bytes());
    let long = pairs().find_map(|(name, value)| too_long::<T>(&name, &value));
    if let Some(error) = long {
        let language = caller::language(request, Language::default());
        return Err(Problem::of(&error, language));
    }
    let parsed = serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(pairs()));
    parsed.map_err(|error| {
        let name = error.path().to_string();
        let value = pairs()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value);
        let refused = unreadable(&name, value.as_deref(), &error.inner().to_string());
        Problem::of(&refused, caller::language(request, Language::default()))
    })
}

/// A query string without an empty cursor: tools without code send what they have no value for as an empty one, and it cannot
/// be meant in another way.
fn given(query: &str) -> String {
    let parts = query.split('&').filter(|part| *part != "after=");
    parts.collect::<Vec<_>>().join("&")
}

/// What is wrong with a value that is longer than the contract allows.
fn too_long<T: IntoParams>(name: &str, value: &str) -> Option<Error> {
    let parameters = T::into_params(|| None);
    let known = parameters.iter().find(|parameter| parameter.name == name)?;
    let Some(RefOr::T(Schema::Object(schema))) = &known.schema else {
        return None;
    };
    let most = schema
        .max_length
        .filter(|most| value.chars().count() > *most)?;
    Some(Error::invalid(
        name,
        format!("ist zu lang; möglich sind {most} Zeichen."),
        format!("is too long; possible are {most} characters."),
    ))
}

/// What the reader of a query string says, in words for people.
fn unreadable(name: &str, value: Option<&str>, cause: &str) -> Error {
    let mut quoted = cause.split('`').skip(1).step_by(2);
    if cause.starts_with("unknown field") {
        let field = quoted.next().unwrap_or_default().to_owned();
        let known = quoted.collect::<Vec<_>>().join(", ");
        return Error::invalid(
            field,
            format!("Diesen Parameter gibt es hier nicht; möglich sind {known}."),
            format!("there is no such parameter here; possible are {known}."),
        );
    }
    if cause.starts_with("duplicate field") {
        return Error::invalid(
            quoted.next().unwrap_or_default(),
            "steht mehrmals in der Anfrage; mehrere Werte bitte durch Kommas trennen.",
            "is in the request several times; please separate several values by commas.",
        );
    }
    let value = value.unwrap_or_default();
    Error::invalid(
        name,
        format!("{value:?} hat nicht die erwartete Form ({cause})."),
        format!("{value:?} has not the expected form ({cause})."),
    )
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

/// Values of a closed list of the domain, comma-separated.
///
/// # Errors
/// `BAD_USER_INPUT` naming the words that exist.
pub fn closed<T: Copy>(
    name: &str,
    text: Option<String>,
    parse: impl Fn(&str) -> Option<T>,
    all: &[T],
    word: impl Fn(T) -> &'static str,
) -> Result<Option<Vec<T>>> {
    let all: Vec<_> = all.iter().copied().map(word).collect();
    words(name, text, parse, &all)
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

/// The id in an address. What is no id of the kind is absent like everything else that is not there.
///
/// # Errors
/// `NOT_FOUND`.
pub fn id<I: TypedId + FromStr>(text: &str) -> Result<I> {
    text.parse().map_err(|_| Error::NotFound(I::PREFIX))
}

/// The id of something that a body refers to.
///
/// # Errors
/// `BAD_USER_INPUT` for an id of another kind and for what is none.
pub fn reference<I: TypedId + FromStr>(path: &str, text: &str) -> Result<I> {
    text.parse().map_err(|_| Error::no_id::<I>(path, text))
}

/// For handlers: errors in the reader's language.
pub fn refuse(ctx: &Ctx) -> impl Fn(Error) -> Problem {
    Problem::for_reader(ctx)
}
