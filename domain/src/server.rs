//! What the service demands of a PostgreSQL server and of its role there.
//!
//! Invariant: row security is the last wall between tenants, so the service does not work for a role that passes by it,
//! nor on a server that is known to leak around it.

use crate::{error::Result, language::Words, store::Store};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend,
    sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr},
};

/// The first releases of each major version in which statistics no longer tell what row security hides (CVE-2025-8713).
const LEAST: [(i32, i32); 3] = [(15, 150_014), (16, 160_010), (17, 170_006)];

/// What is wrong with the server or the role, each with how to mend it; nothing for the embedded database.
///
/// # Errors
/// What the database answers.
pub async fn faults(store: &Store) -> Result<Vec<Words>> {
    let reader = store.reader();
    if reader.get_database_backend() != DbBackend::Postgres {
        return Ok(Vec::new());
    }
    let mut faults = Vec::new();
    let version = number(reader, &version()).await?;
    if !is_new_enough(version) {
        faults.push(old_server(version));
    }
    if number(reader, &privileges()).await? > 0 {
        faults.push(Words::new(
            "Die Datenbankrolle ist Superuser oder hat BYPASSRLS und umgeht damit die Zeilensicherheit. Abhilfe: deploy/create-role.sql legt zwei Rollen an, eine als Eigentümer und eine für den Dienst; DATABASE_URL nennt die zweite.",
            "The database role is a superuser or has BYPASSRLS, and so passes by row security. Remedy: deploy/create-role.sql makes two roles, an owner and one for the service; DATABASE_URL names the second.",
        ));
    }
    if number(reader, &owned_tables()).await? > 0 {
        faults.push(Words::new(
            "Die Datenbankrolle besitzt Tabellen mit Zeilensicherheit und könnte sie abschalten. Abhilfe: deploy/create-role.sql legt zwei Rollen an; DATABASE_URL nennt die des Dienstes, DATABASE_OWNER_URL die des Eigentümers für `migrate`.",
            "The database role owns tables with row security and could switch it off. Remedy: deploy/create-role.sql makes two roles; DATABASE_URL names that of the service, DATABASE_OWNER_URL that of the owner for `migrate`.",
        ));
    }
    Ok(faults)
}

fn is_new_enough(version: i32) -> bool {
    let major = version / 10_000;
    let least = LEAST.iter().find(|(of, _)| *of == major);
    least.map_or(major > 17, |(_, least)| version >= *least)
}

fn old_server(version: i32) -> Words {
    let shown = format!("{}.{}", version / 10_000, version % 10_000);
    Words::new(
        format!(
            "PostgreSQL {shown} hat bekannte Lücken in der Zeilensicherheit. Abhilfe: auf 15.14, 16.10, 17.6 oder neuer bringen."
        ),
        format!(
            "PostgreSQL {shown} has known leaks in row security. Remedy: bring it to 15.14, 16.10, 17.6 or newer."
        ),
    )
}

fn version() -> SelectStatement {
    let setting = Func::cust(Alias::new("current_setting")).arg("server_version_num");
    let number = SimpleExpr::from(setting).cast_as(Alias::new("integer"));
    Query::select().expr_as(number, Alias::new("n")).to_owned()
}

fn privileges() -> SelectStatement {
    let mighty = Expr::col(Alias::new("rolsuper")).or(Expr::col(Alias::new("rolbypassrls")));
    let own = Expr::col(Alias::new("rolname")).eq(Expr::cust("current_user"));
    counting("pg_roles")
        .and_where(own)
        .and_where(mighty)
        .to_owned()
}

/// Owned by the role itself or by one that it belongs to.
fn owned_tables() -> SelectStatement {
    let owns = Func::cust(Alias::new("pg_has_role"))
        .arg(Expr::col(Alias::new("relowner")))
        .arg("MEMBER");
    counting("pg_class")
        .and_where(Expr::col(Alias::new("relrowsecurity")))
        .and_where(owns.into())
        .to_owned()
}

fn counting(table: &'static str) -> SelectStatement {
    let count = SimpleExpr::from(Func::count(Expr::cust("*"))).cast_as(Alias::new("integer"));
    Query::select()
        .expr_as(count, Alias::new("n"))
        .from(Alias::new(table))
        .to_owned()
}

async fn number(reader: &DatabaseConnection, statement: &SelectStatement) -> Result<i32> {
    let row = reader.query_one(statement).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get::<i32>("", "n"))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_servers_are_told_from_mended_ones() {
        for (version, expected) in [
            (140_019, false),
            (150_013, false),
            (150_014, true),
            (160_009, false),
            (160_010, true),
            (170_005, false),
            (170_006, true),
            (180_000, true),
        ] {
            assert_eq!(is_new_enough(version), expected, "{version}");
        }
    }
}
