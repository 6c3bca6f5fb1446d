//! Changes of accounts and roles.
//!
//! Invariant: a root hands its input to one use case in one unit of work; it contains no rule.

use super::{id, secrets};
use crate::{account::Account, error::refuse, value::TenantRole};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::{
    Ctx,
    account::{self, NewAccount},
    account_role,
    id::AccountId,
    session,
};

/// Accounts and roles.
#[derive(Default)]
pub struct AccountMutation;

/// A new account with a role in your organisation.
#[derive(InputObject)]
struct CreateAccountInput {
    /// Address by which the person signs in.
    email: String,
    /// Name for colleagues.
    name: String,
    /// What they may do in your organisation.
    role: TenantRole,
}

/// The new account.
#[derive(SimpleObject)]
struct CreateAccountPayload {
    /// The account.
    account: Account,
    /// Its first password, shown this once: hand it over and let the person change it.
    first_password: String,
}

/// What somebody may do.
#[derive(InputObject)]
struct GiveRoleInput {
    /// The account of somebody who has a role in your organisation.
    account: ID,
    /// What they may do in your organisation.
    role: TenantRole,
}

/// The account with its role.
#[derive(SimpleObject)]
struct GiveRolePayload {
    /// The account.
    account: Account,
}

/// Whose role to withdraw.
#[derive(InputObject)]
struct WithdrawRoleInput {
    /// The account.
    account: ID,
}

/// Whose role was withdrawn.
#[derive(SimpleObject)]
struct WithdrawRolePayload {
    /// The account.
    account: ID,
}

/// A new password.
#[derive(InputObject)]
struct ChangePasswordInput {
    /// The password until now.
    #[graphql(secret)]
    current_password: String,
    /// The new one: at least 12 characters; a sentence is a good choice.
    #[graphql(secret)]
    new_password: String,
}

/// Which account to close.
#[derive(InputObject)]
struct CloseAccountInput {
    /// The account.
    account: ID,
}

/// The account that was closed.
#[derive(SimpleObject)]
struct CloseAccountPayload {
    /// The account.
    account: ID,
}

#[Object]
impl AccountMutation {
    /// Creates an account for somebody who has none, with a role in your organisation.
    async fn create_account(
        &self,
        ctx: &Context<'_>,
        input: CreateAccountInput,
    ) -> Result<CreateAccountPayload> {
        let (domain, secrets) = (ctx.data::<Ctx>()?, secrets(ctx)?);
        let new = NewAccount::new(input.email, input.name);
        let id = new.id;
        let done = async {
            let password = secrets.first_password().await?;
            domain
                .write("account.create", id, async |work| {
                    account::create(work, new, password.hash, input.role.into()).await
                })
                .await?;
            Ok((account::colleague(domain, id).await?, password.text))
        };
        let (account, first_password) = done.await.map_err(|error| refuse(ctx, &error))?;
        Ok(CreateAccountPayload {
            account: account.into(),
            first_password,
        })
    }

    /// Gives somebody a role in your organisation, instead of the one that they have; their sign-ins with that one end.
    async fn give_role(&self, ctx: &Context<'_>, input: GiveRoleInput) -> Result<GiveRolePayload> {
        let domain = ctx.data::<Ctx>()?;
        let id: AccountId = id(ctx, &input.account)?;
        let done = async {
            domain
                .write("account.give_role", id, async |work| {
                    account_role::give(work, id, input.role.into()).await
                })
                .await?;
            account::colleague(domain, id).await
        };
        let account = done.await.map_err(|error| refuse(ctx, &error))?;
        Ok(GiveRolePayload {
            account: account.into(),
        })
    }

    /// Withdraws somebody's role in your organisation, at once.
    async fn withdraw_role(
        &self,
        ctx: &Context<'_>,
        input: WithdrawRoleInput,
    ) -> Result<WithdrawRolePayload> {
        let domain = ctx.data::<Ctx>()?;
        let id: AccountId = id(ctx, &input.account)?;
        let done = async {
            domain
                .write("account.withdraw_role", id, async |work| {
                    account_role::withdraw(work, id).await
                })
                .await
        };
        done.await.map_err(|error| refuse(ctx, &error))?;
        Ok(WithdrawRolePayload {
            account: input.account,
        })
    }

    /// Changes your password.
    async fn change_password(&self, ctx: &Context<'_>, input: ChangePasswordInput) -> Result<bool> {
        let (domain, secrets) = (ctx.data::<Ctx>()?, secrets(ctx)?);
        let done = async {
            let ready = async {
                let own = account::own(domain).await?;
                secrets.check_password(&own, input.current_password).await?;
                secrets.password_hash(input.new_password).await
            };
            let hash = domain
                .prepare("account.change_password", "own", ready)
                .await?;
            domain
                .write("account.change_password", "own", async |work| {
                    account::change_password(work, hash).await
                })
                .await
        };
        done.await.map_err(|error| refuse(ctx, &error))?;
        Ok(true)
    }

    /// Closes an account, at once: your own, or any if you run the platform.
    async fn close_account(
        &self,
        ctx: &Context<'_>,
        input: CloseAccountInput,
    ) -> Result<CloseAccountPayload> {
        let domain = ctx.data::<Ctx>()?;
        let id: AccountId = id(ctx, &input.account)?;
        let done = async {
            domain
                .write("account.close", id, async |work| {
                    account::close(work, id).await
                })
                .await
        };
        done.await.map_err(|error| refuse(ctx, &error))?;
        Ok(CloseAccountPayload {
            account: input.account,
        })
    }

    /// Ends your sign-in: its access and refresh tokens hold no longer.
    async fn sign_out(&self, ctx: &Context<'_>) -> Result<bool> {
        let domain = ctx.data::<Ctx>()?;
        let done = async {
            domain
                .write("session.sign_out", "own", async |work| {
                    session::sign_out(work).await
                })
                .await
        };
        done.await.map_err(|error| refuse(ctx, &error))?;
        Ok(true)
    }
}
