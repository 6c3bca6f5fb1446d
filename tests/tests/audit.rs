//! The audit log: complete, append-only, sealed, and open to those whose matter it is.
//!
//! Invariant: an entry that was tampered with is found, whichever way the database was changed.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod command_line;
mod coordination_writes;
mod every_write;
mod faces;
mod figure_writes;
mod peer_group_writes;
mod rest_write;
pub mod transfer_writes;
mod webhook_writes;

use crate::{
    harness::Backend,
    tenancy::{self, Fixture},
};
use domain::{
    Ctx, Error,
    actor::{Actor, Principal, Role, Scopes},
    audit_entry::{self, AuditFilter, MAX_EXPORT, Verdict},
    language::Language,
    project::{self, EditProject, Project},
    read::{Item, ListRequest, PageRequest, Reader, Select},
    value::{AuditOutcome, Visibility},
};
use sea_orm::ConnectionTrait;

fn operator(fixture: &Fixture) -> Ctx {
    Ctx::new(
        fixture.store(),
        Actor::Operator(Principal::CommandLine),
        Language::De,
    )
}

/// How many entries are sealed, or from which one on they are not.
async fn verdict(fixture: &Fixture) -> Result<i64, i64> {
    match audit_entry::verify(&operator(fixture), None).await.unwrap() {
        Verdict::Intact { entries, seal } => {
            assert_eq!(seal.len(), 64);
            Ok(entries)
        }
        Verdict::BrokenAt(seq) => Err(seq),
    }
}

fn first(size: u64) -> ListRequest {
    ListRequest {
        page: PageRequest::first(size),
        ..ListRequest::default()
    }
}

/// Action, subject and outcome of the newest entries of a tenant.
async fn newest(fixture: &Fixture, place: usize) -> Vec<(String, String, AuditOutcome)> {
    let ctx = fixture.admin(place);
    let page = audit_entry::list(&Reader::new(&ctx), &AuditFilter::default(), &first(5)).await;
    let parts = |item: &Item<audit_entry::AuditEntry>| {
        let entry = &item.node;
        (entry.action.clone(), entry.subject.clone(), entry.outcome)
    };
    page.unwrap().items.iter().map(parts).collect()
}

/// AUD-1: what is done and what is refused is kept, by whoever tried it, and each in the log of its own tenant.
async fn writes_and_refusals_are_kept(backend: Backend) {
    let Some(fixture) = Fixture::on(backend).await else {
        return;
    };
    let project = fixture.projects().first().unwrap();
    let subject = project.id.to_string();
    let edit = async |ctx: &Ctx, version| {
        let change = EditProject {
            summary: Some(Some("neu".to_owned())),
            ..EditProject::default()
        };
        ctx.write("project.edit", project.id, async |work| {
            project::edit(work, project.id, version, change).await
        })
        .await
    };
    let admin = fixture.admin(0);
    let stale = edit(&admin, 99).await;
    assert!(
        matches!(stale, Err(Error::Stale { current: 3 })),
        "{stale:?}"
    );
    edit(&admin, 3).await.unwrap();
    let reader = Ctx::new(
        fixture.store(),
        fixture.member(0, Role::Reader, Scopes::all()),
        Language::De,
    );
    assert!(matches!(edit(&reader, 4).await, Err(Error::Forbidden)));
    assert!(matches!(
        edit(&fixture.admin(1), 4).await,
        Err(Error::NotFound(_))
    ));
    let anonymous = Ctx::new(fixture.store(), Actor::Anonymous, Language::De);
    assert!(matches!(
        edit(&anonymous, 4).await,
        Err(Error::Unauthenticated)
    ));
    let entry = |outcome| ("project.edit".to_owned(), subject.clone(), outcome);
    let (done, refused) = (entry(AuditOutcome::Done), entry(AuditOutcome::Refused));
    assert_eq!(
        newest(&fixture, 0).await,
        [refused.clone(), done, refused.clone()]
    );
    assert_eq!(newest(&fixture, 1).await, [refused]);
    assert_eq!(verdict(&fixture).await, Ok(4));
    let filter = AuditFilter::default();
    let reading = audit_entry::list(&Reader::new(&reader), &filter, &first(5)).await;
    assert!(matches!(reading, Err(Error::Forbidden)), "{reading:?}");
}

/// Reading what a partner shares with the network is kept in the partner's log; public and own content is not.
async fn reads_of_shared_content_are_kept(backend: Backend) {
    let Some(fixture) = Fixture::on(backend).await else {
        return;
    };
    let reader = Ctx::new(
        fixture.store(),
        fixture.member(1, Role::Reader, Scopes::all()),
        Language::De,
    );
    let list = first(100);
    domain::project::list(&Reader::new(&reader), &list, &Select::default())
        .await
        .unwrap();
    let open = fixture.projects().iter().find(|project| {
        project.facts.tenant == *fixture.tenants.first().unwrap()
            && project.facts.visibility == Visibility::Network
            && project.facts.embargo_until.is_none()
    });
    let id = open.unwrap().id;
    let found = Reader::new(&reader)
        .one::<Project>(id.0, &Select::default())
        .await
        .unwrap();
    assert!(found.is_some());
    reader.keep_reads().await.unwrap();
    let entries = newest(&fixture, 0).await;
    let [(action, subject, AuditOutcome::Read)] = entries.as_slice() else {
        panic!("{entries:?}")
    };
    assert_eq!(action, "content.read");
    assert!(subject.contains(&id.to_string()), "{subject}");
    assert!(newest(&fixture, 1).await.is_empty());
    let anonymous = Ctx::new(fixture.store(), Actor::Anonymous, Language::De);
    domain::project::list(&Reader::new(&anonymous), &list, &Select::default())
        .await
        .unwrap();
    anonymous.keep_reads().await.unwrap();
    assert_eq!(newest(&fixture, 0).await.len(), 1);
}

/// The database refuses to change an entry; and if somebody gets round that, the chain tells from where on.
#[expect(clippy::disallowed_methods, reason = "tampers with the log on purpose")]
#[tokio::test]
async fn tampering_is_refused_and_found() {
    let fixture = Fixture::on(Backend::Sqlite).await.unwrap();
    let project = fixture.projects().first().unwrap();
    for version in 3..6 {
        let change = EditProject {
            summary: Some(Some(format!("Fassung {version}"))),
            ..EditProject::default()
        };
        let ctx = fixture.admin(0);
        ctx.write("project.edit", project.id, async |work| {
            project::edit(work, project.id, version, change).await
        })
        .await
        .unwrap();
    }
    assert_eq!(verdict(&fixture).await, Ok(3));
    let raw = sea_orm::Database::connect(&fixture.url).await.unwrap();
    for sql in [
        "UPDATE audit_entry SET subject = 'x'",
        "DELETE FROM audit_entry WHERE seq = 2",
    ] {
        let refused = raw.execute_unprepared(sql).await.unwrap_err().to_string();
        assert!(refused.contains("append-only"), "{refused}");
    }
    raw.execute_unprepared("DROP TRIGGER audit_entry_is_not_changed")
        .await
        .unwrap();
    raw.execute_unprepared("UPDATE audit_entry SET actor = 'account_x' WHERE seq = 2")
        .await
        .unwrap();
    assert_eq!(verdict(&fixture).await, Err(2));
    raw.execute_unprepared("DROP TRIGGER audit_entry_is_not_deleted")
        .await
        .unwrap();
    raw.execute_unprepared("DELETE FROM audit_entry WHERE seq = 2")
        .await
        .unwrap();
    assert_eq!(verdict(&fixture).await, Err(2));
    raw.execute_unprepared("DELETE FROM audit_entry WHERE seq = 3")
        .await
        .unwrap();
    assert_eq!(verdict(&fixture).await, Err(2));
}

/// An archive gets every entry once, in parts of a longest length, and can begin at a moment.
#[tokio::test]
async fn an_export_goes_on_where_it_stopped() {
    let fixture = Fixture::on(Backend::Sqlite).await.unwrap();
    let ctx = fixture.admin(0);
    let many = MAX_EXPORT + 2;
    for number in 0..many {
        ctx.write("test.nothing", number, async |_| Ok(()))
            .await
            .unwrap();
    }
    let (reader, filter) = (Reader::new(&ctx), AuditFilter::default());
    let part = audit_entry::export(&reader, &filter, None).await.unwrap();
    assert_eq!((part.items.len() as u64, part.has_next), (MAX_EXPORT, true));
    let cursor = part.items.last().map(Item::cursor);
    let rest = audit_entry::export(&reader, &filter, cursor.clone())
        .await
        .unwrap();
    assert!(!rest.has_next);
    let all = part.items.iter().chain(&rest.items);
    let subjects: Vec<_> = all.map(|item| item.node.subject.clone()).collect();
    let expected: Vec<_> = (0..many).map(|number| number.to_string()).collect();
    assert_eq!(subjects, expected);
    let list = ListRequest {
        page: PageRequest {
            after: cursor,
            ..PageRequest::first(5)
        },
        ..ListRequest::default()
    };
    let other_way = audit_entry::list(&reader, &filter, &list).await;
    assert!(
        matches!(other_way, Err(Error::Invalid { .. })),
        "a cursor of the other order"
    );
    let since = AuditFilter {
        since: Some(ctx.now() + chrono::TimeDelta::days(1)),
    };
    let later = audit_entry::export(&reader, &since, None).await.unwrap();
    assert!(later.items.is_empty());
    assert_eq!(verdict(&fixture).await, i64::try_from(many).map_err(|_| 0));
}

tenancy::on_both!(writes_and_refusals_are_kept);
tenancy::on_both!(reads_of_shared_content_are_kept);
