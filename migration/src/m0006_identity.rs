//! People and machine clients: accounts, roles, sign-ins, API keys, identity providers, signing keys, named readers.
//!
//! Invariant: this step is not edited after its release.

use crate::column::*;
use sea_orm_migration::prelude::*;

/// People and machine clients.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        account(manager).await?;
        account_role(manager).await?;
        session(manager).await?;
        refresh_token(manager).await?;
        credential(manager).await?;
        issuer(manager).await?;
        signing_key(manager).await?;
        named_reader(manager).await?;
        revocation(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(
            manager,
            &[
                "revocation",
                "named_reader",
                "signing_key",
                "issuer",
                "credential",
                "refresh_token",
                "session",
                "account_role",
                "account",
            ],
        )
        .await
    }
}

async fn account(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut account = table("account");
    account
        .col(id())
        .col(text("email"))
        .col(text("name"))
        .col(text("password_hash"))
        .col(flag("is_operator"))
        .col(moment_null("disabled_at"));
    stamps(&mut account);
    manager.create_table(account).await?;
    unique(manager, "account", &["email"]).await
}

async fn account_role(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut account_role = table("account_role");
    account_role
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("account_id"))
        .col(word("role"))
        .col(moment("created_at"));
    refers(&mut account_role, "account_role", "tenant_id", "tenant");
    refers(&mut account_role, "account_role", "account_id", "account");
    manager.create_table(account_role).await?;
    unique(manager, "account_role", &["account_id", "tenant_id"]).await?;
    index(manager, "account_role", &["tenant_id"]).await
}

async fn session(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut session = table("session");
    session
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("account_id"))
        .col(moment("created_at"))
        .col(moment("expires_at"))
        .col(moment_null("revoked_at"));
    refers(&mut session, "session", "tenant_id", "tenant");
    refers(&mut session, "session", "account_id", "account");
    manager.create_table(session).await?;
    index(manager, "session", &["account_id"]).await?;
    index(manager, "session", &["expires_at"]).await
}

async fn refresh_token(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut refresh_token = table("refresh_token");
    refresh_token
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("session_id"))
        .col(text("secret_hash"))
        .col(moment("created_at"))
        .col(moment_null("used_at"));
    refers(&mut refresh_token, "refresh_token", "session_id", "session");
    manager.create_table(refresh_token).await?;
    index(manager, "refresh_token", &["session_id"]).await
}

async fn credential(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut credential = table("credential");
    credential
        .col(id())
        .col(uuid("tenant_id"))
        .col(text("name"))
        .col(text("secret_hash"))
        .col(word("role"))
        .col(text("scopes"))
        .col(text("origins"))
        .col(uuid_null("created_by"))
        .col(uuid_null("replaces"))
        .col(moment("created_at"))
        .col(moment_null("expires_at"))
        .col(moment_null("last_used_at"))
        .col(moment_null("revoked_at"));
    refers(&mut credential, "credential", "tenant_id", "tenant");
    manager.create_table(credential).await?;
    index(manager, "credential", &["tenant_id", "id"]).await
}

async fn issuer(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut issuer = table("issuer");
    issuer
        .col(id())
        .col(uuid("tenant_id"))
        .col(text("url"))
        .col(uuid("url_key"))
        .col(text("audience"))
        .col(text("algorithms"))
        .col(text("role_claim"))
        .col(moment("created_at"));
    refers(&mut issuer, "issuer", "tenant_id", "tenant");
    manager.create_table(issuer).await?;
    unique(manager, "issuer", &["url_key"]).await
}

async fn signing_key(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut signing_key = table("signing_key");
    signing_key
        .col(text("kid").primary_key().take())
        .col(text("algorithm"))
        .col(text("private_pem"))
        .col(text("public_jwk"))
        .col(moment("created_at"))
        .col(moment_null("retired_at"));
    manager.create_table(signing_key).await
}

async fn named_reader(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut named_reader = table("named_reader");
    named_reader
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid("subject_id"))
        .col(uuid("reader_id"))
        .col(flag("is_named"))
        .col(flag("is_effective"))
        .col(moment("created_at"));
    refers(&mut named_reader, "named_reader", "tenant_id", "tenant");
    refers(&mut named_reader, "named_reader", "reader_id", "tenant");
    manager.create_table(named_reader).await?;
    unique(manager, "named_reader", &["subject_id", "reader_id"]).await?;
    index(manager, "named_reader", &["reader_id", "subject_id"]).await
}

/// Ids only, so that it needs no row security and can be asked before it is known for whom.
async fn revocation(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut revocation = table("revocation");
    revocation
        .col(id())
        .col(moment("at"))
        .col(moment_null("needed_until"));
    manager.create_table(revocation).await
}
