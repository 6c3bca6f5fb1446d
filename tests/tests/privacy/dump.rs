//! Everything that is in a database, as text.
//!
//! Invariant: nothing is left out: every table of the catalogue, every row, every column, past row security.

use crate::{
    harness::{self, Backend},
    postgres,
};
use migration::DatabaseConnection;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

const SQLITE_COLUMNS: &str = "SELECT t.name || ' ' || c.name || ' ' || c.type FROM sqlite_schema t, pragma_table_info(t.name) c \
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.cid";
const POSTGRES_COLUMNS: &str = "SELECT table_name || ' ' || column_name || ' ' || data_type FROM information_schema.columns \
    WHERE table_schema = 'public' ORDER BY table_name, ordinal_position";

/// The type of a column, as its catalogue names it.
pub struct Kind(String);

impl Kind {
    /// Numbers, moments and ids cannot hold text; whatever else there is can.
    pub fn holds_text(&self) -> bool {
        const OTHERS: [&str; 8] = [
            "uuid",
            "int",
            "bigint",
            "smallint",
            "boolean",
            "double",
            "date",
            "timestamp",
        ];
        let name = self.0.to_lowercase();
        !OTHERS.iter().any(|kind| name.starts_with(kind))
    }
}

/// The address for whoever passes by row security, of the private cluster or of the embedded database.
fn unguarded(application: &str) -> String {
    application.replacen("//staedtenetz@", "//postgres@", 1)
}

/// A database that is looked at whole.
pub struct Dump(DatabaseConnection);

impl Dump {
    /// Of a service's database.
    pub async fn of(database: &str) -> Self {
        let mut options = sea_orm::ConnectOptions::new(unguarded(database));
        options.max_connections(1).sqlx_logging(false);
        Self(sea_orm::Database::connect(options).await.unwrap())
    }

    /// Of a new one.
    pub async fn of_empty(backend: Backend) -> Option<Self> {
        match backend {
            Backend::Sqlite => {
                let database = migration::connect("sqlite::memory:").await.unwrap();
                migration::migrate(&database).await.unwrap();
                Some(Self(database))
            }
            Backend::Postgres => {
                let database = postgres::database(harness::migrate).await?;
                Some(Self::of(&database.application).await)
            }
        }
    }

    fn is_sqlite(&self) -> bool {
        self.0.get_database_backend() == DbBackend::Sqlite
    }

    /// Table, name and type of every column.
    pub async fn columns(&self) -> Vec<(String, String, Kind)> {
        let sql = if self.is_sqlite() {
            SQLITE_COLUMNS
        } else {
            POSTGRES_COLUMNS
        };
        let lines = self.texts(sql).await;
        let parts = lines.iter().map(|line| {
            let mut words = line.splitn(3, ' ').map(str::to_owned);
            let mut word = || words.next().unwrap();
            (word(), word(), Kind(word()))
        });
        parts.collect()
    }

    /// The first column of what a statement finds.
    #[expect(
        clippy::disallowed_methods,
        reason = "looks past the scopes on purpose"
    )]
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let statement = Statement::from_string(self.0.get_database_backend(), sql);
        let rows = self.0.query_all_raw(statement).await.unwrap();
        let texts = rows.iter().map(|row| row.try_get_by_index::<String>(0));
        texts.collect::<Result<_, _>>().unwrap()
    }

    /// Changes what is there.
    #[expect(
        clippy::disallowed_methods,
        reason = "makes what the service would not"
    )]
    pub async fn run(&self, sql: &str) {
        self.0
            .execute_unprepared(sql)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// An id as a literal.
    pub fn id(&self, id: uuid::Uuid) -> String {
        if self.is_sqlite() {
            format!("X'{}'", id.simple())
        } else {
            format!("'{id}'")
        }
    }

    /// How many rows a table has under a condition.
    pub async fn count(&self, table: &str, condition: &str) -> usize {
        let sql = format!("SELECT CAST(count(*) AS text) FROM {table} WHERE {condition}");
        self.texts(&sql).await.first().unwrap().parse().unwrap()
    }

    /// Every row of every table, with its table in front.
    pub async fn lines(&self) -> Vec<String> {
        let mut tables: Vec<(String, Vec<String>)> = Vec::new();
        for (table, column, _) in self.columns().await {
            match tables.last_mut().filter(|(last, _)| *last == table) {
                Some((_, columns)) => columns.push(column),
                None => tables.push((table, vec![column])),
            }
        }
        let mut lines = Vec::new();
        for (table, columns) in tables {
            let shown = if self.is_sqlite() {
                let quoted = columns.iter().map(|column| format!("quote(\"{column}\")"));
                quoted.collect::<Vec<_>>().join(" || ' ' || ")
            } else {
                format!("row_to_json(\"{table}\")::text")
            };
            let rows = self
                .texts(&format!("SELECT {shown} FROM \"{table}\""))
                .await;
            lines.extend(rows.into_iter().map(|row| format!("{table}: {row}")));
        }
        lines
    }

    /// The rows in which a text stands, in whichever case.
    pub async fn holding(&self, text: &str) -> Vec<String> {
        let wanted = text.to_lowercase();
        let lines = self.lines().await.into_iter();
        lines
            .filter(|line| line.to_lowercase().contains(&wanted))
            .collect()
    }
}
