//! KEY-1: the text of an API key and its hash.
//!
//! Invariant: every single wrong character is noticed before anything is looked up.

use crate::token::{ApiKey, random_bytes};

const TEXT: &str = "stn_01010101010101010101010101010101_\
    0202020202020202020202020202020202020202020202020202020202020202";

fn key() -> ApiKey {
    ApiKey::new([1; 16], [2; 32])
}

#[test]
fn the_text_has_a_prefix_and_a_checksum() {
    let text = key().reveal();
    assert!(text.starts_with(TEXT), "{text}");
    let checksum = text.strip_prefix(TEXT).unwrap();
    assert_eq!(
        checksum,
        format!("{:08x}", crc32fast::hash(TEXT.as_bytes()))
    );
}

#[test]
fn a_key_comes_back_from_its_text() {
    let key = ApiKey::new(random_bytes().unwrap(), random_bytes().unwrap());
    assert_eq!(ApiKey::parse(&key.reveal()), Some(key.clone()));
    assert!(key.hash().is_of(&key));
}

#[test]
fn two_keys_are_never_the_same() {
    let secrets: [[u8; 32]; 2] = [random_bytes().unwrap(), random_bytes().unwrap()];
    assert_ne!(secrets[0], secrets[1]);
}

#[test]
fn texts_that_are_no_keys() {
    let text = key().reveal();
    let other = ["", "stn_", "stn__", "stn_ü_ü", "Bearer x", "stn_0101_0202"];
    let bent = [
        text.to_uppercase(),
        format!("{text}0"),
        format!(" {text}"),
        text.replace("stn_", "st_"),
    ];
    for wrong in other.into_iter().map(str::to_owned).chain(bent) {
        assert_eq!(ApiKey::parse(&wrong), None, "{wrong}");
    }
    for at in 0..text.len() {
        for wrong in ["f", "F", "_", "é"] {
            let (start, rest) = text.split_at(at);
            let bent = format!("{start}{wrong}{}", &rest[1..]);
            assert!(bent == text || ApiKey::parse(&bent).is_none(), "{bent}");
        }
        assert_eq!(ApiKey::parse(&text[..at]), None, "cut at {at}");
    }
}

#[test]
fn a_hash_fits_its_own_key_only() {
    let hash = key().hash();
    assert!(hash.is_of(&key()));
    assert!(
        !hash.is_of(&ApiKey::new([1; 16], [3; 32])),
        "another secret"
    );
    assert!(
        !hash.is_of(&ApiKey::new([3; 16], [2; 32])),
        "moved to another row"
    );
}

#[test]
fn no_output_but_one_shows_the_secret() {
    let shown = format!("{:?} {:?}", key(), key().hash());
    assert!(shown.contains("01010101"), "{shown}");
    assert!(!shown.contains("0202"), "{shown}");
    assert!(!shown.contains("2, 2, 2"), "{shown}");
}
