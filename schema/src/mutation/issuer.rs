//! Changes of identity providers.
//!
//! Invariant: a root hands its input to one use case in one unit of work; it contains no rule.

use super::id;
use crate::{error::refuse, issuer::IdentityProvider};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::{
    Ctx, Work,
    id::IssuerId,
    issuer::{self, NewIssuer},
};

/// Identity providers.
#[derive(Default)]
pub struct IssuerMutation;

/// An identity provider to trust.
#[derive(InputObject)]
struct TrustIdentityProviderInput {
    /// Issuer identifier, as in its tokens.
    url: String,
    /// Audience that its tokens must name.
    audience: String,
    /// Signature algorithms that are accepted: ES256, EdDSA, RS256, PS256.
    algorithms: Vec<String>,
    /// Claim that holds one of READER, EDITOR, PUBLISHER, ADMIN; a way such as `realm_access.roles` is possible.
    #[graphql(default = "staedtenetz_role")]
    role_claim: String,
}

/// The identity provider that is trusted now.
#[derive(SimpleObject)]
struct TrustIdentityProviderPayload {
    /// The identity provider.
    identity_provider: IdentityProvider,
}

/// Which identity provider to trust no longer.
#[derive(InputObject)]
struct DistrustIdentityProviderInput {
    /// The identity provider.
    identity_provider: ID,
}

/// The identity provider that is trusted no longer.
#[derive(SimpleObject)]
struct DistrustIdentityProviderPayload {
    /// The identity provider.
    identity_provider: ID,
}

impl From<TrustIdentityProviderInput> for NewIssuer {
    fn from(input: TrustIdentityProviderInput) -> Self {
        Self {
            id: IssuerId(Work::new_id()),
            url: input.url,
            audience: input.audience,
            algorithms: input.algorithms,
            role_claim: input.role_claim,
        }
    }
}

#[Object]
impl IssuerMutation {
    /// Trusts an identity provider to say who may do what in your organisation. It can speak for yours only.
    async fn trust_identity_provider(
        &self,
        ctx: &Context<'_>,
        input: TrustIdentityProviderInput,
    ) -> Result<TrustIdentityProviderPayload> {
        let domain = ctx.data::<Ctx>()?;
        let new = NewIssuer::from(input);
        let done = async {
            domain
                .write("issuer.trust", new.id, async |work| {
                    issuer::trust(work, new).await
                })
                .await
        };
        let row = done.await.map_err(|error| refuse(ctx, &error))?;
        Ok(TrustIdentityProviderPayload {
            identity_provider: row.into(),
        })
    }

    /// Trusts an identity provider no longer, at once.
    async fn distrust_identity_provider(
        &self,
        ctx: &Context<'_>,
        input: DistrustIdentityProviderInput,
    ) -> Result<DistrustIdentityProviderPayload> {
        let domain = ctx.data::<Ctx>()?;
        let id: IssuerId = id(ctx, &input.identity_provider)?;
        let done = async {
            domain
                .write("issuer.distrust", id, async |work| {
                    issuer::distrust(work, id).await
                })
                .await
        };
        done.await.map_err(|error| refuse(ctx, &error))?;
        Ok(DistrustIdentityProviderPayload {
            identity_provider: input.identity_provider,
        })
    }
}
