//! The transfer matrix of a network.
//!
//! Invariant: everything was read before the first field is resolved; nothing here reads anything.

use crate::{
    cost::list_size,
    direct::Many,
    language::{Locale, chosen},
    value::{TransferOutcome, TransferStage, TransferStanding},
};
use async_graphql::{Context, ID, Object, SimpleObject};
use domain::{label, transfer_matrix};

/// Projects that want to learn × cities to learn from, as far as you may read the links between them.
pub struct TransferMatrix(pub(crate) transfer_matrix::TransferMatrix);

/// Projects that want to learn × cities to learn from, as far as you may read the links between them.
#[Object(serial)]
impl TransferMatrix {
    /// The cities at both ends, by name, with what each gives and takes.
    #[graphql(directive = list_size::apply(50))]
    async fn cities(&self) -> Vec<TransferMatrixCity> {
        let cities = self.0.cities.iter().cloned();
        cities.map(TransferMatrixCity::from).collect()
    }

    /// A row for each project that wants to learn, by city and number.
    #[graphql(directive = list_size::apply(100))]
    async fn rows(&self) -> Many<TransferMatrixRow> {
        let rows = self.0.rows.iter().cloned();
        rows.map(TransferMatrixRow).collect()
    }
}

/// A city with what it gives and takes.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct TransferMatrixCity {
    /// Its key (AGS).
    pub ags: String,
    /// Its name.
    pub name: String,
    /// So many links have it as their source.
    pub gives: u32,
    /// So many links have it as their adopter.
    pub takes: u32,
}

impl From<transfer_matrix::MatrixCity> for TransferMatrixCity {
    fn from(city: transfer_matrix::MatrixCity) -> Self {
        Self {
            ags: city.ags,
            name: city.name,
            gives: city.gives,
            takes: city.takes,
        }
    }
}

/// What one project wants to learn, from whom.
pub struct TransferMatrixRow(transfer_matrix::MatrixRow);

/// What one project wants to learn, from whom.
#[Object(serial)]
impl TransferMatrixRow {
    /// The project, by its id, if one is named and you may read it.
    async fn project_id(&self) -> Option<ID> {
        let project = self.0.project.as_ref();
        project.map(|project| project.id.to_string().into())
    }

    /// Its stable public code.
    async fn code(&self) -> Option<&str> {
        let project = self.0.project.as_ref();
        project.map(|project| project.code.as_str())
    }

    /// Its number in the plan.
    async fn sequence_no(&self) -> Option<i32> {
        let project = self.0.project.as_ref();
        project.map(|project| project.sequence_no)
    }

    /// Its working title.
    async fn working_title(&self) -> Option<&str> {
        let project = self.0.project.as_ref();
        project.map(|project| project.working_title.as_str())
    }

    /// Code of its action field.
    async fn action_field(&self) -> Option<&str> {
        let project = self.0.project.as_ref();
        project.and_then(|project| project.action_field.as_deref())
    }

    /// The city that wants to learn (AGS).
    async fn city(&self) -> &str {
        &self.0.city
    }

    /// Name of that city.
    async fn city_name(&self) -> &str {
        &self.0.city_name
    }

    /// Its links, one for each city to learn from, or several where several projects are meant.
    async fn cells(&self) -> Many<TransferMatrixCell> {
        let cells = self.0.cells.iter().cloned();
        cells.map(TransferMatrixCell).collect()
    }
}

/// A link of the matrix.
pub struct TransferMatrixCell(transfer_matrix::MatrixCell);

/// A link of the matrix.
#[Object(serial)]
impl TransferMatrixCell {
    /// The link, by its id.
    async fn transfer_link_id(&self) -> ID {
        self.0.link.to_string().into()
    }

    /// The city to learn from (AGS).
    async fn city(&self) -> &str {
        &self.0.city
    }

    /// How far it has come.
    async fn stage(&self) -> TransferStage {
        self.0.stage.into()
    }

    /// How far it has come, in words.
    async fn stage_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let words = label::stage(self.0.stage);
        words.text(chosen(ctx, locale)).to_owned()
    }

    /// What came of it.
    async fn outcome(&self) -> Option<TransferOutcome> {
        self.0.outcome.map(Into::into)
    }

    /// How much is known of it: only the city, the project, or what came of it.
    async fn standing(&self) -> TransferStanding {
        self.0.standing.into()
    }
}
