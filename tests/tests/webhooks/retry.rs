//! What becomes of a message that is not taken.
//!
//! Invariant: the attempts are counted at the receiver, the waits are read from the list of messages.

use super::{
    PROJECTS, deliveries, found, hook, now,
    receiver::{Mood, Receiver},
    register, round, sender, switch_on, told,
};
use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, plan, project},
    harness::Backend,
    tenancy::on_both,
};
use chrono::TimeDelta;
use domain::{
    Ctx, Error, Work,
    actor::Role,
    audit_entry::{self, AuditFilter},
    id::WebhookId,
    privacy::{self, Retention},
    read::{ListRequest, Reader},
    value::{DeliveryFault, DeliveryState, WebhookStop},
    webhook::Courier,
    webhook_delivery,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::{Duration, Instant},
};

on_both!(a_message_is_tried_for_three_days);
on_both!(who_is_gone_is_left_alone);
on_both!(no_redirect_is_followed_and_no_answer_read);
on_both!(done_messages_go_after_a_month);

/// After each attempt but the last, in seconds.
const WAITS: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

async fn a_message_is_tried_for_three_days(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let receiver = Receiver::start(Mood::Status(500));
    let sender = sender(&[&receiver]);
    let owner = desk.member(AACHEN, Role::Admin);
    let (id, secret) = register(&owner, &sender, hook(&receiver.url, &PROJECTS))
        .await
        .unwrap();
    let plan = plan(&owner).await;
    for code in ["eins", "zwei", "drei", "vier", "fuenf"] {
        project(&owner, &plan, code).await;
    }
    let mut courier = Courier::new(Arc::clone(&sender) as _);
    let mut at = now();
    for (attempts, wait) in (1..).zip(WAITS) {
        round(&desk, &mut courier, at).await;
        let rows = deliveries(&owner).await;
        assert_eq!(rows.len(), 5);
        let (least, most) = (wait * 800, wait * 1_200);
        for row in &rows {
            assert_eq!(
                (row.state, row.attempts),
                (DeliveryState::Pending, attempts)
            );
            assert_eq!((row.status, row.fault), (Some(500), None));
            let waited = (row.next_at.unwrap() - at).num_milliseconds();
            assert!(
                (least..=most).contains(&waited),
                "{waited} after {attempts}"
            );
        }
        // A moment before the first is due, nothing is sent.
        assert_eq!(receiver.received().len(), 5);
        let first = rows.iter().filter_map(|row| row.next_at).min().unwrap();
        round(&desk, &mut courier, first - TimeDelta::microseconds(1)).await;
        assert!(receiver.received().is_empty());
        at = rows.iter().filter_map(|row| row.next_at).max().unwrap();
    }
    assert!(found(&owner, id).await.is_active);
    round(&desk, &mut courier, at).await;
    let last = receiver.received();
    assert!(last.len() == 5 && last.iter().all(|one| one.signed_by(&secret) == 1));
    let rows = deliveries(&owner).await;
    let is_given_up = |state, attempts| state == DeliveryState::Failed && attempts == 10;
    assert!(rows.iter().all(|row| is_given_up(row.state, row.attempts)));
    let row = found(&owner, id).await;
    assert_eq!(
        (row.is_active, row.stopped_for),
        (false, Some(WebhookStop::Failing))
    );
    its_stop_is_logged(&owner, id).await;
    replayed(&desk, &receiver, &mut courier, (&sender, id)).await;
}

async fn its_stop_is_logged(owner: &Ctx, id: WebhookId) {
    let log = ListRequest::default();
    let log = audit_entry::list(&Reader::new(owner), &AuditFilter::default(), &log).await;
    let log = log.unwrap().items;
    let stop = log.iter().filter(|one| one.node.action == "webhook.stop");
    let stop: Vec<_> = stop
        .map(|one| (one.node.actor.as_str(), one.node.subject.clone()))
        .collect();
    assert_eq!(stop, [("service", id.to_string())]);
}

/// One of them once more, when somebody has mended the cause.
async fn replayed(
    desk: &Desk,
    receiver: &Receiver,
    courier: &mut Courier,
    (sender, id): (&api::webhook::Sender, domain::id::WebhookId),
) {
    let owner = desk.member(AACHEN, Role::Admin);
    let message = deliveries(&owner).await.first().unwrap().id;
    let replay = async || {
        let job = async |work: &Work<'_>| webhook_delivery::replay(work, message).await;
        owner.write("webhook.replay", message, job).await
    };
    let refused = replay().await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    receiver.set(Mood::Status(200));
    switch_on(&owner, sender, id).await.unwrap();
    replay().await.unwrap();
    round(desk, courier, now()).await;
    let received = receiver.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received.first().unwrap().id, message.to_string());
    let rows = deliveries(&owner).await;
    let row = rows.iter().find(|row| row.id == message).unwrap();
    assert_eq!((row.state, row.attempts), (DeliveryState::Delivered, 1));
    let row = found(&owner, id).await;
    assert_eq!(
        (row.is_active, row.stopped_for, row.failures),
        (true, None, 0)
    );
}

async fn who_is_gone_is_left_alone(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let receiver = Receiver::start(Mood::Status(410));
    let sender = sender(&[&receiver]);
    let owner = desk.member(AACHEN, Role::Admin);
    let (id, _) = register(&owner, &sender, hook(&receiver.url, &PROJECTS))
        .await
        .unwrap();
    let plan = plan(&owner).await;
    project(&owner, &plan, "eins").await;
    let mut courier = Courier::new(Arc::clone(&sender) as _);
    round(&desk, &mut courier, now()).await;
    let row = found(&owner, id).await;
    assert_eq!(
        (row.is_active, row.stopped_for),
        (false, Some(WebhookStop::Gone))
    );
    let second = project(&owner, &plan, "zwei").await;
    round(&desk, &mut courier, now() + TimeDelta::days(2)).await;
    assert_eq!(receiver.received().len(), 1);
    receiver.set(Mood::Status(200));
    switch_on(&owner, &sender, id).await.unwrap();
    round(&desk, &mut courier, now()).await;
    let expected = [("project.created".to_owned(), second)];
    assert_eq!(told(&receiver.received()), BTreeSet::from(expected));
}

async fn no_redirect_is_followed_and_no_answer_read(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let (other, endless) = (
        Receiver::start(Mood::Status(200)),
        Receiver::start(Mood::Endless),
    );
    let moved = Receiver::start(Mood::Moved(format!("{}/hook?a=b", other.url)));
    let sender = sender(&[&moved, &other, &endless]);
    let owner = desk.member(AACHEN, Role::Admin);
    let mut names = BTreeMap::new();
    for (name, receiver) in [("moved", &moved), ("endless", &endless)] {
        let made = register(&owner, &sender, hook(&receiver.url, &PROJECTS)).await;
        names.insert(made.unwrap().0.to_string(), name);
    }
    project(&owner, &plan(&owner).await, "eins").await;
    round(&desk, &mut Courier::new(sender), now()).await;
    assert_eq!((moved.received().len(), other.received().len()), (1, 0));
    let rows = deliveries(&owner).await;
    let rows = rows.iter().map(|row| {
        let name = names.get(&row.webhook_id.to_string()).copied().unwrap();
        (name, (row.state, row.status))
    });
    let expected = [
        ("moved", (DeliveryState::Pending, Some(302))),
        ("endless", (DeliveryState::Delivered, Some(200))),
    ];
    assert_eq!(rows.collect::<BTreeMap<_, _>>(), BTreeMap::from(expected));
}

/// A receiver that says nothing holds up no other, and is given up after a while.
#[tokio::test]
async fn silence_holds_up_nobody() {
    let desk = Desk::on(Backend::Sqlite).await.unwrap();
    let (silent, good) = (
        Receiver::start(Mood::Silent),
        Receiver::start(Mood::Status(200)),
    );
    let sender = sender(&[&silent, &good]);
    let (owner, other) = (
        desk.member(AACHEN, Role::Admin),
        desk.member(KARLSRUHE, Role::Admin),
    );
    register(&owner, &sender, hook(&silent.url, &PROJECTS))
        .await
        .unwrap();
    register(&other, &sender, hook(&good.url, &PROJECTS))
        .await
        .unwrap();
    let mut courier = Courier::new(sender);
    for (ctx, name) in [(&owner, "stumm"), (&other, "rege")] {
        let plan = plan(ctx).await;
        for number in 0..10 {
            project(ctx, &plan, &format!("{name}-{number}")).await;
        }
    }
    let start = Instant::now();
    while good.received().is_empty()
        || deliveries(&other)
            .await
            .iter()
            .any(|row| row.status.is_none())
    {
        courier.round(&desk.store).await.unwrap();
        assert!(
            start.elapsed() < Duration::from_secs(12),
            "the other is held up"
        );
        if deliveries(&other)
            .await
            .iter()
            .all(|row| row.status == Some(200))
        {
            break;
        }
    }
    assert_eq!(deliveries(&other).await.len(), 10);
    courier.come_back().await;
    let rows = deliveries(&owner).await;
    let late: Vec<_> = rows
        .iter()
        .filter(|row| row.fault == Some(DeliveryFault::Timeout))
        .collect();
    assert_eq!(late.len(), 8, "so many are on their way to one at a time");
    assert!(late.iter().all(|row| {
        row.took_ms
            .is_some_and(|took| (15_000..25_000).contains(&took))
    }));
}

async fn done_messages_go_after_a_month(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let receiver = Receiver::start(Mood::Status(200));
    let sender = sender(&[&receiver]);
    let owner = desk.member(AACHEN, Role::Admin);
    register(&owner, &sender, hook(&receiver.url, &PROJECTS))
        .await
        .unwrap();
    let plan = plan(&owner).await;
    let mut courier = Courier::new(sender);
    project(&owner, &plan, "eins").await;
    round(&desk, &mut courier, now()).await;
    receiver.set(Mood::Status(500));
    project(&owner, &plan, "zwei").await;
    round(&desk, &mut courier, now()).await;
    let policy = Retention {
        sign_ins: TimeDelta::days(9_000),
        keys: TimeDelta::days(9_000),
        retired: TimeDelta::days(9_000),
        has_embeddings: true,
    };
    for (days, expected) in [(29, 0), (31, 1)] {
        let late = domain::clock::Clock::Stopped(now() + TimeDelta::days(days));
        let retired = privacy::retain(&desk.at(late).await.operator(), &policy, false).await;
        assert_eq!(retired.unwrap().deliveries, expected, "{days}");
    }
    let left = deliveries(&owner).await;
    assert_eq!(
        left.first().map(|row| (left.len(), row.state)),
        Some((1, DeliveryState::Pending))
    );
}
