//! API keys (Zugänge) of machine clients.
//!
//! Invariant: a key may never do more, nor longer, than whoever made it; one that was replaced keeps working until the
//! overlap is over, and not a moment longer.

use crate::{
    account::check_name,
    actor::{Principal, Role, Scopes},
    ctx::Ctx,
    error::{Error, Result},
    language::Words,
    policy::Action,
    revocation::revoke_until,
    work::{self, Work},
};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use entity::{
    credential::{ActiveModel, Column, Entity},
    id::{AccountId, CredentialId, TenantId, TypedId},
    scope::OwnTable,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, Set,
    sea_query::{Cond, Query},
};

pub use entity::credential::Model as Credential;

/// How long a key holds where nobody says how long, and at most.
const USUAL: TimeDelta = TimeDelta::days(365);
const LONGEST: TimeDelta = TimeDelta::days(5 * 365);

/// How long a key and the one that replaces it may both work.
const LONGEST_OVERLAP: TimeDelta = TimeDelta::days(30);

/// Most web pages that one key is limited to.
const MAX_ORIGINS: usize = 20;

/// A new key.
#[derive(Clone, Debug)]
pub struct NewCredential {
    /// What it is used for, in words.
    pub name: String,
    /// What it may do at most.
    pub role: Role,
    /// What it may do.
    pub scopes: Scopes,
    /// Origins of web pages that may use it; empty for any.
    pub origins: Vec<String>,
    /// When it ends; in a year where nobody says when.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What the process has made for a key: the id that is part of its text, and the hash of its secret.
#[derive(Clone, Debug)]
pub struct KeyHash {
    /// Under which it is stored.
    pub id: CredentialId,
    /// SHA-256 of its secret.
    pub hash: String,
}

/// What a key can be given at most by whoever is asking.
struct Bound {
    tenant: TenantId,
    role: Role,
    scopes: Scopes,
    until: Option<DateTime<Utc>>,
    person: Option<AccountId>,
}

impl Bound {
    async fn of(work: &Work<'_>) -> Result<Self> {
        let member = work.ctx().member_who_may(Action::Manage)?;
        let mut bound = Self {
            tenant: member.tenant,
            role: member.role,
            scopes: member.scopes,
            until: None,
            person: None,
        };
        match &member.principal {
            Principal::Account(person, _) => bound.person = Some(*person),
            Principal::Credential(own) => {
                let own = find_own(work, bound.tenant, *own).await?;
                (bound.until, bound.person) = (own.expires_at, own.created_by);
            }
            Principal::CommandLine | Principal::Service | Principal::Foreign(..) => {}
        }
        Ok(bound)
    }

    fn holds(&self, role: Role, scopes: Scopes, until: DateTime<Utc>) -> Result<()> {
        let is_within = role <= self.role
            && self.scopes.covers(scopes)
            && self.until.is_none_or(|end| until <= end);
        if is_within {
            Ok(())
        } else {
            Err(Error::Forbidden)
        }
    }
}

/// Creates a key of the caller's own tenant.
///
/// # Errors
/// `FORBIDDEN` where the caller may not, or where the key would exceed the caller; `BAD_USER_INPUT`.
pub async fn create(work: &Work<'_>, new: NewCredential, made: KeyHash) -> Result<()> {
    let bound = Bound::of(work).await?;
    check_name("name", &new.name)?;
    check_origins(&new.origins)?;
    if new.scopes == Scopes::default() {
        return Err(Error::invalid(
            "scopes",
            "ist leer; ein Schlüssel braucht wenigstens einen Bereich.",
            "is empty; a key needs at least one scope.",
        ));
    }
    let until = ending(work, &new, bound.until)?;
    bound.holds(new.role, new.scopes, until)?;
    work.insert(ActiveModel {
        id: Set(made.id),
        tenant_id: Set(bound.tenant),
        name: Set(new.name.trim().to_owned()),
        secret_hash: Set(made.hash),
        role: Set(new.role),
        scopes: Set(new.scopes.words()),
        origins: Set(new.origins.join(" ")),
        created_by: Set(bound.person),
        replaces: Set(None),
        created_at: Set(work.ctx().now()),
        expires_at: Set(Some(until)),
        last_used_at: Set(None),
        revoked_at: Set(None),
    })
    .await
}

fn ending(
    work: &Work<'_>,
    new: &NewCredential,
    bound: Option<DateTime<Utc>>,
) -> Result<DateTime<Utc>> {
    let now = work.ctx().now();
    let usual = bound.map_or(now + USUAL, |end| end.min(now + USUAL));
    let until = new.expires_at.unwrap_or(usual);
    if until > now && until <= now + LONGEST {
        return Ok(until);
    }
    Err(Error::invalid(
        "expiresAt",
        "liegt nicht in den nächsten fünf Jahren.",
        "is not within the next five years.",
    ))
}

fn check_origins(origins: &[String]) -> Result<()> {
    let is_origin = |text: &String| {
        let place = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.:[]".contains(c);
        place.is_some_and(|place| !place.is_empty() && place.chars().all(plain))
    };
    if origins.len() <= MAX_ORIGINS && origins.iter().all(is_origin) {
        return Ok(());
    }
    Err(Error::invalid(
        "origins",
        "nennt höchstens 20 Ursprünge von Webseiten wie https://portal.example.org, ohne Pfad.",
        "names at most 20 origins of web pages such as https://portal.example.org, without a path.",
    ))
}

async fn find_own(work: &Work<'_>, tenant: TenantId, id: CredentialId) -> Result<Credential> {
    let rows = Entity::of(tenant).filter(Column::Id.eq(id.0));
    let found = rows.one(work.connection()).await?;
    found.ok_or(Error::NotFound("key"))
}

/// Replaces a key of the caller's own tenant by one that may do the same; the old one works on for the overlap.
///
/// # Errors
/// `FORBIDDEN`, `NOT_FOUND`, `CONFLICT` where it has ended or was replaced, `BAD_USER_INPUT` for too long an overlap.
pub async fn rotate(
    work: &Work<'_>,
    id: CredentialId,
    made: KeyHash,
    overlap: TimeDelta,
) -> Result<()> {
    let bound = Bound::of(work).await?;
    let old = find_own(work, bound.tenant, id).await?;
    let now = work.ctx().now();
    if overlap < TimeDelta::zero() || overlap > LONGEST_OVERLAP {
        return Err(Error::invalid(
            "overlapHours",
            "ist nicht zwischen 0 und 720.",
            "is not between 0 and 720.",
        ));
    }
    let is_over = old.revoked_at.is_some() || old.expires_at.is_some_and(|end| end <= now);
    if is_over || is_replaced(work, &old).await? {
        return Err(Error::Conflict(Words::new(
            "Der Schlüssel gilt nicht mehr oder wurde schon ersetzt.",
            "The key does not hold any more, or was replaced already.",
        )));
    }
    let length = old.expires_at.map_or(USUAL, |end| end - old.created_at);
    let until = bound
        .until
        .map_or(now + length, |end| end.min(now + length));
    bound.holds(old.role, Scopes::from_words(&old.scopes), until)?;
    let end = old
        .expires_at
        .map_or(now + overlap, |end| end.min(now + overlap));
    work.insert(ActiveModel {
        id: Set(made.id),
        secret_hash: Set(made.hash),
        created_by: Set(bound.person),
        replaces: Set(Some(id)),
        created_at: Set(now),
        expires_at: Set(Some(until)),
        last_used_at: Set(None),
        ..old.clone().into_active_model().reset_all()
    })
    .await?;
    let remembered_until = old.expires_at;
    let mut change = old.into_active_model();
    change.expires_at = Set(Some(end));
    change.update(work.connection()).await?;
    // Whoever remembers the old key learns by this that it has ended.
    revoke_until(work, id, end, remembered_until).await
}

async fn is_replaced(work: &Work<'_>, row: &Credential) -> Result<bool> {
    let later = Entity::of(row.tenant_id).filter(Column::Replaces.eq(row.id.0));
    Ok(later.count(work.connection()).await? > 0)
}

/// Withdraws a key of the caller's own tenant, at once.
///
/// # Errors
/// `FORBIDDEN`, `NOT_FOUND`.
pub async fn withdraw(work: &Work<'_>, id: CredentialId) -> Result<Credential> {
    let tenant = work.ctx().member_who_may(Action::Manage)?.tenant;
    end(work, find_own(work, tenant, id).await?).await
}

/// Withdraws a key that its holder shows: whoever finds a leaked key can make it harmless.
///
/// # Errors
/// What the database answers.
pub async fn give_back(work: &Work<'_>, row: Credential) -> Result<()> {
    work.act_for(row.tenant_id).await?;
    end(work, row).await.map(|_| ())
}

async fn end(work: &Work<'_>, row: Credential) -> Result<Credential> {
    let now = work.ctx().now();
    revoke_until(work, row.id, now, row.expires_at).await?;
    if row.revoked_at.is_some() {
        return Ok(row);
    }
    let mut change = row.into_active_model();
    change.revoked_at = Set(Some(now));
    Ok(change.update(work.connection()).await?)
}

/// The keys of the caller's own tenant, the newest first.
///
/// # Errors
/// `FORBIDDEN` for whoever may not manage it.
pub async fn list(ctx: &Ctx) -> Result<Vec<Credential>> {
    let tenant = ctx.member_who_may(Action::Manage)?.tenant;
    let rows = Entity::of(tenant).order_by_desc(Column::Id);
    ctx.records(rows).await
}

/// One of them.
///
/// # Errors
/// `FORBIDDEN` for whoever may not manage the tenant, `NOT_FOUND`.
pub async fn one(ctx: &Ctx, id: CredentialId) -> Result<Credential> {
    let mut all = list(ctx).await?.into_iter();
    all.find(|key| key.id == id).ok_or(Error::NotFound("key"))
}

/// The key that somebody claims to hold, to check its secret.
///
/// # Errors
/// What the database answers.
pub async fn find(ctx: &Ctx, id: CredentialId) -> Result<Option<Credential>> {
    Ok(work::held::<Entity>(ctx, id.uuid()).await?.pop())
}

/// Notes that the key by which the caller acts was used, to the hour.
///
/// # Errors
/// What the database answers.
pub async fn note_use(work: &Work<'_>) -> Result<()> {
    let Some(Principal::Credential(id)) = work.ctx().actor().principal() else {
        return Ok(());
    };
    let hour = hour_of(work.ctx().now());
    let earlier = Cond::any()
        .add(Column::LastUsedAt.is_null())
        .add(Column::LastUsedAt.lt(hour));
    let update = Query::update()
        .table(Entity)
        .value(Column::LastUsedAt, hour)
        .and_where(Column::Id.eq(id.0))
        .cond_where(earlier)
        .to_owned();
    work.execute(&update).await?;
    Ok(())
}

/// The beginning of the hour: more would tell when people work.
#[must_use]
pub fn hour_of(moment: DateTime<Utc>) -> DateTime<Utc> {
    moment.duration_trunc(TimeDelta::hours(1)).unwrap_or(moment)
}
