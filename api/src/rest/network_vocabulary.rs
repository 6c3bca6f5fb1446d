//! The concepts that a network adds to the vocabulary, as linked data, to be read and written as a whole.
//!
//! Invariant: what is read can be written back, and changes nothing then.

use crate::{
    caller::{Caller, Writer},
    problem::Problem,
    rest::{
        answer,
        body::JsonBody,
        query,
        refusals::ChangeRefusals,
        version::IfMatch,
        vocabulary::{InBoth, VocabularyView},
        word::ConceptKind,
    },
};
use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, put, web};
use domain::{
    Ctx, Error, Work,
    mistake::Mistakes,
    network::Network,
    network_concept::{self, Members, NewConcept},
};
use serde::{Deserialize, de::IgnoredAny};
use utoipa::ToSchema;

/// The concepts of a network. Members that only say that this is JSON-LD may be there and are not looked at.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NetworkVocabularyBody {
    #[serde(rename = "@context")]
    #[schema(value_type = Option<Object>)]
    _context: Option<IgnoredAny>,
    #[serde(rename = "@id")]
    #[schema(value_type = Option<String>)]
    _id: Option<IgnoredAny>,
    #[serde(rename = "@type")]
    #[schema(value_type = Option<String>)]
    _type: Option<IgnoredAny>,
    #[serde(rename = "prefLabel")]
    #[schema(value_type = Option<Object>)]
    _pref_label: Option<IgnoredAny>,
    #[serde(rename = "versionInfo")]
    #[schema(value_type = Option<String>)]
    _version_info: Option<IgnoredAny>,
    /// All of them; what is not named is gone.
    #[schema(value_type = Vec<NetworkConceptBody>, required = true, max_items = 200)]
    concepts: Option<Vec<NetworkConceptBody>>,
}

/// A concept that a network adds.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NetworkConceptBody {
    #[serde(rename = "@id")]
    #[schema(value_type = Option<String>)]
    _id: Option<IgnoredAny>,
    #[serde(rename = "@type")]
    #[schema(value_type = Option<String>)]
    _type: Option<IgnoredAny>,
    /// Short name, unique in the network: lower-case letters, digits and hyphens; the network's short name and a colon may
    /// stand before it.
    #[schema(min_length = 1, max_length = 90)]
    notation: String,
    /// INSTRUMENT, PROBLEM or ACTOR.
    category: ConceptKind,
    /// Name in German and English.
    pref_label: TextsBody,
    /// What is meant, in German and English.
    definition: TextsBody,
    /// Phrases by which a text is taken to tell of it.
    #[serde(default)]
    hidden_label: PhrasesBody,
    /// The wider concept: its short name, or its place such as /api/v1/vocabulary#political-steering.
    #[schema(max_length = 200)]
    broader: Option<String>,
    /// Of an instrument: the problems that it is usually used against, in the same way.
    #[serde(default)]
    #[schema(max_items = 30)]
    answers: Vec<String>,
}

/// A text in German, and in English if there is one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TextsBody {
    /// In German.
    #[schema(min_length = 1, max_length = 2000)]
    de: String,
    /// In English.
    #[schema(min_length = 1, max_length = 2000)]
    en: Option<String>,
}

/// Phrases in German and English.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PhrasesBody {
    /// In German.
    #[serde(default)]
    #[schema(max_items = 30)]
    de: Vec<String>,
    /// In English.
    #[serde(default)]
    #[schema(max_items = 30)]
    en: Vec<String>,
}

/// The short name behind a place or a name with that of the network before it.
fn short(slug: &str, name: &str) -> String {
    let name = name.rsplit_once('#').map_or(name, |(_, name)| name);
    let own = name.strip_prefix(slug);
    let own = own.and_then(|rest| rest.strip_prefix(':'));
    own.unwrap_or(name).to_owned()
}

impl NetworkConceptBody {
    fn concept(self, slug: &str) -> NewConcept {
        let place = |name: &String| short(slug, name);
        NewConcept {
            notation: short(slug, &self.notation),
            kind: self.category.into(),
            broader: self.broader.as_ref().map(place),
            answers: self.answers.iter().map(place).collect(),
            label: (self.pref_label.de, self.pref_label.en),
            definition: (self.definition.de, self.definition.en),
            phrases: [self.hidden_label.de, self.hidden_label.en],
        }
    }
}

fn concepts(slug: &str, body: &JsonBody) -> domain::Result<Vec<NewConcept>> {
    let mut mistakes = Mistakes::default();
    let body: NetworkVocabularyBody = body.read(&mut mistakes)?;
    if body.concepts.is_none() {
        mistakes.required("concepts");
    }
    let concepts = body.concepts.unwrap_or_default().into_iter();
    let concepts: Vec<NewConcept> = concepts.map(|one| one.concept(slug)).collect();
    network_concept::check(&concepts, Members::LinkedData, &mut mistakes);
    mistakes.finish().map(|()| concepts)
}

fn view(ctx: &Ctx, network: &Network) -> (VocabularyView, i32) {
    let english = network.name_en.as_ref().unwrap_or(&network.name_de);
    let name = InBoth {
        de: network.name_de.clone(),
        en: english.clone(),
    };
    let version = network.revision.to_string();
    let view = VocabularyView::of(ctx, name, (Some(network.id), version));
    (view, network.revision)
}

/// The concepts that a network has added to the vocabulary, as linked data (SKOS in JSON-LD).
#[utoipa::path(operation_id = "networkVocabulary", tag = "Vocabularies",
    params(("slug" = String, Path, description = "Short name of the network, such as kora.", max_length = 40)), responses(
        (status = 200, description = "The concepts.", body = VocabularyView, headers(("ETag" = String))),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such network.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/networks/{slug}/vocabulary")]
pub async fn get(
    request: HttpRequest,
    slug: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let network = ctx.reference().network(&slug);
    let network = network.ok_or(Error::NotFound("network"));
    let network = network.map_err(query::refuse(&ctx))?;
    Ok(answer::object(&request, &ctx, &view(&ctx, network)))
}

/// Writes the concepts that a network adds to the vocabulary; they are recognised in the projects of that network. For
/// administrators of an organisation that coordinates the network. What `GET` answers can be changed and sent back.
#[utoipa::path(operation_id = "replaceNetworkVocabulary", tag = "Vocabularies", request_body = NetworkVocabularyBody,
    params(
        ("slug" = String, Path, description = "Short name of the network, such as kora.", max_length = 40),
        ("If-Match" = String, Header, description = "The `ETag` of the vocabulary, or the version of the network in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Written.", body = VocabularyView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[put("/networks/{slug}/vocabulary")]
pub async fn put(
    Writer(ctx): Writer,
    slug: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let done = async {
        let concepts = concepts(&slug, &body)?;
        let job =
            async |work: &Work<'_>| network_concept::replace(work, &slug, version, concepts).await;
        let id = ctx.write("network.concepts", slug.as_str(), job).await?;
        let ctx = ctx.renewed();
        let network = ctx.reference().networks.find(&id).cloned();
        let shown = network.map(|network| view(&ctx, &network));
        Ok(answer::written(&ctx, StatusCode::OK, "", shown))
    };
    done.await.map_err(query::refuse(&ctx))
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn names_are_found_behind_places() {
        for (name, expected) in [
            ("lotse", "lotse"),
            ("kora:lotse", "lotse"),
            ("#kora:lotse", "lotse"),
            (
                "/api/v1/vocabulary#political-steering",
                "political-steering",
            ),
            ("kora-nord:lotse", "kora-nord:lotse"),
        ] {
            assert_eq!(short("kora", name), expected);
        }
    }
}
