//! Values of closed lists in bodies.
//!
//! Invariant: the list in the contract is that of the domain.

use domain::value;
use serde::{Deserialize, Deserializer, de::Error};
use std::borrow::Cow;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $text:literal: $domain:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name(pub $domain);

        impl From<$name> for $domain {
            fn from(word: $name) -> Self {
                word.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                let value = <$domain>::from_word(&text);
                value.map(Self).ok_or_else(|| D::Error::custom("not on the list"))
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let words = <$domain>::ALL.iter().map(|value| value.word());
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .description(Some($text))
                    .enum_values(Some(words))
                    .into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )*};
}

words! {
    /// Who may read something.
    Visibility = "Who may read something: the tenant, named tenants, the network, everybody.": value::Visibility;
    /// Where a plan stands.
    PlanStatus = "Where a plan stands.": value::PlanStatus;
    /// Where a project stands.
    ProjectStatus = "Where a project stands.": value::ProjectStatus;
    /// How mature a project is.
    ProjectPhase = "How mature a project is.": value::ProjectPhase;
    /// What a project costs.
    CostBand = "What a project costs, in euros over its whole time.": value::CostBand;
    /// What an item says.
    ItemKind = "What a statement of a project says.": value::ItemKind;
    /// What a barrier is to a project.
    BarrierRole = "What a barrier is to a project.": value::BarrierRole;
    /// Where a statement about a barrier comes from.
    BarrierBasis = "Where a statement about a barrier comes from.": value::BarrierBasis;
    /// What editors say about a concept.
    ConceptVerdict = "What editors say about a concept of a project.": value::ConceptVerdict;
    /// What kind of concept of the vocabulary it is.
    ConceptKind = "What kind of concept of the vocabulary it is.": domain::concept::ConceptKind;
    /// What kind of transfer a link is.
    TransferKind = "What kind of transfer a link is.": value::TransferKind;
    /// What takes a link from one stage to another.
    TransferStep = "What takes a transfer link from one stage to another.": value::TransferStep;
    /// Why a transfer ended or rests.
    TransferReason = "Why a transfer was refused, rests or was given up.": value::TransferReason;
    /// What came of a transfer.
    TransferOutcome = "What came of a transfer for the adopter.": value::TransferOutcome;
    /// What an entry of a history tells.
    TransferEventKind = "What an entry in the history of a transfer link tells.": value::TransferEventKind;
    /// Whether expertise is offered or looked for.
    ExpertiseKind = "Whether expertise is offered or looked for.": value::ExpertiseKind;
    /// How much time is offered or looked for.
    ExpertiseCapacity = "How much time is offered or looked for: a question, a conversation, a visit, accompaniment over months.": value::ExpertiseCapacity;
    /// A size class by inhabitants.
    SizeClass = "A size class by inhabitants.": domain::reference::classification::SizeClass;
    /// A size class of the ADFC-Fahrradklima-Test by inhabitants.
    AdfcClass = "A size class of the ADFC-Fahrradklima-Test by inhabitants.": domain::reference::classification::AdfcClass;
    /// Which direction of an indicator is the good one.
    Polarity = "Which direction of an indicator is the good one.": value::Polarity;
    /// What an indicator measures.
    IndicatorKind = "What an indicator measures in the chain of effects.": value::IndicatorKind;
    /// What the values of an indicator are.
    ValueType = "What the values of an indicator are; BOOLEAN is 0 or 1, TREND is -1, 0 or 1.": value::ValueType;
    /// How often an indicator is collected.
    Frequency = "How often an indicator is collected.": value::Frequency;
    /// What a value stands for.
    ValueKind = "Whether a value was measured, is aimed at or planned.": value::ValueKind;
    /// SDMX observation status.
    ObsStatus = "SDMX observation status: A normal, B break, E estimated, M there can be no value, N not significant, O missing, P provisional, U low reliability.": value::ObsStatus;
    /// SDMX confidentiality status.
    ConfStatus = "SDMX confidentiality status: F free, C confidential, N not for publication.": value::ConfStatus;
    /// How well a value is documented.
    Confidence = "How well a value is documented.": value::Confidence;
    /// Whether a value was checked.
    Plausibility = "Whether a value was checked, or is doubted.": value::Plausibility;
    /// As what a tenant takes part.
    MembershipRole = "As what an organisation takes part in a network.": value::MembershipRole;
}
