//! Who may register webhooks, how many, and where they lead.
//!
//! Invariant: whoever may not is refused before anything is looked at, and nothing is kept of what was refused.

use super::{
    PROJECTS, hook,
    receiver::{Mood, Receiver},
    register, sender,
};
use crate::{
    desk::{AACHEN, Desk, KARLSRUHE},
    harness::Backend,
    tenancy::on_both,
};
use api::{
    config::{Config, Sources},
    webhook::Sender,
};
use domain::{
    Ctx, Error, Work,
    actor::{Role, Scope},
    id::WebhookId,
    webhook::{self, NewWebhook, WebhookChange},
};

on_both!(only_who_manages_and_reads_registers);
on_both!(there_are_twenty_at_most);
on_both!(a_change_names_the_version_that_was_seen);

fn public(kinds: &[domain::change::ChangeKind]) -> NewWebhook {
    hook("https://portal.aachen.example", kinds)
}

async fn count(ctx: &Ctx) -> usize {
    webhook::list(ctx).await.unwrap().len()
}

async fn only_who_manages_and_reads_registers(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let receiver = Receiver::start(Mood::Status(200));
    let near = sender(&[&receiver]);
    let blind = [Scope::ManageTenant, Scope::WriteContent]
        .into_iter()
        .collect();
    let blind = desk.with_scopes(AACHEN, Role::Admin, blind);
    for (ctx, expected) in [
        (desk.nobody(), "UNAUTHENTICATED"),
        (desk.operator(), "FORBIDDEN"),
        (desk.member(AACHEN, Role::Publisher), "FORBIDDEN"),
        (blind, "FORBIDDEN"),
    ] {
        let refused = register(&ctx, &near, public(&PROJECTS)).await.unwrap_err();
        assert_eq!(refused.code().word(), expected);
        let refused = webhook::list(&ctx).await.unwrap_err();
        assert_eq!(refused.code().word(), expected);
    }
    let admin = desk.member(AACHEN, Role::Admin);
    for url in [
        "http://portal.aachen.example",
        "https://127.0.0.1",
        "https://[::ffff:10.0.0.1]",
        "https://169.254.169.254/latest",
        "https://2130706433",
        "https://anna:geheim@portal.aachen.example",
        "https://portal.aachen.example/#",
        "javascript:alert(1)//",
        "",
    ] {
        let refused = register(&admin, &near, hook(url, &PROJECTS)).await;
        assert!(
            matches!(refused, Err(Error::Mistaken(_))),
            "{url}: {refused:?}"
        );
    }
    // What is allowed is an origin, and only where the settings say so.
    register(&admin, &near, hook(&receiver.url, &PROJECTS))
        .await
        .unwrap();
    let refused = register(&admin, &sender(&[]), hook(&receiver.url, &PROJECTS)).await;
    assert!(matches!(refused, Err(Error::Mistaken(_))), "{refused:?}");
    assert_eq!(count(&admin).await, 1);
    // Without a key of its own an installation keeps no secrets.
    let mut settings = Config::load(&Sources::default()).unwrap().webhook;
    settings.key = None;
    let keyless = Sender::new(&settings).unwrap();
    let refused = register(&admin, &keyless, public(&PROJECTS)).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
}

async fn there_are_twenty_at_most(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let (near, admin) = (sender(&[]), desk.member(AACHEN, Role::Admin));
    for _ in 0..20 {
        register(&admin, &near, public(&[])).await.unwrap();
    }
    let refused = register(&admin, &near, public(&[])).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    assert_eq!(count(&admin).await, 20);
    let other = desk.member(KARLSRUHE, Role::Admin);
    register(&other, &near, public(&[])).await.unwrap();
    assert_eq!(count(&other).await, 1);
}

async fn a_change_names_the_version_that_was_seen(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let (near, admin) = (sender(&[]), desk.member(AACHEN, Role::Admin));
    let (id, _) = register(&admin, &near, public(&PROJECTS)).await.unwrap();
    let change = async |ctx: &Ctx, id: WebhookId, version: i32, url: Option<&str>| {
        let wanted = WebhookChange {
            url: url.map(str::to_owned),
            kinds: Some(Vec::new()),
            description: Some(" Portal ".to_owned()),
            is_active: Some(false),
        };
        let job =
            async |work: &Work<'_>| webhook::change(work, &*near, (id, version), wanted).await;
        ctx.write("webhook.change", id, job).await
    };
    change(&admin, id, 1, None).await.unwrap();
    let row = webhook::one(&admin, id).await.unwrap();
    assert_eq!(
        (row.revision, row.is_active, row.description.as_str()),
        (2, false, "Portal")
    );
    assert!(webhook::kinds(&row).is_empty() && row.url.ends_with("/hook?a=b"));
    let late = change(&admin, id, 1, None).await;
    assert!(matches!(late, Err(Error::Stale { current: 2 })), "{late:?}");
    let inside = change(&admin, id, 2, Some("https://10.0.0.1/")).await;
    assert!(matches!(inside, Err(Error::Mistaken(_))), "{inside:?}");
    let other = desk.member(KARLSRUHE, Role::Admin);
    let nothing = WebhookId(Work::new_id());
    for id in [id, nothing] {
        let foreign = change(&other, id, 2, None).await;
        assert!(
            matches!(foreign, Err(Error::NotFound("webhook"))),
            "{foreign:?}"
        );
    }
    assert_eq!(webhook::one(&admin, id).await.unwrap(), row);
}
