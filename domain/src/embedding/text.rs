//! What is sent of a project, and the name under which its vector is kept.
//!
//! Invariant: the same texts under the same model have the same fingerprint, from which no text can be told.

use crate::similarity::index::{Field, Text};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

/// What says what a project is; models read the beginning of a text with most care.
const FIELDS: [Field; 4] = [Field::Title, Field::Goal, Field::Summary, Field::Measures];
/// Most characters that are sent of a project: some five hundred tokens, which every usual model reads.
const LONGEST: usize = 2_000;

/// The one text that stands for a project, whatever the order in which its parts were read.
pub(crate) fn text_of(texts: &[Text]) -> String {
    let mut parts: Vec<(usize, &str)> = texts
        .iter()
        .filter_map(|text| {
            let place = FIELDS.iter().position(|field| *field == text.field)?;
            Some((place, text.text.trim()))
        })
        .filter(|(_, text)| !text.is_empty())
        .collect();
    parts.sort_unstable();
    let parts: Vec<&str> = parts.into_iter().map(|(_, text)| text).collect();
    parts.join("\n").chars().take(LONGEST).collect()
}

/// The first half of the SHA-256 of a model's name and a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Fingerprint(pub Uuid);

/// The model in use.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    name: Arc<str>,
    /// Its share in a score.
    pub share: f32,
}

impl Model {
    /// A model by its name.
    pub fn new(name: &str, share: f32) -> Self {
        Self {
            name: name.into(),
            share,
        }
    }

    /// The fingerprint of a text.
    pub fn fingerprint(&self, text: &str) -> Fingerprint {
        let digest = Sha256::new()
            .chain_update(self.name.as_bytes())
            .chain_update([0])
            .chain_update(text);
        let digest: [u8; 32] = digest.finalize().into();
        let (start, _) = digest.split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
        Fingerprint(Uuid::from_bytes(*start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(field: Field, text: &str) -> Text {
        Text {
            field,
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_project_is_what_it_wants_and_does() {
        let texts = [
            text(Field::Measures, "Zählung"),
            text(Field::Barriers, "Anlieger"),
            text(Field::Summary, " "),
            text(Field::Lessons, "Früher fragen"),
            text(Field::Title, " Radvorrang "),
            text(Field::Measures, "Umbau"),
        ];
        assert_eq!(text_of(&texts), "Radvorrang\nUmbau\nZählung");
        let long = text_of(&[text(Field::Title, &"ä".repeat(3_000))]);
        assert_eq!(long.chars().count(), LONGEST);
    }

    #[test]
    fn fingerprints_tell_models_and_texts_apart() {
        let (one, other) = (Model::new("one", 0.2), Model::new("one2", 0.3));
        assert_eq!(
            one.fingerprint("a"),
            Model::new("one", 0.5).fingerprint("a")
        );
        assert_ne!(one.fingerprint("a"), one.fingerprint("b"));
        assert_ne!(one.fingerprint("2a"), other.fingerprint("a"));
    }
}
