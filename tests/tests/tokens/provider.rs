//! An identity provider of a city, small but real: it answers discovery and publishes its key over HTTP.
//!
//! Invariant: it listens on this machine only and lives as long as the test program.

use api::token::{Grant, Minter, Signer, key_document, new_key, random_bytes};
use chrono::TimeDelta;
use domain::clock::Clock;
use serde_json::json;
use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    thread,
};

pub struct Provider {
    /// Its name.
    pub url: String,
    minter: Minter,
}

impl Provider {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/realms/stadt", listener.local_addr().unwrap());
        let signer = Signer::from_pem(&new_key(&random_bytes().unwrap()).unwrap()).unwrap();
        let metadata = json!({ "issuer": url, "jwks_uri": format!("{url}/keys") }).to_string();
        let keys = key_document([&signer]).to_string();
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                answer(connection, &metadata, &keys);
            }
        });
        let minter = Minter {
            issuer: url.clone(),
            audience: "staedtenetz".to_owned(),
            lifetime: TimeDelta::minutes(5),
            signer,
        };
        Self { url, minter }
    }

    /// A token of somebody of the city.
    pub fn token(&self, role: Option<&str>) -> String {
        let grant = Grant {
            subject: "u-1",
            client: "portal",
            session: None,
            tenant: None,
            role,
            scope: "openid profile",
            not_after: None,
        };
        self.minter
            .mint(&grant, "t-1", Clock::System.now())
            .unwrap()
    }
}

fn answer(mut connection: TcpStream, metadata: &str, keys: &str) {
    let mut lines = BufReader::new(connection.try_clone().unwrap())
        .lines()
        .map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    let _headers = lines.take_while(|line| !line.is_empty()).count();
    let body = if first.contains("/.well-known/openid-configuration") {
        metadata
    } else {
        keys
    };
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n";
    let text = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    let _ = connection.write_all(text.as_bytes());
}
