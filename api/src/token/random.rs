//! Randomness from the operating system, for secrets and names.
//!
//! Invariant: nothing else in the module draws lots; whoever needs randomness takes it as an argument, so that tests are
//! exact. (The salts of passwords are the exception: their library draws them from the same source.)

/// Unpredictable bytes.
///
/// # Errors
/// When the operating system has none to give; then no secret may be made.
pub fn random_bytes<const LENGTH: usize>() -> Result<[u8; LENGTH], getrandom::Error> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
