//! Action fields as a plan names them, and as the scheme of its network does.
//!
//! Invariant: a field of the scheme is never renamed by an import; what fits none is told and left open.

use crate::text::fold;
use entity::{
    action_field,
    id::{ActionFieldId, NetworkId},
};
use std::sync::Arc;

/// Words before the code.
const WORDS: [&str; 6] = [
    "aktionsfeld",
    "handlungsfeld",
    "themenfeld",
    "action field",
    "field of action",
    "field",
];

/// An action field as a cell names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// Its code, such as A.
    pub code: Option<String>,
    /// Its name.
    pub label: Option<String>,
}

impl Named {
    /// Reads "Aktionsfeld A Umgang mit Politik", "A: Umgang mit Politik", "A" or "Umgang mit Politik".
    pub(super) fn parse(text: &str) -> Self {
        let text = text.trim();
        let after_word = WORDS.iter().find_map(|word| {
            let start = text.get(..word.len())?;
            let rest = text.get(word.len()..)?;
            (fold(start) == *word && !rest.starts_with(char::is_alphanumeric))
                .then(|| rest.trim_start_matches([' ', ':', '\u{a0}']))
        });
        let rest = after_word.unwrap_or(text);
        let (first, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let code = first.trim_end_matches([':', '.', ')', '–', '-']);
        let label = after.trim_start_matches([' ', ':', '–', '-']);
        let has_mark = code.len() < first.len() || label.len() < after.len();
        if is_code(code, after_word.is_some() || has_mark, label.is_empty()) {
            return Self {
                code: Some(code.to_owned()),
                label: optional(label),
            };
        }
        Self {
            code: None,
            label: optional(rest),
        }
    }

    /// How the field is called in reports.
    pub(super) fn shown(&self) -> String {
        let parts: Vec<&str> = [&self.code, &self.label]
            .into_iter()
            .filter_map(|part| part.as_deref())
            .collect();
        parts.join(" ")
    }
}

/// Whether a text begins with a word for action fields, as a row that spans the table does.
pub(super) fn is_heading(text: &str) -> bool {
    let folded = fold(text);
    WORDS.iter().take(4).any(|word| folded.starts_with(word))
}

/// One capital letter or a number, with little beside it; more only where something marks it as a code.
fn is_code(text: &str, is_marked: bool, is_alone: bool) -> bool {
    let length = text.chars().count();
    let is_short = (1..=4).contains(&length)
        && text
            .chars()
            .all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '.');
    is_short && (length == 1 || is_marked || is_alone)
}

fn optional(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What the scheme of a network makes of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It is this field.
    Field(ActionFieldId),
    /// Its code is that of this field, which has another name.
    ByCode(ActionFieldId),
    /// The scheme has no such field.
    None,
}

/// The scheme of a network.
pub(super) struct Scheme(Vec<Arc<action_field::Model>>);

impl Scheme {
    pub(super) fn of(all: &[Arc<action_field::Model>], network: Option<NetworkId>) -> Self {
        let fields = all.iter().filter(|field| Some(field.network_id) == network);
        Self(fields.cloned().collect())
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The codes and names of its fields, for messages.
    pub(super) fn shown(&self) -> String {
        let fields: Vec<String> = self
            .0
            .iter()
            .map(|field| format!("{} {}", field.code, field.label_de))
            .collect();
        fields.join("; ")
    }

    /// Looks a field up: by its name first, because codes are given anew in every plan.
    pub(super) fn find(&self, named: &Named) -> Found {
        let by_label = named.label.as_deref().and_then(|label| {
            self.0.iter().find(|field| {
                key(&field.label_de) == key(label)
                    || field
                        .label_en
                        .as_deref()
                        .is_some_and(|en| key(en) == key(label))
            })
        });
        if let Some(field) = by_label {
            return Found::Field(field.id);
        }
        let by_code = named.code.as_deref().and_then(|code| {
            self.0
                .iter()
                .find(|field| field.code.eq_ignore_ascii_case(code))
        });
        match (by_code, &named.label) {
            (Some(field), None) => Found::Field(field.id),
            (Some(field), Some(_)) => Found::ByCode(field.id),
            (None, _) => Found::None,
        }
    }
}

fn key(label: &str) -> String {
    fold(label)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (Option<String>, Option<String>) {
        let named = Named::parse(text);
        (named.code, named.label)
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn codes_and_names_are_told_apart() {
        assert_eq!(
            parsed("Aktionsfeld A Umgang mit Politik"),
            (some("A"), some("Umgang mit Politik"))
        );
        assert_eq!(parsed("B: Planung"), (some("B"), some("Planung")));
        assert_eq!(parsed("C – Planung"), (some("C"), some("Planung")));
        assert_eq!(parsed("Handlungsfeld 12"), (some("12"), None));
        assert_eq!(parsed("Action field D"), (some("D"), None));
        assert_eq!(parsed("ÖPNV stärken"), (None, some("ÖPNV stärken")));
        assert_eq!(parsed("Radverkehr"), (None, some("Radverkehr")));
        assert_eq!(parsed(""), (None, None));
    }

    #[test]
    fn names_count_more_than_codes() {
        let network = NetworkId(uuid::Uuid::nil());
        let field = |number: u128, code: &str, label: &str| {
            Arc::new(action_field::Model {
                id: ActionFieldId(uuid::Uuid::from_u128(number)),
                network_id: network,
                code: code.to_owned(),
                label_de: label.to_owned(),
                label_en: None,
                position: 1,
            })
        };
        let scheme = Scheme::of(
            &[field(1, "A", "Politik"), field(2, "B", "Planung")],
            Some(network),
        );
        let found = |text: &str| scheme.find(&Named::parse(text));
        let id = |number: u128| ActionFieldId(uuid::Uuid::from_u128(number));
        assert_eq!(found("B Politik"), Found::Field(id(1)));
        assert_eq!(found("B"), Found::Field(id(2)));
        assert_eq!(found("A Kultur"), Found::ByCode(id(1)));
        assert_eq!(found("Kultur"), Found::None);
    }
}
