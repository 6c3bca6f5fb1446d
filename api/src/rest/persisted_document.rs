//! GraphQL documents that an organisation trusts, to be read and written as a whole.
//!
//! Invariant: what is on a list was parsed and fits the schema and its limits; what is read can be written back.

use crate::{
    caller::{Caller, Writer},
    graphql::{Endpoint, refusal::Refusal},
    problem::Problem,
    rest::{answer, body::JsonBody, query, refusals::ChangeRefusals, version::IfMatch},
};
use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, put, web};
use domain::{
    Ctx, Error, Result, Work,
    id::CredentialId,
    language::Words,
    mistake::{Fault, Mistakes},
    persisted_document::{self, DocumentList, NewList, hash},
    value::DocumentMode,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// What is done, in the audit log.
const ACTION: &str = "documents.replace";

/// The text of a GraphQL document.
#[derive(Serialize, ToSchema)]
#[schema(
    example = "query { cities(first: 5) { nodes { name } } }",
    max_length = 262144
)]
pub struct DocumentText(String);

/// A list of trusted documents.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DocumentListView {
    /// For which key; for all keys that have no list of their own where none is named.
    #[schema(max_length = 64)]
    key: Option<String>,
    /// What the key may run besides: OPEN everything; AUDIT everything, and what is not trusted is counted and logged;
    /// TRUSTED nothing.
    #[schema(max_length = 24)]
    mode: &'static str,
    /// How often it was written; 0 where it was not written yet.
    #[schema(minimum = 0)]
    version: i32,
    /// The documents by their identifiers: `sha256:` and the SHA-256 of the text.
    documents: BTreeMap<String, DocumentText>,
}

/// What a list is to hold.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DocumentListBody {
    /// What the key may run besides: OPEN, AUDIT or TRUSTED.
    #[schema(value_type = String, required = true, max_length = 24)]
    mode: Option<String>,
    /// All of them, at most 1,000, as tools for persisted documents write them: the text by its SHA-256, with `sha256:` before
    /// it or without. What is not named is gone.
    #[schema(value_type = BTreeMap<String, DocumentText>, required = true)]
    documents: Option<Map<String, Value>>,
}

/// Which list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Global id of the key; the list of all keys without a list of their own where none is named.
    #[param(max_length = 64)]
    key: Option<String>,
}

impl Which {
    fn key(&self) -> Result<Option<CredentialId>> {
        let parsed = self.key.as_deref().map(str::parse).transpose();
        parsed.map_err(|_| Error::NotFound("key"))
    }

    /// What is touched, for the audit log.
    fn subject(&self) -> &str {
        self.key.as_deref().unwrap_or("")
    }
}

fn view(which: &Which, list: DocumentList) -> (DocumentListView, i32) {
    let documents = list.documents.into_iter();
    let documents = documents.map(|(hash, text)| (format!("sha256:{hash}"), DocumentText(text)));
    let view = DocumentListView {
        key: which.key.clone(),
        mode: list.mode.word(),
        version: list.version,
        documents: documents.collect(),
    };
    (view, list.version)
}

/// Holds each document against its name, the limits and the schema.
async fn read(http: &HttpRequest, body: &JsonBody) -> Result<NewList> {
    let mut mistakes = Mistakes::default();
    let body: DocumentListBody = body.read(&mut mistakes)?;
    let mode = body.mode.as_deref().and_then(DocumentMode::from_word);
    if body.mode.is_some() && mode.is_none() {
        let words = Words::new(
            "ist nicht OPEN, AUDIT oder TRUSTED.",
            "is not OPEN, AUDIT or TRUSTED.",
        );
        mistakes.note("mode", Fault::UnknownValue, words);
    }
    let mut documents = Vec::new();
    for (name, text) in body.documents.unwrap_or_default() {
        match checked(http, &name, text).await? {
            Ok(text) => documents.push(text),
            Err(words) => mistakes.note(format!("documents.{name}"), Fault::Invalid, words),
        }
    }
    mistakes.finish()?;
    let mode = mode.unwrap_or(DocumentMode::Open);
    Ok(NewList { mode, documents })
}

/// The text of a document, or what is wrong with it.
async fn checked(
    http: &HttpRequest,
    name: &str,
    text: Value,
) -> Result<std::result::Result<String, Words>> {
    let Value::String(text) = text else {
        return Ok(Err(Words::new("ist kein Text.", "is no text.")));
    };
    if name.strip_prefix("sha256:").unwrap_or(name) != hash(&text) {
        let found = hash(&text);
        return Ok(Err(Words::new(
            format!("ist nicht der SHA-256 des Textes; der ist {found}."),
            format!("is not the SHA-256 of the text; that is {found}."),
        )));
    }
    let endpoint = http.app_data::<web::Data<Endpoint<schema::Schema>>>();
    let endpoint = endpoint.ok_or_else(|| Error::Internal("there is no endpoint".to_owned()))?;
    let document = match endpoint.admission().document(&text) {
        Ok(document) => document,
        Err(refusal) => return Ok(Err(first(&refusal))),
    };
    let errors = schema::validate(&document).await;
    Ok(match errors.into_iter().next() {
        None => Ok(text),
        Some(error) => Err(Words::new(
            format!("passt nicht zum Schema: {}", error.message),
            format!("does not fit the schema: {}", error.message),
        )),
    })
}

fn first(refusal: &Refusal) -> Words {
    let problem = refusal.problems.first();
    problem.map_or_else(
        || Words::new("ist kein GraphQL.", "is not GraphQL."),
        |problem| problem.words.clone(),
    )
}

async fn list(ctx: &Ctx, which: &Which) -> Result<(DocumentListView, i32)> {
    let list = persisted_document::list(ctx, which.key()?).await?;
    Ok(view(which, list))
}

/// The GraphQL documents that your organisation trusts: those of one of its keys, or those of all. For whoever manages it.
#[utoipa::path(operation_id = "persistedDocuments", tag = "Identity",
    params(Which), responses(
        (status = 200, description = "The list; an empty one of version 0 where none was written.", body = DocumentListView, headers(("ETag" = String))),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "A parameter means nothing.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such key.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/persisted-documents")]
pub async fn get(
    request: HttpRequest,
    Caller(ctx): Caller,
) -> std::result::Result<HttpResponse, Problem> {
    let which: Which = query::parse(&request)?;
    let shown = list(&ctx, &which).await.map_err(query::refuse(&ctx))?;
    Ok(answer::object(&request, &ctx, &shown))
}

/// Writes the GraphQL documents that your organisation trusts: those of one of its keys, or those of all keys that have no
/// list of their own. Clients may name them (`documentId`) instead of sending them; with the mode TRUSTED the key can run
/// nothing else. For whoever manages the organisation. Documents that do not fit the schema are refused, so a list that was
/// written can be relied on.
#[utoipa::path(operation_id = "replacePersistedDocuments", tag = "Identity", request_body = DocumentListBody,
    params(
        Which,
        ("If-Match" = String, Header, description = "The `ETag` of the list, or its version in quotes; `\"0\"` where there is none yet.", max_length = 100),
    ), responses(
        (status = 200, description = "Written.", body = DocumentListView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[put("/persisted-documents")]
pub async fn put(
    request: HttpRequest,
    Writer(ctx): Writer,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let which: Which = query::parse(&request)?;
    let done = async {
        let new = async {
            persisted_document::require_manager(&ctx)?;
            Ok((which.key()?, read(&request, &body).await?))
        };
        let (key, new) = ctx.prepare(ACTION, which.subject(), new).await?;
        let job =
            async |work: &Work<'_>| persisted_document::replace(work, key, version, new).await;
        ctx.write(ACTION, which.subject(), job).await?;
        ctx.heed_documents().await?;
        let shown = list(&ctx, &which).await?;
        Ok(answer::written(&ctx, StatusCode::OK, "", Some(shown)))
    };
    done.await.map_err(query::refuse(&ctx))
}
