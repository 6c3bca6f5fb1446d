//! REST under `/api/v1`: what portals and dashboards need without GraphQL, over the same use cases.
//!
//! Invariant: a handler parses, asks the domain and shows; its errors are problem documents.

pub mod account;
pub mod address;
pub mod answer;
pub mod audit_entry;
pub mod audit_export;
mod barrier;
mod barrier_experience;
mod barrier_solver;
mod benchmark;
mod benchmark_chart;
mod benchmark_table;
mod benchmark_view;
mod benchmark_write;
mod body;
mod catalogue;
mod change;
mod city;
mod concept;
mod contract;
pub mod credential;
mod cube;
mod disclosure_policy;
mod everywhere;
mod excerpt;
mod expertise;
mod expertise_match;
mod expertise_write;
mod export;
pub mod health;
mod idempotency;
mod indicator;
mod indicator_write;
mod issuer;
mod json;
pub mod limit;
mod match_query;
mod membership;
mod network;
mod network_vocabulary;
mod network_write;
mod observation;
mod observation_import;
mod observation_remark;
mod observation_write;
mod peer_city;
mod peer_group;
mod peer_group_body;
mod peer_group_write;
mod persisted_document;
pub mod person_csv;
mod plan;
mod plan_write;
mod privacy;
mod project;
mod project_body;
mod project_concept;
mod project_detail;
mod project_transfer;
mod project_write;
mod query;
mod refusals;
mod release;
mod ring_member;
mod search;
mod session;
mod similar_project;
mod similarity_decision;
mod similarity_weights;
mod suggestion;
mod tenant;
mod transfer_body;
mod transfer_calendar;
mod transfer_event;
mod transfer_link;
mod transfer_link_write;
mod transfer_matrix;
mod transfer_matrix_file;
mod version;
mod viewer;
mod vocabulary;
mod webhook;
mod webhook_delivery;
mod word;

use utoipa::openapi::{
    Components, ComponentsBuilder, Contact, Info, License, OpenApi, OpenApiBuilder, Server,
    ServerBuilder,
    extensions::ExtensionsBuilder,
    security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    tag::TagBuilder,
};
use utoipa_actix_web::{scope, service_config::ServiceConfig};

/// Where the interface begins.
pub const PREFIX: &str = "/api/v1";

/// All routes of the interface.
pub fn configure(routes: &mut ServiceConfig<'_>) {
    routes.service(
        scope(PREFIX)
            .configure(registers)
            .configure(figures)
            .configure(content)
            .configure(comparisons)
            .configure(people),
    );
}

/// Cities, networks, who takes part in them, and what they speak of.
fn registers(routes: &mut ServiceConfig<'_>) {
    routes
        .service(change::list)
        .service(export::list)
        .service(export::get)
        .service(export::describe)
        .service(network::list)
        .service(network_write::create)
        .service(similarity_decision::decide)
        .service(similarity_weights::list)
        .service(similarity_weights::refit)
        .service(similarity_weights::restore)
        .service(tenant::create)
        .service(membership::create)
        .service(membership::end)
        .service(city::list)
        .service(city::get)
        .service(city::similar)
        .service(concept::list)
        .service(vocabulary::get)
        .service(network_vocabulary::get)
        .service(network_vocabulary::put)
        .service(disclosure_policy::get)
        .service(disclosure_policy::put)
        .service(barrier::list);
}

/// Indicators, and what is observed of them.
fn figures(routes: &mut ServiceConfig<'_>) {
    routes
        .service(indicator::list)
        .service(indicator::get)
        .service(indicator_write::define)
        .service(indicator_write::revise)
        .service(observation::list)
        // Before the addresses of single ones.
        .service(observation_import::import)
        .service(observation::get)
        .service(observation::revisions)
        .service(observation_write::record)
        .service(observation_write::correct)
        .service(observation_write::withdraw)
        .service(observation_write::publish)
        .service(observation_remark::list)
        .service(observation_remark::remark)
        .service(catalogue::get)
        .service(cube::get)
        .service(cube::schema);
}

/// Plans, projects and links, and what is found in them.
fn content(routes: &mut ServiceConfig<'_>) {
    routes
        .service(plan::list)
        .service(plan::get)
        .service(plan_write::create)
        .service(plan_write::edit)
        .service(plan_write::publish)
        .service(plan_write::retire)
        .service(plan_write::restore)
        .service(project::list)
        .service(project::get)
        .service(project_concept::list)
        .service(search::find)
        .service(similar_project::of_project)
        .service(similar_project::of_description)
        .service(project_write::create)
        .service(project_write::edit)
        .service(project_write::publish)
        .service(project_write::retire)
        .service(project_write::restore)
        .service(transfer_link::list)
        .service(transfer_link::get)
        .service(project_transfer::list)
        .service(transfer_link_write::propose)
        .service(transfer_link_write::edit)
        .service(transfer_link_write::take)
        .service(transfer_link_write::log)
        .service(transfer_event::list)
        .service(transfer_matrix::get)
        .service(barrier_solver::list)
        .service(transfer_calendar::get)
        .service(expertise::list)
        .service(expertise::get)
        .service(expertise_match::list)
        .service(expertise_write::create)
        .service(expertise_write::edit)
        .service(expertise_write::publish)
        .service(expertise_write::retire)
        .service(expertise_write::restore)
        .service(suggestion::list)
        .service(suggestion::accept)
        .service(suggestion::decline)
        .service(suggestion::snooze)
        .service(barrier_experience::list);
}

/// With whom cities are compared.
fn comparisons(routes: &mut ServiceConfig<'_>) {
    routes
        .service(peer_group::list)
        .service(peer_group::get)
        .service(peer_city::list)
        .service(peer_group_write::create)
        .service(peer_group_write::change)
        .service(peer_group_write::publish)
        .service(peer_group_write::freeze)
        .service(peer_group_write::retire)
        .service(peer_group_write::restore)
        .service(ring_member::invite)
        .service(ring_member::remove)
        .service(ring_member::accept)
        .service(ring_member::decline)
        .service(ring_member::leave)
        .service(benchmark::get)
        .service(benchmark_table::get)
        .service(benchmark_table::schema)
        .service(benchmark_chart::distribution)
        .service(benchmark_chart::series)
        .service(benchmark_write::publish)
        .service(benchmark_write::withdraw);
}

/// Who signs in, with which keys, and what was done.
fn people(routes: &mut ServiceConfig<'_>) {
    routes
        .service(session::sign_in)
        .service(session::sign_out)
        .service(viewer::me)
        .service(privacy::export)
        .service(privacy::erase)
        .service(account::change_password)
        .service(account::list)
        .service(account::create)
        .service(account::give_role)
        .service(account::withdraw_role)
        .service(account::close)
        .service(credential::list)
        .service(credential::create)
        .service(credential::rotate)
        .service(credential::revoke)
        .service(persisted_document::get)
        .service(persisted_document::put)
        .service(issuer::list)
        .service(issuer::trust)
        .service(issuer::distrust)
        .service(webhook::list)
        .service(webhook::create)
        .service(webhook::change)
        .service(webhook::rotate)
        .service(webhook::resend)
        .service(webhook::remove)
        .service(webhook_delivery::list)
        .service(webhook_delivery::replay)
        .service(audit_entry::list)
        .service(audit_entry::export);
}

/// What receivers have to know; the document has no other place for it.
const WEBHOOKS: &str = "Programs of your organisation that are told of changes, after the Standard Webhooks specification \
    (https://www.standardwebhooks.com): a `POST` of `{\"type\": \"project.updated\", \"timestamp\": …, \"data\": {\"id\": …, \"kind\": \
    \"PROJECT\", \"action\": \"UPDATED\"}}` with the headers `webhook-id`, `webhook-timestamp` and `webhook-signature`. The type \
    is the kind of record and the action in lower case. What the record is now is read at its address. Any answer with a \
    status from 200 to 299 within 15 seconds takes the message; 410 switches the webhook off; after all others, redirects \
    too, it is tried again, ten times over about three days. A message may come several times, always with the same \
    `webhook-id`, and after a repetition out of order.";

/// The frame of the OpenAPI document; the paths come from the routes.
#[must_use]
fn description() -> OpenApi {
    let mut info = Info::new("Städtenetz", env!("CARGO_PKG_VERSION"));
    info.description = Some(
        "Municipalities exchange experience: action plans with projects, transfer links, indicators and observed values. \
         Without credentials you read what is public. With `Authorization: Bearer …` you act for your organisation: by an \
         access token of `POST /api/v1/sign-in` or of your own identity provider, or by an API key, either directly or \
         exchanged at `POST /oauth/token` (RFC 6749, client credentials; metadata under \
         `/.well-known/oauth-authorization-server`). Labels come in German or English by `Accept-Language`. \
         Lists have `limit` and `after`; `nextCursor` and the `Link` header lead to the next page. \
         Whoever changes an object sends back what its `ETag` said, or its `version` in quotes, as `If-Match`: without it \
         the answer is 428, after somebody else's change 412. Everything that is written belongs to the organisation of \
         the credentials. A change that is sent again with the same `Idempotency-Key` within 24 hours is made once and \
         answered alike. \
         Errors are problem documents (RFC 9457) with a code from a closed list."
            .to_owned(),
    );
    let mut license = License::new("MIT OR Apache-2.0");
    license.identifier = Some("MIT OR Apache-2.0".to_owned());
    info.license = Some(license);
    info.contact = Some(Contact::new());
    let tags = [
        ("Changes", "What has changed, deletions included."),
        (
            "Networks",
            "Networks of cities, their organisations and memberships.",
        ),
        ("Cities", "The register of German municipalities."),
        ("Plans", "Action plans."),
        ("Projects", "Projects with their parts."),
        (
            "Transfer",
            "Who learns from whom, and who offers or looks for expertise.",
        ),
        (
            "Figures",
            "Indicators, observed values, and with whom cities are compared.",
        ),
        ("Vocabularies", "Controlled vocabularies."),
        (
            "Audit",
            "What was done, refused and read in the matters of your organisation.",
        ),
        (
            "Identity",
            "Who you are, and who and what has access to your organisation.",
        ),
        ("Webhooks", WEBHOOKS),
    ];
    let tags =
        tags.map(|(name, text)| TagBuilder::new().name(name).description(Some(text)).build());
    OpenApiBuilder::new()
        .info(info)
        .tags(Some(tags))
        .components(Some(credentials()))
        .security(Some([
            SecurityRequirement::default(),
            SecurityRequirement::new::<_, [&str; 0], &str>("bearer", []),
        ]))
        .servers(Some([server()]))
        .build()
}

/// Where the document lies, there is the service.
fn server() -> Server {
    ServerBuilder::new()
        .url("/")
        .description(Some(
            "The service that this document comes from, in production or a demo.",
        ))
        .extensions(Some(
            ExtensionsBuilder::new().add("x-internal", false).build(),
        ))
        .build()
}

/// How credentials are sent.
fn credentials() -> Components {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT or API key")
        .description(Some("An access token, or an API key of a program."))
        .build();
    ComponentsBuilder::new()
        .security_scheme("bearer", SecurityScheme::Http(bearer))
        .build()
}

/// The OpenAPI document, as it is committed.
///
/// # Errors
/// Where it cannot be written as JSON.
pub fn openapi() -> serde_json::Result<String> {
    use actix_web::App;
    use utoipa_actix_web::AppExt;
    let (_, mut document) = App::new()
        .into_utoipa_app()
        .openapi(description())
        .configure(configure)
        .split_for_parts();
    idempotency::describe(&mut document);
    everywhere::complete(&mut document);
    let mut text = document.to_pretty_json()?;
    text.push('\n');
    Ok(text)
}
