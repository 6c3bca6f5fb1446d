//! Passwords of the built-in issuer's accounts: argon2id on threads of their own.
//!
//! Invariant: no more hashes are computed at once than were allowed (each takes 19 MiB), none on a thread that serves
//! requests, and an account that does not exist costs as much time as a wrong password.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::sync::Arc;
use thiserror::Error;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
};

/// Longest password that is hashed, in bytes: room for any sentence, none for an attack.
const MAX_LENGTH: usize = 1_024;

/// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1_024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Hashes and checks passwords.
#[derive(Clone, Debug)]
pub struct Passwords {
    hasher: Argon2<'static>,
    running: Arc<Semaphore>,
    stranger: Arc<str>,
}

/// What a check shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The password is right.
    Right,
    /// The password is right, and its hash is weaker than today's: hash it again and store that.
    RightButWeak,
    /// The password is wrong, or there is no such account.
    Wrong,
}

/// Why there is no hash or no verdict.
#[derive(Debug, Error)]
pub enum PasswordFault {
    /// Longer than anybody's password.
    #[error("the password is longer than {MAX_LENGTH} bytes")]
    TooLong,
    /// What is stored is no hash.
    #[error("the hash cannot be used: {0}")]
    Hash(#[from] argon2::password_hash::Error),
    /// The parameters are not possible.
    #[error("the parameters cannot be used: {0}")]
    Params(#[from] argon2::Error),
    /// The process is going down.
    #[error("the hash was broken off")]
    BrokenOff,
}

impl Passwords {
    /// With OWASP's parameters, for at most so many hashes at once.
    ///
    /// # Errors
    /// When the machine cannot hash.
    pub fn new(at_once: usize) -> Result<Self, PasswordFault> {
        Self::with(Params::new(MEMORY_KIB, PASSES, LANES, None)?, at_once)
    }

    pub(super) fn with(params: Params, at_once: usize) -> Result<Self, PasswordFault> {
        let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let stranger = hash(&hasher, "a password that nobody has")?;
        let running = Arc::new(Semaphore::new(at_once.max(1)));
        Ok(Self {
            hasher,
            running,
            stranger: stranger.into(),
        })
    }

    /// The hash of a new password, as text to store.
    ///
    /// # Errors
    /// When the password is too long or the machine cannot hash.
    pub async fn hash(&self, password: String) -> Result<String, PasswordFault> {
        let hasher = self.hasher.clone();
        self.run(password, move |password| hash(&hasher, password))
            .await
    }

    /// Checks a password against what is stored for the account, or against nothing if there is no account.
    ///
    /// # Errors
    /// When what is stored cannot be used.
    pub async fn check(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<Verdict, PasswordFault> {
        let (hasher, stranger) = (self.hasher.clone(), Arc::clone(&self.stranger));
        let check = move |password: &str| {
            let verdict = verdict(&hasher, password, stored.as_deref().unwrap_or(&stranger))?;
            Ok(if stored.is_some() {
                verdict
            } else {
                Verdict::Wrong
            })
        };
        self.run(password, check).await
    }

    /// Takes the place of a hash, as a hash does.
    pub(super) async fn occupy(&self) -> Result<OwnedSemaphorePermit, PasswordFault> {
        let permit = Arc::clone(&self.running).acquire_owned().await;
        permit.map_err(|_| PasswordFault::BrokenOff)
    }

    /// The permit travels with the work, so that a caller who hangs up does not make room for more.
    async fn run<T: Send + 'static>(
        &self,
        password: String,
        work: impl FnOnce(&str) -> Result<T, PasswordFault> + Send + 'static,
    ) -> Result<T, PasswordFault> {
        if password.len() > MAX_LENGTH {
            return Err(PasswordFault::TooLong);
        }
        let permit = self.occupy().await?;
        let working = spawn_blocking(move || {
            let result = work(&password);
            drop(permit);
            result
        });
        working.await.map_err(|_| PasswordFault::BrokenOff)?
    }
}

fn hash(hasher: &Argon2<'_>, password: &str) -> Result<String, PasswordFault> {
    let hash: PasswordHash = hasher.hash_password(password.as_bytes())?;
    Ok(hash.to_string())
}

fn verdict(hasher: &Argon2<'_>, password: &str, stored: &str) -> Result<Verdict, PasswordFault> {
    let stored = PasswordHash::new(stored).map_err(argon2::password_hash::Error::from)?;
    match hasher.verify_password(password.as_bytes(), &stored) {
        Ok(()) if is_weak(&stored, hasher.params()) => Ok(Verdict::RightButWeak),
        Ok(()) => Ok(Verdict::Right),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(Verdict::Wrong),
        Err(error) => Err(error.into()),
    }
}

/// Whether a hash was made with another algorithm or with less work than today's.
fn is_weak(stored: &PasswordHash, today: &Params) -> bool {
    let is_today = stored.algorithm == Algorithm::Argon2id.ident()
        && stored.version == Some(Version::V0x13.into());
    let Ok(then) = Params::try_from(stored) else {
        return true;
    };
    !is_today || then.m_cost() < today.m_cost() || then.t_cost() < today.t_cost()
}
