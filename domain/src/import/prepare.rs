//! A request to import, read and interpreted, before anything is compared or written.
//!
//! Invariant: it asks no database: the same file and the same reference data give the same draft.

use super::{
    Request,
    city_names::CityNames,
    diff::Diff,
    document::{self, Document},
    draft::Draft,
    field::Scheme,
    header::Meaning,
    interpret::{self, Surroundings},
    report::{Report, Target},
};
use crate::{
    city::check_ags,
    ctx::Ctx,
    error::{Error, Result},
};
use entity::{city, network, value::Visibility};
use std::sync::Arc;

/// The longest title of a plan.
const LONGEST_TITLE: usize = 200;

/// A request that can be carried out.
pub(super) struct Prepared {
    /// The file.
    pub document: Document,
    /// What it says.
    pub draft: Draft,
    /// The network, if it exists.
    pub network: Option<Arc<network::Model>>,
    /// The municipality.
    pub city: Arc<city::Model>,
    /// Title of the plan.
    pub title: String,
    /// Whether the network has no action fields yet.
    pub scheme_is_empty: bool,
}

impl Prepared {
    /// Reads and interprets a file.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a file or a target that cannot be.
    pub(super) fn of(ctx: &Ctx, request: &Request<'_>) -> Result<Self> {
        check_ags("city", request.city)?;
        let reference = ctx.reference();
        let city = reference
            .cities
            .find(request.city)
            .cloned()
            .ok_or_else(|| unknown_city(request.city))?;
        let title = title(request, &city)?;
        let network = reference.network(request.network).cloned();
        let network_id = network.as_ref().map(|network| network.id);
        let document = document::read(request.upload)?;
        let names = CityNames::new(reference, network_id);
        let scheme = Scheme::of(reference.action_fields.all(), network_id);
        let surroundings = Surroundings {
            names: &names,
            scheme: &scheme,
            city: request.city,
        };
        let draft = interpret::interpret(&document, &surroundings).checked()?;
        if draft.projects.is_empty() {
            return super::file::refused(
                "Unter der Kopfzeile steht kein Vorhaben.",
                "There is no project below the header row.",
            );
        }
        Ok(Self {
            document,
            draft,
            network,
            city,
            title,
            scheme_is_empty: scheme.is_empty(),
        })
    }

    /// Who may read a new plan.
    pub(super) fn visibility(&self, request: &Request<'_>) -> Visibility {
        let default = self
            .network
            .as_ref()
            .map(|network| network.default_visibility);
        request.visibility.or(default).unwrap_or(Visibility::Tenant)
    }

    pub(super) fn report(self, network: &str, visibility: Visibility, diff: Diff) -> Report {
        let missing = Meaning::EXPECTED
            .into_iter()
            .filter(|meaning| !self.document.has(*meaning));
        let missing = missing.filter(|meaning| {
            let separate = [Meaning::Milestones, Meaning::SuccessFactors];
            *meaning != Meaning::MilestonesOrFactors
                || !separate.iter().any(|one| self.document.has(*one))
        });
        Report {
            plan: None,
            target: Target {
                network: network.to_owned(),
                city_ags: self.city.ags.clone(),
                city_name: self.city.display_name.clone(),
                plan_title: self.title.clone(),
                visibility,
            },
            missing: missing.collect(),
            cells: self.draft.cell_reports(),
            projects: self.draft.project_reports(),
            totals: self.draft.totals(&self.document),
            file: self.document.facts,
            columns: self.document.columns,
            findings: self.draft.findings,
            diff,
        }
    }
}

fn title(request: &Request<'_>, city: &city::Model) -> Result<String> {
    let title = match request.title {
        Some(title) => title.trim().to_owned(),
        None => format!("Aktionsplan {}", city.display_name),
    };
    if title.is_empty() || title.chars().count() > LONGEST_TITLE {
        return Err(Error::invalid(
            "title",
            format!("Der Titel des Plans hat 1 bis {LONGEST_TITLE} Zeichen."),
            format!("The title of the plan has 1 to {LONGEST_TITLE} characters."),
        ));
    }
    Ok(title)
}

fn unknown_city(ags: &str) -> Error {
    Error::invalid(
        "city",
        format!(
            "Der Gemeindeschlüssel {ags} steht nicht im Gemeindeverzeichnis (Gebietsstand 31.12.2024)."
        ),
        format!(
            "The municipality key {ags} is not in the register of municipalities (territory of 2024-12-31)."
        ),
    )
}
