//! Values of offers and requests of expertise.
//!
//! Invariant: the name of a value in the graph is the word that is stored; the compiler holds the two lists together.

use async_graphql::Enum;

/// Whether expertise is offered or looked for.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::ExpertiseKind")]
pub enum ExpertiseKind {
    /// Experience is offered (Angebot).
    #[graphql(name = "OFFER")]
    Offer,
    /// Experience is looked for (Gesuch).
    #[graphql(name = "REQUEST")]
    Request,
}

/// How much time is offered or looked for.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::ExpertiseCapacity")]
pub enum ExpertiseCapacity {
    /// A question by phone or mail.
    #[graphql(name = "QUESTION")]
    Question,
    /// A conversation of an hour.
    #[graphql(name = "CALL")]
    Call,
    /// A visit.
    #[graphql(name = "VISIT")]
    Visit,
    /// Accompaniment over months.
    #[graphql(name = "MENTORING")]
    Mentoring,
}
