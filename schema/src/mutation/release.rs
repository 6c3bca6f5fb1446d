//! Inputs and payloads that plans and projects have alike: publishing, retiring, restoring.
//!
//! Invariant: every change names the version that the caller has seen.

use async_graphql::ID;
use domain::{Error, Result, id::TenantId};

/// The tenants of a list of ids.
///
/// # Errors
/// `BAD_USER_INPUT` naming the one that is no id of a tenant.
pub(super) fn readers(ids: Option<Vec<ID>>) -> Result<Vec<TenantId>> {
    let ids = ids.unwrap_or_default();
    let read = |(at, id): (usize, &ID)| {
        let path = format!("readers[{at}]");
        id.parse().map_err(|_| Error::no_id::<TenantId>(path, id))
    };
    ids.iter().enumerate().map(read).collect()
}

/// The inputs and payloads for one kind of record.
macro_rules! releases {
    ($field:ident; $publish:ident, $retire:ident, $restore:ident, $retired:ident) => {
        /// Who may read it, and from when on.
        #[derive(async_graphql::InputObject)]
        pub struct $publish {
            /// Which one.
            pub $field: async_graphql::ID,
            /// The version that you have seen.
            pub expected_version: i32,
            /// Who may read it; a project never more readers than its plan.
            pub visibility: $crate::value::Visibility,
            /// Not before this moment, except for your own organisation. Not given or null: at once.
            pub embargo_until: Option<$crate::value::Moment>,
            /// Organisations that may read it, by id, at most 100: given if and only if the visibility is SHARED.
            pub readers: Option<Vec<async_graphql::ID>>,
        }

        impl $publish {
            fn release(&self) -> domain::release::Release {
                domain::release::Release {
                    visibility: self.visibility.into(),
                    embargo_until: self.embargo_until.map(|moment| moment.0),
                }
            }
        }

        /// What is to be retired.
        #[derive(async_graphql::InputObject)]
        pub struct $retire {
            /// Which one.
            pub $field: async_graphql::ID,
            /// The version that you have seen.
            pub expected_version: i32,
        }

        /// What was retired: nobody can read it until it is restored.
        #[derive(async_graphql::SimpleObject)]
        pub struct $retired {
            /// Which one.
            pub $field: async_graphql::ID,
            /// Its version now, for restoring it.
            pub version: i32,
        }

        /// What is to be restored.
        #[derive(async_graphql::InputObject)]
        pub struct $restore {
            /// Which one.
            pub $field: async_graphql::ID,
            /// The version that retiring answered.
            pub expected_version: i32,
        }
    };
}
pub(super) use releases;
