//! What the settings promise: complete reference, every mistake at once, no secret shown.

use std::{collections::HashSet, path::PathBuf};

use super::*;

const EXAMPLE: &str = include_str!("../../../staedtenetz.example.toml");

fn environment(variables: &[(&str, &str)]) -> Sources {
    let environment = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Sources {
        file: Some(example_path()),
        environment,
        arguments: Vec::new(),
    }
}

fn example_path() -> PathBuf {
    PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../staedtenetz.example.toml"
    ))
}

/// Gives the sources of a file that exists as long as they are used.
fn with_file<T>(name: &str, text: &str, load: impl FnOnce(Sources) -> T) -> T {
    let path = std::env::temp_dir().join(format!("staedtenetz-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    let file = Some(path.clone());
    let loaded = load(Sources {
        file,
        ..Sources::default()
    });
    std::fs::remove_file(&path).unwrap();
    loaded
}

fn mistakes(sources: &Sources) -> Vec<String> {
    Config::load(sources)
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn the_committed_example_is_the_generated_reference() {
    assert_eq!(
        EXAMPLE,
        reference(),
        "write the text of config::reference() to staedtenetz.example.toml"
    );
}

#[test]
fn the_example_gives_exactly_the_defaults() {
    let defaults = with_file("empty.toml", "", |sources| Config::load(&sources)).unwrap();
    assert_eq!(Config::load(&environment(&[])).unwrap(), defaults);
    assert_eq!(
        defaults.database_url.expose(),
        "sqlite://data/staedtenetz.sqlite?mode=rwc"
    );
    assert_eq!(defaults.public_url, "http://127.0.0.1:8080");
    assert_eq!(defaults.shutdown_timeout, Duration::from_secs(30));
    assert_eq!(
        (defaults.log_format, defaults.workers),
        (LogFormat::Text, None)
    );
}

#[test]
fn every_key_is_documented_once_in_both_languages() {
    let names: HashSet<&str> = KEYS.iter().map(|key| key.name).collect();
    assert_eq!(names.len(), KEYS.len());
    assert!(
        KEYS.iter()
            .all(|key| key.de.ends_with('.') && key.en.ends_with('.'))
    );
}

#[test]
fn every_key_is_read() {
    for key in KEYS {
        let told = mistakes(&environment(&[
            ("STAEDTENETZ_MODE", "production"),
            (&key.variable(), "{no}\u{7}"),
        ]));
        let is_told = told
            .iter()
            .any(|mistake| mistake.starts_with(&format!("{} ({})", key.name, key.variable())));
        assert!(
            is_told || key.name == "data_dir",
            "{} is not checked: {told:#?}",
            key.name
        );
    }
}

#[test]
fn all_mistakes_are_told_at_once_with_their_place() {
    let text = "listen = 8080\n\n  graphql_cost = -1\nlisten_on = \"x\"\n[graphql]\ndepth = 3\n";
    let told = with_file("wrong.toml", text, |mut sources| {
        for (name, value) in [
            ("STAEDTENETZ_WORKERS", "many"),
            ("DATABASE_URL", "mysql://u:geheim@h/d"),
        ] {
            sources
                .environment
                .push((name.to_owned(), value.to_owned()));
        }
        mistakes(&sources.with_argument("log_format", "xml")).join("\n")
    });
    for part in [
        "wrong.toml:1): \"8080\" is no IP address with a port",
        "wrong.toml:3): \"-1\" is no whole number",
        "listen_on (",
        "wrong.toml:4): is no known setting",
        "graphql (",
        "wrong.toml:5)",
        "workers (STAEDTENETZ_WORKERS): \"many\"",
        "database_url (DATABASE_URL)",
        "log_format (command line): \"xml\"",
    ] {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
    assert!(!told.contains("geheim"));
    assert_eq!(told.lines().count(), 7, "{told}");
}

#[test]
fn later_places_win_and_empty_variables_count_as_unset() {
    let sources = environment(&[
        ("STAEDTENETZ_GRAPHQL_DEPTH", "30"),
        ("STAEDTENETZ_LISTEN", ""),
        ("DATABASE_URL", "postgres://u:geheim@h/one"),
        ("STAEDTENETZ_DATABASE_URL", "postgres://u:geheim@h/two"),
        (
            "STAEDTENETZ_CORS_ORIGINS",
            "https://a.example, https://b.example",
        ),
        ("STAEDTENETZ_PORT", "tcp://10.0.0.1:80"),
        ("STAEDTENETZ_SERVICE_HOST", "10.0.0.1"),
        ("STAEDTENETZ_REQUIRE_POSTGRES", "1"),
    ]);
    let config = Config::load(&sources.with_argument("graphql_depth", "40")).unwrap();
    assert_eq!(config.graphql.depth, 40);
    assert!(config.database_url.expose().ends_with("geheim@h/two"));
    assert_eq!(
        config.cors_origins,
        ["https://a.example", "https://b.example"]
    );
    assert!(!format!("{config:?}").contains("geheim"));
}

#[test]
fn production_demands_decisions() {
    let told = with_file("none.toml", "", |mut sources| {
        let production = ("STAEDTENETZ_MODE".to_owned(), "production".to_owned());
        sources.environment.push(production);
        mistakes(&sources)
    });
    let keys: Vec<&str> = told
        .iter()
        .filter_map(|mistake| mistake.split(' ').next())
        .collect();
    assert_eq!(keys, ["database_url", "listen", "public_url"]);
    let config = Config::load(&environment(&[
        ("STAEDTENETZ_MODE", "production"),
        ("STAEDTENETZ_LISTEN", "0.0.0.0:8080"),
        ("STAEDTENETZ_PUBLIC_URL", "https://staedtenetz.example.org/"),
        ("DATABASE_URL", "postgres://u:p@h/d"),
    ]))
    .unwrap();
    assert_eq!(
        (config.public_url.as_str(), config.log_format),
        ("https://staedtenetz.example.org", LogFormat::Json)
    );
}

#[test]
fn a_language_model_is_off_unless_all_is_said() {
    assert_eq!(Config::load(&environment(&[])).unwrap().embedding, None);
    let address = (
        "STAEDTENETZ_EMBEDDING_ENDPOINT",
        "http://ki.stadt.example/v1/",
    );
    let told = mistakes(&environment(&[address])).join("\n");
    let is_told = told.contains("): is missing for embedding_endpoint");
    assert!(is_told && told.starts_with("embedding_model"), "{told}");
    let model = ("STAEDTENETZ_EMBEDDING_MODEL", "bge-m3");
    let key = ("STAEDTENETZ_EMBEDDING_KEY", "sk-geheim");
    let config = Config::load(&environment(&[address, model, key])).unwrap();
    assert!(config.retention.policy.has_embeddings);
    let shown = format!("{config:?}");
    assert!(
        shown.contains("bge-m3") && !shown.contains("geheim"),
        "{shown}"
    );
    let embedding = config.embedding.unwrap();
    assert_eq!(embedding.endpoint, "http://ki.stadt.example/v1");
    assert_eq!(embedding.reach, crate::outgoing::Reach::Development);
    assert!((embedding.model.share - 0.2).abs() < 1e-6);
    let production = ("STAEDTENETZ_MODE", "production");
    let told = mistakes(&environment(&[production, address, model])).join("\n");
    assert!(
        told.contains("embedding_endpoint (STAEDTENETZ_EMBEDDING_ENDPOINT): is not https"),
        "{told}"
    );
    let broken = ("STAEDTENETZ_EMBEDDING_KEY", "sk geheim");
    let told = mistakes(&environment(&[address, model, broken])).join("\n");
    assert!(
        told.contains("embedding_key") && !told.contains("geheim"),
        "{told}"
    );
}

#[test]
fn a_broken_file_is_told_without_its_text() {
    let text = "database_url = \"postgres://u:geheim@h/d\nmode = 1\n";
    let told = with_file("broken.toml", text, |sources| mistakes(&sources)).join("\n");
    assert!(
        told.contains("is not valid TOML") && told.contains("line 1"),
        "{told}"
    );
    assert!(!told.contains("geheim"));
    let missing = Sources {
        file: Some(PathBuf::from("no/such/file.toml")),
        ..Sources::default()
    };
    assert!(mistakes(&missing).join("\n").contains("cannot be read"));
}

#[test]
fn mistakes_are_told_in_german_too() {
    let told = Config::load(&environment(&[("STAEDTENETZ_LISTNE", "x")])).unwrap_err();
    assert_eq!(
        told[0].text(Language::De),
        "listne (STAEDTENETZ_LISTNE): ist keine bekannte Einstellung. Abhilfe: meinten Sie listen?"
    );
}
