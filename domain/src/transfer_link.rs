//! Transfer links (Erfahrungstransfer): who learns from whom.
//!
//! Invariant: a link always names both cities; the projects at its ends may still be unknown.

use crate::{
    ctx::Ctx,
    error::Result,
    plan::network,
    project::Project,
    read::{
        Edge, Filter, KeyKind, ListRequest, OrderBy, OrderKey, Page, Reader, Select, columns,
        in_texts, parent,
    },
    release::Release,
};
use chrono::{DateTime, Utc};
use entity::{
    city,
    id::{NetworkId, ProjectId, TenantId, TransferLinkId},
    transfer_link::{self, Column},
    value::{Certainty, TransferKind, TransferOrigin, TransferStage, Visibility},
};
use sea_orm::sea_query::{Expr, ExprTrait};

/// To whom a link is released.
pub(crate) const fn release(row: &transfer_link::Model) -> Release {
    Release {
        visibility: row.visibility,
        embargo_until: row.embargo_until,
    }
}

columns! {
    /// A transfer link from a source to an adopter.
    TransferLink of transfer_link, tenant rows;
    keys {
        /// Key.
        id: TransferLinkId = Id,
        /// Who owns it.
        tenant_id: TenantId = TenantId,
        /// In which network it stands.
        network_id: NetworkId = NetworkId,
        /// The project that wants to learn.
        adopter_project_id: Option<ProjectId> = AdopterProjectId,
        /// The city that wants to learn.
        adopter_city_ags: String = AdopterCityAgs,
        /// The project to learn from.
        source_project_id: Option<ProjectId> = SourceProjectId,
        /// The city to learn from.
        source_city_ags: String = SourceCityAgs,
    }
    fields {
        /// What kind of transfer it is.
        kind: TransferKind = Kind / "kind",
        /// How far it has come.
        stage: TransferStage = Stage / "stage",
        /// Who brought it up.
        origin: TransferOrigin = Origin / "origin",
        /// Whether both sides learn.
        is_bidirectional: bool = IsBidirectional / "isBidirectional",
        /// Why.
        rationale: Option<String> = Rationale / "rationale",
        /// How sure the importer was of the city.
        certainty: Certainty = Certainty / "certainty",
        /// Who may read it.
        visibility: Visibility = Visibility / "visibility",
        /// When it was created.
        created_at: DateTime<Utc> = CreatedAt / "createdAt",
        /// When it was last changed.
        updated_at: DateTime<Utc> = UpdatedAt / "updatedAt",
        /// Counts changes.
        version: i32 = Revision / "version",
    }
}

parent!(TransferLink, "transferLink", |reader, nodes, edge| {
    Edge::Network => reader.to_reference::<_, entity::network::Model>(nodes, edge, |node| Some(node.network_id)),
    Edge::AdopterCity => reader.to_reference::<_, city::Model>(nodes, edge, |node| Some(node.adopter_city_ags.clone())),
    Edge::SourceCity => reader.to_reference::<_, city::Model>(nodes, edge, |node| Some(node.source_city_ags.clone())),
    Edge::AdopterProject => reader.to_one::<_, Project>(nodes, edge, |node| node.adopter_project_id.map(|id| id.0)),
    Edge::SourceProject => reader.to_one::<_, Project>(nodes, edge, |node| node.source_project_id.map(|id| id.0)),
});

/// Which links are wanted.
#[derive(Clone, Debug, Default)]
pub struct TransferLinkFilter {
    /// All of these must hold.
    pub and: Vec<Self>,
    /// One of these must hold.
    pub or: Vec<Self>,
    /// This must not hold.
    pub not: Option<Box<Self>>,
    /// Slug of the network.
    pub network: Option<String>,
    /// How far they have come.
    pub stage: Option<Vec<TransferStage>>,
    /// Cities that want to learn.
    pub adopter_city: Option<Vec<String>>,
    /// Cities to learn from.
    pub source_city: Option<Vec<String>>,
    /// Whether the project to learn from is known.
    pub is_narrowed: Option<bool>,
    /// Changed at or after this moment.
    pub updated_since: Option<DateTime<Utc>>,
}

impl Filter for TransferLinkFilter {
    fn and(&self) -> &[Self] {
        &self.and
    }
    fn or(&self) -> &[Self] {
        &self.or
    }
    fn not(&self) -> Option<&Self> {
        self.not.as_deref()
    }
    fn own(&self, ctx: &Ctx) -> Result<Vec<Expr>> {
        let backend = ctx.backend();
        let mut own = Vec::new();
        if let Some(slug) = &self.network {
            own.push(Expr::col(Column::NetworkId).eq(network(ctx, slug)?.0));
        }
        if let Some(stages) = &self.stage {
            let words: Vec<_> = stages.iter().map(|stage| stage.word()).collect();
            own.push(in_texts(backend, Expr::col(Column::Stage), &words));
        }
        for (name, column, cities) in [
            ("adopterCity", Column::AdopterCityAgs, &self.adopter_city),
            ("sourceCity", Column::SourceCityAgs, &self.source_city),
        ] {
            let Some(cities) = cities else { continue };
            for ags in crate::read::bounded(name, cities)? {
                crate::city::check_ags(&format!("filter.{name}"), ags)?;
            }
            own.push(in_texts(backend, Expr::col(column), cities));
        }
        let source = Expr::col(Column::SourceProjectId);
        own.extend(self.is_narrowed.map(|yes| {
            if yes {
                source.is_not_null()
            } else {
                source.is_null()
            }
        }));
        own.extend(
            self.updated_since
                .map(|since| Expr::col(Column::UpdatedAt).gte(since)),
        );
        Ok(own)
    }
}

/// By what links can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferLinkOrder {
    /// By the moment of the last change.
    UpdatedAt,
}

/// The order for a statement.
#[must_use]
pub fn order(by: &[OrderBy<TransferLinkOrder>]) -> Vec<OrderKey> {
    let key = |by: &OrderBy<TransferLinkOrder>| match by.field {
        TransferLinkOrder::UpdatedAt => {
            OrderKey::new(Column::UpdatedAt, KeyKind::Moment, by.direction)
        }
    };
    by.iter().map(key).collect()
}

/// Links that the caller may read.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none.
pub async fn list(
    reader: &Reader<'_>,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<TransferLink>> {
    reader.page(list, select).await
}
