//! Counts words of plain text files into the table of the background. Usage: `LANGUAGE DIR…`, one share per directory.
//!
//! Invariant: every directory weighs the same, whatever its size; only words that at least two texts use are kept.

use std::collections::{BTreeMap, HashMap, HashSet};

use engine::similarity::text::stop::is_stop_word;
use engine::similarity::text::token::{Kind, tokens};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let language = arguments.next().unwrap_or_default();
    let folders: Vec<String> = arguments.collect();
    let mut shares: BTreeMap<String, f64> = BTreeMap::new();
    for folder in &folders {
        for (word, share) in count(folder)? {
            *shares.entry(word).or_default() += share / folders.len() as f64;
        }
    }
    for (word, share) in shares {
        println!("{word},{language},{:.0}", (share * 10_000.0).max(1.0));
    }
    Ok(())
}

fn count(folder: &str) -> std::io::Result<HashMap<String, f64>> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    let mut files = 0_u32;
    for entry in std::fs::read_dir(folder)? {
        let text = std::fs::read_to_string(entry?.path())?;
        files += 1;
        let words: HashSet<String> = tokens(&text)
            .into_iter()
            .filter(|token| token.kind == Kind::Word)
            .flat_map(|token| {
                token
                    .folded
                    .split('-')
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .filter(|word| word.len() > 2 && word.len() < 25 && !is_stop_word(word))
            .filter(|word| word.chars().all(|letter| letter.is_ascii_lowercase()))
            .collect();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
    }
    Ok(counts
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .map(|(word, count)| (word, f64::from(count) / f64::from(files.max(1))))
        .collect())
}
