//! A private PostgreSQL for one test run: a new cluster in a temporary folder, a new database for each test.
//!
//! Invariant: the cluster listens on a Unix socket only, so it meets no other PostgreSQL, and it ends with the test
//! process however that ends. Tests connect as a role that neither owns the tables nor passes by row security.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use tokio::sync::OnceCell;

/// Makes a missing PostgreSQL an error; CI sets it.
const REQUIRE: &str = "STAEDTENETZ_REQUIRE_POSTGRES";
const TEMPLATE: &str = "template";
const SUPERUSER: &str = "postgres";
const OWNER: &str = "staedtenetz_owner";
const APPLICATION: &str = "staedtenetz";

/// Starts the server and waits for the end of standard input, which comes when the test process ends: cleanly, by a
/// panic or by a kill. `pg_ctl -w` returns when the server answers; the line `ready` tells us.
const GUARD: &str = r#"
trap '' INT TERM HUP
"$1/initdb" -D "$2/cluster" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >"$2/log" 2>&1 || exit 1
"$1/pg_ctl" -D "$2/cluster" -l "$2/log" -w -t 60 -o "$3" start >>"$2/log" 2>&1 </dev/null || exit 1
echo ready
cat >/dev/null
"$1/pg_ctl" -D "$2/cluster" -m immediate -w stop >/dev/null 2>&1
rm -rf "$2"
"#;

/// Nothing in a test's database outlives the test, so nothing has to reach the disk.
const OPTIONS: &str = "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c max_connections=1000 -c shared_buffers=64MB -c autovacuum=off";

/// The addresses of one test's database.
#[derive(Clone, Debug)]
pub struct TestDatabase {
    /// For migrations: owns the database and its tables.
    pub owner: String,
    /// For the service: may read and write, is subject to row security.
    pub application: String,
}

/// A new migrated database; `None`, told once on standard error, where PostgreSQL is not installed.
///
/// `migrate` is run once per process with the owner's address of the template and must have closed its connections when
/// it returns, since PostgreSQL copies no database that is in use.
pub async fn database<M, F>(migrate: M) -> Option<TestDatabase>
where
    M: FnOnce(String) -> F,
    F: Future<Output = ()>,
{
    static MIGRATED: OnceCell<()> = OnceCell::const_new();
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    let cluster = cluster()?;
    MIGRATED
        .get_or_init(async || {
            cluster.make_template().await;
            migrate(cluster.url(OWNER, TEMPLATE)).await;
        })
        .await;
    let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let copy = format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER {OWNER}");
    cluster.run(SUPERUSER, &[&copy]).await;
    Some(TestDatabase {
        owner: cluster.url(OWNER, &name),
        application: cluster.url(APPLICATION, &name),
    })
}

struct Cluster {
    socket: PathBuf,
    /// Held open for the life of the process: its end is the guard's sign to stop the server.
    _guard: (Child, ChildStdin),
}

/// The one cluster of this process, started by whoever asks first.
fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER
        .get_or_init(|| {
            let Some(binaries) = binaries() else {
                tell_missing();
                return None;
            };
            Some(start(&binaries))
        })
        .as_ref()
}

#[expect(
    clippy::disallowed_methods,
    reason = "asks how this test run was started, not how the service is set up"
)]
fn tell_missing() {
    let message = "PostgreSQL is not installed: the PostgreSQL half of the tests did NOT run \
        (Debian: apt-get install postgresql)";
    assert!(
        std::env::var_os(REQUIRE).is_none_or(|value| value != "1"),
        "{message}"
    );
    // Not by `eprintln!`, which the test runner keeps to itself while tests pass.
    let _ = writeln!(std::io::stderr(), "\n*** {message} ***\n");
}

/// The newest of Debian's folders that has both programs, else the search path.
#[expect(clippy::disallowed_methods, reason = "looks for installed programs")]
fn binaries() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut debian: Vec<PathBuf> = versions.map(|entry| entry.path()).collect();
    debian.sort_by_key(|folder| {
        folder
            .file_name()
            .and_then(|name| name.to_str()?.parse::<u32>().ok())
    });
    let searched = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = debian
        .into_iter()
        .rev()
        .map(|folder| folder.join("bin"))
        .chain(std::env::split_paths(&searched));
    folders.find(|folder| {
        ["initdb", "pg_ctl", "postgres"]
            .iter()
            .all(|program| folder.join(program).is_file())
    })
}

fn start(binaries: &Path) -> Cluster {
    let folder = tempfile::Builder::new()
        .prefix("staedtenetz-pg-")
        .tempdir()
        .unwrap()
        .keep();
    let user = unprivileged_user();
    if let Some(user) = user {
        let owned = Command::new("chown")
            .arg(user)
            .arg(&folder)
            .status()
            .unwrap();
        assert!(
            owned.success(),
            "{} cannot be given to {user}",
            folder.display()
        );
    }
    let mut guard = guard_command(user)
        .args(["sh", "-c", GUARD, "guard"])
        .args([binaries, &folder])
        .arg(format!("{OPTIONS} -k {}", folder.display()))
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    let answers = guard.stdout.take().unwrap();
    BufReader::new(answers).read_line(&mut first).unwrap();
    let log = || std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    assert_eq!(
        first.trim(),
        "ready",
        "PostgreSQL did not start:\n{}",
        log()
    );
    let lifeline = guard.stdin.take().unwrap();
    Cluster {
        socket: folder,
        _guard: (guard, lifeline),
    }
}

/// PostgreSQL refuses to run as root; Debian's package brings a user for it.
fn unprivileged_user() -> Option<&'static str> {
    let id = |arguments: &[&str]| {
        Command::new("id")
            .args(arguments)
            .output()
            .ok()
            .filter(|done| done.status.success())
    };
    let own = id(&["-u"])?;
    if own.stdout.trim_ascii() != b"0" {
        return None;
    }
    ["postgres", "nobody"]
        .into_iter()
        .find(|user| id(&["-u", user]).is_some())
}

/// Its own session, so that a key press in the terminal ends the tests first and the server after them.
fn guard_command(user: Option<&str>) -> Command {
    let mut command = Command::new("setsid");
    if let Some(user) = user {
        command.args([
            "setpriv",
            "--reuid",
            user,
            "--regid",
            user,
            "--clear-groups",
        ]);
    }
    command
}

impl Cluster {
    fn url(&self, role: &str, database: &str) -> String {
        format!(
            "postgres://{role}@localhost/{database}?host={}",
            self.socket.display()
        )
    }

    /// What the owner makes later is open to the application, as an operator would set it up.
    async fn make_template(&self) {
        let roles = [
            format!("CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB"),
            format!("CREATE ROLE {APPLICATION} LOGIN NOSUPERUSER NOBYPASSRLS"),
            format!("CREATE DATABASE {TEMPLATE} OWNER {OWNER}"),
        ];
        self.run(SUPERUSER, &roles.each_ref().map(String::as_str))
            .await;
        let grants = [
            "ALTER SCHEMA public OWNER TO staedtenetz_owner",
            "GRANT USAGE ON SCHEMA public TO staedtenetz",
            "ALTER DEFAULT PRIVILEGES FOR ROLE staedtenetz_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO staedtenetz",
            "ALTER DEFAULT PRIVILEGES FOR ROLE staedtenetz_owner GRANT USAGE, SELECT ON SEQUENCES TO staedtenetz",
        ];
        let connection = connect(&self.url(SUPERUSER, TEMPLATE)).await;
        execute(&connection, &grants).await;
        connection.close().await.unwrap();
    }

    async fn run(&self, role: &str, statements: &[&str]) {
        let connection = connect(&self.url(role, "postgres")).await;
        execute(&connection, statements).await;
        connection.close().await.unwrap();
    }
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

#[expect(
    clippy::disallowed_methods,
    reason = "sets up a cluster; there is no entity for that"
)]
async fn execute(connection: &DatabaseConnection, statements: &[&str]) {
    for statement in statements {
        connection.execute_unprepared(statement).await.unwrap();
    }
}
