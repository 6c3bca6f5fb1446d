//! What is older than the settings say is removed, and nothing else.
//!
//! Invariant: time is moved by the clock of the store; rows are made the way that the service makes them.

use super::dump::Dump;
use crate::{
    desk::{AACHEN, Desk, data, plan, project},
    harness::Backend,
    tenancy::on_both,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Ctx, Error, Work,
    account::{self, NewAccount},
    actor::{Actor, Member, Principal, Role, Scopes},
    clock::Clock,
    credential::{self, KeyHash, NewCredential},
    id::{CredentialId, RefreshTokenId},
    language::Language,
    privacy::{self, Retention, Retired},
    session::{self, NewRefresh, Session},
};
use serde_json::json;

on_both!(what_is_too_old_goes_and_the_rest_stays);

const POLICY: Retention = Retention {
    sign_ins: TimeDelta::days(90),
    keys: TimeDelta::days(365),
    retired: TimeDelta::days(730),
    has_embeddings: false,
};

fn refresh(hash: &str) -> NewRefresh {
    NewRefresh {
        id: RefreshTokenId(Work::new_id()),
        hash: hash.to_owned(),
    }
}

/// A sign-in that goes on until a moment, whose first refresh token was used.
async fn signed_in(ctx: &Ctx, email: &str, until: DateTime<Utc>) -> Session {
    let person = account::find(ctx, email).await.unwrap().unwrap();
    let first = refresh("first");
    let work = ctx.begin().await.unwrap();
    let session = session::begin(&work, &person, None, until, first.clone()).await;
    let session = session.unwrap();
    let next = session::refresh(&work, &first, refresh("next")).await;
    assert!(next.unwrap().is_some());
    work.commit().await.unwrap();
    session
}

async fn sign_out(desk: &Desk, session: &Session) {
    let actor = Actor::Member(Member {
        tenant: desk.tenant(AACHEN),
        role: Role::Reader,
        scopes: Scopes::all(),
        networks: Vec::new(),
        principal: Principal::Account(session.account, session.id),
    });
    let ctx = Ctx::new(&desk.store, actor, Language::De);
    let work = ctx.begin().await.unwrap();
    session::sign_out(&work).await.unwrap();
    work.commit().await.unwrap();
}

async fn key(ctx: &Ctx, until: DateTime<Utc>) -> CredentialId {
    let made = KeyHash {
        id: CredentialId(Work::new_id()),
        hash: "hash".to_owned(),
    };
    let new = NewCredential {
        name: "Portal".to_owned(),
        role: Role::Reader,
        scopes: Scopes::all(),
        origins: Vec::new(),
        expires_at: Some(until),
    };
    let (work, id) = (ctx.begin().await.unwrap(), made.id);
    credential::create(&work, new, made).await.unwrap();
    work.commit().await.unwrap();
    id
}

/// One sign-in, key and project that have ended, beside one of each that goes on.
async fn seed(desk: &Desk) {
    let admin = desk.member(AACHEN, Role::Admin);
    let now = admin.now();
    let new = NewAccount::new("eva@frist.example", "Eva Frist");
    let work = admin.begin().await.unwrap();
    let made = account::create(&work, new, "hash".to_owned(), Role::Reader).await;
    made.unwrap();
    work.commit().await.unwrap();
    let nobody = desk.nobody();
    signed_in(&nobody, "eva@frist.example", now + TimeDelta::days(900)).await;
    let ended = signed_in(&nobody, "eva@frist.example", now + TimeDelta::days(900)).await;
    sign_out(desk, &ended).await;
    key(&admin, now + TimeDelta::days(1_800)).await;
    let withdrawn = key(&admin, now + TimeDelta::days(400)).await;
    let work = admin.begin().await.unwrap();
    credential::withdraw(&work, withdrawn).await.unwrap();
    work.commit().await.unwrap();
    let plan = plan(&admin).await;
    project(&admin, &plan, "AC-bleibt").await;
    let going = project(&admin, &plan, "AC-geht").await;
    let retire =
        "mutation($input: RetireProjectInput!) { retireProject(input: $input) { version } }";
    let input = json!({ "project": going, "expectedVersion": 1 });
    data(&admin, retire, json!({ "input": input })).await;
}

async fn after(desk: &Desk, days: i64) -> Ctx {
    let now = desk.store.clock().now();
    desk.at(Clock::Stopped(now + TimeDelta::days(days)))
        .await
        .operator()
}

/// DS-3: rows older than the policy: 0.
async fn what_is_too_old_goes_and_the_rest_stays(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    seed(&desk).await;
    let soon = after(&desk, 0).await;
    let nothing = privacy::retain(&soon, &POLICY, false).await.unwrap();
    assert_eq!(nothing, Retired::default());
    let refused = privacy::retain(&desk.member(AACHEN, Role::Admin), &POLICY, false).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let late = after(&desk, 800).await;
    let expected = Retired {
        sign_ins: 1,
        refresh_tokens: 1,
        revocations: 2,
        keys: 1,
        contents: 1,
        embeddings: 0,
        deliveries: 0,
        answers: 0,
    };
    for is_dry_run in [true, true, false] {
        let retired = privacy::retain(&late, &POLICY, is_dry_run).await.unwrap();
        assert_eq!(retired, expected);
    }
    let again = privacy::retain(&late, &POLICY, false).await.unwrap();
    assert_eq!(again, Retired::default());
    let dump = Dump::of(desk.url()).await;
    for (table, condition, left) in [
        ("session", "revoked_at IS NOT NULL", 0),
        ("session", "revoked_at IS NULL", 1),
        ("refresh_token", "used_at IS NOT NULL", 0),
        ("refresh_token", "used_at IS NULL", 1),
        ("credential", "revoked_at IS NOT NULL", 0),
        ("credential", "revoked_at IS NULL AND name = 'Portal'", 1),
        ("revocation", "needed_until IS NOT NULL", 0),
        ("project", "deleted_at IS NOT NULL", 0),
        ("project", "code = 'AC-bleibt'", 1),
        ("audit_entry", "action = 'privacy.retain'", 1),
    ] {
        assert_eq!(
            dump.count(table, condition).await,
            left,
            "{table}: {condition}"
        );
    }
}
