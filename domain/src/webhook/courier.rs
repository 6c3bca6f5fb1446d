//! Tells webhooks of changes, beside everything else that goes on.
//!
//! Invariant: a bounded number of messages is on its way, to no address more than some of them, so that a slow one holds
//! up no other. Whatever is done for a webhook is done as its tenant.

use super::{Dispatch, Webhook, feed::feed};
use crate::{
    actor::{Actor, Member, Principal, Role, Scope},
    change,
    ctx::Ctx,
    error::Result,
    language::Language,
    store::Store,
    webhook_delivery::{self, Claim},
};
use chrono::{DateTime, Utc};
use entity::{
    id::{TenantId, WebhookId},
    scope::ServiceTable,
    webhook::{Column, Entity},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use std::{collections::HashMap, sync::Arc, time::Instant};
use tokio::task::{Id, JoinSet};

/// Messages on their way at a time, and to one address.
const MOST: usize = 32;
const MOST_TO_ONE: usize = 8;

/// How often a round looks for what is due.
const LOOKS: usize = 8;

/// Tells webhooks of changes.
#[derive(Debug)]
pub struct Courier {
    dispatch: Arc<dyn Dispatch>,
    running: JoinSet<()>,
    /// To whom.
    busy: HashMap<Id, WebhookId>,
    /// The newest change that was there when all webhooks were told.
    newest: Option<(DateTime<Utc>, i64)>,
}

impl Courier {
    /// One that has told nobody yet.
    #[must_use]
    pub fn new(dispatch: Arc<dyn Dispatch>) -> Self {
        Self {
            dispatch,
            running: JoinSet::new(),
            busy: HashMap::new(),
            newest: None,
        }
    }

    /// One round: puts what has changed on the lists, and sends what is due; waits for no answer.
    ///
    /// # Errors
    /// What the database answers; that an address does not is none.
    pub async fn round(&mut self, store: &Store) -> Result<()> {
        self.tell(store).await?;
        self.send(store).await
    }

    /// Waits until nothing is on its way.
    pub async fn come_back(&mut self) {
        while self.running.join_next().await.is_some() {}
        self.busy.clear();
    }

    /// Where nothing new has happened, only those are told that had too much to hear before.
    async fn tell(&mut self, store: &Store) -> Result<()> {
        let newest = change::newest(store).await?;
        let mut rows = Entity::of_everybody()
            .filter(Column::IsActive.eq(true))
            .order_by_asc(Column::Id);
        if newest == self.newest {
            rows = rows.filter(Column::IsBehind.eq(true));
        }
        let mut has_told_all = true;
        for hook in rows.all(store.follower()).await? {
            has_told_all &= tell(store, hook).await;
        }
        if has_told_all {
            self.newest = newest;
        }
        Ok(())
    }

    async fn send(&mut self, store: &Store) -> Result<()> {
        for _ in 0..LOOKS {
            self.forget_done();
            let free = MOST.saturating_sub(self.busy.len());
            let due = webhook_delivery::due(store, &self.full(), free).await?;
            if free == 0 || due.is_empty() {
                break;
            }
            for row in due {
                if self.count(row.webhook_id) >= MOST_TO_ONE {
                    continue;
                }
                let ctx = as_tenant(store, row.tenant_id);
                if let Some(claim) = webhook_delivery::claim(&ctx, &row).await? {
                    self.spawn(store, claim);
                }
            }
        }
        Ok(())
    }

    fn spawn(&mut self, store: &Store, claim: Claim) {
        let (store, dispatch) = (store.clone(), Arc::clone(&self.dispatch));
        let webhook = claim.message.webhook;
        let task = self.running.spawn(async move {
            let start = Instant::now();
            let answer = dispatch.send(&claim.message).await;
            let ctx = as_tenant(&store, claim.tenant);
            let settled = webhook_delivery::settle(&ctx, &claim, answer, start.elapsed()).await;
            if let Err(error) = settled {
                // It is taken to be lost after a while and sent again.
                tracing::warn!(%error, "what became of a message could not be kept");
            }
        });
        self.busy.insert(task.id(), webhook);
    }

    fn forget_done(&mut self) {
        while let Some(done) = self.running.try_join_next_with_id() {
            let id = match &done {
                Ok((id, ())) => *id,
                Err(error) => error.id(),
            };
            self.busy.remove(&id);
        }
    }

    fn count(&self, webhook: WebhookId) -> usize {
        self.busy.values().filter(|busy| **busy == webhook).count()
    }

    /// The webhooks to which nothing more can be sent now.
    fn full(&self) -> Vec<WebhookId> {
        let mut full: Vec<WebhookId> = self.busy.values().copied().collect();
        full.sort_unstable();
        full.dedup();
        full.retain(|webhook| self.count(*webhook) >= MOST_TO_ONE);
        full
    }
}

/// One that cannot be told holds up no other.
async fn tell(store: &Store, hook: Webhook) -> bool {
    let (ctx, id) = (as_tenant(store, hook.tenant_id), hook.id);
    match feed(&ctx, hook).await {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, webhook = %id, "a webhook could not be told of changes");
            false
        }
    }
}

/// The service, reading what a tenant may read.
fn as_tenant(store: &Store, tenant: TenantId) -> Ctx {
    let now = store.clock().now();
    let actor = Actor::Member(Member {
        tenant,
        role: Role::Reader,
        scopes: [Scope::ReadContent].into_iter().collect(),
        networks: store.reference().networks_of(tenant, now),
        principal: Principal::Service,
    });
    Ctx::new(store, actor, Language::default())
}
