//! Marks of sub-projects in the text of a cell: `Teilvorhaben 1: …`.
//!
//! Invariant: a mark is a word, a number and a separator; the word alone, or inside of brackets, is none.

/// Words that a number follows.
const WORDS: [&str; 6] = [
    "Teilvorhaben",
    "Teilprojekt",
    "Sub-project",
    "Subproject",
    "Sub project",
    "TV",
];
/// Plans number their sub-projects by hand.
const HIGHEST: i32 = 999;

/// A stretch of text, with the number of the sub-project whose mark precedes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch<'a> {
    /// The number, if a mark precedes.
    pub number: Option<i32>,
    /// The text without the mark.
    pub text: &'a str,
}

/// Splits a text at its marks.
pub(super) fn split(text: &str) -> Vec<Stretch<'_>> {
    let mut stretches = Vec::new();
    let mut number = None;
    let mut start = 0;
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        if at < start
            || depth > 0
            || text
                .get(..at)
                .is_some_and(|before| before.ends_with(char::is_alphanumeric))
        {
            continue;
        }
        if let Some((next, length)) = text.get(at..).and_then(mark) {
            push(&mut stretches, number, text.get(start..at));
            number = Some(next);
            start = at + length;
        }
    }
    push(&mut stretches, number, text.get(start..));
    stretches
}

fn push<'a>(stretches: &mut Vec<Stretch<'a>>, number: Option<i32>, text: Option<&'a str>) {
    let text = text.unwrap_or_default().trim();
    if number.is_some() || !text.is_empty() {
        stretches.push(Stretch { number, text });
    }
}

/// The mark at the beginning of a text: its number and its length.
fn mark(text: &str) -> Option<(i32, usize)> {
    let word = WORDS.iter().find(|word| {
        text.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    })?;
    let rest = text.get(word.len()..)?;
    let spaces = rest.len() - rest.trim_start().len();
    let digits: String = rest
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let number: i32 = digits
        .parse()
        .ok()
        .filter(|number| (1..=HIGHEST).contains(number))?;
    let after = rest.get(spaces + digits.len()..)?;
    let gap = after.len() - after.trim_start().len();
    let separator = after
        .trim_start()
        .chars()
        .next()
        .filter(|c| matches!(c, ':' | '.' | ')' | '-' | '–' | '—'))?;
    Some((
        number,
        word.len() + spaces + digits.len() + gap + separator.len_utf8(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_split_a_text() {
        let shown: Vec<(Option<i32>, &str)> =
            split("Zuerst reden Teilvorhaben 1: Rad (Teilvorhaben 2: nein) Teilvorhaben 2 – Fuß")
                .into_iter()
                .map(|stretch| (stretch.number, stretch.text))
                .collect();
        assert_eq!(
            shown,
            [
                (None, "Zuerst reden"),
                (Some(1), "Rad (Teilvorhaben 2: nein)"),
                (Some(2), "Fuß"),
            ]
        );
        assert_eq!(split("Die Teilvorhaben 1 und 2 folgen").len(), 1);
        assert_eq!(split("").len(), 0);
    }
}
