//! Names of cities in running text, without separators: "Frankfurt am Main Bonn Leipzig".
//!
//! Invariant: the longest name wins, of two equally long ones that of the network, and a name that several
//! municipalities bear is guessed.

use crate::{
    reference::Snapshot,
    text::{fold, fold_german},
};
use entity::{city, id::NetworkId, value::Certainty};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Words that say nothing about which city is meant.
const FILLERS: [&str; 16] = [
    "und", "and", "sowie", "oder", "or", "stadt", "city", "of", "die", "the", "aus", "from", "z",
    "b", "etc", "ua",
];
/// English names that differ.
const ENGLISH: [(&str, &str); 6] = [
    ("cologne", "koln"),
    ("munich", "munchen"),
    ("nuremberg", "nurnberg"),
    ("hanover", "hannover"),
    ("brunswick", "braunschweig"),
    ("constance", "konstanz"),
];
const PREPOSITIONS: [&str; 10] = [
    "am", "an", "auf", "bei", "der", "im", "in", "ob", "vor", "a",
];

/// A city that bears a name.
#[derive(Clone, Debug)]
struct Bearer {
    ags: String,
    name: String,
    population: i32,
    is_member: bool,
    /// Whether this is its whole name.
    is_whole: bool,
}

/// A city that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// Its key.
    pub ags: String,
    /// Its name in the register.
    pub name: String,
    /// The words of the text.
    pub text: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// Names of the others that it could be.
    pub others: Vec<String>,
}

/// What a text names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// Cities, in the order of the text.
    pub matches: Vec<Match>,
    /// Words that are no city.
    pub unknown: Vec<String>,
    /// Remarks in brackets.
    pub remarks: Vec<String>,
}

/// The names of all municipalities.
pub(super) struct CityNames {
    bearers: HashMap<String, Vec<Bearer>>,
    longest: usize,
}

impl CityNames {
    pub(super) fn new(snapshot: &Snapshot, network: Option<NetworkId>) -> Self {
        let members: HashSet<&str> = network
            .into_iter()
            .flat_map(|network| snapshot.members_of(network))
            .filter_map(|member| {
                snapshot
                    .tenants
                    .find(&member.tenant_id)?
                    .city_ags
                    .as_deref()
            })
            .collect();
        Self::of(snapshot.cities.all(), &members)
    }

    pub(super) fn of(cities: &[Arc<city::Model>], members: &HashSet<&str>) -> Self {
        let mut names = Self {
            bearers: HashMap::new(),
            longest: 1,
        };
        for city in cities {
            for (name, is_whole) in forms(&city.display_name) {
                names.longest = names.longest.max(name.split(' ').count());
                names.bearers.entry(name).or_default().push(Bearer {
                    ags: city.ags.clone(),
                    name: city.display_name.clone(),
                    population: city.population.unwrap_or(0),
                    is_member: members.contains(city.ags.as_str()),
                    is_whole,
                });
            }
        }
        names
    }

    /// Finds the cities that a text names.
    pub(super) fn find(&self, text: &str) -> Names {
        let mut found = Names::default();
        let tokens = tokens(text);
        let mut unknown: Vec<&str> = Vec::new();
        let mut rest = tokens.as_slice();
        while let Some((first, after)) = rest.split_first() {
            if let Some((hit, length)) = self.longest_match(rest) {
                end_unknown(&mut found, &mut unknown);
                found.matches.push(hit);
                rest = rest.get(length..).unwrap_or_default();
                continue;
            }
            if first.in_brackets {
                found.remarks.push(first.text.to_owned());
            } else if !FILLERS.contains(&first.folded.as_str()) {
                unknown.push(first.text);
            }
            rest = after;
        }
        end_unknown(&mut found, &mut unknown);
        found
    }

    fn longest_match(&self, tokens: &[Token<'_>]) -> Option<(Match, usize)> {
        (1..=self.longest.min(tokens.len()))
            .rev()
            .find_map(|length| {
                let words = tokens.get(..length)?;
                let texts: Vec<&str> = words.iter().map(|token| token.text).collect();
                let folded: Vec<&str> = words.iter().map(|token| token.folded.as_str()).collect();
                let hit = self.named(&folded.join(" "), texts.join(" "))?;
                Some((hit, length))
            })
    }

    fn named(&self, name: &str, text: String) -> Option<Match> {
        let english = ENGLISH.iter().find(|(english, _)| *english == name);
        let bearers = self
            .bearers
            .get(english.map_or(name, |(_, german)| german))?;
        let rank = |bearer: &&Bearer| (bearer.is_member, bearer.is_whole, bearer.population);
        let best = bearers.iter().max_by_key(rank)?;
        let is_rival = |other: &&Bearer| {
            other.ags != best.ags
                && (other.is_member, other.is_whole) >= (best.is_member, best.is_whole)
        };
        // The whole name of a city is no guess because another place is called so for short.
        let is_certain = bearers.iter().find(is_rival).is_none();
        let mut others: Vec<String> = bearers
            .iter()
            .filter(|other| other.ags != best.ags)
            .map(|other| other.name.clone())
            .collect();
        others.dedup();
        Some(Match {
            ags: best.ags.clone(),
            name: best.name.clone(),
            text,
            certainty: if is_certain {
                Certainty::Recognised
            } else {
                Certainty::Guessed
            },
            others,
        })
    }
}

fn end_unknown(found: &mut Names, unknown: &mut Vec<&str>) {
    if !unknown.is_empty() {
        found.unknown.push(unknown.join(" "));
        unknown.clear();
    }
}

struct Token<'a> {
    text: &'a str,
    folded: String,
    in_brackets: bool,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut depth = 0_i32;
    for part in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() {
            tokens.push(Token {
                text: word,
                folded: fold(word),
                in_brackets: depth > 0,
            });
        }
        match part.chars().last() {
            Some('(' | '[') => depth += 1,
            Some(')' | ']') => depth -= 1,
            _ => {}
        }
    }
    tokens
}

/// The forms of a name, folded, with whether it is the whole name.
fn forms(name: &str) -> Vec<(String, bool)> {
    let mut forms = Vec::new();
    for folded in [fold(name), fold_german(name)] {
        let words: Vec<&str> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        forms.push((words.join(" "), true));
        let bare = folded.split([',', '(', '/']).next().unwrap_or_default();
        let bare: Vec<&str> = bare
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        forms.push((bare.join(" "), false));
        forms.extend(short_forms(&bare).into_iter().map(|form| (form, false)));
    }
    forms.sort();
    forms.reverse();
    forms.dedup_by(|a, b| a.0 == b.0);
    forms.retain(|(form, _)| !form.is_empty());
    forms
}

/// "Frankfurt am Main" is also "Frankfurt", "Frankfurt a. M." and "Frankfurt/Main".
fn short_forms(words: &[&str]) -> Vec<String> {
    let Some(at) = words
        .iter()
        .position(|word| PREPOSITIONS.contains(word))
        .filter(|at| *at > 0)
    else {
        return Vec::new();
    };
    let (head, tail) = words.split_at(at);
    let head = head.join(" ");
    let initials: Vec<&str> = tail.iter().filter_map(|word| word.get(..1)).collect();
    let names: Vec<&str> = tail
        .iter()
        .copied()
        .filter(|word| !PREPOSITIONS.contains(word))
        .collect();
    vec![
        format!("{head} {}", initials.join(" ")),
        format!("{head} {}", names.join(" ")),
        head,
    ]
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use entity::value::CityKind;

    pub(in crate::import) fn city(ags: &str, name: &str, population: i32) -> Arc<city::Model> {
        Arc::new(city::Model {
            ags: ags.to_owned(),
            ars: None,
            name: name.to_owned(),
            display_name: name.to_owned(),
            kind: CityKind::City,
            state: String::new(),
            population: Some(population),
            population_on: None,
            area_km2: None,
            latitude: None,
            longitude: None,
            regiostar7: None,
            traffic_area_ha: None,
            land_area_ha: None,
            nuts3: None,
            wikidata: None,
        })
    }

    fn names() -> CityNames {
        let cities = [
            city("01", "Frankfurt am Main", 700_000),
            city("02", "Frankfurt (Oder)", 60_000),
            city("03", "Bonn", 300_000),
            city("04", "Oldenburg (Oldenburg)", 170_000),
            city("05", "Oldenburg in Holstein", 10_000),
            city("06", "Nürnberg", 500_000),
            city("07", "Bonndorf im Schwarzwald", 7_000),
        ];
        CityNames::of(&cities, &HashSet::from(["04", "06"]))
    }

    fn shown(text: &str) -> (String, Vec<String>) {
        let found = names().find(text);
        let matches = found.matches.iter().map(|hit| match hit.certainty {
            Certainty::Recognised => hit.ags.clone(),
            Certainty::Guessed => format!("{}~", hit.ags),
        });
        (matches.collect::<Vec<_>>().join(" "), found.unknown)
    }

    #[test]
    fn the_longest_name_wins() {
        assert_eq!(
            shown("Frankfurt am Main Bonn Nuernberg"),
            ("01 03 06".to_owned(), vec![])
        );
        assert_eq!(
            shown("Frankfurt (Oder), Bonn und Nürnberg"),
            ("02 03 06".to_owned(), vec![])
        );
        assert_eq!(
            shown("Frankfurt a. M. / NÜRNBERG"),
            ("01 06".to_owned(), vec![])
        );
    }

    #[test]
    fn the_network_decides_between_bearers_of_a_name() {
        assert_eq!(shown("Oldenburg"), ("04".to_owned(), vec![]));
        assert_eq!(shown("Frankfurt Nuremberg"), ("01~ 06".to_owned(), vec![]));
    }

    #[test]
    fn unknown_words_and_remarks_are_kept_apart() {
        assert_eq!(
            shown("Bonn (Fahrradstraßen), Bad Musterhausen"),
            ("03".to_owned(), vec!["Bad Musterhausen".to_owned()])
        );
        assert_eq!(
            names().find("Bonn (Fahrradstraßen)").remarks,
            ["Fahrradstraßen"]
        );
        assert_eq!(shown(""), (String::new(), vec![]));
    }
}
