//! What the code knows better than a text: put into the pages where they say `{{name}}`.
//!
//! Invariant: a page has no number, code or rule in it that the service does not follow; a name that is none stays in the
//! text, where a test finds it.

pub mod access;
pub mod changes;
pub mod errors;
pub mod limits;
pub mod visibility;

use domain::language::Language;
use schema::Limit;

/// A text with the lines `{{name}}` replaced.
#[must_use]
pub fn fill(text: &str, language: Language, limits: &[Limit]) -> String {
    let mut filled = String::with_capacity(text.len());
    for line in text.lines() {
        let name = line
            .strip_prefix("{{")
            .and_then(|rest| rest.strip_suffix("}}"));
        let made = name.and_then(|name| made(name, language, limits));
        filled.push_str(made.as_deref().map_or(line, str::trim_end));
        filled.push('\n');
    }
    filled
}

fn made(name: &str, language: Language, limits: &[Limit]) -> Option<String> {
    Some(match name.split_once(' ') {
        Some(("code", word)) => errors::status(word, language)?,
        Some(("changes", part)) => changes::part(part)?,
        None => match name {
            "actions" => access::actions(language),
            "faults" => errors::faults(language),
            "limits" => limits::table_of(limits, language),
            "roles" => access::roles(language),
            "scopes" => access::scopes(language),
            "visibility" => visibility::things(language),
            "visibilities" => access::visibilities(language),
            _ => return None,
        },
        Some(_) => return None,
    })
}

/// A table in Markdown.
fn table<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut text = line(&head.map(str::to_owned));
    text.push_str(&line(&[const { "---" }; N].map(str::to_owned)));
    text.extend(rows.into_iter().map(|row| line(&row)));
    text
}

const fn either<'a>(language: Language, german: &'a str, english: &'a str) -> &'a str {
    match language {
        Language::De => german,
        Language::En => english,
    }
}

/// A number with its thousands apart.
fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}
