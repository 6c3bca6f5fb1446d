//! Addresses: of the database, whose password is a secret, and of the service itself.
//!
//! Invariant: whatever leaves this module as text for people has no password in it.

use std::{fmt, net::SocketAddr, path::Path};

use actix_web::http::Uri;
use domain::language::Words;

const MASK: &str = "***";

/// The address of a database; shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    pub(super) fn parse(text: &str) -> Result<Self, (Words, Words)> {
        let (scheme, rest) = text.split_once(':').unwrap_or(("", text));
        match scheme {
            "sqlite" if !rest.is_empty() => Ok(Self(text.to_owned())),
            "postgres" | "postgresql" if names_database(rest) => Ok(Self(text.to_owned())),
            "postgres" | "postgresql" => Err((
                Words::new("nennt keine Datenbank", "names no database"),
                Words::new(
                    "etwa postgres://staedtenetz:…@localhost/staedtenetz schreiben",
                    "write for example postgres://staedtenetz:…@localhost/staedtenetz",
                ),
            )),
            _ => Err((
                Words::new(
                    "ist weder eine SQLite- noch eine PostgreSQL-Adresse",
                    "is neither an SQLite nor a PostgreSQL address",
                ),
                Words::new(
                    "mit sqlite:// oder postgres:// beginnen",
                    "begin with sqlite:// or postgres://",
                ),
            )),
        }
    }

    pub(super) fn in_folder(folder: &Path) -> Self {
        Self(format!(
            "sqlite://{}?mode=rwc",
            folder.join("staedtenetz.sqlite").display()
        ))
    }

    /// The address with its password, for the connection only.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether this is a file of SQLite.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.0.starts_with("sqlite:")
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&masked(&self.0))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DatabaseUrl({self})")
    }
}

fn names_database(rest: &str) -> bool {
    let location = rest.strip_prefix("//").unwrap_or_default();
    let (path, query) = location.split_once('?').unwrap_or((location, ""));
    let database = path.rsplit_once('/').map_or("", |(_, database)| database);
    !database.is_empty() || query.split('&').any(|pair| pair.starts_with("dbname="))
}

/// The text with the password of every address in it replaced.
pub(super) fn masked(text: &str) -> String {
    let mut rest = text;
    let mut shown = String::with_capacity(text.len());
    while let Some((before, after)) = rest.split_once("://") {
        shown.push_str(before);
        shown.push_str("://");
        let end = after
            .find(|c: char| c.is_whitespace() || c == '"')
            .unwrap_or(after.len());
        let (address, behind) = after.split_at_checked(end).unwrap_or((after, ""));
        shown.push_str(&masked_address(address));
        rest = behind;
    }
    shown.push_str(rest);
    shown
}

/// A password may itself contain `@`, `/` or `?`, so the last `@` ends it.
fn masked_address(address: &str) -> String {
    let masked_user = match address.rsplit_once('@') {
        Some((user, place)) => match user.split_once(':') {
            Some((name, _)) => format!("{name}:{MASK}@{place}"),
            None => address.to_owned(),
        },
        None => address.to_owned(),
    };
    let Some((path, query)) = masked_user.split_once('?') else {
        return masked_user;
    };
    let pairs: Vec<String> = query.split('&').map(masked_pair).collect();
    format!("{path}?{}", pairs.join("&"))
}

fn masked_pair(pair: &str) -> String {
    match pair.split_once('=') {
        Some((name, _)) if name.to_ascii_lowercase().contains("password") => {
            format!("{name}={MASK}")
        }
        _ => pair.to_owned(),
    }
}

/// How the service is reached from the machine it runs on.
pub(super) fn local(listen: SocketAddr) -> String {
    if listen.ip().is_unspecified() {
        format!("http://localhost:{}", listen.port())
    } else {
        format!("http://{listen}")
    }
}

/// `https://host[:port]` with an optional path and nothing else; without a slash at its end.
pub(super) fn web_address(text: &str) -> Option<String> {
    let uri: Uri = text.parse().ok()?;
    let plain = matches!(uri.scheme_str(), Some("http" | "https"))
        && uri.host().is_some_and(|host| !host.is_empty())
        && uri.query().is_none()
        && !text.contains(['#', '@']);
    plain.then(|| text.trim_end_matches('/').to_owned())
}

/// A web origin as browsers send it: a web address without a path.
pub(super) fn origin(text: &str) -> Option<String> {
    let address = web_address(text)?;
    let (_, place) = address.split_once("://")?;
    (!place.contains('/') && address.len() == text.len() && text == text.to_ascii_lowercase())
        .then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_masked() {
        for (text, shown) in [
            ("postgres://u:p@h/d", "postgres://u:***@h/d"),
            ("postgres://u:p@ss/w?rd@h/d", "postgres://u:***@h/d"),
            ("postgres://u@h/d", "postgres://u@h/d"),
            (
                "postgres:///d?user=u&password=secret",
                "postgres:///d?user=u&password=***",
            ),
            (
                "no \"postgres://u:p@h/d\" here",
                "no \"postgres://u:***@h/d\" here",
            ),
            (
                "sqlite://data/x.sqlite?mode=rwc",
                "sqlite://data/x.sqlite?mode=rwc",
            ),
            ("://", "://"),
        ] {
            assert_eq!(masked(text), shown);
        }
    }

    #[test]
    fn origins_are_exactly_what_browsers_send() {
        for good in ["https://stadt.example", "http://localhost:3000"] {
            assert_eq!(origin(good).as_deref(), Some(good));
        }
        for bad in [
            "*",
            "stadt.example",
            "https://stadt.example/",
            "https://Stadt.example",
            "https://a/b",
            "ftp://a",
        ] {
            assert_eq!(origin(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_postgres_address_names_a_database() {
        assert!(DatabaseUrl::parse("postgres://u:p@h/d").is_ok());
        assert!(DatabaseUrl::parse("postgres:///d?host=/run/postgresql").is_ok());
        assert!(DatabaseUrl::parse("postgres://u:p@h").is_err());
        assert!(DatabaseUrl::parse("postgres:").is_err());
        assert!(DatabaseUrl::parse("mysql://h/d").is_err());
        assert!(DatabaseUrl::parse("").is_err());
    }
}
