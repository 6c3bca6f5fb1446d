//! Scores the engine on judged sets that are read where they are. Usage: `evaluate EVAL_FOLDER DATA_FOLDER SEED OUT`.
//!
//! Invariant: judgements are read only after the rankings are made.
#![expect(
    clippy::unwrap_used,
    reason = "a tool for developers stops at the first thing that is missing"
)]

use std::collections::HashMap;
use std::io::Write;

use engine::similarity::index::{Document, Facts, Field, Index, Key, Text};
use engine::similarity::query::Subject;
use engine::similarity::similar::{Feature, Request, Weights, rank};
use engine::similarity::text::place::Places;
use serde_json::Value;

fn lines(path: &str) -> Vec<Value> {
    std::fs::read_to_string(path)
        .unwrap()
        .lines()
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

fn text(field: Field, value: &Value) -> Vec<Text> {
    match value {
        Value::String(text) => vec![Text {
            field,
            text: text.clone(),
        }],
        Value::Array(items) => items.iter().flat_map(|item| text_of(field, item)).collect(),
        _ => Vec::new(),
    }
}
fn text_of(field: Field, value: &Value) -> Vec<Text> {
    text(field, value)
}

fn strip(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => {
                inside = true;
                out.push('\n');
            }
            '>' => inside = false,
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

fn projects(data: &str, seed: &str) -> Vec<(String, Document)> {
    let mut cities: HashMap<String, u32> = HashMap::new();
    let mut found = Vec::new();
    let mut city = |name: &str| {
        let next = u32::try_from(cities.len()).unwrap() + 1;
        *cities.entry(name.to_owned()).or_insert(next)
    };
    let mut field = 0_u16;
    let letter = |text: &str| {
        text.chars()
            .next()
            .map_or(0, |c| (c as u32 - 'A' as u32 + 1) as u16)
    };
    let seed = std::fs::read_to_string(seed).unwrap();
    let body = &seed[seed.find("Nr.\t").unwrap()..];
    let cells: Vec<&str> = body.split('\t').collect();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let lines: Vec<&str> = body.lines().skip(1).collect();
    let _ = cells;
    for line in lines {
        let row: Vec<String> = line.split('\t').map(strip).collect();
        if row[0].trim().parse::<u32>().is_ok() {
            rows.push(row);
        }
    }
    for row in rows {
        if let Some(rest) = row[1].trim().strip_prefix("Aktionsfeld ") {
            field = letter(rest);
        }
        let get = |n: usize| row.get(n).cloned().unwrap_or_default();
        let texts = vec![
            Text {
                field: Field::Title,
                text: get(2),
            },
            Text {
                field: Field::Goal,
                text: get(3),
            },
            Text {
                field: Field::Measures,
                text: get(4),
            },
            Text {
                field: Field::Milestones,
                text: get(5),
            },
            Text {
                field: Field::Indicators,
                text: get(6),
            },
        ];
        let id = format!("V{}", row[0].trim());
        found.push((
            id,
            Document {
                key: 1000 + row[0].trim().parse::<u128>().unwrap(),
                texts,
                facts: Facts {
                    is_public: true,
                    city: city("Aachen"),
                    action_field: field,
                    ..Facts::default()
                },
            },
        ));
    }
    for p in self::lines(&format!("{data}/projects.jsonl")) {
        let mut texts = text(Field::Title, &p["title_de"]);
        texts.extend(text(Field::Summary, &p["summary_de"]));
        texts.extend(text(Field::Barriers, &p["barriers"]));
        texts.extend(text(Field::Measures, &p["measures"]));
        texts.extend(text(Field::Indicators, &p["indicators"]));
        let id = p["id"].as_str().unwrap().to_owned();
        let key: Key = id[1..].parse().unwrap();
        let facts = Facts {
            is_public: true,
            city: city(p["city"].as_str().unwrap()),
            action_field: letter(p["action_field"].as_str().unwrap()),
            ..Facts::default()
        };
        found.push((id, Document { key, texts, facts }));
    }
    found
}

fn gain(grades: &[f32]) -> f32 {
    grades
        .iter()
        .take(10)
        .enumerate()
        .map(|(r, g)| (2f32.powf(*g) - 1.0) / (r as f32 + 2.0).log2())
        .sum()
}

type Pool = Vec<(String, Vec<(String, [f32; 10])>)>;

fn judged_pool(eval: &str, index: &Index, projects: &[(String, Document)]) -> (Pool, Value) {
    let gold: Value = serde_json::from_str(
        &std::fs::read_to_string(format!("{eval}/projects/relevance.json")).unwrap(),
    )
    .unwrap();
    let names: HashMap<Key, String> = projects.iter().map(|(n, d)| (d.key, n.clone())).collect();
    let mut pool = Vec::new();
    for (q, _) in gold.as_object().unwrap() {
        let d = &projects.iter().find(|(n, _)| n == q).unwrap().1;
        let subject = Subject::of_document(index, d.key).unwrap();
        let own = d.facts.city;
        let weights = Weights::shipped();
        let ranked = rank(
            index,
            &Request {
                subject: &subject,
                weights: &weights,
                filter: &|_, f| f.city != own,
                with_own_city: false,
                first: 10,
                after: None,
            },
        );
        pool.push((
            q.clone(),
            ranked
                .iter()
                .map(|r| {
                    let mut v = [0.0; 10];
                    for (at, (_, x)) in r.values.iter().enumerate() {
                        v[at] = x;
                    }
                    (names[&r.key].clone(), v)
                })
                .collect(),
        ));
    }
    (pool, gold)
}

fn ndcg(pool: &Pool, gold: &Value, cities: &HashMap<String, u32>, w: &[f32; 10]) -> Vec<f32> {
    pool.iter()
        .map(|(q, docs)| {
            let mut order: Vec<(f32, &str)> = docs
                .iter()
                .map(|(n, v)| (v.iter().zip(w).map(|(a, b)| a * b).sum(), n.as_str()))
                .collect();
            order.sort_by(|a, b| b.0.total_cmp(&a.0));
            let g = |n: &str| gold[q][n].as_f64().unwrap_or(0.0) as f32;
            let mut ideal: Vec<f32> = gold[q]
                .as_object()
                .unwrap()
                .iter()
                .filter(|(n, _)| cities[*n] != cities[q])
                .map(|(_, v)| v.as_f64().unwrap() as f32)
                .collect();
            ideal.sort_by(|a, b| b.total_cmp(a));
            gain(&order.iter().map(|(_, n)| g(n)).collect::<Vec<_>>()) / gain(&ideal)
        })
        .collect()
}

fn mean(x: &[f32]) -> f32 {
    x.iter().sum::<f32>() / x.len() as f32
}

fn interval(x: &[f32]) -> (f32, f32) {
    let mut seed = 12345_u64;
    let mut means: Vec<f32> = (0..2000)
        .map(|_| {
            let mut sum = 0.0;
            for _ in 0..x.len() {
                seed = seed
                    .wrapping_mul(6364136223846793005)
                    .wrapping_add(1442695040888963407);
                sum += x[(seed >> 33) as usize % x.len()];
            }
            sum / x.len() as f32
        })
        .collect();
    means.sort_by(f32::total_cmp);
    (means[50], means[1949])
}

fn tune(
    pool: &Pool,
    gold: &Value,
    cities: &HashMap<String, u32>,
    keep: &dyn Fn(usize) -> bool,
) -> [f32; 10] {
    let mut w = Weights::shipped()
        .iter()
        .map(|(_, x)| x)
        .collect::<Vec<_>>();
    let score = |w: &[f32]| {
        let mut a = [0.0; 10];
        a.copy_from_slice(w);
        let n = ndcg(pool, gold, cities, &a);
        let k: Vec<f32> = n
            .iter()
            .enumerate()
            .filter(|(i, _)| keep(*i))
            .map(|(_, x)| *x)
            .collect();
        mean(&k)
    };
    let mut best = score(&w);
    for _ in 0..6 {
        for f in 0..10 {
            for m in [0.0, 0.5, 0.75, 0.9, 1.1, 1.33, 2.0] {
                let old = w[f];
                w[f] = if old == 0.0 && m > 0.0 {
                    0.02 * m
                } else {
                    old * m
                };
                let s = score(&w);
                if s > best + 1e-4 {
                    best = s;
                } else {
                    w[f] = old;
                }
            }
        }
    }
    let mut a = [0.0; 10];
    a.copy_from_slice(&w);
    a
}

fn public(eval: &str, out: &str, set: &str, places: &[String]) {
    let dir = format!("{eval}/public/{set}");
    let docs = lines(&format!("{dir}/docs.jsonl"));
    let keys: HashMap<&str, Key> = docs
        .iter()
        .enumerate()
        .map(|(n, d)| (d["id"].as_str().unwrap(), n as Key + 1))
        .collect();
    let groups: HashMap<&str, &str> = docs
        .iter()
        .map(|d| (d["id"].as_str().unwrap(), d["group"].as_str().unwrap_or("")))
        .collect();
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut index = Index::new(Places::new(places.iter().map(String::as_str), |w| {
        engine::similarity::background::Background::shipped().is_ordinary(w)
    }));
    index.load(docs.iter().map(|d| {
        let group = groups[d["id"].as_str().unwrap()];
        let next = u32::try_from(numbers.len()).unwrap() + 1;
        let city = if set == "esif" {
            *numbers.entry(group).or_insert(next)
        } else {
            0
        };
        let mut texts = text(Field::Title, &d["title"]);
        texts.extend(text(Field::Summary, &d["text"]));
        Document {
            key: keys[d["id"].as_str().unwrap()],
            texts,
            facts: Facts {
                is_public: true,
                city,
                ..Facts::default()
            },
        }
    }));
    let similar = matches!(set, "esif" | "raddialog" | "ottensen");
    let mut weights = Weights::default();
    let table: [f32; 10] =
        std::env::var("W")
            .ok()
            .map_or([0.2, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.6], |w| {
                let v: Vec<f32> = w.split(',').map(|x| x.parse().unwrap()).collect();
                let mut a = [0.0; 10];
                a.copy_from_slice(&v);
                a
            });
    for (f, x) in Feature::ALL.into_iter().zip(table) {
        weights.set(f, x);
    }
    let mut file = std::fs::File::create(format!("{out}/{set}.jsonl")).unwrap();
    for q in lines(&format!("{dir}/queries.jsonl")) {
        let id = q["id"].as_str().unwrap();
        let ids: Vec<&str> = if similar {
            let key = keys[id];
            let subject = Subject::of_document(&index, key).unwrap();
            let own = index.facts(key).unwrap().city;
            rank(
                &index,
                &Request {
                    subject: &subject,
                    weights: &weights,
                    filter: &|_, f| own == 0 || f.city != own,
                    with_own_city: false,
                    first: 10,
                    after: None,
                },
            )
            .iter()
            .take(100)
            .map(|r| {
                docs[usize::try_from(r.key).unwrap() - 1]["id"]
                    .as_str()
                    .unwrap()
            })
            .collect()
        } else {
            let request = engine::similarity::search::Request {
                text: q["text"].as_str().unwrap(),
                is_typing: false,
                filter: &|_, _| true,
                first: 100,
                after: None,
            };
            engine::similarity::search::search(&index, &request)
                .map(|answer| {
                    answer
                        .hits
                        .iter()
                        .map(|hit| {
                            docs[usize::try_from(hit.key).unwrap() - 1]["id"]
                                .as_str()
                                .unwrap()
                        })
                        .collect()
                })
                .unwrap_or_default()
        };
        writeln!(file, "{}", serde_json::json!({"qid": id, "ids": ids})).unwrap();
    }
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let (eval, data, seed, out) = (&args[1], &args[2], &args[3], &args[4]);
    let places: Vec<String> = std::fs::read_to_string(format!("{data}/municipalities_de.csv"))
        .unwrap()
        .lines()
        .skip(1)
        .map(|l| {
            l.replace('"', "")
                .split(',')
                .nth(std::env::var("PLACECOL").map_or(1, |x| x.parse().unwrap()))
                .unwrap_or("")
                .to_owned()
        })
        .collect();
    if let Some(sets) = args.get(5) {
        for set in sets.split(',') {
            public(eval, out, set, &places);
        }
        if sets != "all" {
            return;
        }
    }
    let projects = projects(data, seed);
    let mut index = Index::new(Places::new(places.iter().map(String::as_str), |w| {
        engine::similarity::background::Background::shipped().is_ordinary(w)
    }));
    index.load(projects.iter().map(|(_, d)| d.clone()));
    let cities: HashMap<String, u32> = projects
        .iter()
        .map(|(n, d)| (n.clone(), d.facts.city))
        .collect();
    let (pool, gold) = judged_pool(eval, &index, &projects);
    let shipped: Vec<f32> = Weights::shipped().iter().map(|(_, x)| x).collect();
    let mut w = [0.0; 10];
    w.copy_from_slice(&shipped);
    let n = ndcg(&pool, &gold, &cities, &w);
    for ((q, _), x) in pool.iter().zip(&n) {
        println!("{q} {x:.3}");
    }
    let (lo, hi) = interval(&n);
    println!(
        "projects {} shipped nDCG@10 {:.3} [{lo:.3} {hi:.3}]",
        projects.len(),
        mean(&n)
    );
    for f in Feature::ALL {
        let mut one = [0.0; 10];
        one[f as usize] = 1.0;
        println!(
            "  only {:12} {:.3}   without {:.3}",
            f.name(),
            mean(&ndcg(&pool, &gold, &cities, &one)),
            {
                let mut v = w;
                v[f as usize] = 0.0;
                mean(&ndcg(&pool, &gold, &cities, &v))
            }
        );
    }
    if std::env::var("TUNE").is_ok() {
        let all = tune(&pool, &gold, &cities, &|_| true);
        println!(
            "tuned on all {:?} {:.3}",
            all,
            mean(&ndcg(&pool, &gold, &cities, &all))
        );
        let held: Vec<f32> = (0..pool.len())
            .map(|out| {
                let w = tune(&pool, &gold, &cities, &|i| i != out);
                ndcg(&pool, &gold, &cities, &w)[out]
            })
            .collect();
        println!("leave one out {:.3}", mean(&held));
    }
    let run: serde_json::Map<String, Value> = pool
        .iter()
        .map(|(q, d)| {
            let mut o: Vec<(f32, &String)> = d
                .iter()
                .map(|(n, v)| (v.iter().zip(w).map(|(a, b)| a * b).sum(), n))
                .collect();
            o.sort_by(|a, b| b.0.total_cmp(&a.0));
            (
                q.clone(),
                o.iter()
                    .map(|(_, n)| (*n).clone())
                    .collect::<Vec<_>>()
                    .into(),
            )
        })
        .collect();
    std::fs::write(
        format!("{out}/projects.json"),
        serde_json::to_string(&run).unwrap(),
    )
    .unwrap();
}
