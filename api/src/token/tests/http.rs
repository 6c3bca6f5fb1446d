//! Fetching documents from a real server on the loopback interface.
//!
//! Invariant: a fetch that must not happen is one of which the server never hears.

use super::support::TestKey;
use crate::{
    outgoing::Reach,
    token::{Fetch, FetchFault, HttpFetch, KeyLocation, fetch::published_keys},
};
use serde_json::json;
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A server that answers by path and counts its visitors.
struct Server {
    address: SocketAddr,
    visitors: Arc<AtomicUsize>,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let visitors = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&visitors);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(answer(stream, address));
            }
        });
        Self { address, visitors }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn visitors(&self) -> usize {
        self.visitors.load(Ordering::SeqCst)
    }
}

async fn answer(mut stream: TcpStream, address: SocketAddr) {
    let mut request = vec![0; 4_096];
    let length = stream.read(&mut request).await.unwrap();
    let request = String::from_utf8_lossy(&request[..length]).into_owned();
    let path = request.split(' ').nth(1).unwrap_or_default();
    let (status, extra, body) = match path {
        "/.well-known/openid-configuration" => {
            let issuer = format!("http://{address}");
            let metadata = json!({ "issuer": issuer, "jwks_uri": format!("{issuer}/keys") });
            ("200 OK", String::new(), metadata.to_string())
        }
        "/keys" => (
            "200 OK",
            String::new(),
            json!({ "keys": [TestKey::ed25519("k1", 1).jwk] }).to_string(),
        ),
        "/moved" => (
            "302 Found",
            format!("location: http://{address}/keys\r\n"),
            String::new(),
        ),
        "/long" => ("200 OK", String::new(), "x".repeat(256 * 1024 + 1)),
        "/silent" => return std::future::pending().await,
        _ => ("404 Not Found", String::new(), String::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\n{extra}content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    // The client hangs up on answers that are too long, so that writing them may fail.
    let _ = stream
        .write_all(&[head.as_bytes(), body.as_bytes()].concat())
        .await;
}

fn client(reach: Reach) -> HttpFetch {
    HttpFetch::new(reach, Duration::from_secs(5)).unwrap()
}

#[tokio::test]
async fn keys_by_discovery() {
    let server = Server::start().await;
    let issuer = server.url("");
    let fetch = client(Reach::Development);
    let keys = published_keys(&fetch, &issuer, &KeyLocation::Discovery)
        .await
        .unwrap();
    assert!(keys.key("k1").is_some());
    let keys = published_keys(&fetch, &issuer, &KeyLocation::At(server.url("/keys")))
        .await
        .unwrap();
    assert!(keys.key("k1").is_some());
    assert_eq!(server.visitors(), 3);
}

#[tokio::test]
async fn answers_that_are_no_documents() {
    let server = Server::start().await;
    let fetch = client(Reach::Development);
    let moved = fetch.document(&server.url("/moved")).await;
    assert!(matches!(moved, Err(FetchFault::Status(302))), "{moved:?}");
    assert_eq!(server.visitors(), 1, "the redirect was followed");
    let missing = fetch.document(&server.url("/nothing")).await;
    assert!(
        matches!(missing, Err(FetchFault::Status(404))),
        "{missing:?}"
    );
    let long = fetch.document(&server.url("/long")).await;
    assert!(
        matches!(long, Err(FetchFault::TooLong(_))),
        "{:?}",
        long.map(|body| body.len())
    );
}

#[tokio::test]
async fn a_server_that_says_nothing() {
    let server = Server::start().await;
    let fetch = HttpFetch::new(Reach::Development, Duration::from_millis(50)).unwrap();
    let silent = fetch.document(&server.url("/silent")).await;
    assert!(matches!(silent, Err(FetchFault::NoAnswer(_))), "{silent:?}");
}

#[tokio::test]
async fn production_does_not_ask_inside() {
    let server = Server::start().await;
    let port = server.address.port();
    let fetch = client(Reach::Public);
    let forbidden = [
        server.url("/keys"),
        format!("https://127.0.0.1:{port}/keys"),
        format!("https://2130706433:{port}/keys"),
        format!("https://0x7f.1:{port}/keys"),
        format!("https://0177.0.0.1:{port}/keys"),
        format!("https://[::1]:{port}/keys"),
        format!("https://[::ffff:127.0.0.1]:{port}/keys"),
        "https://169.254.169.254/latest/meta-data".to_owned(),
        format!("https://user:secret@id.example:{port}/keys"),
        "file:///etc/passwd".to_owned(),
        "ftp://id.example/keys".to_owned(),
        "keys".to_owned(),
    ];
    for address in forbidden {
        let fault = fetch.document(&address).await;
        assert!(
            matches!(fault, Err(FetchFault::Forbidden(_))),
            "{address}: {fault:?}"
        );
    }
    // A name that leads inside is found out when it is resolved.
    let fault = fetch
        .document(&format!("https://localhost:{port}/keys"))
        .await;
    assert!(matches!(fault, Err(FetchFault::NoAnswer(_))), "{fault:?}");
    assert_eq!(server.visitors(), 0);
}

#[tokio::test]
async fn intranets_are_asked_over_https_only() {
    let server = Server::start().await;
    let fetch = client(Reach::Intranet);
    let plain = fetch.document(&server.url("/keys")).await;
    assert!(matches!(plain, Err(FetchFault::Forbidden(_))), "{plain:?}");
    assert_eq!(server.visitors(), 0);
    // The server speaks no TLS; that it hears of the attempt is the point.
    let secure = fetch
        .document(&server.url("/keys").replace("http", "https"))
        .await;
    assert!(matches!(secure, Err(FetchFault::NoAnswer(_))), "{secure:?}");
    assert_eq!(server.visitors(), 1);
}
