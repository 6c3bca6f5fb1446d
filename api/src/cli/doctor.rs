//! What is wrong with an installation.
//!
//! Invariant: it changes nothing, and each finding says how to mend it.

use super::{Failure, options};
use crate::config::{Config, Mode};
use domain::{language::Language, store::Store};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

const TIMEOUT: Duration = Duration::from_secs(3);

/// Looks at the configuration, the database and the running service.
pub async fn doctor(config: &Config, quick: bool) -> Result<(), Failure> {
    if quick {
        return match answers(config.listen) {
            Ok(()) => Ok(()),
            Err(error) => Err(Failure::failed(format!(
                "Der Dienst antwortet nicht unter {}: {error}",
                config.listen
            ))),
        };
    }
    println!(
        "✓ Konfiguration: {} Betrieb, {}",
        mode(config),
        config.database_url
    );
    let mut findings = database(config).await;
    match answers(config.listen) {
        Ok(()) => println!("✓ Dienst: antwortet unter {}", config.listen),
        Err(error) => println!(
            "– Dienst: antwortet nicht unter {} ({error}); er läuft wohl nicht.",
            config.listen
        ),
    }
    if config.mode == Mode::Development {
        println!("– Betriebsart: Entwicklung. Für den Betrieb mode = \"production\" setzen.");
    }
    match findings.len() {
        0 => {
            println!("Alles in Ordnung.");
            Ok(())
        }
        count => {
            findings.insert(0, format!("{count} Befunde:"));
            Err(Failure::failed(findings.join("\n✗ ")))
        }
    }
}

const fn mode(config: &Config) -> &'static str {
    match config.mode {
        Mode::Development => "Entwicklung",
        Mode::Production => "Produktion",
    }
}

async fn database(config: &Config) -> Vec<String> {
    // The embedded database is not made by looking at it.
    let url = options(config).url.replace("mode=rwc", "mode=rw");
    let connection = match migration::connect(&url).await {
        Ok(connection) => connection,
        Err(error) => {
            return vec![format!(
                "Datenbank: nicht erreichbar ({error}). `staedtenetz migrate` legt sie an."
            )];
        }
    };
    let pending = migration::pending(&connection).await;
    if connection.close().await.is_err() {
        return vec!["Datenbank: die Verbindung brach ab.".to_owned()];
    }
    match pending {
        Ok(0) => {
            println!("✓ Datenbank: erreichbar, auf dem Stand dieser Version");
            server(config).await
        }
        Ok(steps) => vec![format!(
            "Datenbank: {steps} Schritte fehlen. `staedtenetz migrate` führt sie aus."
        )],
        Err(error) => vec![format!(
            "Datenbank: der Stand ist nicht lesbar ({error}). Fehlen Rechte?"
        )],
    }
}

/// What keeps the server from holding tenants apart.
async fn server(config: &Config) -> Vec<String> {
    let faults = async {
        let store = Store::open(&options(config)).await?;
        let faults = domain::server::faults(&store).await;
        store.close().await?;
        faults
    };
    match faults.await {
        Ok(faults) => faults
            .iter()
            .map(|fault| format!("Datenbank: {}", fault.text(Language::De)))
            .collect(),
        Err(error) => vec![format!("Datenbank: nicht lesbar ({error})")],
    }
}

/// Asks `/readyz` as a load balancer would.
fn answers(address: SocketAddr) -> std::io::Result<()> {
    let mut connection = TcpStream::connect_timeout(&address, TIMEOUT)?;
    connection.set_read_timeout(Some(TIMEOUT))?;
    connection
        .write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    connection.take(4096).read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 200") {
        return Ok(());
    }
    let line = answer.lines().next().unwrap_or_default().to_owned();
    Err(std::io::Error::other(line))
}
