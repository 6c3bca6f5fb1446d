//! How the projects found are spread over action fields, states, phases, federal states and cities.
//!
//! Invariant: only projects that the caller may read were handed in, so that only they are counted.

use crate::{
    ctx::Ctx,
    label,
    language::Words,
    reference::classification,
    search_index::{State, phase_number, status_number},
    similarity::search::{Facet as Counted, Facets},
};
use entity::{
    id::ActionFieldId,
    value::{ProjectPhase, ProjectStatus},
};

/// Most values of a facet that are told.
const MOST: usize = 20;

/// What projects are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FacetKind {
    /// Action field.
    ActionField,
    /// Status.
    Status,
    /// Phase.
    Phase,
    /// Federal state.
    State,
    /// City.
    City,
}

/// Numbers of projects by the values of one kind.
#[derive(Clone, Debug)]
pub struct Facet {
    /// By what.
    pub kind: FacetKind,
    /// The values, the most frequent first; at most twenty.
    pub values: Vec<FacetValue>,
}

/// How many projects have a value.
#[derive(Clone, Debug)]
pub struct FacetValue {
    /// The value, as filters take it.
    pub code: String,
    /// The value for readers.
    pub label: Words,
    /// How many.
    pub count: u32,
}

/// A value before it has a name.
#[derive(Clone, Copy, Debug)]
enum Value {
    Field(ActionFieldId),
    Number(u32),
}

/// Counts with what the index knows of the values.
pub(super) type Counts = Vec<(FacetKind, Vec<(CountedValue, u32)>)>;

/// A value as the index knows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct CountedValue(Value);

/// Numbers mean nothing outside of the index: those of action fields become ids here.
pub(super) fn named(facets: &Facets, state: &State) -> Counts {
    let kinds = facets.iter().map(|(facet, values)| {
        let kind = match facet {
            Counted::ActionField => FacetKind::ActionField,
            Counted::Status => FacetKind::Status,
            Counted::Phase => FacetKind::Phase,
            Counted::State => FacetKind::State,
            Counted::City => FacetKind::City,
        };
        let value = |number: u32| match kind {
            FacetKind::ActionField => state.action_field(number).map(Value::Field),
            _ => Some(Value::Number(number)),
        };
        let values = values
            .iter()
            .filter_map(|(number, count)| Some((CountedValue(value(*number)?), *count)));
        (kind, values.collect())
    });
    kinds.collect()
}

/// The facets with codes and names.
pub(super) fn shown(counts: Counts, ctx: &Ctx) -> Vec<Facet> {
    let facets = counts.into_iter().map(|(kind, values)| {
        let mut values: Vec<FacetValue> = values
            .into_iter()
            .filter_map(|(value, count)| {
                let (code, label) = name(ctx, kind, value.0)?;
                Some(FacetValue { code, label, count })
            })
            .collect();
        merge(&mut values);
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.code.cmp(&b.code)));
        values.truncate(MOST);
        Facet { kind, values }
    });
    facets.collect()
}

/// Fields of several networks have the same codes, by which filters name them.
fn merge(values: &mut Vec<FacetValue>) {
    values.sort_by(|a, b| a.code.cmp(&b.code));
    values.dedup_by(|later, first| {
        let is_same = later.code == first.code;
        if is_same {
            first.count += later.count;
        }
        is_same
    });
}

fn name(ctx: &Ctx, kind: FacetKind, value: Value) -> Option<(String, Words)> {
    let reference = ctx.reference();
    match (kind, value) {
        (FacetKind::ActionField, Value::Field(id)) => {
            let field = reference.action_fields.find(&id)?;
            let label = Words::maybe(field.label_de.clone(), field.label_en.clone());
            Some((field.code.clone(), label))
        }
        (FacetKind::Status, Value::Number(number)) => {
            let mut all = ProjectStatus::ALL.iter();
            let status = all.find(|one| u32::from(status_number(**one)) == number)?;
            Some((status.word().to_owned(), label::status(*status)))
        }
        (FacetKind::Phase, Value::Number(number)) => {
            let mut all = ProjectPhase::ALL.iter();
            let phase = all.find(|one| u32::from(phase_number(**one)) == number)?;
            Some((phase.word().to_owned(), label::phase(*phase)))
        }
        (FacetKind::State, Value::Number(number)) => {
            let key = format!("{number:02}");
            let label = classification::state(&key)?;
            Some((key, label))
        }
        (FacetKind::City, Value::Number(number)) => {
            let ags = format!("{number:08}");
            let city = reference.cities.find(&ags)?;
            Some((ags, Words::maybe(city.display_name.clone(), None)))
        }
        (_, Value::Field(_)) | (FacetKind::ActionField, Value::Number(_)) => None,
    }
}
