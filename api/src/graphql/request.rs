//! The parameters of a GraphQL request, out of a body or a query string.
//!
//! Invariant: no more than the allowed bytes are held in memory, and what comes out has members of the right types.

use super::{
    code::Code,
    refusal::{Exceeded, Refusal},
};
use actix_web::{
    http::header::{CONTENT_LENGTH, HeaderMap},
    web,
};
use async_graphql::{Request, Variables};
use domain::persisted_document::is_hash;
use serde_json::{Map, Value};

/// What a client sent: the members of a GraphQL request, their types checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters {
    /// The document; empty where it is only named.
    pub query: String,
    /// The document that is named instead, or beside it.
    pub document: Option<Named>,
    /// The operation to run, where the document has several.
    pub operation_name: Option<String>,
    /// The variables.
    pub variables: Map<String, Value>,
    /// The extensions.
    pub extensions: Map<String, Value>,
}

/// A document that is named by its SHA-256, as 64 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// One that was registered (`documentId`).
    Registered(String),
    /// One that was sent with its name before, or is now (`extensions.persistedQuery`, as Apollo's clients do).
    Automatic(String),
}

impl Parameters {
    /// Reads the parameters out of a JSON body.
    ///
    /// # Errors
    /// [`Code::BadRequest`], saying which member is wrong.
    pub fn from_body(body: &[u8]) -> Result<Self, Refusal> {
        match json(body, "body")? {
            Value::Object(members) => Self::from_members(members),
            Value::Array(_) => Err(bad(
                "Mehrere Anfragen in einer (Batching) werden nicht angenommen.",
                "Several requests in one (batching) are not accepted.",
            )),
            _ => Err(bad(
                "Der Inhalt muss ein JSON-Objekt sein.",
                "The body must be a JSON object.",
            )),
        }
    }

    /// Reads the parameters out of a query string, in which `variables` and `extensions` are JSON.
    ///
    /// # Errors
    /// [`Code::PayloadTooLarge`] or [`Code::BadRequest`].
    pub fn from_query_string(query_string: &str, limit: usize) -> Result<Self, Refusal> {
        if query_string.len() > limit {
            return Err(too_large(limit));
        }
        let pairs = web::Query::<Vec<(String, String)>>::from_query(query_string);
        let pairs = pairs.map_err(|_| {
            bad(
                "Die Abfrage in der Adresse ist nicht lesbar.",
                "The query string is not readable.",
            )
        })?;
        let mut members = Map::new();
        for (name, value) in pairs.into_inner() {
            let value = match name.as_str() {
                "documentId" if value.is_empty() => Value::Null,
                "query" | "operationName" | "documentId" => Value::String(value),
                // An empty parameter means an absent one: forms and link builders write it so.
                "variables" | "extensions" if value.is_empty() => Value::Null,
                "variables" | "extensions" => json(value.as_bytes(), &name)?,
                _ => continue,
            };
            if members.insert(name, value).is_some() {
                return Err(bad(
                    "Ein Parameter steht zweimal in der Adresse.",
                    "A parameter is given twice in the address.",
                ));
            }
        }
        Self::from_members(members)
    }

    /// Reads the parameters out of the members of a JSON object.
    ///
    /// # Errors
    /// [`Code::BadRequest`], saying which member is wrong.
    pub fn from_members(mut members: Map<String, Value>) -> Result<Self, Refusal> {
        let query = match members.remove("query") {
            Some(Value::String(query)) => Some(query),
            None | Some(Value::Null) => None,
            Some(_) => return Err(wrong_type("query", "Text", "a string")),
        };
        let registered = registered(&mut members)?;
        let operation_name = match members.remove("operationName") {
            None | Some(Value::Null) => None,
            // Several clients send an empty name when they mean none.
            Some(Value::String(name)) => Some(name).filter(|name| !name.is_empty()),
            Some(_) => return Err(wrong_type("operationName", "Text", "a string")),
        };
        let variables = map(&mut members, "variables")?;
        let extensions = map(&mut members, "extensions")?;
        let document = match (&query, registered) {
            (Some(_), Some(_)) => {
                return Err(bad(
                    "Entweder „query“ oder „documentId“, nicht beides.",
                    "Either \"query\" or \"documentId\", not both.",
                ));
            }
            (None, Some(hash)) => Some(Named::Registered(hash)),
            (_, None) => automatic(&extensions)?,
        };
        if query.is_none() && document.is_none() {
            return Err(bad(
                "Der Anfrage fehlt „query“ (oder „documentId“).",
                "The request lacks \"query\" (or \"documentId\").",
            ));
        }
        Ok(Self {
            query: query.unwrap_or_default(),
            document,
            operation_name,
            variables,
            extensions,
        })
    }

    /// The request for the library. The conversion of JSON cannot fail; if it did, the member would be empty.
    #[must_use]
    pub fn into_request(self) -> Request {
        let mut request =
            Request::new(self.query).variables(Variables::from_json(Value::Object(self.variables)));
        request.operation_name = self.operation_name;
        request
            .extensions
            .extend(self.extensions.into_iter().filter_map(|(name, value)| {
                Some((name, async_graphql::Value::from_json(value).ok()?))
            }));
        request
    }
}

/// Reads a body of at most that many bytes; one that announces more is refused before any of it is read.
///
/// # Errors
/// [`Code::PayloadTooLarge`], or [`Code::BadRequest`] if the connection broke.
pub async fn read_body(
    headers: &HeaderMap,
    payload: web::Payload,
    limit: usize,
) -> Result<web::Bytes, Refusal> {
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| usize::try_from(length).is_ok_and(|length| length > limit)) {
        return Err(too_large(limit));
    }
    match payload.to_bytes_limited(limit).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(_)) => Err(bad(
            "Der Inhalt ist unvollständig.",
            "The body is incomplete.",
        )),
        Err(_) => Err(too_large(limit)),
    }
}

/// Refuses a body with more values than allowed before anything is made of them: each takes many times its bytes.
///
/// # Errors
/// [`Code::LimitExceeded`].
pub fn check_values(body: &[u8], limit: usize) -> Result<(), Refusal> {
    let (mut values, mut is_text, mut is_escaped) = (1_usize, false, false);
    for byte in body {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_text,
            b'"' => is_text = !is_text,
            b',' | b'[' | b'{' if !is_text => values += 1,
            _ => {}
        }
    }
    if values <= limit {
        return Ok(());
    }
    let [maximum, requested] = [limit, values].map(|n| u64::try_from(n).unwrap_or(u64::MAX));
    Err(Refusal::limit(
        Exceeded {
            limit: "values",
            maximum,
            requested: Some(requested),
        },
        None,
    ))
}

/// The refusal of a request that is larger than allowed.
fn too_large(limit: usize) -> Refusal {
    Refusal::new(
        Code::PayloadTooLarge,
        format!("Die Anfrage ist größer als {limit} Bytes."),
        format!("The request is larger than {limit} bytes."),
    )
}

fn json(text: &[u8], place: &str) -> Result<Value, Refusal> {
    serde_json::from_slice(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        bad(
            format!("„{place}“ ist kein JSON (Zeile {line}, Spalte {column})."),
            format!("\"{place}\" is not JSON (line {line}, column {column})."),
        )
    })
}

/// The hash in `documentId`, as the appendix of GraphQL over HTTP has it: `sha256:` and 64 hexadecimal digits.
fn registered(members: &mut Map<String, Value>) -> Result<Option<String>, Refusal> {
    let id = match members.remove("documentId") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(id)) => id,
        Some(_) => return Err(wrong_type("documentId", "Text", "a string")),
    };
    let hash = id.strip_prefix("sha256:").filter(|hash| is_hash(hash));
    hash.map(|hash| Some(hash.to_owned())).ok_or_else(|| {
        bad(
            "„documentId“ muss aus „sha256:“ und 64 kleinen Hexadezimalziffern bestehen.",
            "\"documentId\" must be \"sha256:\" and 64 lower-case hexadecimal digits.",
        )
    })
}

/// The hash in `extensions.persistedQuery`.
fn automatic(extensions: &Map<String, Value>) -> Result<Option<Named>, Refusal> {
    let Some(named) = extensions.get("persistedQuery") else {
        return Ok(None);
    };
    let hash = named.get("sha256Hash").and_then(Value::as_str);
    let hash = hash.filter(|hash| is_hash(hash) && named.get("version") == Some(&1.into()));
    hash.map(|hash| Some(Named::Automatic(hash.to_owned())))
        .ok_or_else(|| {
            bad(
                "„extensions.persistedQuery“ muss version 1 und sha256Hash aus 64 kleinen Hexadezimalziffern haben.",
                "\"extensions.persistedQuery\" must have version 1 and a sha256Hash of 64 lower-case hexadecimal digits.",
            )
        })
}

fn map(members: &mut Map<String, Value>, name: &str) -> Result<Map<String, Value>, Refusal> {
    match members.remove(name) {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map),
        Some(_) => Err(wrong_type(name, "ein Objekt", "an object")),
    }
}

fn wrong_type(member: &str, de: &str, en: &str) -> Refusal {
    bad(
        format!("„{member}“ muss {de} sein."),
        format!("\"{member}\" must be {en}."),
    )
}

fn bad(de: impl Into<String>, en: impl Into<String>) -> Refusal {
    Refusal::new(Code::BadRequest, de, en)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn message(result: Result<Parameters, Refusal>) -> String {
        result
            .unwrap_err()
            .problems
            .first()
            .unwrap()
            .words
            .to_string()
    }

    #[test]
    fn a_body_with_all_members() {
        let body = br#"{"query":"{a}","operationName":"A","variables":{"v":1},"extensions":{"e":2},"other":3}"#;
        let parameters = Parameters::from_body(body).unwrap();
        assert_eq!(parameters.query, "{a}");
        assert_eq!(parameters.operation_name.as_deref(), Some("A"));
        let request = parameters.into_request();
        assert_eq!((request.variables.len(), request.extensions.len()), (1, 1));
    }

    #[test]
    fn null_and_empty_members_are_absent_ones() {
        let body = br#"{"query":"{a}","operationName":"","variables":null,"extensions":null}"#;
        let expected = Parameters {
            query: "{a}".to_owned(),
            ..Parameters::default()
        };
        assert_eq!(Parameters::from_body(body).unwrap(), expected);
        assert_eq!(
            Parameters::from_query_string("query=%7Ba%7D&variables=&x=y", 99).unwrap(),
            expected
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (body, word) in [
            ("", "not JSON"),
            ("{\"query", "not JSON"),
            ("[]", "batching"),
            ("[{\"query\":\"{a}\"}]", "batching"),
            ("7", "JSON object"),
            ("{}", "lacks \"query\""),
            ("{\"query\":1}", "\"query\" must be"),
            ("{\"documentId\":1}", "\"documentId\" must be"),
            ("{\"documentId\":\"sha256:AB\"}", "64 lower-case"),
            ("{\"documentId\":\"md5\"}", "64 lower-case"),
            (
                "{\"extensions\":{\"persistedQuery\":{\"version\":2}}}",
                "version 1",
            ),
            ("{\"query\":\"\",\"operationName\":[]}", "\"operationName\""),
            ("{\"query\":\"\",\"variables\":\"{}\"}", "\"variables\""),
            ("{\"query\":\"\",\"extensions\":[]}", "\"extensions\""),
        ] {
            let message = message(Parameters::from_body(body.as_bytes()));
            assert!(message.contains(word), "{body}: {message}");
        }
        assert!(message(Parameters::from_query_string("query=a&query=b", 99)).contains("twice"));
        assert!(
            message(Parameters::from_query_string(
                "query=a&variables=%5B%5D",
                99
            ))
            .contains("object")
        );
        assert!(Parameters::from_body(&[0xFF, 0xFE]).is_err());
        assert!(Parameters::from_body("[".repeat(100_000).as_bytes()).is_err());
    }

    #[test]
    fn values_are_counted_outside_of_texts() {
        for (body, values) in [
            ("{}", 2),
            (r#"{"a":1,"b":[2,3]}"#, 5),
            (r#"{"a,[{":"\\\",[{","b":""}"#, 3),
        ] {
            assert!(check_values(body.as_bytes(), values).is_ok(), "{body}");
            let refusal = check_values(body.as_bytes(), values - 1).unwrap_err();
            assert_eq!(refusal.code, Code::LimitExceeded, "{body}");
        }
    }

    #[test]
    fn a_long_query_string_is_too_large() {
        let refusal =
            Parameters::from_query_string(&format!("query={}", "a".repeat(100)), 99).unwrap_err();
        assert_eq!(refusal.code, Code::PayloadTooLarge);
    }
}
