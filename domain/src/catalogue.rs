//! What is open: which figures, projects and plans everybody may read.
//!
//! Invariant: three statements, read as nobody in particular whoever asks, so the answer is the same for all of them; what is
//! under an embargo is not open yet.

use crate::{city::City, ctx::Ctx, error::Result, figure::Figure, register_figure::RegisterFigure};
use entity::{
    id::IndicatorId,
    indicator, observation, plan, project,
    scope::{Audience, ReferenceTable, TenantTable},
    value::{ConfStatus, ValueKind},
};
use sea_orm::{
    ColumnTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement},
};
use std::{collections::BTreeMap, sync::Arc};

/// What is open.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// Indicators with measured values, and what the register of municipalities knows, by code.
    pub figures: Vec<OpenFigures>,
    /// Whether there are projects.
    pub has_projects: bool,
    /// Whether there are plans.
    pub has_plans: bool,
}

/// The open figures of one kind.
#[derive(Clone, Debug)]
pub struct OpenFigures {
    /// What they are figures of.
    pub figure: Figure,
    /// First and last year.
    pub years: (i32, i32),
}

/// What is open at the moment of the request.
///
/// # Errors
/// What the database answers.
pub async fn open(ctx: &Ctx) -> Result<Catalogue> {
    let ctx = &Ctx::of_service(ctx.store());
    Ok(Catalogue {
        figures: figures(ctx).await?,
        has_projects: is_any::<project::Entity>(ctx, project::Column::Id).await?,
        has_plans: is_any::<plan::Entity>(ctx, plan::Column::Id).await?,
    })
}

async fn is_any<T: TenantTable>(ctx: &Ctx, key: T::Column) -> Result<bool> {
    let rows = T::visible_to(&ctx.audience()).select_only().column(key);
    Ok(!ctx.first_rows(&rows.into_query(), 1).await?.is_empty())
}

/// First and last year are looked up in the index, one look each, however many values there are.
async fn figures(ctx: &Ctx) -> Result<Vec<OpenFigures>> {
    let year = || Expr::col((observation::Entity, observation::Column::Year));
    let audience = ctx.audience();
    let statement = indicator::Entity::all()
        .select_only()
        .column(indicator::Column::Id)
        .expr(years(&audience, year().min()))
        .expr(years(&audience, year().max()))
        .into_query();
    let mut figures = registered(ctx);
    for row in ctx.rows(&statement).await? {
        let id: IndicatorId = row.try_get_by_index(0)?;
        let first: Option<i32> = row.try_get_by_index(1)?;
        let last: Option<i32> = row.try_get_by_index(2)?;
        let indicator = ctx.reference().indicators.find(&id);
        if let (Some(indicator), Some(years)) = (indicator, first.zip(last)) {
            let figure = Figure::Indicator(Arc::clone(indicator));
            let code = figure.code().to_owned();
            let known = figures
                .remove(&code)
                .map_or(years, |known: OpenFigures| wider(known.years, years));
            figures.insert(
                code,
                OpenFigures {
                    figure,
                    years: known,
                },
            );
        }
    }
    Ok(figures.into_values().collect())
}

fn wider(one: (i32, i32), other: (i32, i32)) -> (i32, i32) {
    (Ord::min(one.0, other.0), Ord::max(one.1, other.1))
}

/// What the register knows, by code: of an indicator that has the code of one, its name and definition are told.
fn registered(ctx: &Ctx) -> BTreeMap<String, OpenFigures> {
    let cities = ctx.reference().cities.all();
    let all = RegisterFigure::ALL.iter().filter_map(|registered| {
        let years = cities
            .iter()
            .filter_map(|city: &Arc<City>| Some(registered.of(city)?.0));
        let years = years.fold(None, |span: Option<(i32, i32)>, year| {
            let (first, last) = span.unwrap_or((year, year));
            Some(wider((first, last), (year, year)))
        });
        let figure = Figure::of_code(ctx, registered.code())?;
        let years = years?;
        Some((registered.code().to_owned(), OpenFigures { figure, years }))
    });
    all.collect()
}

/// The first or the last year of the indicator's measured values that everybody may read.
fn years(audience: &Audience, which: Expr) -> Expr {
    use observation::Column;
    let of_indicator = Expr::col((observation::Entity, Column::IndicatorId))
        .eq(Expr::col((indicator::Entity, indicator::Column::Id)));
    let rows: SelectStatement = observation::Entity::visible_to(audience)
        .filter(of_indicator)
        .filter(Column::ValueKind.eq(ValueKind::Measured))
        .filter(Column::ConfStatus.eq(ConfStatus::Free))
        .filter(Column::Value.is_not_null())
        .select_only()
        .expr(which)
        .into_query();
    Expr::SubQuery(None, Box::new(rows.into()))
}
