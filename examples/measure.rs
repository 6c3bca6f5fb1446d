//! Measures the engine on synthetic projects. Usage: `measure DOCUMENTS [QUESTIONS]`.
//!
//! Invariant: the texts are made here from a fixed seed, so that two runs measure the same work.
#![expect(
    clippy::unwrap_used,
    reason = "a tool for developers stops at the first thing that is missing"
)]

use std::time::{Duration, Instant};

use engine::similarity::index::{Document, Facts, Field, Index, Key, Text};
use engine::similarity::query::Subject;
use engine::similarity::search;
use engine::similarity::similar::{Request, Weights, similar};
use engine::similarity::text::place::Places;

/// Halves of compounds, told apart so that several hundred thousand words come about, as in real texts.
const HALVES: &str = "rad fuß verkehr straßen wege netz planung konzept beteiligung bürger stadt quartier bezirk schul \
kinder jugend sicherheit kreuzung ampel signal park stellplatz lasten fahrrad bus bahn halte umstieg mobilität klima \
umwelt lärm luft grün baum platz aufenthalt handel gewerbe liefer logistik daten zähl mess karte online dialog werkstatt \
rat ausschuss fraktion beschluss antrag haushalt finanz förder personal stellen amt referat dezernat projekt steuerung \
gruppe koordination prioritäten liste zeit ziel monitor bericht transparenz öffentlichkeit presse kampagne standard \
qualität muster leit faden regel recht verfahren prozess ablauf digital system dienst unterhalt winter bau umbau ausbau \
brücke tunnel rampe beleuchtung markierung farbe schutz streifen spur vorrang schnell pendler region kreis land";
const COMMON: &str = "der die und in für mit von zur den auf im eine werden soll sind wird durch aus bei zum nach über \
gemeinsam neu erste weitere stärken schaffen prüfen umsetzen erarbeiten abstimmen verbessern entwickeln einrichten";
const PHRASES: [&str; 12] = [
    "Prioritätenliste mit der Politik abstimmen",
    "Koordinierungsstelle einrichten",
    "Stellenpaket beschließen",
    "Jährlicher Umsetzungsbericht",
    "Öffentlich-rechtlicher Vertrag mit der Initiative",
    "Standards für Fahrradstraßen",
    "Verkehrsversuch mit wissenschaftlicher Begleitung",
    "Haushaltsbefragung zur Verkehrsmittelwahl",
    "Online-Beteiligung mit interaktiver Karte",
    "Ämterübergreifende Projektgruppe",
    "Förderantrag beim Land",
    "Radvorrangroutennetz planen",
];

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % n as u64).unwrap()
    }

    /// A rank by Zipf's law, about.
    fn rank(&mut self, n: usize) -> usize {
        let u = (self.below(1 << 30) as f64 + 1.0) / f64::from(1 << 30);
        ((n as f64).powf(u) - 1.0) as usize
    }
}

struct Writer {
    random: Random,
    halves: Vec<&'static str>,
    common: Vec<&'static str>,
}

impl Writer {
    fn word(&mut self) -> String {
        let n = self.halves.len();
        let rank = self.random.rank(n * n * 24);
        let pick = |at: usize| self.halves[at % n];
        let mut word = match rank {
            r if r < n => pick(r).to_owned(),
            r if r < n * n => format!("{}{}", pick(r * 7), pick(r / n)),
            r => format!("{}{}{}", pick(r * 31), pick(r / n * 3), pick(r / n / n * 3)),
        };
        let first = word.remove(0).to_uppercase().to_string();
        let ending = ["", "", "en", "s"][self.random.below(4)];
        format!("{first}{word}{ending}")
    }

    fn text(&mut self, words: usize) -> String {
        let mut text = String::new();
        for at in 0..words {
            let word = if self.random.below(5) < 2 {
                self.common[self.random.below(self.common.len())].to_owned()
            } else {
                self.word()
            };
            text.push_str(&word);
            text.push_str(if at % 11 == 10 { ". " } else { " " });
        }
        text
    }

    fn document(&mut self, key: Key) -> Document {
        let phrase = PHRASES[self.random.below(PHRASES.len())];
        let texts = [
            (Field::Title, format!("{phrase} {}", self.text(4))),
            (Field::Goal, self.text(14)),
            (Field::Summary, self.text(40)),
            (
                Field::Measures,
                format!(
                    "{}. {}",
                    PHRASES[self.random.below(PHRASES.len())],
                    self.text(16)
                ),
            ),
            (Field::Indicators, self.text(10)),
        ];
        let facts = Facts {
            is_public: self.random.below(10) < 8,
            audience: u32::try_from(self.random.below(400)).unwrap(),
            city: 1 + u32::try_from(self.random.below(900)).unwrap(),
            population: 20_000 + u32::try_from(self.random.below(400_000)).unwrap(),
            regiostar: 1 + u8::try_from(self.random.below(7)).unwrap(),
            state: 1 + u8::try_from(self.random.below(16)).unwrap(),
            action_field: 1 + u16::try_from(self.random.below(5)).unwrap(),
            status: 1 + u8::try_from(self.random.below(7)).unwrap(),
            phase: 1 + u8::try_from(self.random.below(5)).unwrap(),
        };
        Document {
            key,
            facts,
            texts: texts
                .into_iter()
                .map(|(field, text)| Text { field, text })
                .collect(),
        }
    }
}

fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    ["VmRSS", "VmHWM"]
        .iter()
        .filter_map(|name| status.lines().find(|line| line.starts_with(name)))
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join("  ")
}

fn show(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "{what:28} p50 {:.2} ms  p90 {:.2} ms  p99 {:.2} ms  max {:.2} ms",
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0)
    );
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let documents: u128 = arguments
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(100_000);
    let questions: usize = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(300);
    let mut writer = Writer {
        random: Random(0x1234_5678_9abc_def1),
        halves: HALVES.split_whitespace().collect(),
        common: COMMON.split_whitespace().collect(),
    };
    let mut generating = Duration::ZERO;
    let mut index = Index::new(Places::default());
    let start = Instant::now();
    index.load((1..=documents).map(|key| {
        let s = Instant::now();
        let d = writer.document(key);
        generating += s.elapsed();
        d
    }));
    println!(
        "build of {documents}: {:.1} s (without making texts)",
        (start.elapsed() - generating).as_secs_f64()
    );
    println!(
        "words {}  stems {}  bytes {:?} MiB",
        index.lexicon().len(),
        index.lexicon().term_count(),
        index.bytes().map(|b| b >> 20)
    );
    println!("{}", resident());
    let weights = Weights::shipped();
    let filter = |_: Key, facts: &Facts| facts.is_public || facts.audience < 40;
    let mut random = Random(99);
    let mut times = Vec::new();
    for round in 0..questions + 20 {
        let key = 1 + random.below(usize::try_from(documents).unwrap()) as u128;
        let start = Instant::now();
        let subject = Subject::of_document(&index, key).unwrap();
        let page = similar(
            &index,
            &Request {
                subject: &subject,
                weights: &weights,
                filter: &filter,
                with_own_city: false,
                first: 10,
                after: None,
            },
        );
        assert!(!page.matches.is_empty());
        if round >= 20 {
            times.push(start.elapsed());
        }
    }
    show("similar", times);
    let mut typing = Vec::new();
    let mut whole = Vec::new();
    let mut wrong = Vec::new();
    for _ in 0..questions {
        let text = format!("{} {}", writer.word(), writer.word());
        for end in (1..=text.chars().count()).step_by(3) {
            let typed: String = text.chars().take(end).collect();
            let start = Instant::now();
            let _ = search::search(
                &index,
                &search::Request {
                    text: &typed,
                    is_typing: true,
                    filter: &filter,
                    first: 10,
                    after: None,
                },
            );
            typing.push(start.elapsed());
        }
        let start = Instant::now();
        let _ = search::search(
            &index,
            &search::Request {
                text: &text,
                is_typing: false,
                filter: &filter,
                first: 10,
                after: None,
            },
        );
        whole.push(start.elapsed());
        let mistyped = text.replacen('e', "x", 1);
        let start = Instant::now();
        let _ = search::search(
            &index,
            &search::Request {
                text: &mistyped,
                is_typing: false,
                filter: &filter,
                first: 10,
                after: None,
            },
        );
        wrong.push(start.elapsed());
    }
    show("search while typing", typing);
    show("search", whole);
    show("search, one letter wrong", wrong);
    let start = Instant::now();
    for key in 0..200 {
        index.put(&writer.document(documents + 1 + key));
    }
    println!("put {:.2} ms each", start.elapsed().as_secs_f64() * 5.0);
    let start = Instant::now();
    let mut file = Vec::new();
    index.write_to(&mut file).unwrap();
    println!(
        "file {} MiB in {:.1} s",
        file.len() >> 20,
        start.elapsed().as_secs_f64()
    );
    if std::env::args().nth(3).is_some() {
        let start = Instant::now();
        drop(index);
        let index = Index::read_from(file.as_slice(), Places::default()).unwrap();
        println!(
            "read {} documents in {:.1} s",
            index.len(),
            start.elapsed().as_secs_f64()
        );
    }
}
