//! Tests of who shares a bucket with whom.
//!
//! Invariant: organisations never do.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use chrono::DateTime;
use domain::{
    actor::{Member, Role, Scopes},
    id::CredentialId,
};
use uuid::Uuid;

const RATE: Rate = Rate {
    points: 10,
    per_second: 1,
};

fn limiter() -> Limiter {
    let settings = RateLimitSettings {
        client: RATE,
        address: RATE,
    };
    let clock = Clock::Stopped(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
    Limiter::new(Some(settings), clock)
}

fn member(tenant: u128, key: u128) -> Actor {
    Actor::Member(Member {
        tenant: TenantId(Uuid::from_u128(tenant)),
        role: Role::Reader,
        scopes: Scopes::all(),
        networks: Vec::new(),
        principal: Principal::Credential(CredentialId(Uuid::from_u128(key))),
    })
}

fn from(address: &str) -> Option<IpAddr> {
    Some(address.parse().unwrap())
}

#[test]
fn each_credential_has_its_own_and_each_organisation_as_many_as_five() {
    let limiter = limiter();
    for key in 0..5 {
        let meter = limiter.meter(&member(1, key), None);
        assert!(meter.take(10).is_ok(), "{key}");
        assert_eq!(meter.take(1).unwrap_err().seconds, 1, "{key}");
    }
    assert!(limiter.meter(&member(1, 5), None).take(1).is_err());
    assert!(limiter.meter(&member(2, 0), None).take(10).is_ok());
}

#[test]
fn what_is_refused_by_the_organisation_is_not_taken_from_the_credential() {
    let limiter = limiter();
    for key in 0..5 {
        limiter.meter(&member(1, key), None).take(9).unwrap();
    }
    let last = limiter.meter(&member(1, 9), None);
    assert!(last.take(6).is_err());
    let mut headers = actix_web::http::header::HeaderMap::new();
    last.tell(&mut headers);
    let left = headers.get("ratelimit").unwrap().to_str().unwrap();
    assert_eq!(left, "\"client\";r=10;t=0, \"tenant\";r=5;t=9");
    let policy = headers.get("ratelimit-policy").unwrap().to_str().unwrap();
    assert_eq!(policy, "\"client\";q=10;w=10, \"tenant\";q=50;w=10");
}

#[test]
fn an_address_of_six_is_its_network() {
    let limiter = limiter();
    let ask = |address| limiter.meter(&Actor::Anonymous, from(address)).take(10);
    assert!(ask("2001:db8::1").is_ok());
    assert!(ask("2001:db8::2").is_err());
    assert!(ask("2001:db8:0:1::2").is_ok());
    assert!(ask("192.0.2.1").is_ok());
    assert!(ask("::ffff:192.0.2.1").is_err());
    assert!(
        limiter
            .meter(&member(1, 1), from("192.0.2.1"))
            .take(10)
            .is_ok()
    );
}

#[test]
fn memory_is_bounded_and_addresses_push_no_credential_out() {
    let limiter = limiter();
    let client = limiter.meter(&member(1, 1), None);
    client.take(10).unwrap();
    for number in 0..(3 * u32::try_from(REMEMBERED).unwrap()) {
        let address = Some(IpAddr::V4(number.into()));
        limiter.meter(&Actor::Anonymous, address).take(1).unwrap();
    }
    assert!(limiter.addresses.held() <= REMEMBERED);
    assert!(client.take(1).is_err());
}

#[test]
fn without_settings_nothing_is_limited_and_nothing_is_said() {
    let meter = Limiter::new(None, Clock::System).meter(&member(1, 1), None);
    assert!(meter.take(u64::MAX).is_ok());
    let mut headers = actix_web::http::header::HeaderMap::new();
    meter.tell(&mut headers);
    assert!(headers.is_empty());
}
