//! The import of an action plan from the text of a file.
//!
//! Invariant: the plan is the caller's own, for its own municipality; nothing is written in a dry run.

use super::unit::Unit;
use crate::{import::ImportReport, plan::Plan, select::Kind, value::Visibility};
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use domain::{
    Work,
    import::{self, Request, Upload},
};

/// The file of an action plan of your organisation.
#[derive(InputObject)]
pub struct ImportPlanInput {
    /// The network in which the plan stands, by its slug; your organisation belongs to it.
    pub network: String,
    /// Name of the file, such as `aktionsplan.tsv`: it helps to tell what it is.
    pub file_name: String,
    /// Text of the file: a table as TSV, CSV, HTML or Markdown.
    pub content: String,
    /// Title of the plan, by which a new version of its file finds it; without one, that of the city.
    pub title: Option<String>,
    /// Who may read a new plan; without it, whom the network names. A plan that exists keeps its readers.
    pub visibility: Option<Visibility>,
    /// Whether only to say what the import would do.
    #[graphql(default = true)]
    pub dry_run: bool,
}

impl ImportPlanInput {
    fn request<'r>(&'r self, city: &'r str) -> Request<'r> {
        Request {
            upload: Upload {
                name: &self.file_name,
                bytes: self.content.as_bytes(),
            },
            network: &self.network,
            city,
            title: self.title.as_deref(),
            visibility: self.visibility.map(Into::into),
            progress: None,
        }
    }
}

/// What came of an import.
#[derive(SimpleObject)]
pub struct ImportPlanPayload {
    /// The plan; null in a dry run, and where your credentials are good for writing only.
    plan: Option<Plan>,
    /// What the import made of the file, or would make of it.
    report: ImportReport,
}

/// The import.
#[derive(Default)]
pub struct ImportMutation;

#[Object]
impl ImportMutation {
    /// Imports an action plan of your organisation from the text of a file, or a new version of it: all of it or nothing.
    /// What the file no longer names stays; links and decisions are kept.
    async fn import_plan(
        &self,
        ctx: &Context<'_>,
        input: ImportPlanInput,
    ) -> Result<ImportPlanPayload> {
        let unit = Unit::new(ctx)?;
        if input.dry_run {
            let city = unit.accept(unit.domain().own_city())?;
            let preview = import::preview(unit.domain(), &input.request(&city)).await;
            let report = unit.accept(preview)?;
            return Ok(ImportPlanPayload {
                plan: None,
                report: ImportReport(report),
            });
        }
        let job = async |work: &Work<'_>| {
            let city = work.ctx().own_city()?;
            import::apply(work, &input.request(&city)).await
        };
        let report = unit.write("plan.import", &input.file_name, job).await?;
        let plan = match report.plan {
            Some(id) => unit.row(id, Kind::Plan, "plan").await?.map(Plan),
            None => None,
        };
        Ok(ImportPlanPayload {
            plan,
            report: ImportReport(report),
        })
    }
}
