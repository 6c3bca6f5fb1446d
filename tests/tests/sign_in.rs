//! Signing in with a password, going on by refresh tokens, and what ends a sign-in.
//!
//! Invariant: every test makes the account that it uses.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    harness::{
        Answer, Service, identity, on_both_databases,
        people::{AACHEN, Caller, KARLSRUHE, acting_for},
    },
    tokens::{store, text},
};
use domain::{Work, account_role, actor::Role};
use reqwest::Method;
use serde_json::{Value, json};

/// Somebody with a role in Aachen.
struct Person {
    id: String,
    email: String,
    password: String,
}

async fn person(service: &Service, name: &str, role: &str) -> Person {
    let email = format!("{name}@aachen.example");
    let body = json!({ "email": email, "name": name, "role": role });
    let admin = service.token(Role::Admin, AACHEN);
    let answer = service
        .call(&admin, Method::POST, "/api/v1/accounts", Some(&body))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    Person {
        id: text(&answer.json(), "/account/id"),
        email,
        password: text(&answer.json(), "/firstPassword"),
    }
}

async fn try_to_sign_in(service: &Service, email: &str, password: &str) -> Answer {
    let body = json!({ "email": email, "password": password });
    service.post("/api/v1/sign-in", &body).await
}

async fn sign_in(service: &Service, person: &Person) -> (String, String) {
    let answer = try_to_sign_in(service, &person.email, &person.password).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    let body = answer.json();
    (text(&body, "/accessToken"), text(&body, "/refreshToken"))
}

async fn go_on(service: &Service, refresh: &str) -> Answer {
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    service.form("/oauth/token", &pairs).await
}

async fn is_in(service: &Service, token: &str) -> bool {
    service.read_as(token, "/api/v1/me").await.status == 200
}

fn word(answer: &Answer) -> String {
    text(&answer.json(), "/error")
}

on_both_databases! { service from identity;
    async fn a_person_signs_in_and_out() {
        let person = person(service, "anna", "EDITOR").await;
        let capitals = Person { email: person.email.to_uppercase(), ..person };
        let (access, refresh) = sign_in(service, &capitals).await;
        let me = service.read_as(&access, "/api/v1/me").await.json();
        assert_eq!((text(&me, "/role"), text(&me, "/tenantName")), ("EDITOR".to_owned(), "Aachen".to_owned()));
        assert_eq!(text(&me, "/id"), capitals.id);
        assert_eq!(service.call(&access, Method::POST, "/api/v1/sign-out", None).await.status, 200);
        assert!(!is_in(service, &access).await);
        assert_eq!(word(&go_on(service, &refresh).await), "invalid_grant");
    }

    async fn wrong_addresses_and_wrong_passwords_look_alike() {
        let person = person(service, "berta", "READER").await;
        let wrong = try_to_sign_in(service, &person.email, "Das ist es nicht.").await;
        let unknown = try_to_sign_in(service, "niemand@aachen.example", "Das ist es nicht.").await;
        let long = try_to_sign_in(service, &person.email, &"x".repeat(2_000)).await;
        assert_eq!(wrong.status, 401, "{}", wrong.body);
        assert_eq!((&unknown.body, &long.body), (&wrong.body, &wrong.body));
    }

    async fn a_refresh_token_is_good_for_one_use() {
        let person = person(service, "clara", "READER").await;
        let (access, first) = sign_in(service, &person).await;
        let answer = go_on(service, &first).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let (newer, second) = (text(&answer.json(), "/access_token"), text(&answer.json(), "/refresh_token"));
        assert!(is_in(service, &access).await && is_in(service, &newer).await);
        assert_eq!(word(&go_on(service, &first).await), "invalid_grant", "a second use");
        assert_eq!(word(&go_on(service, &second).await), "invalid_grant", "the sign-in goes on after a copy was used");
        assert!(!is_in(service, &access).await && !is_in(service, &newer).await);
    }

    async fn of_two_who_use_it_at_once_at_most_one_goes_on() {
        let person = person(service, "dora", "READER").await;
        let (_, refresh) = sign_in(service, &person).await;
        let (one, other) = tokio::join!(go_on(service, &refresh), go_on(service, &refresh));
        let statuses = [one.status, other.status];
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        let next = [one, other].into_iter().find(|answer| answer.status == 200).unwrap();
        let next = text(&next.json(), "/refresh_token");
        assert_eq!(word(&go_on(service, &next).await), "invalid_grant");
    }

    async fn a_role_that_was_changed_or_withdrawn_ends_the_sign_in() {
        let person = person(service, "emma", "ADMIN").await;
        let admin = service.token(Role::Admin, AACHEN);
        let path = format!("/api/v1/accounts/{}/role", person.id);
        let (access, refresh) = sign_in(service, &person).await;
        let body = json!({ "role": "READER" });
        assert_eq!(service.call(&access, Method::PUT, &path, Some(&body)).await.status, 403, "her own role");
        assert_eq!(service.call(&admin, Method::PUT, &path, Some(&body)).await.status, 200);
        assert!(!is_in(service, &access).await);
        assert_eq!(word(&go_on(service, &refresh).await), "invalid_grant");
        let (access, _) = sign_in(service, &person).await;
        assert_eq!(text(&service.read_as(&access, "/api/v1/me").await.json(), "/role"), "READER");
        assert_eq!(service.call(&admin, Method::DELETE, &path, None).await.status, 200);
        assert!(!is_in(service, &access).await);
        assert_eq!(try_to_sign_in(service, &person.email, &person.password).await.status, 401);
        assert_eq!(service.call(&admin, Method::DELETE, &path, None).await.status, 404);
    }

    async fn a_closed_account_is_shut_out_at_once() {
        let person = person(service, "frieda", "EDITOR").await;
        let (access, refresh) = sign_in(service, &person).await;
        let path = format!("/api/v1/accounts/{}", person.id);
        let admin = service.token(Role::Admin, AACHEN);
        assert_eq!(service.call(&admin, Method::DELETE, &path, None).await.status, 403);
        let operator = service.authorization(Caller::Operator).unwrap();
        let operator = operator.trim_start_matches("Bearer ");
        assert_eq!(service.call(operator, Method::DELETE, &path, None).await.status, 200);
        assert!(!is_in(service, &access).await);
        assert_eq!(word(&go_on(service, &refresh).await), "invalid_grant");
        assert_eq!(try_to_sign_in(service, &person.email, &person.password).await.status, 401);
    }

    async fn whoever_has_several_roles_says_which() {
        let person = person(service, "greta", "EDITOR").await;
        let path = format!("/api/v1/accounts/{}/role", person.id);
        let other = service.token(Role::Admin, KARLSRUHE);
        let given = service.call(&other, Method::PUT, &path, Some(&json!({ "role": "READER" }))).await;
        assert_eq!(given.status, 404, "to another city the account does not exist: {}", given.body);
        let operator = acting_for(&store(service).await, Some(KARLSRUHE));
        let id = person.id.parse().unwrap();
        let give = async |work: &Work<'_>| account_role::give(work, id, Role::Reader).await;
        operator.write("account.give_role", id, give).await.unwrap();
        let undecided = try_to_sign_in(service, &person.email, &person.password).await;
        assert_eq!(undecided.status, 400, "{}", undecided.body);
        assert!(undecided.body.contains("Aachen") && undecided.body.contains("Karlsruhe"), "{}", undecided.body);
        let tenant = service.read_as(&other, "/api/v1/me").await.json();
        let body = json!({ "email": person.email, "password": person.password, "tenant": text(&tenant, "/tenant") });
        let answer = service.post("/api/v1/sign-in", &body).await;
        assert_eq!(text(&answer.json(), "/role"), "READER", "{}", answer.body);
    }

    async fn passwords_are_changed_by_whoever_knows_them() {
        let person = person(service, "hanna", "READER").await;
        let (access, _) = sign_in(service, &person).await;
        let change = async |current: &str, new: &str| {
            let body = json!({ "currentPassword": current, "newPassword": new });
            service.call(&access, Method::PUT, "/api/v1/me/password", Some(&body)).await.status
        };
        assert_eq!(change("falsch", "Ein Satz, den sich jemand merkt.").await, 400);
        assert_eq!(change(&person.password, "zu kurz").await, 400);
        assert_eq!(change(&person.password, "Ein Satz, den sich jemand merkt.").await, 200);
        assert_eq!(try_to_sign_in(service, &person.email, &person.password).await.status, 401);
        let renewed = Person { password: "Ein Satz, den sich jemand merkt.".to_owned(), ..person };
        sign_in(service, &renewed).await;
    }

    async fn guessing_is_slowed_down() {
        let person = person(service, "ida", "READER").await;
        for _ in 0..5 {
            assert_eq!(try_to_sign_in(service, &person.email, "Das ist es nicht.").await.status, 401);
        }
        let refused = try_to_sign_in(service, &person.email, &person.password).await;
        assert_eq!(refused.status, 429, "{}", refused.body);
        let seconds: u64 = refused.header("retry-after").parse().unwrap();
        assert!((1..=61).contains(&seconds), "{seconds}");
        assert_eq!(text(&refused.json(), "/code"), "RATE_LIMITED");
    }

    async fn whoever_runs_the_platform_has_no_refresh_token() {
        let answer = try_to_sign_in(service, "betrieb@staedtenetz.example", crate::harness::people::PASSWORD).await;
        let body = answer.json();
        assert_eq!(text(&body, "/role"), "OPERATOR");
        assert_eq!(body.get("refreshToken"), Some(&Value::Null));
        let operator = text(&body, "/accessToken");
        assert_eq!(service.read_as(&operator, "/api/v1/accounts").await.status, 403, "accounts are a tenant's own matter");
        assert_eq!(service.call(&operator, Method::POST, "/api/v1/sign-out", None).await.status, 200);
        assert!(!is_in(service, &operator).await);
    }

    async fn the_token_endpoint_speaks_oauth() {
        let key = service.token(Role::Editor, AACHEN);
        for (pairs, status, error) in [
            (vec![], 400, "invalid_request"),
            (vec![("grant_type", "password")], 400, "unsupported_grant_type"),
            (vec![("grant_type", "client_credentials")], 401, "invalid_client"),
            (vec![("grant_type", "client_credentials"), ("client_secret", "x")], 401, "invalid_client"),
            (vec![("grant_type", "client_credentials"), ("client_secret", key.as_str()), ("scope", "king")], 400, "invalid_scope"),
            (vec![("grant_type", "client_credentials"), ("grant_type", "client_credentials")], 400, "invalid_request"),
            (vec![("grant_type", "refresh_token")], 400, "invalid_request"),
            (vec![("grant_type", "refresh_token"), ("refresh_token", "x")], 400, "invalid_grant"),
            (vec![("grant_type", "refresh_token"), ("refresh_token", key.as_str())], 400, "invalid_grant"),
        ] {
            let answer = service.form("/oauth/token", &pairs).await;
            assert_eq!((answer.status, word(&answer).as_str()), (status, error), "{pairs:?}");
            assert_eq!(answer.header("cache-control"), "no-store");
        }
        let json = service.post("/oauth/token", &json!({ "grant_type": "client_credentials" })).await;
        assert_eq!((json.status, word(&json).as_str()), (400, "invalid_request"));
        let request = service.request(Method::POST, "/oauth/token").basic_auth("key", Some(&key));
        let answer = service.send(request.form(&[("grant_type", "client_credentials"), ("scope", "content:read")])).await;
        assert_eq!((answer.status, text(&answer.json(), "/scope").as_str()), (200, "content:read"), "{}", answer.body);
    }

    async fn what_is_taken_back_holds_no_longer() {
        let person = person(service, "jule", "READER").await;
        for revoke_access in [true, false] {
            let (access, refresh) = sign_in(service, &person).await;
            let token = if revoke_access { &access } else { &refresh };
            assert_eq!(service.form("/oauth/revoke", &[("token", token)]).await.status, 200);
            assert!(!is_in(service, &access).await);
            assert_eq!(word(&go_on(service, &refresh).await), "invalid_grant");
        }
        assert_eq!(service.form("/oauth/revoke", &[("token", "x")]).await.status, 200);
        let token = crate::tokens::access_token(service, &service.token(Role::Reader, AACHEN)).await;
        assert_eq!(word(&service.form("/oauth/revoke", &[("token", &token)]).await), "unsupported_token_type");
    }
}
