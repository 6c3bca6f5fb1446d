//! What the service was ordered for, asked of the demo: a cube with status codes, a distribution with the own position, and
//! what is open. Each as nobody in particular, as a member and as members of the ring.
//!
//! Invariant: a figure is in the same state wherever somebody meets it, and nobody meets what is not for them.

use super::{is_near, number, text};
use crate::{
    cube::forms::{Table, of_csv, of_json_stat, of_rows, of_sdmx_csv, of_sdmx_json},
    desk::{AACHEN, COLOGNE, Desk, KARLSRUHE, ask, data},
    harness::Backend,
    rest_writes::client::{Answer, read},
    tenancy::on_both,
};
use domain::{Ctx, actor::Role, catalogue};
use serde_json::{Value, json};

on_both!(a_cube_with_status_codes_in_every_form);
on_both!(a_distribution_of_a_ring_and_the_own_position);
on_both!(a_distribution_of_open_values_and_the_own_position);
on_both!(what_is_open);

const STAFF: &str = "cycling_staff_fte";
const BUDGET: &str = "cycling_budget_eur_per_capita";
const GRADE: &str = "adfc_fahrradklima_note";
const HANOVER: &str = "03241001";
/// The made-up values of staff for cycling in the demo's ring, 2024, ascending.
const VALUES: [f64; 11] = [3.5, 4.0, 4.5, 5.0, 6.5, 7.0, 7.5, 8.0, 9.0, 11.0, 14.0];

/// Those who ask.
struct Asking {
    nobody: Ctx,
    /// Takes part, and belongs to no ring.
    member: Ctx,
    /// Belong to the ring.
    aachen: Ctx,
    karlsruhe: Ctx,
    ring: String,
}

impl Asking {
    async fn on(backend: Backend) -> Option<Self> {
        let desk = Desk::on(backend).await?;
        desk.admit(COLOGNE).await;
        let aachen = desk.member(AACHEN, Role::Reader);
        let groups = "{ peerGroups(first: 10, filter: { kind: [RING] }) { nodes { id } } }";
        let groups = data(&aachen, groups, json!({})).await;
        Some(Self {
            nobody: desk.nobody(),
            member: desk.member(COLOGNE, Role::Reader),
            karlsruhe: desk.member(KARLSRUHE, Role::Reader),
            ring: text(&groups, "/peerGroups/nodes/0/id"),
            aachen,
        })
    }

    fn outside(&self) -> [&Ctx; 2] {
        [&self.nobody, &self.member]
    }

    fn inside(&self) -> [(&Ctx, &'static str, f64); 2] {
        [
            (&self.aachen, AACHEN, 6.5),
            (&self.karlsruhe, KARLSRUHE, 9.0),
        ]
    }

    fn everybody(&self) -> [&Ctx; 4] {
        [&self.nobody, &self.member, &self.aachen, &self.karlsruhe]
    }
}

async fn whole(ctx: &Ctx, path: &str) -> Answer {
    let answer = read(ctx, path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer
}

/// One question, one request, in every form: the same cells.
async fn cube(ctx: &Ctx, query: &str) -> Table {
    let form = async |form: &str| whole(ctx, &format!("/cube?{query}&format={form}")).await;
    let flat = of_rows(form("json").await.json.as_array().unwrap());
    assert_eq!(of_csv(&form("csv").await.body), flat);
    assert_eq!(of_sdmx_csv(&form("sdmx-csv").await.body), flat);
    assert_eq!(of_sdmx_json(&form("sdmx-json").await.json), flat);
    let mut without_sources = flat.clone();
    for told in without_sources.values_mut() {
        told.4 = None;
    }
    assert_eq!(of_json_stat(&form("json-stat").await.json), without_sources);
    flat
}

/// A cell's value, status and confidentiality.
fn cell(table: &Table, indicator: &str, city: &str, year: i64) -> Option<(f64, String, String)> {
    let told = table.get(&(indicator.to_owned(), city.to_owned(), year))?;
    Some((told.0.unwrap_or(f64::NAN), told.1.clone(), told.2.clone()))
}

fn said(value: f64, conf: &str) -> Option<(f64, String, String)> {
    Some((value, "A".to_owned(), conf.to_owned()))
}

async fn a_cube_with_status_codes_in_every_form(backend: Backend) {
    let Some(asking) = Asking::on(backend).await else {
        return;
    };
    let query = format!(
        "indicator={GRADE},{STAFF},traffic_area_share&city={AACHEN},{KARLSRUHE},{HANOVER}&yearFrom=2018&yearTo=2024"
    );
    let open = cube(&asking.nobody, &query).await;
    assert_eq!(cell(&open, GRADE, HANOVER, 2024), said(3.52, "F"));
    assert_eq!(cell(&open, STAFF, AACHEN, 2018), said(7.0, "F"));
    for city in [AACHEN, KARLSRUHE, HANOVER] {
        let (share, status, conf) = cell(&open, "traffic_area_share", city, 2018).unwrap();
        assert!((5.0..25.0).contains(&share), "{city}: {share}");
        assert_eq!((status.as_str(), conf.as_str()), ("A", "F"));
        assert_eq!(cell(&open, STAFF, city, 2024), None);
    }
    assert_eq!(cube(&asking.member, &query).await, open);
    // In the ring as well: the own value that counts in it, as confidential, and nobody else's.
    for (ctx, own, value) in asking.inside() {
        let mut told = cube(ctx, &query).await;
        assert_eq!(cell(&told, STAFF, own, 2024), said(value, "C"));
        told.remove(&(STAFF.to_owned(), own.to_owned(), 2024));
        assert_eq!(told, open);
    }
}

const COMPARED: &str = "query($ring: ID!, $indicator: String!) {
    benchmark(indicator: $indicator, year: 2024, peers: { group: $ring }) {
        distribution { n contributors mean median q1 q3 min max deciles withheld quartilesWithheld decilesWithheld
            extremesWithheld }
        standing { value band percentile rank } publicationId } }";

async fn compared(ctx: &Ctx, ring: &str, indicator: &str) -> Value {
    let asked = json!({ "ring": ring, "indicator": indicator });
    let found = data(ctx, COMPARED, asked).await;
    found.pointer("/benchmark").cloned().unwrap()
}

/// The value and the reason of a statistic in the table of a ring.
fn statistic(rows: &Value, indicator: &str, code: &str) -> (Value, Value) {
    let mut rows = rows.as_array().unwrap().iter();
    let row = rows.find(|row| {
        text(row, "/indicator") == indicator
            && text(row, "/statistic") == code
            && row.pointer("/year") == Some(&json!(2024))
    });
    let member = |name: &str| row.unwrap().get(name).cloned().unwrap();
    (member("value"), member("reason"))
}

async fn a_distribution_of_a_ring_and_the_own_position(backend: Backend) {
    let Some(asking) = Asking::on(backend).await else {
        return;
    };
    let ring = &asking.ring;
    let table = format!("/benchmarks?indicator={STAFF},{BUDGET}&group={ring}");
    // To whoever is not in it the ring does not exist, whichever way they ask.
    let asked = json!({ "ring": ring, "indicator": STAFF });
    let nothing = ask(&asking.nobody, COMPARED, asked.clone()).await;
    for ctx in asking.outside() {
        assert_eq!(ask(ctx, COMPARED, asked.clone()).await, nothing);
        for path in [
            &table,
            &format!("/benchmark?indicator={STAFF}&group={ring}"),
        ] {
            assert_eq!(
                read(ctx, path).await.refusal(),
                (404, "NOT_FOUND".to_owned())
            );
        }
    }
    assert_eq!(text(&nothing, "/errors/0/extensions/code"), "NOT_FOUND");
    let mut told = Vec::new();
    for (ctx, _, value) in asking.inside() {
        let staff = compared(ctx, ring, STAFF).await;
        let shown = staff.pointer("/distribution").unwrap();
        for (name, expected) in [
            ("/n", 11.0),
            ("/contributors", 11.0),
            ("/mean", VALUES.iter().sum::<f64>() / 11.0),
            ("/median", 7.0),
            ("/q1", 4.75),
            ("/q3", 8.5),
        ] {
            assert!(is_near(number(shown, name), expected), "{name} {shown:#}");
        }
        for name in ["/decilesWithheld", "/extremesWithheld"] {
            assert_eq!(text(shown, name), "MIN_CONTRIBUTORS");
        }
        assert_eq!(shown.pointer("/withheld"), Some(&Value::Null));
        assert_eq!(shown.pointer("/min"), Some(&Value::Null));
        let standing = staff.pointer("/standing").unwrap();
        assert!(is_near(number(standing, "/value"), value));
        // A rank would tell how many are ahead among values that nobody is shown.
        assert_eq!(standing.pointer("/rank"), Some(&Value::Null));
        // Four cities contribute to the budget: too few, and that is all that is told.
        let budget = compared(ctx, ring, BUDGET).await;
        assert_eq!(text(&budget, "/distribution/withheld"), "MIN_CONTRIBUTORS");
        assert_eq!(budget.pointer("/distribution/mean"), Some(&Value::Null));
        let rows = whole(ctx, &table).await.json;
        for (code, name) in [("N", "/n"), ("MEAN", "/mean"), ("MEDIAN", "/median")] {
            let (value, reason) = statistic(&rows, STAFF, code);
            assert!(is_near(value.as_f64().unwrap(), number(shown, name)));
            assert_eq!(reason, Value::Null);
            let (value, reason) = statistic(&rows, BUDGET, code);
            assert_eq!((value, reason), (Value::Null, json!("MIN_CONTRIBUTORS")));
        }
        let extreme = statistic(&rows, STAFF, "MAX");
        assert_eq!(extreme, (Value::Null, json!("MIN_CONTRIBUTORS")));
        told.push((shown.clone(), rows));
    }
    assert_eq!(told.first(), told.last(), "the same for every member");
}

async fn a_distribution_of_open_values_and_the_own_position(backend: Backend) {
    let Some(asking) = Asking::on(backend).await else {
        return;
    };
    let document =
        "{ benchmark(indicator: \"adfc_fahrradklima_note\", year: 2022, city: \"05334002\",
        peers: { rule: { adfcClass: [ABOVE_200000] } }) {
        distribution { n contributors mean median min max withheld extremesWithheld }
        standing { value band position gapToMedian percentile rank } } }";
    let mut told = Vec::new();
    for ctx in asking.everybody() {
        let mut found = data(ctx, document, json!({})).await;
        let shown = found.pointer("/benchmark/distribution").unwrap();
        for (name, expected) in [
            ("/n", 4.0),
            ("/median", 3.85),
            ("/min", 3.09),
            ("/max", 4.0),
        ] {
            assert!(is_near(number(shown, name), expected), "{name} {shown:#}");
        }
        assert_eq!(
            shown.pointer("/withheld"),
            Some(&Value::Null),
            "open values"
        );
        let rank = found.pointer_mut("/benchmark/standing/rank").unwrap();
        let rank = rank.take();
        let is_own = ctx.audience().tenant == asking.aachen.audience().tenant;
        assert_eq!(rank, if is_own { json!(4) } else { Value::Null });
        told.push(found);
    }
    assert!(told.iter().all(|one| Some(one) == told.first()));
}

async fn what_is_open(backend: Backend) {
    let Some(asking) = Asking::on(backend).await else {
        return;
    };
    let mut told = Vec::new();
    for ctx in asking.everybody() {
        let open = catalogue::open(ctx).await.unwrap();
        assert!(open.has_projects && open.has_plans);
        let figures = open.figures.iter();
        let figures = figures.map(|one| (one.figure.code().to_owned(), one.years));
        told.push(figures.collect::<Vec<_>>());
    }
    assert!(told.iter().all(|one| Some(one) == told.first()));
    let open = told.first().unwrap();
    let years = |code: &str| {
        let mut all = open.iter();
        all.find(|(known, _)| known == code)
            .map(|(_, years)| *years)
    };
    // Of the ring there is nothing in it: the staff of 2018 is public, that of 2024 is confidential.
    assert_eq!(years(STAFF), Some((2018, 2018)));
    assert_eq!(years(BUDGET), None);
    assert_eq!(years("traffic_area_share"), Some((2018, 2018)));
    assert_eq!(years("population_density"), Some((2023, 2023)));
    assert_eq!(years(GRADE).map(|(_, last)| last), Some(2024));
}
