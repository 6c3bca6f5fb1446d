//! A small HTTP client that costs little and measures each answer.
//!
//! Invariant: an answer that is not 200, or that carries GraphQL errors, ends the measuring: no figure is about failures.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

/// Longer than any answer takes; a service that hangs ends the measuring.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long to wait for a service to start.
const START: Duration = Duration::from_secs(120);

/// A connection that stays open.
pub struct Connection {
    answers: BufReader<TcpStream>,
    requests: TcpStream,
}

impl Connection {
    /// Connects, or says why not.
    ///
    /// # Errors
    /// Where nobody listens.
    pub fn open(address: SocketAddr) -> std::io::Result<Self> {
        let requests = TcpStream::connect(address)?;
        requests.set_nodelay(true)?;
        requests.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            answers: BufReader::new(requests.try_clone()?),
            requests,
        })
    }

    /// Asks a GraphQL question (the JSON of the request) and gives the answer's body.
    ///
    /// # Errors
    /// Where the connection breaks.
    pub fn ask(&mut self, question: &str) -> std::io::Result<String> {
        let request = format!(
            "POST /graphql HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{question}",
            question.len()
        );
        self.requests.write_all(request.as_bytes())?;
        let (status, length) = self.head()?;
        let mut body = vec![0; length];
        self.answers.read_exact(&mut body)?;
        let body = String::from_utf8(body).unwrap();
        assert!(
            status.contains(" 200 ") && !body.starts_with("{\"errors\""),
            "{status}{body}"
        );
        Ok(body)
    }

    /// Whether the service says that it is ready.
    fn is_ready(&mut self) -> std::io::Result<bool> {
        self.requests
            .write_all(b"GET /readyz HTTP/1.1\r\nHost: bench\r\n\r\n")?;
        Ok(self.head()?.0.contains(" 200 "))
    }

    /// The status line, and the length of the body.
    fn head(&mut self) -> std::io::Result<(String, usize)> {
        let (mut status, mut length) = (String::new(), 0);
        self.answers.read_line(&mut status)?;
        loop {
            let mut line = String::new();
            self.answers.read_line(&mut line)?;
            if line.trim().is_empty() {
                return Ok((status, length));
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap();
            }
        }
    }
}

/// Waits until a service answers a question; the moment of its first answer.
pub fn first_answer(address: SocketAddr, question: &str) -> Instant {
    let start = Instant::now();
    while start.elapsed() < START {
        if let Ok(mut connection) = Connection::open(address)
            && connection.ask(question).is_ok()
        {
            return Instant::now();
        }
        thread::park_timeout(Duration::from_millis(5));
    }
    panic!("the service did not answer within {START:?}");
}

/// Waits until a service is ready: before, it builds its search index, and that would be counted among the answers.
pub fn wait_until_ready(address: SocketAddr) {
    let start = Instant::now();
    while start.elapsed() < START {
        if let Ok(true) = Connection::open(address).and_then(|mut one| one.is_ready()) {
            return;
        }
        thread::park_timeout(Duration::from_millis(200));
    }
    panic!("the service was not ready within {START:?}");
}

/// How long answers took, and how large they were.
pub struct Load {
    latencies: Vec<Duration>,
    /// Bytes of all bodies.
    pub bytes: usize,
}

impl Load {
    /// How many answers there were.
    pub fn answers(&self) -> usize {
        self.latencies.len()
    }

    /// The time within which this share of the answers came, in milliseconds.
    pub fn percentile(&self, share: f64) -> f64 {
        let last = self.latencies.len().saturating_sub(1);
        let place = (last as f64 * share).round() as usize;
        self.latencies.get(place).map_or(0.0, Duration::as_secs_f64) * 1e3
    }
}

/// Asks the questions in turn, `count` times altogether, over several connections at once.
pub fn load(address: SocketAddr, questions: &[String], count: usize, connections: usize) -> Load {
    let next = AtomicUsize::new(0);
    let parts: Vec<Load> = thread::scope(|scope| {
        let one = || drain(address, questions, (&next, count));
        let running: Vec<_> = (0..connections).map(|_| scope.spawn(one)).collect();
        running
            .into_iter()
            .map(|part| part.join().unwrap())
            .collect()
    });
    let bytes = parts.iter().map(|part| part.bytes).sum();
    let mut latencies: Vec<Duration> = parts.into_iter().flat_map(|part| part.latencies).collect();
    latencies.sort_unstable();
    Load { latencies, bytes }
}

/// One connection's share of the questions.
fn drain(address: SocketAddr, questions: &[String], (next, count): (&AtomicUsize, usize)) -> Load {
    let mut connection = Connection::open(address).unwrap();
    let (mut latencies, mut bytes) = (Vec::new(), 0);
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let Some(question) = questions.get(number % questions.len()) else {
            break;
        };
        if number >= count {
            break;
        }
        let start = Instant::now();
        bytes += connection.ask(question).unwrap().len();
        latencies.push(start.elapsed());
    }
    Load { latencies, bytes }
}
