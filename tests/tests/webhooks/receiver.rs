//! A program that is told of changes, small but real: it remembers what it was sent, and answers as it is told to.
//!
//! Invariant: it listens on this machine only and lives as long as the test program.

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::hmac;
use serde_json::Value;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Duration,
};

/// How it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mood {
    /// With a status.
    Status(u16),
    /// That it has moved.
    Moved(String),
    /// Not at all.
    Silent,
    /// That it took the message, and then on and on.
    Endless,
}

/// A message as it came.
#[derive(Clone, Debug)]
pub struct Received {
    pub id: String,
    pub second: String,
    pub signatures: String,
    pub body: String,
}

impl Received {
    /// How many of its signatures are right by a secret.
    pub fn signed_by(&self, secret: &str) -> usize {
        let bytes = secret.strip_prefix("whsec_").unwrap();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &STANDARD.decode(bytes).unwrap());
        let text = format!("{}.{}.{}", self.id, self.second, self.body);
        let is_right = |signature: &&str| {
            let tag = signature.strip_prefix("v1,").unwrap();
            let tag = STANDARD.decode(tag).unwrap();
            hmac::verify(&key, text.as_bytes(), &tag).is_ok()
        };
        self.signatures.split(' ').filter(is_right).count()
    }

    /// What happened to which record.
    pub fn told(&self) -> (String, String) {
        let body: Value = serde_json::from_str(&self.body).unwrap();
        let text = |pointer| body.pointer(pointer).and_then(Value::as_str).unwrap();
        (text("/type").to_owned(), text("/data/id").to_owned())
    }
}

struct Memory {
    received: Vec<Received>,
    mood: Mood,
    /// Connections on which nothing is said.
    silent: Vec<TcpStream>,
}

/// A program that is told of changes.
pub struct Receiver {
    /// Its origin.
    pub url: String,
    memory: Arc<(Mutex<Memory>, Condvar)>,
}

impl Receiver {
    pub fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let memory = Memory {
            received: Vec::new(),
            mood,
            silent: Vec::new(),
        };
        let memory = Arc::new((Mutex::new(memory), Condvar::new()));
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
        self.memory.0.lock().unwrap().mood = mood;
    }

    /// What it was sent since this was called last.
    pub fn received(&self) -> Vec<Received> {
        std::mem::take(&mut self.memory.0.lock().unwrap().received)
    }

    /// The same once there is so much.
    pub fn wait_for(&self, count: usize) -> Vec<Received> {
        let (memory, news) = &*self.memory;
        let guard = memory.lock().unwrap();
        let is_little = |memory: &mut Memory| memory.received.len() < count;
        let bound = Duration::from_secs(60);
        let (mut guard, waited) = news.wait_timeout_while(guard, bound, is_little).unwrap();
        assert!(!waited.timed_out(), "{:?}", guard.received);
        std::mem::take(&mut guard.received)
    }
}

fn answer(mut connection: TcpStream, memory: &(Mutex<Memory>, Condvar)) -> std::io::Result<()> {
    let received = read(&mut connection)?;
    let mood = {
        let mut memory = memory.0.lock().unwrap();
        memory.received.push(received);
        memory.mood.clone()
    };
    memory.1.notify_all();
    let head = match mood {
        Mood::Silent => {
            memory.0.lock().unwrap().silent.push(connection);
            return Ok(());
        }
        Mood::Endless => return endless(connection),
        Mood::Moved(to) => format!("302 Found\r\nLocation: {to}"),
        Mood::Status(status) => format!("{status} Status"),
    };
    let text = format!("HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: 6\r\n\r\ngeheim");
    connection.write_all(text.as_bytes())
}

/// Until nobody listens any more.
fn endless(mut connection: TcpStream) -> std::io::Result<()> {
    connection.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
    let chunk = [b"10000\r\n".as_slice(), &[b'x'; 65_536], b"\r\n"].concat();
    loop {
        connection.write_all(&chunk)?;
    }
}

fn read(connection: &mut TcpStream) -> std::io::Result<Received> {
    let mut reader = BufReader::new(connection);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    assert_eq!(line.trim_end(), "POST /hook?a=b HTTP/1.1");
    let mut length = 0;
    let mut received = Received {
        id: String::new(),
        second: String::new(),
        signatures: String::new(),
        body: String::new(),
    };
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(": ") else {
            break;
        };
        let value = value.to_owned();
        match name {
            "content-length" => length = value.parse().unwrap(),
            "content-type" => assert_eq!(value, "application/json"),
            "webhook-id" => received.id = value,
            "webhook-timestamp" => received.second = value,
            "webhook-signature" => received.signatures = value,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    received.body = String::from_utf8(body).unwrap();
    Ok(received)
}
