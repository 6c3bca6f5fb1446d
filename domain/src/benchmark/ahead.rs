//! Who is ahead and comparable, and which of their projects address it.
//!
//! Invariant: only cities that are better are named, the farthest ahead first; nobody is told who is behind.

use super::Figure;
use crate::{
    city::City,
    error::Result,
    language::Words,
    project::Project,
    project_match::{SPARE, whole},
    read::{CityCriteria, ListRequest, PageRequest, Reader, Row, Select},
    similar_city::likeness_by_structure,
    similar_project::{self, MatchFilter},
    statistic::gap,
};
use entity::{id::ProjectId, value::ProjectStatus};
use std::{collections::HashMap, sync::Arc};

/// Most cities that are named.
pub const MOST_CITIES: usize = 20;
/// Most projects of each.
pub const MOST_PROJECTS: usize = 5;

/// How many are wanted.
#[derive(Clone, Copy, Debug)]
pub struct AheadRequest {
    /// So many cities, up to 20.
    pub cities: usize,
    /// So many projects of each, up to 5.
    pub projects: usize,
    /// Only those that are ahead by more than that, in the unit of the indicator: small differences say nothing.
    pub min_difference: f64,
}

impl AheadRequest {
    /// What is usually wanted.
    pub const USUAL: Self = Self {
        cities: 5,
        projects: 3,
        min_difference: 0.0,
    };
}

/// A city that is ahead.
#[derive(Clone, Debug)]
pub struct CityAhead {
    /// The city.
    pub city: Arc<City>,
    /// Its value.
    pub value: f64,
    /// By how much it is ahead, in the unit of the indicator.
    pub lead: f64,
    /// How alike both cities are in region, size, distance and state, 0 to 1.
    pub likeness: f64,
    /// Its projects that tell of the same matter, those that fit best first.
    pub projects: Vec<AddressingProject>,
}

/// A project that tells of what an indicator measures.
#[derive(Clone, Debug)]
pub struct AddressingProject {
    /// Key.
    pub id: ProjectId,
    /// Stable public code.
    pub code: String,
    /// Working title.
    pub working_title: String,
    /// Where it stands.
    pub status: ProjectStatus,
    /// How well it fits what the indicator measures, 0 to 1.
    pub score: f64,
    /// Why, in one sentence.
    pub explanation: Words,
}

/// The cities that are ahead of one, the farthest first; of those that are equally far the one that is more alike.
pub(super) async fn find(
    reader: &Reader<'_>,
    figure: &Figure,
    own: (&City, f64),
    others: &[(Arc<City>, f64)],
    request: AheadRequest,
) -> Result<Vec<CityAhead>> {
    let mut ahead: Vec<CityAhead> = others
        .iter()
        .filter(|(city, _)| city.ags != own.0.ags)
        .filter_map(|(city, value)| {
            let lead = gap(own.1, *value, figure.polarity())?;
            (lead > request.min_difference.max(0.0)).then(|| CityAhead {
                city: Arc::clone(city),
                value: *value,
                lead,
                likeness: likeness_by_structure(own.0, city),
                projects: Vec::new(),
            })
        })
        .collect();
    ahead.sort_by(|one, other| {
        let by_lead = other.lead.total_cmp(&one.lead);
        by_lead
            .then_with(|| other.likeness.total_cmp(&one.likeness))
            .then_with(|| one.city.ags.cmp(&other.city.ags))
    });
    ahead.truncate(request.cities.min(MOST_CITIES));
    let wanted = request.projects.min(MOST_PROJECTS);
    if wanted > 0 && !ahead.is_empty() {
        let mut projects = projects(reader, figure, &ahead, wanted).await?;
        for city in &mut ahead {
            city.projects = projects.remove(&city.city.ags).unwrap_or_default();
        }
    }
    Ok(ahead)
}

/// Their projects that tell of what the figure measures, in one search.
async fn projects(
    reader: &Reader<'_>,
    figure: &Figure,
    ahead: &[CityAhead],
    wanted: usize,
) -> Result<HashMap<String, Vec<AddressingProject>>> {
    let list = ListRequest {
        page: PageRequest::first((ahead.len() * MOST_PROJECTS * SPARE) as u64),
        matching: Some(MatchFilter {
            city: CityCriteria {
                ags: Some(ahead.iter().map(|ahead| ahead.city.ags.clone()).collect()),
                ..CityCriteria::default()
            },
            with_own_city: true,
            ..MatchFilter::default()
        }),
        ..ListRequest::default()
    };
    let fields = ["code", "workingTitle", "status"];
    let fields = fields.into_iter().filter_map(Project::field);
    let select = whole(Select {
        fields: fields.fold(Default::default(), crate::read::Fields::and),
        ..Select::default()
    });
    let text = format!(
        "{} {}",
        figure.label().text(crate::language::Language::De),
        figure.definition().text(crate::language::Language::De)
    );
    let found = similar_project::of_text(reader, &text, &list, &select).await?;
    let mut of_city: HashMap<String, Vec<AddressingProject>> = HashMap::new();
    for item in found.items {
        let project = item.node.project()?;
        let Some(ags) = project.city_ags.clone() else {
            continue;
        };
        let own = of_city.entry(ags).or_default();
        if own.len() < wanted {
            own.push(AddressingProject {
                id: project.id,
                code: project.code.get()?.clone(),
                working_title: project.working_title.get()?.clone(),
                status: *project.status.get()?,
                score: item.node.found.score,
                explanation: item.node.found.explanation.clone(),
            });
        }
    }
    Ok(of_city)
}
