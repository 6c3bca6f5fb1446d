//! What the checks before execution need to know of the schema, read once from its SDL.
//!
//! Invariant: it is built at start-up and never changes, and it knows every type that a client can name except those of
//! introspection.

use async_graphql::{
    Name, Positioned, Value,
    parser::{
        self,
        types::{
            BaseType, ConstDirective, DirectiveLocation, FieldDefinition, InputValueDefinition,
            ServiceDocument, Type, TypeKind, TypeSystemDefinition,
        },
    },
};
use std::collections::{HashMap, HashSet};

/// The types and directives of the schema by name.
#[derive(Debug)]
pub struct TypeMap {
    types: HashMap<Name, Kind>,
    directives: HashMap<Name, DirectiveEntry>,
    query: Name,
    mutation: Option<Name>,
    subscription: Option<Name>,
}

/// A type, as far as the checks look at it.
#[derive(Debug)]
pub enum Kind {
    /// A scalar; the custom ones are checked by their own parser.
    Scalar,
    /// An enum with its values.
    Enum(HashSet<Name>),
    /// An input object.
    Input(InputEntry),
    /// An object, an interface or a union.
    Composite(CompositeEntry),
}

/// An input object.
#[derive(Debug)]
pub struct InputEntry {
    /// Its fields.
    pub fields: HashMap<Name, ArgumentEntry>,
    /// Whether exactly one of them is to be given.
    pub one_of: bool,
}

/// A type with fields; a union has none.
#[derive(Debug)]
pub struct CompositeEntry {
    /// Its fields.
    pub fields: HashMap<Name, FieldEntry>,
    /// Whether it is a page whose `edges` or `nodes` are as many as the field was asked for.
    pub is_connection: bool,
    /// What one object of it costs (`@cost`).
    pub weight: u64,
    /// Whether it is an object, so that no two of these types have a value in common.
    pub is_object: bool,
}

/// A field of an object or interface.
#[derive(Debug)]
pub struct FieldEntry {
    /// The name of its type without lists and non-null marks.
    pub type_name: Name,
    /// Whether it answers a list.
    pub is_list: bool,
    /// How many items it is taken to have (`@listSize`), where the schema says so.
    pub assumed_size: Option<u64>,
    /// Its type with lists and non-null marks.
    pub ty: Type,
    /// Its arguments.
    pub arguments: HashMap<Name, ArgumentEntry>,
}

/// An argument, or a field of an input object.
#[derive(Debug)]
pub struct ArgumentEntry {
    /// Its type.
    pub ty: Type,
    /// Its default, where it has one.
    pub default: Option<Value>,
}

/// A directive.
#[derive(Debug)]
pub struct DirectiveEntry {
    /// Where it may stand.
    pub locations: Vec<DirectiveLocation>,
    /// Its arguments.
    pub arguments: HashMap<Name, ArgumentEntry>,
    /// Whether it may stand twice in one place.
    pub is_repeatable: bool,
}

impl TypeMap {
    /// Reads the SDL of the schema.
    ///
    /// # Errors
    /// If the text is not SDL.
    pub fn from_sdl(sdl: &str) -> Result<Self, parser::Error> {
        let mut map = Self {
            types: ["Int", "Float", "String", "Boolean", "ID"]
                .map(|name| (Name::new(name), Kind::Scalar))
                .into(),
            directives: ["skip", "include"]
                .map(|name| (Name::new(name), DirectiveEntry::conditional()))
                .into(),
            query: Name::new("Query"),
            mutation: None,
            subscription: None,
        };
        map.read(parser::parse_schema(sdl)?);
        map.mark_connections();
        Ok(map)
    }

    /// The type of that name.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.types.get(name)
    }

    /// The type of that name, if it has fields.
    #[must_use]
    pub fn composite(&self, name: &str) -> Option<&CompositeEntry> {
        match self.types.get(name) {
            Some(Kind::Composite(entry)) => Some(entry),
            _ => None,
        }
    }

    /// The directive of that name.
    #[must_use]
    pub fn directive(&self, name: &str) -> Option<&DirectiveEntry> {
        self.directives.get(name)
    }

    /// The name of the root type for a kind of operation.
    #[must_use]
    pub fn root(&self, operation: parser::types::OperationType) -> Option<&Name> {
        match operation {
            parser::types::OperationType::Query => Some(&self.query),
            parser::types::OperationType::Mutation => self.mutation.as_ref(),
            parser::types::OperationType::Subscription => self.subscription.as_ref(),
        }
    }

    fn read(&mut self, document: ServiceDocument) {
        for definition in document.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => {
                    let schema = schema.node;
                    self.query = schema
                        .query
                        .map_or_else(|| self.query.clone(), |name| name.node);
                    self.mutation = schema.mutation.map(|name| name.node);
                    self.subscription = schema.subscription.map(|name| name.node);
                }
                TypeSystemDefinition::Type(ty) => {
                    let ty = ty.node;
                    self.types
                        .insert(ty.name.node, kind(ty.kind, &ty.directives));
                }
                TypeSystemDefinition::Directive(directive) => {
                    let directive = directive.node;
                    let entry = DirectiveEntry {
                        locations: directive
                            .locations
                            .into_iter()
                            .map(|location| location.node)
                            .collect(),
                        arguments: arguments(
                            directive
                                .arguments
                                .into_iter()
                                .map(|argument| argument.node),
                        ),
                        is_repeatable: directive.is_repeatable,
                    };
                    // The library's parser takes every directive for repeatable; its own two are not.
                    self.directives.entry(directive.name.node).or_insert(entry);
                }
            }
        }
    }

    fn mark_connections(&mut self) {
        for (name, kind) in &mut self.types {
            if let Kind::Composite(entry) = kind {
                entry.is_connection = name.ends_with("Connection")
                    && ["edges", "nodes"]
                        .iter()
                        .any(|name| entry.fields.get(*name).is_some_and(|field| field.is_list));
            }
        }
    }
}

impl ArgumentEntry {
    /// Whether a value has to be given.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        !self.ty.nullable && self.default.is_none()
    }
}

impl DirectiveEntry {
    fn conditional() -> Self {
        let condition = ArgumentEntry {
            ty: Type {
                base: BaseType::Named(Name::new("Boolean")),
                nullable: false,
            },
            default: None,
        };
        Self {
            locations: vec![
                DirectiveLocation::Field,
                DirectiveLocation::FragmentSpread,
                DirectiveLocation::InlineFragment,
            ],
            arguments: HashMap::from([(Name::new("if"), condition)]),
            is_repeatable: false,
        }
    }
}

/// The name at the bottom of a type, below lists and non-null marks.
#[must_use]
pub const fn innermost(mut ty: &Type) -> &Name {
    loop {
        match &ty.base {
            BaseType::Named(name) => return name,
            BaseType::List(item) => ty = item,
        }
    }
}

type Directives = [Positioned<ConstDirective>];

fn find<'d>(directives: &'d Directives, name: &str) -> Option<&'d ConstDirective> {
    let mut directives = directives.iter().map(|directive| &directive.node);
    directives.find(|directive| directive.name.node == name)
}

/// A number that a directive says; the specification of weights writes them as text.
fn number(directives: &Directives, name: &str, argument: &str) -> Option<u64> {
    match &find(directives, name)?.get_argument(argument)?.node {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn kind(kind: TypeKind, directives: &Directives) -> Kind {
    let weight = number(directives, "cost", "weight").unwrap_or(1);
    match kind {
        TypeKind::Scalar => Kind::Scalar,
        TypeKind::Enum(values) => Kind::Enum(
            values
                .values
                .into_iter()
                .map(|value| value.node.value.node)
                .collect(),
        ),
        TypeKind::InputObject(input) => Kind::Input(InputEntry {
            fields: arguments(input.fields.into_iter().map(|field| field.node)),
            one_of: find(directives, "oneOf").is_some(),
        }),
        TypeKind::Object(object) => composite(object.fields, weight, true),
        TypeKind::Interface(interface) => composite(interface.fields, weight, false),
        TypeKind::Union(_) => composite(Vec::new(), weight, false),
    }
}

fn composite(fields: Vec<Positioned<FieldDefinition>>, weight: u64, is_object: bool) -> Kind {
    let fields = fields.into_iter().map(|field| {
        let field = field.node;
        let entry = FieldEntry {
            type_name: innermost(&field.ty.node).clone(),
            is_list: matches!(field.ty.node.base, BaseType::List(_)),
            assumed_size: number(&field.directives, "listSize", "assumedSize"),
            ty: field.ty.node.clone(),
            arguments: arguments(field.arguments.into_iter().map(|argument| argument.node)),
        };
        (field.name.node, entry)
    });
    Kind::Composite(CompositeEntry {
        fields: fields.collect(),
        is_connection: false,
        weight,
        is_object,
    })
}

fn arguments(
    definitions: impl Iterator<Item = InputValueDefinition>,
) -> HashMap<Name, ArgumentEntry> {
    definitions
        .map(|definition| {
            let entry = ArgumentEntry {
                ty: definition.ty.node,
                default: definition.default_value.map(|value| value.node),
            };
            (definition.name.node, entry)
        })
        .collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use async_graphql::parser::types::OperationType;

    #[test]
    fn reads_what_the_library_writes() {
        let map = TypeMap::from_sdl(
            r#"
            """Text with "quotes"."""
            input Choice @oneOf { a: Int b: [String!] = ["x"] }
            enum Colour { RED @deprecated(reason: "old") GREEN }
            type ThingConnection { edges: [ThingEdge!]! }
            type ThingEdge { node: Thing! }
            type Thing @cost(weight: "7") { things(first: Int = 5): ThingConnection! tags: [String!]! @listSize(assumedSize: 3) }
            type Root { thing("described" id: ID!): Thing @deprecated }
            directive @note(text: String!) repeatable on FIELD | ENUM_VALUE
            schema { query: Root }
            "#,
        )
        .unwrap();
        assert!(
            matches!(map.kind("Choice"), Some(Kind::Input(input)) if input.one_of && input.fields.len() == 2)
        );
        assert!(matches!(map.kind("Colour"), Some(Kind::Enum(values)) if values.len() == 2));
        assert!(map.composite("ThingConnection").unwrap().is_connection);
        assert!(!map.composite("ThingEdge").unwrap().is_connection);
        let thing = map.composite("Thing").unwrap();
        assert_eq!(
            (thing.weight, map.composite("ThingEdge").unwrap().weight),
            (7, 1)
        );
        let size = |name: &str| thing.fields.get(name).unwrap().assumed_size;
        assert_eq!((size("tags"), size("things")), (Some(3), None));
        assert_eq!(map.root(OperationType::Query).unwrap(), "Root");
        assert!(map.root(OperationType::Mutation).is_none());
        assert!(map.directive("note").unwrap().is_repeatable && map.directive("skip").is_some());
        assert!(map.kind("Int").is_some() && map.kind("Nope").is_none());
    }

    #[test]
    fn refuses_what_is_not_sdl() {
        assert!(TypeMap::from_sdl("type {").is_err());
    }
}
