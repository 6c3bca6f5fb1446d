//! The import of observations from the text of a file.
//!
//! Invariant: the values are the caller's own, of its own municipality; nothing is written in a dry run.

use super::unit::Unit;
use crate::observation_import::ObservationImportReport;
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use domain::{
    import::Upload,
    observation::import::{self, Request},
};

/// A file with values of your municipality.
#[derive(InputObject)]
pub struct ImportObservationsInput {
    /// Text of the file: CSV with commas, semicolons or tabs, a row for each value, at most 10,000. Workbooks are taken over
    /// REST.
    pub content: String,
    /// Where the values come from, as far as their rows do not say so.
    pub source: Option<String>,
    /// Whether only to say what the import would do.
    #[graphql(default = true)]
    pub dry_run: bool,
}

impl ImportObservationsInput {
    const fn request(&self) -> Request<'_> {
        Request {
            source: match &self.source {
                Some(source) => Some(source.as_str()),
                None => None,
            },
            dry_run: self.dry_run,
        }
    }

    const fn upload(&self) -> Upload<'_> {
        Upload {
            name: "figures.csv",
            bytes: self.content.as_bytes(),
        }
    }
}

/// What came of an import.
#[derive(SimpleObject)]
pub struct ImportObservationsPayload {
    /// What the import made of the file, or would make of it.
    report: ObservationImportReport,
}

/// The import.
#[derive(Default)]
pub struct ObservationImportMutation;

#[Object]
impl ObservationImportMutation {
    /// Imports values of your municipality from the text of a file: all of it or nothing. A value that is there and differs
    /// is corrected; one that is the same stays.
    async fn import_observations(
        &self,
        ctx: &Context<'_>,
        input: ImportObservationsInput,
    ) -> Result<ImportObservationsPayload> {
        let unit = Unit::new(ctx)?;
        let file = async { import::open(input.upload()) };
        let done = import::run(unit.domain(), input.request(), file).await;
        let report = unit.accept(done)?;
        Ok(ImportObservationsPayload {
            report: ObservationImportReport(report),
        })
    }
}
