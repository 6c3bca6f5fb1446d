//! Webhooks: what is told to whom, how it is signed, and what becomes of it.
//!
//! Invariant: receivers are real programs on this machine; time is an argument, but for the one who gives no answer.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod limits;
mod receiver;
mod retry;

use crate::{
    desk::{AACHEN, COLOGNE, Desk, KARLSRUHE, plan, project, publish, text},
    harness::{self, Backend},
    privacy::dump::Dump,
    tenancy::on_both,
};
use api::{
    config::{Config, Sources},
    webhook::Sender,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Ctx, Work,
    actor::Role,
    change::{self, ChangeFilter, ChangeKind},
    clock::Clock,
    id::WebhookId,
    read::{ListRequest, PageRequest, Reader},
    value::DeliveryState,
    webhook::{self, Courier, NewWebhook, Webhook, WebhookChange},
    webhook_delivery::{self, DeliveryFilter, WebhookDelivery},
};
use receiver::{Mood, Received, Receiver};
use reqwest::Method;
use serde_json::json;
use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

on_both!(everybody_hears_what_they_could_read);
on_both!(both_secrets_sign_until_the_overlap_is_over);
on_both!(several_copies_of_the_service_send_once);
on_both!(what_was_told_is_told_again);
on_both!(the_service_tells_by_itself);

const PROJECTS: [ChangeKind; 1] = [ChangeKind::Project];

/// What sends to receivers on this machine.
fn sender(receivers: &[&Receiver]) -> Arc<Sender> {
    let origins: Vec<_> = receivers.iter().map(|one| one.url.as_str()).collect();
    let sources = match origins.as_slice() {
        [] => Sources::default(),
        some => Sources::default().with_argument("webhook_allow", some.join(",")),
    };
    Arc::new(Sender::new(&Config::load(&sources).unwrap().webhook).unwrap())
}

fn hook(url: &str, kinds: &[ChangeKind]) -> NewWebhook {
    NewWebhook {
        url: format!("{url}/hook?a=b"),
        kinds: kinds.to_vec(),
        description: String::new(),
        is_active: true,
    }
}

/// Registers a webhook; its id and secret.
async fn register(
    ctx: &Ctx,
    sender: &Sender,
    new: NewWebhook,
) -> domain::Result<(WebhookId, String)> {
    let id = WebhookId(Work::new_id());
    let job = async |work: &Work<'_>| webhook::create(work, sender, id, new).await;
    Ok((id, ctx.write("webhook.create", id, job).await?))
}

async fn switch_on(ctx: &Ctx, sender: &Sender, id: WebhookId) -> domain::Result<()> {
    let version = found(ctx, id).await.revision;
    let wanted = WebhookChange {
        is_active: Some(true),
        ..WebhookChange::default()
    };
    let job = async |work: &Work<'_>| webhook::change(work, sender, (id, version), wanted).await;
    ctx.write("webhook.change", id, job).await
}

async fn found(ctx: &Ctx, id: WebhookId) -> Webhook {
    webhook::one(ctx, id).await.unwrap()
}

fn now() -> DateTime<Utc> {
    Clock::System.now()
}

/// One round at a moment, until everything is back.
async fn round(desk: &Desk, courier: &mut Courier, at: DateTime<Utc>) {
    let desk = desk.at(Clock::Stopped(at)).await;
    courier.round(&desk.store).await.unwrap();
    courier.come_back().await;
}

/// The messages of somebody's webhooks, of the newest change first.
async fn deliveries(ctx: &Ctx) -> Vec<Arc<WebhookDelivery>> {
    let all = ListRequest {
        page: PageRequest::first(PageRequest::MAX),
        ..ListRequest::default()
    };
    let reader = Reader::new(ctx);
    let page = webhook_delivery::list(&reader, &DeliveryFilter::default(), &all).await;
    let items = page.unwrap().items.into_iter();
    items.map(|item| item.node).collect()
}

fn told(received: &[Received]) -> BTreeSet<(String, String)> {
    received.iter().map(Received::told).collect()
}

/// What the change feed says to somebody since a moment, as messages would.
async fn feed(ctx: &Ctx, since: DateTime<Utc>) -> BTreeSet<(String, String)> {
    let filter = ChangeFilter {
        since: Some(since),
        ..ChangeFilter::default()
    };
    let list = ListRequest {
        page: PageRequest::first(PageRequest::MAX),
        ..ListRequest::default()
    };
    let page = change::list(&Reader::new(ctx), &filter, &list)
        .await
        .unwrap();
    let entry = |change: &change::Change| {
        let kind = format!("{}.{}", change.kind.word(), change.action.word());
        (kind.to_lowercase(), change.subject.clone())
    };
    page.items.iter().map(|item| entry(&item.node)).collect()
}

async fn everybody_hears_what_they_could_read(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    desk.admit(COLOGNE).await;
    let receivers = [(); 3].map(|()| Receiver::start(Mood::Status(200)));
    let sender = sender(&receivers.each_ref());
    let since = now();
    for (city, receiver) in [AACHEN, KARLSRUHE, COLOGNE].iter().zip(&receivers) {
        let admin = desk.member(city, Role::Admin);
        register(&admin, &sender, hook(&receiver.url, &[]))
            .await
            .unwrap();
    }
    let [aachen, karlsruhe, cologne] = &receivers;
    let mut courier = Courier::new(sender);
    let owner = desk.member(AACHEN, Role::Admin);
    let plan = plan(&owner).await;
    let project = project(&owner, &plan, "kanari").await;
    let mut seen = [BTreeSet::new(), BTreeSet::new()];
    for (version, visibility) in [(1, "NETWORK"), (2, "TENANT"), (3, "PUBLIC")] {
        round(&desk, &mut courier, now()).await;
        let input = json!({ "plan": plan, "expectedVersion": version, "visibility": visibility });
        publish(&owner, "Plan", input).await;
        let known = seen.each_mut().into_iter().zip([aachen, karlsruhe]);
        known.for_each(|(seen, receiver)| seen.append(&mut told(&receiver.received())));
        assert!(
            told(&cologne.received()).is_empty(),
            "nothing is public yet"
        );
    }
    round(&desk, &mut courier, now()).await;
    let known = seen.each_mut().into_iter().zip([aachen, karlsruhe]);
    known.for_each(|(seen, receiver)| seen.append(&mut told(&receiver.received())));
    let [of_aachen, of_karlsruhe] = &seen;
    assert_eq!(
        *of_aachen,
        feed(&desk.member(AACHEN, Role::Reader), since).await
    );
    let reader = desk.member(KARLSRUHE, Role::Reader);
    assert_eq!(*of_karlsruhe, feed(&reader, since).await);
    for kind in ["project.created", "project.deleted"] {
        assert!(
            of_karlsruhe.contains(&(kind.to_owned(), project.clone())),
            "{kind}"
        );
    }
    let public = told(&cologne.received());
    assert_eq!(
        public,
        feed(&desk.member(COLOGNE, Role::Reader), since).await
    );
    assert!(public.contains(&("project.created".to_owned(), project)));
    // Aachen was told when nobody else could know.
    assert!(of_aachen.iter().any(|(kind, _)| kind == "plan.created"));
}

async fn both_secrets_sign_until_the_overlap_is_over(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let receiver = Receiver::start(Mood::Status(204));
    let sender = sender(&[&receiver]);
    let owner = desk.member(AACHEN, Role::Admin);
    let (id, first) = register(&owner, &sender, hook(&receiver.url, &PROJECTS))
        .await
        .unwrap();
    let plan = plan(&owner).await;
    let mut courier = Courier::new(Arc::clone(&sender) as _);
    project(&owner, &plan, "eins").await;
    round(&desk, &mut courier, now()).await;
    let overlap = TimeDelta::hours(1);
    let job = async |work: &Work<'_>| webhook::rotate(work, &*sender, id, overlap).await;
    let second = owner.write("webhook.rotate", id, job).await.unwrap();
    project(&owner, &plan, "zwei").await;
    round(&desk, &mut courier, now() + TimeDelta::minutes(30)).await;
    project(&owner, &plan, "drei").await;
    round(&desk, &mut courier, now() + TimeDelta::hours(2)).await;
    let received = receiver.received();
    let signed: Vec<_> = received
        .iter()
        .map(|one| {
            (
                one.signed_by(&first),
                one.signed_by(&second),
                one.signatures.split(' ').count(),
            )
        })
        .collect();
    assert_eq!(signed, [(1, 0, 1), (1, 1, 2), (0, 1, 1)]);
    for mut one in received {
        one.body.push(' ');
        assert_eq!(one.signed_by(&first) + one.signed_by(&second), 0);
    }
    let dump = Dump::of(desk.url()).await;
    for secret in [first, second] {
        let secret = secret.trim_start_matches("whsec_").trim_end_matches('=');
        let found = dump.holding(secret).await;
        assert!(found.is_empty(), "a secret is in the database: {found:?}");
    }
}

async fn several_copies_of_the_service_send_once(backend: Backend) {
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
    for number in 0..12 {
        project(&owner, &plan, &format!("AC-{number}")).await;
    }
    let copies = [
        desk.with_connections(4).await,
        desk.with_connections(4).await,
    ];
    let mut couriers = [(); 2].map(|()| Courier::new(Arc::clone(&sender) as _));
    for _ in 0..4 {
        let [(one, first), (other, second)] = {
            let [one, other] = &mut couriers;
            let [first, second] = &copies;
            [(one, first), (other, second)]
        };
        let (one, other) = tokio::join!(one.round(&first.store), other.round(&second.store));
        one.unwrap();
        other.unwrap();
    }
    for courier in &mut couriers {
        courier.come_back().await;
        courier.round(&desk.store).await.unwrap();
        courier.come_back().await;
    }
    let received = receiver.received();
    let ids: BTreeSet<_> = received.iter().map(|one| one.id.clone()).collect();
    assert_eq!((received.len(), ids.len()), (12, 12));
    let rows = deliveries(&owner).await;
    assert!(
        rows.iter()
            .all(|row| row.state == DeliveryState::Delivered && row.attempts == 1)
    );
}

async fn what_was_told_is_told_again(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let receiver = Receiver::start(Mood::Status(200));
    let sender = sender(&[&receiver]);
    let owner = desk.member(AACHEN, Role::Admin);
    let (id, _) = register(&owner, &sender, hook(&receiver.url, &PROJECTS))
        .await
        .unwrap();
    let since = now();
    let plan = plan(&owner).await;
    let mut courier = Courier::new(sender);
    for code in ["eins", "zwei"] {
        project(&owner, &plan, code).await;
    }
    round(&desk, &mut courier, now()).await;
    let first = receiver.received();
    assert_eq!(first.len(), 2);
    round(&desk, &mut courier, now()).await;
    assert!(receiver.received().is_empty(), "once is enough");
    let owner = desk.member(AACHEN, Role::Admin);
    let job = async |work: &Work<'_>| webhook::resend(work, id, since).await;
    owner.write("webhook.resend", id, job).await.unwrap();
    round(&desk, &mut courier, now()).await;
    let again = receiver.received();
    let ids = |received: &[Received]| -> BTreeSet<_> {
        received
            .iter()
            .map(|one| (one.id.clone(), one.body.clone()))
            .collect()
    };
    assert_eq!(ids(&again), ids(&first));
    assert_eq!(deliveries(&owner).await.len(), 2);
    for wrong in [TimeDelta::days(31), TimeDelta::hours(-1)] {
        let job = async |work: &Work<'_>| webhook::resend(work, id, now() - wrong).await;
        let refused = owner.write("webhook.resend", id, job).await;
        assert!(
            matches!(refused, Err(domain::Error::Invalid { .. })),
            "{refused:?}"
        );
    }
}

/// Through both interfaces, with nobody who asks for it.
async fn the_service_tells_by_itself(backend: Backend) {
    let receiver = Receiver::start(Mood::Status(202));
    let settings = vec![("webhook_allow", receiver.url.clone())];
    let Some(service) = harness::set_up(backend, settings) else {
        return;
    };
    let admin = service.token(Role::Admin, harness::people::AACHEN);
    let new = json!({ "url": format!("{}/hook?a=b", receiver.url), "kinds": ["PLAN"] });
    let made = service
        .call(&admin, Method::POST, "/api/v1/webhooks", Some(&new))
        .await;
    assert_eq!(made.status, 200, "{}", made.body);
    let (id, secret) = (
        text(&made.json(), "/webhook/id"),
        text(&made.json(), "/secret"),
    );
    let body = json!({ "network": "kora", "title": "Geheimplan", "status": "ADOPTED" });
    let plan = service
        .call(&admin, Method::POST, "/api/v1/plans", Some(&body))
        .await;
    let plan = text(&plan.json(), "/id");
    let received = receiver.wait_for(1);
    let one = received.first().unwrap();
    assert_eq!((received.len(), one.signed_by(&secret)), (1, 1));
    assert_eq!(one.told(), ("plan.created".to_owned(), plan.clone()));
    assert!(!one.body.contains("Geheimplan"), "{}", one.body);
    let query = format!(
        "{{ webhookDeliveries(webhook: \"{id}\", state: DELIVERED) {{ totalCount nodes {{
        id webhookId type subjectId state attempts nextAt status fault }} }} }}"
    );
    let end = Instant::now() + Duration::from_secs(60);
    let row = loop {
        let data = service.query_as(&admin, &query).await.data();
        if let Some(row) = data.pointer("/webhookDeliveries/nodes/0") {
            break row.clone();
        }
        assert!(Instant::now() < end, "{data}");
    };
    let expected = json!({ "id": one.id, "webhookId": id, "type": "plan.created", "subjectId": plan,
        "state": "DELIVERED", "attempts": 1, "nextAt": null, "status": 202, "fault": null });
    assert_eq!(row, expected);
    let path = format!("/api/v1/webhook-deliveries?webhook={id}&state=DELIVERED");
    let page = service.read_as(&admin, &path).await.json();
    assert_eq!(text(&page, "/items/0/id"), one.id);
    let path = format!("/api/v1/webhook-deliveries/{}/replay", one.id);
    let again = service.call(&admin, Method::POST, &path, None).await;
    assert_eq!(again.status, 200, "{}", again.body);
    let again = receiver.wait_for(1);
    assert_eq!(again.first().unwrap().id, one.id);
    it_is_counted_and_goes(service, &admin, &id).await;
}

async fn it_is_counted_and_goes(service: &harness::Service, admin: &str, id: &str) {
    let metrics = service.read("/metrics").await.body;
    assert!(
        metrics.contains("webhook_deliveries_total{outcome=\"delivered\"}"),
        "{metrics}"
    );
    let path = format!("/api/v1/webhooks/{id}");
    let gone = service.call(admin, Method::DELETE, &path, None).await;
    assert_eq!(gone.status, 200, "{}", gone.body);
    let page = service
        .read_as(admin, "/api/v1/webhook-deliveries")
        .await
        .json();
    assert_eq!(page.pointer("/items"), Some(&json!([])));
}
