//! Rows as JSON, as far as they are about a person.
//!
//! Invariant: what a person gets to see of a row is what the register says, and no secret.

use crate::stored::json;
use entity::privacy::{Nature, nature_of};
use sea_orm::{EntityTrait, IdenStatic, Iterable, ModelTrait};
use serde_json::{Map, Value};

/// Columns in place of a secret.
pub(super) const WITHHELD: &str =
    "zurückgehalten: Prüfwert eines Geheimnisses / withheld: hash of a secret";

/// What the register says is of a person in a row.
pub(super) fn personal<E: EntityTrait>(row: &E::Model) -> Value {
    let table = E::default();
    let mut values = Map::new();
    for column in E::Column::iter() {
        match nature_of(table.table_name(), column.as_str()) {
            None => continue,
            Some(Nature::Secret) => {
                values.insert(column.as_str().to_owned(), WITHHELD.into());
            }
            Some(_) => {
                values.insert(column.as_str().to_owned(), json(row.get(column)));
            }
        }
    }
    Value::Object(values)
}
