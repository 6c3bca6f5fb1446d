//! Typed ids: a UUIDv7 inside, `project_01h45ytscbebyvny4gc8cr8ma2` outside (TypeID 0.3), so that a wrong kind is refused at the door.
//!
//! Invariant: an id is only parsed together with its kind; the text form is the same for the same id everywhere.

use sea_orm::DeriveValueType;
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// The digits of TypeID: Crockford's base32 in lower case.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 128 bits in groups of five: the first digit carries only three of them.
const TEXT_LENGTH: usize = 26;

/// Why a text is not an id of the expected kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId {
    /// The prefix that was expected, such as `project`.
    pub expected: &'static str,
}

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected an id of the form {}_…", self.expected)
    }
}

impl std::error::Error for NotAnId {}

/// An id that knows its kind.
pub trait TypedId: Copy + Send + Sync + 'static {
    /// The kind as it stands before the underscore.
    const PREFIX: &'static str;
    /// The id for a stored value.
    fn from_uuid(uuid: Uuid) -> Self;
    /// The value that is stored.
    fn uuid(self) -> Uuid;
}

fn write_base32(uuid: Uuid, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let bits = uuid.as_u128();
    let mut text = String::with_capacity(TEXT_LENGTH);
    for group in (0..TEXT_LENGTH).rev() {
        let digit = usize::try_from((bits >> (group * 5)) & 31).unwrap_or_default();
        text.push(DIGITS.get(digit).copied().map_or('0', char::from));
    }
    f.write_str(&text)
}

fn parse_base32(text: &str) -> Option<Uuid> {
    if text.len() != TEXT_LENGTH || text.as_bytes().first().is_none_or(|first| *first > b'7') {
        return None;
    }
    let mut bits = 0_u128;
    for byte in text.bytes() {
        let digit = DIGITS.iter().position(|candidate| *candidate == byte)?;
        bits = (bits << 5) | u128::try_from(digit).ok()?;
    }
    Some(Uuid::from_u128(bits))
}

/// Splits `project_01h…` into its kind and value; `None` where it has not that form.
#[must_use]
pub fn split(text: &str) -> Option<(&str, Uuid)> {
    let (prefix, value) = text.rsplit_once('_')?;
    Some((prefix, parse_base32(value)?))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType)]
        pub struct $name(pub Uuid);

        impl TypedId for $name {
            const PREFIX: &'static str = $prefix;
            fn from_uuid(uuid: Uuid) -> Self { Self(uuid) }
            fn uuid(self) -> Uuid { self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!($prefix, "_"))?;
                write_base32(self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                match split(text) {
                    Some(($prefix, uuid)) => Ok(Self(uuid)),
                    _ => Err(NotAnId { expected: $prefix }),
                }
            }
        }

        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(concat!($prefix, " ids are not numbers")))
            }
        }
    )*};
}

ids! {
    /// A network (Städtenetz).
    NetworkId = "network";
    /// A tenant (Mandant).
    TenantId = "tenant";
    /// A membership (Mitgliedschaft).
    MembershipId = "membership";
    /// An action field (Aktionsfeld).
    ActionFieldId = "field";
    /// A concept that a network adds to the vocabulary.
    NetworkConceptId = "concept";
    /// A barrier (Hemmnis).
    BarrierId = "barrier";
    /// An action plan (Aktionsplan).
    PlanId = "plan";
    /// A resolution of a plan (Vorsatz).
    PlanResolutionId = "resolution";
    /// A project (Vorhaben).
    ProjectId = "project";
    /// A barrier of a project.
    ProjectBarrierId = "projectbarrier";
    /// An item of a project: idea, milestone, indicator statement and the like.
    ProjectItemId = "item";
    /// What editors say about a concept of a project.
    ConceptCorrectionId = "correction";
    /// A source of a project.
    ProjectSourceId = "source";
    /// A sub-project (Teilvorhaben).
    SubProjectId = "subproject";
    /// An imported file.
    SourceDocumentId = "document";
    /// A cell of an imported file.
    SourceCellId = "cell";
    /// A transfer link (Erfahrungstransfer).
    TransferLinkId = "link";
    /// An entry in the history of a transfer link.
    TransferEventId = "event";
    /// An effect of a transfer that was observed.
    TransferEffectId = "effect";
    /// An offer or request of expertise (Angebot, Gesuch).
    ExpertiseId = "expertise";
    /// A barrier of an offer or request of expertise.
    ExpertiseBarrierId = "expertisebarrier";
    /// An indicator (Indikator).
    IndicatorId = "indicator";
    /// An observation (Messwert).
    ObservationId = "observation";
    /// What was said about an observation.
    ObservationRemarkId = "remark";
    /// A former definition of an indicator.
    IndicatorVersionId = "indicatorversion";
    /// A peer group (Vergleichsgruppe) or ring (Vergleichsring).
    PeerGroupId = "peergroup";
    /// An indicator of a peer group.
    PeerGroupIndicatorId = "peergroupindicator";
    /// A city of a peer group.
    PeerGroupCityId = "peergroupcity";
    /// A city that was invited to a ring.
    RingMemberId = "ringmember";
    /// A published comparison of a ring.
    BenchmarkReleaseId = "benchmark";
    /// A value that counts in a published comparison.
    BenchmarkContributionId = "contribution";
    /// A person who signs in (Konto).
    AccountId = "account";
    /// What a person may do in a tenant.
    AccountRoleId = "role";
    /// A sign-in of a person.
    SessionId = "session";
    /// A refresh token.
    RefreshTokenId = "refresh";
    /// An API key (Zugang).
    CredentialId = "key";
    /// A list of trusted GraphQL documents.
    DocumentListId = "documentlist";
    /// A trusted GraphQL document.
    PersistedDocumentId = "persisteddocument";
    /// The answer to a request with an idempotency key.
    StoredAnswerId = "answer";
    /// An identity provider.
    IssuerId = "issuer";
    /// A coordinator's word on whether two projects are alike.
    SimilarityDecisionId = "decision";
    /// What the features of similarity weigh in a network.
    SimilarityWeightsId = "weights";
    /// An address that is told of changes.
    WebhookId = "webhook";
    /// A message to such an address.
    WebhookDeliveryId = "delivery";
    /// What an organisation decided about a suggestion.
    SuggestionDecisionId = "suggestiondecision";
    /// A tenant that may read a shared record.
    NamedReaderId = "reader";
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_its_text_form() {
        let id = ProjectId(Uuid::from_u128(0x0188_bf3f_6d2b_7bcd_a1b2_c3d4_e5f6_0718));
        let text = id.to_string();
        assert_eq!(text.len(), "project_".len() + TEXT_LENGTH);
        assert_eq!(text.parse::<ProjectId>().unwrap(), id);
    }

    #[test]
    fn the_examples_of_the_typeid_specification_hold() {
        assert_eq!(
            parse_base32("00000000000000000000000000"),
            Some(Uuid::nil())
        );
        assert_eq!(
            parse_base32("7zzzzzzzzzzzzzzzzzzzzzzzzz"),
            Some(Uuid::max())
        );
        let uuid = Uuid::parse_str("01890a5d-ac96-774b-bcce-b302099a8057").unwrap();
        assert_eq!(parse_base32("01h455vb4pex5vsknk084sn02q"), Some(uuid));
    }

    #[test]
    fn other_kinds_and_garbage_are_refused() {
        let plan = PlanId(Uuid::nil()).to_string();
        assert_eq!(
            plan.parse::<ProjectId>(),
            Err(NotAnId {
                expected: "project"
            })
        );
        for text in [
            "",
            "_",
            "project_",
            "project_8zzzzzzzzzzzzzzzzzzzzzzzzz",
            "project_ü0000000000000000000000000",
        ] {
            assert!(text.parse::<ProjectId>().is_err(), "{text}");
        }
    }
}
