//! Passwords. The parameters are small here, except where they are what the test is about.
//!
//! Invariant: the answers are those of the real parameters; only the work is less.

use crate::token::{PasswordFault, Passwords, Verdict};
use argon2::Params;

fn passwords(memory: u32) -> Passwords {
    Passwords::with(Params::new(memory, 1, 1, None).unwrap(), 2).unwrap()
}

async fn check(passwords: &Passwords, password: &str, stored: Option<&str>) -> Verdict {
    passwords
        .check(password.to_owned(), stored.map(str::to_owned))
        .await
        .unwrap()
}

#[tokio::test]
async fn right_and_wrong() {
    let passwords = passwords(64);
    let stored = passwords.hash("Rathaus-Uhr-7".to_owned()).await.unwrap();
    assert_eq!(
        check(&passwords, "Rathaus-Uhr-7", Some(&stored)).await,
        Verdict::Right
    );
    assert_eq!(
        check(&passwords, "rathaus-uhr-7", Some(&stored)).await,
        Verdict::Wrong
    );
    assert_eq!(check(&passwords, "", Some(&stored)).await, Verdict::Wrong);
    assert_ne!(
        passwords.hash("Rathaus-Uhr-7".to_owned()).await.unwrap(),
        stored,
        "no salt"
    );
}

#[tokio::test]
async fn nobody_has_a_password() {
    let passwords = passwords(64);
    assert_eq!(check(&passwords, "anything", None).await, Verdict::Wrong);
    assert_eq!(
        check(&passwords, "a password that nobody has", None).await,
        Verdict::Wrong
    );
}

#[tokio::test]
async fn the_parameters_are_those_of_owasp() {
    let stored = Passwords::new(1)
        .unwrap()
        .hash("x".to_owned())
        .await
        .unwrap();
    assert!(
        stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{stored}"
    );
}

#[tokio::test]
async fn weak_hashes_are_found() {
    let (old, new) = (passwords(64), passwords(128));
    let stored = old.hash("x".to_owned()).await.unwrap();
    assert_eq!(check(&old, "x", Some(&stored)).await, Verdict::Right);
    assert_eq!(check(&new, "x", Some(&stored)).await, Verdict::RightButWeak);
    assert_eq!(check(&new, "y", Some(&stored)).await, Verdict::Wrong);
    let stronger = new.hash("x".to_owned()).await.unwrap();
    assert_eq!(check(&old, "x", Some(&stronger)).await, Verdict::Right);
}

#[tokio::test]
async fn limits() {
    let passwords = passwords(64);
    let long = passwords.hash("x".repeat(1_025)).await;
    assert!(matches!(long, Err(PasswordFault::TooLong)), "{long:?}");
    assert!(passwords.hash("x".repeat(1_024)).await.is_ok());
    let broken = passwords
        .check("x".to_owned(), Some("plain".to_owned()))
        .await;
    assert!(matches!(broken, Err(PasswordFault::Hash(_))), "{broken:?}");
}

#[tokio::test]
async fn no_more_run_at_once_than_allowed() {
    let passwords = passwords(64);
    let running: Vec<_> = (0..20)
        .map(|_| {
            let passwords = passwords.clone();
            tokio::spawn(async move { passwords.hash("x".to_owned()).await.is_ok() })
        })
        .collect();
    for one in running {
        assert!(one.await.unwrap());
    }
    let (first, second) = (passwords.occupy().await, passwords.occupy().await);
    let mut third = Box::pin(passwords.hash("x".to_owned()));
    assert!(is_waiting(&mut third).await, "a third hash began");
    drop((first, second));
    assert!(third.await.is_ok());
}

/// Whether a future is not ready when it is asked for the first time.
async fn is_waiting<F: Future + Unpin>(future: &mut F) -> bool {
    std::future::poll_fn(|context| {
        let is_pending = std::pin::Pin::new(&mut *future).poll(context).is_pending();
        std::task::Poll::Ready(is_pending)
    })
    .await
}
