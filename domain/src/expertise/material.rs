//! What is read of offers and requests to compare them.
//!
//! Invariant: it is read through the scopes of the caller; the number of statements depends on no row.

use super::{Expertise, filter::open};
use crate::{
    ctx::Ctx,
    error::Result,
    expertise_barrier::Barriers,
    project::Project,
    read::{
        Condition, Direction, Edge, EdgeSelect, Fields, KeyKind, ListRequest, Node, OrderKey,
        PageRequest, Reader, Reference, Row, Select,
    },
    similarity::index::{Field, Text},
};
use entity::{
    expertise::Column,
    id::{BarrierId, ExpertiseId, NetworkId, ProjectId, TenantId},
    network,
    value::ExpertiseKind,
};
use sea_orm::sea_query::{Expr, ExprTrait};
use std::sync::Arc;
use uuid::Uuid;

/// So many open offers, and as many requests, of a network are compared at most: those that were entered last.
pub const MOST_COMPARED: u64 = 500;

/// What is read of an offer or request to compare it.
pub(super) struct Material {
    pub(super) id: ExpertiseId,
    pub(super) tenant: TenantId,
    pub(super) network: NetworkId,
    pub(super) kind: ExpertiseKind,
    pub(super) project: Option<ProjectId>,
    pub(super) barriers: Vec<BarrierId>,
    pub(super) texts: Vec<Text>,
}

/// Topic, description and barriers, and what the project behind it is about, as far as the caller may read that.
fn selection() -> Select {
    let fields = |names: &[Option<Fields>]| Select {
        fields: names
            .iter()
            .flatten()
            .copied()
            .fold(Fields::NONE, Fields::and),
        ..Select::default()
    };
    let project = ["workingTitle", "overallGoal", "summary"].map(Project::field);
    fields(&["topic", "description"].map(Expertise::field))
        .with(Edge::Project, ListRequest::default(), fields(&project))
        .with(Edge::Barriers, ListRequest::default(), Select::default())
}

impl Material {
    /// What is asked about, as far as it is open, and what may fit it. It is compared and not shown, so nobody's log has it.
    pub(super) async fn gather(ctx: &Ctx, asked: &[Uuid]) -> Result<Vec<Self>> {
        let ctx = ctx.unwitnessed();
        let reader = Reader::new(&ctx);
        let rows = reader.by_ids::<Expertise>(asked, &selection()).await?;
        let own: Vec<&Arc<Expertise>> = rows.values().filter(|row| row.is_open(&ctx)).collect();
        let mut networks: Vec<NetworkId> = own.iter().map(|row| row.network_id).collect();
        networks.sort_unstable();
        networks.dedup();
        let kinds = ExpertiseKind::ALL.iter().copied();
        let kinds: Vec<_> = kinds
            .filter(|kind| own.iter().any(|row| row.kind != *kind))
            .collect();
        let mut all = Self::open(&reader, &networks, &kinds).await?;
        for row in own {
            if all.iter().all(|known| known.id != row.id) {
                all.push(Self::of(row)?);
            }
        }
        Ok(all)
    }

    /// Open offers or requests of networks, those that were entered last.
    pub(super) async fn open(
        reader: &Reader<'_>,
        networks: &[NetworkId],
        kinds: &[ExpertiseKind],
    ) -> Result<Vec<Self>> {
        let reference = reader.ctx().reference();
        let found = networks
            .iter()
            .filter_map(|id| network::Model::find(reference, id));
        let mut nodes: Vec<Node<network::Model>> = found.map(Node::new).collect();
        let edges = kinds.iter().map(|kind| EdgeSelect {
            key: kind.word().into(),
            edge: Edge::Expertise,
            list: latest(reader.ctx(), *kind),
            select: selection(),
        });
        let select = Select {
            edges: edges.collect(),
            ..Select::default()
        };
        reader.follow(&mut nodes, &select).await?;
        let mut all = Vec::new();
        for (node, kind) in nodes
            .iter()
            .flat_map(|node| kinds.iter().map(move |kind| (node, kind)))
        {
            let page = node.edges.many::<Expertise>(kind.word())?;
            for item in &page.items {
                all.push(Self::of(&item.node)?);
            }
        }
        Ok(all)
    }

    fn of(row: &Expertise) -> Result<Self> {
        let mut texts = vec![text(Field::Title, row.topic.get()?)];
        let description = row.description.get()?.as_deref();
        texts.extend(description.map(|of| text(Field::Goal, of)));
        if let Some(project) = row.edges.one::<Project>(Edge::Project.name())? {
            let (goal, summary) = (project.overall_goal.get()?, project.summary.get()?);
            let parts = [
                Some(project.working_title.get()?),
                goal.as_ref(),
                summary.as_ref(),
            ];
            texts.extend(
                parts
                    .into_iter()
                    .flatten()
                    .map(|of| text(Field::Summary, of)),
            );
        }
        let barriers = row.edges.one::<Barriers>(Edge::Barriers.name())?;
        let barriers = barriers.iter().flat_map(|all| all.iter());
        Ok(Self {
            id: row.id,
            tenant: row.tenant_id,
            network: row.network_id,
            kind: row.kind,
            project: row.project_id,
            barriers: barriers.map(|barrier| barrier.id).collect(),
            texts,
        })
    }
}

fn text(field: Field, text: &str) -> Text {
    Text {
        field,
        text: text.to_owned(),
    }
}

fn latest(ctx: &Ctx, kind: ExpertiseKind) -> ListRequest {
    let of_kind = Expr::col(Column::Kind).eq(kind.word());
    ListRequest {
        page: PageRequest {
            size: MOST_COMPARED,
            ..PageRequest::default()
        },
        condition: Some(Condition::all().add(of_kind).add(open(ctx))),
        order: vec![OrderKey::new(
            Column::CreatedAt,
            KeyKind::Moment,
            Direction::Desc,
        )],
        ..ListRequest::default()
    }
}
