//! What can be exported, and the columns that each collection has in CSV.
//!
//! Invariant: a row is what the interface shows of the object elsewhere; every member of it is a column, or the table that
//! has it is named here.

use domain::{Error, Result, change::ChangeKind};

macro_rules! collections {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $about:literal, $kind:expr, $columns:expr;)*) => {
        /// A collection.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Collection { $($(#[$doc])* $name,)* }

        impl Collection {
            /// Every collection.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name in addresses and files.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// What a row of it is.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => $about),* }
            }

            /// The kind of change by which the feed tells of it; none where it comes with the program.
            #[must_use]
            pub const fn kind(self) -> Option<ChangeKind> {
                match self { $(Self::$name => $kind),* }
            }

            /// The columns of CSV, in their order.
            #[must_use]
            pub const fn columns(self) -> &'static [&'static str] {
                match self { $(Self::$name => &$columns),* }
            }
        }
    };
}

collections! {
    /// Municipalities.
    Cities = "cities", "A municipality of the official register. It comes with the program, so the change feed does not tell of it.", None, [
        "id", "ags", "ars", "name", "officialName", "state", "stateLabel", "population", "populationOn", "areaKm2",
        "latitude", "longitude", "regiostar7", "regiostar7Label", "sizeClass",
    ];
    /// Networks.
    Networks = "networks", "A network of cities.", Some(ChangeKind::Network), [
        "id", "slug", "name", "purpose", "programme", "sourceUrl",
    ];
    /// Indicators.
    Indicators = "indicators", "The definition of an indicator.", Some(ChangeKind::Indicator), [
        "id", "code", "version", "validFrom", "label", "definition", "formula", "numerator", "denominator", "method",
        "unit", "decimals", "polarity", "kind", "valueType", "frequency", "minimumSample", "comparability", "frameworks",
        "source", "lowest", "highest", "countsPersons", "network",
    ];
    /// Former definitions.
    IndicatorVersions = "indicator-versions", "What the definition of an indicator was before.", Some(ChangeKind::Indicator), [
        "id", "indicator", "version", "validFrom", "validUntil", "reason", "label", "definition", "formula", "numerator",
        "denominator", "method", "unit", "polarity",
    ];
    /// Plans.
    Plans = "plans", "An action plan.", Some(ChangeKind::Plan), [
        "id", "title", "status", "city", "network", "selectionMethod", "sourceUrl", "visibility", "createdAt",
        "updatedAt", "version",
    ];
    /// Projects.
    Projects = "projects", "A project of an action plan; in JSON Lines with all its parts.", Some(ChangeKind::Project), [
        "id", "code", "plan", "network", "city", "cityName", "actionField", "actionFieldLabel", "sequenceNo",
        "workingTitle", "summary", "overallGoal", "status", "statusLabel", "statusNote", "isDelayed", "phase",
        "startYear", "endYear", "responsible", "contact", "contactVisibility", "costBand", "costVisibility", "ownNote",
        "visibility", "createdAt", "updatedAt", "version",
    ];
    /// Sub-projects.
    SubProjects = "sub-projects", "A sub-project of a project.", Some(ChangeKind::Project), [
        "id", "project", "position", "number", "title",
    ];
    /// Statements.
    ProjectItems = "project-items", "A statement of a project: an idea, a milestone, a success factor, an indicator, a measure or a lesson, as its kind says.", Some(ChangeKind::Project), [
        "id", "project", "position", "kind", "text", "mentionCount", "certainty", "subProject", "visibility",
    ];
    /// Barriers.
    ProjectBarriers = "project-barriers", "What a barrier is to a project.", Some(ChangeKind::Project), [
        "id", "project", "position", "barrier", "label", "role", "note", "basis",
    ];
    /// Corrections.
    ConceptCorrections = "concept-corrections", "What the editors of a project say about a concept of the vocabulary.", Some(ChangeKind::Project), [
        "id", "project", "position", "concept", "verdict",
    ];
    /// Sources.
    ProjectSources = "project-sources", "An address where a project is documented.", Some(ChangeKind::Project), [
        "id", "project", "position", "url",
    ];
    /// Transfer links.
    TransferLinks = "transfer-links", "A transfer of experience from one city to another.", Some(ChangeKind::TransferLink), [
        "id", "network", "kind", "stage", "stageLabel", "standing", "possibleSteps", "origin", "adopterCity",
        "adopterProject", "sourceCity", "sourceProject", "isBidirectional", "rationale", "expectedBenefit",
        "sharedBarriers", "startsOn", "endsOn", "reason", "outcome", "outcomeNote", "completedOn", "adopterAgrees",
        "sourceAgrees", "adopterContact", "sourceContact", "nextStep", "nextStepDue", "followUpDue", "certainty",
        "visibility", "lastEventAt", "updatedAt", "version",
    ];
    /// Effects.
    TransferEffects = "transfer-effects", "An effect of a transfer that was observed.", Some(ChangeKind::TransferLink), [
        "id", "transferLink", "position", "indicator", "note",
    ];
    /// Observations.
    Observations = "observations", "An observed, planned or targeted value.", Some(ChangeKind::Observation), [
        "id", "indicator", "city", "year", "value", "valueKind", "obsStatus", "confStatus", "numerator", "denominator",
        "sample", "methodVersion", "plausibility", "revision", "confidence", "source", "note", "visibility", "network",
        "embargoUntil", "recordedAt", "warnings",
    ];
    /// Expertise.
    Expertise = "expertise", "An offer of expertise, or a request for it.", Some(ChangeKind::Expertise), [
        "id", "kind", "kindLabel", "topic", "description", "barriers", "project", "capacity", "capacityLabel", "contact",
        "contactVisibility", "until", "isOpen", "network", "organisation", "city", "visibility", "createdAt",
        "updatedAt", "version",
    ];
}

impl Collection {
    /// The collection of a word in an address.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn named(word: &str) -> Result<Self> {
        let mut all = Self::ALL.iter().copied();
        let found = all.find(|one| one.word() == word);
        found.ok_or(Error::NotFound("export"))
    }

    /// Members of a row that are lists of objects, and the collections that have them as rows of their own.
    #[must_use]
    pub const fn tables(self) -> &'static [(&'static str, Self)] {
        match self {
            Self::Indicators => &[("formerVersions", Self::IndicatorVersions)],
            Self::Projects => &[
                ("subProjects", Self::SubProjects),
                ("items", Self::ProjectItems),
                ("barriers", Self::ProjectBarriers),
                ("conceptCorrections", Self::ConceptCorrections),
                ("sources", Self::ProjectSources),
            ],
            Self::TransferLinks => &[("effects", Self::TransferEffects)],
            _ => &[],
        }
    }
}

/// The unit of a column, where its name does not tell; the same in every collection.
#[must_use]
pub fn unit(column: &str) -> Option<&'static str> {
    Some(match column {
        "population" => "inhabitants",
        "areaKm2" => "km²",
        "latitude" | "longitude" => "degrees (WGS 84)",
        "value" | "numerator" | "denominator" => "as the indicator says",
        _ => return None,
    })
}
