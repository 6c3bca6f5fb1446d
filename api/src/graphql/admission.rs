//! The way from the parameters of a request to one that may be executed.
//!
//! Invariant: whatever comes out has passed every limit and every check of its variables, carries its parsed document,
//! and runs an operation of a kind that the caller permits.

use super::{
    code::Code,
    completion::Asked,
    cost::{self, Cost},
    document::Documents,
    limits::Limits,
    refusal::{Exceeded, Refusal, quote},
    representations,
    request::Parameters,
    type_map::TypeMap,
    variables,
};
use async_graphql::{
    Pos, Request,
    parser::{
        self,
        types::{
            DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection,
        },
    },
};
use domain::language::Words;
use std::sync::Arc;

/// The checks before execution; one for the process, shared by every transport.
#[derive(Debug)]
pub struct Admission {
    types: TypeMap,
    limits: Limits,
    documents: Documents,
}

/// A request that may be executed.
#[derive(Debug)]
pub struct Admitted {
    /// The request, with its parsed document.
    pub request: Request,
    /// What is asked for, to complete the answer.
    pub asked: Asked,
    /// The kind of operation that will run.
    pub operation: OperationType,
    /// What it is estimated to cost.
    pub cost: Cost,
}

impl Admission {
    /// The checks for a schema.
    ///
    /// # Errors
    /// If the text is not SDL.
    pub fn new(sdl: &str, limits: Limits) -> Result<Self, parser::Error> {
        Ok(Self {
            types: TypeMap::from_sdl(sdl)?,
            limits,
            documents: Documents::default(),
        })
    }

    /// The types of the schema.
    #[must_use]
    pub(super) const fn types(&self) -> &TypeMap {
        &self.types
    }

    /// The limits in force.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The parsed form of a document that stays inside the limits, whatever its variables are.
    ///
    /// # Errors
    /// Whatever is wrong with it.
    pub fn document(&self, text: &str) -> Result<Arc<ExecutableDocument>, Refusal> {
        self.documents.parse(text, &self.types, &self.limits)
    }

    /// Checks a request. `permit` decides on the kind of operation before anything is spent on its variables.
    ///
    /// # Errors
    /// The first reason not to execute it.
    pub fn admit(
        &self,
        parameters: Parameters,
        permit: impl FnOnce(OperationType) -> Result<(), Refusal>,
    ) -> Result<Admitted, Refusal> {
        let (admitted, pos) = self.examine(parameters, permit)?;
        affordable(admitted.cost, pos)?;
        Ok(admitted)
    }

    /// What a request would cost, also where that is more than it may.
    ///
    /// # Errors
    /// Any other reason not to execute it.
    pub fn price(
        &self,
        parameters: Parameters,
        permit: impl FnOnce(OperationType) -> Result<(), Refusal>,
    ) -> Result<Cost, Refusal> {
        let (admitted, _) = self.examine(parameters, permit)?;
        Ok(admitted.cost)
    }

    /// Everything but whether it may cost so much.
    fn examine(
        &self,
        parameters: Parameters,
        permit: impl FnOnce(OperationType) -> Result<(), Refusal>,
    ) -> Result<(Admitted, Pos), Refusal> {
        variables::check_number(parameters.variables.len(), &self.limits)?;
        let document = self
            .documents
            .parse(&parameters.query, &self.types, &self.limits)?;
        let (pos, operation) = select(&document.operations, parameters.operation_name.as_deref())?;
        permit(operation.ty)?;
        one_field(operation, pos)?;
        let mut request = parameters.into_request();
        variables::check(operation, &request.variables, &self.types, &self.limits)?;
        representations::check(&document, operation, &request.variables, &self.limits)?;
        let requested = cost::requested(
            &document,
            operation,
            &request.variables,
            (&self.types, &self.limits),
        );
        let cost = Cost {
            requested,
            actual: None,
            limit: self.limits.cost,
        };
        let operation = operation.ty;
        request.set_parsed_query((*document).clone());
        let asked = Asked {
            operation: request.operation_name.clone(),
            document,
        };
        let admitted = Admitted {
            request,
            asked,
            operation,
            cost,
        };
        Ok((admitted, pos))
    }
}

/// A subscription has one stream of events (GraphQL specification, section 5.2.4.1). The library would merge several, and
/// overlook those in fragments.
fn one_field(operation: &OperationDefinition, pos: Pos) -> Result<(), Refusal> {
    let is_field = |selection: &Selection| match selection {
        Selection::Field(field) => {
            !field.node.name.node.starts_with("__") && field.node.directives.is_empty()
        }
        Selection::FragmentSpread(_) | Selection::InlineFragment(_) => false,
    };
    match operation.selection_set.node.items.as_slice() {
        _ if operation.ty != OperationType::Subscription => Ok(()),
        [only] if is_field(&only.node) => Ok(()),
        _ => Err(Refusal::at(
            Code::GraphqlValidationFailed,
            pos,
            Words::new(
                "Ein Abonnement (subscription) hat an der Wurzel genau ein Feld, ohne Fragment und ohne Direktive.",
                "A subscription has exactly one field at its root, without a fragment and without a directive.",
            ),
        )),
    }
}

fn affordable(cost: Cost, pos: Pos) -> Result<(), Refusal> {
    let Cost {
        requested, limit, ..
    } = cost;
    if requested <= limit {
        return Ok(());
    }
    Err(Refusal::limit(
        Exceeded {
            limit: "cost",
            maximum: limit,
            requested: Some(requested),
        },
        Some(pos),
    ))
}

fn select<'a>(
    operations: &'a DocumentOperations,
    name: Option<&str>,
) -> Result<(Pos, &'a OperationDefinition), Refusal> {
    let found = match (operations, name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
        (DocumentOperations::Multiple(operations), None) => {
            operations.values().next().filter(|_| operations.len() == 1)
        }
    };
    found
        .map(|operation| (operation.pos, &operation.node))
        .ok_or_else(|| match name {
            None => Refusal::new(
                Code::OperationResolutionFailure,
                "Das Dokument hat mehrere Operationen; „operationName“ muss eine davon nennen.",
                "The document has several operations; \"operationName\" must name one of them.",
            ),
            Some(name) => Refusal::new(
                Code::OperationResolutionFailure,
                format!("Das Dokument hat keine Operation „{}“.", quote(name)),
                format!("The document has no operation \"{}\".", quote(name)),
            ),
        })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use serde_json::json;

    fn admit(query: &str, name: Option<&str>) -> Result<Admitted, Refusal> {
        let sdl = "type Query { me: Me many(first: Int): [Me!]! } type Me { me: Me many(first: Int): [Me!]! id: ID }";
        let admission = Admission::new(sdl, Limits::default()).unwrap();
        let parameters = Parameters {
            query: query.to_owned(),
            operation_name: name.map(str::to_owned),
            ..Parameters::default()
        };
        admission.admit(parameters, |kind| match kind {
            OperationType::Query => Ok(()),
            _ => Err(Refusal::method("POST", "nein", "no")),
        })
    }

    #[test]
    fn the_operation_is_the_named_or_the_only_one() {
        let code = |query, name| admit(query, name).err().map(|refusal| refusal.code);
        assert_eq!(code("{me{id}}", None), None);
        assert_eq!(code("query A{me{id}}", None), None);
        assert_eq!(code("query A{me{id}} query B{me{id}}", Some("B")), None);
        for (query, name) in [
            ("query A{me{id}} query B{me{id}}", None),
            ("query A{me{id}}", Some("B")),
            ("{me{id}}", Some("A")),
        ] {
            assert_eq!(
                code(query, name),
                Some(Code::OperationResolutionFailure),
                "{query}"
            );
        }
        assert_eq!(
            code("query A{me{id}} mutation M{me{id}}", Some("M")),
            Some(Code::MethodNotAllowed)
        );
    }

    #[test]
    fn a_subscription_has_one_field() {
        let sdl = "type Query { a: ID } type Subscription { a: ID b: ID }
            schema { query: Query subscription: Subscription }";
        let admission = Admission::new(sdl, Limits::default()).unwrap();
        let code = |query: &str| {
            let parameters = Parameters {
                query: query.to_owned(),
                ..Parameters::default()
            };
            let refusal = admission.admit(parameters, |_| Ok(())).err();
            refusal.map(|refusal| refusal.code)
        };
        assert_eq!(code("subscription { a }"), None);
        for query in [
            "subscription { a b }",
            "subscription { __typename }",
            "subscription { a @include(if: true) }",
            "subscription { ... on Subscription { a } }",
            "subscription { ...F } fragment F on Subscription { a }",
        ] {
            assert_eq!(code(query), Some(Code::GraphqlValidationFailed), "{query}");
        }
    }

    #[test]
    fn the_cost_is_checked_and_told() {
        let admitted = admit("{many(first: 50){id}}", None).unwrap();
        assert_eq!(
            admitted.cost,
            Cost {
                requested: 50,
                actual: None,
                limit: 10_000
            }
        );
        let refusal = admit(
            "{many(first:100){many(first:100){many(first:100){id}}}}",
            None,
        )
        .unwrap_err();
        assert_eq!(
            refusal.problems.first().unwrap().exceeded.unwrap().limit,
            "cost"
        );
    }

    #[test]
    fn limits_come_before_parsing() {
        let refusal = admit(&"a ".repeat(100_000), None).unwrap_err();
        assert_eq!(
            refusal.code,
            Code::LimitExceeded,
            "{:?}",
            json!(refusal.problems.len())
        );
    }
}
