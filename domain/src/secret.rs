//! Secrets: passwords and keys, as far as use cases have to do with them.
//!
//! Invariant: a secret is shown to its owner once, when it is made; what is stored is a hash. How secrets are made and
//! checked is the matter of the process, which has the cryptography.

use crate::{
    error::{Error, Result},
    id::CredentialId,
};
use std::pin::Pin;

/// Something that takes a while, on threads of its own.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A secret for its owner, and what is stored of it.
pub struct NewSecret {
    /// What the owner gets, once.
    pub text: String,
    /// What is stored.
    pub hash: String,
}

/// Makes and checks secrets.
pub trait Secrets: Send + Sync {
    /// The hash of a password that somebody chose.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for one that is too easy to guess.
    fn password_hash(&self, password: String) -> Pending<'_, String>;

    /// A first password for somebody else.
    fn first_password(&self) -> Pending<'_, NewSecret>;

    /// Refuses everybody who does not know the password of an account.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where it is wrong, `RATE_LIMITED` where it was wrong too often.
    fn check_password<'a>(
        &'a self,
        account: &'a crate::account::Account,
        password: String,
    ) -> Pending<'a, ()>;

    /// An API key that is stored under an id.
    ///
    /// # Errors
    /// `INTERNAL` where the machine has no randomness to give.
    fn key(&self, id: CredentialId) -> Result<NewSecret>;
}

/// The shortest password; shorter ones are found by trying (BSI, NIST SP 800-63B).
const SHORTEST: usize = 12;
/// Room for any sentence.
const LONGEST: usize = 1_024;

/// Refuses passwords that are too easy to guess.
///
/// # Errors
/// `BAD_USER_INPUT`.
pub fn check_strength(password: &str) -> Result<()> {
    let mut letters: Vec<char> = password.chars().collect();
    let length = letters.len();
    letters.sort_unstable();
    letters.dedup();
    if length < SHORTEST || password.len() > LONGEST || letters.len() < 5 {
        return Err(Error::invalid(
            "password",
            "muss mindestens 12 Zeichen haben, davon 5 verschiedene; ein Satz eignet sich gut.",
            "must have at least 12 characters, 5 of them different; a sentence is a good choice.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easy_passwords_are_refused() {
        for easy in [
            "",
            "kurz",
            "aaaaaaaaaaaaaaaa",
            "elf Zeichen",
            &"x1y2z".repeat(300),
        ] {
            assert!(check_strength(easy).is_err(), "{easy}");
        }
        for good in ["zwölf Zeichen", "Der Radweg endet am Ring."] {
            assert!(check_strength(good).is_ok(), "{good}");
        }
    }
}
