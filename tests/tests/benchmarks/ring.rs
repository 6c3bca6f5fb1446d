//! Comparisons of a ring: published once for all readers, kept when a newer one would give somebody away, withheld with a
//! reason.

use super::{is_near, number, text};
use crate::{
    desk::{AACHEN, COLOGNE, Desk, KARLSRUHE, ask as answer, code, data},
    harness::Backend,
};
use domain::{Ctx, actor::Role};
use serde_json::{Value, json};

const STAFF: &str = "cycling_staff_fte";
const YEAR: i32 = 2025;
/// The cities that are asked to join, with what they keep to themselves: staff for cycling.
const CITIES: [(&str, f64); 10] = [
    (AACHEN, 12.0),
    (KARLSRUHE, 9.5),
    ("05711000", 4.0),
    ("03241001", 14.5),
    ("06412000", 18.0),
    ("05314000", 7.25),
    ("14713000", 16.0),
    ("09564000", 11.0),
    ("03403000", 5.5),
    ("09761000", 6.0),
];
/// Somebody who is invited and does not answer.
const POTSDAM: &str = "12054000";

/// A ring that Aachen moderates.
pub(super) struct Ring {
    pub(super) desk: Desk,
    pub(super) id: String,
}

pub(super) fn publisher(desk: &Desk, city: &str) -> Ctx {
    desk.member(city, Role::Publisher)
}

/// Enters a confidential value of a city; answers its id.
async fn enter(desk: &Desk, city: &str, value: f64) -> String {
    let input = json!({ "indicator": STAFF, "year": YEAR, "value": value, "confStatus": "C", "source": "Stellenplan" });
    let document = "mutation($input: RecordObservationInput!) { recordObservation(input: $input) { observation { id } } }";
    let made = data(&publisher(desk, city), document, json!({ "input": input })).await;
    text(&made, "/recordObservation/observation/id")
}

impl Ring {
    pub(super) async fn on(backend: Backend, results: &str) -> Option<Self> {
        let desk = Desk::on(backend).await?;
        let id = Self::found(&desk, &CITIES.map(|(city, _)| city), results).await;
        Some(Self { desk, id })
    }

    /// A ring of these cities, all of which are invited and none has answered.
    async fn found(desk: &Desk, cities: &[&str], results: &str) -> String {
        let others = cities.iter().filter(|city| **city != AACHEN);
        let invite = others
            .chain([&POTSDAM])
            .map(|city| desk.tenant(city).to_string());
        let invite: Vec<String> = invite.collect();
        let input = json!({ "name": "Personal für den Radverkehr", "network": "kora", "of": { "ring": {
            "indicators": [STAFF], "terms": "Werte zählen und werden nicht gezeigt.", "resultsVisibility": results, "invite": invite } } });
        let document = "mutation($input: CreatePeerGroupInput!) { createPeerGroup(input: $input) { peerGroup { id } } }";
        let made = data(
            &publisher(desk, AACHEN),
            document,
            json!({ "input": input }),
        )
        .await;
        text(&made, "/createPeerGroup/peerGroup/id")
    }

    pub(super) async fn accept(&self, city: &str) {
        self.accept_at(&self.id, city).await;
    }

    async fn accept_at(&self, ring: &str, city: &str) {
        let ctx = publisher(&self.desk, city);
        let seen = "query($id: ID!) { peerGroup(id: $id) { version termsVersion } }";
        let seen = data(&ctx, seen, json!({ "id": ring })).await;
        let input = json!({ "peerGroup": ring, "expectedVersion": number(&seen, "/peerGroup/version") as i64,
            "termsVersion": number(&seen, "/peerGroup/termsVersion") as i64 });
        let document =
            "mutation($input: AcceptRingInput!) { acceptRing(input: $input) { peerGroup { id } } }";
        data(&ctx, document, json!({ "input": input })).await;
    }

    /// Publishes; answers what became of the one indicator.
    pub(super) async fn publish(&self) -> (String, Value) {
        self.publish_at(&self.id).await
    }

    async fn publish_at(&self, ring: &str) -> (String, Value) {
        let document =
            "mutation($input: PublishBenchmarksInput!) { publishBenchmarks(input: $input) {
            publications { indicator outcome reason publicationId } } }";
        let input = json!({ "ring": ring, "year": YEAR });
        let done = data(
            &publisher(&self.desk, AACHEN),
            document,
            json!({ "input": input }),
        )
        .await;
        let one = done
            .pointer("/publishBenchmarks/publications/0")
            .cloned()
            .unwrap();
        (text(&one, "/outcome"), one)
    }

    async fn read_by(&self, ctx: &Ctx) -> Value {
        let document = "query($ring: ID!) { benchmark(indicator: \"cycling_staff_fte\", year: 2025, peers: { group: $ring }) {
            distribution { n cities missing contributors mean median q1 q3 deciles min max withheld quartilesWithheld decilesWithheld extremesWithheld }
            standing { value band percentile rank } publicationId } }";
        answer(ctx, document, json!({ "ring": self.id })).await
    }

    async fn read(&self, city: &str) -> Value {
        let read = self.read_by(&self.desk.member(city, Role::Reader)).await;
        read.pointer("/data/benchmark").cloned().unwrap_or(read)
    }

    /// All ten have entered a value, nine have accepted: all but Augsburg.
    pub(super) async fn nine(&self) {
        for (city, value) in CITIES {
            enter(&self.desk, city, value).await;
        }
        for (city, _) in CITIES.iter().take(9) {
            if *city != AACHEN {
                self.accept(city).await;
            }
        }
    }
}

async fn a_ring_is_published_and_stays(backend: Backend) {
    let Some(ring) = Ring::on(backend, "SHARED").await else {
        return;
    };
    for (city, value) in CITIES {
        enter(&ring.desk, city, value).await;
    }
    let (outcome, one) = ring.publish().await;
    assert_eq!(outcome, "WITHHELD");
    assert_eq!(text(&one, "/reason"), "MIN_CONTRIBUTORS");
    assert_eq!(
        text(&ring.read(AACHEN).await, "/distribution/withheld"),
        "MIN_CONTRIBUTORS"
    );
    for (city, _) in CITIES.iter().take(9).filter(|(city, _)| *city != AACHEN) {
        ring.accept(city).await;
    }
    assert_eq!(ring.publish().await.0, "PUBLISHED");
    let read = ring.read(KARLSRUHE).await;
    let nine: Vec<f64> = CITIES.iter().take(9).map(|(_, value)| *value).collect();
    let mean = nine.iter().sum::<f64>() / 9.0;
    assert!(
        is_near(number(&read, "/distribution/mean"), mean),
        "{read:#}"
    );
    assert!(
        is_near(number(&read, "/distribution/median"), 11.0),
        "{read:#}"
    );
    assert_eq!(number(&read, "/distribution/contributors") as i64, 9);
    assert_eq!(
        text(&read, "/distribution/decilesWithheld"),
        "MIN_CONTRIBUTORS"
    );
    assert_eq!(
        text(&read, "/distribution/extremesWithheld"),
        "MIN_CONTRIBUTORS"
    );
    assert_eq!(read.pointer("/distribution/min"), Some(&Value::Null));
    // A city knows its own value and where it lies between what everybody is told, and no more.
    assert!(is_near(number(&read, "/standing/value"), 9.5));
    assert_eq!(text(&read, "/standing/band"), "Q1_TO_MEDIAN");
    assert_eq!(read.pointer("/standing/percentile"), Some(&Value::Null));
    assert_eq!(read.pointer("/standing/rank"), Some(&Value::Null));

    // One city more, or one value corrected, would be told by the difference: what was published stays to the last digit.
    let before = ring.read(AACHEN).await;
    assert_eq!(ring.publish().await.0, "UNCHANGED");
    ring.accept("09761000").await;
    let (outcome, one) = ring.publish().await;
    assert_eq!(
        (outcome.as_str(), text(&one, "/reason").as_str()),
        ("KEPT", "DIFFERENCING")
    );
    assert_eq!(ring.read(AACHEN).await, before);
}

async fn who_is_told(backend: Backend) {
    let Some(ring) = Ring::on(backend, "SHARED").await else {
        return;
    };
    ring.nine().await;
    ring.publish().await;
    ring.desk.admit(COLOGNE).await;
    let member = ring.read(KARLSRUHE).await;
    assert!(member.pointer("/distribution/mean").unwrap().is_number());
    let invited = ring.read(POTSDAM).await;
    assert_eq!(
        text(&invited, "/distribution/withheld"),
        "NOT_GRANTED",
        "{invited:#}"
    );
    assert_eq!(invited.pointer("/distribution/mean"), Some(&Value::Null));
    for outsider in [
        ring.desk.nobody(),
        ring.desk.member(COLOGNE, Role::Admin),
        ring.desk.operator(),
    ] {
        assert_eq!(code(&ring.read_by(&outsider).await), "NOT_FOUND");
    }
    // A confidential value is in no list, count or comparison of anybody else.
    let document = "{ observations(first: 100, filter: { indicator: [\"cycling_staff_fte\"], yearFrom: 2025 }) { totalCount nodes { value } }
        benchmark(indicator: \"cycling_staff_fte\", year: 2025, peers: { rule: { network: \"kora\" } }) { distribution { n } } }";
    for ctx in [
        ring.desk.nobody(),
        ring.desk.member(COLOGNE, Role::Admin),
        ring.desk.member(POTSDAM, Role::Admin),
    ] {
        let seen = data(&ctx, document, json!({})).await;
        assert_eq!(
            seen.pointer("/observations/nodes")
                .unwrap()
                .as_array()
                .unwrap()
                .len(),
            0,
            "{seen:#}"
        );
        assert_eq!(
            number(&seen, "/benchmark/distribution/n") as i64,
            0,
            "{seen:#}"
        );
    }
    let own = data(
        &ring.desk.member(KARLSRUHE, Role::Reader),
        document,
        json!({}),
    )
    .await;
    assert_eq!(
        number(&own, "/benchmark/distribution/n") as i64,
        1,
        "its own: {own:#}"
    );
}

async fn what_is_public_is_told_to_all(backend: Backend) {
    let Some(ring) = Ring::on(backend, "PUBLIC").await else {
        return;
    };
    ring.nine().await;
    assert_eq!(ring.publish().await.0, "PUBLISHED");
    let member = ring.read(KARLSRUHE).await;
    let nobody = ring.read_by(&ring.desk.nobody()).await;
    assert_eq!(
        nobody.pointer("/data/benchmark/distribution").unwrap(),
        member.pointer("/distribution").unwrap(),
        "the same cell is in the same state for everybody"
    );
    assert_eq!(
        nobody.pointer("/data/benchmark/standing"),
        Some(&Value::Null)
    );
}

async fn what_was_withdrawn_is_remembered(backend: Backend) {
    let Some(ring) = Ring::on(backend, "SHARED").await else {
        return;
    };
    ring.nine().await;
    let (_, one) = ring.publish().await;
    let id = text(&one, "/publicationId");
    let document = "mutation($input: WithdrawBenchmarkInput!) { withdrawBenchmark(input: $input) { publicationId } }";
    let input = json!({ "publication": id, "reason": "Ein Wert war in Halbtagsstellen gezählt." });
    let by_member = answer(
        &publisher(&ring.desk, KARLSRUHE),
        document,
        json!({ "input": input }),
    )
    .await;
    assert_eq!(code(&by_member), "FORBIDDEN");
    let by_nobody = answer(&ring.desk.nobody(), document, json!({ "input": input })).await;
    assert_eq!(code(&by_nobody), "UNAUTHENTICATED");
    data(
        &publisher(&ring.desk, AACHEN),
        document,
        json!({ "input": input }),
    )
    .await;
    assert_eq!(
        ring.read(KARLSRUHE).await.pointer("/publicationId"),
        Some(&Value::Null)
    );
    ring.accept("09761000").await;
    let (outcome, one) = ring.publish().await;
    assert_eq!(
        (outcome.as_str(), text(&one, "/reason").as_str()),
        ("WITHHELD", "DIFFERENCING")
    );
}

async fn another_ring_does_not_complete_it(backend: Backend) {
    let Some(ring) = Ring::on(backend, "SHARED").await else {
        return;
    };
    ring.nine().await;
    ring.publish().await;
    // Eight of the nine: the ninth would be the difference.
    let eight: Vec<&str> = CITIES.iter().take(8).map(|(city, _)| *city).collect();
    let other = Ring::found(&ring.desk, &eight, "SHARED").await;
    for city in eight.iter().filter(|city| **city != AACHEN) {
        ring.accept_at(&other, city).await;
    }
    let (outcome, one) = ring.publish_at(&other).await;
    assert_eq!(
        (outcome.as_str(), text(&one, "/reason").as_str()),
        ("WITHHELD", "SECONDARY")
    );
}

async fn one_large_city_does_not_stand_out(backend: Backend) {
    let Some(ring) = Ring::on(backend, "SHARED").await else {
        return;
    };
    for (city, value) in CITIES {
        let value = if city == AACHEN { 4_000.0 } else { value };
        enter(&ring.desk, city, value).await;
    }
    for (city, _) in CITIES.iter().filter(|(city, _)| *city != AACHEN) {
        ring.accept(city).await;
    }
    let (outcome, one) = ring.publish().await;
    assert_eq!(
        (outcome.as_str(), text(&one, "/reason").as_str()),
        ("WITHHELD", "DOMINANCE")
    );
    let read = ring.read(KARLSRUHE).await;
    assert_eq!(text(&read, "/distribution/withheld"), "DOMINANCE");
    assert_eq!(read.pointer("/distribution/n").unwrap(), 0);
}

macro_rules! both {
    ($($name:ident)*) => {$(
        mod $name {
            use super::Backend;

            #[tokio::test]
            async fn on_sqlite() {
                super::$name(Backend::Sqlite).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                super::$name(Backend::Postgres).await;
            }
        }
    )*};
}

both! {
    a_ring_is_published_and_stays who_is_told what_is_public_is_told_to_all what_was_withdrawn_is_remembered
    another_ring_does_not_complete_it one_large_city_does_not_stand_out
}
