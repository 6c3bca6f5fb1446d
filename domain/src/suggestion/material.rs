//! What is read of the database before pairs are looked for: projects in question, links that touch them, own decisions.
//!
//! Of a network, or of a city in it, the [`MOST_ASKED`] projects that were changed last are in question; every pair has one
//! of them at least. So what is asked of the database and of the index is bounded, however large a network is.
//!
//! Invariant: all of it was read through the scopes of the caller, with one statement each.

use super::{
    Asked,
    expertise::{Fitting, fitting},
    mention::Mention,
    side::Side,
};
use crate::{
    ctx::Ctx,
    error::Result,
    project::action_fields,
    read::in_uuids,
    reference::Snapshot,
    similarity::{index::Key, similar::Weights},
    similarity_weights,
};
use chrono::{DateTime, Utc};
use entity::{
    id::{NetworkId, ProjectId, TenantId},
    project,
    scope::{OwnTable, TenantTable},
    suggestion_decision, transfer_link,
    value::{SuggestionVerdict, TransferStage},
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};
use std::{collections::HashSet, sync::Arc};
use uuid::Uuid;

/// So many projects at most are in question at once.
pub const MOST_ASKED: u64 = 200;
/// So many links at most are looked at; a pair whose link is older than that would be refused when it is accepted.
const MOST_LINKS: u64 = 5_000;
/// So many of what plans name at most are followed: the newest ones.
const MOST_MENTIONS: usize = 300;

/// What pairs are looked for with.
pub(super) struct Material {
    pub(super) network: NetworkId,
    pub(super) reference: Arc<Snapshot>,
    /// The municipalities that take part in the network today.
    pub(super) members: HashSet<TenantId>,
    pub(super) weights: Weights,
    /// The projects in question.
    pub(super) asked: HashSet<Key>,
    pub(super) mentions: Vec<Mention>,
    pub(super) fitting: Vec<Fitting>,
    /// The municipality, by its number, of which one of two projects must be.
    pub(super) other_city: Option<u32>,
    /// Pairs that are not to be suggested now, the lower key first.
    resting: HashSet<(Key, Key)>,
}

impl Material {
    /// With nothing in question yet.
    pub(super) fn new(ctx: &Ctx, network: NetworkId) -> Self {
        let reference = Arc::clone(ctx.reference());
        let today = ctx.now();
        let members = reference.members_of(network).map(|member| member.tenant_id);
        let members = members
            .filter(|tenant| reference.takes_part(*tenant, network, today))
            .collect();
        Self {
            network,
            members,
            weights: similarity_weights::counting(ctx, Some(network)),
            asked: HashSet::new(),
            mentions: Vec::new(),
            fitting: Vec::new(),
            other_city: None,
            resting: HashSet::new(),
            reference,
        }
    }

    /// For a question.
    pub(super) async fn gather(ctx: &Ctx, side: &Side, asked: &Asked) -> Result<Self> {
        let mut all = Self::new(ctx, asked.network);
        let city = side.city.as_ref().or(asked.city.as_ref());
        let projects = projects(ctx, asked, city).await?;
        all.asked = projects.iter().map(Uuid::as_u128).collect();
        for link in links(ctx, asked.network, &projects, city).await? {
            all.heed(ctx, &link);
        }
        all.mentions.truncate(MOST_MENTIONS);
        all.fitting = fitting(ctx, asked.network).await?;
        all.other_city = asked.other_city.as_deref().and_then(|ags| ags.parse().ok());
        let decided = decisions(ctx, side.tenant, asked.network).await?;
        for pair in decided {
            all.rest(pair.0.0.as_u128(), pair.1.0.as_u128());
        }
        Ok(all)
    }

    /// Whether a pair is to be left in peace.
    pub(super) fn is_resting(&self, one: Key, other: Key) -> bool {
        self.resting.contains(&(one.min(other), one.max(other)))
    }

    fn rest(&mut self, one: Key, other: Key) {
        self.resting.insert((one.min(other), one.max(other)));
    }

    /// Takes in what a link says of its pair.
    fn heed(&mut self, ctx: &Ctx, link: &transfer_link::Model) {
        let is_over = match link.stage {
            TransferStage::Suggested => {
                self.mentions.extend(Mention::of(link));
                return;
            }
            TransferStage::Declined | TransferStage::Abandoned => {
                link.last_event_at.unwrap_or(link.updated_at) <= rested(ctx)
            }
            _ => false,
        };
        if let (Some(adopter), Some(source), false) =
            (link.adopter_project_id, link.source_project_id, is_over)
        {
            self.rest(adopter.0.as_u128(), source.0.as_u128());
        }
    }
}

/// What was declined before this moment may be suggested again.
fn rested(ctx: &Ctx) -> DateTime<Utc> {
    let rest = ctx.store().suggestion_rest();
    ctx.now().checked_sub_months(rest).unwrap_or_default()
}

/// The projects in question, those that were changed last first.
async fn projects(ctx: &Ctx, asked: &Asked, city: Option<&String>) -> Result<Vec<Uuid>> {
    use project::{Column, Entity};
    let mut rows = Entity::visible_to(&ctx.audience())
        .select_only()
        .column(Column::Id)
        .filter(Column::NetworkId.eq(asked.network.0))
        .filter(match city {
            Some(city) => Column::CityAgs.eq(city.as_str()),
            None => Column::CityAgs.is_not_null(),
        })
        .order_by_desc(Column::UpdatedAt)
        .order_by_asc(Column::Id);
    if let Some(codes) = &asked.action_field {
        let fields = action_fields(ctx, codes)?;
        let column = Expr::col(Column::ActionFieldId);
        rows = rows.filter(in_uuids(ctx.backend(), column, &fields));
    }
    let rows = ctx.first_rows(&rows.into_query(), MOST_ASKED).await?;
    let ids = rows.iter().map(|row| row.try_get_by_index::<Uuid>(0));
    Ok(ids.collect::<std::result::Result<_, _>>()?)
}

/// The links at the ends of which these projects stand, and those by which plans name a city.
async fn links(
    ctx: &Ctx,
    network: NetworkId,
    projects: &[Uuid],
    city: Option<&String>,
) -> Result<Vec<transfer_link::Model>> {
    use transfer_link::{Column, Entity};
    let among = |column| in_uuids(ctx.backend(), Expr::col(column), projects);
    let mut touching = Condition::any()
        .add(among(Column::AdopterProjectId))
        .add(among(Column::SourceProjectId));
    if let Some(city) = city {
        let names = Column::SourceCityAgs.eq(city.as_str());
        let is_name = Column::Stage.eq(TransferStage::Suggested);
        touching = touching.add(names.and(is_name));
    }
    let rows = Entity::visible_to(&ctx.audience())
        .filter(Column::NetworkId.eq(network.0))
        .filter(Column::AdopterProjectId.is_not_null())
        .filter(touching)
        .order_by_desc(Column::Id)
        .limit(MOST_LINKS);
    ctx.records(rows).await
}

/// The pairs that an organisation has declined lately or put off.
async fn decisions(
    ctx: &Ctx,
    tenant: TenantId,
    network: NetworkId,
) -> Result<Vec<(ProjectId, ProjectId)>> {
    use suggestion_decision::{Column, Entity};
    let declined = Column::Verdict
        .eq(SuggestionVerdict::Declined)
        .and(Column::DecidedAt.gt(rested(ctx)));
    let snoozed = Column::Verdict
        .eq(SuggestionVerdict::Snoozed)
        .and(Column::Until.gt(ctx.now().date_naive()));
    let rows = Entity::of(tenant)
        .filter(Column::NetworkId.eq(network.0))
        .filter(Condition::any().add(declined).add(snoozed));
    let rows = ctx.records(rows).await?.into_iter();
    Ok(rows
        .map(|row| (row.adopter_project_id, row.source_project_id))
        .collect())
}
