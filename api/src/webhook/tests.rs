//! Signatures, sealed secrets, and to where nothing is sent.
//!
//! Invariant: what the specification gives as an example holds, and whatever is changed is noticed.

use super::{Sender, signature::SigningKey, vault::Vault};
use crate::config::{Config, Sources};
use chrono::DateTime;
use domain::{
    id::{WebhookDeliveryId, WebhookId},
    value::{ChangeAction, DeliveryFault},
    webhook::{Dispatch, Message},
};
use std::net::TcpListener;
use uuid::Uuid;

/// Inside the machine, its network or its cloud, in all the ways in which one can write that.
const INSIDE: [&str; 27] = [
    "127.0.0.1",
    "127.255.255.254",
    "127.1",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "0",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "①②⑦.0.0.1",
    "[::1]",
    "[::]",
    "[fc00::1]",
    "[fd12:3456::1]",
    "[fe80::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "224.0.0.1",
];

fn sender(allow: &str) -> Sender {
    let sources = match allow {
        "" => Sources::default(),
        some => Sources::default().with_argument("webhook_allow", some),
    };
    Sender::new(&Config::load(&sources).unwrap().webhook).unwrap()
}

fn webhook(number: u128) -> WebhookId {
    WebhookId(Uuid::from_u128(number))
}

fn message(url: String, secret: String) -> Message {
    Message {
        id: WebhookDeliveryId(Uuid::from_u128(7)),
        webhook: webhook(1),
        url,
        secrets: vec![secret],
        kind: "project.updated".to_owned(),
        record: "PROJECT".to_owned(),
        subject: "project_01h455vb4pex5vsknk084sn02q".to_owned(),
        action: ChangeAction::Updated,
        changed_at: DateTime::UNIX_EPOCH,
        at: DateTime::UNIX_EPOCH,
    }
}

#[test]
fn a_signature_is_that_of_the_specification() {
    // HMAC-SHA256 of "msg_1.1614265330.{}" by Python's hmac with the key 0, 1, 2 … 31.
    let key = SigningKey::new(std::array::from_fn(|at| u8::try_from(at).unwrap()));
    assert_eq!(
        key.reveal(),
        "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    );
    let good = key.sign("msg_1", 1_614_265_330, "{}");
    assert_eq!(good, "v1,ATSItIDsNRS9QdKP9XOi7h6JK2iXVz31FeOLrDMxCpU=");
    for other in [
        key.sign("msg_2", 1_614_265_330, "{}"),
        key.sign("msg_1", 1_614_265_331, "{}"),
        key.sign("msg_1", 1_614_265_330, "{ }"),
        SigningKey::new([0; 32]).sign("msg_1", 1_614_265_330, "{}"),
    ] {
        assert_ne!(good, other);
    }
    assert_eq!(format!("{key:?}"), "SigningKey(***)");
}

#[test]
fn a_sealed_secret_opens_for_its_webhook_only() {
    let (vault, key) = (
        Vault::new("one key of the installation"),
        SigningKey::new([9; 32]),
    );
    let sealed = vault.seal(webhook(1), &key, [3; 12]).unwrap();
    assert!(vault.open(webhook(1), &sealed) == Some(key.clone()));
    assert!(vault.open(webhook(2), &sealed).is_none());
    assert!(
        Vault::new("another key")
            .open(webhook(1), &sealed)
            .is_none()
    );
    let text = key.reveal();
    assert!(!sealed.contains(text.trim_start_matches("whsec_").trim_end_matches('=')));
    for at in 0..sealed.len() {
        let mut changed = sealed.clone().into_bytes();
        let byte = changed.get_mut(at).unwrap();
        *byte = if *byte == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(vault.open(webhook(1), &changed).is_none(), "{at}");
    }
    for nothing in ["", "AAAA", "kein Base64"] {
        assert!(vault.open(webhook(1), nothing).is_none());
    }
}

#[tokio::test]
async fn nothing_is_sent_to_where_it_may_not() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let sender = sender("");
    let secret = sender.secret(webhook(1)).unwrap().sealed;
    for host in INSIDE {
        for scheme in ["https", "http"] {
            let url = format!("{scheme}://{host}:{port}/x");
            assert!(sender.check(&url).is_err(), "{url}");
            let answer = sender.send(&message(url.clone(), secret.clone())).await;
            assert_eq!(answer, Err(DeliveryFault::NotAllowed), "{url}");
        }
    }
    // A name is judged by what it stands for at the moment of the request.
    for name in ["localhost", "localhost.", "LOCALHOST"] {
        let url = format!("https://{name}:{port}/x");
        let answer = sender.send(&message(url.clone(), secret.clone())).await;
        assert_eq!(answer, Err(DeliveryFault::NoAnswer), "{url}");
    }
    for bad in [
        "http://example.org/",
        "https://a:b@example.org/",
        "ftp://example.org/",
        "x",
    ] {
        assert!(sender.check(bad).is_err(), "{bad}");
    }
    assert!(sender.check("https://example.org/hook?a=b").is_ok());
    assert!(listener.accept().is_err(), "somebody was connected to");
}

#[test]
fn an_origin_is_allowed_as_a_whole() {
    let sender = sender("http://127.0.0.1:8081,https://intern.example");
    for (url, expected) in [
        ("http://127.0.0.1:8081/x", true),
        ("http://127.0.0.1:8082/x", false),
        ("https://127.0.0.1:8081/x", false),
        ("http://127.0.0.1.example:8081/x", false),
        ("http://127.0.0.1:8081@10.0.0.1/", false),
        ("https://intern.example/x", true),
        ("http://intern.example/x", false),
    ] {
        assert_eq!(sender.check(url).is_ok(), expected, "{url}");
    }
}
