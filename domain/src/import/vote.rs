//! Votes: how often an idea was named in a workshop, such as `(3x genannt)`.
//!
//! Invariant: only a number that the text itself ties to naming is a vote; "once a week" is none.

/// What follows the number of a vote, folded.
const WORDS: [&str; 12] = [
    "x genannt",
    "× genannt",
    "mal genannt",
    "fach genannt",
    "nennungen",
    "nennung",
    "stimmen",
    "votes",
    "mentions",
    "x named",
    "x mentioned",
    "times mentioned",
];

/// The text without its vote, and the vote.
pub(super) fn take(text: &str) -> (String, Option<i32>) {
    let mut places = text.char_indices().filter(|(_, c)| c.is_ascii_digit());
    let Some((start, end, count)) = places.find_map(|(at, _)| vote_at(text, at)) else {
        return (text.to_owned(), None);
    };
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let rest = match before.trim_end().strip_suffix(['(', '[']) {
        Some(before) => {
            let after = after.trim_start_matches(['!', ' ', '.']);
            format!(
                "{} {}",
                before.trim_end(),
                after.strip_prefix([')', ']']).unwrap_or(after).trim_start()
            )
        }
        None => format!("{} {}", before.trim_end(), after.trim_start()),
    };
    let rest = rest
        .trim()
        .trim_end_matches([',', ':', ';', '–', '-'])
        .trim_end();
    (rest.to_owned(), Some(count))
}

/// Whether a word of a text ends a vote.
pub(super) fn ends(text: &str) -> bool {
    text.trim_end().ends_with([')', ']'])
        && text.rfind(['(', '[']).is_some_and(|open| {
            text.get(open..)
                .is_some_and(|bracket| take(bracket).1.is_some())
        })
}

/// The vote that begins with the digit at a place: its start, its end and its number.
fn vote_at(text: &str, at: usize) -> Option<(usize, usize, i32)> {
    let before = text.get(..at)?;
    if before.ends_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let digits = text
        .get(at..)?
        .split(|c: char| !c.is_ascii_digit())
        .next()?;
    let count: i32 = digits
        .parse()
        .ok()
        .filter(|count| (1..=10_000).contains(count))?;
    let rest = text.get(at + digits.len()..)?;
    // A hyphen or spaces may stand between the number and the word.
    let gap = rest.len() - rest.trim_start_matches([' ', '-', '\u{a0}']).len();
    let words = rest.get(gap..)?;
    let length = WORDS.iter().find_map(|word| prefix(words, word))?;
    Some((at, at + digits.len() + gap + length, count))
}

/// The length of a word at the beginning of a text, in any case.
fn prefix(text: &str, word: &str) -> Option<usize> {
    let start = text.get(..word.len())?;
    let rest = text.get(word.len()..)?;
    let is_whole = !rest.starts_with(char::is_alphanumeric);
    (start.to_lowercase() == *word && is_whole).then_some(word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn votes_are_taken_out_of_the_text() {
        for (text, rest, count) in [
            (
                "Nicht überall präsent sein (3x genannt!)",
                "Nicht überall präsent sein",
                Some(3),
            ),
            (
                "Newsletter (2 Nennungen) versenden",
                "Newsletter versenden",
                Some(2),
            ),
            ("Radnetz, 4-mal genannt", "Radnetz", Some(4)),
            ("Share data [12 votes]", "Share data", Some(12)),
            (
                "1x wöchentlich in der Zeitung",
                "1x wöchentlich in der Zeitung",
                None,
            ),
            ("FB13 genannt", "FB13 genannt", None),
            ("", "", None),
        ] {
            assert_eq!(take(text), (rest.to_owned(), count), "{text}");
        }
    }

    #[test]
    fn a_vote_in_brackets_ends_an_item() {
        assert!(ends("präsent sein (3x genannt!)"));
        assert!(!ends("präsent sein (siehe oben)"));
    }
}
