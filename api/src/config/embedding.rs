//! The settings of a language model that makes vectors of public texts.
//!
//! Invariant: there are none where no address is given; in production texts and key leave over https only.

use super::{Mode, identity::Secret, reader::Reader};
use crate::outgoing::Reach;
use domain::{embedding::Settings, language::Words};
use std::time::Duration;

/// Where a language model answers, and how it is used.
#[derive(Clone, Debug, PartialEq)]
pub struct EmbeddingSettings {
    /// Address, without `/embeddings` and without a slash at its end.
    pub endpoint: String,
    /// How far requests may go.
    pub reach: Reach,
    /// What proves to it who asks, if it wants that.
    pub key: Option<Secret>,
    /// Longest time for one answer.
    pub timeout: Duration,
    /// Its name, its share in scores and the size of batches.
    pub model: Settings,
}

impl EmbeddingSettings {
    /// `None` where no address is given.
    pub(super) fn read(reader: &mut Reader, mode: Mode) -> Option<Self> {
        let endpoint = reader.web_address("embedding_endpoint");
        let model = reader.name("embedding_model");
        let key = reader.token("embedding_key");
        let percent: u8 = reader.number("embedding_share_percent", 1, 50);
        let timeout = Duration::from_secs(reader.number("embedding_timeout_seconds", 1, 300));
        let batch = reader.number("embedding_batch", 1, 256);
        let endpoint = endpoint?;
        if model.is_none() && !reader.is_mistaken("embedding_model") {
            reader.report(
                "embedding_model",
                Words::new(
                    "fehlt zu embedding_endpoint",
                    "is missing for embedding_endpoint",
                ),
                Words::new(
                    "den Namen angeben, unter dem der Server das Modell kennt, etwa bge-m3",
                    "give the name by which the server knows the model, for example bge-m3",
                ),
            );
        }
        Some(Self {
            endpoint,
            reach: match mode {
                Mode::Development => Reach::Development,
                Mode::Production => Reach::Intranet,
            },
            key,
            timeout,
            model: Settings {
                model: model.unwrap_or_default(),
                share: f32::from(percent) / 100.0,
                batch,
            },
        })
    }

    pub(super) fn check_production(&self, reader: &mut Reader) {
        if !self.endpoint.starts_with("https://") {
            reader.report(
                "embedding_endpoint",
                Words::new(
                    "ist im Produktionsbetrieb nicht https",
                    "is not https in production",
                ),
                Words::new(
                    "die Adresse angeben, unter der der Server mit TLS antwortet",
                    "give the address at which the server answers with TLS",
                ),
            );
        }
    }
}
