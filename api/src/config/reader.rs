//! Reads one value after the other and collects what is wrong with them.
//!
//! Invariant: a mistake never stops the reading; the value that stands in for a wrong one is never used, since a
//! collected mistake keeps the configuration from being handed out.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use domain::language::Words;
use figment::value::Value;
use tracing_subscriber::EnvFilter;

use super::{
    identity::Secret,
    key::KEYS,
    mistake::Mistake,
    source::{Layers, Sources},
    url::{self, DatabaseUrl},
};

/// A value in a message is cut here: it may be anything.
const LONGEST_SHOWN: usize = 80;

/// No name of anything is longer.
const LONGEST_NAME: usize = 200;

/// What is wrong and how to mend it.
type Fault = (Words, Words);

pub(super) struct Reader {
    layers: Layers,
    mistakes: Vec<Mistake>,
}

impl Reader {
    pub(super) fn open(sources: &Sources) -> Self {
        let mut mistakes = Vec::new();
        Self {
            layers: Layers::read(sources, &mut mistakes),
            mistakes,
        }
    }

    /// In the order of the reference; unknown keys and unreadable files come first.
    pub(super) fn into_mistakes(mut self) -> Vec<Mistake> {
        let rank = |mistake: &Mistake| KEYS.iter().position(|key| key.name == mistake.key);
        self.mistakes.sort_by_key(rank);
        self.mistakes
    }

    pub(super) fn is_mistaken(&self, key: &str) -> bool {
        self.mistakes.iter().any(|mistake| mistake.key == key)
    }

    pub(super) fn report(&mut self, key: &str, problem: Words, remedy: Words) {
        let origin = self.layers.origin(key);
        self.mistakes.push(Mistake {
            key: key.to_owned(),
            origin,
            problem,
            remedy,
        });
    }

    /// Demands that somebody decided on this value.
    pub(super) fn require_set(&mut self, key: &'static str, example: &str) {
        let empty = self.scalar(key).is_some_and(|text| text.is_empty());
        if (empty || self.layers.is_default(key)) && !self.is_mistaken(key) {
            self.report(
                key,
                Words::new(
                    "muss im Produktionsbetrieb gesetzt sein",
                    "must be set in production",
                ),
                Words::new(
                    format!("etwa {key} = \"{example}\""),
                    format!("for example {key} = \"{example}\""),
                ),
            );
        }
    }

    /// One of a few words; `None` after a mistake.
    pub(super) fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        self.parse(key, |text| {
            let found = words.iter().find(|(word, _)| *word == text);
            found.map(|(_, choice)| *choice).ok_or_else(|| {
                let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                let list = words.join(", ");
                fault(
                    text,
                    "ist keines der möglichen Wörter",
                    "is none of the possible words",
                    &list,
                    &list,
                )
            })
        })
    }

    /// A whole number within bounds.
    pub(super) fn number<T: TryFrom<u64> + Default>(
        &mut self,
        key: &'static str,
        low: u64,
        high: u64,
    ) -> T {
        let read = |text: &str| {
            let number: Option<u64> = text
                .parse()
                .ok()
                .filter(|number| (low..=high).contains(number));
            number
                .and_then(|number| T::try_from(number).ok())
                .ok_or_else(|| {
                    let (de, en) = (format!("{low} bis {high}"), format!("{low} to {high}"));
                    fault(
                        text,
                        "ist keine ganze Zahl im erlaubten Bereich",
                        "is no whole number within the bounds",
                        &de,
                        &en,
                    )
                })
        };
        self.parse(key, read).unwrap_or_default()
    }

    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        self.choice(key, &[("true", true), ("false", false)])
            .unwrap_or_default()
    }

    pub(super) fn folder(&mut self, key: &'static str) -> PathBuf {
        let read = |text: &str| match text {
            "" => Err(fault(
                text,
                "ist kein Ordner",
                "is no folder",
                "etwa data",
                "for example data",
            )),
            _ if Path::new(text).is_file() => Err(fault(
                text,
                "ist eine Datei",
                "is a file",
                "einen Ordner nennen",
                "name a folder",
            )),
            _ => Ok(PathBuf::from(text)),
        };
        self.parse(key, read).unwrap_or_default()
    }

    pub(super) fn address(&mut self, key: &'static str) -> SocketAddr {
        let read = |text: &str| {
            let example = (
                "etwa 127.0.0.1:8080 oder [::1]:8080",
                "for example 127.0.0.1:8080 or [::1]:8080",
            );
            let wrong = (
                "ist keine IP-Adresse mit Port",
                "is no IP address with a port",
            );
            text.parse()
                .map_err(|_| fault(text, wrong.0, wrong.1, example.0, example.1))
        };
        self.parse(key, read)
            .unwrap_or_else(|| SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
    }

    /// `None` when it is empty, or wrong.
    pub(super) fn web_address(&mut self, key: &'static str) -> Option<String> {
        let read = |text: &str| {
            if text.is_empty() {
                return Ok(None);
            }
            let example = (
                "etwa https://staedtenetz.example.org",
                "for example https://staedtenetz.example.org",
            );
            let wrong = (
                "ist keine Webadresse ohne Abfrage und Konto",
                "is no web address without query and account",
            );
            url::web_address(text)
                .map(Some)
                .ok_or_else(|| fault(text, wrong.0, wrong.1, example.0, example.1))
        };
        self.parse(key, read).flatten()
    }

    /// `None` when it is empty, or wrong.
    pub(super) fn database(&mut self, key: &'static str) -> Option<DatabaseUrl> {
        let read = |text: &str| {
            if text.is_empty() {
                Ok(None)
            } else {
                DatabaseUrl::parse(text).map(Some)
            }
        };
        self.parse(key, read).flatten()
    }

    /// `None` when it is empty, or too short; it is never shown.
    pub(super) fn secret(&mut self, key: &'static str, shortest: usize) -> Option<Secret> {
        let read = |text: &str| match text.len() {
            0 => Ok(None),
            length if length < shortest => Err((
                Words::new(
                    format!("ist kürzer als {shortest} Zeichen"),
                    format!("is shorter than {shortest} characters"),
                ),
                Words::new(
                    "etwa openssl rand -hex 32",
                    "for example openssl rand -hex 32",
                ),
            )),
            _ => Ok(Some(Secret::new(text))),
        };
        self.parse(key, read).flatten()
    }

    /// What somebody else gave us to prove who we are; `None` when it is empty, or cannot be sent. It is never shown.
    pub(super) fn token(&mut self, key: &'static str) -> Option<Secret> {
        let read = |text: &str| match text {
            "" => Ok(None),
            _ if text.bytes().all(|byte| byte.is_ascii_graphic()) => Ok(Some(Secret::new(text))),
            _ => Err((
                Words::new(
                    "hat andere Zeichen als Buchstaben, Ziffern und Satzzeichen",
                    "has other characters than letters, digits and punctuation",
                ),
                Words::new(
                    "den Schlüssel ohne Leerzeichen und Umbrüche angeben",
                    "give the key without spaces and line breaks",
                ),
            )),
        };
        self.parse(key, read).flatten()
    }

    /// A name of others; `None` when it is empty, or wrong.
    pub(super) fn name(&mut self, key: &'static str) -> Option<String> {
        let read = |text: &str| {
            let is_name = text.chars().count() <= LONGEST_NAME && !text.contains(char::is_control);
            let wrong = ("ist kein Name", "is no name");
            let remedy = ("in einer Zeile angeben", "give it in one line");
            is_name
                .then(|| Some(text.to_owned()).filter(|text| !text.is_empty()))
                .ok_or_else(|| fault(text, wrong.0, wrong.1, remedy.0, remedy.1))
        };
        self.parse(key, read).flatten()
    }

    pub(super) fn log_filter(&mut self, key: &'static str) -> String {
        let read = |text: &str| {
            let example = (
                "etwa info oder info,sqlx=debug",
                "for example info or info,sqlx=debug",
            );
            let wrong = ("ist kein Protokollfilter", "is no log filter");
            let parsed = EnvFilter::builder().parse(text).map(|_| text.to_owned());
            parsed.map_err(|_| fault(text, wrong.0, wrong.1, example.0, example.1))
        };
        self.parse(key, read).unwrap_or_default()
    }

    pub(super) fn origins(&mut self, key: &'static str) -> Vec<String> {
        let words = match self.layers.value(key) {
            Some(Value::Array(_, values)) => values
                .iter()
                .map(|value| value.as_str().unwrap_or_default().to_owned())
                .collect(),
            Some(Value::String(_, text)) => {
                text.split(',').map(|word| word.trim().to_owned()).collect()
            }
            _ => vec![String::new()],
        };
        for word in words.iter().filter(|word| url::origin(word).is_none()) {
            let wrong = (
                "ist kein Ursprung einer Webseite",
                "is no origin of a web page",
            );
            let example = (
                "etwa https://portal.example.org, ohne Pfad und ohne *",
                "for example https://portal.example.org, without path and without *",
            );
            let (problem, remedy) = fault(word, wrong.0, wrong.1, example.0, example.1);
            self.report(key, problem, remedy);
        }
        words
    }

    /// `None` after a mistake, which is then on the list.
    fn parse<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        let Some(text) = self.scalar(key) else {
            let remedy = Words::new("einen einzelnen Wert angeben", "give a single value");
            self.report(
                key,
                Words::new("ist eine Liste oder Tabelle", "is a list or a table"),
                remedy,
            );
            return None;
        };
        match read(&text) {
            Ok(value) => Some(value),
            Err((problem, remedy)) => {
                self.report(key, problem, remedy);
                None
            }
        }
    }

    fn scalar(&self, key: &str) -> Option<String> {
        let value = self.layers.value(key)?;
        let text = value.as_str().map(|text| text.trim().to_owned());
        text.or_else(|| value.to_i128().map(|number| number.to_string()))
            .or_else(|| value.to_u128().map(|number| number.to_string()))
            .or_else(|| value.to_f64().map(|number| number.to_string()))
            .or_else(|| value.to_bool().map(|truth| truth.to_string()))
    }
}

fn fault(value: &str, de: &str, en: &str, remedy_de: &str, remedy_en: &str) -> Fault {
    let mut shown: String = value
        .chars()
        .take(LONGEST_SHOWN)
        .filter(|c| !c.is_control())
        .collect();
    if value.chars().nth(LONGEST_SHOWN).is_some() {
        shown.push('…');
    }
    (
        Words::new(format!("\"{shown}\" {de}"), format!("\"{shown}\" {en}")),
        Words::new(remedy_de, remedy_en),
    )
}
