//! `staedtenetz key`: API keys of programs.
//!
//! Invariant: a command says what it did and what to do next; the text of a key is shown once.

use super::{
    Failure,
    desk::{Desk, Place, parse},
};
use crate::rest::{
    account::role,
    credential::{make, scopes},
};
use chrono::TimeDelta;
use clap::{Args, Subcommand};
use comfy_table::Table;
use domain::{
    credential::{self, Credential, NewCredential},
    id::CredentialId,
};

/// API keys.
#[derive(Debug, Subcommand)]
pub enum Key {
    /// Creates a key.
    Create(Box<NewKey>),
    /// Replaces a key; the old one works on for a while.
    Rotate {
        #[command(flatten)]
        place: Place,
        /// The key, such as key_01h…
        key: String,
        /// For how many hours the old one works on.
        #[arg(long, default_value_t = 24)]
        overlap_hours: u16,
    },
    /// Withdraws a key.
    Revoke {
        #[command(flatten)]
        place: Place,
        /// The key, such as key_01h…
        key: String,
    },
    /// Lists the keys of a tenant.
    List {
        #[command(flatten)]
        place: Place,
    },
}

/// Which key.
#[derive(Args, Debug)]
pub struct NewKey {
    #[command(flatten)]
    place: Place,
    /// What it is used for, in words.
    #[arg(long)]
    name: String,
    /// READER, EDITOR, PUBLISHER or ADMIN.
    #[arg(long, default_value = "READER")]
    role: String,
    /// What it may do, separated by spaces.
    #[arg(long, default_value = "content:read")]
    scope: String,
    /// For how many days it holds.
    #[arg(long, default_value_t = 365)]
    days: u16,
    /// Origin of a web page that may use it; may be given several times, any page where none is given.
    #[arg(long = "origin")]
    origins: Vec<String>,
}

impl Key {
    /// Carries it out.
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        match self {
            Self::Create(new) => create(desk, *new).await,
            Self::Rotate {
                place,
                key,
                overlap_hours,
            } => rotate(desk, &place, &key, overlap_hours).await,
            Self::Revoke { place, key } => revoke(desk, &place, &key).await,
            Self::List { place } => list(desk, &place).await,
        }
    }
}

async fn create(desk: &Desk, new: NewKey) -> Result<(), Failure> {
    let ctx = desk.acting_for(&new.place)?;
    let (made, secret) = make(&desk.identity)?;
    let id = made.id;
    let new = NewCredential {
        name: new.name,
        role: role(&new.role)?,
        scopes: scopes(&new.scope)?,
        origins: new.origins,
        expires_at: Some(ctx.now() + TimeDelta::days(new.days.into())),
    };
    let create = async |work: &domain::Work<'_>| credential::create(work, new, made).await;
    ctx.write("key.create", id, create).await?;
    println!("Schlüssel {id} angelegt. Nur jetzt sichtbar:\n{secret}");
    println!(
        "Weiter: als Authorization: Bearer … senden, oder bei POST /oauth/token gegen ein Token tauschen."
    );
    Ok(())
}

async fn rotate(desk: &Desk, place: &Place, key: &str, hours: u16) -> Result<(), Failure> {
    let ctx = desk.acting_for(place)?;
    let old: CredentialId = parse(key, "key")?;
    let (made, secret) = make(&desk.identity)?;
    let id = made.id;
    let overlap = TimeDelta::hours(hours.into());
    let rotate = async |work: &domain::Work<'_>| credential::rotate(work, old, made, overlap).await;
    ctx.write("key.rotate", old, rotate).await?;
    println!("Schlüssel {id} ersetzt {old}. Nur jetzt sichtbar:\n{secret}");
    println!("Weiter: im Programm austauschen; {old} gilt noch {hours} Stunden.");
    Ok(())
}

async fn revoke(desk: &Desk, place: &Place, key: &str) -> Result<(), Failure> {
    let ctx = desk.acting_for(place)?;
    let id: CredentialId = parse(key, "key")?;
    let withdraw = async |work: &domain::Work<'_>| credential::withdraw(work, id).await;
    ctx.write("key.revoke", id, withdraw).await?;
    println!("Schlüssel {id} und alle Token, die für ihn ausgestellt wurden, gelten nicht mehr.");
    Ok(())
}

async fn list(desk: &Desk, place: &Place) -> Result<(), Failure> {
    let ctx = desk.acting_for(place)?;
    let rows = credential::list(&ctx).await?;
    if rows.is_empty() {
        println!("Noch keine Schlüssel. `staedtenetz key create` legt einen an.");
        return Ok(());
    }
    let mut table = Table::new();
    table.set_header([
        "Schlüssel",
        "Zweck",
        "Rolle",
        "Bereiche",
        "gilt bis",
        "zuletzt benutzt",
    ]);
    for row in rows {
        table.add_row(cells(&row));
    }
    println!("{table}");
    Ok(())
}

fn cells(row: &Credential) -> [String; 6] {
    let day = |moment: chrono::DateTime<chrono::Utc>| moment.format("%Y-%m-%d %H:%M").to_string();
    let end = match (row.revoked_at, row.expires_at) {
        (Some(at), _) => format!("widerrufen {}", day(at)),
        (None, end) => end.map_or_else(String::new, day),
    };
    [
        row.id.to_string(),
        row.name.clone(),
        row.role.word().to_owned(),
        row.scopes.clone(),
        end,
        row.last_used_at.map_or_else(|| "nie".to_owned(), day),
    ]
}
