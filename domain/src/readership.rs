//! Who reads what: one declaration for every kind of thing that the interfaces show, for people to read.
//!
//! Invariant: what is stored gets its readers from the scope of its table, which the compiler checks, and not from a word
//! that somebody wrote; what is shown at all stands here, which tests hold against both interfaces.

use crate::policy::Action;
use entity::scope::{OwnTable, PartTable, ReferenceTable, TenantTable};

/// Who reads something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Readers {
    /// Everybody, without credentials too.
    Everybody,
    /// The organisation that owns it, and those to whom it has released it.
    Released,
    /// Whoever reads what it is a part of.
    Whole,
    /// Whoever reads what it is a part of, unless the field of that name beside it says that it is for fewer.
    Detail(&'static str),
    /// Members of the organisation that owns it, and nobody else.
    Home,
    /// Members of the organisation that owns it who may do something.
    Allowed(Action),
    /// Both sides of a transfer, and the offices that coordinate its network.
    Parties,
    /// Who belongs to a ring; whoever is only invited sees what concerns themselves.
    Ring,
    /// The organisation that entered it and the one that it concerns.
    Author,
    /// The city that it concerns, and the offices that coordinate its network.
    Office,
    /// Whoever asks, about themselves.
    Oneself,
    /// Whoever made the request, as its outcome.
    Doer,
    /// Whoever asks: it is worked out for them from what they may read.
    Asker,
    /// Whoever could read the record before it changed, or can now.
    Witness,
}

/// A kind of thing, with who reads it.
#[derive(Clone, Copy, Debug)]
pub struct Thing {
    /// Its name in the interfaces.
    pub name: &'static str,
    /// Who reads it.
    pub readers: Readers,
    /// Fields that have other readers; never more than the whole.
    pub narrower: &'static [(&'static str, Readers)],
}

impl Thing {
    /// Who reads one of its fields.
    #[must_use]
    pub fn readers_of(&self, field: &str) -> Readers {
        let own = self.narrower.iter().find(|(name, _)| *name == field);
        own.map_or(self.readers, |(_, readers)| *readers)
    }
}

/// The thing of that name.
#[must_use]
pub fn of(name: &str) -> Option<&'static Thing> {
    THINGS
        .iter()
        .flat_map(|(_, things)| *things)
        .find(|thing| thing.name == name)
}

/// What things have in common, in the order of the documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// What organisations tell each other.
    Content,
    /// Figures, and what is worked out of them.
    Figures,
    /// What is looked for and found.
    Found,
    /// Reference data.
    Reference,
    /// What an organisation manages.
    Management,
    /// Outcomes of requests.
    Outcome,
}

const fn released<T: TenantTable>(_: T) -> Readers {
    Readers::Released
}

const fn part<T: PartTable>(_: T) -> Readers {
    Readers::Whole
}

const fn everybody<T: ReferenceTable>(_: T) -> Readers {
    Readers::Everybody
}

const fn own<T: OwnTable>(_: T, action: Action) -> Readers {
    Readers::Allowed(action)
}

const fn thing(name: &'static str, readers: Readers) -> Thing {
    except(name, readers, &[])
}

const fn except(
    name: &'static str,
    readers: Readers,
    narrower: &'static [(&'static str, Readers)],
) -> Thing {
    Thing {
        name,
        readers,
        narrower,
    }
}

/// Every kind of thing that the interfaces show.
pub const THINGS: &[(Group, &[Thing])] = &[
    (Group::Content, CONTENT),
    (Group::Figures, FIGURES),
    (Group::Found, FOUND),
    (Group::Reference, REFERENCE),
    (Group::Management, MANAGEMENT),
    (Group::Outcome, OUTCOME),
];

const CONTENT: &[Thing] = &[
    thing("Plan", released(entity::plan::Entity)),
    thing("Resolution", part(entity::plan_resolution::Entity)),
    except(
        "Project",
        released(entity::project::Entity),
        &[
            ("contact", Readers::Detail("contactVisibility")),
            ("costBand", Readers::Detail("costVisibility")),
            ("ownNote", Readers::Home),
        ],
    ),
    thing("SubProject", part(entity::sub_project::Entity)),
    thing("ProjectItem", Readers::Detail("visibility")),
    thing("ProjectBarrier", part(entity::project_barrier::Entity)),
    thing("ProjectSource", part(entity::project_source::Entity)),
    thing("ProjectConcept", Readers::Asker),
    thing(
        "ConceptCorrection",
        part(entity::concept_correction::Entity),
    ),
    except(
        "TransferLink",
        released(entity::transfer_link::Entity),
        &[
            ("adopterAgrees", Readers::Parties),
            ("adopterContact", Readers::Parties),
            ("events", Readers::Parties),
            ("followUpDue", Readers::Parties),
            ("nextStep", Readers::Parties),
            ("nextStepDue", Readers::Parties),
            ("possibleSteps", Readers::Parties),
            ("sourceAgrees", Readers::Parties),
            ("sourceContact", Readers::Parties),
        ],
    ),
    thing("TransferEffect", part(entity::transfer_effect::Entity)),
    thing("TransferEvent", Readers::Parties),
    except(
        "Expertise",
        released(entity::expertise::Entity),
        &[("contact", Readers::Detail("contactVisibility"))],
    ),
    thing("Change", Readers::Witness),
    thing("ChangeEvent", Readers::Witness),
    thing("TransferLinkEvent", Readers::Witness),
];

const FIGURES: &[Thing] = &[
    except(
        "Observation",
        released(entity::observation::Entity),
        &[("remarks", Readers::Author), ("warnings", Readers::Home)],
    ),
    thing("ObservationRevision", released(entity::observation::Entity)),
    thing("ObservationRemark", Readers::Author),
    thing("CubeRow", Readers::Asker),
    except(
        "PeerGroup",
        released(entity::peer_group::Entity),
        &[("ring", Readers::Ring)],
    ),
    thing("Ring", Readers::Ring),
    thing("RingMember", Readers::Ring),
    thing("Peers", Readers::Asker),
    thing("PeerCity", Readers::Asker),
    thing("PeerLabel", Readers::Asker),
    thing("PeerRule", Readers::Whole),
    thing("NeighbourRule", Readers::Whole),
    thing("WeightedFigure", Readers::Whole),
    thing("Benchmark", Readers::Asker),
    thing("BenchmarkRow", Readers::Asker),
    thing("BenchmarkYear", Readers::Asker),
    thing("Distribution", Readers::Asker),
    except("Standing", Readers::Asker, &[("rank", Readers::Home)]),
    thing("Trend", Readers::Asker),
    thing("CityAhead", Readers::Asker),
    thing("AddressingProject", Readers::Asker),
];

const FOUND: &[Thing] = &[
    thing("SimilarProject", Readers::Asker),
    thing("SimilarityComponent", Readers::Asker),
    thing("SharedConcept", Readers::Asker),
    thing("SimilarCity", Readers::Asker),
    thing("DistanceComponent", Readers::Asker),
    thing("BarrierExperience", Readers::Asker),
    thing("BarrierDealing", Readers::Asker),
    thing("BarrierSolvers", Readers::Asker),
    thing("BarrierSolver", Readers::Asker),
    thing("ExpertiseMatch", Readers::Asker),
    thing("SearchHit", Readers::Asker),
    thing("SearchFacet", Readers::Asker),
    thing("SearchFacetValue", Readers::Asker),
    thing("SearchCorrection", Readers::Asker),
    thing("Excerpt", Readers::Asker),
    thing("Mark", Readers::Asker),
    thing("TransferMatrix", Readers::Asker),
    thing("TransferMatrixRow", Readers::Asker),
    thing("TransferMatrixCell", Readers::Asker),
    thing("TransferMatrixCity", Readers::Asker),
    thing("Suggestion", Readers::Office),
];

const REFERENCE: &[Thing] = &[
    thing("City", everybody(entity::city::Entity)),
    thing("FederalState", Readers::Everybody),
    thing("RegioStar7", Readers::Everybody),
    thing("SizeClass", Readers::Everybody),
    thing("Network", everybody(entity::network::Entity)),
    thing("Tenant", everybody(entity::tenant::Entity)),
    thing("Membership", everybody(entity::membership::Entity)),
    thing("ActionField", everybody(entity::action_field::Entity)),
    thing("Barrier", everybody(entity::barrier::Entity)),
    thing("Indicator", everybody(entity::indicator::Entity)),
    thing(
        "IndicatorVersion",
        everybody(entity::indicator_version::Entity),
    ),
    thing("Figure", Readers::Everybody),
    thing("Concept", everybody(entity::network_concept::Entity)),
    thing("Vocabulary", Readers::Everybody),
    thing("DisclosurePolicy", Readers::Everybody),
    thing(
        "SimilarityWeights",
        everybody(entity::similarity_weights::Entity),
    ),
    thing("SimilarityWeight", Readers::Everybody),
    thing("Collection", Readers::Everybody),
    thing("TableSchema", Readers::Everybody),
    thing("Limit", Readers::Everybody),
];

const MANAGEMENT: &[Thing] = &[
    thing("Account", own(entity::account_role::Entity, Action::Manage)),
    thing("ApiKey", own(entity::credential::Entity, Action::Manage)),
    thing(
        "IdentityProvider",
        own(entity::issuer::Entity, Action::Manage),
    ),
    thing("Webhook", own(entity::webhook::Entity, Action::Manage)),
    thing(
        "WebhookDelivery",
        own(entity::webhook_delivery::Entity, Action::Manage),
    ),
    thing(
        "DocumentList",
        own(entity::document_list::Entity, Action::Manage),
    ),
    thing(
        "AuditEntry",
        own(entity::audit_entry::Entity, Action::Audit),
    ),
    thing("Viewer", Readers::Oneself),
    thing("PersonCopy", Readers::Oneself),
];

const OUTCOME: &[Thing] = &[
    thing("SignIn", Readers::Doer),
    thing("ImportReport", Readers::Doer),
    thing("ImportColumn", Readers::Doer),
    thing("ImportFinding", Readers::Doer),
    thing("ImportProject", Readers::Doer),
    thing("ImportTotals", Readers::Doer),
    thing("ObservationImportReport", Readers::Doer),
    thing("ObservationImportColumn", Readers::Doer),
    thing("ObservationImportCorrection", Readers::Doer),
    thing("ObservationImportFinding", Readers::Doer),
    thing("ObservationImportTotals", Readers::Doer),
    thing("RingPublication", Readers::Doer),
    thing("SimilarityRefit", Readers::Doer),
    thing("SimilarityWeightChange", Readers::Doer),
    thing("SimilarityTally", Readers::Doer),
    thing("Problem", Readers::Doer),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn all() -> impl Iterator<Item = &'static Thing> {
        THINGS.iter().flat_map(|(_, things)| *things)
    }

    #[test]
    fn each_thing_stands_here_once() {
        let names: HashSet<&str> = all().map(|thing| thing.name).collect();
        assert_eq!(names.len(), all().count());
    }

    #[test]
    fn an_exception_is_one() {
        for thing in all() {
            for (field, readers) in thing.narrower {
                assert_ne!(*readers, thing.readers, "{}.{field}", thing.name);
                assert_ne!(*readers, Readers::Everybody, "{}.{field}", thing.name);
                assert_eq!(thing.readers_of(field), *readers);
            }
        }
    }
}
