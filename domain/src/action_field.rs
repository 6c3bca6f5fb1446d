//! Action fields (Aktionsfelder): the scheme by which a network orders its projects.
//!
//! Invariant: a code is unique in its network.

use crate::{
    error::Result,
    project::Project,
    read::{Edge, Node, parent},
    work::Work,
};
use entity::{
    action_field,
    id::{ActionFieldId, NetworkId},
    network, project,
    value::ChangeAction,
};
use sea_orm::Set;

pub use entity::action_field::Model as ActionField;

parent!(Node<ActionField>, "actionField", |reader, nodes, edge| {
    Edge::Network => reader.to_reference::<_, network::Model>(nodes, edge, |node| Some(node.record.network_id)),
    Edge::Projects => {
        reader.to_many::<_, Project, _>(nodes, edge, project::Column::ActionFieldId, |node| node.record.id.0)
    },
});

/// A new action field.
#[derive(Clone, Debug)]
pub struct NewActionField {
    /// Short code, such as A.
    pub code: String,
    /// Name in German.
    pub label_de: String,
    /// Name in English.
    pub label_en: Option<String>,
    /// Order in the scheme.
    pub position: i32,
}

/// Adds an action field to the scheme of a network.
///
/// # Errors
/// `CONFLICT` where the code exists.
pub(crate) async fn create(
    work: &Work<'_>,
    network: NetworkId,
    new: NewActionField,
) -> Result<ActionFieldId> {
    let id = ActionFieldId(Work::new_id());
    work.insert(action_field::ActiveModel {
        id: Set(id),
        network_id: Set(network),
        code: Set(new.code),
        label_de: Set(new.label_de),
        label_en: Set(new.label_en),
        position: Set(new.position),
    })
    .await?;
    work.note("actionField", id.to_string(), ChangeAction::Created)
        .await?;
    Ok(id)
}

/// Sets up the scheme of a new network.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator, `CONFLICT` where a code exists.
pub async fn create_scheme(
    work: &Work<'_>,
    network: NetworkId,
    scheme: Vec<NewActionField>,
) -> Result<Vec<ActionFieldId>> {
    work.ctx().require_operator()?;
    let mut ids = Vec::with_capacity(scheme.len());
    for field in scheme {
        ids.push(create(work, network, field).await?);
    }
    Ok(ids)
}
