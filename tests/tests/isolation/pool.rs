//! Sixty-four clients of thirty cities share four connections for a minute and give up at any moment, or break off by a
//! panic: nobody gets an answer that was meant for another (ISO-8).
//!
//! Invariant: every answer that arrives is the one and only project of the city that asked.

use super::{
    crowd::{CANARY, Crowd, canary},
    sweep::Dice,
};
use crate::harness::Backend;
use async_graphql::Request;
use std::{sync::Arc, time::Duration};
use tokio::{
    task::JoinSet,
    time::{Instant, timeout},
};

const CLIENTS: u64 = 64;
/// Of each client at least, however fast or slow the machine is.
const REQUESTS: u64 = 150;
const LASTING: Duration = Duration::from_secs(60);
const CONNECTIONS: u32 = 4;

/// What became of the requests.
#[derive(Debug, Default)]
struct Tally {
    arrived: u64,
    given_up: u64,
    panicked: u64,
}

impl Tally {
    const fn all(&self) -> u64 {
        self.arrived + self.given_up + self.panicked
    }
}

/// How a client asks: it waits, loses patience, or breaks off.
enum Temper {
    Waits,
    GivesUp(Duration),
    Panics(Duration),
}

impl Temper {
    fn of(dice: &mut Dice) -> Self {
        let moment = Duration::from_micros(dice.below(20_000));
        match dice.below(6) {
            0 | 1 => Self::GivesUp(moment),
            2 => Self::Panics(moment),
            _ => Self::Waits,
        }
    }
}

async fn client(crowd: Arc<Crowd>, schema: schema::Schema, number: u64, until: Instant) -> Tally {
    let document = format!(
        "{{ projects(filter: {{ text: \"{CANARY}\" }}) {{ totalCount nodes {{ code plan {{ title }} items {{ nodes {{ text }} }} }} }} }}"
    );
    let mut dice = Dice(number);
    let mut tally = Tally::default();
    while Instant::now() < until || tally.all() < REQUESTS {
        let city = usize::try_from(dice.below(1_000)).unwrap();
        let request = Request::new(document.as_str()).data(crowd.reader(city));
        let (temper, schema) = (Temper::of(&mut dice), schema.clone());
        let answer = async move { schema.execute(request).await };
        let answer = match temper {
            Temper::Waits => answer.await,
            Temper::GivesUp(moment) => match timeout(moment, answer).await {
                Ok(answer) => answer,
                Err(_) => {
                    tally.given_up += 1;
                    continue;
                }
            },
            Temper::Panics(moment) => {
                let task = async move { timeout(moment, answer).await.unwrap() };
                match tokio::spawn(task).await {
                    Ok(answer) => answer,
                    Err(_) => {
                        tally.panicked += 1;
                        continue;
                    }
                }
            }
        };
        let answer = serde_json::to_string(&answer).unwrap();
        assert_eq!(crowd.foreign(city, &answer), Vec::<String>::new());
        let own = canary(city);
        assert_eq!(answer.matches(own.as_str()).count(), 3, "{own}: {answer}");
        assert!(answer.contains("\"totalCount\":1"), "{answer}");
        tally.arrived += 1;
    }
    tally
}

async fn nobody_gets_the_answer_of_another(backend: Backend) {
    let Some(crowd) = Crowd::on(backend).await else {
        return;
    };
    let desk = crowd.desk.with_connections(CONNECTIONS).await;
    let crowd = Arc::new(Crowd { desk, ..crowd });
    let schema = schema::build();
    let until = Instant::now() + LASTING;
    let mut clients = JoinSet::new();
    for number in 0..CLIENTS {
        clients.spawn(client(Arc::clone(&crowd), schema.clone(), number, until));
    }
    let mut all = Tally::default();
    while let Some(tally) = clients.join_next().await {
        let tally = tally.unwrap();
        all.arrived += tally.arrived;
        all.given_up += tally.given_up;
        all.panicked += tally.panicked;
    }
    assert!(all.all() >= CLIENTS * REQUESTS, "{all:?}");
    assert!(
        all.arrived > 1_000 && all.given_up > 1_000 && all.panicked > 500,
        "{all:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite() {
    nobody_gets_the_answer_of_another(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres() {
    nobody_gets_the_answer_of_another(Backend::Postgres).await;
}
