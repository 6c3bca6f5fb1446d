//! A row of a table, of which only the selected columns were read.
//!
//! Invariant: reading a column that was not selected is an error, never an empty value.

use super::Parent;
use crate::error::{Error, Result};
use entity::{id::TenantId, scope::Audience, value::Visibility};
use sea_orm::{DbErr, EntityTrait, QueryResult, Select};
use uuid::Uuid;

/// A set of columns, one bit each in the order of their declaration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields(u64);

impl Fields {
    /// No column beyond the keys.
    pub const NONE: Self = Self(0);
    /// Every column.
    pub const ALL: Self = Self(u64::MAX);

    /// The column at a place of the declaration.
    #[must_use]
    pub const fn one(place: u32) -> Self {
        Self(1 << place)
    }

    /// Both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` are in this set.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A column that is only there if it was selected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selected<T>(Option<T>);

impl<T> Selected<T> {
    /// A column that was read.
    pub const fn read(value: T) -> Self {
        Self(Some(value))
    }

    /// A column that was not selected.
    #[must_use]
    pub const fn missing() -> Self {
        Self(None)
    }

    /// The value.
    ///
    /// # Errors
    /// `INTERNAL` where the column was not selected.
    pub fn get(&self) -> Result<&T> {
        self.0.as_ref().ok_or_else(|| {
            Error::Internal("a column was used that had not been selected".to_owned())
        })
    }
}

/// A kind of node with a table of its own.
pub trait Row: Parent {
    /// Its table.
    type Entity: EntityTrait;

    /// The name of a column of the selection, as the graph calls it; `None` where it is none.
    fn field(name: &str) -> Option<Fields>;
    /// The columns to read: the keys, then the selected ones.
    fn columns(fields: Fields) -> Vec<<Self::Entity as EntityTrait>::Column>;
    /// Reads them in that order.
    ///
    /// # Errors
    /// Where the database holds something else than it should.
    fn decode(row: &QueryResult, fields: Fields) -> std::result::Result<Self, DbErr>;
    /// The column of the key.
    fn id_column() -> <Self::Entity as EntityTrait>::Column;
    /// The key.
    fn id(&self) -> Uuid;
    /// The key as outside.
    fn shown_id(&self) -> String;
    /// Its owner and who may read it, where the row says so itself and that was read.
    fn release(&self) -> Option<(TenantId, Visibility)> {
        None
    }
    /// The rows that an audience may read.
    fn scope(audience: &Audience) -> Select<Self::Entity>;
}

/// Declares a row: its keys, which are always read, and its columns, which are read when they are selected.
macro_rules! columns {
    (
        $(#[$doc:meta])*
        $name:ident of $entity:ident, $($kind:ident)+;
        keys { $($(#[$kdoc:meta])* $key:ident: $kty:ty = $kcol:ident,)* }
        fields { $($(#[$fdoc:meta])* $field:ident: $fty:ty = $fcol:ident / $word:literal,)* }
    ) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name {
            $($(#[$kdoc])* pub $key: $kty,)*
            $($(#[$fdoc])* pub $field: $crate::read::Selected<$fty>,)*
            /// What its edges lead to, as far as they were followed.
            pub edges: $crate::read::Edges,
        }

        impl $name {
            /// The names of its columns in the graph, in the order of their declaration.
            pub const FIELDS: &'static [&'static str] = &[$($word),*];
        }

        impl $crate::read::Row for $name {
            type Entity = entity::$entity::Entity;

            fn field(name: &str) -> Option<$crate::read::Fields> {
                let place = Self::FIELDS.iter().position(|field| *field == name)?;
                u32::try_from(place).ok().map($crate::read::Fields::one)
            }

            fn columns(fields: $crate::read::Fields) -> Vec<entity::$entity::Column> {
                let mut columns = vec![$(entity::$entity::Column::$kcol),*];
                let mut place = 0_u32;
                $(
                    if fields.has($crate::read::Fields::one(place)) {
                        columns.push(entity::$entity::Column::$fcol);
                    }
                    place += 1;
                )*
                debug_assert!(place <= 64);
                columns
            }

            fn decode(
                row: &sea_orm::QueryResult,
                fields: $crate::read::Fields,
            ) -> std::result::Result<Self, sea_orm::DbErr> {
                let mut at = 0_usize;
                $(
                    let $key = row.try_get_by_index::<$kty>(at)?;
                    at += 1;
                )*
                let mut place = 0_u32;
                $(
                    let $field = if fields.has($crate::read::Fields::one(place)) {
                        at += 1;
                        $crate::read::Selected::read(row.try_get_by_index::<$fty>(at - 1)?)
                    } else {
                        $crate::read::Selected::missing()
                    };
                    place += 1;
                )*
                debug_assert!(at > 0 && place <= 64);
                Ok(Self { $($key,)* $($field,)* edges: $crate::read::Edges::default() })
            }

            fn id_column() -> entity::$entity::Column {
                entity::$entity::Column::Id
            }

            fn id(&self) -> uuid::Uuid {
                entity::id::TypedId::uuid(self.id)
            }

            fn shown_id(&self) -> String {
                self.id.to_string()
            }

            $crate::read::scope!($entity, $($kind)+);
        }
    };
}
pub(crate) use columns;

/// From where the rows of a table are read: rows of tenants through their visibility, parts through their parents.
macro_rules! scope {
    ($entity:ident, tenant rows) => {
        fn scope(audience: &entity::scope::Audience) -> sea_orm::Select<entity::$entity::Entity> {
            <entity::$entity::Entity as entity::scope::TenantTable>::visible_to(audience)
        }

        fn release(&self) -> Option<(entity::id::TenantId, entity::value::Visibility)> {
            Some((self.tenant_id, *self.visibility.get().ok()?))
        }
    };
    ($entity:ident, narrower parts) => {
        fn scope(audience: &entity::scope::Audience) -> sea_orm::Select<entity::$entity::Entity> {
            entity::$entity::Entity::readable(audience)
        }

        fn release(&self) -> Option<(entity::id::TenantId, entity::value::Visibility)> {
            Some((self.tenant_id, (*self.visibility.get().ok()?)?))
        }
    };
    ($entity:ident, parts of parties) => {
        fn scope(audience: &entity::scope::Audience) -> sea_orm::Select<entity::$entity::Entity> {
            entity::$entity::Entity::readable(audience)
        }
    };
    ($entity:ident, parts) => {
        fn scope(_: &entity::scope::Audience) -> sea_orm::Select<entity::$entity::Entity> {
            <entity::$entity::Entity as entity::scope::PartTable>::parts()
        }
    };
}
pub(crate) use scope;
