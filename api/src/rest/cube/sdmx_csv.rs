//! A cube as SDMX-CSV 2.1 (SDMX 3.1): a row for each observation, with its structure and all its attributes.
//!
//! Invariant: an observation without a value says `NaN`, which is how SDMX writes that it is missing on purpose.

use super::{
    column::text,
    csv::{end, write, writer},
    form::{Cube, Form, failed},
    sdmx,
};
use csv::Writer;
use domain::{
    Result,
    cube::{Batch, Category, Cell, Datum, Role, code},
    language::{Language, Words},
};

/// The rows.
pub struct Rows {
    /// Whether codes come with their names (`labels=both`).
    has_names: bool,
}

impl Rows {
    /// Of a cube.
    pub const fn new(has_names: bool) -> Self {
        Self { has_names }
    }

    fn heading(&self, concept: &str, label: &Words, language: Language) -> String {
        match self.has_names {
            true => format!("{concept}: {}", label.text(language)),
            false => concept.to_owned(),
        }
    }

    fn headings(&self, cube: &Cube) -> Vec<String> {
        let head = |concept: &str, label: &Words| self.heading(concept, label, cube.language);
        let mut all: Vec<_> = ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
            .map(str::to_owned)
            .into();
        let dimensions = cube.frame.dimensions.iter();
        all.extend(dimensions.map(|one| head(&sdmx::dimension(one), &one.label)));
        if cube.frame.value_kind.is_some() {
            let label = Words::new("Art des Werts", "Kind of value");
            all.push(head(sdmx::VALUE_KIND, &label));
        }
        all.push(head("OBS_VALUE", &Words::new("Wert", "Observation value")));
        if cube.frame.metric().is_some() {
            all.push(head(
                "UNIT_MEASURE",
                &Words::new("Einheit", "Unit of measure"),
            ));
            all.push(head(
                "DECIMALS",
                &Words::new("Nachkommastellen", "Decimals"),
            ));
        }
        let attributes = cube.frame.attributes.iter();
        all.extend(attributes.map(|one| head(&sdmx::concept(one.word()), &one.label())));
        all
    }

    fn coded(&self, code: &str, name: Option<&Words>, language: Language) -> String {
        match name {
            Some(name) if self.has_names => format!("{code}: {}", name.text(language)),
            _ => code.to_owned(),
        }
    }

    fn category(&self, category: &Category, is_time: bool, language: Language) -> String {
        let name = Some(&category.label).filter(|_| !is_time);
        self.coded(&category.id, name, language)
    }

    fn row(&self, cube: &Cube, cell: &Cell, to: &mut Writer<&mut Vec<u8>>) -> Result<()> {
        let (frame, language) = (&cube.frame, cube.language);
        let title = Some(&frame.title);
        let structure = self.coded(&sdmx::identity(frame), title, language);
        for field in ["dataflow", &structure, "I"] {
            to.write_field(field).map_err(|error| failed(&error))?;
        }
        for (place, dimension) in frame.dimensions.iter().enumerate() {
            let is_time = dimension.role == Role::Time;
            let category = frame.category(place, cell.position);
            let category = category.map(|one| self.category(one, is_time, language));
            let category = category.unwrap_or_default();
            write(to, Some(Datum::Text(&category)), &category)?;
        }
        if let Some(kind) = frame.value_kind {
            let name = code::VALUE_KIND.name(kind.word());
            let kind = self.coded(kind.word(), name.as_ref(), language);
            write(to, None, &kind)?;
        }
        let mut field = String::from("NaN");
        if cell.value.is_some() {
            text(cell.value.map(Datum::Number), &mut field);
        }
        write(to, None, &field)?;
        self.unit(cube, cell, to)?;
        self.attributes(cube, cell, to)?;
        end(to)
    }

    fn unit(&self, cube: &Cube, cell: &Cell, to: &mut Writer<&mut Vec<u8>>) -> Result<()> {
        let Some(metric) = cube.frame.metric() else {
            return Ok(());
        };
        let category = cube.frame.category(metric, cell.position);
        let unit = category.and_then(|category| category.unit.as_ref());
        let label = unit.map(|unit| unit.label.text(cube.language));
        write(to, label.map(Datum::Text), label.unwrap_or_default())?;
        let decimals = unit.map(|unit| unit.decimals.to_string());
        write(to, None, &decimals.unwrap_or_default())
    }

    fn attributes(&self, cube: &Cube, cell: &Cell, to: &mut Writer<&mut Vec<u8>>) -> Result<()> {
        let mut field = String::new();
        for attribute in cube.frame.attributes {
            let datum = attribute.of(cell);
            match (datum, attribute.codes()) {
                (Some(Datum::Code(code)), Some(list)) => {
                    field = self.coded(code, list.name(code).as_ref(), cube.language);
                }
                _ => text(datum, &mut field),
            }
            write(to, datum, &field)?;
        }
        Ok(())
    }
}

impl Form for Rows {
    fn head(&mut self, cube: &Cube, to: &mut Vec<u8>) -> Result<()> {
        let mut writer = writer(to);
        let headings = self.headings(cube);
        writer
            .write_record(headings)
            .map_err(|error| failed(&error))
    }

    fn cells(&mut self, cube: &Cube, batch: &Batch, to: &mut Vec<u8>) -> Result<()> {
        let mut writer = writer(to);
        for cell in &batch.cells {
            self.row(cube, cell, &mut writer)?;
        }
        Ok(())
    }

    fn foot(&mut self, _: &Cube, _: &mut Vec<u8>) -> Result<bool> {
        Ok(true)
    }
}
