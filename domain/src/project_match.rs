//! Projects that the search index found, read through the scopes, each with what was found about it.
//!
//! Invariant: one statement reads the projects of all rankings at once; a project that the caller may not read, or that
//! has gone, is left out.

use crate::{
    error::{Error, Result},
    project::Project,
    read::{Edge, EdgeSelect, Edges, Page, Parent, Reader, Select, Step, no_such_edge, ranked},
    similarity::cursor::Cursor,
};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// As many more as wanted are asked for, in case that some have gone since.
pub(crate) const SPARE: usize = 3;

/// A project with what was found about it.
#[derive(Debug)]
pub struct ProjectMatch<T> {
    /// What was found.
    pub found: T,
    /// The project, with as much as was selected of it.
    pub edges: Edges,
}

impl<T> ProjectMatch<T> {
    /// The project, where it was selected by [`whole`].
    ///
    /// # Errors
    /// `INTERNAL` where it was not.
    pub fn project(&self) -> Result<Arc<Project>> {
        let project = self.edges.one(Edge::Project.name())?;
        project.ok_or_else(|| Error::Internal("a match without project".to_owned()))
    }
}

impl<T: Send + Sync + 'static> Parent for ProjectMatch<T> {
    fn edges(&self) -> &Edges {
        &self.edges
    }
    fn edges_mut(&mut self) -> &mut Edges {
        &mut self.edges
    }
    fn follow<'a>(_: &'a Reader<'a>, _: &'a mut [Self], edge: &'a EdgeSelect) -> Step<'a> {
        no_such_edge("match", edge)
    }
}

/// What the index found for one question, the best first, and whether there is more.
pub(crate) type Ranking<T> = (Vec<(Cursor, T)>, bool);

/// How a page is cut: the kind of ranking, its size, and whether it begins behind another.
#[derive(Clone, Copy)]
pub(crate) struct Cut {
    pub ranking: &'static str,
    pub size: u64,
    pub is_behind: bool,
}

/// A selection of matches with all columns of their projects and no edge below.
#[must_use]
pub fn whole(select: Select) -> Select {
    Select::default().with(Edge::Project, crate::read::ListRequest::default(), select)
}

/// Projects by their ids.
type Rows = HashMap<Uuid, Arc<Project>>;

/// Reads the projects of rankings.
pub(crate) async fn read<T: Send + Sync + 'static>(
    reader: &Reader<'_>,
    rankings: Vec<Ranking<T>>,
    cut: Cut,
    select: &Select,
) -> Result<Vec<Page<ProjectMatch<T>>>> {
    let found = rankings.iter().flat_map(|(found, _)| found);
    let mut ids: Vec<Uuid> = found.map(|(place, _)| Uuid::from_u128(place.key)).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut projects: Vec<(Arc<str>, Rows)> = Vec::new();
    for edge in &select.edges {
        let rows = reader.by_ids::<Project>(&ids, &edge.select).await?;
        projects.push((Arc::clone(&edge.key), rows));
    }
    if projects.is_empty() {
        let rows = reader.by_ids::<Project>(&ids, &Select::default()).await?;
        projects.push((Edge::Project.name().into(), rows));
    }
    let page = |(found, has_more): Ranking<T>| {
        let found = found.into_iter().filter_map(|(place, found)| {
            let id = Uuid::from_u128(place.key);
            let mut edges = Edges::default();
            for (key, rows) in &projects {
                edges.put_one(key, Some(Arc::clone(rows.get(&id)?)));
            }
            Some((place, ProjectMatch { found, edges }))
        });
        ranked(
            cut.ranking,
            found.collect(),
            (cut.size, has_more, cut.is_behind),
        )
    };
    Ok(rankings.into_iter().map(page).collect())
}
