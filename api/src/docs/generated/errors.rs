//! The statuses of error codes, and the kinds of mistakes.
//!
//! Invariant: every code of the closed list has its statuses from where answers get them.

use super::{either, table};
use crate::{
    graphql::{code::Code, negotiation::Media, profile::Profile},
    problem,
};
use domain::{language::Language, mistake::Fault};

/// With which statuses a code comes; `None` for a word that is no code.
#[must_use]
pub fn status(word: &str, language: Language) -> Option<String> {
    if let Some((_, status)) = problem::REST_ONLY.iter().find(|(code, _)| *code == word) {
        return Some(format!(
            "{} {}. {}",
            either(language, "HTTP-Status:", "HTTP status:"),
            status.as_u16(),
            either(language, "Nur bei REST.", "REST only.")
        ));
    }
    let code = Code::from_word(word)?;
    let usual = code.status(false).as_u16();
    let mut text = format!(
        "{} {usual}",
        either(language, "HTTP-Status:", "HTTP status:")
    );
    let legacy = code.status(true).as_u16();
    if legacy != usual {
        text.push_str(&format!(
            "; {legacy} {}",
            either(
                language,
                "bei GraphQL mit `Accept: application/json`",
                "over GraphQL with `Accept: application/json`"
            )
        ));
    }
    let draft = Profile::Draft2026
        .refused(code, Media::GraphqlResponse)
        .as_u16();
    if draft != usual {
        text.push_str(&format!(
            "; {draft} {}",
            either(
                language,
                "bei GraphQL mit der Einstellung `graphql_http_profile = \"2026-draft\"`",
                "over GraphQL with the setting `graphql_http_profile = \"2026-draft\"`"
            )
        ));
    }
    text.push('.');
    Some(text)
}

/// What can be wrong in a place of an input.
#[must_use]
pub fn faults(language: Language) -> String {
    let head = [
        either(language, "Wort", "Word"),
        either(language, "Was nicht stimmt", "What is wrong"),
    ];
    let rows = Fault::ALL.iter().map(|fault| {
        [
            format!("`{}`", fault.word()),
            meaning(*fault, language).to_owned(),
        ]
    });
    table(head, rows)
}

const fn meaning(fault: Fault, language: Language) -> &'static str {
    match fault {
        Fault::Required => either(language, "Die Angabe fehlt.", "It is needed and missing."),
        Fault::UnknownMember => either(
            language,
            "Eine Angabe dieses Namens gibt es nicht.",
            "There is no member of this name.",
        ),
        Fault::WrongType => either(
            language,
            "Die Angabe hat den falschen Typ, zum Beispiel Text statt Zahl.",
            "It has the wrong type, such as text instead of a number.",
        ),
        Fault::UnknownValue => either(
            language,
            "Der Wert gehört nicht zu den möglichen Werten.",
            "The value is none of those that are possible.",
        ),
        Fault::OutOfBounds => either(
            language,
            "Zu lang, zu kurz, zu groß oder zu klein.",
            "Too long, too short, too large or too small.",
        ),
        Fault::Invalid => either(
            language,
            "Aus einem anderen Grund nicht möglich, oder nicht zusammen mit dem Übrigen.",
            "Not possible for another reason, or not together with the rest.",
        ),
    }
}
