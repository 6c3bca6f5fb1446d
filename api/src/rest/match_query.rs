//! Query strings of searches for projects.
//!
//! Invariant: they become the domain's filter of the same name.

use crate::rest::query;
use domain::{
    Result,
    read::ListRequest,
    similar_project::MatchFilter,
    value::{BarrierRole, ProjectPhase, ProjectStatus},
};
use serde::Deserialize;
use utoipa::IntoParams;

/// Query of a search for projects.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MatchQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
    /// Only in these municipalities: AGS, comma-separated.
    #[param(max_length = 1000)]
    city: Option<String>,
    /// Only in these federal states: keys such as 05, comma-separated.
    #[param(max_length = 100)]
    state: Option<String>,
    /// Only in cities of these RegioStaR 7 types, comma-separated.
    #[param(max_length = 100)]
    regiostar7: Option<String>,
    /// Only in cities of these size classes, comma-separated.
    #[param(max_length = 200)]
    size_class: Option<String>,
    /// Only in this network, by its short name.
    #[param(max_length = 40)]
    network: Option<String>,
    /// Only in these action fields: codes such as A, comma-separated.
    #[param(max_length = 200)]
    action_field: Option<String>,
    /// Only with these states, comma-separated.
    #[param(max_length = 200)]
    status: Option<String>,
    /// Only in these phases, comma-separated.
    #[param(max_length = 100)]
    phase: Option<String>,
    /// Only with these barriers: codes such as H7, comma-separated.
    #[param(max_length = 200)]
    barrier: Option<String>,
    /// What those barriers are to the project: ADDRESSES, BLOCKED_BY, RESOLVED, comma-separated.
    #[param(max_length = 100)]
    barrier_role: Option<String>,
    /// Only projects that tell of these instruments, problems or actors: short names such as priority-list, comma-separated.
    #[param(max_length = 1000)]
    instrument: Option<String>,
    /// Only projects that are completed or were made permanent.
    finished: Option<bool>,
    /// Only projects that tell a lesson which you may read.
    with_outcome: Option<bool>,
    /// Also projects of the same city.
    with_own_city: Option<bool>,
}

/// What a query asks for.
///
/// # Errors
/// `BAD_USER_INPUT` for a value that means nothing.
pub fn wanted(query: MatchQuery) -> Result<ListRequest> {
    let statuses: Vec<&str> = ProjectStatus::ALL.iter().map(|one| one.word()).collect();
    let phases: Vec<&str> = ProjectPhase::ALL.iter().map(|one| one.word()).collect();
    let roles: Vec<&str> = BarrierRole::ALL.iter().map(|one| one.word()).collect();
    let filter = MatchFilter {
        city: query::criteria(query.city, query.state, query.regiostar7, query.size_class)?,
        network: query.network,
        action_field: query::list(query.action_field),
        status: query::words("status", query.status, ProjectStatus::from_word, &statuses)?,
        phase: query::words("phase", query.phase, ProjectPhase::from_word, &phases)?,
        barrier: query::list(query.barrier),
        barrier_role: query::words(
            "barrierRole",
            query.barrier_role,
            BarrierRole::from_word,
            &roles,
        )?,
        instrument: query::list(query.instrument),
        is_finished: query.finished.unwrap_or(false),
        has_outcome: query.with_outcome.unwrap_or(false),
        with_own_city: query.with_own_city.unwrap_or(false),
    };
    Ok(ListRequest {
        page: query::page(query.limit, query.after)?,
        matching: Some(filter),
        ..ListRequest::default()
    })
}
