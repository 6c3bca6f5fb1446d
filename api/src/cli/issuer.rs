//! `staedtenetz issuer` and `signing-key`: whose tokens hold.
//!
//! Invariant: a command says what it did and what to do next.

use super::{
    Failure,
    desk::{Desk, Place, parse},
};
use crate::identity::new_signing_key;
use chrono::TimeDelta;
use clap::{Args, Subcommand};
use domain::{
    Work,
    id::IssuerId,
    issuer::{self, NewIssuer},
    signing_key,
};

/// Identity providers of tenants.
#[derive(Debug, Subcommand)]
pub enum Issuer {
    /// Trusts an identity provider to speak for a tenant.
    Trust(Box<Provider>),
    /// Trusts an identity provider no longer.
    Distrust {
        #[command(flatten)]
        place: Place,
        /// Its id, such as issuer_01h…
        id: String,
    },
}

/// Which provider.
#[derive(Args, Debug)]
pub struct Provider {
    #[command(flatten)]
    place: Place,
    /// Issuer identifier, as in its tokens.
    #[arg(long)]
    url: String,
    /// Audience that its tokens must name.
    #[arg(long)]
    audience: String,
    /// Signature algorithms that are accepted, separated by commas.
    #[arg(long, value_delimiter = ',', default_value = "ES256,EdDSA,RS256,PS256")]
    algorithms: Vec<String>,
    /// Claim that holds one of READER, EDITOR, PUBLISHER, ADMIN.
    #[arg(long, default_value = "staedtenetz_role")]
    role_claim: String,
}

/// Keys of the built-in issuer.
#[derive(Debug, Subcommand)]
pub enum SigningKey {
    /// Lets a new key sign.
    Rotate {
        /// After how many seconds it begins: until then every copy of the service gets to know it.
        #[arg(long, default_value_t = 60)]
        after_seconds: u32,
        /// The keys until now were stolen: it begins at once, and no token that they signed holds any longer.
        #[arg(long, conflicts_with = "after_seconds")]
        stolen: bool,
    },
}

impl Issuer {
    /// Carries it out.
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        match self {
            Self::Trust(provider) => trust(desk, *provider).await,
            Self::Distrust { place, id } => distrust(desk, &place, &id).await,
        }
    }
}

async fn trust(desk: &Desk, provider: Provider) -> Result<(), Failure> {
    let ctx = desk.acting_for(&provider.place)?;
    let new = NewIssuer {
        id: IssuerId(Work::new_id()),
        url: provider.url,
        audience: provider.audience,
        algorithms: provider.algorithms,
        role_claim: provider.role_claim,
    };
    let id = new.id;
    let trust = async |work: &domain::Work<'_>| issuer::trust(work, new).await;
    let row = ctx.write("issuer.trust", id, trust).await?;
    println!(
        "{} spricht jetzt für {} ({}).",
        row.url, row.tenant_id, row.id
    );
    println!(
        "Weiter: dort jedem Konto im Anspruch {} eine Rolle geben; ohne sie gilt kein Token.",
        row.role_claim
    );
    Ok(())
}

async fn distrust(desk: &Desk, place: &Place, id: &str) -> Result<(), Failure> {
    let ctx = desk.acting_for(place)?;
    let id: IssuerId = parse(id, "issuer")?;
    let distrust = async |work: &domain::Work<'_>| issuer::distrust(work, id).await;
    ctx.write("issuer.distrust", id, distrust).await?;
    println!("{id} wird nicht mehr vertraut; Token von dort gelten nicht mehr.");
    Ok(())
}

impl SigningKey {
    /// Carries it out.
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        let Self::Rotate {
            after_seconds,
            stolen,
        } = self;
        let ctx = desk.operator();
        let new = new_signing_key()?;
        let kid = new.kid.clone();
        let wait = if stolen { 0 } else { after_seconds };
        let from = ctx.now() + TimeDelta::seconds(wait.into());
        let rotate = async |work: &domain::Work<'_>| {
            signing_key::rotate(work, new, from).await?;
            match stolen {
                true => signing_key::withdraw_others(work, &kid).await,
                false => Ok(0),
            }
        };
        let withdrawn = ctx.write("signing_key.rotate", &kid, rotate).await?;
        println!(
            "Schlüssel {kid} signiert ab {}.",
            from.format("%Y-%m-%d %H:%M:%S UTC")
        );
        if stolen {
            println!(
                "{withdrawn} frühere Schlüssel sind zurückgezogen; alle müssen sich neu anmelden."
            );
        } else {
            println!("Frühere Token gelten, bis sie ablaufen. Nichts weiter zu tun.");
        }
        Ok(())
    }
}
