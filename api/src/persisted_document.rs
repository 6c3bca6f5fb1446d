//! Documents that are named instead of sent (GraphQL over HTTP, appendix A), and programs that are held to those that their
//! organisation trusts.
//!
//! Invariant: every transport asks here before a document is looked at, so no way leads around what a key is held to.

use crate::{
    graphql::{
        code::Code,
        refusal::Refusal,
        request::{Named, Parameters},
    },
    metrics, subscription,
};
use domain::{
    Ctx, Error,
    persisted_document::{automatic, hash, mode, named, remember, trusted},
    value::DocumentMode,
};
use std::sync::Arc;

/// What became of a document, for the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was named, and found.
    Found,
    /// It was named, and is nowhere.
    Missing,
    /// It is not trusted, and was run since its key is only watched.
    Unknown,
    /// It is not trusted, and was refused.
    Refused,
}

/// The parameters with the document that they name, if whoever asks may run it.
///
/// # Errors
/// [`Code::PersistedQueryNotFound`], [`Code::PersistedDocumentRequired`], [`Code::BadRequest`] for a document that is not
/// what it is named, and what the database answers.
pub async fn resolve(ctx: &Ctx, mut parameters: Parameters) -> Result<Parameters, Refusal> {
    let mode = mode(ctx);
    match parameters.document.take() {
        None if mode == DocumentMode::Open => {}
        None => check(ctx, mode, &hash(&parameters.query)).await?,
        Some(Named::Registered(hash)) => {
            parameters.query = registered(ctx, mode, &hash).await?.to_string();
        }
        Some(Named::Automatic(name)) if parameters.query.is_empty() => {
            parameters.query = again(ctx, mode, &name).await?.to_string();
        }
        Some(Named::Automatic(name)) => {
            if hash(&parameters.query) != name {
                return Err(misnamed());
            }
            check(ctx, mode, &name).await?;
            remember(ctx, &name, &parameters.query);
        }
    }
    Ok(parameters)
}

/// A document that was registered: by the caller's own organisation where the caller is held to that.
async fn registered(ctx: &Ctx, mode: DocumentMode, hash: &str) -> Result<Arc<str>, Refusal> {
    let own = match mode {
        DocumentMode::Open => None,
        DocumentMode::Audit | DocumentMode::Trusted => trusted(ctx, hash).await.map_err(failed)?,
    };
    let found = match own {
        None if mode != DocumentMode::Trusted => {
            let found = named(ctx, hash).await.map_err(failed)?;
            if found.is_some() && mode == DocumentMode::Audit {
                note_unknown(ctx, hash);
            }
            found
        }
        own => own,
    };
    metrics::count_document(found.as_ref().map_or(Outcome::Missing, |_| Outcome::Found));
    found.ok_or_else(missing)
}

/// A document that was sent before.
async fn again(ctx: &Ctx, mode: DocumentMode, hash: &str) -> Result<Arc<str>, Refusal> {
    match automatic(ctx, hash) {
        Some(text) if mode == DocumentMode::Open => Ok(text),
        Some(text) => check(ctx, mode, hash).await.map(|()| text),
        None => registered(ctx, mode, hash).await,
    }
}

/// Whether a key may run a document that it sends.
async fn check(ctx: &Ctx, mode: DocumentMode, hash: &str) -> Result<(), Refusal> {
    if mode == DocumentMode::Open || trusted(ctx, hash).await.map_err(failed)?.is_some() {
        return Ok(());
    }
    if mode == DocumentMode::Audit {
        note_unknown(ctx, hash);
        return Ok(());
    }
    metrics::count_document(Outcome::Refused);
    Err(Refusal::new(
        Code::PersistedDocumentRequired,
        "Dieser Schlüssel darf nur Dokumente ausführen, denen Ihre Organisation vertraut (PUT /api/v1/persisted-documents), und dieses ist keines davon.",
        "This key may run only documents that your organisation trusts (PUT /api/v1/persisted-documents), and this is none of them.",
    ))
}

/// Who watches before they hold a key to its list read here what would be refused.
fn note_unknown(ctx: &Ctx, hash: &str) {
    metrics::count_document(Outcome::Unknown);
    let key = ctx.actor().principal();
    tracing::info!(
        ?key,
        document = hash,
        "a document was run that is not trusted"
    );
}

fn missing() -> Refusal {
    // Apollo's clients know the code, and send the document then.
    Refusal::new(
        Code::PersistedQueryNotFound,
        "Unter dieser Kennung ist kein Dokument bekannt.",
        "No document is known under this identifier.",
    )
}

fn misnamed() -> Refusal {
    Refusal::new(
        Code::BadRequest,
        "„sha256Hash“ ist nicht der Hash von „query“.",
        "\"sha256Hash\" is not the hash of \"query\".",
    )
}

/// For use with `map_err`.
fn failed(error: Error) -> Refusal {
    subscription::refusal(&error)
}
