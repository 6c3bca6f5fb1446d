//! The messages of graphql-transport-ws.
//!
//! Invariant: what does not have exactly the form that the protocol describes is no message, and the reason says what is
//! wrong without repeating it.

use crate::{
    graphql::{
        code::Code,
        limits::MOST_VALUES,
        request::{Parameters, check_values},
    },
    subscription::outbox::What,
};
use serde_json::{Map, Value, json};

/// What a client says.
#[derive(Debug, PartialEq)]
pub enum Message {
    /// It introduces itself, with a payload if there is one.
    Init(Map<String, Value>),
    /// It asks for an answer.
    Ping(Option<Value>),
    /// It answers, or gives a sign of life.
    Pong,
    /// It asks something.
    Subscribe(String, Parameters),
    /// It no longer wants to know.
    Complete(String),
}

impl Message {
    /// Reads a message.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        if check_values(text.as_bytes(), MOST_VALUES).is_err() {
            return Err("the message has too many values".to_owned());
        }
        let Ok(Value::Object(mut members)) = serde_json::from_str(text) else {
            return Err("the message is not a JSON object".to_owned());
        };
        let kind = members.remove("type");
        let kind = kind.as_ref().and_then(Value::as_str);
        match kind.ok_or_else(|| "the message has no type".to_owned())? {
            "connection_init" => Ok(Self::Init(payload(&mut members)?.unwrap_or_default())),
            "ping" => Ok(Self::Ping(payload(&mut members)?.map(Value::Object))),
            "pong" => payload(&mut members).map(|_| Self::Pong),
            "subscribe" => {
                let id = id(&mut members)?;
                let request = payload(&mut members)?
                    .ok_or_else(|| "\"payload\" of subscribe is missing".to_owned())?;
                Ok(Self::Subscribe(id, parameters(request)?))
            }
            "complete" => id(&mut members).map(Self::Complete),
            _ => Err("the type of the message is unknown".to_owned()),
        }
    }
}

/// The value of `Authorization` in the payload of `connection_init`, by that name in any case.
///
/// # Errors
/// Where it is no text, or there are several.
pub fn authorization(payload: &Map<String, Value>) -> Result<Option<String>, ()> {
    let mut named = payload
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    match (named.next(), named.next()) {
        (None, _) => Ok(None),
        (Some((_, Value::String(text))), None) => Ok(Some(text.clone())),
        _ => Err(()),
    }
}

fn id(members: &mut Map<String, Value>) -> Result<String, String> {
    match members.remove("id") {
        Some(Value::String(id)) if !id.is_empty() => Ok(id),
        _ => Err("\"id\" must be a text that is not empty".to_owned()),
    }
}

fn payload(members: &mut Map<String, Value>) -> Result<Option<Map<String, Value>>, String> {
    match members.remove("payload") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(payload)) => Ok(Some(payload)),
        Some(_) => Err("\"payload\" must be an object".to_owned()),
    }
}

fn parameters(payload: Map<String, Value>) -> Result<Parameters, String> {
    Parameters::from_members(payload).map_err(|refusal| {
        debug_assert_eq!(refusal.code, Code::BadRequest);
        let first = refusal.problems.first();
        first.map_or_else(String::new, |problem| problem.words.to_string())
    })
}

/// The answer to `connection_init`.
pub fn ack() -> String {
    json!({ "type": "connection_ack" }).to_string()
}

/// The answer to `ping`, with what the client gave along.
pub fn pong(payload: Option<Value>) -> String {
    match payload {
        Some(payload) => json!({ "type": "pong", "payload": payload }).to_string(),
        None => json!({ "type": "pong" }).to_string(),
    }
}

/// What an operation tells, as a message; `None` for what the protocol has none for.
pub fn told(id: &str, what: What) -> Option<String> {
    let (kind, payload) = match what {
        What::Next(event) => ("next", Some(event.body)),
        What::Refused(errors) => ("error", Some(errors)),
        What::Complete => ("complete", None),
        What::Opened | What::Lost => return None,
    };
    let mut text = format!("{{\"id\":{},\"type\":\"{kind}\"", Value::from(id));
    if let Some(payload) = payload {
        // It was written as JSON, which is UTF-8.
        text.push_str(",\"payload\":");
        text.push_str(&String::from_utf8_lossy(&payload));
    }
    text.push('}');
    Some(text)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::subscription::outbox::Event;

    #[test]
    fn what_the_protocol_knows_is_read() {
        let subscribe = r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","operationName":null,"variables":null}}"#;
        let parameters = Parameters {
            query: "{a}".to_owned(),
            ..Parameters::default()
        };
        for (text, message) in [
            (r#"{"type":"connection_init"}"#, Message::Init(Map::new())),
            (
                r#"{"type":"connection_init","payload":null}"#,
                Message::Init(Map::new()),
            ),
            (r#"{"type":"ping"}"#, Message::Ping(None)),
            (
                r#"{"type":"ping","payload":{"a":1}}"#,
                Message::Ping(Some(json!({ "a": 1 }))),
            ),
            (r#"{"type":"pong","payload":{}}"#, Message::Pong),
            (subscribe, Message::Subscribe("1".to_owned(), parameters)),
            (
                r#"{"type":"complete","id":"1"}"#,
                Message::Complete("1".to_owned()),
            ),
        ] {
            assert_eq!(Message::read(text), Ok(message), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_message() {
        for text in [
            "",
            "hello",
            "[]",
            "{}",
            r#"{"type":7}"#,
            r#"{"type":"next","id":"1","payload":{}}"#,
            r#"{"type":"connection_init","payload":"x"}"#,
            r#"{"type":"ping","payload":[]}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"subscribe","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":7}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":[]}}"#,
            r#"{"type":"complete"}"#,
        ] {
            let reason = Message::read(text).unwrap_err();
            assert!(
                !reason.is_empty() && reason.len() <= 123,
                "{text}: {reason}"
            );
        }
    }

    #[test]
    fn a_credential_is_one_text() {
        let find = |payload: Value| authorization(payload.as_object().unwrap());
        assert_eq!(find(json!({ "x": 1 })), Ok(None));
        let bearer = Ok(Some("Bearer x".to_owned()));
        assert_eq!(find(json!({ "Authorization": "Bearer x" })), bearer);
        assert_eq!(find(json!({ "authorization": "Bearer x" })), bearer);
        assert_eq!(find(json!({ "authorization": null })), Err(()));
        let both = json!({ "Authorization": "Bearer x", "authorization": "Bearer y" });
        assert_eq!(find(both), Err(()));
    }

    #[test]
    fn what_is_told_is_json() {
        let event = Event {
            body: br#"{"data":{"a":"\u00e4"}}"#.to_vec(),
            cursor: None,
        };
        let text = told("a\"b", What::Next(event)).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        let expected = json!({ "id": "a\"b", "type": "next", "payload": { "data": { "a": "ä" } } });
        assert_eq!(value, expected);
        assert_eq!(
            told("1", What::Complete).unwrap(),
            r#"{"id":"1","type":"complete"}"#
        );
        assert_eq!(told("1", What::Opened), None);
    }
}
