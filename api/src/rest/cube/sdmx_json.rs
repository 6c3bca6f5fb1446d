//! A cube as an SDMX-JSON data message 2.1.0 (SDMX 3.1), flat: each observation by the places of its dimensions.
//!
//! Invariant: names are there in German and English, whatever the reader's language; an observation without a value says
//! `"NaN"`, which is how SDMX writes that it is missing on purpose.

use super::{
    flat::json,
    form::{Comma, Cube, Form, failed, open},
    sdmx,
};
use chrono::{DateTime, SecondsFormat, Utc};
use domain::{
    Result,
    cube::{Attribute, Batch, Category, Cell, Datum, Dimension, Frame, Role, code},
    language::{Language, Words},
};
use serde_json::{Map, Value, json};

/// Where the published schema of the message is.
const SCHEMA: &str = "https://json.sdmx.org/2.1/sdmx-json-data-schema.json";

/// The message.
pub struct Message {
    now: DateTime<Utc>,
    comma: Comma,
}

impl Message {
    /// Prepared at a moment.
    pub fn at(now: DateTime<Utc>) -> Self {
        let comma = Comma::default();
        Self { now, comma }
    }

    fn observation(
        &mut self,
        frame: &Frame,
        cell: &Cell,
        to: &mut Vec<u8>,
    ) -> serde_json::Result<()> {
        self.comma.write(to);
        let places = 0..frame.dimensions.len();
        let places = places.map(|dimension| frame.place(dimension, cell.position).to_string());
        let key = places.collect::<Vec<_>>().join(":");
        to.extend_from_slice(format!("\n\"{key}\":[").as_bytes());
        let value = cell.value.map_or(Datum::Code("NaN"), Datum::Number);
        json(Some(value), to)?;
        for attribute in frame.attributes {
            to.push(b',');
            match (attribute.of(cell), attribute.codes()) {
                (Some(Datum::Code(code)), Some(list)) => {
                    serde_json::to_writer(&mut *to, &list.place(code))?;
                }
                (datum, _) => json(datum, to)?,
            }
        }
        to.push(b']');
        Ok(())
    }
}

impl Form for Message {
    fn head(&mut self, cube: &Cube, to: &mut Vec<u8>) -> Result<()> {
        let mut head = Map::new();
        head.insert("$schema".to_owned(), json!(SCHEMA));
        head.insert("meta".to_owned(), self.meta(cube));
        open(&head, to);
        let structure = structure(cube).to_string();
        to.extend_from_slice(b",\"data\":{\"structures\":[");
        to.extend_from_slice(structure.as_bytes());
        to.extend_from_slice(b"],\"dataSets\":[");
        let mut set = Map::new();
        set.insert("structure".to_owned(), json!(0));
        set.insert("action".to_owned(), json!("Information"));
        set.insert("dimensionGroupAttributes".to_owned(), units(&cube.frame));
        open(&set, to);
        to.extend_from_slice(b",\"observations\":{");
        Ok(())
    }

    fn cells(&mut self, cube: &Cube, batch: &Batch, to: &mut Vec<u8>) -> Result<()> {
        for cell in &batch.cells {
            let written = self.observation(&cube.frame, cell, to);
            written.map_err(|error| failed(&error))?;
        }
        Ok(())
    }

    fn foot(&mut self, _: &Cube, to: &mut Vec<u8>) -> Result<bool> {
        to.extend_from_slice(b"\n}}]},\"errors\":[]}\n");
        Ok(true)
    }
}

impl Message {
    fn meta(&self, cube: &Cube) -> Value {
        let other = match cube.language {
            Language::De => Language::En,
            Language::En => Language::De,
        };
        json!({
            "schema": SCHEMA,
            "id": format!("{}-{}", cube.frame.id, self.now.format("%Y%m%dT%H%M%SZ")),
            "prepared": self.now.to_rfc3339_opts(SecondsFormat::Secs, true),
            "contentLanguages": [cube.language.tag(), other.tag()],
            "sender": { "id": sdmx::AGENCY, "name": "Städtenetz" },
        })
    }
}

/// Something with an id and a name in both languages.
fn named(id: &str, name: &Words, language: Language) -> Map<String, Value> {
    let mut named = Map::new();
    named.insert("id".to_owned(), json!(id));
    named.insert("name".to_owned(), json!(name.text(language)));
    named.insert("names".to_owned(), both(name));
    named
}

/// A text in both languages.
fn both(words: &Words) -> Value {
    json!({ "de": words.text(Language::De), "en": words.text(Language::En) })
}

fn structure(cube: &Cube) -> Value {
    let (frame, language) = (&cube.frame, cube.language);
    let urn = format!(
        "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={}",
        sdmx::identity(frame)
    );
    let places = frame.dimensions.iter().enumerate();
    let dimensions = places.map(|(place, one)| dimension(one, place, language));
    let value = named(
        "OBS_VALUE",
        &Words::new("Wert", "Observation value"),
        language,
    );
    let attributes = frame.attributes.iter().map(|one| attribute(*one, language));
    json!({
        "links": [{ "urn": urn, "rel": "dataflow" }],
        "name": frame.title.text(language),
        "names": both(&frame.title),
        "description": frame.source.text(language),
        "descriptions": both(&frame.source),
        "dataSets": [0],
        "dimensions": {
            "dataSet": kind(frame, language),
            "observation": dimensions.collect::<Vec<_>>(),
        },
        "measures": { "observation": [value] },
        "attributes": {
            "dimensionGroup": of_metric(frame, language),
            "observation": attributes.collect::<Vec<_>>(),
        },
    })
}

fn dimension(dimension: &Dimension, place: usize, language: Language) -> Value {
    let mut shown = named(&sdmx::dimension(dimension), &dimension.label, language);
    shown.insert("keyPosition".to_owned(), json!(place));
    if dimension.role == Role::Time {
        shown.insert("roles".to_owned(), json!(["TIME_PERIOD"]));
    }
    let is_time = dimension.role == Role::Time;
    let values = dimension.categories.iter();
    let values: Vec<_> = values.map(|one| category(one, is_time, language)).collect();
    // An empty list is no list to SDMX.
    if !values.is_empty() {
        shown.insert("values".to_owned(), json!(values));
    }
    Value::Object(shown)
}

fn category(category: &Category, is_time: bool, language: Language) -> Value {
    let mut shown = named(&category.id, &category.label, language);
    if is_time {
        let year = &category.id;
        shown.insert("start".to_owned(), json!(format!("{year}-01-01T00:00:00Z")));
        shown.insert("end".to_owned(), json!(format!("{year}-12-31T23:59:59Z")));
    }
    Value::Object(shown)
}

/// What all values are, as a dimension of the whole.
fn kind(frame: &Frame, language: Language) -> Vec<Value> {
    let kind = frame.value_kind.map(|kind| kind.word());
    let shown = kind.and_then(|word| {
        let name = code::VALUE_KIND.name(word)?;
        let label = Words::new("Art des Werts", "Kind of value");
        let mut shown = named(sdmx::VALUE_KIND, &label, language);
        shown.insert("keyPosition".to_owned(), json!(frame.dimensions.len()));
        shown.insert("values".to_owned(), json!([named(word, &name, language)]));
        Some(Value::Object(shown))
    });
    shown.into_iter().collect()
}

/// The attributes of what is measured.
fn of_metric(frame: &Frame, language: Language) -> Vec<Value> {
    let metric = frame.metric().and_then(|at| frame.dimensions.get(at));
    let Some(metric) = metric.map(sdmx::dimension) else {
        return Vec::new();
    };
    let all = [
        ("UNIT_MEASURE", Words::new("Einheit", "Unit of measure")),
        ("DECIMALS", Words::new("Nachkommastellen", "Decimals")),
    ];
    let shown = all.map(|(id, name)| {
        let mut shown = named(id, &name, language);
        shown.insert("relationship".to_owned(), json!({ "dimensions": [metric] }));
        Value::Object(shown)
    });
    shown.into()
}

/// Unit and decimal places of each category of what is measured, by the key of its group.
fn units(frame: &Frame) -> Value {
    let Some(metric) = frame.metric() else {
        return json!({});
    };
    let categories = frame.dimensions.get(metric).map(|one| &one.categories);
    let categories = categories.into_iter().flatten().enumerate();
    let units = categories.filter_map(|(place, category)| {
        let unit = category.unit.as_ref()?;
        let key = (0..frame.dimensions.len()).map(|at| match at == metric {
            true => place.to_string(),
            false => String::new(),
        });
        let key = key.collect::<Vec<_>>().join(":");
        Some((key, json!([both(&unit.label), unit.decimals])))
    });
    Value::Object(units.collect())
}

fn attribute(attribute: Attribute, language: Language) -> Value {
    let id = sdmx::concept(attribute.word());
    let mut shown = named(&id, &attribute.label(), language);
    shown.insert(
        "description".to_owned(),
        json!(attribute.meaning().text(language)),
    );
    shown.insert("descriptions".to_owned(), both(&attribute.meaning()));
    shown.insert("isMandatory".to_owned(), json!(attribute.is_always_there()));
    shown.insert("relationship".to_owned(), json!({ "observation": {} }));
    if let Some(list) = attribute.codes() {
        let values = list.codes().filter_map(|code| {
            let name = list.name(code)?;
            Some(Value::Object(named(code, &name, language)))
        });
        shown.insert("values".to_owned(), values.collect());
    }
    Value::Object(shown)
}
