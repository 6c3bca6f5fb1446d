//! What holds of every operation and every value, added to the OpenAPI document in one place.
//!
//! Invariant: nothing here depends on a single operation; what an operation says of itself stays as it says it.

use std::collections::BTreeMap;
use utoipa::{
    Number,
    openapi::{
        Content, Header, HeaderBuilder, KnownFormat, Object, ObjectBuilder, OpenApi, PathItem, Ref,
        RefOr, Response, ResponseBuilder, Schema, SchemaFormat, Type,
        path::Operation,
        schema::{AdditionalProperties, ArrayItems, SchemaType},
    },
};

/// No text of the interface is longer; most are much shorter and say so.
const LONGEST: usize = 20_000;

/// No list of the interface is longer.
const MOST: usize = 1_000_000;

/// Files are as long as they are.
const LONGEST_FILE: usize = 2_147_483_647;

/// The largest whole number that JavaScript can hold.
const WHOLE: isize = 9_007_199_254_740_991;

/// The headers of every answer: their names, what they say, an example.
const HEADERS: [(&str, &str, &str); 4] = [
    (
        "Access-Control-Allow-Origin",
        "The origin of the calling web page, where the service allows it (`cors_origins`); otherwise absent.",
        "https://portal.stadt.example",
    ),
    (
        "RateLimit",
        "What is left of your share, and for how many seconds it was counted. Absent where the service does not limit.",
        "\"default\";r=50;t=30",
    ),
    (
        "RateLimit-Policy",
        "How large your share is, and for how many seconds. Absent where the service does not limit.",
        "\"default\";q=100;w=60",
    ),
    ("Retry-After", "After how many seconds to try again.", "30"),
];

/// What can be the answer to every request: its status and what it says.
const REFUSALS: [(&str, &str); 4] = [
    (
        "400",
        "The request cannot be understood; the detail says why.",
    ),
    ("401", "Credentials that do not hold."),
    (
        "429",
        "You asked for too much in too short a time; try again after `Retry-After` seconds.",
    ),
    ("500", "Internal error."),
];

/// The same for every request with a body.
const TOO_LONG: (&str, &str) = (
    "413",
    "The body is longer than `bodyBytes` of `GET /limits` allows.",
);

/// Completes the document.
pub fn complete(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        operations(item).for_each(complete_operation);
    }
    let components = document.components.get_or_insert_default();
    for (name, says, example) in HEADERS {
        let header = RefOr::T(header(says, example));
        components.headers.insert(name.to_owned(), header);
    }
    for schema in components.schemas.values_mut() {
        bound(schema);
    }
    drop_unused(document);
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.patch,
        &mut item.delete,
    ]
    .into_iter()
    .flatten()
}

fn complete_operation(operation: &mut Operation) {
    if operation.description.is_none() {
        operation.description.clone_from(&operation.summary);
    }
    let parameters = operation.parameters.iter_mut().flatten();
    for parameter in parameters {
        if let RefOr::T(parameter) = parameter
            && let Some(schema) = &mut parameter.schema
        {
            bound(schema);
            shape(&parameter.name, schema);
        }
    }
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        for content in body.content.values_mut() {
            bound_content(content);
        }
    }
    let has_body = operation.request_body.is_some();
    let responses = &mut operation.responses.responses;
    let too_long = has_body.then_some(TOO_LONG);
    for (status, says) in REFUSALS.into_iter().chain(too_long) {
        responses
            .entry(status.to_owned())
            .or_insert_with(|| RefOr::T(problem(says)));
    }
    for (status, response) in responses {
        if let RefOr::T(response) = response {
            complete_response(status, response);
        }
    }
}

/// The form of parameters that are the same everywhere.
fn shape(name: &str, schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::Object(object)) = schema else {
        return;
    };
    object.pattern = match name {
        "If-Match" => Some(r#"^(W/)?"[0-9]{1,9}(-[0-9a-zA-Z]*)?"$"#.to_owned()),
        "ags" => Some("^[0-9]{8}$".to_owned()),
        _ => object.pattern.take(),
    };
}

fn problem(says: &str) -> Response {
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new()
        .description(says)
        .content("application/problem+json", content)
        .build()
}

fn complete_response(status: &str, response: &mut Response) {
    for header in response.headers.values_mut() {
        if let RefOr::T(header) = header
            && let Some(schema) = &mut header.schema
        {
            bound(schema);
        }
    }
    for (media, content) in &mut response.content {
        match content {
            RefOr::T(content) if !media.ends_with("json") => {
                content.schema = Some(RefOr::T(file()));
            }
            content => bound_content(content),
        }
    }
    let own = if status == "429" {
        HEADERS.len()
    } else {
        HEADERS.len() - 1
    };
    for (name, ..) in HEADERS.into_iter().take(own) {
        let reference = Ref::new(format!("#/components/headers/{name}"));
        let known = response.headers.entry(name.to_owned());
        known.or_insert(RefOr::Ref(reference));
    }
}

fn header(says: &str, example: &str) -> Header {
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(LONGEST));
    HeaderBuilder::new()
        .schema(Some(text))
        .description(Some(says))
        .example(Some(example.into()))
        .build()
}

/// A file, whatever its form: what stands in it is described in words.
fn file() -> Schema {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(LONGEST_FILE))
        .build()
        .into()
}

fn bound_content(content: &mut RefOr<Content>) {
    if let RefOr::T(content) = content
        && let Some(schema) = &mut content.schema
    {
        bound(schema);
    }
}

/// Gives bounds to what has none of its own: each list, text and number of the interface has some.
fn bound(schema: &mut RefOr<Schema>) {
    let RefOr::T(schema) = schema else {
        return;
    };
    match schema {
        Schema::Array(array) => {
            array.max_items.get_or_insert(MOST);
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                bound(items);
            }
        }
        Schema::Object(object) => bound_object(object),
        Schema::OneOf(choice) => choice.items.iter_mut().for_each(bound),
        Schema::AllOf(all) => all.items.iter_mut().for_each(bound),
        Schema::AnyOf(any) => any.items.iter_mut().for_each(bound),
        _ => {}
    }
}

fn bound_object(object: &mut Object) {
    object.properties.values_mut().for_each(bound);
    if let Some(AdditionalProperties::RefOr(others)) = object.additional_properties.as_deref_mut() {
        bound(others);
    }
    if let Some(Schema::Object(names)) = object.property_names.as_deref_mut() {
        bound_object(names);
    }
    if is(object, &Type::String) && object.enum_values.is_none() {
        object.max_length.get_or_insert(match object.format {
            Some(SchemaFormat::KnownFormat(KnownFormat::Date)) => 10,
            Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)) => 40,
            _ => LONGEST,
        });
    }
    if is(object, &Type::Integer) {
        let format = object
            .format
            .get_or_insert(SchemaFormat::KnownFormat(KnownFormat::Int32));
        let is_long = *format == SchemaFormat::KnownFormat(KnownFormat::Int64);
        let maximum = if is_long { WHOLE } else { 2_147_483_647 };
        object
            .minimum
            .get_or_insert(Number::Int(-maximum - isize::from(!is_long)));
        object.maximum.get_or_insert(Number::Int(maximum));
    }
}

fn is(object: &Object, wanted: &Type) -> bool {
    match &object.schema_type {
        SchemaType::Type(only) => only == wanted,
        SchemaType::Array(several) => several.contains(wanted),
        SchemaType::AnyValue => false,
    }
}

/// Takes out the schemas that nothing refers to: lists have those of their rows in themselves.
fn drop_unused(document: &mut OpenApi) {
    while let Ok(text) = serde_json::to_string(document) {
        let schemas: &mut BTreeMap<_, _> = match &mut document.components {
            Some(components) => &mut components.schemas,
            None => return,
        };
        let before = schemas.len();
        schemas.retain(|name, _| text.contains(&format!("\"#/components/schemas/{name}\"")));
        if schemas.len() == before {
            return;
        }
    }
}
