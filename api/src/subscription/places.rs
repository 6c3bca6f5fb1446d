//! How many streams somebody can have open.
//!
//! Invariant: a place is given back when what holds it is dropped, however that happens; what is remembered is no more than
//! what is open.

use crate::{config::SubscriptionSettings, identity::neighbourhood, metrics};
use domain::{
    Ctx,
    actor::{Actor, Principal},
    id::TenantId,
};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Counts open streams.
#[derive(Debug)]
pub struct Places {
    per_tenant: usize,
    per_address: usize,
    taken: Mutex<HashMap<Holder, usize>>,
}

/// For whom streams are counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Holder {
    Tenant(TenantId),
    Operator(Principal),
    Address(Option<String>),
}

/// The place of one stream.
#[derive(Debug)]
pub struct Place {
    places: Arc<Places>,
    holder: Holder,
}

impl Places {
    pub fn new(settings: &SubscriptionSettings) -> Self {
        Self {
            per_tenant: settings.per_tenant,
            per_address: settings.per_address,
            taken: Mutex::default(),
        }
    }

    /// A place for somebody who acts; nobody in particular has one by their address. `None` where all are taken.
    pub fn of(self: &Arc<Self>, ctx: &Ctx, address: Option<IpAddr>) -> Option<Place> {
        match ctx.actor() {
            Actor::Anonymous => self.of_address(address),
            Actor::Member(member) => self.take(Holder::Tenant(member.tenant), self.per_tenant),
            Actor::Operator(who) => self.take(Holder::Operator(who.clone()), self.per_tenant),
        }
    }

    /// A place for whoever has not said yet who they are. `None` where all are taken.
    pub fn of_address(self: &Arc<Self>, address: Option<IpAddr>) -> Option<Place> {
        self.take(
            Holder::Address(address.map(neighbourhood)),
            self.per_address,
        )
    }

    fn take(self: &Arc<Self>, holder: Holder, most: usize) -> Option<Place> {
        let mut taken = self.taken();
        let count = taken.get(&holder).copied().unwrap_or_default();
        if count >= most {
            return None;
        }
        taken.insert(holder.clone(), count + 1);
        metrics::count_stream(1.0);
        Some(Place {
            places: Arc::clone(self),
            holder,
        })
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<Holder, usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        metrics::count_stream(-1.0);
        let mut taken = self.places.taken();
        if let Some(count) = taken.get_mut(&self.holder) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.holder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_place_comes_back_when_its_stream_ends() {
        let places = Arc::new(Places::new(&SubscriptionSettings {
            per_tenant: 1,
            per_address: 2,
            operations: 1,
            init: Duration::ZERO,
            ping: Duration::ZERO,
            patience: Duration::ZERO,
        }));
        let (one, other) = ("192.0.2.1".parse().ok(), "192.0.2.2".parse().ok());
        let first = places.of_address(one);
        let second = places.of_address(one);
        assert!(first.is_some() && second.is_some() && places.of_address(one).is_none());
        assert!(places.of_address(other).is_some());
        drop(first);
        assert!(places.of_address(one).is_some());
        drop(second);
        assert!(places.taken().is_empty());
    }
}
