//! Parsed documents, kept so that a client that repeats itself is not parsed again.
//!
//! Invariant: only documents that passed the token limit, the parser and the shape limits are kept, and what is kept is
//! bounded in number and in tokens whoever sends it.

use super::{
    code::Code,
    directives,
    limits::Limits,
    literals, members, overlap,
    refusal::{Problem, Refusal, quote},
    shape, tokens,
    type_map::TypeMap,
};
use async_graphql::{
    Pos,
    parser::{Error, parse_query, types::ExecutableDocument},
};
use domain::language::Words;
use sha2::{Digest, Sha256};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

/// SHA-256 of the text of a document.
type Key = [u8; 32];

/// The documents seen lately.
#[derive(Debug, Default)]
pub struct Documents {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    entries: HashMap<Key, Entry>,
    queue: VecDeque<Key>,
    tokens: usize,
}

#[derive(Debug)]
struct Entry {
    document: Arc<ExecutableDocument>,
    tokens: usize,
    used: bool,
}

impl Documents {
    /// The parsed form of a text that stays inside the limits.
    ///
    /// # Errors
    /// Whatever is wrong with the text that can be told without its variables.
    pub fn parse(
        &self,
        text: &str,
        types: &TypeMap,
        limits: &Limits,
    ) -> Result<Arc<ExecutableDocument>, Refusal> {
        let key: Key = Sha256::digest(text).into();
        if let Some(document) = self.lock(|kept| kept.find(&key)) {
            return Ok(document);
        }
        let tokens = tokens::count(text, limits)?;
        let mut document = parse_query(text).map_err(|error| refused(&error))?;
        shape::check(&document, limits)?;
        members::check(text)?;
        directives::check(&document, types, limits)?;
        literals::check(&document, types, limits)?;
        overlap::check(&document, types)?;
        directives::unfold(&mut document);
        let document = Arc::new(document);
        let entry = Entry {
            document: Arc::clone(&document),
            tokens,
            used: false,
        };
        self.lock(|kept| kept.keep(key, entry, limits));
        Ok(document)
    }

    /// A poisoned lock is taken anyway: the worst it can hold is a count that evicts too early.
    fn lock<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        work(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Kept {
    fn find(&mut self, key: &Key) -> Option<Arc<ExecutableDocument>> {
        let entry = self.entries.get_mut(key)?;
        entry.used = true;
        Some(Arc::clone(&entry.document))
    }

    fn keep(&mut self, key: Key, entry: Entry, limits: &Limits) {
        if entry.tokens > limits.cached_tokens
            || limits.cached_documents == 0
            || self.entries.contains_key(&key)
        {
            return;
        }
        self.tokens += entry.tokens;
        self.entries.insert(key, entry);
        self.queue.push_back(key);
        while self.entries.len() > limits.cached_documents || self.tokens > limits.cached_tokens {
            self.evict();
        }
    }

    /// Second chance: a document used since its last turn goes to the back of the queue instead of out, so one-off
    /// documents leave before those that clients repeat, at constant cost per insertion.
    fn evict(&mut self) {
        let Some(key) = self.queue.pop_front() else {
            return;
        };
        if let Some(entry) = self.entries.get_mut(&key)
            && std::mem::take(&mut entry.used)
        {
            self.queue.push_back(key);
        } else if let Some(entry) = self.entries.remove(&key) {
            self.tokens = self.tokens.saturating_sub(entry.tokens);
        }
    }
}

/// The parser's own text shows the line it failed on, up to the whole document; only the place and the expected
/// tokens, which are names from the grammar, go out.
fn refused(error: &Error) -> Refusal {
    let words = match error {
        Error::Syntax { message, start, .. } => syntax(message, *start),
        Error::MultipleOperations { .. } => Words::new(
            "Eine Operation ohne Namen muss die einzige im Dokument sein.",
            "An operation without a name must be the only one in the document.",
        ),
        Error::OperationDuplicated { operation, .. } => {
            twice("Die Operation", "The operation", operation)
        }
        Error::FragmentDuplicated { fragment, .. } => {
            twice("Das Fragment", "The fragment", fragment)
        }
        Error::MissingOperation => Words::new(
            "Das Dokument enthält keine Operation.",
            "The document contains no operation.",
        ),
        Error::RecursionLimitExceeded => Words::new(
            "Das Dokument ist zu tief verschachtelt.",
            "The document is nested too deeply.",
        ),
        _ => Words::new(
            "Das Dokument ist kein GraphQL.",
            "The document is not GraphQL.",
        ),
    };
    let locations: Vec<Pos> = error.positions().collect();
    let problem = Problem {
        locations,
        ..Problem::new(words, None)
    };
    Refusal::of(Code::GraphqlParseFailed, vec![problem])
}

fn syntax(message: &str, Pos { line, column }: Pos) -> Words {
    let expected = message
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("= expected "))
        .next_back()
        .map(quote);
    let (de, en) = expected.map_or_else(Default::default, |names| {
        (
            format!(" Erwartet wird: {names}."),
            format!(" Expected: {names}."),
        )
    });
    Words::new(
        format!("Syntaxfehler in Zeile {line}, Spalte {column}.{de}"),
        format!("Syntax error in line {line}, column {column}.{en}"),
    )
}

fn twice(de: &str, en: &str, name: &str) -> Words {
    let name = quote(name);
    Words::new(
        format!("{de} „{name}“ ist zweimal definiert."),
        format!("{en} \"{name}\" is defined twice."),
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use domain::language::Language;

    fn types() -> TypeMap {
        TypeMap::from_sdl("type Query { a: Int } schema { query: Query }").unwrap()
    }

    #[test]
    fn keeps_what_is_repeated_and_stays_bounded() {
        let limits = Limits {
            cached_documents: 3,
            cached_tokens: 10,
            ..Limits::default()
        };
        let (documents, types) = (Documents::default(), types());
        let first = documents.parse("{a}", &types, &limits).unwrap();
        for i in 0..50 {
            documents
                .parse(&format!("{{a{i}}}"), &types, &limits)
                .unwrap();
            let again = documents.parse("{a}", &types, &limits).unwrap();
            assert!(Arc::ptr_eq(&first, &again), "evicted at {i}");
        }
        let kept = documents.kept.lock().unwrap();
        assert!(kept.entries.len() <= 3 && kept.tokens <= 10);
        assert_eq!(kept.entries.len(), kept.queue.len());
    }

    #[test]
    fn a_refused_document_is_not_kept_and_not_shown() {
        let documents = Documents::default();
        let refusal = documents
            .parse("{ secret_word(", &types(), &Limits::default())
            .unwrap_err();
        assert_eq!(refusal.code, Code::GraphqlParseFailed);
        let problem = refusal.problems.first().unwrap();
        assert_eq!(
            problem.locations,
            vec![Pos {
                line: 1,
                column: 15
            }]
        );
        assert!(!problem.words.text(Language::De).contains("secret_word"));
        assert!(documents.kept.lock().unwrap().entries.is_empty());
    }

    #[test]
    fn two_operations_without_names_are_refused_with_both_places() {
        let refusal = Documents::default()
            .parse("{a} {a}", &types(), &Limits::default())
            .unwrap_err();
        assert_eq!(refusal.problems.first().unwrap().locations.len(), 2);
    }
}
