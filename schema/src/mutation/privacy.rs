//! Erasure of people. Their copy is a document and is read over REST: a graph has nothing to add to it.
//!
//! Invariant: a root hands its input to one use case in one unit of work; it contains no rule.

use super::id;
use crate::error::refuse;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::{Ctx, id::AccountId, privacy};

/// Data protection.
#[derive(Default)]
pub struct PrivacyMutation;

/// Whom to erase.
#[derive(InputObject)]
struct EraseAccountInput {
    /// The account.
    account: ID,
}

/// What was erased.
#[derive(SimpleObject)]
struct EraseAccountPayload {
    /// The account that was.
    account: ID,
    /// How many roles it had.
    roles: usize,
    /// How many sign-ins were kept.
    sessions: usize,
    /// How many keys no longer say who made them; they go on to work, since they belong to the organisation.
    keys: usize,
    /// In how many entries of content the person was named.
    mentions: usize,
}

#[Object]
impl PrivacyMutation {
    /// Erases a person for good (DSGVO Art. 17): yourself, or somebody whom only your organisation knows if you manage it.
    async fn erase_account(
        &self,
        ctx: &Context<'_>,
        input: EraseAccountInput,
    ) -> Result<EraseAccountPayload> {
        let domain = ctx.data::<Ctx>()?;
        let account: AccountId = id(ctx, &input.account)?;
        let erased = domain
            .write("account.erase", account, async |work| {
                privacy::erase(work, account).await
            })
            .await
            .map_err(|error| refuse(ctx, &error))?;
        Ok(EraseAccountPayload {
            account: input.account,
            roles: erased.roles,
            sessions: erased.sessions,
            keys: erased.keys,
            mentions: erased.mentions,
        })
    }
}
