//! A cube as CSV (RFC 4180), described by the Table Schema beside it.
//!
//! Invariant: no text in a cell is a formula to a spreadsheet; the language changes names, never numbers.

use super::{
    column::{Column, columns, text},
    form::{Cube, Form, failed},
};
use crate::rest::audit_export::harmless;
use csv::{Terminator, Writer, WriterBuilder};
use domain::{
    Result,
    cube::{Batch, Cell, Datum},
};

/// The table.
pub struct Table(Vec<Column>);

impl Table {
    /// Of a cube.
    pub fn of(cube: &Cube) -> Self {
        Self(columns(&cube.frame))
    }

    fn row(&self, cube: &Cube, cell: &Cell, to: &mut Writer<&mut Vec<u8>>) -> Result<()> {
        let mut field = String::new();
        for column in &self.0 {
            let datum = column.datum(&cube.frame, cell, cube.language);
            text(datum, &mut field);
            write(to, datum, &field)?;
        }
        end(to)
    }
}

impl Form for Table {
    fn head(&mut self, cube: &Cube, to: &mut Vec<u8>) -> Result<()> {
        let names = self.0.iter().map(|column| column.name(&cube.frame));
        let mut writer = writer(to);
        writer.write_record(names).map_err(|error| failed(&error))
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

/// Writes rows as RFC 4180 has them.
pub fn writer(to: &mut Vec<u8>) -> Writer<&mut Vec<u8>> {
    WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(to)
}

/// Writes a cell; what somebody wrote is text to every spreadsheet, a number stays one.
pub fn write(to: &mut Writer<&mut Vec<u8>>, datum: Option<Datum<'_>>, field: &str) -> Result<()> {
    let written = match datum {
        Some(Datum::Text(_)) => to.write_field(harmless(field).as_bytes()),
        _ => to.write_field(field),
    };
    written.map_err(|error| failed(&error))
}

/// Ends a row.
pub fn end(to: &mut Writer<&mut Vec<u8>>) -> Result<()> {
    to.write_record(None::<&[u8]>)
        .map_err(|error| failed(&error))
}
