//! The service as a subgraph of Apollo Federation 2: a gateway asks it for cities, projects and indicators by their keys.
//!
//! Invariant: a key of something absent and one of something invisible give the same answer, null; keys of one type are
//! read together, however many there are. What is wrong with one key spoils no other.

use crate::{
    city::City,
    error::refuse,
    indicator::Indicator,
    node::{records, rows},
    project::Project,
    select::Kind,
};
use async_graphql::{Any, Context, Error, Object, Result, Union, Value};
use domain::id::{self, IndicatorId, ProjectId, TypedId};
use std::sync::LazyLock;

/// The types that have a key, and the field that it is.
const KEYS: [(&str, &str); 3] = [("City", "ags"), ("Indicator", "id"), ("Project", "id")];

/// Something that a gateway can ask for by its key.
#[derive(Union)]
#[graphql(name = "_Entity")]
pub enum Entity {
    /// A municipality.
    City(City),
    /// A project.
    Project(Project),
    /// An indicator.
    Indicator(Indicator),
}

/// What a gateway asks a subgraph for before everything else.
pub struct Service;

/// What a gateway asks a subgraph for before everything else.
#[Object(name = "_Service", serial)]
impl Service {
    /// The schema of the subgraph, to be composed with those of others.
    async fn sdl(&self) -> &str {
        static SDL: LazyLock<String> = LazyLock::new(sdl);
        SDL.as_str()
    }
}

/// What a representation asks for.
enum Key<'a> {
    City(&'a str),
    Project(&'a str),
    Indicator(&'a str),
}

/// The entities of some representations, those of one type with one reading; the answer has their order.
pub async fn fetch(
    ctx: &Context<'_>,
    representations: &[Any],
) -> Result<Vec<Option<Result<Entity>>>> {
    let mut answer: Vec<_> = representations.iter().map(|_| None).collect();
    let (mut cities, mut projects, mut indicators) = (Vec::new(), Vec::new(), Vec::new());
    for (place, (Any(value), slot)) in representations.iter().zip(&mut answer).enumerate() {
        match key(place, value) {
            Ok(Key::City(ags)) => cities.push((place, ags)),
            Ok(Key::Project(id)) => projects.push((place, id)),
            Ok(Key::Indicator(id)) => indicators.push((place, id)),
            Err(error) => *slot = Some(Err(refuse(ctx, &error))),
        }
    }
    let ags = |text: &str| Some(text.to_owned());
    let city = |record| Entity::City(City(record));
    let project = |row| Entity::Project(Project(row));
    let indicator = |record| Entity::Indicator(Indicator(record));
    let id = |text: &str| text.parse::<IndicatorId>().ok();
    put(&mut answer, records(ctx, &cities, "City", ags, city).await?);
    put(
        &mut answer,
        rows(ctx, &projects, Kind::Project, project).await?,
    );
    put(
        &mut answer,
        records(ctx, &indicators, "Indicator", id, indicator).await?,
    );
    Ok(answer)
}

fn put(answer: &mut [Option<Result<Entity, Error>>], found: Vec<(usize, Entity)>) {
    for (place, entity) in found {
        if let Some(slot) = answer.get_mut(place) {
            *slot = Some(Ok(entity));
        }
    }
}

/// The key of a representation, if it is one; other fields of it are those of other subgraphs, and nothing to us.
fn key(place: usize, value: &Value) -> domain::Result<Key<'_>> {
    let path = format!("representations[{place}]");
    let Value::Object(fields) = value else {
        return Err(domain::Error::invalid(
            path,
            "muss ein Objekt mit „__typename“ und dem Schlüssel sein.",
            "must be an object with \"__typename\" and the key.",
        ));
    };
    let text = |name: &str| match fields.get(name) {
        Some(Value::String(text)) => Ok(text.as_str()),
        _ => Err(domain::Error::invalid(
            format!("{path}.{name}"),
            "fehlt oder ist kein Text.",
            "is missing or no text.",
        )),
    };
    match text("__typename")? {
        "City" => {
            let ags = text("ags")?;
            domain::city::check_ags(&format!("{path}.ags"), ags)?;
            Ok(Key::City(ags))
        }
        "Project" => Ok(Key::Project(of_kind::<ProjectId>(&path, text("id")?)?)),
        "Indicator" => Ok(Key::Indicator(of_kind::<IndicatorId>(&path, text("id")?)?)),
        other => {
            let known = KEYS.map(|(name, _)| name).join(", ");
            Err(domain::Error::invalid(
                format!("{path}.__typename"),
                format!("{other:?} hat hier keinen Schlüssel; einen haben: {known}."),
                format!("{other:?} has no key here; these have one: {known}."),
            ))
        }
    }
}

fn of_kind<'a, I: TypedId>(path: &str, id: &'a str) -> domain::Result<&'a str> {
    let kind = id::split(id).map(|(kind, _)| kind);
    match kind == Some(I::PREFIX) {
        true => Ok(id),
        false => Err(domain::Error::no_id::<I>(format!("{path}.id"), id)),
    }
}

/// The schema as a gateway composes it: that of everybody, with the keys, and with what operations cost in the words of
/// Federation, so that a router estimates as the service does.
#[must_use]
pub fn sdl() -> String {
    let own = without(&crate::sdl(), "directive @cost(");
    let own = without(&own, "directive @listSize(");
    let mut sdl = own;
    let mut mark = |head: &str, mark: &str| {
        sdl = sdl.replace(&format!("\n{head} {{"), &format!("\n{head} {mark} {{"));
    };
    // Every subgraph with pages has this type.
    mark("type PageInfo", "@shareable");
    for (name, key) in KEYS {
        // On an extension the key would make the type one that is at home elsewhere.
        let key = format!("@key(fields: \"{key}\")");
        mark(&format!("type {name} implements Node"), &key);
    }
    for weight in crate::cost::weights() {
        let text = format!("@cost(weight: \"{weight}\")");
        sdl = sdl.replace(&text, &format!("@cost(weight: {weight})"));
    }
    sdl.push_str("extend schema @link(url: \"https://specs.apollo.dev/federation/v2.9\", import: [\"@key\", \"@shareable\", \"@cost\", \"@listSize\"])\n");
    sdl
}

/// The text without the definition of a directive, and without what describes it.
fn without(text: &str, definition: &str) -> String {
    let Some((before, after)) = text.split_once(definition) else {
        return text.to_owned();
    };
    let described = before.strip_suffix("\"\"\"\n");
    let before = described
        .and_then(|before| before.rsplit_once("\"\"\"\n"))
        .map_or(before, |(before, _)| before);
    let after = after.split_once('\n').map_or("", |(_, after)| after);
    format!("{before}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subgraph_has_keys_and_the_costs_of_federation() {
        let (own, sdl) = (crate::sdl(), sdl());
        assert!(!sdl.contains("directive @cost(") && !sdl.contains("directive @listSize("));
        assert!(!sdl.contains("@cost(weight: \""));
        assert_eq!(
            sdl.matches(" @cost(weight: ").count(),
            own.matches(" @cost(weight: \"").count(),
            "an object keeps what it costs"
        );
        assert_eq!(sdl.matches("\ntype PageInfo @shareable {").count(), 1);
        for (name, key) in KEYS {
            let head = format!("\ntype {name} implements Node @key(fields: \"{key}\") {{\n");
            assert_eq!(sdl.matches(&head).count(), 1, "{name}");
            let fields = sdl.split_once(&head).map(|(_, text)| text);
            let fields = fields.and_then(|text| text.split_once("\n}"));
            assert!(
                fields.is_some_and(|(text, _)| text.contains(&format!("\t{key}: "))),
                "{name}.{key}"
            );
        }
        let (lines, own) = (sdl.lines().count(), own.lines().count());
        assert_eq!(lines, own - 2 * 4 + 1, "nothing else goes or comes");
    }

    #[test]
    fn what_everybody_sees_knows_nothing_of_gateways() {
        let (own, complete) = (crate::sdl(), crate::complete_sdl());
        for name in ["_entities", "_service", "_Entity", "_Service", "_Any"] {
            assert!(!own.contains(name), "{name}");
            assert!(complete.contains(name), "{name}");
        }
    }
}
