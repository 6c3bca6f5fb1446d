//! Every table with rows of tenants, but for the audit log and the change feed, which outlive a tenant as proof and as
//! tombstones.
//!
//! Invariant: a row comes after the rows that it refers to, so that they can be written in this order. A test compares
//! the list with the schema.

use crate::scope::Holding;

macro_rules! holdings {
    ($($table:ident)*) => {
        $(impl Holding for crate::$table::Entity {
            const OWNER: crate::$table::Column = crate::$table::Column::TenantId;
        })*

        /// Their names.
        pub const TABLES: &[&str] = &[$(stringify!($table)),*];
    };
}

holdings! {
    membership
    plan plan_resolution
    project sub_project project_item project_barrier concept_correction project_source
    source_document source_cell
    transfer_link transfer_event expertise expertise_barrier observation observation_remark transfer_effect
    peer_group peer_group_indicator peer_group_city ring_member benchmark_release benchmark_contribution named_reader
    similarity_decision suggestion_decision
    account_role session refresh_token credential issuer document_list persisted_document stored_answer
    webhook webhook_delivery
}

/// Runs a piece of code for each table whose rows are content of tenants or say where it stands and who reads it, in the
/// order in which they can be written, with a name for the entity. Decisions about pairs are none: one project of a pair
/// at least is another tenant's.
#[macro_export]
macro_rules! for_each_content {
    ($entity:ident => $code:block) => {
        $crate::for_each_content!(@ $entity => $code; membership plan plan_resolution project sub_project project_item project_barrier
            concept_correction project_source source_document source_cell transfer_link transfer_event expertise expertise_barrier
            observation observation_remark transfer_effect peer_group peer_group_indicator peer_group_city ring_member named_reader);
    };
    (@ $entity:ident => $code:block; $($table:ident)*) => {$({
        type $entity = $crate::$table::Entity;
        $code
    })*};
}
