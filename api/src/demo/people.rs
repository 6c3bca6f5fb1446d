//! People of the demo: an account and an API key for each role, in two cities and the coordination office.
//!
//! Invariant: secrets are made anew in every folder and are kept beside its database, readable by its owner only, so that
//! what was printed at the first start still works at the next.

use super::COORDINATION;
use chrono::TimeDelta;
use domain::{
    Ctx, Error, Result, Work,
    account::{self, NewAccount},
    actor::{Actor, Member, Principal, Role, Scopes},
    credential::{self, KeyHash, NewCredential},
    id::{CredentialId, TenantId},
    language::Language,
    secret::Secrets,
    store::Store,
};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::Path,
};

/// Beside the database.
const FILE: &str = "demo-access.json";

const AACHEN: &str = "05334002";
const KARLSRUHE: &str = "08212000";

/// Who there is: for people, the variable of the shell, the city or the office, and the role.
const PEOPLE: [(&str, &str, Option<&str>, Role); 7] = [
    ("Aachen, liest", "AACHEN_LIEST", Some(AACHEN), Role::Reader),
    (
        "Aachen, schreibt",
        "AACHEN_SCHREIBT",
        Some(AACHEN),
        Role::Editor,
    ),
    (
        "Aachen, gibt frei",
        "AACHEN_GIBT_FREI",
        Some(AACHEN),
        Role::Publisher,
    ),
    (
        "Aachen, verwaltet",
        "AACHEN_VERWALTET",
        Some(AACHEN),
        Role::Admin,
    ),
    (
        "Karlsruhe, schreibt",
        "KARLSRUHE_SCHREIBT",
        Some(KARLSRUHE),
        Role::Editor,
    ),
    (
        "Karlsruhe, gibt frei",
        "KARLSRUHE_GIBT_FREI",
        Some(KARLSRUHE),
        Role::Publisher,
    ),
    ("Koordination, schreibt", "KOORDINATION", None, Role::Editor),
];

/// Somebody of the demo, with what they need to get in.
#[derive(Deserialize, Serialize)]
pub struct Access {
    who: String,
    variable: String,
    email: String,
    password: String,
    key: String,
}

/// The people of the demo, made at the first start.
///
/// # Errors
/// `INTERNAL` where their file cannot be read or written.
pub async fn people(store: &Store, secrets: &dyn Secrets, folder: &Path) -> Result<Vec<Access>> {
    let file = folder.join(FILE);
    if file.exists() {
        let text = fs::read_to_string(&file).map_err(|error| broken(&file, &error))?;
        return serde_json::from_str(&text).map_err(|error| broken(&file, &error));
    }
    let mut people = Vec::new();
    for (who, variable, city, role) in PEOPLE {
        let ctx = acting_for(store, city)?;
        let email = format!("{}@demo.example", variable.to_lowercase().replace('_', "-"));
        people.push(Access {
            password: enrol(&ctx, secrets, (who, &email), role).await?,
            key: key(&ctx, secrets, who, role).await?,
            who: who.to_owned(),
            variable: variable.to_owned(),
            email,
        });
    }
    keep(&file, &people)?;
    Ok(people)
}

fn acting_for(store: &Store, city: Option<&str>) -> Result<Ctx> {
    let reference = store.reference();
    let mut all = reference.tenants.all().iter();
    let office = all.find(|tenant| tenant.name == COORDINATION);
    let tenant = city.map_or(office, |ags| reference.tenant_of_city(ags));
    let tenant: TenantId = tenant.ok_or(Error::NotFound("tenant"))?.id;
    let actor = Actor::Member(Member {
        tenant,
        role: Role::Admin,
        scopes: Scopes::all(),
        networks: Vec::new(),
        principal: Principal::CommandLine,
    });
    Ok(Ctx::new(store, actor, Language::De))
}

async fn enrol(
    ctx: &Ctx,
    secrets: &dyn Secrets,
    (name, email): (&str, &str),
    role: Role,
) -> Result<String> {
    let password = secrets.first_password().await?;
    let new = NewAccount::new(email, name);
    let create = async |work: &Work<'_>| account::create(work, new, password.hash, role).await;
    ctx.write("account.create", "demo", create).await?;
    Ok(password.text)
}

async fn key(ctx: &Ctx, secrets: &dyn Secrets, who: &str, role: Role) -> Result<String> {
    let id = CredentialId(Work::new_id());
    let secret = secrets.key(id)?;
    let new = NewCredential {
        name: format!("Demo: {who}"),
        role,
        scopes: Scopes::all(),
        origins: Vec::new(),
        expires_at: Some(ctx.now() + TimeDelta::days(365)),
    };
    let made = KeyHash {
        id,
        hash: secret.hash,
    };
    let create = async |work: &Work<'_>| credential::create(work, new, made).await;
    ctx.write("key.create", id, create).await?;
    Ok(secret.text)
}

fn keep(file: &Path, people: &[Access]) -> Result<()> {
    let text = serde_json::to_string_pretty(people).map_err(|error| broken(file, &error))?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(file)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| broken(file, &error))
}

fn broken(file: &Path, error: &dyn std::fmt::Display) -> Error {
    Error::Internal(format!("{}: {error}", file.display()))
}

/// What to paste to see the same query answered for different people.
#[must_use]
pub fn introduction(people: &[Access], port: u16) -> String {
    let base = format!("http://127.0.0.1:{port}");
    let lines: Vec<String> = people
        .iter()
        .map(|one| format!("  export {}={}   # {}", one.variable, one.key, one.who))
        .collect();
    let sign_in = people.first().map_or_else(String::new, |one| {
        format!(
            "  curl {base}/api/v1/sign-in -H 'Content-Type: application/json' -d '{{\"email\":\"{}\",\"password\":\"{}\"}}'",
            one.email, one.password
        )
    });
    format!(
        r#"
Wer was sieht: Schlüssel für verschiedene Rollen (erfundene Inhalte, gekennzeichnet mit „Demo“).

{}

  # Dieselbe Frage, erst als niemand, dann mit einem der Schlüssel: 1, 6, 5 und 3 Vorhaben
  curl '{base}/api/v1/projects?text=erfunden'
  curl -H "Authorization: Bearer $AACHEN_LIEST" '{base}/api/v1/projects?text=erfunden'
  curl -H "Authorization: Bearer $KARLSRUHE_SCHREIBT" '{base}/api/v1/projects?text=erfunden'
  curl -H "Authorization: Bearer $KOORDINATION" '{base}/api/v1/projects?text=erfunden'

  # Was die Schulstraße gelehrt hat, sieht nur, wer zum Städtenetz gehört
  curl {base}/graphql -H 'Content-Type: application/json' -H "Authorization: Bearer $KARLSRUHE_SCHREIBT" -d '{{"query":"{{ projects(filter: {{ text: \"Schulstraße\" }}) {{ nodes {{ workingTitle visibility items {{ nodes {{ kind text }} }} }} }} }}"}}'

  # Wer bin ich für den Dienst? Mit Kennwort anmelden geht auch.
  curl -H "Authorization: Bearer $AACHEN_VERWALTET" {base}/api/v1/me
{sign_in}
"#,
        lines.join("\n")
    )
}
