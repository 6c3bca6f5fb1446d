//! A cube as JSON-stat 2.0 (<https://json-stat.org/full/>), class dataset.
//!
//! Invariant: `value` has one element for each position; while it is written one byte for each position is kept, to tell
//! the states behind it.

use super::form::{Comma, Cube, Form, failed, open};
use chrono::SecondsFormat;
use domain::{
    Result,
    cube::{Batch, Cell, Dimension, Frame, Role, code},
    language::Language,
};
use serde_json::{Map, Value, json};

/// So many positions are looked at for one piece of what comes behind the values.
const PIECE: usize = 32_768;

/// What is said of a value besides the value.
#[derive(Clone, Copy, PartialEq, Eq)]
struct State {
    obs_status: &'static str,
    conf_status: &'static str,
    reason: Option<&'static str>,
}

impl State {
    const fn of(cell: &Cell) -> Self {
        Self {
            obs_status: cell.obs_status,
            conf_status: cell.conf_status,
            reason: cell.reason,
        }
    }
}

/// The lists behind the values, in their order.
#[derive(Clone, Copy)]
enum List {
    Status,
    ConfStatus,
    Reason,
}

/// The dataset.
pub struct Dataset {
    /// The state of each position, as its place in the list of those that were met; 0 where there is no cell.
    states: Vec<u8>,
    met: Vec<State>,
    comma: Comma,
    list: List,
    /// The next position of the list that is being written.
    next: usize,
}

impl Dataset {
    /// A new one.
    pub fn new() -> Self {
        Self {
            states: Vec::new(),
            met: Vec::new(),
            comma: Comma::default(),
            list: List::Status,
            next: 0,
        }
    }

    /// There are at most as many states as there are combinations of codes, of which few occur together.
    fn remember(&mut self, cell: &Cell) -> u8 {
        let state = State::of(cell);
        let known = self.met.iter().position(|known| *known == state);
        let place = known.unwrap_or_else(|| {
            self.met.push(state);
            self.met.len() - 1
        });
        u8::try_from(place + 1).unwrap_or(u8::MAX)
    }

    fn state(&self, position: usize) -> Option<State> {
        let place = usize::from(*self.states.get(position)?);
        self.met.get(place.checked_sub(1)?).copied()
    }

    fn value(&mut self, value: Option<f64>, to: &mut Vec<u8>) -> Result<()> {
        self.comma.write(to);
        serde_json::to_writer(to, &value).map_err(|error| failed(&error))
    }

    /// What a list says of a position.
    fn entry(&self, position: usize) -> Option<&'static str> {
        let state = self.state(position)?;
        match self.list {
            List::Status => Some(state.obs_status).filter(|code| *code != "A"),
            List::ConfStatus => Some(state.conf_status).filter(|code| *code != "F"),
            List::Reason => state.reason,
        }
    }
}

impl Form for Dataset {
    fn head(&mut self, cube: &Cube, to: &mut Vec<u8>) -> Result<()> {
        open(&head(&cube.frame, cube.language), to);
        to.extend_from_slice(b",\"value\":[");
        Ok(())
    }

    fn cells(&mut self, _: &Cube, batch: &Batch, to: &mut Vec<u8>) -> Result<()> {
        for cell in &batch.cells {
            while self.states.len() < cell.position {
                self.value(None, to)?;
                self.states.push(0);
            }
            self.value(cell.value, to)?;
            let state = self.remember(cell);
            self.states.push(state);
        }
        while self.states.len() < batch.until {
            self.value(None, to)?;
            self.states.push(0);
        }
        Ok(())
    }

    fn foot(&mut self, cube: &Cube, to: &mut Vec<u8>) -> Result<bool> {
        if self.next == 0 {
            self.begin(cube, to);
        }
        let end = (self.next + PIECE).min(self.states.len());
        for position in self.next..end {
            if let Some(code) = self.entry(position) {
                self.comma.write(to);
                to.extend_from_slice(format!("\"{position}\":\"{code}\"").as_bytes());
            }
        }
        self.next = end;
        if end < self.states.len() {
            return Ok(false);
        }
        self.next = 0;
        self.list = match self.list {
            List::Status => List::ConfStatus,
            List::ConfStatus => List::Reason,
            List::Reason => {
                to.extend_from_slice(b"}}}\n");
                return Ok(true);
            }
        };
        Ok(false)
    }
}

impl Dataset {
    fn begin(&mut self, cube: &Cube, to: &mut Vec<u8>) {
        self.comma = Comma::default();
        match self.list {
            List::Status => to.extend_from_slice(b"],\"status\":{"),
            List::ConfStatus => {
                to.extend_from_slice(b"},\"extension\":");
                open(&extension(cube), to);
                to.extend_from_slice(b",\"confStatus\":{");
            }
            List::Reason => to.extend_from_slice(b"},\"reason\":{"),
        }
    }
}

/// Everything before the values.
fn head(frame: &Frame, language: Language) -> Map<String, Value> {
    let dimensions = || frame.dimensions.iter();
    let ids: Vec<_> = dimensions().map(|one| one.id).collect();
    let sizes: Vec<_> = dimensions().map(|one| one.categories.len()).collect();
    let described = dimensions().map(|one| (one.id.to_owned(), dimension(one, language)));
    let mut head = Map::new();
    let mut put = |name: &str, value: Value| head.insert(name.to_owned(), value);
    put("version", json!("2.0"));
    put("class", json!("dataset"));
    put("label", json!(frame.title.text(language)));
    put("source", json!(frame.source.text(language)));
    if let Some(note) = &frame.note {
        put("note", json!([note.text(language)]));
    }
    if let Some(updated) = frame.updated {
        // The form that ECMAScript reads.
        let updated = updated.to_rfc3339_opts(SecondsFormat::Millis, true);
        put("updated", json!(updated));
    }
    put("id", json!(ids));
    put("size", json!(sizes));
    put("role", roles(frame));
    put("dimension", Value::Object(described.collect()));
    head
}

/// The dimensions of each role that JSON-stat knows.
fn roles(frame: &Frame) -> Value {
    let roles = [
        ("metric", Role::Metric),
        ("geo", Role::Geo),
        ("time", Role::Time),
    ];
    let of = |role: Role| -> Vec<&str> {
        let own = frame.dimensions.iter().filter(|one| one.role == role);
        own.map(|one| one.id).collect()
    };
    let some = roles.map(|(name, role)| (name.to_owned(), of(role)));
    let some = some.into_iter().filter(|(_, ids)| !ids.is_empty());
    Value::Object(some.map(|(name, ids)| (name, json!(ids))).collect())
}

fn dimension(dimension: &Dimension, language: Language) -> Value {
    let categories = || dimension.categories.iter();
    let index: Vec<_> = categories().map(|one| one.id.as_str()).collect();
    let labels = categories().map(|one| (one.id.clone(), json!(one.label.text(language))));
    let units = categories().filter_map(|one| {
        let unit = one.unit.as_ref()?;
        let unit = json!({ "label": unit.label.text(language), "decimals": unit.decimals });
        Some((one.id.clone(), unit))
    });
    let mut category = Map::new();
    category.insert("index".to_owned(), json!(index));
    category.insert("label".to_owned(), Value::Object(labels.collect()));
    let units: Map<_, _> = units.collect();
    if !units.is_empty() {
        category.insert("unit".to_owned(), Value::Object(units));
    }
    json!({ "label": dimension.label.text(language), "category": category })
}

/// The names of all codes, and what is the same for all values.
fn extension(cube: &Cube) -> Map<String, Value> {
    let names = |list: code::CodeList| {
        let named = list.codes().filter_map(|code| {
            let name = list.name(code)?;
            Some((code.to_owned(), json!(name.text(cube.language))))
        });
        Value::Object(named.collect())
    };
    let kind = cube.frame.value_kind.map(|kind| kind.word());
    let members = [
        ("valueKind", json!(kind)),
        ("statusLabel", names(code::OBS_STATUS)),
        ("confStatusLabel", names(code::CONF_STATUS)),
        ("reasonLabel", names(code::REASON)),
    ];
    let members = members.into_iter();
    members
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
