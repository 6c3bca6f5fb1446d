//! Passwords and keys for the use cases.
//!
//! Invariant: passwords are hashed and checked here only, on threads of their own, and attempts at them are counted.

use super::{Identity, signing::internal};
use crate::token::{ApiKey, PasswordFault, Verdict, random_bytes};
use domain::{
    Error, Result,
    account::Account,
    id::{CredentialId, TypedId},
    secret::{NewSecret, Pending, Secrets, check_strength},
};

/// Letters and digits that are not mistaken for each other.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

impl Secrets for Identity {
    fn password_hash(&self, password: String) -> Pending<'_, String> {
        Box::pin(async move {
            check_strength(&password)?;
            self.passwords.hash(password).await.map_err(internal)
        })
    }

    fn first_password(&self) -> Pending<'_, NewSecret> {
        Box::pin(async {
            let text = readable(random_bytes().map_err(internal)?);
            let hash = self.password_hash(text.clone()).await?;
            Ok(NewSecret { text, hash })
        })
    }

    fn check_password<'a>(&'a self, account: &'a Account, password: String) -> Pending<'a, ()> {
        Box::pin(async move {
            let now = self.store.clock().now();
            let attempt = self.attempts.count(&account.email, None, now)?;
            let stored = account.password_hash.clone();
            match self.verdict(password, Some(stored)).await? {
                Verdict::Right | Verdict::RightButWeak => {
                    self.attempts.give_back(&attempt, now);
                    Ok(())
                }
                Verdict::Wrong => Err(Error::invalid(
                    "currentPassword",
                    "ist falsch.",
                    "is wrong.",
                )),
            }
        })
    }

    fn key(&self, id: CredentialId) -> Result<NewSecret> {
        let key = ApiKey::new(id.uuid().into_bytes(), random_bytes().map_err(internal)?);
        Ok(NewSecret {
            text: key.reveal(),
            hash: key.hash().to_hex(),
        })
    }
}

impl Identity {
    /// Whether a password is right; one that is too long is wrong.
    pub(super) async fn verdict(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<Verdict> {
        match self.passwords.check(password, stored).await {
            Err(PasswordFault::TooLong) => Ok(Verdict::Wrong),
            outcome => outcome.map_err(internal),
        }
    }
}

/// Twenty letters in groups of four, 100 bits.
fn readable(bytes: [u8; 20]) -> String {
    let letter = |byte: &u8| {
        LETTERS
            .get(usize::from(byte & 31))
            .copied()
            .map_or('a', char::from)
    };
    let groups: Vec<String> = bytes
        .chunks(4)
        .map(|group| group.iter().map(letter).collect())
        .collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_passwords_can_be_read_out() {
        let text = readable(std::array::from_fn(|at| u8::try_from(at * 13).unwrap_or(0)));
        assert_eq!(text.len(), 24);
        assert!(
            text.chars()
                .all(|c| c == '-' || (c.is_ascii_alphanumeric() && !"10lo".contains(c))),
            "{text}"
        );
    }
}
