//! Values of trusted GraphQL documents.
//!
//! Invariant: the stored word, the GraphQL value and the REST value of one thing are the same.

use sea_orm::{DeriveActiveEnum, EnumIter, prelude::StringLen};

words! {
    /// What a key may run besides the documents that its organisation trusts.
    DocumentMode {
        /// Every document.
        Open = "OPEN",
        /// Every document; those that are not trusted are counted and logged.
        Audit = "AUDIT",
        /// Nothing else.
        Trusted = "TRUSTED",
    }
}
