//! The register of personal data (Verzeichnis): every column that holds some, why, and for how long.
//!
//! Invariant: a column that can hold text stands on exactly one of the two lists, [`PERSONAL`] or [`OTHER`]; a test goes
//! over the schema of a migrated database. Export and erasure are driven by this list, so neither can forget a column.

mod other;

pub use other::OTHER;

/// What a column says of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nature {
    /// It is about the person whose row it is.
    Person,
    /// A hash by which a secret of the person is checked. Its being there is told; the hash itself stays here, since
    /// whoever has it could try out secrets.
    Secret,
    /// It stands for a person and names nobody once the account is erased.
    Pseudonym,
    /// Free text of a tenant in which a person may be named.
    Mention,
}

impl Nature {
    /// The word for it in the register.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person => "PERSON",
            Self::Secret => "SECRET",
            Self::Pseudonym => "PSEUDONYM",
            Self::Mention => "MENTION",
        }
    }
}

/// A text in German and English.
pub type Pair = (&'static str, &'static str);

/// Columns of a table that are kept for one purpose.
#[derive(Clone, Copy, Debug)]
pub struct Personal {
    /// The table.
    pub table: &'static str,
    /// What its columns say of a person.
    pub nature: Nature,
    /// What they are for.
    pub purpose: Pair,
    /// How long they are kept.
    pub retention: Pair,
    /// The columns.
    pub columns: &'static [&'static str],
}

const SIGN_IN: Pair = (
    "Anmeldung und Zuordnung von Rollen",
    "Signing in, and giving roles",
);
const PROOF: Pair = (
    "Nachweis, wer was getan und wer was gelesen hat",
    "Proof of who did what and who read what",
);
const EXCHANGE: Pair = (
    "Erfahrungsaustausch der Kommunen; Ansprechstelle soll eine Funktion sein, keine Person",
    "Exchange of experience between municipalities; contacts are meant to be roles, not people",
);
const ACCOUNT: Pair = ("bis das Konto gelöscht wird", "until the account is erased");
const ROLE: Pair = (
    "bis die Rolle entzogen oder das Konto gelöscht wird",
    "until the role is withdrawn or the account is erased",
);
const SIGN_IN_ENDED: Pair = (
    "bis retention_sign_ins_days nach dem Ende der Anmeldung",
    "until retention_sign_ins_days after the sign-in ended",
);
const KEY_ENDED: Pair = (
    "bis retention_keys_days nach dem Ende des Schlüssels; die Person wird mit dem Konto entfernt",
    "until retention_keys_days after the key ended; the person is removed together with the account",
);
const NOTIFYING: Pair = (
    "Benachrichtigung von Programmen über Änderungen",
    "Telling programs of changes",
);
const WEBHOOK: Pair = (
    "bis der Webhook entfernt wird; Nennungen einer Person bis zu deren Löschung",
    "until the webhook is removed; mentions of a person until that person is erased",
);
const CHAIN: Pair = (
    "unbefristet als Pseudonym; mit dem Konto verschwindet, wofür es steht",
    "without limit, as a pseudonym; what it stands for goes with the account",
);
const SHUT_OUT: Pair = (
    "bis kein Zugang mehr gelten kann, den sie sperrt",
    "until no access can hold any more that it shuts out",
);
const CONTENT: Pair = (
    "wie der Inhalt; aus dem Verkehr gezogener bis retention_retired_days danach; Nennungen einer Person bis zu deren Löschung",
    "as the content; retired content until retention_retired_days later; mentions of a person until that person is erased",
);

const fn personal(
    (table, nature): (&'static str, Nature),
    purpose: Pair,
    retention: Pair,
    columns: &'static [&'static str],
) -> Personal {
    Personal {
        table,
        nature,
        purpose,
        retention,
        columns,
    }
}

const fn mention(table: &'static str, columns: &'static [&'static str]) -> Personal {
    personal((table, Nature::Mention), EXCHANGE, CONTENT, columns)
}

/// Every column that holds personal data.
pub const PERSONAL: &[Personal] = &[
    personal(
        ("account", Nature::Person),
        SIGN_IN,
        ACCOUNT,
        &[
            "id",
            "email",
            "name",
            "is_operator",
            "disabled_at",
            "created_at",
            "updated_at",
        ],
    ),
    personal(
        ("account", Nature::Secret),
        SIGN_IN,
        ACCOUNT,
        &["password_hash"],
    ),
    personal(
        ("account_role", Nature::Person),
        SIGN_IN,
        ROLE,
        &["account_id", "tenant_id", "role", "created_at"],
    ),
    personal(
        ("session", Nature::Person),
        SIGN_IN,
        SIGN_IN_ENDED,
        &[
            "account_id",
            "tenant_id",
            "created_at",
            "expires_at",
            "revoked_at",
        ],
    ),
    personal(
        ("refresh_token", Nature::Person),
        SIGN_IN,
        SIGN_IN_ENDED,
        &["session_id", "created_at", "used_at"],
    ),
    personal(
        ("refresh_token", Nature::Secret),
        SIGN_IN,
        SIGN_IN_ENDED,
        &["secret_hash"],
    ),
    personal(
        ("credential", Nature::Person),
        PROOF,
        KEY_ENDED,
        &["created_by", "created_at"],
    ),
    personal(("credential", Nature::Mention), PROOF, KEY_ENDED, &["name"]),
    personal(
        ("webhook", Nature::Mention),
        NOTIFYING,
        WEBHOOK,
        &["description"],
    ),
    personal(
        ("audit_entry", Nature::Pseudonym),
        PROOF,
        CHAIN,
        &["actor", "subject", "at"],
    ),
    personal(
        ("revocation", Nature::Pseudonym),
        SIGN_IN,
        SHUT_OUT,
        &["id", "at"],
    ),
    mention("plan", &["title", "title_key", "selection_method"]),
    mention("plan_resolution", &["text"]),
    mention(
        "project",
        &[
            "working_title",
            "title_key",
            "summary",
            "overall_goal",
            "status_note",
            "responsible",
            "contact",
            "own_note",
            "search_text",
        ],
    ),
    mention("sub_project", &["title"]),
    mention("project_item", &["text"]),
    mention("project_barrier", &["note"]),
    mention("project_source", &["url"]),
    mention("source_document", &["file_name"]),
    mention("source_cell", &["header", "text"]),
    mention(
        "transfer_link",
        &[
            "rationale",
            "expected_benefit",
            "adopter_contact",
            "source_contact",
            "next_step",
            "outcome_note",
        ],
    ),
    mention("transfer_event", &["participants", "note", "document_url"]),
    mention("transfer_effect", &["note"]),
    mention("expertise", &["topic", "description", "contact"]),
    mention("observation", &["source", "note"]),
    mention("observation_remark", &["note"]),
    mention("peer_group", &["name", "description", "terms"]),
    mention("benchmark_release", &["withdrawn_because"]),
];

/// What the register says of a column; `None` where it holds no personal data.
#[must_use]
pub fn nature_of(table: &str, column: &str) -> Option<Nature> {
    let found = PERSONAL
        .iter()
        .find(|entry| entry.table == table && entry.columns.contains(&column));
    found.map(|entry| entry.nature)
}
