//! Where one statement ends and the next begins in a list that has lost its items.
//!
//! Invariant: a guess. No rule looks into brackets or quotations, and where none applies the text stays whole; the
//! statements, put together with single spaces, are the text.

use super::{vote, word::Word};

/// Splits a text into statements.
pub(super) fn split(text: &str) -> Vec<String> {
    let words: Vec<Word<'_>> = text.split_whitespace().map(Word::new).collect();
    let mut pieces: Vec<Vec<Word<'_>>> = Vec::new();
    let mut piece: Vec<Word<'_>> = Vec::new();
    let mut nesting = Nesting::default();
    for (at, word) in words.iter().enumerate() {
        let rest = words.get(at..).unwrap_or_default();
        if !nesting.is_inside() && is_boundary(&piece, rest, words.first()) {
            pieces.push(std::mem::take(&mut piece));
        }
        nesting.pass(word.raw);
        piece.push(*word);
    }
    pieces.push(piece);
    pieces
        .into_iter()
        .map(|piece| {
            piece
                .iter()
                .map(|word| word.raw)
                .collect::<Vec<_>>()
                .join(" ")
        })
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// Brackets and quotations that are open.
#[derive(Default)]
struct Nesting {
    brackets: i32,
    is_quoted: bool,
}

impl Nesting {
    const fn is_inside(&self) -> bool {
        self.brackets > 0 || self.is_quoted
    }

    fn pass(&mut self, word: &str) {
        for c in word.chars() {
            match c {
                '(' | '[' => self.brackets += 1,
                ')' | ']' => self.brackets = (self.brackets - 1).max(0),
                '„' => self.is_quoted = true,
                '“' | '”' => self.is_quoted = false,
                _ => {}
            }
        }
    }
}

/// Whether a new statement begins with the first of the words to come.
fn is_boundary(piece: &[Word<'_>], rest: &[Word<'_>], first: Option<&Word<'_>>) -> bool {
    let (Some(last), Some(next)) = (piece.last(), rest.first()) else {
        return false;
    };
    // A bracket explains what stands before it.
    if next.raw.starts_with(['(', '[']) {
        return false;
    }
    if !next.is_capital() {
        return first.is_some_and(|first| is_next_comparative(first, piece, *next));
    }
    if last.raw.ends_with([')', ']']) {
        return is_after_bracket(piece);
    }
    if last.is_et_cetera() {
        return true;
    }
    // A quotation that ends is like a word that ends.
    let is_open = last.is_open() || last.raw.ends_with(['“', '”']);
    if !is_open || last.is_joining() {
        return false;
    }
    let follows = rest.get(1);
    is_clause_end(piece) || is_start(piece, *next, follows) || is_new_noun(piece, rest)
}

/// "mehr Radwege weniger Unfälle": the list begins with a comparative, and here is the next one.
fn is_next_comparative(first: &Word<'_>, piece: &[Word<'_>], next: Word<'_>) -> bool {
    let last = piece.last();
    let can_end =
        last.is_some_and(|last| last.is_open() && (last.is_noun() || last.is_participle()));
    first.is_comparative() && next.is_comparative() && piece.len() >= 2 && can_end
}

/// After a bracket, unless it stands inside of a phrase: "die (externe) Kommunikation".
fn is_after_bracket(piece: &[Word<'_>]) -> bool {
    let words: Vec<&str> = piece.iter().map(|word| word.raw).collect();
    if vote::ends(&words.join(" ")) {
        return true;
    }
    let open = piece
        .iter()
        .rposition(|word| word.raw.starts_with(['(', '[']));
    let Some(before) = open.and_then(|at| piece.get(at.checked_sub(1)?)) else {
        return false;
    };
    let leads_on = before.is_joining() || before.is_starter() || before.is_adjective();
    !leads_on && (before.is_open() || before.raw.ends_with(['“', '”']))
}

/// Whether the statement so far ends with a verb, as German clauses and short instructions do.
fn is_clause_end(piece: &[Word<'_>]) -> bool {
    let Some((last, before)) = piece.split_last() else {
        return false;
    };
    let previous = before.last();
    let follows =
        |test: fn(Word<'_>) -> bool| previous.is_some_and(|word| word.is_open() && test(*word));
    if last.is_auxiliary() {
        return follows(|word| word.is_participle() || word.is_infinitive() || word.is_auxiliary());
    }
    if last.is_closing_verb() {
        return previous.is_some();
    }
    if last.is_participle() {
        return before.iter().any(|word| word.is_auxiliary());
    }
    last.is_infinitive() && (has_object(before) || is_second_infinitive(before))
}

/// "Ziele vereinbaren": a noun before the infinitive, or a quotation that ends.
fn has_object(before: &[Word<'_>]) -> bool {
    before.last().is_some_and(|word| {
        (word.is_open() && word.is_noun())
            || word.raw.ends_with(['“', '”', ')'])
            || (word.core == "zu" && before.iter().any(|word| word.core == "um"))
    })
}

/// "aufgreifen und evaluieren".
fn is_second_infinitive(before: &[Word<'_>]) -> bool {
    match before {
        [.., first, joint] => first.is_infinitive() && matches!(joint.core, "und" | "oder" | "bzw"),
        _ => false,
    }
}

/// Whether the next word can only begin a statement: a capitalised small word, or a capitalised adjective.
fn is_start(piece: &[Word<'_>], next: Word<'_>, follows: Option<&Word<'_>>) -> bool {
    let Some(last) = piece.last() else {
        return false;
    };
    if next.is_starter() {
        return true;
    }
    if next.raw.ends_with(':') && last.is_noun() && !last.is_head() {
        return true;
    }
    let has_noun =
        follows.is_some_and(|word| word.is_capital() || matches!(word.core, "und" | "oder"));
    next.is_adjective()
        && next.is_open()
        && has_noun
        && !last.is_abbreviation()
        && !last.is_adjective()
}

/// A noun after a noun: only where the second is no name of the first.
fn is_new_noun(piece: &[Word<'_>], rest: &[Word<'_>]) -> bool {
    let (Some(last), [next, follows @ ..]) = (piece.last(), rest) else {
        return false;
    };
    let is_beside_noun =
        last.is_noun() && !last.is_head() && !last.is_abbreviation() && piece.len() >= 2;
    if !is_beside_noun || next.is_abbreviation() {
        return false;
    }
    next.is_abstract_noun() || is_instruction(follows)
}

/// The words after a noun make an instruction of it: "Wege bauen", and then something else begins.
fn is_instruction(follows: &[Word<'_>]) -> bool {
    let [verb, after @ ..] = follows else {
        return false;
    };
    let ends = !verb.is_open() || after.first().is_none_or(|word| word.is_capital());
    verb.is_infinitive() && ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: &[&str]) {
        assert_eq!(split(&expected.join(" ")), expected);
    }

    #[test]
    fn verbs_end_a_statement() {
        check(&[
            "Netzwerke pflegen und Wissen teilen",
            "Ergebnisse in „Mittagsrunden“ vorstellen",
            "Anderen berichten",
        ]);
        check(&["Termine werden gehalten", "Die Zahl der Rückfragen sinkt"]);
        check(&[
            "Themen, die danach bearbeitet werden",
            "Steckbriefe für alle",
        ]);
        check(&["Alle Zuständigen sind bekannt", "Leitung ist benannt"]);
        check(&[
            "Formate aufgreifen und prüfen",
            "Kreis der Beteiligten festlegen",
        ]);
    }

    #[test]
    fn brackets_and_quotations_stay_together() {
        check(&[
            "Weniger Streit (mehr Verständnis)",
            "Differenzen bleiben intern",
        ]);
        check(&["Die (externe) Kommunikation wird besser"]);
        check(&["Eine Runde „Offene Tür Verwaltung“ im Haus"]);
        check(&["Ehemalige (wöchentliche) Runden aufgreifen (mit allen, die wollen)"]);
        check(&["Arbeitskreis (Neue Wege Gehen Lernen) und mehr"]);
    }

    #[test]
    fn adjectives_and_labels_begin_a_statement() {
        check(&["Weniger Schleifen", "Jeweilige Ansprechpersonen sind da"]);
        check(&["AG Öffentlicher Raum"]);
        check(&["Vorgabe an Ämter", "Bedarf: früh melden"]);
        check(&["Beteiligung", "Bedarf: früh melden"]);
    }

    #[test]
    fn lower_case_lists_begin_with_comparatives() {
        check(&[
            "mehr Radwege werden gebaut",
            "weniger Unfälle",
            "kürzere Wege",
        ]);
        check(&["Menschen mehr Zeit geben"]);
    }

    #[test]
    fn nouns_side_by_side_are_often_one() {
        check(&["Fahrplan der Leitung", "Klarheit über Rollen"]);
        check(&["Stabsstelle Mobilität im Amt Umwelt"]);
        check(&["Runde zu anstehenden Themen", "Ebenen bündeln, wo möglich"]);
    }

    #[test]
    fn sentences_of_one_statement_stay_together() {
        check(&["Zuerst wird geklärt, wer spricht. Danach sprechen alle."]);
        check(&["Ämter sollen Ziele vereinbaren"]);
    }
}
