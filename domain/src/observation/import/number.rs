//! Numbers in texts: whether a comma or a point separates the decimals.
//!
//! The rule: in "3,98" the comma can only separate decimals, in "1.234,5" the last sign does, in "1.234.567" the points
//! group thousands, in "0.123" nothing is grouped. Such cells say how a column is written. "1.234" and "1,234" can be both;
//! they are read as the other cells of their column say, and refused where no cell says it, or where the cells disagree.
//!
//! Invariant: a number is never guessed: what can be read in two ways is asked back.

use crate::language::Words;

/// What separates decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// A comma, as in German.
    Comma,
    /// A point, as in English and in programs.
    Point,
}

/// How a text can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Either way the same.
    Plain,
    /// In one way only.
    Clear(Notation),
    /// In both ways, with different values.
    Open,
    /// No number.
    None,
}

/// What the cells of a column say together; none where they say nothing or disagree.
pub(super) fn notation<'t>(texts: impl Iterator<Item = &'t str>) -> Option<Notation> {
    let (mut comma, mut point) = (false, false);
    for text in texts {
        match form(&tidy(text)) {
            Form::Clear(Notation::Comma) => comma = true,
            Form::Clear(Notation::Point) => point = true,
            Form::Plain | Form::Open | Form::None => {}
        }
    }
    match (comma, point) {
        (true, false) => Some(Notation::Comma),
        (false, true) => Some(Notation::Point),
        _ => None,
    }
}

/// The number of a text, as its column is written.
pub(super) fn number(text: &str, column: Option<Notation>) -> Result<f64, Words> {
    let tidy = tidy(text);
    let notation = match form(&tidy) {
        Form::Plain => Notation::Point,
        Form::Clear(own) => own,
        Form::Open => column.ok_or_else(|| open(text))?,
        Form::None => return Err(none(text)),
    };
    let plain: String = match notation {
        Notation::Comma => tidy.replace('.', "").replace(',', "."),
        Notation::Point => tidy.replace(',', ""),
    };
    plain.parse().map_err(|_| none(text))
}

/// Without grouping spaces and with a plain minus.
fn tidy(text: &str) -> String {
    let is_space = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’');
    let text = text.trim().replace(['−', '–'], "-");
    let parts: Vec<&str> = text.split(is_space).collect();
    let groups = parts.get(1..).unwrap_or_default();
    let are_thousands = groups.iter().all(|part| {
        let digits = part.split(['.', ',']).next().unwrap_or_default();
        digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit())
    });
    match are_thousands {
        true => parts.concat(),
        false => text,
    }
}

fn form(text: &str) -> Form {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.trim_start_matches(['-', '+'])),
        None => (text, "0"),
    };
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = mantissa.split(['.', ',']).collect();
    if !is_digits(exponent) || !parts.iter().all(|part| is_digits(part)) {
        return Form::None;
    }
    let are_groups = |parts: &[&str]| parts.iter().skip(1).all(|part| part.len() == 3);
    let signs: Vec<char> = mantissa
        .chars()
        .filter(|c| matches!(c, '.' | ','))
        .collect();
    let decimal = |sign: char| match sign {
        ',' => Notation::Comma,
        _ => Notation::Point,
    };
    let grouping = |sign: char| match sign {
        ',' => Notation::Point,
        _ => Notation::Comma,
    };
    match (signs.as_slice(), parts.as_slice()) {
        ([], _) => Form::Plain,
        ([sign], [first, last]) => {
            let may_group =
                last.len() == 3 && (1..=3).contains(&first.len()) && !first.starts_with('0');
            match may_group {
                true => Form::Open,
                false => Form::Clear(decimal(*sign)),
            }
        }
        ([others @ .., last], [groups @ .., _]) => {
            let first = others.first().copied().unwrap_or(*last);
            let is_even = others.iter().all(|sign| *sign == first);
            match (is_even, first == *last) {
                (true, true) if are_groups(&parts) => Form::Clear(grouping(first)),
                (true, false) if are_groups(groups) => Form::Clear(decimal(*last)),
                _ => Form::None,
            }
        }
        _ => Form::None,
    }
}

fn open(text: &str) -> Words {
    Words::new(
        format!(
            "{text:?} kann eins Komma irgendwas oder mehr als tausend heißen, und keine andere Zelle der Spalte sagt, was gilt. Bitte ohne Tausendertrennung und mit so vielen Nachkommastellen schreiben, dass es eindeutig ist, etwa 1234 oder 1,2340."
        ),
        format!(
            "{text:?} can be one point something or more than a thousand, and no other cell of the column says which. Please write it without a thousands separator and with so many decimals that it is clear, such as 1234 or 1.2340."
        ),
    )
}

fn none(text: &str) -> Words {
    Words::new(
        format!(
            "{text:?} ist keine Zahl. Gibt es keinen Wert, bleibt die Zelle leer und der Status sagt warum: M, wenn es ihn nicht geben kann, O, wenn er noch fehlt."
        ),
        format!(
            "{text:?} is no number. Where there is no value the cell stays empty and the status says why: M if there can be none, O if it is still missing."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_says_how_its_numbers_are_written() {
        for (texts, expected) in [
            (vec!["3,98", "1.234"], Some(Notation::Comma)),
            (vec!["3.98", "1,234"], Some(Notation::Point)),
            (vec!["1.234.567"], Some(Notation::Comma)),
            (vec!["0.123"], Some(Notation::Point)),
            (vec!["1.234,5"], Some(Notation::Comma)),
            (vec!["1.234", "1,234", "12"], None),
            (vec!["3,98", "3.98"], None),
            (vec!["NaN", ""], None),
        ] {
            assert_eq!(notation(texts.iter().copied()), expected, "{texts:?}");
        }
    }

    #[test]
    fn numbers_are_read_or_asked_back() {
        let read = |text, column| number(text, column).ok();
        for (text, column, expected) in [
            ("3,98", None, Some(3.98)),
            ("3.98", Some(Notation::Comma), Some(3.98)),
            ("1.234", Some(Notation::Comma), Some(1234.0)),
            ("1.234", Some(Notation::Point), Some(1.234)),
            ("1,234", Some(Notation::Comma), Some(1.234)),
            ("1.234", None, None),
            ("1.234.567,25", None, Some(1_234_567.25)),
            ("1,234,567.25", None, Some(1_234_567.25)),
            ("249 070", None, Some(249_070.0)),
            ("249\u{202f}070,5", None, Some(249_070.5)),
            ("−4", None, Some(-4.0)),
            ("1e308", None, Some(1e308)),
            ("1.5e3", None, Some(1500.0)),
            ("0,125", None, Some(0.125)),
            ("1234,567", None, Some(1234.567)),
            ("NaN", None, None),
            ("inf", None, None),
            ("-inf", None, None),
            ("12 3", None, None),
            ("1.2.3", None, None),
            ("1,23,4", None, None),
            ("k. A.", None, None),
            ("#DIV/0!", None, None),
            ("0x10", None, None),
            ("-", None, None),
        ] {
            assert_eq!(read(text, column), expected, "{text} {column:?}");
        }
    }
}
