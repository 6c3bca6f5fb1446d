//! One database: prepared, served, asked.
//!
//! Invariant: the service and what it is compared with are measured in turn, so that a busy machine is unkind to both.

use crate::{
    Arguments, Database, client, data,
    data::Size,
    direct, free_address,
    memory::FromMemory,
    postgres,
    process::{self, Memory, Started},
    question::{self, PAGE, Question},
};
use api::database;
use domain::store::Options;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A database with the generated data in it.
pub struct Place {
    /// Which.
    pub database: Database,
    url: String,
    /// The process of the server, where there is one.
    server: Option<u32>,
    _folder: TempDir,
}

impl Place {
    /// Makes and fills it; `None` where PostgreSQL is not installed.
    pub fn prepare(runtime: &Runtime, database: Database, size: Size) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let (loader, url, server) = match database {
            Database::Sqlite => {
                let url = Options::embedded(folder.path().join("bench.sqlite")).url;
                (url.clone(), url, None)
            }
            Database::Postgres => {
                let made = runtime.block_on(postgres::database(async |_| ()))?;
                let server = postmaster(&made.application);
                // Row security lets nobody write for others, except who passes by it.
                let loader = made.owner.replace("staedtenetz_owner@", "postgres@");
                runtime.block_on(database::migrate(&made.owner)).unwrap();
                (loader, made.application, Some(server))
            }
        };
        runtime.block_on(async {
            let store = database::open(&Options::url(&loader)).await.unwrap();
            store.close().await.unwrap();
            data::load(&loader, size).await;
        });
        Some(Self {
            database,
            url,
            server,
            _folder: folder,
        })
    }

    fn database_cpu(&self) -> Duration {
        self.server.map_or(Duration::ZERO, process::cpu)
    }
}

/// The server of a private cluster: the address names the folder of its socket.
fn postmaster(url: &str) -> u32 {
    let (_, folder) = url.split_once("host=").unwrap();
    let file: PathBuf = [folder, "cluster", "postmaster.pid"].iter().collect();
    let text = std::fs::read_to_string(file).unwrap();
    text.lines().next().unwrap().parse().unwrap()
}

/// The figures of one question, times in milliseconds of CPU for a request unless said otherwise.
pub struct Figures {
    /// What was asked.
    pub name: &'static str,
    /// Answers that were measured.
    pub answers: usize,
    /// Bytes of an answer.
    pub bytes: usize,
    /// Statements for an answer.
    pub statements: usize,
    /// Median and 99th percentile of the time that an answer took.
    pub latency: [f64; 2],
    /// The service.
    pub service: f64,
    /// Its database, where that is a process of its own.
    pub database: f64,
    /// The same SQL run directly: client and database.
    pub direct: f64,
    /// An answer of this size out of memory, for the page that is compared with it.
    pub memory: Option<f64>,
    /// The most memory the service ever held, in MiB.
    pub peak: f64,
}

/// Measures all questions.
pub fn all(runtime: &Runtime, place: &Place, size: Size, arguments: &Arguments) -> Vec<Figures> {
    let address = free_address();
    let service = serve(
        &arguments.binary,
        &place.url,
        address,
        arguments.connections,
    );
    client::wait_until_ready(address);
    let served = Served {
        runtime,
        place,
        address,
        service: service.id(),
    };
    let questions = question::all(address, size);
    questions
        .iter()
        .map(|question| served.measure(question, arguments))
        .collect()
}

fn serve(binary: &Path, url: &str, address: SocketAddr, connections: usize) -> Started {
    Started::new(
        Command::new(binary)
            .arg("serve")
            .env("DATABASE_URL", url)
            .env("STAEDTENETZ_LISTEN", address.to_string())
            .env("STAEDTENETZ_RATE_LIMIT", "false")
            .env("STAEDTENETZ_DATABASE_CONNECTIONS", connections.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null()),
    )
}

/// The running service.
struct Served<'a> {
    runtime: &'a Runtime,
    place: &'a Place,
    address: SocketAddr,
    service: u32,
}

impl Served<'_> {
    fn measure(&self, question: &Question, arguments: &Arguments) -> Figures {
        let Arguments {
            requests,
            rounds,
            connections,
            ..
        } = *arguments;
        let noted = direct::note(self.runtime, &self.place.url, question);
        let pool = direct::connect(
            self.runtime,
            &self.place.url,
            u32::try_from(connections).unwrap(),
        );
        let memory =
            (question.document == PAGE).then(|| FromMemory::new(self.runtime, &noted.data));
        let bodies = question.requests();
        let mut sum = Sum::default();
        // The first round warms everything up: caches, connections, prepared statements.
        for round in 0..=rounds {
            let mut one = Sum::default();
            let before = (process::cpu(self.service), self.place.database_cpu());
            let load = client::load(self.address, &bodies, requests, connections);
            one.service = process::cpu(self.service) - before.0;
            one.database = self.place.database_cpu() - before.1;
            let before = self.place.database_cpu();
            one.direct = direct::run(
                self.runtime,
                &pool,
                &noted.statements,
                requests,
                connections,
            );
            one.direct += self.place.database_cpu() - before;
            one.memory = memory
                .as_ref()
                .map_or(Duration::ZERO, |memory| memory.run(self.runtime, requests));
            if round > 0 {
                sum.add(&one, &load);
            }
        }
        self.runtime.block_on(pool.close()).unwrap();
        Figures {
            statements: noted.statements.first().map_or(0, Vec::len),
            peak: process::memory(self.service, Memory::Peak),
            ..sum.figures(question.name, memory.is_some())
        }
    }
}

/// CPU times over all rounds.
#[derive(Default)]
struct Sum {
    answers: usize,
    bytes: usize,
    latencies: Vec<[f64; 2]>,
    service: Duration,
    database: Duration,
    direct: Duration,
    memory: Duration,
}

impl Sum {
    fn add(&mut self, one: &Self, load: &client::Load) {
        self.answers += load.answers();
        self.bytes += load.bytes;
        self.latencies
            .push([load.percentile(0.5), load.percentile(0.99)]);
        self.service += one.service;
        self.database += one.database;
        self.direct += one.direct;
        self.memory += one.memory;
    }

    fn figures(&self, name: &'static str, is_compared: bool) -> Figures {
        let answers = self.answers.max(1);
        let each = |time: Duration| time.as_secs_f64() * 1e3 / answers as f64;
        let mean = |part: fn(&[f64; 2]) -> f64| {
            self.latencies.iter().map(part).sum::<f64>() / self.latencies.len().max(1) as f64
        };
        Figures {
            name,
            answers: self.answers,
            bytes: self.bytes / answers,
            statements: 0,
            latency: [mean(|[median, _]| *median), mean(|[_, high]| *high)],
            service: each(self.service),
            database: each(self.database),
            direct: each(self.direct),
            memory: is_compared.then(|| each(self.memory)),
            peak: 0.0,
        }
    }
}
