//! What is written directly is what the specification asks for.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use super::{Direct, Many, One, write};
use async_graphql::{
    EmptyMutation, EmptySubscription, Error, Interface, Object, Request, Response, Result, Schema,
};

struct City;

#[Object]
impl City {
    async fn name(&self) -> &str {
        "Köln \"am Rhein\"\n"
    }

    async fn broken(&self) -> Result<Option<i32>> {
        Err(Error::new("lost"))
    }

    async fn missing(&self) -> Result<i32> {
        Err(Error::new("lost"))
    }

    async fn twin(&self) -> Option<One<Self>> {
        Some(One(Self))
    }

    async fn cities(&self) -> Many<Self> {
        [Self, Self].into_iter().collect()
    }
}

#[derive(Interface)]
#[graphql(field(name = "name", ty = "&str"))]
enum Named {
    City(City),
}

struct Query;

#[Object]
impl Query {
    async fn city(&self) -> Option<One<City>> {
        Some(One(City))
    }

    async fn cities(&self) -> Many<City> {
        std::iter::once(City).collect()
    }
}

async fn answer(document: &str) -> (String, Response) {
    let schema = Schema::build(Query, EmptyMutation, EmptySubscription)
        .register_output_type::<Named>()
        .finish();
    let response = schema
        .execute(Request::new(document).data(Direct::default()))
        .await;
    let mut text = Vec::new();
    write(&response.data, &mut text);
    (String::from_utf8(text).unwrap(), response)
}

#[tokio::test]
async fn fields_stand_in_the_order_of_the_request() {
    let document = "{ city { b: name __typename ...F ... on City { d: name } ... on Named { e: name } } } \
                    fragment F on City { twin { a: name } }";
    let (text, response) = answer(document).await;
    assert!(response.errors.is_empty(), "{:?}", response.errors);
    let name = "\"Köln \\\"am Rhein\\\"\\n\"";
    assert_eq!(
        text,
        format!(
            "{{\"city\":{{\"b\":{name},\"__typename\":\"City\",\"twin\":{{\"a\":{name}}},\"d\":{name},\"e\":{name}}}}}"
        )
    );
}

#[tokio::test]
async fn a_field_that_may_be_null_is_null_where_it_failed() {
    let (text, response) = answer("{ cities { name: broken twin { cities { broken } } } }").await;
    assert_eq!(
        text,
        r#"{"cities":[{"name":null,"twin":{"cities":[{"broken":null},{"broken":null}]}}]}"#
    );
    assert_eq!(response.errors.len(), 3);
    let path = response.errors.first().map(|error| error.path.len());
    assert_eq!(path, Some(3));
}

#[tokio::test]
async fn a_field_that_may_not_takes_along_what_holds_it() {
    let (text, response) = answer("{ city { twin { cities { missing } } } }").await;
    assert_eq!(text, r#"{"city":{"twin":null}}"#);
    assert_eq!(response.errors.len(), 1);
    let error = response.errors.first().unwrap();
    assert_eq!((error.message.as_str(), error.path.len()), ("lost", 5));
}
