//! What a file names: indicators by code or name, the municipality by key or name; and what it may have meant instead.
//!
//! Invariant: each text is looked up once, however many rows hold it.

use crate::{
    ctx::Ctx,
    indicator::Indicator,
    language::Words,
    text::{fold, fold_german},
};
use entity::city;
use std::{collections::HashMap, sync::Arc};

/// Names further away than this are another name.
const FURTHEST: usize = 4;
/// So many texts are compared with all names; whoever has more unknown ones has another problem.
const MOST_GUESSES: usize = 50;

/// What is known, and what was looked up already.
pub(super) struct Known<'a> {
    ctx: &'a Ctx,
    own: Option<Arc<city::Model>>,
    indicators: HashMap<String, Result<Arc<Indicator>, Words>>,
    cities: HashMap<String, Result<bool, Words>>,
    guesses: usize,
}

impl<'a> Known<'a> {
    pub(super) fn new(ctx: &'a Ctx, own: &str) -> Self {
        Self {
            ctx,
            own: ctx.reference().cities.find(own).cloned(),
            indicators: HashMap::new(),
            cities: HashMap::new(),
            guesses: 0,
        }
    }

    /// The indicator that a text names.
    pub(super) fn indicator(&mut self, text: &str) -> Result<Arc<Indicator>, Words> {
        if let Some(known) = self.indicators.get(text) {
            return known.clone();
        }
        let found = self.find_indicator(text);
        self.indicators.insert(text.to_owned(), found.clone());
        found
    }

    fn find_indicator(&mut self, text: &str) -> Result<Arc<Indicator>, Words> {
        let all = self.ctx.reference().indicators.all();
        let folded = fold(text);
        if let Some(found) = all.iter().find(|one| one.code == folded) {
            return Ok(Arc::clone(found));
        }
        let is_named =
            |one: &&Arc<Indicator>| fold(&one.label_de) == folded || fold(&one.label_en) == folded;
        let named: Vec<_> = all.iter().filter(is_named).collect();
        match named.as_slice() {
            [only] => Ok(Arc::clone(only)),
            [] => {
                let names = all
                    .iter()
                    .flat_map(|one| [&one.code, &one.label_de, &one.label_en]);
                let near = self.nearest(&folded, names.map(String::as_str));
                Err(Words::new(
                    format!(
                        "{text:?} ist kein bekannter Indikator.{} Die Liste indicators nennt alle Kürzel.",
                        meant(near.as_deref(), true)
                    ),
                    format!(
                        "{text:?} is no known indicator.{} The list indicators names all codes.",
                        meant(near.as_deref(), false)
                    ),
                ))
            }
            several => {
                let codes: Vec<&str> = several
                    .iter()
                    .take(5)
                    .map(|one| one.code.as_str())
                    .collect();
                let codes = codes.join(", ");
                Err(Words::new(
                    format!("So heißen mehrere Indikatoren: {codes}. Bitte das Kürzel angeben."),
                    format!("Several indicators have this name: {codes}. Please give the code."),
                ))
            }
        }
    }

    /// Whether a text names the own municipality: true where its key lost a leading zero.
    pub(super) fn city(&mut self, text: &str) -> Result<bool, Words> {
        if let Some(known) = self.cities.get(text) {
            return known.clone();
        }
        let found = self.find_city(text);
        self.cities.insert(text.to_owned(), found.clone());
        found
    }

    fn find_city(&mut self, text: &str) -> Result<bool, Words> {
        let Some(own) = self.own.clone() else {
            return Ok(false);
        };
        let is_key = text.len() >= 7 && text.bytes().all(|b| b.is_ascii_digit());
        if is_key {
            let key = format!("{text:0>8}");
            return match self.ctx.reference().cities.find(&key) {
                Some(city) if city.ags == own.ags => Ok(text.len() == 7),
                Some(city) => Err(foreign(&city.display_name, &own)),
                None => {
                    let keys = self.ctx.reference().cities.all();
                    let near = self.nearest(&key, keys.iter().map(|city| city.ags.as_str()));
                    Err(unknown_city(text, near.as_deref(), &own))
                }
            };
        }
        let folds = [fold(text), fold_german(text)];
        let own_names = [
            fold(&own.display_name),
            fold(&own.name),
            fold_german(&own.display_name),
            fold_german(&own.name),
        ];
        if own_names.iter().any(|name| folds.contains(name)) {
            return Ok(false);
        }
        let cities = self.ctx.reference().cities.all();
        let bears = |city: &&Arc<city::Model>| fold(&city.display_name) == folds[0];
        if let Some(other) = cities.iter().find(bears) {
            return Err(foreign(&other.display_name, &own));
        }
        let [folded, _] = folds;
        let near = self.nearest(
            &folded,
            cities.iter().map(|city| city.display_name.as_str()),
        );
        Err(unknown_city(text, near.as_deref(), &own))
    }

    /// The nearest of some names, if it is near.
    fn nearest<'n>(
        &mut self,
        folded: &str,
        names: impl Iterator<Item = &'n str>,
    ) -> Option<String> {
        self.guesses += 1;
        if self.guesses > MOST_GUESSES || folded.len() > 200 {
            return None;
        }
        let furthest = FURTHEST.min(folded.chars().count() / 2);
        let near = names.map(|name| (distance(folded, &fold(name), furthest), name));
        let near = near.filter_map(|(distance, name)| Some((distance?, name)));
        near.min().map(|(_, name)| name.to_owned())
    }
}

fn meant(near: Option<&str>, german: bool) -> String {
    match (near, german) {
        (Some(name), true) => format!(" Ist {name} gemeint?"),
        (Some(name), false) => format!(" Is {name} meant?"),
        (None, _) => String::new(),
    }
}

fn foreign(name: &str, own: &city::Model) -> Words {
    let (own, ags) = (&own.display_name, &own.ags);
    Words::new(
        format!(
            "{name} ist nicht Ihre Gemeinde; eintragen können Sie nur Werte von {own} ({ags})."
        ),
        format!("{name} is not your municipality; you can only enter values of {own} ({ags})."),
    )
}

fn unknown_city(text: &str, near: Option<&str>, own: &city::Model) -> Words {
    let (own, ags) = (&own.display_name, &own.ags);
    Words::new(
        format!(
            "{text:?} steht nicht im Gemeindeverzeichnis.{} Ihre Gemeinde ist {own} ({ags}).",
            meant(near, true)
        ),
        format!(
            "{text:?} is not in the register of municipalities.{} Your municipality is {own} ({ags}).",
            meant(near, false)
        ),
    )
}

/// How many letters differ (Levenshtein), as long as they are few.
fn distance(one: &str, other: &str, furthest: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().collect();
    if one.chars().count().abs_diff(other.len()) > furthest {
        return None;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, c) in one.chars().enumerate() {
        let mut before = at;
        let mut next = vec![at + 1];
        for (d, above) in other.iter().zip(row.iter().skip(1)) {
            let left = next.last().copied().unwrap_or(0);
            let changed = before + usize::from(*d != c);
            before = *above;
            next.push(changed.min(left + 1).min(above + 1));
        }
        row = next;
    }
    row.last().copied().filter(|distance| *distance <= furthest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_near() {
        assert_eq!(
            distance("modal_split_bikes", "modal_split_bike", 4),
            Some(1)
        );
        assert_eq!(distance("aachen", "achen", 3), Some(1));
        assert_eq!(distance("aachen", "aachne", 3), Some(2));
        assert_eq!(distance("aachen", "bremen", 2), None);
        assert_eq!(distance("", "", 0), Some(0));
    }
}
