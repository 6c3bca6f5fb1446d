//! When a message is tried again, and when it is given up.
//!
//! Invariant: everything here follows from its arguments; the waits are those of the Standard Webhooks specification, ten
//! attempts over about three days, each up to a fifth shorter or longer, so that those who wait do not come at once.

use chrono::TimeDelta;
use entity::{id::WebhookDeliveryId, value::DeliveryFault};
use sha2::{Digest, Sha256};

/// How long it is waited before each attempt.
const WAITS: [TimeDelta; 10] = [
    TimeDelta::zero(),
    TimeDelta::seconds(5),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(2),
    TimeDelta::hours(5),
    TimeDelta::hours(10),
    TimeDelta::hours(14),
    TimeDelta::hours(20),
    TimeDelta::hours(24),
];

/// How much shorter or longer a wait may be, in a thousand parts of it.
const SPREAD: i32 = 200;

/// What follows from an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The message was taken.
    Delivered,
    /// It is tried again after a while.
    Again(TimeDelta),
    /// It is given up.
    GivenUp,
    /// It is given up, and the address with it.
    Gone,
}

/// Judges the answer to an attempt, of which there were so many.
pub(crate) fn judge(answer: Result<u16, DeliveryFault>, attempts: i32, lot: u16) -> Verdict {
    match answer {
        Ok(200..=299) => Verdict::Delivered,
        Ok(410) => Verdict::Gone,
        _ => wait(attempts, lot).map_or(Verdict::GivenUp, Verdict::Again),
    }
}

/// How long it is waited after so many attempts; `None` after the last. The lot decides where in the spread it ends.
fn wait(attempts: i32, lot: u16) -> Option<TimeDelta> {
    let usual = *WAITS.get(usize::try_from(attempts).ok()?)?;
    let share = i32::from(lot) * 2 * SPREAD / i32::from(u16::MAX) - SPREAD;
    Some(usual + usual * share / 1_000)
}

/// A number that nobody can foresee from outside and that is another one for each attempt.
pub(crate) fn lot(delivery: WebhookDeliveryId, attempts: i32) -> u16 {
    let seed = [delivery.0.as_bytes().as_slice(), &attempts.to_be_bytes()];
    let digest: [u8; 32] = Sha256::digest(seed.concat()).into();
    let [high, low, ..] = digest;
    u16::from_be_bytes([high, low])
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn ten_attempts_take_about_three_days() {
        let waits = (0..).map_while(|attempts| wait(attempts, u16::MAX / 2 + 1));
        let waits: Vec<_> = waits.collect();
        assert_eq!(waits, WAITS);
        let all: TimeDelta = waits.into_iter().sum();
        assert!(
            all > TimeDelta::days(3) && all < TimeDelta::days(4),
            "{all}"
        );
        assert_eq!(wait(10, 0), None);
        assert_eq!(wait(-1, 0), None);
    }

    #[test]
    fn a_wait_stays_within_a_fifth() {
        for (attempts, usual) in (0..).zip(WAITS) {
            let (least, most) = (usual * 4 / 5, usual * 6 / 5);
            assert_eq!(wait(attempts, 0), Some(least));
            assert_eq!(wait(attempts, u16::MAX), Some(most));
            for lot in (0..=u16::MAX).step_by(997) {
                assert!(wait(attempts, lot).is_some_and(|wait| least <= wait && wait <= most));
            }
        }
    }

    #[test]
    fn lots_are_spread() {
        let lots = (0..1_000_u128).map(|id| lot(WebhookDeliveryId(Uuid::from_u128(id)), 1));
        let lots: Vec<_> = lots.collect();
        assert!(lots.iter().any(|lot| *lot < 3_000) && lots.iter().any(|lot| *lot > 62_000));
        let id = WebhookDeliveryId(Uuid::from_u128(1));
        assert_ne!(lot(id, 1), lot(id, 2));
        assert_eq!(lot(id, 1), lot(id, 1));
    }

    #[test]
    fn answers_are_judged() {
        for status in [200, 202, 204, 299] {
            assert_eq!(judge(Ok(status), 1, 0), Verdict::Delivered);
        }
        assert_eq!(judge(Ok(410), 1, 0), Verdict::Gone);
        let again = Verdict::Again(TimeDelta::seconds(4));
        for status in [199, 301, 302, 307, 308, 400, 404, 429, 500, 503] {
            assert_eq!(judge(Ok(status), 1, 0), again, "{status}");
            assert_eq!(judge(Ok(status), 10, 0), Verdict::GivenUp, "{status}");
        }
        for fault in DeliveryFault::ALL {
            assert_eq!(judge(Err(*fault), 1, 0), again, "{fault:?}");
        }
        assert_eq!(
            judge(Ok(200), 10, 0),
            Verdict::Delivered,
            "the last one too"
        );
    }
}
