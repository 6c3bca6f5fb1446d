//! German and English: which one a reader wants, and texts in both.
//!
//! Invariant: German is the language of the service; a text that has no English form is shown in German.

use std::fmt;

/// A language of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// German.
    #[default]
    De,
    /// English.
    En,
}

impl Language {
    /// The BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }

    /// The best of our languages for an `Accept-Language` header (RFC 9110 §12.5.4); `None` where it names neither.
    #[must_use]
    pub fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for range in header.split(',').take(32) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let quality = parts
                .find_map(|part| {
                    part.trim()
                        .strip_prefix("q=")
                        .and_then(|q| q.parse::<f32>().ok())
                })
                .unwrap_or(1.0);
            let language = match tag.split('-').next() {
                Some("de") => Self::De,
                Some("en") => Self::En,
                _ => continue,
            };
            if quality > 0.0 && best.is_none_or(|(other, _)| quality > other) {
                best = Some((quality, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

/// A text in German and, where there is one, in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    de: String,
    en: Option<String>,
}

impl Words {
    /// A text in both languages.
    pub fn new(de: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            de: de.into(),
            en: Some(en.into()),
        }
    }

    /// A text whose English form may be missing.
    #[must_use]
    pub const fn maybe(de: String, en: Option<String>) -> Self {
        Self { de, en }
    }

    /// The text in a language, in German where there is no other.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::En => self.en.as_deref().unwrap_or(&self.de),
            Language::De => &self.de,
        }
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text(Language::En))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_language_wins() {
        for (header, expected) in [
            ("de-DE,de;q=0.9,en;q=0.8", Some(Language::De)),
            ("en-GB, de;q=0.5", Some(Language::En)),
            ("fr, en;q=0.2, de;q=0.7", Some(Language::De)),
            ("en;q=0", None),
            ("fr", None),
            ("", None),
            ("de;q=abc", Some(Language::De)),
        ] {
            assert_eq!(Language::accepted(header), expected, "{header}");
        }
    }

    #[test]
    fn german_stands_in_for_missing_english() {
        let words = Words::maybe("Hemmnis".to_owned(), None);
        assert_eq!(words.text(Language::En), "Hemmnis");
    }
}
