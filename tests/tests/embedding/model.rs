//! A language model behind OpenAI's protocol, small but real: it remembers what it was asked, and fails on request.
//!
//! Invariant: it listens on this machine only and lives as long as the test program.

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// How it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// As it should.
    Good,
    /// It hangs up.
    Gone,
    /// It says nothing.
    Silent,
    /// With a page for people.
    Garbage,
    /// With one vector too few.
    TooFew,
    /// With vectors of many lengths.
    Ragged,
    /// With vectors of no direction.
    Zero,
    /// That there is too much to do, for a second.
    Busy,
    /// That something broke.
    Broken,
    /// That the credentials are wrong.
    Forbidden,
    /// That a text with this word is too long.
    Refuses(&'static str),
}

/// One request.
#[derive(Clone, Debug)]
pub struct Asked {
    pub line: String,
    pub authorization: String,
    pub model: String,
    pub texts: Vec<String>,
}

#[derive(Default)]
struct Memory {
    asked: Vec<Asked>,
    mood: Option<Mood>,
    /// Connections on which nothing is said.
    silent: Vec<TcpStream>,
}

/// A language model.
pub struct LanguageModel {
    /// Where it answers.
    pub url: String,
    memory: Arc<Mutex<Memory>>,
}

impl LanguageModel {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let memory = Arc::new(Mutex::new(Memory::default()));
        let shared = Arc::clone(&memory);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || answer(connection, &shared));
            }
        });
        Self { url, memory }
    }

    /// From now on it answers like this.
    pub fn set(&self, mood: Mood) {
        self.memory.lock().unwrap().mood = Some(mood);
    }

    /// What it was asked since this was called last.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.memory.lock().unwrap().asked)
    }

    /// The texts of all requests since they were looked at last.
    pub fn texts(&self) -> Vec<String> {
        self.asked().into_iter().flat_map(|one| one.texts).collect()
    }
}

fn answer(mut connection: TcpStream, memory: &Mutex<Memory>) -> std::io::Result<()> {
    let asked = read(&mut connection)?;
    let mood = {
        let mut memory = memory.lock().unwrap();
        memory.asked.push(asked.clone());
        memory.mood.unwrap_or(Mood::Good)
    };
    let refuses = |word: &str| asked.texts.iter().any(|text| text.contains(word));
    let (status, body) = match mood {
        Mood::Gone => return Ok(()),
        Mood::Silent => {
            memory.lock().unwrap().silent.push(connection);
            return Ok(());
        }
        Mood::Garbage => ("200 OK", "<html>Wartung</html>".to_owned()),
        Mood::Busy => ("429 Too Many Requests\r\nRetry-After: 1", "{}".to_owned()),
        Mood::Broken => ("500 Internal Server Error", "{}".to_owned()),
        Mood::Forbidden => ("401 Unauthorized", "{}".to_owned()),
        Mood::Refuses(word) if refuses(word) => ("413 Payload Too Large", "{}".to_owned()),
        _ => ("200 OK", vectors(&asked.texts, mood)),
    };
    let head = "Content-Type: application/json\r\nConnection: close\r\n";
    let length = body.len();
    let text = format!("HTTP/1.1 {status}\r\n{head}Content-Length: {length}\r\n\r\n{body}");
    connection.write_all(text.as_bytes())
}

fn read(connection: &mut TcpStream) -> std::io::Result<Asked> {
    let mut reader = BufReader::new(connection);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let (mut length, mut authorization) = (0, String::new());
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(": ") else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().unwrap(),
            "authorization" => authorization = value.to_owned(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let body: Value = serde_json::from_slice(&body)?;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let texts = body.get("input").and_then(Value::as_array).unwrap();
    Ok(Asked {
        line: line.trim_end().to_owned(),
        authorization,
        model: text(body.get("model").unwrap()),
        texts: texts.iter().map(text).collect(),
    })
}

/// Vectors by which words a text has; the last text comes first, as the protocol allows.
fn vectors(texts: &[String], mood: Mood) -> String {
    let vector = |(place, text): (usize, &String)| {
        let dimensions = match mood {
            Mood::Ragged => 16 + place,
            _ => 16,
        };
        let mut vector = vec![0.0; dimensions];
        if mood != Mood::Zero {
            for word in text.split(|letter: char| !letter.is_alphanumeric()) {
                let sum = word
                    .bytes()
                    .fold(7_usize, |sum, byte| sum * 31 % 65_521 + usize::from(byte));
                *vector.get_mut(sum % 16).unwrap() += 1.0;
            }
        }
        json!({ "object": "embedding", "index": place, "embedding": vector })
    };
    let mut data: Vec<Value> = texts.iter().enumerate().map(vector).collect();
    data.reverse();
    if mood == Mood::TooFew {
        data.remove(0);
    }
    json!({ "object": "list", "data": data, "usage": { "total_tokens": 1 } }).to_string()
}
