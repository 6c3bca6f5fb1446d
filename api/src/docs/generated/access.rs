//! Roles, scopes and what they allow; whom content is for.
//!
//! Invariant: the table is the policy's own.

use super::{either, table};
use domain::{
    actor::{Role, Scope},
    language::Language,
    policy::Action,
    value::Visibility,
};

/// What somebody does, the role it needs and the scope.
#[must_use]
pub fn actions(language: Language) -> String {
    let head = [
        either(language, "Was", "What"),
        either(language, "Rolle, mindestens", "Role, at least"),
        either(language, "Recht (Scope)", "Scope"),
    ];
    let nobody = either(
        language,
        "keine; nur wer den Dienst betreibt",
        "none; only whoever runs the service",
    );
    let rows = Action::ALL.iter().map(|action| {
        let role = action.least_role().map(|role| format!("`{}`", role.word()));
        let scope = action.scope().map(|scope| format!("`{}`", scope.word()));
        [
            meaning(*action, language).to_owned(),
            role.unwrap_or_else(|| nobody.to_owned()),
            scope.unwrap_or_else(|| "–".to_owned()),
        ]
    });
    table(head, rows)
}

/// Every role, with what it adds to those before it.
#[must_use]
pub fn roles(language: Language) -> String {
    let head = [
        either(language, "Rolle", "Role"),
        either(language, "Kann zusätzlich", "Can in addition"),
    ];
    let rows = Role::ALL.iter().map(|role| {
        let own = Action::ALL
            .iter()
            .filter(|action| action.least_role() == Some(*role));
        let own: Vec<&str> = own.map(|action| meaning(*action, language)).collect();
        [format!("`{}`", role.word()), own.join(". ")]
    });
    table(head, rows)
}

/// Every scope, with what it lets a key or token do.
#[must_use]
pub fn scopes(language: Language) -> String {
    let head = [
        either(language, "Recht (Scope)", "Scope"),
        either(language, "In GraphQL", "In GraphQL"),
        either(language, "Erlaubt", "Allows"),
    ];
    let rows = Scope::ALL.iter().map(|scope| {
        let own = Action::ALL
            .iter()
            .filter(|action| action.scope() == Some(*scope));
        let own: Vec<&str> = own.map(|action| meaning(*action, language)).collect();
        let word = scope.word();
        let (subject, verb) = word.split_once(':').unwrap_or((word, ""));
        let graph = format!("{subject}_{verb}").to_uppercase();
        [format!("`{word}`"), format!("`{graph}`"), own.join(". ")]
    });
    table(head, rows)
}

/// For whom content can be.
#[must_use]
pub fn visibilities(language: Language) -> String {
    let head = [
        either(language, "Sichtbarkeit", "Visibility"),
        either(language, "Wer liest", "Who reads"),
    ];
    let rows = Visibility::ALL.iter().map(|visibility| {
        [
            format!("`{}`", visibility.word()),
            audience(*visibility, language).to_owned(),
        ]
    });
    table(head, rows)
}

const fn meaning(action: Action, language: Language) -> &'static str {
    match action {
        Action::Read => either(
            language,
            "Inhalte der eigenen Organisation lesen, und was andere ihr freigegeben haben",
            "Read content of the own organisation, and what others have released to it",
        ),
        Action::Write => either(
            language,
            "Inhalte anlegen und ändern, ohne zu ändern, wer sie sieht",
            "Create and change content without changing who sees it",
        ),
        Action::Publish => either(
            language,
            "Inhalte für andere freigeben und Freigaben zurücknehmen",
            "Release content to others and take that back",
        ),
        Action::Manage => either(
            language,
            "Konten, Schlüssel, Identitätsanbieter und Webhooks der Organisation verwalten",
            "Manage accounts, keys, identity providers and webhooks of the organisation",
        ),
        Action::Audit => either(
            language,
            "Das Protokoll der Organisation lesen",
            "Read the audit log of the organisation",
        ),
        Action::Operate => either(
            language,
            "Städtenetze, Organisationen und Mitgliedschaften anlegen",
            "Create networks, organisations and memberships",
        ),
    }
}

const fn audience(visibility: Visibility, language: Language) -> &'static str {
    match visibility {
        Visibility::Tenant => either(
            language,
            "Nur die Organisation, der es gehört.",
            "Only the organisation that owns it.",
        ),
        Visibility::Shared => either(
            language,
            "Die Organisation und die Organisationen, die sie dafür nennt.",
            "The organisation and the organisations that it names.",
        ),
        Visibility::Network => either(
            language,
            "Alle Mitglieder des Städtenetzes.",
            "All members of the network.",
        ),
        Visibility::Public => either(
            language,
            "Alle, auch ohne Anmeldung.",
            "Everybody, without credentials too.",
        ),
    }
}
