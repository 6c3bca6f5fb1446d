//! Peer groups: by rule, by nearest neighbours, as lists, and closed rings whose members accepted its rules.
//!
//! Invariant: this step is not edited after its release. Who reads a group is what its visibility says, as with plans;
//! its parts are read with it.

use crate::{
    column::{
        double_null, drop_all, id, index, integer, integer_null, moment, moment_null, refers,
        refers_to, release, stamps, table, text, text_null, unique, uuid, uuid_null, word,
    },
    guard::{OWNED, guard, part},
};
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// Peer groups.
#[derive(DeriveMigrationName)]
pub struct Migration;

const GROUP: &str = "peer_group";
const INDICATOR: &str = "peer_group_indicator";
const CITY: &str = "peer_group_city";
const RING: &str = "ring_member";
const NETWORK: &str = "network";

/// In `FROM` the bodies of the functions become part of the statement.
const READABLE: &str = "tenant_id = (SELECT acting_tenant()) OR (deleted_at IS NULL \
    AND (embargo_until IS NULL OR embargo_until <= now()) AND (visibility = 'PUBLIC' \
    OR (visibility = 'NETWORK' AND network_id IN (SELECT network_id FROM acting_networks() AS networks (network_id))) \
    OR (visibility = 'SHARED' AND id IN (SELECT subject_id FROM shared_with_acting_tenant() AS shared (subject_id)))))";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        group(manager).await?;
        parts(manager).await?;
        for (name, first) in POLICY {
            let mut column = integer(name);
            column.default(first);
            let add = Table::alter()
                .table(Alias::new(NETWORK))
                .add_column(&mut column)
                .to_owned();
            manager.alter_table(add).await?;
        }
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        guard(manager, GROUP, READABLE, OWNED).await?;
        for name in [INDICATOR, CITY, RING] {
            part(manager, name, "group_id", GROUP).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &[RING, CITY, INDICATOR, GROUP]).await?;
        for (name, _) in POLICY {
            let drop = Table::alter()
                .table(Alias::new(NETWORK))
                .drop_column(Alias::new(name))
                .to_owned();
            manager.alter_table(drop).await?;
        }
        Ok(())
    }
}

/// What must hold before a figure over confidential values is shown, unless a network says otherwise.
const POLICY: [(&str, i32); 7] = [
    ("least_contributors", 5),
    ("least_for_quartiles", 8),
    ("least_for_deciles", 20),
    ("dominance_percent", 75),
    ("estimate_percent", 10),
    ("least_persons", 3),
    ("person_step", 5),
];

async fn group(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut group = table(GROUP);
    group
        .col(id())
        .col(uuid("tenant_id"))
        .col(uuid_null("network_id"))
        .col(word("kind"))
        .col(text("name"))
        .col(text_null("description"))
        // The rule of a group that follows from one: which cities, or whose neighbours by what.
        .col(text_null("rule"))
        .col(text_null("terms"))
        .col(integer("terms_version"))
        .col(word("results_visibility"));
    release(&mut group);
    stamps(&mut group);
    refers(&mut group, GROUP, "tenant_id", "tenant");
    refers(&mut group, GROUP, "network_id", NETWORK);
    manager.create_table(group).await?;
    index(manager, GROUP, &["tenant_id", "id"]).await?;
    index(manager, GROUP, &["network_id", "id"]).await
}

async fn parts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut indicator = part_of(INDICATOR);
    indicator.col(uuid("indicator_id")).col(integer("position"));
    refers(&mut indicator, INDICATOR, "indicator_id", "indicator");
    manager.create_table(indicator).await?;
    unique(manager, INDICATOR, &["group_id", "indicator_id"]).await?;

    let mut city = part_of(CITY);
    // The cities of a list; with a year the cities as they were frozen for it.
    city.col(integer_null("year"))
        .col(text("city_ags"))
        .col(double_null("distance"))
        .col(moment("frozen_at"));
    refers_to(&mut city, CITY, "city_ags", ("city", "ags"));
    manager.create_table(city).await?;
    index(manager, CITY, &["group_id", "year", "city_ags"]).await?;

    let mut ring = part_of(RING);
    ring.col(uuid("member_id"))
        .col(text("city_ags"))
        .col(word("state"))
        .col(integer_null("terms_version"))
        .col(moment("invited_at"))
        .col(moment_null("decided_at"));
    refers(&mut ring, RING, "member_id", "tenant");
    refers_to(&mut ring, RING, "city_ags", ("city", "ags"));
    manager.create_table(ring).await?;
    unique(manager, RING, &["group_id", "member_id"]).await?;
    index(manager, RING, &["member_id", "group_id"]).await
}

fn part_of(name: &'static str) -> TableCreateStatement {
    let mut part = table(name);
    part.col(id()).col(uuid("tenant_id")).col(uuid("group_id"));
    refers(&mut part, name, "tenant_id", "tenant");
    refers(&mut part, name, "group_id", GROUP);
    part
}
