//! The policy as a table that a data protection officer can read, and its two halves held together.
//!
//! Invariant: `tests/policy.txt` is exactly what the code decides; a change of it is reviewed as a difference.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    harness::Backend,
    tenancy::{self, Fixture},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Ctx,
    actor::{Actor, Member, Principal, Role, Scope, Scopes},
    id::{NetworkId, TenantId},
    language::Language,
    policy::{Action, Facts, may},
    read::{ListRequest, PageRequest, Reader, Select},
    value::Visibility,
};
use std::{collections::BTreeSet, fmt::Write};
use uuid::Uuid;

const OWN: TenantId = TenantId(Uuid::from_u128(1));
const OTHER: TenantId = TenantId(Uuid::from_u128(2));
const NETWORK: NetworkId = NetworkId(Uuid::from_u128(3));
const ELSEWHERE: NetworkId = NetworkId(Uuid::from_u128(4));
const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn member(role: Role, scopes: Scopes) -> Actor {
    Actor::Member(Member {
        tenant: OWN,
        role,
        scopes,
        networks: vec![NETWORK],
        principal: Principal::CommandLine,
    })
}

/// Who may be asking.
fn actors() -> Vec<(&'static str, Actor)> {
    let key = |scopes: &[Scope], role| member(role, scopes.iter().copied().collect());
    let mut actors = vec![
        ("Niemand (ohne Anmeldung)", Actor::Anonymous),
        (
            "Betreiber der Plattform",
            Actor::Operator(Principal::CommandLine),
        ),
        ("Zugang ohne Rechte (Scopes)", key(&[], Role::Admin)),
        (
            "Zugang nur content:read",
            key(&[Scope::ReadContent], Role::Admin),
        ),
        (
            "Zugang nur content:write",
            key(&[Scope::WriteContent], Role::Admin),
        ),
        (
            "Zugang nur content:publish",
            key(&[Scope::PublishContent], Role::Admin),
        ),
        (
            "Zugang nur tenant:manage",
            key(&[Scope::ManageTenant], Role::Admin),
        ),
        (
            "Zugang nur audit:read",
            key(&[Scope::ReadAudit], Role::Admin),
        ),
    ];
    let names = [
        "Lesende",
        "Bearbeitende",
        "Veröffentlichende",
        "Verwaltende",
    ];
    for (name, role) in
        names
            .into_iter()
            .zip([Role::Reader, Role::Editor, Role::Publisher, Role::Admin])
    {
        actors.push((name, member(role, Scopes::all())));
    }
    actors
}

/// Whose content it is, seen from the member.
fn relations() -> [(&'static str, TenantId, Option<NetworkId>, bool); 5] {
    [
        ("eigener Mandant", OWN, Some(NETWORK), false),
        ("fremd, gleiches Netz", OTHER, Some(NETWORK), false),
        ("fremd, anderes Netz", OTHER, Some(ELSEWHERE), false),
        ("fremd, namentlich geteilt", OTHER, Some(ELSEWHERE), true),
        ("fremd, ohne Netz", OTHER, None, false),
    ]
}

fn table() -> String {
    let mut table = String::from(
        "# Wer darf was mit wessen Inhalt? Aus dem Code erzeugt, von einem Test verglichen.\n\
         # Spalten: Sichtbarkeit des Inhalts; mit (E) bei laufender Sperrfrist (Embargo). + erlaubt, . nicht erlaubt.\n",
    );
    for (who, actor) in actors() {
        let _ = writeln!(
            table,
            "\n{who}\n{:<28}{:<10}T  S  N  P  T(E) S(E) N(E) P(E)",
            "", ""
        );
        for (relation, tenant, network, is_named_reader) in relations() {
            for action in Action::ALL {
                let _ = write!(table, "{relation:<28}{:<10}", format!("{action:?}"));
                for embargo in [None, Some(NOW + TimeDelta::days(1))] {
                    for visibility in Visibility::ALL {
                        let facts = Facts {
                            tenant,
                            network,
                            visibility: *visibility,
                            embargo_until: embargo,
                            is_named_reader,
                            has_parties: false,
                        };
                        let sign = if may(&actor, *action, &facts, NOW) {
                            '+'
                        } else {
                            '.'
                        };
                        let width = if embargo.is_some() { 4 } else { 2 };
                        let _ = write!(table, "{sign}{:width$}", "");
                    }
                }
                let line = table.trim_end().len();
                table.truncate(line);
                table.push('\n');
            }
        }
    }
    table
}

#[test]
fn the_table_is_the_reviewed_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/policy.txt");
    let reviewed = std::fs::read_to_string(path).unwrap_or_default();
    let now = table();
    if now != reviewed {
        let beside = concat!(env!("CARGO_TARGET_TMPDIR"), "/policy.txt");
        std::fs::write(beside, &now).unwrap();
        panic!(
            "the policy changed: compare {path} with {beside} and, if it is meant, take it over"
        );
    }
}

#[test]
fn nobody_gains_by_having_less() {
    let facts = |visibility| Facts {
        tenant: OTHER,
        network: Some(NETWORK),
        visibility,
        embargo_until: None,
        is_named_reader: false,
        has_parties: false,
    };
    for visibility in Visibility::ALL {
        for (who, actor) in actors() {
            let anonymous = may(&Actor::Anonymous, Action::Read, &facts(*visibility), NOW);
            assert!(
                !anonymous || may(&actor, Action::Read, &facts(*visibility), NOW),
                "{who} {visibility:?}"
            );
        }
    }
}

/// For every actor and every row of the fixture: the list has the row if and only if the row may be read.
async fn lists_and_rows_agree(backend: Backend) {
    compare(backend, |_| true).await;
}

/// The same without those whose credentials are not good for reading: that is kept by the service alone, and this test is
/// asked to hold without each of its filters.
async fn lists_keep_tenants_apart(backend: Backend) {
    compare(backend, |actor| match actor {
        Actor::Member(member) => member.scopes.has(Scope::ReadContent),
        Actor::Anonymous | Actor::Operator(_) => true,
    })
    .await;
}

async fn compare(backend: Backend, is_meant: impl Fn(&Actor) -> bool) {
    let Some(fixture) = Fixture::on(backend).await else {
        return;
    };
    let mut compared = 0;
    let actors = fixture.actors().into_iter();
    for (who, actor) in actors.filter(|(_, actor)| is_meant(actor)) {
        let ctx = Ctx::new(fixture.store(), actor.clone(), Language::De);
        let listed = listed(&ctx).await;
        for project in fixture.projects() {
            let facts = Facts {
                is_named_reader: project.is_shared_with(&actor),
                has_parties: false,
                ..project.facts
            };
            assert_eq!(
                listed.contains(&project.id.to_string()),
                may(&actor, Action::Read, &facts, ctx.now()),
                "{who}: {project:?}"
            );
            compared += 1;
        }
    }
    assert!(compared > 500, "{compared}");
}

async fn listed(ctx: &Ctx) -> BTreeSet<String> {
    let reader = Reader::new(ctx);
    let (mut found, mut after) = (BTreeSet::new(), None);
    loop {
        let page = PageRequest::relay(Some(100), after, None, None).unwrap();
        let list = ListRequest {
            page,
            ..ListRequest::default()
        };
        let page = domain::project::list(&reader, &list, &Select::default())
            .await
            .unwrap();
        found.extend(page.items.iter().map(|item| item.node.id.to_string()));
        after = page
            .items
            .last()
            .filter(|_| page.has_next)
            .map(domain::read::Item::cursor);
        if after.is_none() {
            return found;
        }
    }
}

tenancy::on_both!(lists_and_rows_agree);
tenancy::on_both!(lists_keep_tenants_apart);
