//! The rows themselves, one function for each table.
//!
//! Invariant: every reference leads to a row that is made here or was there before, and ids grow with the number.

use super::{
    Size,
    text::{choose, mix, paragraph, title},
};
use chrono::{DateTime, Days, TimeDelta, Utc};
use entity::{
    action_field, barrier, city,
    id::{BarrierId, TypedId},
    indicator, membership, network, observation, plan, project, project_barrier, project_item,
    scope::ReferenceTable,
    tenant, transfer_link,
    value::{
        BarrierBasis, BarrierRole, Certainty, Confidence, Frequency, IndicatorKind, ItemKind,
        MembershipRole, ObsStatus, PlanStatus, Polarity, ProjectPhase, ProjectStatus, TenantKind,
        TransferKind, TransferOrigin, TransferStage, ValueKind, ValueType, Visibility,
    },
};
use sea_orm::{ActiveValue::Set, DatabaseConnection, QueryOrder};
use uuid::Uuid;

/// How many indicators there are.
pub const INDICATORS: u32 = 20;
const FIELDS: u32 = 8;
const YEARS: u32 = 5;

/// What the migrated database holds already.
pub struct Reference {
    cities: Vec<String>,
    barriers: Vec<BarrierId>,
}

impl Reference {
    /// Reads it.
    pub async fn of(database: &DatabaseConnection) -> Self {
        let cities = city::Entity::all().order_by_asc(city::Column::Ags);
        let cities = cities.all(database).await.unwrap();
        let barriers = barrier::Entity::all().all(database).await.unwrap();
        Self {
            cities: cities.into_iter().map(|city| city.ags).collect(),
            barriers: barriers.into_iter().map(|barrier| barrier.id).collect(),
        }
    }

    /// The municipality of a tenant; tenants are spread over the whole country.
    fn city(&self, tenant: u32) -> String {
        let place = (tenant as usize * 7_919) % self.cities.len();
        self.cities.get(place).unwrap().clone()
    }
}

/// The id of the row with this number; a UUIDv7 in form.
fn id<I: TypedId>(number: u32) -> I {
    let kind = I::PREFIX
        .bytes()
        .fold(0_u128, |sum, byte| sum * 31 + u128::from(byte))
        & 0xFFFF;
    let form = 0x0190_0000_0000_7000_8000_0000_0000_0000_u128;
    I::from_uuid(Uuid::from_u128(form | kind << 32 | u128::from(number)))
}

fn moment(number: u32) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + Days::new(19_000) + TimeDelta::seconds(number.into())
}

const fn tenant_of(size: Size, project: u32) -> u32 {
    project % size.tenants
}

const fn network_of(size: Size, tenant: u32) -> u32 {
    tenant % size.networks
}

fn visibility(number: u32, salt: u32) -> Visibility {
    match mix(number, salt) % 20 {
        0..15 => Visibility::Public,
        15..18 => Visibility::Network,
        _ => Visibility::Tenant,
    }
}

pub fn network(number: u32) -> network::ActiveModel {
    network::ActiveModel {
        id: Set(id(number)),
        slug: Set(format!("netz-{number}")),
        name_de: Set(format!("Städtenetz {number}")),
        default_visibility: Set(Visibility::Public),
        created_at: Set(moment(number)),
        updated_at: Set(moment(number)),
        revision: Set(1),
        ..Default::default()
    }
}

pub fn action_fields(network: u32) -> impl Iterator<Item = action_field::ActiveModel> {
    (0..FIELDS).map(move |field| action_field::ActiveModel {
        id: Set(id(network * FIELDS + field)),
        network_id: Set(id(network)),
        code: Set(format!("F{field}")),
        label_de: Set(format!("Handlungsfeld {field}")),
        label_en: Set(Some(format!("Field of action {field}"))),
        position: Set(field.cast_signed()),
    })
}

pub fn tenant(known: &Reference, number: u32) -> tenant::ActiveModel {
    tenant::ActiveModel {
        id: Set(id(number)),
        kind: Set(TenantKind::Municipality),
        name: Set(format!("Kommune {number}")),
        city_ags: Set(Some(known.city(number))),
        created_at: Set(moment(number)),
        updated_at: Set(moment(number)),
        revision: Set(1),
    }
}

pub fn membership(size: Size, tenant: u32) -> membership::ActiveModel {
    membership::ActiveModel {
        id: Set(id(tenant)),
        network_id: Set(id(network_of(size, tenant))),
        tenant_id: Set(id(tenant)),
        role: Set(MembershipRole::NetworkCity),
        since: Set(moment(tenant).date_naive()),
        created_at: Set(moment(tenant)),
        updated_at: Set(moment(tenant)),
        revision: Set(1),
        ..Default::default()
    }
}

pub fn plan(known: &Reference, size: Size, tenant: u32) -> plan::ActiveModel {
    let title = format!("Aktionsplan {tenant}");
    plan::ActiveModel {
        id: Set(id(tenant)),
        tenant_id: Set(id(tenant)),
        network_id: Set(id(network_of(size, tenant))),
        city_ags: Set(Some(known.city(tenant))),
        title_key: Set(title.to_lowercase()),
        title: Set(title),
        status: Set(PlanStatus::Adopted),
        visibility: Set(Visibility::Public),
        created_at: Set(moment(tenant)),
        updated_at: Set(moment(tenant)),
        revision: Set(1),
        ..Default::default()
    }
}

pub fn project(known: &Reference, size: Size, number: u32) -> project::ActiveModel {
    let tenant = tenant_of(size, number);
    let network = network_of(size, tenant);
    let (title, summary, goal) = (title(number), paragraph(number, 3), paragraph(number, 5));
    let visibility = visibility(number, 20);
    project::ActiveModel {
        id: Set(id(number)),
        tenant_id: Set(id(tenant)),
        network_id: Set(id(network)),
        plan_id: Set(id(tenant)),
        city_ags: Set(Some(known.city(tenant))),
        action_field_id: Set(Some(id(network * FIELDS + mix(number, 21) % FIELDS))),
        code: Set(format!("P{number}")),
        sequence_no: Set((number / size.tenants).cast_signed()),
        title_key: Set(title.to_lowercase()),
        search_text: Set(format!("{title} {summary} {goal}").to_lowercase()),
        working_title: Set(title),
        summary: Set(Some(summary)),
        overall_goal: Set(Some(goal)),
        status: Set(choose(ProjectStatus::ALL, number, 22)),
        is_delayed: Set(mix(number, 23).is_multiple_of(5)),
        phase: Set(Some(choose(ProjectPhase::ALL, number, 24))),
        start_year: Set(Some(choose(&[2018, 2020, 2022, 2024], number, 25))),
        contact_visibility: Set(Visibility::Tenant),
        cost_visibility: Set(Visibility::Tenant),
        visibility: Set(visibility),
        effective_visibility: Set(visibility),
        created_at: Set(moment(number)),
        updated_at: Set(moment(number)),
        revision: Set(1),
        ..Default::default()
    }
}

pub fn items(size: Size, project: u32) -> impl Iterator<Item = project_item::ActiveModel> {
    (0..2).map(move |place| project_item::ActiveModel {
        id: Set(id(project * 2 + place)),
        tenant_id: Set(id(tenant_of(size, project))),
        project_id: Set(id(project)),
        kind: Set(choose(ItemKind::ALL, project, 30 + place)),
        position: Set(place.cast_signed()),
        text: Set(paragraph(project + place, 1)),
        certainty: Set(Certainty::Recognised),
        ..Default::default()
    })
}

pub fn barriers(
    known: &Reference,
    size: Size,
    project: u32,
) -> impl Iterator<Item = project_barrier::ActiveModel> {
    (0..mix(project, 40) % 4).map(move |place| project_barrier::ActiveModel {
        id: Set(id(project * 4 + place)),
        tenant_id: Set(id(tenant_of(size, project))),
        project_id: Set(id(project)),
        barrier_id: Set(choose(&known.barriers, project + place, 41)),
        role: Set(choose(BarrierRole::ALL, project, 42)),
        position: Set(place.cast_signed()),
        basis: Set(BarrierBasis::Text),
        ..Default::default()
    })
}

/// Up to six links of a project, three on average, to projects of its own network; some name only the city.
pub fn links(
    known: &Reference,
    size: Size,
    project: u32,
) -> impl Iterator<Item = transfer_link::ActiveModel> {
    let tenant = tenant_of(size, project);
    (0..mix(project, 50) % 7).map(move |place| {
        let source =
            (project + size.networks * (1 + mix(project, 51 + place) % 997)) % size.projects;
        let number = project * 6 + place;
        transfer_link::ActiveModel {
            id: Set(id(number)),
            tenant_id: Set(id(tenant)),
            network_id: Set(id(network_of(size, tenant))),
            kind: Set(choose(TransferKind::ALL, number, 60)),
            stage: Set(choose(TransferStage::ALL, number, 61)),
            origin: Set(TransferOrigin::City),
            adopter_project_id: Set(Some(id(project))),
            adopter_city_ags: Set(known.city(tenant)),
            source_project_id: Set((!mix(number, 62).is_multiple_of(5)).then(|| id(source))),
            source_city_ags: Set(known.city(tenant_of(size, source))),
            is_bidirectional: Set(false),
            rationale: Set(Some(paragraph(number, 1))),
            certainty: Set(Certainty::Recognised),
            visibility: Set(visibility(number, 63)),
            created_at: Set(moment(number)),
            updated_at: Set(moment(number)),
            revision: Set(1),
            ..Default::default()
        }
    })
}

pub fn indicator(number: u32) -> indicator::ActiveModel {
    indicator::ActiveModel {
        id: Set(id(number)),
        code: Set(format!("i{number}")),
        version: Set(1),
        label_de: Set(format!("Kennzahl {number}")),
        label_en: Set(format!("Indicator {number}")),
        definition_de: Set(paragraph(number, 1)),
        definition_en: Set(paragraph(number, 1)),
        unit_de: Set("je Einwohner".to_owned()),
        unit_en: Set("per inhabitant".to_owned()),
        decimals: Set(2),
        polarity: Set(choose(Polarity::ALL, number, 70)),
        kind: Set(IndicatorKind::Outcome),
        value_type: Set(ValueType::Rate),
        frequency: Set(Frequency::Annual),
        ..Default::default()
    }
}

pub fn observations(
    known: &Reference,
    tenant: u32,
) -> impl Iterator<Item = observation::ActiveModel> {
    (0..INDICATORS * YEARS).map(move |place| {
        let number = tenant * INDICATORS * YEARS + place;
        observation::ActiveModel {
            id: Set(id(number)),
            tenant_id: Set(id(tenant)),
            indicator_id: Set(id(place % INDICATORS)),
            city_ags: Set(known.city(tenant)),
            year: Set((2019 + place / INDICATORS).cast_signed()),
            value: Set(Some(f64::from(mix(number, 80) % 10_000) / 100.0)),
            value_kind: Set(ValueKind::Measured),
            obs_status: Set(ObsStatus::Normal),
            confidence: Set(Confidence::High),
            source: Set("Haushaltsplan".to_owned()),
            visibility: Set(visibility(number, 81)),
            recorded_at: Set(moment(tenant)),
            ..Default::default()
        }
    })
}
