//! A lexer that only counts, so that a document can be refused before it is parsed.
//!
//! Invariant: it reads each byte once, stops at the first token or bracket over the limit, allocates nothing, and never
//! counts fewer tokens than the parser will see.

use super::{
    code::Code,
    limits::Limits,
    refusal::{Exceeded, Refusal},
};

/// What a stretch of the document is to the count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// White space and commas.
    Ignored,
    /// A token that is no bracket.
    Token,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// A block string without an end.
    Unclosed,
}

/// The number of tokens of a document, or the limit that it passes.
///
/// # Errors
/// [`Code::LimitExceeded`] for too many tokens or too many open brackets, [`Code::GraphqlParseFailed`] for a block string
/// without an end: the parser would read its quotes as several strings, which this count must not miss.
pub fn count(document: &str, limits: &Limits) -> Result<usize, Refusal> {
    let mut rest = document.as_bytes();
    let (mut tokens, mut open) = (0_usize, 0_usize);
    while let Some((kind, tail)) = next(rest) {
        rest = tail;
        match kind {
            Kind::Ignored => continue,
            Kind::Token => {}
            Kind::Open => open += 1,
            Kind::Close => open = open.saturating_sub(1),
            Kind::Unclosed => return Err(unclosed()),
        }
        tokens += 1;
        if tokens > limits.tokens {
            return Err(exceeded("tokens", limits.tokens));
        }
        if open > limits.brackets {
            return Err(exceeded("brackets", limits.brackets));
        }
    }
    Ok(tokens)
}

fn exceeded(limit: &'static str, maximum: usize) -> Refusal {
    let maximum = u64::try_from(maximum).unwrap_or(u64::MAX);
    Refusal::limit(
        Exceeded {
            limit,
            maximum,
            requested: None,
        },
        None,
    )
}

fn unclosed() -> Refusal {
    Refusal::new(
        Code::GraphqlParseFailed,
        "Eine Zeichenkette in dreifachen Anführungszeichen hat kein Ende.",
        "A block string has no end.",
    )
}

/// The kind of the next stretch, and what follows it.
pub fn next(rest: &[u8]) -> Option<(Kind, &[u8])> {
    Some(match rest {
        [] => return None,
        [b' ' | b'\t' | b'\r' | b'\n' | b',', tail @ ..] | [0xEF, 0xBB, 0xBF, tail @ ..] => {
            (Kind::Ignored, tail)
        }
        // Comments carry no meaning but cost as much to skip as a token, so they count as one.
        [b'#', tail @ ..] => (Kind::Token, after_while(tail, |b| b != b'\n' && b != b'\r')),
        [b'"', b'"', b'"', tail @ ..] => match after_block_string(tail) {
            Some(tail) => (Kind::Token, tail),
            None => (Kind::Unclosed, &[]),
        },
        [b'"', tail @ ..] => (Kind::Token, after_string(tail)),
        [b'.', b'.', b'.', tail @ ..] => (Kind::Token, tail),
        [b'{' | b'(' | b'[', tail @ ..] => (Kind::Open, tail),
        [b'}' | b')' | b']', tail @ ..] => (Kind::Close, tail),
        [b'_' | b'a'..=b'z' | b'A'..=b'Z', tail @ ..] => (
            Kind::Token,
            after_while(tail, |b| b == b'_' || b.is_ascii_alphanumeric()),
        ),
        [b'-' | b'0'..=b'9', ..] => (Kind::Token, after_number(rest)),
        [_, tail @ ..] => (Kind::Token, tail),
    })
}

/// What follows a number; `00` and `1-1` are two numbers each, because the parser takes them so.
fn after_number(rest: &[u8]) -> &[u8] {
    let digits = |rest| after_while(rest, |b| b.is_ascii_digit());
    let rest = rest.strip_prefix(b"-").unwrap_or(rest);
    let rest = match rest {
        [b'0', tail @ ..] => tail,
        _ => digits(rest),
    };
    let rest = match rest {
        [b'.', b'0'..=b'9', ..] => digits(rest.strip_prefix(b".").unwrap_or(rest)),
        _ => rest,
    };
    match rest {
        [b'e' | b'E', b'+' | b'-', b'0'..=b'9', ..] => rest
            .split_at_checked(2)
            .map_or(rest, |(_, tail)| digits(tail)),
        [b'e' | b'E', b'0'..=b'9', ..] => rest
            .split_at_checked(1)
            .map_or(rest, |(_, tail)| digits(tail)),
        _ => rest,
    }
}

fn after_while(rest: &[u8], belongs: impl Fn(u8) -> bool) -> &[u8] {
    let length = rest.iter().take_while(|b| belongs(**b)).count();
    rest.split_at_checked(length).map_or(&[], |(_, tail)| tail)
}

/// What follows a string; one that is not closed ends with its line, where the parser will refuse it.
fn after_string(mut rest: &[u8]) -> &[u8] {
    loop {
        match rest {
            [] => return rest,
            [b'"' | b'\n' | b'\r', tail @ ..] => return tail,
            [b'\\', _, tail @ ..] | [_, tail @ ..] => rest = tail,
        }
    }
}

fn after_block_string(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        match rest {
            [] => return None,
            [b'"', b'"', b'"', tail @ ..] => return Some(tail),
            [b'\\', b'"', b'"', b'"', tail @ ..] | [_, tail @ ..] => rest = tail,
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn counted(document: &str) -> usize {
        count(document, &Limits::default()).unwrap()
    }

    #[test]
    fn counts_what_the_language_calls_tokens() {
        for (document, tokens) in [
            ("", 0),
            (" ,\t\r\n\u{feff}", 0),
            ("{a}", 3),
            ("query($a:Int=-1.5e3){b(c:$a)}", 18),
            ("{...A ...on B{c}}", 10),
            ("{a(s:\"x } \\\" y\")}", 8),
            ("{a(s:\"\"\"x \"y\" \\\"\"\" } \"\"\")}", 8),
            ("{a}# } comment\n{b}", 7),
            ("[00 1-1 -0.5e+10 1e5 1.2.3]", 11),
            ("\"open\n{", 2),
            ("\"\\", 1),
            ("ä", 2),
        ] {
            assert_eq!(counted(document), tokens, "{document}");
        }
    }

    #[test]
    fn stops_at_the_limits() {
        let limits = Limits {
            tokens: 3,
            brackets: 2,
            ..Limits::default()
        };
        assert!(count("{a}", &limits).is_ok());
        assert!(count("{a b}", &limits).is_err());
        assert!(count("{{{", &limits).is_err());
        assert!(count(&"{".repeat(20_000), &Limits::default()).is_err());
        assert_eq!(
            count("\"\"\"a\" \"b\"", &limits).unwrap_err().code,
            Code::GraphqlParseFailed
        );
        assert!(count(&"[".repeat(65), &Limits::default()).is_err());
    }
}
