//! Licence expressions (SPDX) of the dependencies against the list in `deny.toml`.
//!
//! Invariant: this needs neither network nor tool, so it runs with every test; what it does not understand it refuses.

use std::collections::BTreeSet;

/// The licences that `deny.toml` allows.
pub fn allowed(settings: &str) -> BTreeSet<String> {
    let section = settings.split("[licenses]").nth(1).unwrap_or_default();
    let list = section
        .split_once("allow = [")
        .and_then(|(_, rest)| rest.split_once(']'))
        .map_or("", |(list, _)| list);
    let entries = list
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default());
    entries
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

/// Whether one of the choices that an expression offers is allowed.
pub fn accepts(allowed: &BTreeSet<String>, expression: &str) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace(" WITH ", "+WITH+");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    choice(allowed, &mut rest) == Some(true) && rest.is_empty()
}

fn choice(allowed: &BTreeSet<String>, words: &mut &[&str]) -> Option<bool> {
    let mut accepted = together(allowed, words)?;
    while let ["OR", rest @ ..] = words {
        *words = rest;
        accepted |= together(allowed, words)?;
    }
    Some(accepted)
}

fn together(allowed: &BTreeSet<String>, words: &mut &[&str]) -> Option<bool> {
    let mut accepted = term(allowed, words)?;
    while let ["AND", rest @ ..] = words {
        *words = rest;
        accepted &= term(allowed, words)?;
    }
    Some(accepted)
}

fn term(allowed: &BTreeSet<String>, words: &mut &[&str]) -> Option<bool> {
    match words {
        ["(", rest @ ..] => {
            *words = rest;
            let accepted = choice(allowed, words)?;
            let [")", rest @ ..] = words else {
                return None;
            };
            *words = rest;
            Some(accepted)
        }
        [name, rest @ ..] => {
            *words = rest;
            Some(allowed.contains(&name.replace("+WITH+", " WITH ")))
        }
        [] => None,
    }
}

#[test]
fn expressions_are_understood() {
    let allowed = allowed(
        "[licenses]\nallow = [\n  \"MIT\", # \"GPL-3.0\"\n  \"ISC\",\n  \"A WITH B\",\n]\n",
    );
    for good in [
        "MIT",
        "GPL-3.0 OR MIT",
        "MIT/GPL-3.0",
        "(GPL-3.0 OR ISC) AND MIT",
        "A WITH B",
        "MIT OR GPL AND X",
    ] {
        assert!(accepts(&allowed, good), "{good}");
    }
    for bad in [
        "",
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "A",
        "MIT (",
        "( MIT",
        "MIT ISC",
        "(MIT OR GPL) AND X",
        "OR",
    ] {
        assert!(!accepts(&allowed, bad), "{bad}");
    }
}
