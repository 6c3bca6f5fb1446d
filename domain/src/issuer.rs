//! Identity providers (Identitätsanbieter) that tenants bring along.
//!
//! Invariant: a provider speaks for the tenant that trusts it and for no other, and no two tenants trust the same one.

use crate::{
    account_role::empowered,
    ctx::Ctx,
    error::{Error, Result},
    language::Words,
    policy::Action,
    revocation::revoke_until,
    work::{self, Work},
};
use entity::{
    id::IssuerId,
    issuer::{Column, Entity},
    scope::OwnTable,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, IntoActiveModel, ModelTrait, QueryFilter, QueryOrder,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub use entity::issuer::Model as Issuer;

/// The algorithms by which providers may sign: none with a shared secret.
pub const ALGORITHMS: [&str; 4] = ["ES256", "EdDSA", "RS256", "PS256"];

/// A provider to trust.
#[derive(Clone, Debug)]
pub struct NewIssuer {
    /// Key.
    pub id: IssuerId,
    /// Issuer identifier, as in its tokens.
    pub url: String,
    /// Audience that its tokens must name.
    pub audience: String,
    /// Algorithms that are accepted.
    pub algorithms: Vec<String>,
    /// Claim that holds the role, such as `realm_access.roles`.
    pub role_claim: String,
}

/// Trusts a provider to speak for the caller's own tenant.
///
/// # Errors
/// `FORBIDDEN`, `BAD_USER_INPUT`, `CONFLICT` where the provider is trusted already.
pub async fn trust(work: &Work<'_>, new: NewIssuer) -> Result<Issuer> {
    let tenant = empowered(work.ctx())?.tenant;
    check(&new)?;
    let row = Issuer {
        id: new.id,
        tenant_id: tenant,
        url_key: key_of(&new.url),
        url: new.url,
        audience: new.audience,
        algorithms: new.algorithms.join(" "),
        role_claim: new.role_claim,
        created_at: work.ctx().now(),
    };
    match work
        .insert(row.clone().into_active_model().reset_all())
        .await
    {
        Err(Error::Conflict(_)) => Err(Error::Conflict(Words::new(
            "Diesem Identitätsanbieter wird schon vertraut.",
            "This identity provider is trusted already.",
        ))),
        done => done.map(|()| row),
    }
}

/// The same address gives the same key, so that a row is found by what a token says.
fn key_of(url: &str) -> Uuid {
    let digest: [u8; 32] = Sha256::digest(url).into();
    let (start, _) = digest.split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
    Uuid::from_bytes(*start)
}

fn check(new: &NewIssuer) -> Result<()> {
    if !is_address(&new.url) {
        return Err(Error::invalid(
            "url",
            "ist keine Adresse mit https, ohne Abfrage und Konto.",
            "is no https address without query and account.",
        ));
    }
    let is_plain =
        |text: &str| (1..=200).contains(&text.len()) && !text.contains(char::is_whitespace);
    for (field, text) in [("audience", &new.audience), ("roleClaim", &new.role_claim)] {
        if !is_plain(text) {
            return Err(Error::invalid(
                field,
                "muss 1 bis 200 Zeichen ohne Leerzeichen haben.",
                "must have 1 to 200 characters without spaces.",
            ));
        }
    }
    let is_known = |word: &String| ALGORITHMS.contains(&word.as_str());
    if new.algorithms.is_empty() || !new.algorithms.iter().all(is_known) {
        let all = ALGORITHMS.join(", ");
        return Err(Error::invalid(
            "algorithms",
            format!("nennt eines oder mehrere von {all}."),
            format!("names one or more of {all}."),
        ));
    }
    Ok(())
}

/// `http` only on the machine itself, for trying out.
fn is_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| {
        let rest = url.strip_prefix("http://")?;
        let host = rest.split(['/', ':']).next()?;
        matches!(host, "localhost" | "127.0.0.1").then_some(rest)
    });
    let is_plain = |c: char| c.is_ascii_graphic() && !"?#@\\\"<>".contains(c);
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && url.len() <= 300
        && url.chars().all(is_plain)
}

/// Trusts a provider no longer, at once.
///
/// # Errors
/// `FORBIDDEN`, `NOT_FOUND`.
pub async fn distrust(work: &Work<'_>, id: IssuerId) -> Result<()> {
    let tenant = work.ctx().member_who_may(Action::Manage)?.tenant;
    let rows = Entity::of(tenant).filter(Column::Id.eq(id.0));
    let found = rows.one(work.connection()).await?;
    found
        .ok_or(Error::NotFound("issuer"))?
        .delete(work.connection())
        .await?;
    // It may be trusted anew, and copies of the service remember it without a limit.
    revoke_until(work, id, work.ctx().now(), None).await
}

/// The providers that the caller's own tenant trusts.
///
/// # Errors
/// `FORBIDDEN` for whoever may not manage it.
pub async fn list(ctx: &Ctx) -> Result<Vec<Issuer>> {
    let tenant = ctx.member_who_may(Action::Manage)?.tenant;
    let rows = Entity::of(tenant).order_by_asc(Column::Url);
    ctx.records(rows).await
}

/// The provider that a token names, whoever trusts it.
///
/// # Errors
/// What the database answers.
pub async fn find(ctx: &Ctx, url: &str) -> Result<Option<Issuer>> {
    let found = work::held::<Entity>(ctx, key_of(url)).await?.pop();
    Ok(found.filter(|issuer| issuer.url == url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked() {
        for good in [
            "https://id.stadt.example/realms/stadt",
            "http://127.0.0.1:8081/realms/x",
            "http://localhost/x",
        ] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "https://",
            "https:///x",
            "http://id.stadt.example",
            "http://localhost.evil.example",
            "https://a@b/",
            "https://a/?x",
            "https://a/#x",
            "ftp://a",
            "https://a b",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
