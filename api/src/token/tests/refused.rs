//! JWT-3: the lines of RFC 8725, and JWT-1: what token attack tools try. Each is refused with the same words.
//!
//! Invariant: every row names the reason for the log, so that no token is refused for another reason than the row is about,
//! and no row makes us ask anybody anything.

use super::support::{AUDIENCE, Draft, KASSEL, TestKey, kassel, now, signed_text};
use crate::token::{Algorithm, Reason, Verifier};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::EncodingKey;
use serde_json::{Value, json};

type Row = (&'static str, String, Reason);

/// Checks the rows against a verifier that has the issuer's keys already.
async fn check(rows: impl IntoIterator<Item = Row>) {
    let (verifier, web, key) = kassel();
    verifier
        .verify(&Draft::new(&key, KASSEL).signed(&key), now())
        .await
        .unwrap();
    let asked = web.asked("");
    for (name, token, reason) in rows {
        let refused = verifier.verify(&token, now()).await.expect_err(name);
        assert_eq!(refused.reason(), reason, "{name}");
        assert_eq!(refused.to_string(), "the token is not valid", "{name}");
    }
    assert_eq!(
        web.asked(""),
        asked,
        "a refused token made us ask the issuer"
    );
}

fn key() -> TestKey {
    TestKey::ed25519("k1", 1)
}

fn good() -> Draft {
    Draft::new(&key(), KASSEL)
}

#[tokio::test]
async fn forms() {
    let token = good().signed(&key());
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let (header, payload) = signed.split_once('.').unwrap();
    check([
        ("nothing", String::new(), Reason::NotCompact),
        ("a word", "token".into(), Reason::NotCompact),
        ("dots", "..".into(), Reason::NotCompact),
        ("two parts", signed.into(), Reason::NotCompact),
        ("no signature", format!("{signed}."), Reason::NotCompact),
        (
            "a fourth part",
            format!("{token}.{payload}"),
            Reason::NotCompact,
        ),
        (
            "an encrypted token",
            format!("{header}.{payload}.{payload}.{payload}.{signature}"),
            Reason::NotCompact,
        ),
        ("a space before", format!(" {token}"), Reason::NotCompact),
        (
            "a line break after",
            format!("{token}\n"),
            Reason::NotCompact,
        ),
        ("padding", format!("{token}=="), Reason::NotCompact),
        (
            "the other alphabet",
            format!("{signed}.{}+/", signature.get(2..).unwrap()),
            Reason::NotCompact,
        ),
        (
            "no header",
            format!(".{payload}.{signature}"),
            Reason::BadHeader,
        ),
        (
            "JSON serialization",
            json!({ "payload": payload, "signature": signature }).to_string(),
            Reason::NotCompact,
        ),
        ("more than 8 KiB", "a".repeat(8 * 1024 + 1), Reason::TooLong),
        ("exactly 8 KiB", "a".repeat(8 * 1024), Reason::NotCompact),
    ])
    .await;
}

/// A base64url text of 32 or 64 bytes has bits to spare; texts that differ only there would be two names of one token.
#[tokio::test]
async fn a_signature_has_one_spelling() {
    let token = good().signed(&key());
    let (rest, last) = token.split_at(token.len() - 1);
    assert!("AQgw".contains(last));
    let next = char::from(last.as_bytes()[0] + 1);
    check([("bits to spare", format!("{rest}{next}"), Reason::NotCompact)]).await;
}

fn bent(name: &str, value: impl Into<Value>) -> String {
    good().header(name, value).signed(&key())
}

#[tokio::test]
async fn headers_that_steer_the_check() {
    let forbidden = [
        ("jku", json!("https://evil.example/keys")),
        ("jwk", key().jwk),
        ("x5u", json!("https://evil.example/cert")),
        ("x5c", json!(["MIIB"])),
        ("crit", json!(["exp"])),
        ("b64", json!(false)),
        ("cty", json!("JWT")),
        ("enc", json!("A256GCM")),
        ("zip", json!("DEF")),
    ];
    check(forbidden.map(|(name, value)| (name, bent(name, value), Reason::ForbiddenHeader))).await;
}

#[tokio::test]
async fn headers_that_can_be_read_in_two_ways() {
    let texts = [
        r#"{"alg":"EdDSA","alg":"EdDSA","kid":"k1","typ":"at+jwt"}"#,
        r#"{"alg":"EdDSA","\u0061lg":"none","kid":"k1","typ":"at+jwt"}"#,
        r#"{"alg":"EdDSA","kid":"k1","typ":"at+jwt","x":{"a":1,"a":1}}"#,
        r#"{"alg":"EdDSA","kid":"k1","typ":"at+jwt"}{}"#,
        "[]",
        "",
    ];
    let token = |header: &str| signed_text(header, &good().claims.to_string(), &key());
    check(texts.map(|header| ("a header", token(header), Reason::BadHeader))).await;
}

#[tokio::test]
async fn headers_of_wrong_types() {
    let without = |name: &str| good().without(name).signed(&key());
    let tokens = [
        without("alg"),
        without("kid"),
        bent("alg", 1),
        bent("kid", ""),
        bent("kid", json!(["k1"])),
        bent("kid", "k".repeat(257)),
        bent("typ", 1),
    ];
    check(tokens.map(|token| ("a header", token, Reason::BadHeader))).await;
}

#[tokio::test]
async fn tokens_of_another_kind() {
    let without = good().without("typ").signed(&key());
    check([("no typ", without, Reason::WrongType)]).await;
    let kinds = [
        "JWT",
        "ID",
        "logout+jwt",
        "at+jwt ",
        "at+jwt+x",
        "application/jwt",
        "",
    ];
    check(kinds.map(|typ| (typ, bent("typ", typ), Reason::WrongType))).await;
}

/// The public key as a shared secret, in all the forms in which an attacker may have it.
fn confused(secret: &[u8]) -> String {
    let attacker = TestKey {
        algorithm: Algorithm::HS256,
        private: EncodingKey::from_secret(secret),
        ..key()
    };
    good().header("alg", "HS256").signed(&attacker)
}

#[tokio::test]
async fn algorithms() {
    let x = key().jwk["x"].as_str().unwrap().to_owned();
    let named = |alg: &str| good().header("alg", alg).signed(&key());
    let unsigned = |alg: &str| {
        let signed = named(alg);
        format!("{}.", signed.rsplit_once('.').unwrap().0)
    };
    check([
        ("none", named("none"), Reason::WrongAlgorithm),
        ("None", named("None"), Reason::WrongAlgorithm),
        ("NONE", named("NONE"), Reason::WrongAlgorithm),
        ("nOnE", named("nOnE"), Reason::WrongAlgorithm),
        (
            "none without signature",
            unsigned("none"),
            Reason::NotCompact,
        ),
        ("no algorithm", named(""), Reason::WrongAlgorithm),
        (
            "one that nobody knows",
            named("ES521"),
            Reason::WrongAlgorithm,
        ),
        (
            "one of encryption",
            named("RSA-OAEP"),
            Reason::WrongAlgorithm,
        ),
        (
            "allowed, but not of this key",
            named("ES256"),
            Reason::WrongAlgorithm,
        ),
        (
            "known, but not allowed",
            named("PS512"),
            Reason::WrongAlgorithm,
        ),
        (
            "HMAC with the public bytes",
            confused(&URL_SAFE_NO_PAD.decode(&x).unwrap()),
            Reason::WrongAlgorithm,
        ),
        (
            "HMAC with the public text",
            confused(x.as_bytes()),
            Reason::WrongAlgorithm,
        ),
        (
            "HMAC with the published key",
            confused(key().jwk.to_string().as_bytes()),
            Reason::WrongAlgorithm,
        ),
        ("HMAC with nothing", confused(b""), Reason::WrongAlgorithm),
    ])
    .await;
}

fn claiming(claim: &str, value: impl Into<Value>) -> String {
    good().claim(claim, value).signed(&key())
}

#[tokio::test]
async fn claims_that_are_missing_or_of_wrong_types() {
    for claim in ["iss", "aud", "sub", "client_id", "jti", "iat", "exp"] {
        let missing = good().without(claim).signed(&key());
        let wrong = [
            missing,
            claiming(claim, Value::Null),
            claiming(claim, json!({})),
        ];
        check(wrong.map(|token| (claim, token, Reason::BadClaims))).await;
    }
    let wrong = [
        ("aud", json!([AUDIENCE, 1])),
        ("sub", json!("")),
        ("sub", json!("s".repeat(256))),
        ("exp", json!("1800000300")),
        ("exp", json!(-1)),
        ("exp", json!(1e300)),
        ("nbf", json!("0")),
        ("nbf", Value::Null),
        ("scope", json!(["read"])),
        ("tenant", json!(["tenant_kassel"])),
    ];
    check(wrong.map(|(claim, value)| (claim, claiming(claim, value), Reason::BadClaims))).await;
}

#[tokio::test]
async fn claims_that_can_be_read_in_two_ways() {
    let twice = |extra: &str| good().claims.to_string().replacen('{', extra, 1);
    let payloads = [
        ("sub twice", twice(r#"{"sub":"admin","#)),
        ("exp twice", twice(r#"{"exp":1800000300,"#)),
        ("a name twice inside", twice(r#"{"a":[{"b":1,"b":2}],"#)),
        ("a nested token", good().signed(&key())),
        ("nothing", String::new()),
    ];
    let token = |payload: &str| signed_text(&good().header.to_string(), payload, &key());
    check(payloads.map(|(name, payload)| (name, token(&payload), Reason::BadClaims))).await;
}

#[tokio::test]
async fn claims_of_another_issuer_or_for_another_audience() {
    let issuers = [
        "https://evil.example",
        "",
        &format!("{KASSEL}/"),
        &KASSEL.to_uppercase(),
    ];
    check(issuers.map(|issuer| ("iss", claiming("iss", issuer), Reason::UnknownIssuer))).await;
    let longer = format!("{AUDIENCE}.evil.example");
    let audiences = [
        json!("other"),
        json!(longer),
        json!(AUDIENCE.to_uppercase()),
        json!([]),
        json!(""),
    ];
    check(audiences.map(|aud| ("aud", claiming("aud", aud), Reason::WrongAudience))).await;
    check([(
        "tenant",
        claiming("tenant", "tenant_bonn"),
        Reason::WrongTenant,
    )])
    .await;
}

#[tokio::test]
async fn claims_out_of_time() {
    let at = now().timestamp();
    check([
        ("expired", claiming("exp", at - 60), Reason::Expired),
        (
            "not yet valid",
            claiming("nbf", at + 61),
            Reason::NotYetValid,
        ),
        (
            "issued in the future",
            claiming("iat", at + 61),
            Reason::NotYetValid,
        ),
    ])
    .await;
}

#[tokio::test]
async fn signatures() {
    let token = good().signed(&key());
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let other = good().claim("sub", "admin").signed(&key());
    let (other_signed, _) = other.rsplit_once('.').unwrap();
    let zeros = URL_SAFE_NO_PAD.encode([0; 64]);
    check([
        (
            "of another token",
            format!("{other_signed}.{signature}"),
            Reason::WrongSignature,
        ),
        (
            "of another key",
            good().signed(&TestKey::ed25519("k1", 9)),
            Reason::WrongSignature,
        ),
        (
            "of zeros",
            format!("{signed}.{zeros}"),
            Reason::WrongSignature,
        ),
        (
            "cut short",
            format!("{signed}.{}", signature.get(..80).unwrap()),
            Reason::WrongSignature,
        ),
        (
            "twice",
            format!("{signed}.{}", URL_SAFE_NO_PAD.encode([1; 128])),
            Reason::WrongSignature,
        ),
    ])
    .await;
}

#[tokio::test]
async fn nobody_is_trusted_unasked() {
    let refused = Verifier::new(10)
        .verify(&good().signed(&key()), now())
        .await
        .unwrap_err();
    assert_eq!(refused.reason(), Reason::UnknownIssuer);
}
