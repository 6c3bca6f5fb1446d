//! Comparisons as images that a portal embeds.
//!
//! Invariant: the same use case as the comparison itself, so that an image never shows more than the figures do.

use super::benchmark::BenchmarkQuery;
use crate::{
    caller::Caller,
    chart::{self, Group, GroupYear, Own, Subject},
    problem::Problem,
    rest::{answer, query},
};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::{
    Ctx,
    benchmark::{self, Benchmark, Distribution, SeriesRequest},
    label,
    language::Words,
    read::Reader,
    value::Frequency,
};

const MEDIA: &str = "image/svg+xml; charset=utf-8";

/// The comparison as an image (SVG): the quartiles of the group, the values that you may read, and the city among them. It needs
/// nothing from elsewhere, can be printed, and tells its content to screen readers.
#[utoipa::path(operation_id = "benchmarkDistributionChart", tag = "Figures", params(BenchmarkQuery), responses(
        (status = 200, description = "The image.", body = String, content_type = "image/svg+xml"),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such group, or not for you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/benchmark/distribution.svg")]
pub async fn distribution(
    request: HttpRequest,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let found = ask(&request, &ctx, SeriesRequest::Nothing).await?;
    let drawn = chart::distribution(&chart::Distribution {
        subject: subject(&ctx, &found),
        year: found.year,
        group: Group {
            label: found.peers.label.text(ctx.language()).to_owned(),
            n: found.distribution.n,
        },
        median: found.distribution.median,
        quartiles: quartiles(&found.distribution),
        range: found.distribution.min.zip(found.distribution.max),
        values: found.values.clone(),
        own: own(&found),
    });
    Ok(answer::with_etag(&request, MEDIA, drawn))
}

/// The years as an image (SVG): the values of the city, and the middle half of the group in each year.
#[utoipa::path(operation_id = "benchmarkSeriesChart", tag = "Figures", params(BenchmarkQuery), responses(
        (status = 200, description = "The image.", body = String, content_type = "image/svg+xml"),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such group, or not for you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/benchmark/series.svg")]
pub async fn series(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let found = ask(&request, &ctx, SeriesRequest::Group).await?;
    let values = found.series.iter();
    let years = found.series.iter().map(|year| GroupYear {
        year: year.year,
        n: year.distribution.n,
        median: year.distribution.median,
        quartiles: quartiles(&year.distribution),
    });
    let drawn = chart::series(&chart::Series {
        subject: subject(&ctx, &found),
        label: city_name(&found).unwrap_or_default(),
        values: values
            .filter_map(|year| Some((year.year, year.value?)))
            .collect(),
        every: every(&found),
        group: Some(found.peers.label.text(ctx.language()).to_owned()),
        years: years.collect(),
    });
    Ok(answer::with_etag(&request, MEDIA, drawn))
}

async fn ask(request: &HttpRequest, ctx: &Ctx, years: SeriesRequest) -> Result<Benchmark, Problem> {
    let query: BenchmarkQuery = query::parse(request)?;
    let found = async {
        let mut question = query.question(ctx)?;
        (question.series, question.ahead) = (years, None);
        benchmark::ask(&Reader::new(ctx), &question).await
    };
    found.await.map_err(query::refuse(ctx))
}

fn subject(ctx: &Ctx, found: &Benchmark) -> Subject {
    let language = ctx.language();
    let of = &found.distribution;
    let reasons = [of.withheld, of.quartiles_withheld, of.extremes_withheld];
    let reason = reasons.into_iter().flatten().next();
    Subject {
        language,
        indicator: found.figure.label().text(language).to_owned(),
        unit: found.figure.unit().text(language).to_owned(),
        decimals: u8::try_from(found.figure.decimals()).unwrap_or(0),
        polarity: found.figure.polarity(),
        source: source(found).text(language).to_owned(),
        withheld: reason.map(|reason| label::withheld(reason).text(language).to_owned()),
    }
}

/// Values of cities have a source each; the register has one for all.
fn source(found: &Benchmark) -> Words {
    match found.figure.registered() {
        Some(figure) => Words::new(figure.source(), figure.source()),
        None => Words::new(
            "Angaben der Kommunen; Quelle je Wert unter /api/v1/observations",
            "figures of the cities; the source of each value at /api/v1/observations",
        ),
    }
}

fn quartiles(of: &Distribution) -> Option<(f64, f64)> {
    of.q1.zip(of.q3)
}

fn city_name(found: &Benchmark) -> Option<String> {
    found.city.as_ref().map(|city| city.display_name.clone())
}

fn own(found: &Benchmark) -> Option<Own> {
    Some(Own {
        label: city_name(found)?,
        value: found.standing?.value?,
    })
}

/// Every how many years there is a value, so that a gap is one.
fn every(found: &Benchmark) -> Option<i32> {
    match &found.figure {
        benchmark::Figure::Indicator(indicator) => match indicator.frequency {
            Frequency::Annual => Some(1),
            Frequency::Biennial => Some(2),
            Frequency::Irregular => None,
        },
        benchmark::Figure::Register(_) => Some(1),
    }
}
