//! Filters and orders of lists, as callers write them.
//!
//! Invariant: each one becomes the domain's filter of the same name, whose checks hold for REST as well.

use crate::{
    classification::SizeClassCode,
    value::{
        BarrierRole, ConfStatus, Moment, ObsStatus, PlanStatus, Plausibility, ProjectPhase,
        ProjectStatus, TransferOrigin, TransferOutcome, TransferStage, ValueKind,
    },
};
use async_graphql::{Enum, ID, InputObject};
use domain::{
    Result,
    city::{CityFilter as DomainCityFilter, CityOrder as DomainCityOrder},
    observation::{
        ObservationFilter as DomainObservationFilter, ObservationOrder as DomainObservationOrder,
    },
    plan::{PlanFilter as DomainPlanFilter, PlanOrder as DomainPlanOrder},
    project::{ProjectFilter as DomainProjectFilter, ProjectOrder as DomainProjectOrder},
    read::{CityCriteria, Direction, OrderBy},
    transfer_link::{
        TransferLinkFilter as DomainTransferLinkFilter,
        TransferLinkOrder as DomainTransferLinkOrder,
    },
};

/// In which direction a list is ordered.
#[derive(Clone, Copy, PartialEq, Eq, Enum, Default)]
pub enum OrderDirection {
    /// The smallest or oldest first.
    #[default]
    Asc,
    /// The largest or newest first.
    Desc,
}

macro_rules! order {
    ($order:ident, $field:ident, $remote:literal, $domain:ty, { $($(#[$vdoc:meta])* $variant:ident,)* }) => {
        /// What the list can be ordered by.
        #[derive(Clone, Copy, PartialEq, Eq, Enum)]
        #[graphql(remote = $remote)]
        pub enum $field { $($(#[$vdoc])* $variant,)* }

        /// By what and in which direction; the id breaks ties.
        #[derive(Clone, Copy, InputObject)]
        pub struct $order {
            /// By what.
            pub field: $field,
            /// In which direction.
            #[graphql(default)]
            pub direction: OrderDirection,
        }

        impl From<$order> for OrderBy<$domain> {
            fn from(order: $order) -> Self {
                Self {
                    field: order.field.into(),
                    direction: match order.direction {
                        OrderDirection::Asc => Direction::Asc,
                        OrderDirection::Desc => Direction::Desc,
                    },
                }
            }
        }
    };
}

pub(crate) use order;

order!(CityOrder, CityOrderField, "domain::city::CityOrder", DomainCityOrder, {
    /// By name.
    Name,
    /// By inhabitants.
    Population,
    /// By AGS.
    Ags,
});
order!(PlanOrder, PlanOrderField, "domain::plan::PlanOrder", DomainPlanOrder, {
    /// By title.
    Title,
    /// By the moment of the last change.
    UpdatedAt,
});
order!(ProjectOrder, ProjectOrderField, "domain::project::ProjectOrder", DomainProjectOrder, {
    /// By number in the plan.
    SequenceNo,
    /// By working title.
    WorkingTitle,
    /// By public code.
    Code,
    /// By the moment of creation.
    CreatedAt,
    /// By the moment of the last change.
    UpdatedAt,
});
order!(TransferLinkOrder, TransferLinkOrderField, "domain::transfer_link::TransferLinkOrder", DomainTransferLinkOrder, {
    /// By the moment of the last change.
    UpdatedAt,
});
order!(ObservationOrder, ObservationOrderField, "domain::observation::ObservationOrder", DomainObservationOrder, {
    /// By year.
    Year,
    /// By AGS of the city.
    City,
});

/// Which cities are wanted; all criteria must hold.
#[derive(Clone, Default, InputObject)]
pub struct CityFilter {
    /// One of these keys (AGS).
    pub ags: Option<Vec<String>>,
    /// Their name, or a word in it, begins with this; case and umlauts do not matter.
    pub name_starts_with: Option<String>,
    /// One of these federal states, by key such as 05.
    pub state: Option<Vec<String>>,
    /// One of these RegioStaR 7 types, 71 to 77.
    pub regiostar7: Option<Vec<i16>>,
    /// One of these size classes.
    pub size_class: Option<Vec<SizeClassCode>>,
    /// Whether they take part in a network.
    pub is_tenant: Option<bool>,
}

impl From<CityFilter> for DomainCityFilter {
    fn from(filter: CityFilter) -> Self {
        Self {
            criteria: criteria(
                filter.ags,
                filter.state,
                filter.regiostar7,
                filter.size_class,
            ),
            name_starts_with: filter.name_starts_with,
            is_tenant: filter.is_tenant,
        }
    }
}

pub(crate) fn criteria(
    ags: Option<Vec<String>>,
    state: Option<Vec<String>>,
    regiostar7: Option<Vec<i16>>,
    size_class: Option<Vec<SizeClassCode>>,
) -> CityCriteria {
    CityCriteria {
        ags,
        state,
        regiostar7,
        size_class: size_class.map(words),
    }
}

pub(crate) fn words<A: Into<B>, B>(values: Vec<A>) -> Vec<B> {
    values.into_iter().map(Into::into).collect()
}

/// Which plans are wanted; all criteria must hold.
#[derive(Clone, Default, InputObject)]
pub struct PlanFilter {
    /// All of these must hold.
    pub and: Option<Vec<PlanFilter>>,
    /// One of these must hold.
    pub or: Option<Vec<PlanFilter>>,
    /// This must not hold.
    pub not: Option<Box<PlanFilter>>,
    /// The title contains this text; case and umlauts do not matter.
    pub text: Option<String>,
    /// One of these states.
    pub status: Option<Vec<PlanStatus>>,
    /// In this network, by its slug.
    pub network: Option<String>,
    /// In one of these cities, by AGS.
    pub city: Option<Vec<String>>,
    /// In one of these federal states, by key such as 05.
    pub state: Option<Vec<String>>,
    /// In a city of one of these RegioStaR 7 types.
    pub regiostar7: Option<Vec<i16>>,
    /// In a city of one of these size classes.
    pub size_class: Option<Vec<SizeClassCode>>,
    /// Changed at or after this moment.
    pub updated_since: Option<Moment>,
}

impl From<PlanFilter> for DomainPlanFilter {
    fn from(filter: PlanFilter) -> Self {
        Self {
            and: filter.and.map(words).unwrap_or_default(),
            or: filter.or.map(words).unwrap_or_default(),
            not: filter.not.map(|part| Box::new((*part).into())),
            city: criteria(
                filter.city,
                filter.state,
                filter.regiostar7,
                filter.size_class,
            ),
            network: filter.network,
            text: filter.text,
            status: filter.status.map(words),
            updated_since: filter.updated_since.map(|moment| moment.0),
        }
    }
}

/// Which projects are wanted; all criteria must hold.
#[derive(Clone, Default, InputObject)]
pub struct ProjectFilter {
    /// All of these must hold.
    pub and: Option<Vec<ProjectFilter>>,
    /// One of these must hold.
    pub or: Option<Vec<ProjectFilter>>,
    /// This must not hold.
    pub not: Option<Box<ProjectFilter>>,
    /// Title, summary or goal contains this text; case and umlauts do not matter.
    pub text: Option<String>,
    /// One of these public codes.
    pub code: Option<Vec<String>>,
    /// In one of these action fields, by code such as A.
    pub action_field: Option<Vec<String>>,
    /// One of these states.
    pub status: Option<Vec<ProjectStatus>>,
    /// One of these phases.
    pub phase: Option<Vec<ProjectPhase>>,
    /// One of these barriers has to do with it, by code such as H7.
    pub barrier: Option<Vec<String>>,
    /// What that barrier is to it.
    pub barrier_role: Option<Vec<BarrierRole>>,
    /// Of this plan.
    pub plan: Option<ID>,
    /// In this network, by its slug.
    pub network: Option<String>,
    /// In one of these cities, by AGS.
    pub city: Option<Vec<String>>,
    /// In one of these federal states, by key such as 05.
    pub state: Option<Vec<String>>,
    /// In a city of one of these RegioStaR 7 types.
    pub regiostar7: Option<Vec<i16>>,
    /// In a city of one of these size classes.
    pub size_class: Option<Vec<SizeClassCode>>,
    /// Changed at or after this moment.
    pub updated_since: Option<Moment>,
}

impl TryFrom<ProjectFilter> for DomainProjectFilter {
    type Error = domain::Error;
    fn try_from(filter: ProjectFilter) -> Result<Self> {
        let all = |parts: Option<Vec<ProjectFilter>>| -> Result<Vec<Self>> {
            parts
                .unwrap_or_default()
                .into_iter()
                .map(Self::try_from)
                .collect()
        };
        Ok(Self {
            and: all(filter.and)?,
            or: all(filter.or)?,
            not: filter
                .not
                .map(|part| Self::try_from(*part).map(Box::new))
                .transpose()?,
            city: criteria(
                filter.city,
                filter.state,
                filter.regiostar7,
                filter.size_class,
            ),
            network: filter.network,
            plan: filter.plan.map(|id| plan_id(&id)).transpose()?,
            code: filter.code,
            text: filter.text,
            action_field: filter.action_field,
            status: filter.status.map(words),
            phase: filter.phase.map(words),
            barrier: filter.barrier,
            barrier_role: filter.barrier_role.map(words),
            updated_since: filter.updated_since.map(|moment| moment.0),
        })
    }
}

fn plan_id(id: &ID) -> Result<domain::id::PlanId> {
    id.parse().map_err(|_| {
        domain::Error::invalid(
            "filter.plan",
            format!("{:?} ist keine Kennung eines Plans.", id.as_str()),
            format!("{:?} is no id of a plan.", id.as_str()),
        )
    })
}

/// Which transfer links are wanted; all criteria must hold.
#[derive(Clone, Default, InputObject)]
pub struct TransferLinkFilter {
    /// All of these must hold.
    pub and: Option<Vec<TransferLinkFilter>>,
    /// One of these must hold.
    pub or: Option<Vec<TransferLinkFilter>>,
    /// This must not hold.
    pub not: Option<Box<TransferLinkFilter>>,
    /// In this network, by its slug.
    pub network: Option<String>,
    /// At one of these stages.
    pub stage: Option<Vec<TransferStage>>,
    /// Brought up so: PLAN_TABLE are those that an imported plan names.
    pub origin: Option<Vec<TransferOrigin>>,
    /// With one of these outcomes.
    pub outcome: Option<Vec<TransferOutcome>>,
    /// Whether something is to happen next: proposed and not over.
    pub is_open: Option<bool>,
    /// Stalled: something is to happen next, and nothing has for so many days, 1 to 3,650.
    pub no_event_for_days: Option<i32>,
    /// One of these cities wants to learn, by AGS.
    pub adopter_city: Option<Vec<String>>,
    /// One of these cities is to be learnt from, by AGS.
    pub source_city: Option<Vec<String>>,
    /// Whether the project to learn from is known already.
    pub is_narrowed: Option<bool>,
    /// Changed at or after this moment.
    pub updated_since: Option<Moment>,
}

impl From<TransferLinkFilter> for DomainTransferLinkFilter {
    fn from(filter: TransferLinkFilter) -> Self {
        Self {
            and: filter.and.map(words).unwrap_or_default(),
            or: filter.or.map(words).unwrap_or_default(),
            not: filter.not.map(|part| Box::new((*part).into())),
            network: filter.network,
            stage: filter.stage.map(words),
            origin: filter.origin.map(words),
            outcome: filter.outcome.map(words),
            is_open: filter.is_open,
            no_event_for_days: filter.no_event_for_days,
            adopter_city: filter.adopter_city,
            source_city: filter.source_city,
            is_narrowed: filter.is_narrowed,
            updated_since: filter.updated_since.map(|moment| moment.0),
        }
    }
}

/// Which observations are wanted; all criteria must hold.
#[derive(Clone, Default, InputObject)]
pub struct ObservationFilter {
    /// All of these must hold.
    pub and: Option<Vec<ObservationFilter>>,
    /// One of these must hold.
    pub or: Option<Vec<ObservationFilter>>,
    /// This must not hold.
    pub not: Option<Box<ObservationFilter>>,
    /// Of one of these indicators, by code.
    pub indicator: Option<Vec<String>>,
    /// Measured, aimed at or planned.
    pub value_kind: Option<Vec<ValueKind>>,
    /// Not before this year.
    pub year_from: Option<i32>,
    /// Not after this year.
    pub year_to: Option<i32>,
    /// In one of these cities, by AGS.
    pub city: Option<Vec<String>>,
    /// In one of these federal states, by key such as 05.
    pub state: Option<Vec<String>>,
    /// In a city of one of these RegioStaR 7 types.
    pub regiostar7: Option<Vec<i16>>,
    /// In a city of one of these size classes.
    pub size_class: Option<Vec<SizeClassCode>>,
    /// With one of these SDMX observation statuses.
    pub obs_status: Option<Vec<ObsStatus>>,
    /// With one of these SDMX confidentiality statuses.
    pub conf_status: Option<Vec<ConfStatus>>,
    /// Checked, contested, or not looked at yet.
    pub plausibility: Option<Vec<Plausibility>>,
    /// Entered at or after this moment.
    pub recorded_since: Option<Moment>,
}

impl From<ObservationFilter> for DomainObservationFilter {
    fn from(filter: ObservationFilter) -> Self {
        Self {
            and: filter.and.map(words).unwrap_or_default(),
            or: filter.or.map(words).unwrap_or_default(),
            not: filter.not.map(|part| Box::new((*part).into())),
            city: criteria(
                filter.city,
                filter.state,
                filter.regiostar7,
                filter.size_class,
            ),
            indicator: filter.indicator,
            value_kind: filter.value_kind.map(words),
            year_from: filter.year_from,
            year_to: filter.year_to,
            obs_status: filter.obs_status.map(words),
            conf_status: filter.conf_status.map(words),
            plausibility: filter.plausibility.map(words),
            recorded_since: filter.recorded_since.map(|moment| moment.0),
        }
    }
}
