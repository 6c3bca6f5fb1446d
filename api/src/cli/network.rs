//! `staedtenetz network`, `tenant` and `membership`: who takes part where.
//!
//! Invariant: a command says what it did and what to do next.

use super::{
    Failure, archive,
    desk::{Desk, Place},
};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use domain::{
    membership,
    network::{self, NewNetwork},
    tenant,
    value::MembershipRole,
};
use std::path::PathBuf;

/// Networks.
#[derive(Debug, Subcommand)]
pub enum Network {
    /// Creates a network.
    Create {
        /// Short name in addresses, such as kora.
        slug: String,
        /// Name in German; the short name if none is given.
        #[arg(long)]
        name: Option<String>,
        /// Name in English.
        #[arg(long)]
        name_en: Option<String>,
        /// What it is for, in German.
        #[arg(long)]
        purpose: Option<String>,
    },
}

/// Tenants.
#[derive(Debug, Subcommand)]
pub enum Tenant {
    /// Creates the tenant of a municipality or of an office that coordinates a network.
    Create(NewTenant),
    /// Writes everything that a tenant owns to a file, for another installation or for keeping.
    Export {
        #[command(flatten)]
        place: Place,
        /// File to write.
        file: PathBuf,
    },
    /// Brings in a tenant from such a file.
    Import {
        /// File to read.
        file: PathBuf,
    },
    /// Removes a tenant with everything that it owns; this cannot be undone.
    Remove {
        #[command(flatten)]
        place: Place,
        /// The AGS or id of the tenant once more.
        #[arg(long, value_name = "AGS|ID")]
        confirm: String,
    },
}

/// Which tenant.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub struct NewTenant {
    /// Municipality by its official key, such as 05334002.
    #[arg(long, value_name = "AGS")]
    city: Option<String>,
    /// Name of the office.
    #[arg(long, value_name = "NAME")]
    coordination: Option<String>,
}

/// Memberships.
#[derive(Debug, Subcommand)]
pub enum Membership {
    /// Makes a tenant a member of a network.
    Create {
        /// Short name of the network.
        #[arg(long)]
        network: String,
        #[command(flatten)]
        place: Place,
        /// MODEL_CITY, NETWORK_CITY, COORDINATOR or OBSERVER.
        #[arg(long, default_value = "NETWORK_CITY")]
        role: String,
        /// First day; today if none is given.
        #[arg(long, value_name = "YYYY-MM-DD")]
        since: Option<NaiveDate>,
    },
    /// Ends a membership.
    End {
        /// Short name of the network.
        #[arg(long)]
        network: String,
        #[command(flatten)]
        place: Place,
        /// Last day; yesterday if none is given, so that it ends at once.
        #[arg(long, value_name = "YYYY-MM-DD")]
        until: Option<NaiveDate>,
    },
}

impl Network {
    /// Carries it out.
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        let Self::Create {
            slug,
            name,
            name_en,
            purpose,
        } = self;
        let new = NewNetwork {
            name_de: name.unwrap_or_else(|| slug.clone()),
            name_en,
            purpose_de: purpose,
            ..NewNetwork::named(&slug)
        };
        let ctx = desk.operator();
        let create = async |work: &domain::Work<'_>| network::create(work, new).await;
        let id = ctx.write("network.create", &slug, create).await?;
        println!("Städtenetz {slug} angelegt ({id}).");
        println!("Weiter: staedtenetz membership create --network {slug} --city AGS");
        Ok(())
    }
}

impl Tenant {
    /// Carries it out.
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        match self {
            Self::Create(new) => new.create(desk).await,
            Self::Export { place, file } => archive::export(desk, &place, &file).await,
            Self::Import { file } => archive::import(desk, &file).await,
            Self::Remove { place, confirm } => archive::remove(desk, &place, &confirm).await,
        }
    }
}

impl NewTenant {
    async fn create(self, desk: &Desk) -> Result<(), Failure> {
        let Self { city, coordination } = self;
        let subject = city.clone().or(coordination.clone()).unwrap_or_default();
        let ctx = desk.operator();
        let create = async |work: &domain::Work<'_>| match (&city, &coordination) {
            (Some(ags), _) => tenant::create_municipality(work, ags).await,
            (None, name) => {
                tenant::create_coordination(work, name.as_deref().unwrap_or_default()).await
            }
        };
        let id = ctx.write("tenant.create", subject, create).await?;
        println!("Mandant angelegt ({id}).");
        println!("Weiter: staedtenetz membership create --network NETZ --tenant {id}");
        println!(
            "        staedtenetz account create --tenant {id} --email ADRESSE --name NAME --role ADMIN"
        );
        Ok(())
    }
}

impl Membership {
    /// Carries it out.
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        let ctx = desk.operator();
        let today = ctx.now().date_naive();
        match self {
            Self::Create {
                network,
                place,
                role,
                since,
            } => {
                let (id, tenant) = (desk.network(&network)?, desk.tenant(&place)?);
                let role = MembershipRole::from_word(&role).ok_or_else(|| unknown_role(&role))?;
                let since = since.unwrap_or(today);
                let create = async |work: &domain::Work<'_>| {
                    membership::create(work, id, tenant, role, since).await
                };
                ctx.write("membership.create", tenant, create).await?;
                println!(
                    "{tenant} gehört seit {since} zum Städtenetz {network} ({}).",
                    role.word()
                );
                println!(
                    "Was dort mit NETWORK freigegeben ist, ist für den Mandanten jetzt lesbar."
                );
            }
            Self::End {
                network,
                place,
                until,
            } => {
                let (id, tenant) = (desk.network(&network)?, desk.tenant(&place)?);
                let until = until.or(today.pred_opt()).unwrap_or(today);
                let end =
                    async |work: &domain::Work<'_>| membership::end(work, id, tenant, until).await;
                ctx.write("membership.end", tenant, end).await?;
                println!("Letzter Tag von {tenant} im Städtenetz {network}: {until}.");
                println!(
                    "Danach ist, was dort mit NETWORK freigegeben ist, für den Mandanten nicht mehr lesbar."
                );
            }
        }
        Ok(())
    }
}

fn unknown_role(word: &str) -> Failure {
    let all: Vec<&str> = MembershipRole::ALL.iter().map(|role| role.word()).collect();
    Failure::usage(format!("{word} ist keines von {}.", all.join(", ")))
}
