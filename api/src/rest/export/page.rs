//! Reads a page of a collection and writes its rows.
//!
//! Invariant: rows come in the order of their ids; behind any row, by its id, comes the same as if nothing had broken off.

use super::{
    collection::Collection,
    row::{EffectRow, FormerRow, PartPlace, ProjectPart, SourceRow},
    sink::Sink,
};
use crate::rest::{
    city, expertise, indicator, network, observation, plan, project_detail, query, transfer_link,
};
use domain::{
    Ctx, Error, Result,
    city::CityFilter,
    export::{self, Start},
    id::{
        ExpertiseId, IndicatorId, NetworkId, ObservationId, PlanId, ProjectId, TransferLinkId,
        TypedId,
    },
    indicator::IndicatorFilter,
    project::Project,
    read::{ListRequest, PageRequest, Reader, Row, Select},
    transfer_link::TransferLink,
};
use serde::Serialize;
use std::{fmt::Display, str::FromStr};

/// So many rows that are kept in the process are written at once.
const KEPT: usize = 500;

/// Writes the rows behind one; gives the place to go on where more may follow.
///
/// # Errors
/// `BAD_USER_INPUT` where `after` names no row of the collection, and what the database answers.
pub async fn write(
    collection: Collection,
    ctx: &Ctx,
    after: Option<&str>,
    to: &mut Sink,
) -> Result<Option<String>> {
    let all = Select::all_fields();
    match collection {
        Collection::Cities => cities(ctx, after, to).await,
        Collection::Networks => networks(ctx, after, to).await,
        Collection::Indicators | Collection::IndicatorVersions => {
            indicators(collection, ctx, after, to).await
        }
        Collection::Plans => whole::<_, PlanId, _>(ctx, after, &all, to, plan::view).await,
        Collection::Observations => {
            whole::<_, ObservationId, _>(ctx, after, &all, to, observation::view).await
        }
        Collection::Expertise => {
            let select = expertise::selection();
            whole::<_, ExpertiseId, _>(ctx, after, &select, to, expertise::view).await
        }
        Collection::TransferLinks => {
            let select = transfer_link::selection();
            whole::<_, TransferLinkId, _>(ctx, after, &select, to, transfer_link::view).await
        }
        Collection::TransferEffects => {
            let select = transfer_link::selection();
            parts::<_, TransferLinkId, _>(ctx, after, &select, to, effects).await
        }
        Collection::Projects => {
            let select = project_detail::selection();
            whole::<_, ProjectId, _>(ctx, after, &select, to, project_detail::detail).await
        }
        Collection::SubProjects => of_project(ctx, after, to, |all| all.sub_projects).await,
        Collection::ProjectItems => of_project(ctx, after, to, |all| all.items).await,
        Collection::ProjectBarriers => of_project(ctx, after, to, |all| all.barriers).await,
        Collection::ConceptCorrections => {
            of_project(ctx, after, to, |all| all.concept_corrections).await
        }
        Collection::ProjectSources => {
            let source = |url| SourceRow { url };
            of_project(ctx, after, to, |all| {
                all.sources.into_iter().map(source).collect()
            })
            .await
        }
    }
}

/// Objects that are rows.
async fn whole<R: Row, I: TypedId + FromStr + Display, V: Serialize>(
    ctx: &Ctx,
    after: Option<&str>,
    select: &Select,
    to: &mut Sink,
    view: impl Fn(&Ctx, &R) -> Result<V>,
) -> Result<Option<String>> {
    let after = after.map(|text| query::reference::<I>("after", text));
    let start = after
        .transpose()?
        .map_or(Start::First, |id| Start::Behind(id.uuid()));
    let show = |ctx: &Ctx, row: &R| to.row(&view(ctx, row)?);
    let last = export::page::<R>(ctx, start, select, show).await?;
    Ok(last.map(|id| I::from_uuid(id).to_string()))
}

/// Parts of objects, of which a row has the id of the object and a number. Behind the id of an object alone come the parts of
/// the next one.
async fn parts<R: Row, I: TypedId + FromStr + Display, V: Serialize>(
    ctx: &Ctx,
    after: Option<&str>,
    select: &Select,
    to: &mut Sink,
    view: impl Fn(&Ctx, &R) -> Result<Vec<V>>,
) -> Result<Option<String>> {
    let place = after.map(numbered).transpose()?;
    let known = place
        .map(|(id, number)| Ok::<_, Error>((query::reference::<I>("after", id)?.uuid(), number)));
    let known = known.transpose()?;
    let start = match known {
        None => Start::First,
        Some((id, None)) => Start::Behind(id),
        Some((id, Some(_))) => Start::At(id),
    };
    let show = |ctx: &Ctx, row: &R| {
        let seen = known.filter(|(id, _)| *id == row.id());
        let seen = seen.and_then(|(_, number)| number).unwrap_or(0);
        let parts = view(ctx, row)?;
        parts.iter().skip(seen).try_for_each(|part| to.row(part))
    };
    let last = export::page::<R>(ctx, start, select, show).await?;
    Ok(last.map(|id| I::from_uuid(id).to_string()))
}

async fn of_project<T: Serialize>(
    ctx: &Ctx,
    after: Option<&str>,
    to: &mut Sink,
    pick: impl Fn(project_detail::ProjectDetail) -> Vec<T>,
) -> Result<Option<String>> {
    let select = project_detail::selection();
    let view = |ctx: &Ctx, row: &Project| {
        let parts = pick(project_detail::detail(ctx, row)?).into_iter();
        let part = |(part, position)| ProjectPart {
            place: PartPlace {
                id: format!("{}.{position}", row.id),
                project: row.id.to_string(),
                position,
            },
            part,
        };
        Ok(parts.zip(1..).map(part).collect())
    };
    parts::<_, ProjectId, _>(ctx, after, &select, to, view).await
}

fn effects(ctx: &Ctx, row: &TransferLink) -> Result<Vec<EffectRow>> {
    let effects = transfer_link::view(ctx, row)?.effects.into_iter();
    let effect = |(effect, position)| EffectRow {
        id: format!("{}.{position}", row.id),
        transfer_link: row.id.to_string(),
        position,
        effect,
    };
    Ok(effects.zip(1..).map(effect).collect())
}

async fn cities(ctx: &Ctx, after: Option<&str>, to: &mut Sink) -> Result<Option<String>> {
    let after = after.map(|text| {
        let ags = text.strip_prefix("city_").unwrap_or(text);
        domain::city::check_ags("after", ags)?;
        Ok::<_, Error>(format!("city_{ags}"))
    });
    let after = after.transpose()?;
    let reader = Reader::new(ctx);
    let none = CityFilter::default();
    let page = domain::city::list(&reader, &none, &[], &everything(), &Select::default()).await?;
    let rows = page.items.iter().map(|item| {
        let ags = &item.node.record.ags;
        ((format!("city_{ags}"), 0), &item.node.record)
    });
    kept(rows.collect(), after.as_deref(), to, |city| {
        city::view(ctx, city)
    })
}

async fn networks(ctx: &Ctx, after: Option<&str>, to: &mut Sink) -> Result<Option<String>> {
    if let Some(text) = after {
        query::reference::<NetworkId>("after", text)?;
    }
    let reader = Reader::new(ctx);
    let page = domain::network::list(&reader, &everything(), &Select::default()).await?;
    let views = page.items.iter().map(|item| {
        let view = network::view(ctx, &item.node)?;
        Ok::<_, Error>(((view.id.clone(), 0), view))
    });
    kept(views.collect::<Result<_>>()?, after, to, |view| view)
}

async fn indicators(
    collection: Collection,
    ctx: &Ctx,
    after: Option<&str>,
    to: &mut Sink,
) -> Result<Option<String>> {
    if let Some(text) = after {
        query::reference::<IndicatorId>("after", numbered(text)?.0)?;
    }
    let reader = Reader::new(ctx);
    let none = IndicatorFilter::default();
    let page = domain::indicator::list(&reader, &none, &everything(), &Select::default()).await?;
    let items = page.items.iter();
    let views = items.map(|item| indicator::view(ctx, &item.node.record));
    if collection == Collection::Indicators {
        let rows = views.map(|view| ((view.id.clone(), 0), view));
        return kept(rows.collect(), after, to, |view| view);
    }
    let rows = views.flat_map(|view| {
        let (id, indicator) = (view.id, view.code);
        view.former_versions.into_iter().map(move |definition| {
            let number = usize::try_from(definition.version).unwrap_or_default();
            let row = FormerRow {
                id: format!("{id}.{number}"),
                indicator: indicator.clone(),
                definition,
            };
            ((id.clone(), number), row)
        })
    });
    kept(rows.collect(), after, to, |row| row)
}

/// Rows that are kept in the process, by their ids.
fn kept<T, V: Serialize>(
    mut rows: Vec<((String, usize), T)>,
    after: Option<&str>,
    to: &mut Sink,
    view: impl Fn(T) -> V,
) -> Result<Option<String>> {
    if let Some(text) = after {
        let (id, number) = numbered(text)?;
        let place = (id.to_owned(), number.unwrap_or(0));
        rows.retain(|(key, _)| *key > place);
    }
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    let is_more = rows.len() > KEPT;
    let mut last = None;
    for ((id, number), row) in rows.into_iter().take(KEPT) {
        to.row(&view(row))?;
        last = Some(match number {
            0 => id,
            number => format!("{id}.{number}"),
        });
    }
    Ok(last.filter(|_| is_more))
}

/// An id and the number behind it.
fn numbered(text: &str) -> Result<(&str, Option<usize>)> {
    let Some((id, number)) = text.split_once('.') else {
        return Ok((text, None));
    };
    let number = number.parse().map_err(|_| {
        Error::invalid(
            "after",
            format!(
                "{text:?} ist keine Kennung einer Zeile; erwartet wird der Wert ihrer Spalte id."
            ),
            format!("{text:?} is no id of a row; expected is the value of its column id."),
        )
    })?;
    Ok((id, Some(number)))
}

/// A list that is kept in the process, as a whole.
fn everything() -> ListRequest {
    ListRequest {
        page: PageRequest {
            size: u64::MAX,
            is_backward: false,
            after: None,
            before: None,
        },
        ..ListRequest::default()
    }
}
