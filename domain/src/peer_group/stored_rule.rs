//! Rules as they are kept with a peer group: JSON of the domain.
//!
//! Invariant: what was written is read again as it was; a text that is none of ours gives no rule.

use super::rule::{NeighbourRule, PeerRule, WeightedFigure};
use crate::reference::classification::{AdfcClass, SizeClass};
use serde_json::{Value, json};

/// A rule that is kept with a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredRule {
    /// Which cities.
    Rule(PeerRule),
    /// Whose neighbours by what.
    Neighbours(NeighbourRule),
}

impl StoredRule {
    pub(super) fn write(&self) -> String {
        match self {
            Self::Rule(rule) => json!({ "rule": of_rule(rule) }),
            Self::Neighbours(rule) => json!({ "neighbours": of_neighbours(rule) }),
        }
        .to_string()
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        match (value.get("rule"), value.get("neighbours")) {
            (Some(rule), None) => to_rule(rule).map(Self::Rule),
            (None, Some(rule)) => to_neighbours(rule).map(Self::Neighbours),
            _ => None,
        }
    }
}

fn of_rule(rule: &PeerRule) -> Value {
    let sizes: Vec<_> = rule.size_class.iter().map(|class| class.word()).collect();
    let adfc: Vec<_> = rule.adfc_class.iter().map(|class| class.word()).collect();
    json!({ "regiostar7": rule.regiostar7, "sizeClass": sizes, "adfcClass": adfc, "state": rule.state,
        "network": rule.network, "like": rule.like })
}

fn of_neighbours(rule: &NeighbourRule) -> Value {
    let figures = rule.figures.iter();
    let figures: Vec<_> = figures
        .map(|figure| json!({ "code": figure.code, "weight": figure.weight }))
        .collect();
    json!({ "city": rule.city, "count": rule.count, "figures": figures,
        "among": rule.among.as_ref().map(of_rule) })
}

fn to_rule(value: &Value) -> Option<PeerRule> {
    Some(PeerRule {
        regiostar7: list(value, "regiostar7", |one| {
            one.as_i64().and_then(|code| i16::try_from(code).ok())
        })?,
        size_class: list(value, "sizeClass", |one| {
            SizeClass::from_word(one.as_str()?)
        })?,
        adfc_class: list(value, "adfcClass", |one| {
            AdfcClass::from_word(one.as_str()?)
        })?,
        state: list(value, "state", text)?,
        network: value.get("network").and_then(text),
        like: value.get("like").and_then(text),
    })
}

fn to_neighbours(value: &Value) -> Option<NeighbourRule> {
    let figure = |one: &Value| {
        Some(WeightedFigure {
            code: text(one.get("code")?)?,
            weight: whole(one.get("weight")?)?,
        })
    };
    Some(NeighbourRule {
        city: text(value.get("city")?)?,
        count: whole(value.get("count")?)?,
        figures: list(value, "figures", figure)?,
        among: match value.get("among") {
            Some(rule) if !rule.is_null() => Some(to_rule(rule)?),
            _ => None,
        },
    })
}

fn list<T>(value: &Value, name: &str, one: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    value.get(name)?.as_array()?.iter().map(one).collect()
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(ToOwned::to_owned)
}

fn whole(value: &Value) -> Option<i32> {
    value.as_i64().and_then(|number| i32::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again() {
        let rule = PeerRule {
            regiostar7: vec![72],
            size_class: vec![SizeClass::City],
            adfc_class: vec![AdfcClass::Above200000, AdfcClass::UpTo20000],
            state: vec!["05".to_owned()],
            network: Some("kora".to_owned()),
            like: Some("05334002".to_owned()),
        };
        let neighbours = NeighbourRule {
            city: "05334002".to_owned(),
            count: 7,
            figures: vec![WeightedFigure {
                code: "population".to_owned(),
                weight: 3,
            }],
            among: Some(rule.clone()),
        };
        for stored in [
            StoredRule::Rule(rule),
            StoredRule::Rule(PeerRule::default()),
            StoredRule::Neighbours(neighbours),
        ] {
            assert_eq!(StoredRule::read(&stored.write()), Some(stored));
        }
        for text in ["", "{}", "[]", "{\"rule\": 1}", "{\"neighbours\": {}}"] {
            assert_eq!(StoredRule::read(text), None, "{text}");
        }
    }
}
