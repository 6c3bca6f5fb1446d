//! Effects of a transfer that were observed, each by an indicator.
//!
//! Invariant: they are parts of their link, written with it as a whole.

use crate::read::{Edge, columns, parent};
use entity::{
    id::{IndicatorId, TransferEffectId, TransferLinkId},
    indicator,
};

columns! {
    /// An effect of a transfer that was observed.
    TransferEffect of transfer_effect, parts;
    keys {
        /// Key.
        id: TransferEffectId = Id,
        /// The link.
        link_id: TransferLinkId = LinkId,
        /// The indicator that shows it.
        indicator_id: IndicatorId = IndicatorId,
    }
    fields {
        /// What it shows.
        note: Option<String> = Note / "note",
    }
}

parent!(TransferEffect, "transferEffect", |reader, nodes, edge| {
    Edge::Indicator => reader.to_reference::<_, indicator::Model>(nodes, edge, |node| Some(node.indicator_id)),
});
