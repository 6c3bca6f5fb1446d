//! Transfer links of a plan's table: who a project wants to learn from.
//!
//! Invariant: a link that somebody has taken up is never changed by an import; one that only a table named goes with
//! the table's word.

use super::draft::{DraftProject, Mention};
use crate::{error::Result, project::Home, release::Release, work::Work};
use entity::{
    id::{ProjectId, TransferLinkId},
    transfer_link,
    value::{ChangeAction, TransferKind, TransferOrigin, TransferStage},
};
use sea_orm::{EntityTrait, Set};

/// The mentions for which there is no link yet.
pub(super) fn new_mentions(draft: &DraftProject, stored: &[transfer_link::Model]) -> Vec<Mention> {
    let is_known = |mention: &&Mention| {
        stored
            .iter()
            .any(|link| link.source_city_ags == mention.ags)
    };
    draft
        .mentions
        .iter()
        .filter(|mention| !is_known(mention))
        .cloned()
        .collect()
}

/// The links whose mention is no longer in the file.
pub(super) fn unnamed<'a>(
    draft: &'a DraftProject,
    stored: &'a [transfer_link::Model],
) -> impl Iterator<Item = &'a transfer_link::Model> {
    let is_named = |link: &transfer_link::Model| {
        draft
            .mentions
            .iter()
            .any(|mention| mention.ags == link.source_city_ags)
    };
    stored
        .iter()
        .filter(move |link| link.origin == TransferOrigin::PlanTable && !is_named(link))
}

/// Of these, the ones that nobody has taken up.
pub(super) fn vanished<'a>(
    draft: &'a DraftProject,
    stored: &'a [transfer_link::Model],
) -> impl Iterator<Item = &'a transfer_link::Model> {
    unnamed(draft, stored).filter(|link| is_untouched(link))
}

/// Whether a link is still only what a file said.
pub(super) fn is_untouched(link: &transfer_link::Model) -> bool {
    link.stage == TransferStage::Suggested && link.source_project_id.is_none()
}

/// Adds links for mentions, as visible as the project that names them.
pub(super) async fn add(
    work: &Work<'_>,
    home: &Home,
    (project, release): (ProjectId, Release),
    mentions: Vec<Mention>,
) -> Result<()> {
    let now = work.ctx().now();
    for mention in mentions {
        let id = TransferLinkId(Work::new_id());
        work.insert(transfer_link::ActiveModel {
            id: Set(id),
            tenant_id: Set(home.tenant),
            network_id: Set(home.network),
            kind: Set(TransferKind::ExperienceTransfer),
            stage: Set(TransferStage::Suggested),
            origin: Set(TransferOrigin::PlanTable),
            adopter_project_id: Set(Some(project)),
            adopter_city_ags: Set(home.city_ags.clone().unwrap_or_default()),
            source_project_id: Set(None),
            source_city_ags: Set(mention.ags),
            is_bidirectional: Set(false),
            rationale: Set(None),
            certainty: Set(mention.certainty),
            visibility: Set(release.visibility),
            embargo_until: Set(release.embargo_until),
            created_at: Set(now),
            updated_at: Set(now),
            deleted_at: Set(None),
            revision: Set(1),
            ..Default::default()
        })
        .await?;
        let facts = release.facts(home.tenant, Some(home.network));
        work.note_content(id, ChangeAction::Created, None, Some(&facts))
            .await?;
    }
    Ok(())
}

/// Takes back a link whose mention vanished.
pub(super) async fn withdraw(work: &Work<'_>, link: &transfer_link::Model) -> Result<()> {
    let now = work.ctx().now();
    let row = transfer_link::ActiveModel {
        id: Set(link.id),
        deleted_at: Set(Some(now)),
        updated_at: Set(now),
        revision: Set(link.revision + 1),
        ..Default::default()
    };
    transfer_link::Entity::update(row)
        .exec(work.connection())
        .await?;
    let release = Release {
        visibility: link.visibility,
        embargo_until: link.embargo_until,
    };
    let facts = release.facts(link.tenant_id, Some(link.network_id));
    work.note_content(link.id, ChangeAction::Deleted, Some(&facts), None)
        .await
}
