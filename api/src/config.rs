//! The settings of the process: defaults, then `staedtenetz.toml`, then the environment, then the command line.
//!
//! Invariant: a `Config` that exists is complete and checked; whoever starts the service wrongly hears of every mistake
//! at once. The environment is read here and nowhere else, and no secret value is ever shown.

mod catalogue;
mod choice;
mod embedding;
mod identity;
mod key;
mod mistake;
mod rate_limit;
mod reader;
mod reference;
mod retention;
mod source;
mod spelling;
mod subscription;
mod url;
mod webhook;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

pub use catalogue::{CatalogueSettings, Licence};
pub use choice::{LogFormat, Mode};
pub use embedding::EmbeddingSettings;
pub use identity::{IdentitySettings, Secret};
pub use key::{KEYS, Key};
pub use mistake::Mistake;
pub use rate_limit::RateLimitSettings;
pub use reference::reference;
pub use retention::RetentionSettings;
pub use source::Sources;
pub use subscription::SubscriptionSettings;
pub use url::DatabaseUrl;
pub use webhook::WebhookSettings;

use crate::graphql::profile::Profile;
use choice::LANGUAGES;
use domain::language::{Language, Words};
use reader::Reader;

/// Everything that can be set, as the service uses it.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Development or production.
    pub mode: Mode,
    /// Folder of everything that the service keeps itself.
    pub data_dir: PathBuf,
    /// The database; its password never appears in any output.
    pub database_url: DatabaseUrl,
    /// The same database as its owner, who may migrate it, where that is somebody else.
    pub database_owner_url: Option<DatabaseUrl>,
    /// Connections that are kept to the database.
    pub database_connections: u32,
    /// Address and port of the server.
    pub listen: SocketAddr,
    /// Start of every link that the service gives out, without a slash at its end.
    pub public_url: String,
    /// Whether requests come through a proxy that names their senders.
    pub behind_proxy: bool,
    /// Credentials: how long they hold and whom to believe.
    pub identity: IdentitySettings,
    /// How long what has ended is kept.
    pub retention: RetentionSettings,
    /// For how many months a declined pair of projects is not suggested again.
    pub suggestion_rest_months: u32,
    /// A language model that makes vectors of public texts, if there is to be one.
    pub embedding: Option<EmbeddingSettings>,
    /// Where webhooks may send, and what their secrets are sealed with.
    pub webhook: WebhookSettings,
    /// Who answers for open data, and on which terms.
    pub catalogue: CatalogueSettings,
    /// Worker threads; `None` means one for each processor.
    pub workers: Option<usize>,
    /// Which log lines are written, in the notation of `tracing`.
    pub log: String,
    /// Lines for people or for machines.
    pub log_format: LogFormat,
    /// Longest request body in bytes.
    pub body_limit: usize,
    /// Longest time for one answer.
    pub request_timeout: Duration,
    /// How long a shutdown waits for running requests.
    pub shutdown_timeout: Duration,
    /// What one GraphQL operation may ask for.
    pub graphql: GraphqlLimits,
    /// Which edition of GraphQL over HTTP the statuses of `/graphql` follow.
    pub http_profile: Profile,
    /// How much may be asked for in how short a time; `None` means that nothing is limited.
    pub rate_limit: Option<RateLimitSettings>,
    /// Connections on which subscriptions are told, and how they are kept.
    pub subscription: SubscriptionSettings,
    /// Language of labels and messages when the caller names none.
    pub default_language: Language,
    /// Whether `/graphql` shows GraphiQL to browsers.
    pub graphiql: bool,
    /// Web pages of these origins may call the service; empty means none.
    pub cors_origins: Vec<String>,
}

/// What one GraphQL operation may ask for; more is refused before it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GraphqlLimits {
    /// Lexical tokens of the document.
    pub tokens: usize,
    /// Nesting of selections.
    pub depth: usize,
    /// Aliases and repeated fields.
    pub aliases: usize,
    /// Fields at the root.
    pub root_fields: usize,
    /// Directives of the operation.
    pub directives: usize,
    /// Estimated number of objects in the answer.
    pub cost: u64,
    /// For how long caches need not ask again for what is public and was asked for by the identifier of a document.
    pub persisted_max_age: Duration,
}

impl Config {
    /// Reads and checks every value.
    ///
    /// # Errors
    /// All mistakes, in the order of the keys; never an empty list.
    pub fn load(sources: &Sources) -> Result<Self, Vec<Mistake>> {
        let mut reader = Reader::open(sources);
        let config = Self::read(&mut reader);
        config.catalogue.check(&mut reader);
        config.check_production(&mut reader);
        match reader.into_mistakes() {
            mistakes if mistakes.is_empty() => Ok(config),
            mistakes => Err(mistakes),
        }
    }

    /// Reads each key; after a mistake a stand-in value lets the remaining keys be read too.
    fn read(reader: &mut Reader) -> Self {
        let mode = reader.choice("mode", &Mode::WORDS).unwrap_or_default();
        let data_dir = reader.folder("data_dir");
        let listen = reader.address("listen");
        let embedding = EmbeddingSettings::read(reader, mode);
        Self {
            mode,
            database_url: reader
                .database("database_url")
                .unwrap_or_else(|| DatabaseUrl::in_folder(&data_dir)),
            database_owner_url: reader.database("database_owner_url"),
            database_connections: reader.number("database_connections", 1, 1_000),
            public_url: reader
                .web_address("public_url")
                .unwrap_or_else(|| url::local(listen)),
            behind_proxy: reader.flag("behind_proxy"),
            identity: IdentitySettings::read(reader),
            retention: RetentionSettings::read(reader, embedding.is_some()),
            suggestion_rest_months: reader.number("suggestion_rest_months", 1, 120),
            embedding,
            webhook: WebhookSettings::read(reader, mode),
            catalogue: CatalogueSettings::read(reader),
            workers: Some(reader.number("workers", 0, 1_024)).filter(|workers| *workers > 0),
            log: reader.log_filter("log"),
            log_format: reader
                .choice("log_format", &LogFormat::WORDS)
                .flatten()
                .unwrap_or(mode.log_format()),
            body_limit: reader.number("body_limit_bytes", 1_024, 64 * 1_024 * 1_024),
            request_timeout: Duration::from_secs(reader.number("request_timeout_seconds", 1, 600)),
            shutdown_timeout: Duration::from_secs(reader.number(
                "shutdown_timeout_seconds",
                0,
                600,
            )),
            graphql: GraphqlLimits::read(reader),
            http_profile: reader
                .choice("graphql_http_profile", &Profile::WORDS)
                .unwrap_or_default(),
            rate_limit: RateLimitSettings::read(reader),
            subscription: SubscriptionSettings::read(reader),
            default_language: reader
                .choice("default_language", &LANGUAGES)
                .unwrap_or_default(),
            graphiql: reader.flag("graphiql"),
            cors_origins: reader.origins("cors_origins"),
            data_dir,
            listen,
        }
    }

    /// In production nothing that outsiders notice may rest on a default made for a laptop.
    fn check_production(&self, reader: &mut Reader) {
        if self.mode != Mode::Production {
            return;
        }
        self.identity.check_production(reader);
        if let Some(embedding) = &self.embedding {
            embedding.check_production(reader);
        }
        self.webhook.check_production(reader);
        reader.require_set("listen", "0.0.0.0:8080");
        reader.require_set("public_url", "https://staedtenetz.example.org");
        if !self.public_url.starts_with("https://") && !reader.is_mistaken("public_url") {
            reader.report(
                "public_url",
                Words::new(
                    "ist im Produktionsbetrieb nicht https",
                    "is not https in production",
                ),
                Words::new(
                    "die Adresse angeben, unter der der vorgeschaltete Proxy mit TLS antwortet",
                    "give the address at which the proxy in front answers with TLS",
                ),
            );
        }
        let allows_sqlite = reader.flag("sqlite_in_production");
        if self.database_url.is_sqlite() && !allows_sqlite && !reader.is_mistaken("database_url") {
            reader.report(
                "database_url",
                Words::new("ist im Produktionsbetrieb kein PostgreSQL", "is not PostgreSQL in production"),
                Words::new(
                    "postgres://… angeben oder, für eine einzelne Maschine, sqlite_in_production = true setzen",
                    "give postgres://… or, for a single machine, set sqlite_in_production = true",
                ),
            );
        }
    }
}

impl GraphqlLimits {
    fn read(reader: &mut Reader) -> Self {
        Self {
            tokens: reader.number("graphql_tokens", 100, 100_000),
            depth: reader.number("graphql_depth", 3, 50),
            aliases: reader.number("graphql_aliases", 1, 1_000),
            root_fields: reader.number("graphql_root_fields", 1, 1_000),
            directives: reader.number("graphql_directives", 1, 1_000),
            cost: reader.number("graphql_cost", 100, 10_000_000),
            persisted_max_age: Duration::from_secs(reader.number(
                "graphql_persisted_max_age_seconds",
                0,
                86_400,
            )),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests;
