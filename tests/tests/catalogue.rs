//! The catalogue of open data: what is public and nothing else, the same for everybody.
//!
//! Invariant: that it is DCAT-AP.de is shown by the suite `tests/suites/catalogue`, with the shapes.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    desk::{AACHEN, Desk},
    harness::{Backend, Service, demo, on_both_databases, people::Caller, set_up, watched},
    tenancy::on_both,
};
use chrono::TimeDelta;
use domain::{
    Ctx,
    actor::Role,
    catalogue::{self, Catalogue},
    observation::{self, NewObservation},
    release::Release,
    value::{Confidence, ObsStatus, ValueKind, Visibility},
};
use std::collections::BTreeSet;

on_both!(what_is_not_open_is_not_in_it);

const PATH: &str = "/api/v1/catalogue";

async fn turtle(service: &Service) -> String {
    service.read(&format!("{PATH}?format=turtle")).await.body
}

on_both_databases! { service from demo;
    async fn figures_projects_and_plans_are_in_it() {
        let answer = service.read(PATH).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/ld+json"));
        assert_eq!(answer.header("vary"), "Accept, Authorization");
        let graph = answer.json();
        let nodes = graph.get("@graph").unwrap().as_array().unwrap();
        let ids: BTreeSet<_> = nodes.iter().filter_map(|node| node.get("@id")?.as_str()?.split_once('#')).collect();
        let names: BTreeSet<_> = ids.iter().map(|(_, name)| *name).collect();
        for name in ["projects", "plans", "service", "publisher", "indicator-adfc_fahrradklima_note",
            "indicator-adfc_fahrradklima_note-sdmx-csv", "indicator-adfc_fahrradklima_note-years", "indicator-population",
            "indicator-area_km2", "indicator-population_density", "indicator-traffic_area_share-csv"] {
            assert!(names.contains(name), "{name} is not among {names:?}");
        }
        let text = turtle(service).await;
        assert!(text.contains("Note im ADFC-Fahrradklima-Test\"@de"), "{text:.3000}");
        assert!(text.contains("licenses/other-closed") && !text.contains("licenseAttributionByText"));
        // Targets and plans are no observed figures.
        assert!(!text.contains("#indicator-cycling_budget_eur_per_capita>"));
    }

    async fn everybody_gets_the_same() {
        let nobody = service.read(PATH).await.body;
        for caller in [Caller::City(AACHEN, Role::Admin), Caller::Coordinator, Caller::Operator] {
            let answer = service.read_by(caller, PATH).await;
            assert_eq!((answer.status, answer.body == nobody), (200, true), "{caller:?}");
        }
    }

    async fn known_answers_are_not_sent_again() {
        let tag = service.read(PATH).await.header("etag").to_owned();
        let known = service.read_with(PATH, &[("If-None-Match", &tag)]).await;
        assert_eq!((known.status, known.body.as_str()), (304, ""));
        let turtle = [("If-None-Match", tag.as_str()), ("Accept", "text/turtle")];
        assert_eq!(service.read_with(PATH, &turtle).await.status, 200);
        let wrong = service.read(&format!("{PATH}?format=xml")).await;
        assert!(wrong.status == 400 && wrong.body.contains("jsonld, turtle, rdfxml"), "{}", wrong.body);
    }
}

mod cost {
    use super::*;

    on_both_databases! { service from watched;
        async fn it_costs_three_statements() {
            let (answer, statements) = service.statements_of(service.read(PATH)).await;
            assert_eq!((answer.status, statements.len()), (200, 3), "{statements:#?}");
        }
    }
}

#[tokio::test]
async fn terms_and_names_are_those_that_were_set() {
    let settings = [
        ("public_url", "https://netz.example/staedte"),
        ("catalogue_publisher", "Stadt <Aachen> & \"Freunde\""),
        ("catalogue_contact_email", "offene-daten@aachen.example"),
        ("catalogue_contributor_id", "stadtAachen"),
        ("catalogue_licence", "dl-by-de/2.0"),
    ];
    let settings = settings
        .map(|(key, value)| (key, value.to_owned()))
        .to_vec();
    let service = set_up(Backend::Sqlite, settings).unwrap();
    let text = turtle(service).await;
    for part in [
        "<https://netz.example/staedte/api/v1/cube?indicator=population&format=csv>",
        "\"Stadt <Aachen> & \\\"Freunde\\\"\"",
        "<mailto:offene-daten@aachen.example>",
        "<http://dcat-ap.de/def/contributors/stadtAachen>",
        "<http://dcat-ap.de/def/licenses/dl-by-de/2.0>",
        "dcatde:licenseAttributionByText",
    ] {
        assert!(text.contains(part), "{part}: {text:.3000}");
    }
    assert!(!text.contains("127.0.0.1"));
}

/// Codes and years of what is open.
fn open(catalogue: &Catalogue) -> Vec<(&str, (i32, i32))> {
    let figures = catalogue.figures.iter();
    figures.map(|one| (one.figure.code(), one.years)).collect()
}

async fn enter(ctx: &Ctx, year: i32, value_kind: ValueKind, release: Release) {
    let work = ctx.begin().await.unwrap();
    let indicators = ctx.reference().indicators.all();
    let bikes = indicators
        .iter()
        .find(|one| one.code == "bikes_per_1000")
        .unwrap();
    let new = NewObservation {
        indicator: bikes.id,
        city_ags: AACHEN.to_owned(),
        year,
        value: 1.0,
        value_kind,
        obs_status: ObsStatus::Normal,
        confidence: Confidence::High,
        source: "eigene Zählung".to_owned(),
        note: None,
        release,
    };
    observation::create_all(&work, vec![new]).await.unwrap();
    work.commit().await.unwrap();
}

async fn what_is_not_open_is_not_in_it(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let admin = desk.member(AACHEN, Role::Admin);
    let years = |catalogue: &Catalogue| {
        let found = open(catalogue)
            .into_iter()
            .find(|(code, _)| *code == "bikes_per_1000");
        found.map(|(_, years)| years)
    };
    let before = catalogue::open(&admin).await.unwrap();
    let (first, last) = years(&before).unwrap();
    let to = |visibility, embargo_until| Release {
        visibility,
        embargo_until,
    };
    let later = Some(admin.now() + TimeDelta::days(9));
    for (year, kind, release) in [
        (first - 9, ValueKind::Measured, to(Visibility::Tenant, None)),
        (last + 9, ValueKind::Measured, to(Visibility::Public, later)),
        (last + 8, ValueKind::Target, to(Visibility::Public, None)),
    ] {
        enter(&admin, year, kind, release).await;
    }
    for ctx in [&admin, &desk.nobody(), &desk.operator()] {
        assert_eq!(open(&catalogue::open(ctx).await.unwrap()), open(&before));
    }
    enter(
        &admin,
        last + 7,
        ValueKind::Measured,
        to(Visibility::Public, None),
    )
    .await;
    let after = catalogue::open(&desk.nobody()).await.unwrap();
    assert_eq!(years(&after), Some((first, last + 7)));
    let Some(empty) = Desk::empty(backend).await else {
        return;
    };
    let none = catalogue::open(&empty.nobody()).await.unwrap();
    let of_register = |one: &catalogue::OpenFigures| one.figure.indicator().is_none();
    assert!(none.figures.iter().all(of_register) && !none.has_projects && !none.has_plans);
}
