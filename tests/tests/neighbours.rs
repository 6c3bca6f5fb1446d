//! The cities nearest to one: distances against a case worked out by hand, and from nothing that the caller may not read.
//!
//! Invariant: what is not known of a city leaves it out; nothing is made up.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, ask, code, data, text},
    harness::{Backend, demo, on_both_databases, watched},
    tenancy::on_both,
};
use domain::{
    Ctx,
    actor::Role,
    observation::{self, NewObservation},
    release::Release,
    value::{Confidence, ObsStatus, ValueKind, Visibility},
};
use serde_json::{Value, json};

on_both!(distances_are_those_worked_out_by_hand);
on_both!(what_may_not_be_read_does_not_count);
on_both!(what_is_newer_than_the_year_does_not_count);

const PEERS: &str = "query($of: PeerInput!, $year: Int) { peers(of: $of, year: $year) { label(locale: DE) kind count leftOut year
    cities(first: 100) { nodes { ags name distance components { code figure(locale: EN) weight own other difference share
        explanation(locale: DE) } } } } }";

/// Two figures that only this test knows.
async fn define(desk: &Desk) {
    let document = "mutation($input: DefineIndicatorInput!) { defineIndicator(input: $input) { indicator { id } } }";
    for (code, de) in [("test_steps", "Stufen"), ("test_height", "Höhe")] {
        let new = json!({ "code": code, "labelDe": de, "labelEn": "Figure", "definitionDe": "Nur im Test.",
            "definitionEn": "In the test only.", "unitDe": "Stück", "unitEn": "pieces", "decimals": 1, "polarity": "NEUTRAL",
            "kind": "OUTPUT", "valueType": "NUMBER", "frequency": "ANNUAL" });
        data(&desk.operator(), document, json!({ "input": new })).await;
    }
}

/// A city enters a measured value.
async fn measure(
    desk: &Desk,
    ags: &str,
    (code, year): (&str, i32),
    value: f64,
    visibility: Visibility,
) {
    let ctx = desk.member(ags, Role::Publisher);
    let mut known = ctx.reference().indicators.all().iter();
    let indicator = known.find(|one| one.code == code).unwrap().id;
    let new = NewObservation {
        indicator,
        city_ags: ags.to_owned(),
        year,
        value,
        value_kind: ValueKind::Measured,
        obs_status: ObsStatus::Normal,
        confidence: Confidence::High,
        source: "https://example.org/zahlen".to_owned(),
        note: None,
        release: Release {
            visibility,
            embargo_until: None,
        },
    };
    let work = ctx.begin().await.unwrap();
    observation::create_all(&work, vec![new]).await.unwrap();
    work.commit().await.unwrap();
}

/// Five cities of the network, Aachen and Karlsruhe the third and fourth.
fn five(desk: &Desk) -> [String; 5] {
    let reference = desk.store.reference();
    let cities = reference.tenant_cities().map(|city| city.ags.clone());
    let mut others = cities.filter(|ags| ags != AACHEN && ags != KARLSRUHE);
    let mut next = || others.next().unwrap();
    [
        next(),
        next(),
        AACHEN.to_owned(),
        KARLSRUHE.to_owned(),
        next(),
    ]
}

async fn peers(ctx: &Ctx, rule: Value, year: Value) -> Value {
    let variables = json!({ "of": { "neighbours": rule }, "year": year });
    data(ctx, PEERS, variables)
        .await
        .get("peers")
        .cloned()
        .unwrap()
}

/// Key and distance of the neighbours, the nearest first.
fn distances(peers: &Value) -> Vec<(String, f64)> {
    let nodes = peers.pointer("/cities/nodes").and_then(Value::as_array);
    let mut found: Vec<_> = nodes
        .unwrap()
        .iter()
        .map(|node| {
            let distance = node.get("distance").and_then(Value::as_f64).unwrap();
            (text(node, "/ags"), distance)
        })
        .collect();
    found.sort_by(|one, other| one.1.total_cmp(&other.1));
    found
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} and {expected}");
}

async fn distances_are_those_worked_out_by_hand(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    define(&desk).await;
    // Steps 1 2 3 4 100: the median is 3, the deviations 2 1 0 1 97 have the median 1, so the unit is 1.4826.
    // Heights 10 20 30 40 50: the median is 30, the deviations 20 10 0 10 20 have the median 10, the unit is 14.826.
    let cities = five(&desk);
    let values = [
        (1.0, 10.0),
        (2.0, 20.0),
        (3.0, 30.0),
        (4.0, 40.0),
        (100.0, 50.0),
    ];
    for (ags, (steps, height)) in cities.iter().zip(values) {
        measure(&desk, ags, ("test_steps", 2023), steps, Visibility::Public).await;
        measure(
            &desk,
            ags,
            ("test_height", 2023),
            height,
            Visibility::Public,
        )
        .await;
    }
    let [one, two, own, four, five] = &cities;
    let rule = json!({ "city": own, "count": 4, "figures": [{ "code": "test_steps", "weight": 3 }, { "code": "test_height" }] });
    let found = peers(&desk.nobody(), rule.clone(), Value::Null).await;
    assert_eq!(text(&found, "/kind"), "NEAREST_NEIGHBOUR");
    assert_eq!(
        text(&found, "/label"),
        "Die 4 nächsten Kommunen zu Aachen nach Stufen, Höhe"
    );
    let registered = u64::try_from(desk.store.reference().cities.all().len()).unwrap();
    assert_eq!(
        found.get("leftOut"),
        Some(&json!(registered - 5)),
        "all others lack the figures"
    );
    // √(¾ · (1/1.4826)² + ¼ · (10/14.826)²) = 1/1.4826 for the second and the fourth city, twice that for the first.
    let unit: f64 = 1.0 / 1.4826;
    let far = (0.75 * (97.0 * unit).powi(2) + 0.25 * (2.0 * unit).powi(2)).sqrt();
    let found = distances(&found);
    let expected = [(two, unit), (four, unit), (one, 2.0 * unit), (five, far)];
    assert_eq!(found.len(), 4);
    for (ags, distance) in expected {
        near(found.iter().find(|one| one.0 == *ags).unwrap().1, distance);
    }
    let [.., (third, _), (last, _)] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!((third, last), (one, five), "the nearest first");
    components_add_up(&desk, &rule, five).await;
    // Of two equally near ones the smaller key is taken.
    let nearest = json!({ "city": own, "count": 1, "figures": [{ "code": "test_steps" }] });
    let nearest = distances(&peers(&desk.nobody(), nearest, Value::Null).await);
    assert_eq!(
        nearest.first().map(|one| &one.0),
        [two, four].into_iter().min()
    );
}

async fn components_add_up(desk: &Desk, rule: &Value, five: &str) {
    let found = peers(&desk.nobody(), rule.clone(), Value::Null).await;
    let nodes = found.pointer("/cities/nodes").and_then(Value::as_array);
    let last = nodes
        .unwrap()
        .iter()
        .find(|node| text(node, "/ags") == five);
    let last = last.unwrap();
    let number = |pointer: &str| last.pointer(pointer).and_then(Value::as_f64).unwrap();
    near(number("/components/0/weight"), 0.75);
    near(number("/components/1/weight"), 0.25);
    near(number("/components/0/own"), 3.0);
    near(number("/components/0/other"), 100.0);
    near(number("/components/0/difference"), 97.0 / 1.4826);
    near(
        number("/components/0/share") + number("/components/1/share"),
        1.0,
    );
    let squares: f64 = [
        (0.75, "/components/0/difference"),
        (0.25, "/components/1/difference"),
    ]
    .map(|(weight, pointer)| weight * number(pointer).powi(2))
    .iter()
    .sum();
    near(squares.sqrt(), number("/distance"));
    assert_eq!(text(last, "/components/0/figure"), "Figure");
    assert_eq!(
        text(last, "/components/0/explanation"),
        "Stufen: 3,0 und 100,0 Stück; 100 % des Abstands."
    );
}

/// Steps of Aachen, of another city and of Karlsruhe, whose own are for itself only: which the other city is.
async fn stepped(desk: &Desk) -> String {
    define(desk).await;
    let [one, ..] = five(desk);
    let steps = ("test_steps", 2023);
    measure(desk, AACHEN, steps, 3.0, Visibility::Public).await;
    measure(desk, &one, steps, 1.0, Visibility::Public).await;
    measure(desk, KARLSRUHE, steps, 2.0, Visibility::Tenant).await;
    one
}

async fn what_may_not_be_read_does_not_count(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let one = stepped(&desk).await;
    let rule = json!({ "city": AACHEN, "count": 9, "figures": [{ "code": "test_steps" }] });
    let keys = async |ctx: &Ctx| {
        let found = distances(&peers(ctx, rule.clone(), Value::Null).await);
        let mut keys: Vec<_> = found.into_iter().map(|(ags, _)| ags).collect();
        keys.sort_unstable();
        keys
    };
    let (partner, own) = (
        desk.member(AACHEN, Role::Reader),
        desk.member(KARLSRUHE, Role::Reader),
    );
    assert_eq!(keys(&desk.nobody()).await, vec![one.clone()]);
    assert_eq!(keys(&partner).await, vec![one.clone()]);
    let mut both = vec![one.clone(), KARLSRUHE.to_owned()];
    both.sort_unstable();
    assert_eq!(keys(&own).await, both);
    // What is kept is the same for everybody: only public values count.
    let create = "mutation($input: CreatePeerGroupInput!) { createPeerGroup(input: $input) { peerGroup { id } } }";
    let new = json!({ "name": "Nachbarn", "of": { "neighbours": rule } });
    let publisher = desk.member(AACHEN, Role::Publisher);
    let made = data(&publisher, create, json!({ "input": new })).await;
    let id = text(&made, "/createPeerGroup/peerGroup/id");
    let of = json!({ "of": { "group": id } });
    let kept = data(&partner, PEERS, of).await;
    assert_eq!(kept.pointer("/peers/count"), Some(&json!(1)));
    // A city whose own value is not to be read has no neighbours by it.
    let hidden = json!({ "of": { "neighbours": { "city": KARLSRUHE, "figures": [{ "code": "test_steps" }] } } });
    assert_eq!(
        code(&ask(&partner, PEERS, hidden.clone()).await),
        "BAD_USER_INPUT"
    );
    assert!(ask(&own, PEERS, hidden).await.get("errors").is_none());
}

async fn what_is_newer_than_the_year_does_not_count(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let one = stepped(&desk).await;
    let rule = json!({ "city": AACHEN, "count": 9, "figures": [{ "code": "test_steps" }] });
    let own = desk.member(KARLSRUHE, Role::Reader);
    let early = json!({ "of": { "neighbours": rule }, "year": 2022 });
    assert_eq!(code(&ask(&own, PEERS, early).await), "BAD_USER_INPUT");
    let steps = ("test_steps", 2024);
    measure(&desk, &one, steps, 90.0, Visibility::Public).await;
    let before = peers(&desk.nobody(), rule.clone(), json!(2023)).await;
    let after = peers(&desk.nobody(), rule, json!(2024)).await;
    let other = |peers: &Value| {
        let value = peers.pointer("/cities/nodes/0/components/0/other");
        value.and_then(Value::as_f64).unwrap()
    };
    near(other(&before), 1.0);
    near(other(&after), 90.0);
}

on_both_databases! { service from watched;
    async fn the_register_costs_nothing_and_values_one_statement() {
        for (of, expected) in [
            ("rule: { sizeClass: [FROM_100000] }", 0),
            ("rule: { network: \"kora\", like: \"05334002\" }", 0),
            ("rule: {}", 0),
            ("cities: [\"05334002\", \"08212000\"]", 0),
            ("neighbours: { city: \"05334002\", figures: [{ code: \"area_km2\" }, { code: \"traffic_area_share\" }] }", 0),
            ("neighbours: { city: \"05334002\", figures: [{ code: \"adfc_fahrradklima_note\" }, { code: \"population\" }] }", 1),
            ("neighbours: { city: \"05334002\", count: 100, figures: [{ code: \"adfc_fahrradklima_note\" }, { code: \"bikes_per_1000\" }] }", 1),
        ] {
            let query = format!("{{ peers(of: {{ {of} }}) {{ count cities(first: 100) {{ nodes {{ ags name distance components {{ share }} }} }} }} }}");
            let (answer, statements) = service.statements_of(service.query(&query)).await;
            answer.data();
            assert_eq!(statements.len(), expected, "{query}: {statements:#?}");
        }
        let query = "{ peerGroups(first: 20) { nodes { name rule { sizeClass } neighbours { city } peers(year: 2024) { count cities(first: 5) { nodes { ags } } } ring { state } } } }";
        let (answer, statements) = service.statements_of(service.query(query)).await;
        answer.data();
        assert_eq!(statements.len(), 3, "the groups, the cities of lists and frozen years, and measured values: {statements:#?}");
    }
}

on_both_databases! { service from demo;
    async fn both_interfaces_say_the_same() {
        let query = "{ peers(of: { neighbours: { city: \"05334002\", count: 5, figures: [{ code: \"population\", weight: 2 }, { code: \"population_density\" }],
            among: { sizeClass: [FROM_100000] } } }) { label(locale: DE) count leftOut cities { nodes { ags name distance
            components { code weight own other difference share explanation(locale: DE) } } } } }";
        let graph = service.query(query).await.data();
        let path = "/api/v1/peers?neighboursOf=05334002&count=5&figures=population:2,population_density&sizeClass=FROM_100000";
        let rest = service.read_with(path, &[("Accept-Language", "de")]).await.json();
        for member in ["label", "count", "leftOut"] {
            assert_eq!(graph.pointer(&format!("/peers/{member}")), rest.get(member), "{member}");
        }
        let nodes = graph.pointer("/peers/cities/nodes").and_then(Value::as_array).unwrap();
        assert_eq!(nodes.len(), 5);
        let items = rest.get("items").and_then(Value::as_array).unwrap();
        for (node, item) in nodes.iter().zip(items) {
            for member in ["ags", "name", "distance"] {
                assert_eq!(node.get(member), item.get(member));
            }
            let of = |value: &Value| value.pointer("/components/0/explanation").cloned();
            assert_eq!(of(node), of(item));
        }
        for path in ["/api/v1/peers", "/api/v1/peers?cities=05334002&network=kora", "/api/v1/peers?group=nichts&cities=05334002",
            "/api/v1/peers?neighboursOf=05334002", "/api/v1/peers?neighboursOf=05334002&figures=population:viel",
            "/api/v1/peers?cities=99999999", "/api/v1/peers?network=nirgendwo", "/api/v1/peers?like=Aachen",
            "/api/v1/peers?adfcClass=RIESIG", "/api/v1/peers?cities=05334002&year=99999"] {
            assert_eq!(service.read(path).await.status, 400, "{path}");
        }
        assert_eq!(service.read("/api/v1/peers?group=peergroup_01jw0000000000000000000000").await.status, 404);
    }
}
