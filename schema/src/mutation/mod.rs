//! The roots of change.
//!
//! Invariant: a root hands its input to one use case in one unit of work; it contains no rule.

mod account;
mod credential;
mod issuer;

use account::AccountMutation;
use async_graphql::{Context, ID, MergedObject, Result};
use credential::CredentialMutation;
use domain::{id::TypedId, secret::Secrets};
use issuer::IssuerMutation;
use std::{str::FromStr, sync::Arc};

use crate::error::refuse;

/// What can be changed.
#[derive(MergedObject, Default)]
pub struct Mutation(IdentityMutation);

/// Accounts, keys, identity providers.
#[derive(MergedObject, Default)]
pub struct IdentityMutation(AccountMutation, CredentialMutation, IssuerMutation);

/// What makes and checks secrets.
fn secrets<'c>(ctx: &Context<'c>) -> Result<&'c dyn Secrets> {
    Ok(ctx.data::<Arc<dyn Secrets>>()?.as_ref())
}

/// An id in an input: one of another kind, and one that is none, are of nothing that exists.
fn id<I: TypedId + FromStr>(ctx: &Context<'_>, id: &ID) -> Result<I> {
    let absent = |_| refuse(ctx, &domain::Error::NotFound(I::PREFIX));
    id.parse().map_err(absent)
}
