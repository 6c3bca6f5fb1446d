//! Sixty-four clients of thirty cities share four connections and give up at any moment: nobody gets an answer that was
//! meant for another (ISO-8).
//!
//! Invariant: every answer that arrives is the one and only project of the city that asked.

use super::{
    crowd::{CANARY, Crowd, canary},
    sweep::Dice,
};
use crate::harness::Backend;
use async_graphql::Request;
use std::{sync::Arc, time::Duration};
use tokio::{task::JoinSet, time::timeout};

const CLIENTS: u64 = 64;
const REQUESTS: u64 = 150;
const CONNECTIONS: u32 = 4;

/// Answers that arrived, and requests that were given up.
type Tally = (u64, u64);

async fn client(crowd: Arc<Crowd>, schema: schema::Schema, number: u64) -> Tally {
    let document = format!(
        "{{ projects(filter: {{ text: \"{CANARY}\" }}) {{ totalCount nodes {{ code plan {{ title }} items {{ nodes {{ text }} }} }} }} }}"
    );
    let mut dice = Dice(number);
    let (mut arrived, mut given_up) = (0, 0);
    for _ in 0..REQUESTS {
        let city = usize::try_from(dice.below(1_000)).unwrap();
        let answer = schema.execute(Request::new(document.as_str()).data(crowd.reader(city)));
        let patience = match dice.below(3) {
            0 => Duration::from_micros(dice.below(20_000)),
            _ => Duration::from_secs(60),
        };
        let Ok(answer) = timeout(patience, answer).await else {
            given_up += 1;
            continue;
        };
        let answer = serde_json::to_string(&answer).unwrap();
        assert_eq!(crowd.foreign(city, &answer), Vec::<String>::new());
        let own = canary(city);
        assert_eq!(answer.matches(own.as_str()).count(), 3, "{own}: {answer}");
        assert!(answer.contains("\"totalCount\":1"), "{answer}");
        arrived += 1;
    }
    (arrived, given_up)
}

async fn nobody_gets_the_answer_of_another(backend: Backend) {
    let Some(crowd) = Crowd::on(backend).await else {
        return;
    };
    let desk = crowd.desk.with_connections(CONNECTIONS).await;
    let crowd = Arc::new(Crowd { desk, ..crowd });
    let schema = schema::build();
    let mut clients = JoinSet::new();
    for number in 0..CLIENTS {
        clients.spawn(client(Arc::clone(&crowd), schema.clone(), number));
    }
    let (mut arrived, mut given_up) = (0, 0);
    while let Some(tally) = clients.join_next().await {
        let (own_arrived, own_given_up) = tally.unwrap();
        arrived += own_arrived;
        given_up += own_given_up;
    }
    assert_eq!(arrived + given_up, CLIENTS * REQUESTS);
    assert!(arrived > 1_000 && given_up > 1_000, "{arrived} {given_up}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite() {
    nobody_gets_the_answer_of_another(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres() {
    nobody_gets_the_answer_of_another(Backend::Postgres).await;
}
