//! Where settings come from, and which place a value was taken from.
//!
//! Invariant: later places win (default, file, environment, command line), and each value knows its place. An empty
//! variable counts as not set, since compose files pass unset variables on as empty ones.

use std::path::{Path, PathBuf};

use domain::language::Words;
use figment::{
    Error, Figment, Metadata, Profile, Provider,
    providers::{Format, Toml},
    value::{Dict, Map, Value},
};

use super::{
    key::{KEYS, PREFIX},
    mistake::Mistake,
    reference::reference,
};

/// The file that is read when it exists and no other is named.
const DEFAULT_FILE: &str = "staedtenetz.toml";
/// No honest file of settings is longer.
const LONGEST_FILE: u64 = 1_024 * 1_024;
/// Variables with our prefix that are not settings of the service.
const OTHER_VARIABLES: [&str; 3] = [
    "STAEDTENETZ_CONFIG",
    "STAEDTENETZ_REQUIRE_POSTGRES",
    "STAEDTENETZ_REVISION",
];
/// Kubernetes gives every container such variables for a service that is named like this one.
const CLUSTER_VARIABLES: [&str; 3] = [
    "STAEDTENETZ_SERVICE_",
    "STAEDTENETZ_PORT_",
    "STAEDTENETZ_PORT",
];

/// Everything that settings are read from.
#[derive(Clone, Default)]
pub struct Sources {
    /// A file that must exist; `None` means `staedtenetz.toml` in the working directory, if there is one.
    pub file: Option<PathBuf>,
    /// The variables of the process; others than ours are passed over.
    pub environment: Vec<(String, String)>,
    /// Keys and values that the command line sets.
    pub arguments: Vec<(&'static str, String)>,
}

impl Sources {
    /// What this process was started with; `file` is what `--config` names, else `STAEDTENETZ_CONFIG`.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place at which the environment is read"
    )]
    pub fn of_process(file: Option<PathBuf>) -> Self {
        let readable = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((
                name.into_string().ok()?,
                value.to_string_lossy().into_owned(),
            ))
        };
        let environment: Vec<(String, String)> = std::env::vars_os().filter_map(readable).collect();
        let named = environment
            .iter()
            .find(|(name, value)| name == "STAEDTENETZ_CONFIG" && !value.is_empty());
        let file = file.or_else(|| named.map(|(_, path)| PathBuf::from(path)));
        Self {
            file,
            environment,
            arguments: Vec::new(),
        }
    }

    /// The same with a value from the command line.
    #[must_use]
    pub fn with_argument(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.arguments.push((key, value.into()));
        self
    }

    fn file_path(&self) -> Option<PathBuf> {
        self.file
            .clone()
            .or_else(|| Some(PathBuf::from(DEFAULT_FILE)).filter(|path| path.exists()))
    }
}

/// All places, merged, with the mistakes that concern whole places.
pub(super) struct Layers {
    figment: Figment,
    file: Option<(PathBuf, String)>,
    variables: Vec<(String, String)>,
}

impl Layers {
    pub(super) fn read(sources: &Sources, mistakes: &mut Vec<Mistake>) -> Self {
        let variables = own_variables(&sources.environment);
        let file = sources
            .file_path()
            .and_then(|path| read_file(path, mistakes));
        let mut layers = Self {
            figment: Figment::from(Place::new("default", defaults())),
            file,
            variables,
        };
        if let Some(values) = layers.file_values(mistakes) {
            layers.merge("file", values, mistakes);
        }
        let values = layers
            .variables
            .iter()
            .map(|(name, value)| (key_of(name), Value::from(value.clone())))
            .collect();
        layers.merge("environment", values, mistakes);
        let arguments = sources.arguments.iter();
        let values = arguments
            .map(|(key, value)| ((*key).to_owned(), Value::from(value.clone())))
            .collect();
        layers.merge("argument", values, mistakes);
        layers
    }

    pub(super) fn value(&self, key: &str) -> Option<Value> {
        self.figment.find_value(key).ok()
    }

    pub(super) fn is_default(&self, key: &str) -> bool {
        self.place(key) == "default"
    }

    /// Where the value of a key was given.
    pub(super) fn origin(&self, key: &str) -> Words {
        self.origin_in(&self.place(key), key)
    }

    fn place(&self, key: &str) -> String {
        self.figment
            .find_metadata(key)
            .map_or_else(String::new, |metadata| metadata.name.to_string())
    }

    fn origin_in(&self, place: &str, key: &str) -> Words {
        match place {
            "file" => self.file.as_ref().map_or_else(
                || Words::new("", ""),
                |(path, text)| line_origin(path, text, key),
            ),
            "environment" => {
                let name = self
                    .variables
                    .iter()
                    .rev()
                    .find(|(name, _)| key_of(name) == key);
                name.map_or_else(
                    || Words::new("", ""),
                    |(name, _)| Words::new(name.clone(), name.clone()),
                )
            }
            "argument" => Words::new("Kommandozeile", "command line"),
            _ => Words::new("Vorgabe", "default"),
        }
    }

    fn file_values(&self, mistakes: &mut Vec<Mistake>) -> Option<Dict> {
        let (path, text) = self.file.as_ref()?;
        match toml_values(text) {
            Ok(values) => Some(values),
            Err(problem) => {
                mistakes.push(file_mistake(path, problem, toml_remedy()));
                None
            }
        }
    }

    /// Unknown keys are mistakes and go no further.
    fn merge(&mut self, place: &'static str, values: Dict, mistakes: &mut Vec<Mistake>) {
        let (known, unknown): (Dict, Dict) = values.into_iter().partition(|(key, _)| is_known(key));
        for key in unknown.into_keys() {
            let origin = self.origin_in(place, &key);
            mistakes.push(Mistake::unknown(key, origin));
        }
        self.figment = std::mem::take(&mut self.figment).merge(Place::new(place, known));
    }
}

/// Values with the name of the place they come from.
struct Place {
    name: &'static str,
    values: Dict,
}

impl Place {
    fn new(name: &'static str, values: Dict) -> Self {
        Self { name, values }
    }
}

impl Provider for Place {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.name)
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        Ok(Profile::Default.collect(self.values.clone()))
    }
}

/// The reference is valid TOML (a test holds that), so nothing is lost here.
fn defaults() -> Dict {
    toml_values(&reference()).unwrap_or_default()
}

fn toml_values(text: &str) -> Result<Dict, Words> {
    let mut profiles = Toml::string(text)
        .data()
        .map_err(|error| toml_problem(&error))?;
    Ok(profiles.remove(&Profile::Default).unwrap_or_default())
}

fn is_known(key: &str) -> bool {
    KEYS.iter().any(|known| known.name == key)
}

fn key_of(variable: &str) -> String {
    variable
        .strip_prefix(PREFIX)
        .unwrap_or(variable)
        .to_ascii_lowercase()
}

/// Variables that platforms set without our prefix.
const COMMON_VARIABLES: [&str; 2] = ["DATABASE_URL", "DATABASE_OWNER_URL"];

/// `DATABASE_URL` comes first, so that `STAEDTENETZ_DATABASE_URL` wins over it.
fn own_variables(environment: &[(String, String)]) -> Vec<(String, String)> {
    let mut own: Vec<_> = environment
        .iter()
        .filter(|(name, value)| is_ours(name) && !value.is_empty())
        .cloned()
        .collect();
    own.sort();
    own
}

fn is_ours(name: &str) -> bool {
    let other = OTHER_VARIABLES.contains(&name)
        || CLUSTER_VARIABLES.iter().any(|cluster| {
            name == *cluster || (cluster.ends_with('_') && name.starts_with(cluster))
        });
    COMMON_VARIABLES.contains(&name) || (name.starts_with(PREFIX) && !other)
}

fn read_file(path: PathBuf, mistakes: &mut Vec<Mistake>) -> Option<(PathBuf, String)> {
    let length = std::fs::metadata(&path).map_or(0, |metadata| metadata.len());
    let problem = if length > LONGEST_FILE {
        Words::new("ist länger als 1 MiB", "is longer than 1 MiB")
    } else {
        match std::fs::read_to_string(&path) {
            Ok(text) => return Some((path, text)),
            Err(error) => Words::new(
                format!("ist nicht lesbar: {error}"),
                format!("cannot be read: {error}"),
            ),
        }
    };
    let remedy = Words::new(
        "eine lesbare TOML-Datei angeben",
        "name a readable TOML file",
    );
    mistakes.push(file_mistake(&path, problem, remedy));
    None
}

fn file_mistake(path: &Path, problem: Words, remedy: Words) -> Mistake {
    let origin = path.display().to_string();
    Mistake {
        key: "--config".to_owned(),
        origin: Words::new(origin.clone(), origin),
        problem,
        remedy,
    }
}

/// Only the first line of the parser's words: the others repeat the text of the file, which may hold a password.
fn toml_problem(error: &Error) -> Words {
    let message = error.kind.to_string();
    let first = message.lines().next().unwrap_or_default().trim().to_owned();
    Words::new(
        format!("ist kein gültiges TOML ({first})"),
        format!("is not valid TOML ({first})"),
    )
}

fn toml_remedy() -> Words {
    Words::new(
        "jede Zeile als schlüssel = wert schreiben, Texte in Anführungszeichen, jeden Schlüssel einmal",
        "write each line as key = value, texts in quotation marks, each key once",
    )
}

fn line_origin(path: &Path, text: &str, key: &str) -> Words {
    let starts = |line: &str| {
        let name = line.trim_start().trim_start_matches(['[', '"', '\'']);
        name.strip_prefix(key).is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_whitespace() || "=]\"'.".contains(c))
        })
    };
    let shown = path.display();
    match text.lines().position(starts) {
        Some(line) => Words::new(
            format!("{shown}:{}", line + 1),
            format!("{shown}:{}", line + 1),
        ),
        None => Words::new(shown.to_string(), shown.to_string()),
    }
}
