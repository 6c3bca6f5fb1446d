//! Rings (Vergleichsringe) and who belongs to them.
//!
//! Invariant: everything was read before the first field is resolved; nothing here reads anything.

use crate::{
    direct::Many,
    language::{Locale, chosen},
    value::{Moment, RingState, Withheld},
};
use async_graphql::{Context, ID, Object, Result};
use domain::{Ctx, label, peer_group::Membership};
use std::sync::Arc;

/// What makes a peer group a ring (Vergleichsring).
pub struct Ring(pub(crate) Arc<domain::peer_group::RingView>);

/// What makes a peer group a ring (Vergleichsring).
#[Object(serial)]
impl Ring {
    /// What your own organisation answered; null where it moderates the ring and is no city.
    async fn state(&self) -> Option<RingState> {
        self.0.state.map(Into::into)
    }

    /// Who is invited or belongs to it, by AGS: shown whole to its members; to those who are only invited, themselves. Who
    /// declined or left is shown to the moderator.
    async fn members(&self) -> Many<RingMember> {
        let members = self.0.members.iter().cloned();
        members.map(RingMember).collect()
    }

    /// Codes of the indicators that are compared, in their order.
    async fn indicators(&self) -> Vec<&str> {
        let indicators = self.0.indicators.iter();
        indicators
            .map(|indicator| indicator.code.as_str())
            .collect()
    }

    /// Whether enough cities accepted for comparisons to be published; null to those who are only invited.
    async fn can_publish(&self) -> Option<bool> {
        self.0.can_publish
    }

    /// Why nothing can be published, where that is so: MIN_CONTRIBUTORS while too few cities accepted.
    async fn withheld(&self) -> Option<Withheld> {
        self.0.withheld.map(Into::into)
    }
}

/// A city that was invited to a ring, and what it answered.
pub struct RingMember(Membership);

/// A city that was invited to a ring, and what it answered.
#[Object(serial)]
impl RingMember {
    /// Its organisation, by its id.
    async fn organisation(&self) -> ID {
        self.0.member_id.to_string().into()
    }

    /// Its official key (AGS).
    async fn ags(&self) -> &str {
        &self.0.city_ags
    }

    /// Its name.
    async fn name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let city = ctx.data::<Ctx>()?.reference().cities.find(&self.0.city_ags);
        Ok(city.map(|city| city.display_name.clone()))
    }

    /// What it answered.
    async fn state(&self) -> RingState {
        self.0.state.into()
    }

    /// What it answered, in words.
    async fn state_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let label = label::ring_state(self.0.state);
        label.text(chosen(ctx, locale)).to_owned()
    }

    /// The version of the terms that it accepted last.
    async fn terms_version(&self) -> Option<i32> {
        self.0.terms_version
    }

    /// When it was invited.
    async fn invited_at(&self) -> Moment {
        Moment(self.0.invited_at)
    }

    /// When it answered, or left; null while it is invited.
    async fn decided_at(&self) -> Option<Moment> {
        self.0.decided_at.map(Moment)
    }
}
