//! The vocabulary as linked data: JSON-LD 1.1 with the terms of SKOS.
//!
//! Invariant: the context stands in the document, so that nothing has to be fetched to read it; ids are relative to where
//! the document was read.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{PREFIX, answer},
};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::{
    Ctx,
    concept::{self, Concept},
    id::NetworkId,
    language::{Language, Words},
};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// The media type of JSON-LD.
pub const MEDIA: &str = "application/ld+json";

/// A vocabulary of instruments, problems and actors: a SKOS concept scheme in JSON-LD.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VocabularyView {
    /// How the names below are to be read.
    #[serde(rename = "@context")]
    #[schema(value_type = Object)]
    context: Value,
    /// Where the vocabulary is, relative to this document.
    #[serde(rename = "@id")]
    #[schema(max_length = 100)]
    id: &'static str,
    /// skos:ConceptScheme.
    #[serde(rename = "@type")]
    #[schema(max_length = 100)]
    kind: &'static str,
    /// Its name.
    pref_label: InBoth,
    /// Another one for every change of the vocabulary.
    #[schema(max_length = 12)]
    version_info: String,
    /// Its concepts in their order.
    #[schema(max_items = 10000)]
    concepts: Vec<ConceptData>,
}

/// A concept as linked data.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConceptData {
    /// Its place in this document.
    #[serde(rename = "@id")]
    #[schema(max_length = 100)]
    id: String,
    /// skos:Concept.
    #[serde(rename = "@type")]
    #[schema(max_length = 100)]
    kind: &'static str,
    /// Stable short name.
    #[schema(max_length = 90)]
    notation: String,
    /// INSTRUMENT, PROBLEM or ACTOR.
    #[schema(max_length = 20)]
    category: &'static str,
    /// What people call it.
    pref_label: InBoth,
    /// What is meant.
    definition: InBoth,
    /// Phrases by which a text is taken to tell of it. The words of a phrase stand near each other in any order; `=` before
    /// a word excludes compounds, `*` stands for any letters.
    hidden_label: PhrasesInBoth,
    /// The wider concept.
    #[schema(max_length = 100)]
    #[serde(skip_serializing_if = "Option::is_none")]
    broader: Option<String>,
    /// Of an instrument: the problems that it is usually used against.
    #[schema(max_items = 50)]
    answers: Vec<String>,
}

/// A text in German and English.
#[derive(Serialize, ToSchema)]
pub struct InBoth {
    /// In German.
    #[schema(max_length = 2000)]
    pub de: String,
    /// In English.
    #[schema(max_length = 2000)]
    pub en: String,
}

/// Phrases in German and English.
#[derive(Serialize, ToSchema)]
pub struct PhrasesInBoth {
    /// In German.
    #[schema(max_items = 200)]
    de: Vec<String>,
    /// In English.
    #[schema(max_items = 200)]
    en: Vec<String>,
}

impl InBoth {
    fn of(words: &Words) -> Self {
        Self {
            de: words.text(Language::De).to_owned(),
            en: words.text(Language::En).to_owned(),
        }
    }
}

impl PhrasesInBoth {
    fn of(concept: &Concept) -> Self {
        Self {
            de: concept.phrases(Language::De).to_vec(),
            en: concept.phrases(Language::En).to_vec(),
        }
    }
}

/// The vocabulary of instruments, problems and actors as linked data (SKOS in JSON-LD), whole, in German and English. What
/// networks have added is in `GET /networks/{slug}/vocabulary`.
#[utoipa::path(operation_id = "vocabulary", tag = "Vocabularies", responses(
        (status = 200, description = "The vocabulary.", body = VocabularyView, content_type = "application/ld+json"),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/vocabulary")]
pub async fn get(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let name = InBoth {
        de: "Instrumente, Probleme und Beteiligte kommunaler Vorhaben".to_owned(),
        en: "Instruments, problems and actors of municipal projects".to_owned(),
    };
    let view = VocabularyView::of(&ctx, name, (None, concept::version()));
    let body = serde_json::to_string(&view).unwrap_or_default();
    Ok(answer::with_etag(&request, MEDIA, body))
}

impl VocabularyView {
    /// The concepts that a network has added, or those that come with the service.
    pub fn of(
        ctx: &Ctx,
        name: InBoth,
        (network, version_info): (Option<NetworkId>, String),
    ) -> Self {
        let concepts = Concept::all(&ctx.reference().vocabulary);
        let concepts = concepts.filter(|concept| concept.network() == network);
        Self {
            context: context(),
            id: "",
            kind: "skos:ConceptScheme",
            pref_label: name,
            version_info,
            concepts: concepts.map(|concept| data(&concept)).collect(),
        }
    }
}

/// SKOS says what the names mean, Dublin Core what a category is, OWL what a version is.
fn context() -> Value {
    let in_both = |term: &str| json!({ "@id": term, "@container": "@language" });
    let link = |term: &str| json!({ "@id": term, "@type": "@id" });
    json!({
        "@version": 1.1,
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "versionInfo": "http://www.w3.org/2002/07/owl#versionInfo",
        "notation": "skos:notation",
        "prefLabel": in_both("skos:prefLabel"),
        "hiddenLabel": in_both("skos:hiddenLabel"),
        "definition": in_both("skos:definition"),
        "broader": link("skos:broader"),
        "answers": link("skos:related"),
        "category": "http://purl.org/dc/terms/type",
        "concepts": { "@reverse": "skos:inScheme" },
    })
}

fn data(concept: &Concept) -> ConceptData {
    let place = |other: &Concept| place(other, concept.network());
    ConceptData {
        id: place(concept),
        kind: "skos:Concept",
        notation: concept.notation().to_owned(),
        category: concept.kind().word(),
        pref_label: InBoth::of(concept.label()),
        definition: InBoth::of(concept.definition()),
        hidden_label: PhrasesInBoth::of(concept),
        broader: concept.broader().as_ref().map(place),
        answers: concept.answers().map(|one| place(&one)).collect(),
    }
}

/// Where a concept is, seen from a document of a network or from that of the service.
fn place(concept: &Concept, here: Option<NetworkId>) -> String {
    let document = if concept.network() == here {
        String::new()
    } else {
        format!("{PREFIX}/vocabulary")
    };
    format!("{document}#{}", concept.notation())
}
