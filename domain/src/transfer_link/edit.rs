//! Changing what a link says.
//!
//! Invariant: only a party does it, at the version that it has seen, and the history tells that it was done.

use super::{
    party::hold,
    step::save,
    terms::{TransferTerms, ends},
};
use crate::{
    error::Result,
    mistake::Mistakes,
    policy::Action,
    transfer_event::Entry,
    work::{Work, check_version},
};
use entity::{id::TransferLinkId, value::TransferEventKind};

/// Changes what a link says.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN` for who is no party, `STALE_VERSION`, `CONFLICT` where it would change what a side agrees to,
/// `BAD_USER_INPUT` with everything that is wrong.
pub async fn edit(
    work: &Work<'_>,
    id: TransferLinkId,
    expected: i32,
    terms: TransferTerms,
) -> Result<()> {
    let mut held = hold(work, id, Action::Write).await?;
    check_version(expected, held.row.revision)?;
    let mut mistakes = Mistakes::default();
    terms.check(work.ctx(), &mut mistakes);
    mistakes.finish()?;
    terms.respect(&held)?;
    let before = held.row.clone();
    terms.apply(&mut held.row)?;
    ends(work, &mut held, &terms).await?;
    let owner = (held.row.tenant_id, id);
    let entry = Entry::of(TransferEventKind::Change, held.party(), held.actor);
    save(work, &before, held.row, entry).await?;
    terms.write_effects(work, owner).await
}
