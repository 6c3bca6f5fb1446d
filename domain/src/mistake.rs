//! What is wrong with an input: all of it at once, each mistake with its place.
//!
//! Invariant: one place has one mistake, the first that was found there, so that nobody reads two for one cause.

use crate::{
    error::{Error, Result},
    language::Words,
};
use std::ops::RangeInclusive;

/// What kind of mistake it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// It is needed and not there.
    Required,
    /// There is no such member.
    UnknownMember,
    /// It is of another type.
    WrongType,
    /// It is none of the values that exist.
    UnknownValue,
    /// It is too long, too short, too large or too small.
    OutOfBounds,
    /// It cannot be accepted for another reason, or not together with the rest.
    Invalid,
}

impl Fault {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Required,
        Self::UnknownMember,
        Self::WrongType,
        Self::UnknownValue,
        Self::OutOfBounds,
        Self::Invalid,
    ];

    /// The word for it in both interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Required => "REQUIRED",
            Self::UnknownMember => "UNKNOWN_MEMBER",
            Self::WrongType => "WRONG_TYPE",
            Self::UnknownValue => "UNKNOWN_VALUE",
            Self::OutOfBounds => "OUT_OF_BOUNDS",
            Self::Invalid => "INVALID",
        }
    }
}

/// One thing that is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where, as the interfaces name it: `items[2].text`.
    pub path: String,
    /// What kind of mistake it is.
    pub fault: Fault,
    /// What is wrong and how to mend it.
    pub reason: Words,
}

/// The mistakes of one input.
#[derive(Clone, Debug, Default)]
pub struct Mistakes(Vec<Mistake>);

impl Mistakes {
    /// Adds one.
    pub fn note(&mut self, path: impl Into<String>, fault: Fault, reason: Words) {
        let path = path.into();
        if self.0.iter().all(|known| known.path != path) {
            self.0.push(Mistake {
                path,
                fault,
                reason,
            });
        }
    }

    /// Notes why something was refused, where the input is to blame.
    ///
    /// # Errors
    /// What else was wrong.
    pub fn take<T>(&mut self, found: Result<T>) -> Result<Option<T>> {
        match found {
            Ok(found) => Ok(Some(found)),
            Err(error @ (Error::Invalid { .. } | Error::Mistaken(_))) => {
                for mistake in error.mistakes() {
                    self.note(mistake.path, mistake.fault, mistake.reason);
                }
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// The places where there is one.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|mistake| mistake.path.as_str())
    }

    /// Refuses the input if there is one.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` with all of them.
    pub fn finish(self) -> Result<()> {
        match self.0.is_empty() {
            true => Ok(()),
            false => Err(Error::Mistaken(self.0)),
        }
    }

    /// Something is needed.
    pub fn required(&mut self, path: &str) {
        let reason = Words::new("fehlt.", "is missing.");
        self.note(path, Fault::Required, reason);
    }

    /// A text within its bounds, without characters that no reader sees.
    pub fn text(&mut self, path: &str, text: &str, longest: usize) {
        let length = text.trim().chars().count();
        if !(1..=longest).contains(&length) {
            let reason = Words::new(
                format!("hat {length} Zeichen; erwartet werden 1 bis {longest}."),
                format!("has {length} characters; expected are 1 to {longest}."),
            );
            self.note(path, Fault::OutOfBounds, reason);
        } else if text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        {
            let reason = Words::new("enthält Steuerzeichen.", "has control characters in it.");
            self.note(path, Fault::Invalid, reason);
        }
    }

    /// The address of a page.
    pub fn url(&mut self, path: &str, url: &str) {
        self.text(path, url, 2_000);
        let is_web = ["https://", "http://"].iter().any(|scheme| {
            url.strip_prefix(scheme)
                .is_some_and(|rest| !rest.is_empty())
        });
        if !is_web || url.contains(char::is_whitespace) {
            let reason = Words::new(
                "ist keine Adresse einer Seite; erwartet wird https://…",
                "is no address of a page; expected is https://…",
            );
            self.note(path, Fault::Invalid, reason);
        }
    }

    /// A number within its bounds.
    pub fn number(&mut self, path: &str, number: i32, bounds: RangeInclusive<i32>) {
        if !bounds.contains(&number) {
            let (least, most) = (bounds.start(), bounds.end());
            let reason = Words::new(
                format!("{number} liegt nicht zwischen {least} und {most}."),
                format!("{number} is not between {least} and {most}."),
            );
            self.note(path, Fault::OutOfBounds, reason);
        }
    }

    /// A list that is not too long.
    pub fn list<T>(&mut self, path: &str, list: &[T], most: usize) {
        let length = list.len();
        if length > most {
            let reason = Words::new(
                format!("hat {length} Einträge; höchstens {most} sind möglich."),
                format!("has {length} entries; at most {most} are possible."),
            );
            self.note(path, Fault::OutOfBounds, reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_has_one_mistake() {
        let mut mistakes = Mistakes::default();
        mistakes.text("title", "", 10);
        mistakes.text("title", "\u{0}", 10);
        mistakes.text("note", "eine\nZeile\u{0}", 20);
        mistakes.number("year", 3000, 1900..=2100);
        let found: Vec<_> = mistakes
            .0
            .iter()
            .map(|one| (one.path.as_str(), one.fault))
            .collect();
        let expected = [
            ("title", Fault::OutOfBounds),
            ("note", Fault::Invalid),
            ("year", Fault::OutOfBounds),
        ];
        assert_eq!(found, expected);
        assert!(matches!(mistakes.finish(), Err(Error::Mistaken(all)) if all.len() == 3));
        assert!(Mistakes::default().finish().is_ok());
    }

    #[test]
    fn addresses_are_of_the_web() {
        for (url, expected) in [
            ("https://example.org/a?b=c", true),
            ("http://example.org", true),
            ("https://", false),
            ("javascript:alert(1)", false),
            ("https://example.org/a b", false),
            ("", false),
        ] {
            let mut mistakes = Mistakes::default();
            mistakes.url("sourceUrl", url);
            assert_eq!(mistakes.finish().is_ok(), expected, "{url}");
        }
    }
}
