//! What the contract says of `Idempotency-Key`, for every operation that changes something.
//!
//! Invariant: the header is described where it works, and nowhere else.

use crate::stored_answer::LONGEST;
use utoipa::openapi::{
    OpenApi, RefOr, Required, ResponseBuilder,
    content::ContentBuilder,
    path::{Operation, Parameter, ParameterBuilder, ParameterIn},
    schema::{ObjectBuilder, Ref, Type},
};

/// They are sent by POST because they carry much or a secret, and change nothing.
const READING: [&str; 2] = ["sign_in", "similarToDescription"];

/// Describes it.
pub fn describe(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        let changing = [
            &mut item.post,
            &mut item.put,
            &mut item.patch,
            &mut item.delete,
        ];
        for operation in changing.into_iter().flatten() {
            let name = operation.operation_id.as_deref().unwrap_or_default();
            if !READING.contains(&name) {
                add(operation);
            }
        }
    }
}

fn add(operation: &mut Operation) {
    operation
        .parameters
        .get_or_insert_default()
        .push(RefOr::T(header()));
    for (status, text) in [
        (
            "409",
            "The same request is being worked on, or was carried out and its answer cannot be given again.",
        ),
        ("422", "The `Idempotency-Key` was used for another request."),
    ] {
        let problem = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("Problem")))
            .build();
        let response = ResponseBuilder::new()
            .description(text)
            .content("application/problem+json", problem)
            .build();
        let responses = &mut operation.responses.responses;
        responses
            .entry(status.to_owned())
            .or_insert(RefOr::T(response));
    }
}

fn header() -> Parameter {
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(LONGEST))
        .build();
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "A word of your choice, best a UUID. Sent again with it within 24 hours, the same request changes nothing more and gets the same answer, with `Idempotency-Replayed: true`.",
        ))
        .schema(Some(text))
        .build()
}
