//! `staedtenetz account`: people who sign in with a password.
//!
//! Invariant: a command says what it did and what to do next; a first password is shown once.

use super::{
    Failure,
    desk::{Desk, Place},
};
use crate::rest::account::role;
use clap::{Args, Subcommand};
use domain::{
    Ctx, Error,
    account::{self, NewAccount},
    account_role,
    id::AccountId,
    secret::Secrets,
};

/// Accounts.
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Creates an account with a role in a tenant, or of somebody who runs the platform.
    Create(Box<NewPerson>),
    /// Gives a person a role in a tenant, or withdraws it.
    Role {
        #[command(flatten)]
        place: Place,
        /// Address of the person.
        #[arg(long)]
        email: String,
        /// READER, EDITOR, PUBLISHER or ADMIN; NONE withdraws the role.
        #[arg(long)]
        role: String,
    },
    /// Closes an account.
    Close {
        /// Address of the person.
        #[arg(long)]
        email: String,
    },
}

/// Who, and as what.
#[derive(Args, Debug)]
pub struct NewPerson {
    /// Address by which the person signs in.
    #[arg(long)]
    email: String,
    /// Name for colleagues.
    #[arg(long)]
    name: String,
    /// Municipality by its official key, such as 05334002.
    #[arg(long, value_name = "AGS")]
    city: Option<String>,
    /// Tenant by its id, such as tenant_01h…
    #[arg(long, value_name = "ID")]
    tenant: Option<String>,
    /// READER, EDITOR, PUBLISHER or ADMIN.
    #[arg(long, default_value = "READER")]
    role: String,
    /// Runs the platform, instead of a role in a tenant.
    #[arg(long, conflicts_with_all = ["city", "tenant"])]
    operator: bool,
}

impl Account {
    /// Carries it out.
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        match self {
            Self::Create(new) => create(desk, *new).await,
            Self::Role { place, email, role } => set_role(desk, &place, &email, &role).await,
            Self::Close { email } => close(desk, &email).await,
        }
    }
}

async fn create(desk: &Desk, new: NewPerson) -> Result<(), Failure> {
    let password = desk.identity.first_password().await?;
    let person = NewAccount::new(new.email.as_str(), new.name);
    let id = person.id;
    if new.operator {
        let ctx = desk.operator();
        let create = async |work: &domain::Work<'_>| {
            account::create_operator(work, person, password.hash).await
        };
        ctx.write("account.create", id, create).await?;
    } else {
        let place = Place {
            city: new.city,
            tenant: new.tenant,
        };
        let (ctx, role) = (desk.acting_for(&place)?, role(&new.role)?);
        let create = async |work: &domain::Work<'_>| {
            account::create(work, person, password.hash, role).await
        };
        ctx.write("account.create", id, create).await?;
    }
    println!("Konto {id} angelegt für {}.", new.email);
    println!("Erstes Kennwort, nur jetzt sichtbar: {}", password.text);
    println!(
        "Weiter: anmelden mit POST /api/v1/sign-in, dann das Kennwort mit PUT /api/v1/me/password ändern."
    );
    Ok(())
}

async fn set_role(desk: &Desk, place: &Place, email: &str, word: &str) -> Result<(), Failure> {
    let ctx = desk.acting_for(place)?;
    let id = known(&ctx, email).await?;
    if word == "NONE" {
        let withdraw = async |work: &domain::Work<'_>| account_role::withdraw(work, id).await;
        ctx.write("account.withdraw_role", id, withdraw).await?;
        println!("{email} hat dort keine Rolle mehr; bestehende Anmeldungen sind beendet.");
        return Ok(());
    }
    let role = role(word)?;
    let give = async |work: &domain::Work<'_>| account_role::give(work, id, role).await;
    ctx.write("account.give_role", id, give).await?;
    println!("{email} hat dort jetzt die Rolle {}.", role.word());
    println!("Weiter: neu anmelden, damit sie gilt.");
    Ok(())
}

async fn close(desk: &Desk, email: &str) -> Result<(), Failure> {
    let ctx = desk.operator();
    let id = known(&ctx, email).await?;
    let close = async |work: &domain::Work<'_>| account::close(work, id).await;
    ctx.write("account.close", id, close).await?;
    println!("Konto {email} geschlossen; bestehende Anmeldungen sind beendet.");
    println!(
        "Schlüssel, die die Person angelegt hat, gehören dem Mandanten: staedtenetz key list --city AGS"
    );
    Ok(())
}

async fn known(ctx: &Ctx, email: &str) -> Result<AccountId, Failure> {
    let found = account::find(ctx, email).await?;
    Ok(found.ok_or(Error::NotFound("account"))?.id)
}
