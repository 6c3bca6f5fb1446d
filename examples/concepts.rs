//! Shows the concepts of texts, one per line of the input.
//!
//! Invariant: prints what the index would keep.
use engine::language::Language;
use engine::similarity::vocabulary::Vocabulary;
use std::io::BufRead;

fn main() {
    let vocabulary = Vocabulary::shipped();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let mut names: Vec<String> = vocabulary
            .spans(&line, Language::De)
            .into_iter()
            .filter_map(|(mention, spans)| {
                let words: Vec<&str> = spans
                    .into_iter()
                    .filter_map(|span| line.get(span))
                    .collect();
                Some(format!(
                    "{}({})",
                    vocabulary.concept(mention.concept)?.notation,
                    words.join(" ")
                ))
            })
            .collect();
        names.dedup();
        println!(
            "{}\n   {}",
            line.get(..line.floor_char_boundary(100))
                .unwrap_or_default(),
            names.join(", ")
        );
    }
}
