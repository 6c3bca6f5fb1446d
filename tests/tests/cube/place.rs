//! Figures of every kind, written straight into the database of a running service: shown and hidden ones, hostile texts, and
//! several for one cell.
//!
//! Invariant: every hidden figure has a number and a text that nothing else has.

use crate::{
    desk::{AACHEN, COLOGNE, KARLSRUHE},
    harness::Service,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Work,
    store::{Options, Store},
};
use entity::{
    id::{IndicatorId, NetworkId, ObservationId, TenantId},
    observation::{ActiveModel, Column, Entity},
    value::{ConfStatus, Confidence, ObsStatus, Plausibility, ValueKind, Visibility},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    EntityTrait, QueryFilter, Set, Statement, TransactionTrait,
};

/// The indicators that the figures are of.
pub const SPEND: &str = "cycling_spend_eur_per_capita";
pub const GRADE: &str = "adfc_fahrradklima_note";

/// What the hidden figures have and nothing else.
pub const HIDDEN: [&str; 5] = ["777001", "777002", "777003", "777004", "777005"];
/// What stands in their texts.
pub const CANARY: &str = "kanarienvogel";

/// A figure.
#[derive(Clone)]
pub struct Figure {
    /// Whose tenant enters it.
    pub by: &'static str,
    pub city: &'static str,
    pub indicator: &'static str,
    pub year: i32,
    pub value: Option<f64>,
    pub kind: ValueKind,
    pub status: ObsStatus,
    pub confidential: ConfStatus,
    pub visibility: Visibility,
    pub source: String,
    pub note: Option<String>,
    pub embargo: Option<TimeDelta>,
    /// So long ago.
    pub age: TimeDelta,
    pub is_superseded: bool,
}

/// A public figure of Karlsruhe.
pub fn figure(year: i32, value: f64) -> Figure {
    Figure {
        by: KARLSRUHE,
        city: KARLSRUHE,
        indicator: SPEND,
        year,
        value: Some(value),
        kind: ValueKind::Measured,
        status: ObsStatus::Normal,
        confidential: ConfStatus::Free,
        visibility: Visibility::Public,
        source: "https://example.org/haushalt".to_owned(),
        note: None,
        embargo: None,
        age: TimeDelta::zero(),
        is_superseded: false,
    }
}

/// Texts that spreadsheets take for formulas, and such as break tables.
pub const HOSTILE: [&str; 7] = [
    "=HYPERLINK(\"https://boese.example\")",
    "+49 241 1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "Zeile 1\r\nZeile \"2\", mit Komma; Größe ≥ 5 €",
    "</script>\u{2028}\\u0000",
];

/// Figures that everybody may read: from 2031 on one with each hostile text, numbers of every size, and missing ones.
fn shown() -> Vec<Figure> {
    let mut all = Vec::new();
    let numbers = [-5.25, 1e-7, 1e21, 0.0, 12_345_678.9, 0.1 + 0.2, 1.0];
    for ((year, text), number) in (2031..).zip(HOSTILE).zip(numbers) {
        all.push(Figure {
            source: text.to_owned(),
            note: Some(text.to_owned()),
            ..figure(year, number)
        });
    }
    for (year, status) in [(2041, ObsStatus::NotApplicable), (2042, ObsStatus::Missing)] {
        all.push(Figure {
            value: None,
            status,
            indicator: GRADE,
            ..figure(year, 0.0)
        });
    }
    all.push(Figure {
        status: ObsStatus::Estimated,
        indicator: GRADE,
        ..figure(2043, 3.25)
    });
    all
}

/// Figures that nobody in particular may read.
fn hidden() -> Vec<Figure> {
    let hide = |year, value| Figure {
        note: Some(CANARY.to_owned()),
        source: CANARY.to_owned(),
        ..figure(year, value)
    };
    vec![
        Figure {
            visibility: Visibility::Tenant,
            ..hide(2051, 777_001.0)
        },
        Figure {
            visibility: Visibility::Network,
            ..hide(2052, 777_002.0)
        },
        Figure {
            confidential: ConfStatus::Confidential,
            ..hide(2053, 777_003.0)
        },
        Figure {
            embargo: Some(TimeDelta::days(10)),
            ..hide(2054, 777_004.0)
        },
        Figure {
            is_superseded: true,
            ..hide(2055, 777_005.0)
        },
    ]
}

/// Several figures for one cell, and the one that is taken: the city's own, else the newest.
fn several() -> Vec<Figure> {
    let of = |by, city, value, hours| Figure {
        by,
        city,
        age: TimeDelta::hours(hours),
        ..figure(2061, value)
    };
    vec![
        of(AACHEN, KARLSRUHE, 61.1, 0),
        of(KARLSRUHE, KARLSRUHE, 61.2, 5),
        of(AACHEN, COLOGNE, 61.3, 5),
        of(KARLSRUHE, COLOGNE, 61.4, 1),
        Figure {
            kind: ValueKind::Target,
            ..of(KARLSRUHE, KARLSRUHE, 61.5, 0)
        },
    ]
}

/// Writes all of them; gives the id of the one for the network.
pub async fn fill(service: &Service) -> ObservationId {
    let ids = write(service, &[shown(), several(), hidden()].concat()).await;
    let hidden = ids.len() - hidden().len();
    *ids.get(hidden + 1).unwrap()
}

/// Writes figures as their organisations, past the service.
pub async fn write(service: &Service, figures: &[Figure]) -> Vec<ObservationId> {
    let store = Store::open(&Options::url(service.database.as_str()))
        .await
        .unwrap();
    let mut ids = Vec::new();
    for by in [AACHEN, KARLSRUHE] {
        let tenant = store.reference().tenant_of_city(by).unwrap().id;
        let own: Vec<_> = figures.iter().filter(|one| one.by == by).collect();
        let rows: Vec<_> = own.iter().map(|one| row(&store, tenant, one)).collect();
        ids.extend(rows.iter().map(|(id, _)| *id));
        insert(
            service,
            tenant,
            rows.into_iter().map(|(_, row)| row).collect(),
        )
        .await;
    }
    store.close().await.unwrap();
    ids
}

async fn insert(service: &Service, tenant: TenantId, rows: Vec<ActiveModel>) {
    let database = Database::connect(&service.database).await.unwrap();
    let transaction = named(&database, tenant).await;
    for part in rows.chunks(200) {
        Entity::insert_many(part.to_vec())
            .exec_without_returning(&transaction)
            .await
            .unwrap();
    }
    transaction.commit().await.unwrap();
    database.close().await.unwrap();
}

/// A transaction that row security takes for one of an organisation.
#[expect(
    clippy::disallowed_methods,
    reason = "names the tenant as a connection of the service would"
)]
async fn named(database: &DatabaseConnection, tenant: TenantId) -> DatabaseTransaction {
    let transaction = database.begin().await.unwrap();
    if transaction.get_database_backend() == DbBackend::Postgres {
        let name = "SELECT set_config('staedtenetz.tenant', $1, true)";
        let values = [tenant.0.to_string().into()];
        let name = Statement::from_sql_and_values(DbBackend::Postgres, name, values);
        transaction.execute_raw(name).await.unwrap();
    }
    transaction
}

fn row(store: &Store, tenant: TenantId, of: &Figure) -> (ObservationId, ActiveModel) {
    let reference = store.reference();
    let mut indicators = reference.indicators.all().iter();
    let indicator = indicators.find(|known| known.code == of.indicator);
    let indicator: IndicatorId = indicator.unwrap().id;
    let network: NetworkId = reference.network("kora").unwrap().id;
    let now: DateTime<Utc> = store.clock().now();
    let id = ObservationId(Work::new_id());
    let row = ActiveModel {
        id: Set(id),
        tenant_id: Set(tenant),
        indicator_id: Set(indicator),
        city_ags: Set(of.city.to_owned()),
        year: Set(of.year),
        value: Set(of.value),
        value_kind: Set(of.kind),
        obs_status: Set(of.status),
        confidence: Set(Confidence::High),
        source: Set(of.source.clone()),
        note: Set(of.note.clone()),
        visibility: Set(of.visibility),
        embargo_until: Set(of.embargo.map(|embargo| now + embargo)),
        recorded_at: Set(now - of.age),
        supersedes: Set(None),
        network_id: Set(Some(network)),
        conf_status: Set(of.confidential),
        numerator: Set(of.value.map(|value| value * 2.0)),
        denominator: Set(Some(2.0)),
        sample: Set(Some(40)),
        method_version: Set(1),
        plausibility: Set(Plausibility::Unchecked),
        revision: Set(1),
        superseded_at: Set(of.is_superseded.then_some(now)),
    };
    (id, row)
}

/// Takes away everything that an organisation has entered.
#[expect(
    clippy::disallowed_methods,
    reason = "an instance without figures is made from the demo"
)]
pub async fn empty(service: &Service, by: &str) {
    let store = Store::open(&Options::url(service.database.as_str()))
        .await
        .unwrap();
    let tenant = store.reference().tenant_of_city(by).unwrap().id;
    store.close().await.unwrap();
    let database = Database::connect(&service.database).await.unwrap();
    let transaction = named(&database, tenant).await;
    let rows = Entity::delete_many().filter(Column::TenantId.eq(tenant.0));
    rows.exec(&transaction).await.unwrap();
    transaction.commit().await.unwrap();
    database.close().await.unwrap();
}
