//! Lists of values as one parameter, so that the text of a statement does not depend on their number. A single value is
//! compared with `=`: only then does an index that goes on with the order of the list answer in that order.
//!
//! Invariant: the values travel as a parameter, never as text of the statement.

use sea_orm::{
    DbBackend, Value,
    sea_query::{ArrayType, Expr, ExprTrait, extension::postgres::PgFunc},
};
use uuid::Uuid;

/// `column` is one of these ids.
pub(crate) fn in_uuids(backend: DbBackend, column: Expr, ids: &[Uuid]) -> Expr {
    if let [only] = ids {
        return column.eq(*only);
    }
    match backend {
        DbBackend::Postgres => {
            let values = ids.iter().map(|id| Value::Uuid(Some(*id))).collect();
            any(column, ArrayType::Uuid, values)
        }
        // SQLite keeps ids as 16 bytes, JSON knows text only.
        _ => {
            let texts: Vec<String> = ids.iter().map(|id| id.simple().to_string()).collect();
            Expr::cust_with_exprs(
                "? IN (SELECT unhex(value) FROM json_each(?))",
                [column, Expr::val(serde_json::json!(texts).to_string())],
            )
        }
    }
}

/// `column` is one of these texts.
pub(crate) fn in_texts<T: AsRef<str>>(backend: DbBackend, column: Expr, texts: &[T]) -> Expr {
    if let [only] = texts {
        return column.eq(only.as_ref());
    }
    match backend {
        DbBackend::Postgres => {
            let values = texts
                .iter()
                .map(|text| Value::String(Some(text.as_ref().to_owned())))
                .collect();
            any(column, ArrayType::String, values)
        }
        _ => {
            let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
            Expr::cust_with_exprs(
                "? IN (SELECT value FROM json_each(?))",
                [column, Expr::val(serde_json::json!(texts).to_string())],
            )
        }
    }
}

fn any(column: Expr, kind: ArrayType, values: Vec<Value>) -> Expr {
    let array = Value::Array(kind, Some(Box::new(values)));
    column.eq(PgFunc::any(Expr::val(array)))
}
