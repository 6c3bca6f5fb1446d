//! Texts in a picture: what can stand in XML, how wide it is, and where its lines end.
//!
//! Invariant: widths are those of a wide font, so a text that fits here fits in whichever the reader has; a text that is cut
//! says so with an ellipsis, and stands whole in the description.

/// No text is longer than this, in characters.
const LONGEST: usize = 1_000;

/// A text in one line, without the characters that XML does not allow.
pub fn clean(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let words = text.split_whitespace();
    let words = words.map(|word| word.chars().filter(allowed).collect::<String>());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(LONGEST).collect()
}

/// How wide a text is at most, in the unit of its size.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(share).sum::<f64>() * size
}

/// How wide a character of `DejaVu` Sans is, the widest of the fonts that readers have, in bold.
fn share(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '·' => 0.40,
        'f' | 'r' | 't' | 'I' | 'J' | '(' | ')' | '[' | ']' | '-' | '/' | '"' => 0.50,
        'm' | 'w' | 'M' | 'W' | '—' | '…' | '%' => 1.10,
        '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '0'..='9' | 'a'..='z' | 'ß' | 'à'..='ÿ' => {
            0.70
        }
        'A'..='Z' | '=' | '<' | '>' | '+' | '−' | '–' | 'À'..='Þ' => 0.86,
        _ => 1.2,
    }
}

/// A text in lines of a width, at most so many.
pub fn wrap(text: &str, size: f64, available: f64, most: usize) -> Vec<String> {
    let fits = |line: &str| width(line, size) <= available;
    let mut lines: Vec<String> = Vec::new();
    for word in clean(text).split(' ').flat_map(|word| pieces(word, &fits)) {
        match lines.last_mut() {
            Some(line) if fits(&format!("{line} {word}")) => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && !fits(&format!("{last}…")) {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

/// A word that is wider than a line, cut into parts that are not.
fn pieces(word: &str, fits: &impl Fn(&str) -> bool) -> Vec<String> {
    let mut parts = vec![String::new()];
    for c in word.chars() {
        let is_full = |part: &String| !part.is_empty() && !fits(&format!("{part}{c}-"));
        if !fits(word) && parts.last().is_some_and(is_full) {
            if let Some(part) = parts.last_mut() {
                part.push('-');
            }
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}
