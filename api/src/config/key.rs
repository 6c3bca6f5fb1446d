//! Every setting that exists: its name, its default, and what it does.
//!
//! Invariant: this list is the only one. The defaults, the check for unknown keys and `staedtenetz.example.toml` are all
//! made from it, so none of them can lack a key.

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The name in the file; in the environment it is `STAEDTENETZ_` and the name in capitals.
    pub name: &'static str,
    /// The default as TOML; an empty text means "not set".
    pub default: &'static str,
    /// What it does, in German.
    pub de: &'static str,
    /// What it does, in English.
    pub en: &'static str,
}

impl Key {
    /// The environment variable of this key.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("{PREFIX}{}", self.name.to_ascii_uppercase())
    }
}

/// The start of every variable of this service.
pub(super) const PREFIX: &str = "STAEDTENETZ_";

const fn key(name: &'static str, default: &'static str, de: &'static str, en: &'static str) -> Key {
    Key {
        name,
        default,
        de,
        en,
    }
}

/// All settings, in the order of the reference.
pub const KEYS: &[Key] = &[
    key(
        "mode",
        "\"development\"",
        "Betriebsart: development oder production. In production müssen listen und public_url gesetzt sein, public_url mit https beginnen und die Datenbank PostgreSQL sein.",
        "What it runs for: development or production. In production listen and public_url must be set, public_url must be https and the database PostgreSQL.",
    ),
    key(
        "data_dir",
        "\"data\"",
        "Ordner für alles, was der Dienst selbst ablegt (SQLite-Datei, Suchindex). Wird beim Start angelegt.",
        "Folder of what the service keeps itself (SQLite file, search index). Made at the start.",
    ),
    key(
        "database_url",
        "\"\"",
        "Datenbank: sqlite://… oder postgres://…; leer bedeutet staedtenetz.sqlite in data_dir. Auch als DATABASE_URL. Ein Kennwort gehört in die Umgebung, nicht in diese Datei; es wird nie ausgegeben.",
        "Database: sqlite://… or postgres://…; empty means staedtenetz.sqlite in data_dir. DATABASE_URL works too. A password belongs in the environment, not in this file; it is never shown.",
    ),
    key(
        "database_owner_url",
        "\"\"",
        "Dieselbe PostgreSQL-Datenbank als ihr Eigentümer, nur für `migrate`; der Dienst selbst arbeitet mit database_url und darf die Tabellen nicht besitzen. Auch als DATABASE_OWNER_URL. Leer bedeutet: wie database_url.",
        "The same PostgreSQL database as its owner, for `migrate` only; the service itself works with database_url and must not own the tables. DATABASE_OWNER_URL works too. Empty means: the same as database_url.",
    ),
    key(
        "database_connections",
        "8",
        "Größte Zahl gleichzeitiger Verbindungen zur Datenbank (1 bis 1000); bei SQLite die Zahl der lesenden.",
        "Most connections to the database at a time (1 to 1000); with SQLite the reading ones.",
    ),
    key(
        "sqlite_in_production",
        "false",
        "Erlaubt SQLite in production, etwa für eine kleine Kommune auf einer einzelnen Maschine mit eigener Sicherung.",
        "Allows SQLite in production, for example for a small municipality on a single machine with backups of its own.",
    ),
    key(
        "listen",
        "\"127.0.0.1:8080\"",
        "Adresse und Port, an denen der Dienst horcht. 0.0.0.0:8080 für alle Netze, im Container notwendig.",
        "Address and port of the server. 0.0.0.0:8080 for all networks, needed in a container.",
    ),
    key(
        "public_url",
        "\"\"",
        "Adresse, unter der andere den Dienst erreichen; Anfang aller Links. Leer bedeutet: aus listen gebildet.",
        "Address at which others reach the service; the start of every link. Empty means: made from listen.",
    ),
    key(
        "behind_proxy",
        "false",
        "Ob alle Anfragen durch einen Proxy kommen, der den Absender als letzten Eintrag in X-Forwarded-For nennt. Nur dann wird dieser Kopf geglaubt; sonst könnte jeder seine Adresse erfinden.",
        "Whether all requests come through a proxy that names the sender as the last entry of X-Forwarded-For. Only then is this header believed; otherwise everybody could make up an address.",
    ),
    key(
        "token_lifetime_seconds",
        "900",
        "Wie viele Sekunden (60 bis 3600) ein Zugriffstoken gilt. Ein Widerruf wirkt unabhängig davon sofort.",
        "How many seconds (60 to 3600) an access token holds. A revocation wins at once all the same.",
    ),
    key(
        "refresh_lifetime_days",
        "30",
        "Wie viele Tage (1 bis 365) eine Anmeldung höchstens verlängert werden kann; danach ist das Kennwort nötig.",
        "For how many days (1 to 365) a sign-in can be kept alive; then the password is needed.",
    ),
    key(
        "development_secret",
        "\"\"",
        "Gemeinsames Geheimnis (mindestens 32 Zeichen), mit dem sich zum Entwickeln Zugriffstoken (HS256) selbst ausstellen lassen. Leer bedeutet: keine. In production abgelehnt, denn wer solche Token prüfen kann, kann sie auch ausstellen.",
        "Shared secret (at least 32 characters) with which access tokens (HS256) can be made for development. Empty means none. Refused in production, since whoever can check such tokens can make them.",
    ),
    key(
        "identity_provider_reach",
        "\"public\"",
        "Wo die Schlüssel fremder Identitätsanbieter abgeholt werden: public nur im Internet, intranet auch in eigenen Netzen, beides nur mit https; local zum Ausprobieren auch ohne, nicht in production.",
        "Where keys of foreign identity providers are fetched: public on the internet only, intranet in own networks too, both by https only; local for trying out without it, not in production.",
    ),
    key(
        "retention_sign_ins_days",
        "90",
        "Wie viele Tage beendete Anmeldungen und verbrauchte Erneuerungstoken aufgehoben werden (1 bis 36500).",
        "For how many days sign-ins that ended and refresh tokens that were used are kept (1 to 36500).",
    ),
    key(
        "retention_keys_days",
        "365",
        "Wie viele Tage zurückgezogene und abgelaufene Schlüssel aufgehoben werden (1 bis 36500).",
        "For how many days keys that were withdrawn or have expired are kept (1 to 36500).",
    ),
    key(
        "retention_retired_days",
        "730",
        "Wie viele Tage aus dem Verkehr gezogene Pläne, Vorhaben und Verbindungen wiederhergestellt werden können, bevor sie endgültig gelöscht werden (1 bis 36500).",
        "For how many days retired plans, projects and transfer links can be restored before they are removed for good (1 to 36500).",
    ),
    key(
        "retention_interval_hours",
        "24",
        "Wie oft der Dienst löscht, was älter ist (in Stunden, 0 bis 8760); 0 überlässt es `staedtenetz privacy retain`.",
        "How often the service removes what is older (in hours, 0 to 8760); 0 leaves it to `staedtenetz privacy retain`.",
    ),
    key(
        "suggestion_rest_months",
        "12",
        "Wie viele Monate (1 bis 120) ein abgelehntes Paar von Vorhaben nicht wieder vorgeschlagen wird.",
        "For how many months (1 to 120) a declined pair of projects is not suggested again.",
    ),
    key(
        "embedding_endpoint",
        "\"\"",
        "Adresse eines Sprachmodells mit OpenAI-Protokoll, etwa https://ki.stadt.example/v1 auf einem eigenen Server; /embeddings wird angefügt. Leer bedeutet: keines. Gesendet werden nur Texte öffentlicher Vorhaben, nie Anfragen. In production nur mit https.",
        "Address of a language model that speaks OpenAI's protocol, for example https://ki.stadt.example/v1 on a server of your own; /embeddings is added. Empty means none. Only texts of public projects are sent, never questions. In production by https only.",
    ),
    key(
        "embedding_model",
        "\"\"",
        "Name des Modells auf diesem Server, etwa bge-m3. Wird es durch ein anderes ersetzt, braucht es einen anderen Namen.",
        "Name of the model on that server, for example bge-m3. Another model in its place needs another name.",
    ),
    key(
        "embedding_key",
        "\"\"",
        "Schlüssel für diesen Server, falls er einen verlangt. Gehört in die Umgebung, nicht in diese Datei; er wird nie ausgegeben.",
        "Key for that server, if it wants one. It belongs in the environment, not in this file; it is never shown.",
    ),
    key(
        "embedding_share_percent",
        "20",
        "Anteil der Bedeutung an der Ähnlichkeit zweier Vorhaben in Prozent (1 bis 50); die anderen Anteile werden im Verhältnis kleiner.",
        "Share of meaning in the likeness of two projects, in per cent (1 to 50); the other shares shrink in proportion.",
    ),
    key(
        "embedding_timeout_seconds",
        "30",
        "Längste Zeit für eine Antwort des Sprachmodells in Sekunden (1 bis 300). Suchen warten nie darauf.",
        "Longest time for one answer of the language model in seconds (1 to 300). Searches never wait for it.",
    ),
    key(
        "embedding_batch",
        "32",
        "Wie viele Texte eine Anfrage an das Sprachmodell höchstens enthält (1 bis 256).",
        "How many texts a request to the language model holds at most (1 to 256).",
    ),
    key(
        "webhook_key",
        "\"\"",
        "Schlüssel (mindestens 32 Zeichen), mit dem die Geheimnisse von Webhooks in der Datenbank versiegelt sind; auf allen Kopien des Dienstes derselbe. Gehört in die Umgebung, nicht in diese Datei; er wird nie ausgegeben. Leer bedeutet in production: keine Webhooks. Wird er geändert, brauchen alle Webhooks neue Geheimnisse.",
        "Key (at least 32 characters) with which secrets of webhooks are sealed in the database; the same on all copies of the service. It belongs in the environment, not in this file; it is never shown. Empty means in production: no webhooks. When it is changed, all webhooks need new secrets.",
    ),
    key(
        "webhook_allow",
        "[]",
        "Ursprünge, an die Webhooks auch dann senden dürfen, wenn sie in eigenen Netzen liegen, etwa [\"https://portal.intern.example\"]; sonst nur ins Internet und nur mit https. In production nur mit https. In der Umgebung durch Kommas getrennt.",
        "Origins to which webhooks may send although they are in networks of your own, for example [\"https://portal.intern.example\"]; otherwise to the internet only and by https only. In production by https only. Separated by commas in the environment.",
    ),
    key(
        "catalogue_publisher",
        "\"Städtenetz\"",
        "Wer im Katalog offener Daten (/api/v1/catalogue, DCAT-AP.de) als Herausgeber steht.",
        "Who stands in the catalogue of open data (/api/v1/catalogue, DCAT-AP.de) as its publisher.",
    ),
    key(
        "catalogue_contact_email",
        "\"\"",
        "E-Mail-Adresse für Fragen zu offenen Daten. Leer bedeutet: die Adresse des Dienstes.",
        "Email address for questions about open data. Empty means the address of the service.",
    ),
    key(
        "catalogue_contributor_id",
        "\"\"",
        "Datenbereitsteller bei GovData: das Ende der Adresse aus der Liste http://dcat-ap.de/def/contributors. Leer bedeutet: keiner.",
        "Contributor at GovData: the end of the address in the list http://dcat-ap.de/def/contributors. Empty means none.",
    ),
    key(
        "catalogue_licence",
        "\"other-closed\"",
        "Lizenz der offenen Daten nach http://dcat-ap.de/def/licenses: dl-by-de/2.0, dl-zero-de/2.0, cc-by/4.0, cc-by-sa/4.0, cc-zero, odbl, other-open; other-closed, solange niemand entschieden hat.",
        "Licence of open data after http://dcat-ap.de/def/licenses: dl-by-de/2.0, dl-zero-de/2.0, cc-by/4.0, cc-by-sa/4.0, cc-zero, odbl, other-open; other-closed until somebody has decided.",
    ),
    key(
        "workers",
        "0",
        "Zahl der Arbeitsfäden (0 bis 1024); 0 bedeutet einen je Prozessor.",
        "Worker threads (0 to 1024); 0 means one for each processor.",
    ),
    key(
        "log",
        "\"info,sea_orm_migration=warn,actix_server=warn\"",
        "Welche Zeilen protokolliert werden: error, warn, info, debug, trace, auch je Modul (info,sqlx=debug).",
        "Which lines are logged: error, warn, info, debug, trace, also by module (info,sqlx=debug).",
    ),
    key(
        "log_format",
        "\"auto\"",
        "text für Menschen, json für Maschinen; auto bedeutet json in production, sonst text.",
        "text for people, json for machines; auto means json in production, else text.",
    ),
    key(
        "body_limit_bytes",
        "262144",
        "Längster Inhalt einer Anfrage in Bytes (1024 bis 67108864); mehr wird mit 413 abgewiesen.",
        "Longest request body in bytes (1024 to 67108864); more is refused with 413.",
    ),
    key(
        "request_timeout_seconds",
        "10",
        "Längste Zeit für eine Antwort in Sekunden (1 bis 600); danach wird mit 504 (DEADLINE) abgebrochen, auch in der Datenbank (PostgreSQL).",
        "Longest time for one answer in seconds (1 to 600); then it is given up with 504 (DEADLINE), in the database too (PostgreSQL).",
    ),
    key(
        "shutdown_timeout_seconds",
        "30",
        "Wie viele Sekunden (0 bis 600) beim Beenden auf laufende Anfragen gewartet wird.",
        "How many seconds (0 to 600) a shutdown waits for running requests.",
    ),
    key(
        "graphql_tokens",
        "2000",
        "Höchstzahl der Wortzeichen (Tokens) eines GraphQL-Dokuments (100 bis 100000).",
        "Most tokens of a GraphQL document (100 to 100000).",
    ),
    key(
        "graphql_depth",
        "12",
        "Größte Verschachtelung einer GraphQL-Abfrage (3 bis 50).",
        "Deepest nesting of a GraphQL operation (3 to 50).",
    ),
    key(
        "graphql_aliases",
        "30",
        "Höchstzahl der Aliase und wiederholten Felder (1 bis 1000).",
        "Most aliases and repeated fields (1 to 1000).",
    ),
    key(
        "graphql_root_fields",
        "20",
        "Höchstzahl der Felder an der Wurzel (1 bis 1000).",
        "Most fields at the root (1 to 1000).",
    ),
    key(
        "graphql_directives",
        "20",
        "Höchstzahl der Direktiven einer Abfrage (1 bis 1000).",
        "Most directives of an operation (1 to 1000).",
    ),
    key(
        "graphql_cost",
        "10000",
        "Größte geschätzte Kosten einer Operation: vor allem die Zahl der Objekte in ihrer Antwort (100 bis 10000000).",
        "Largest estimated cost of an operation: mostly the number of objects in its answer (100 to 10000000).",
    ),
    key(
        "rate_limit",
        "true",
        "Ob begrenzt ist, wie viel in kurzer Zeit verlangt werden kann. Gezählt wird in Punkten: GraphQL 1 und die Kosten der Operation; REST 1 zum Lesen, 10 zum Ändern, und 1 je KiB der Antwort. Jede Kopie des Dienstes zählt für sich.",
        "Whether there is a limit to how much can be asked for in a short time. It is counted in points: GraphQL 1 and the cost of the operation; REST 1 to read, 10 to change, and 1 for each KiB of the answer. Each copy of the service counts for itself.",
    ),
    key(
        "rate_limit_client_points",
        "50000",
        "Punkte, die ein Zugang (Konto oder Schlüssel) auf einmal verbrauchen kann (100 bis 1000000000); eine Organisation hat fünfmal so viele.",
        "Points that a credential (account or key) can spend at once (100 to 1000000000); an organisation has five times as many.",
    ),
    key(
        "rate_limit_client_per_second",
        "2000",
        "Wie viele davon je Sekunde nachkommen (1 bis 1000000000).",
        "How many of them come back each second (1 to 1000000000).",
    ),
    key(
        "rate_limit_address_points",
        "20000",
        "Dasselbe je Internetadresse (IPv6: je /64) für alle, die sich nicht ausweisen; hinter einem Proxy muss behind_proxy gesetzt sein.",
        "The same for each internet address (IPv6: each /64) of those who show no credential; behind a proxy behind_proxy has to be set.",
    ),
    key(
        "rate_limit_address_per_second",
        "1000",
        "Wie viele davon je Sekunde nachkommen (1 bis 1000000000).",
        "How many of them come back each second (1 to 1000000000).",
    ),
    key(
        "graphql_persisted_max_age_seconds",
        "0",
        "Wie viele Sekunden (0 bis 86400) ein Zwischenspeicher (CDN) eine öffentliche Antwort auf GET /graphql?documentId=… geben darf, ohne nachzufragen. 0 bedeutet: er fragt jedes Mal mit dem ETag. Was zurückgezogen wird, ist dort höchstens so lange noch zu sehen.",
        "For how many seconds (0 to 86400) a cache (CDN) may give a public answer to GET /graphql?documentId=… without asking again. 0 means: it asks each time with the ETag. What is taken back can be seen there for that long at most.",
    ),
    key(
        "graphql_http_profile",
        "\"2025\"",
        "Welcher Fassung von GraphQL over HTTP die Statuszahlen von /graphql folgen: 2025 (was Clients kennen) oder 2026-draft (Entwurf vom August 2026: 422 statt 400 für Anfragen, die lesbar sind und nicht passen, 294 für unvollständige Daten; nur mit Accept: application/graphql-response+json).",
        "Which edition of GraphQL over HTTP the statuses of /graphql follow: 2025 (what clients know) or 2026-draft (working draft of August 2026: 422 instead of 400 for requests that can be read and do not fit, 294 for incomplete data; only with Accept: application/graphql-response+json).",
    ),
    key(
        "subscription_connections_per_tenant",
        "200",
        "Wie viele Verbindungen für Abonnements (WebSocket, Server-Sent Events) ein Mandant je Kopie des Dienstes offen haben kann (1 bis 100000).",
        "How many connections for subscriptions (WebSocket, server-sent events) a tenant can have open on each copy of the service (1 to 100000).",
    ),
    key(
        "subscription_connections_per_address",
        "100",
        "Dasselbe je Internetadresse für alle, die sich nicht ausweisen oder es noch nicht getan haben (1 bis 100000).",
        "The same for each internet address of those who show no credential, or have not yet (1 to 100000).",
    ),
    key(
        "subscription_operations",
        "20",
        "Wie viele Abonnements und Abfragen auf einer Verbindung zugleich laufen können (1 bis 1000).",
        "How many subscriptions and queries can run on one connection at a time (1 to 1000).",
    ),
    key(
        "subscription_init_seconds",
        "3",
        "Wie viele Sekunden (1 bis 60) ein WebSocket auf connection_init wartet, bevor er mit 4408 geschlossen wird.",
        "How many seconds (1 to 60) a WebSocket waits for connection_init before it is closed with 4408.",
    ),
    key(
        "subscription_ping_seconds",
        "20",
        "Wie oft (alle 1 bis 3600 Sekunden) auf einer stillen Verbindung ein Lebenszeichen gesendet wird; ein WebSocket, der zweimal nicht antwortet, wird getrennt.",
        "How often (every 1 to 3600 seconds) a sign of life is sent on a quiet connection; a WebSocket that does not answer two of them is cut off.",
    ),
    key(
        "subscription_patience_seconds",
        "30",
        "Wie viele Sekunden (1 bis 600) auf jemanden gewartet wird, der nicht liest, was ihm gesendet wird; dann wird geschlossen (1013), und er kann beim letzten Cursor weitermachen.",
        "How many seconds (1 to 600) somebody is waited for who does not read what is sent to them; then it is closed (1013), and they can go on from their last cursor.",
    ),
    key(
        "default_language",
        "\"de\"",
        "Sprache von Bezeichnungen und Meldungen, wenn keine verlangt ist: de oder en.",
        "Language of labels and messages when none is asked for: de or en.",
    ),
    key(
        "graphiql",
        "true",
        "Ob /graphql im Browser die Abfrageoberfläche GraphiQL zeigt.",
        "Whether /graphql shows the query editor GraphiQL in a browser.",
    ),
    key(
        "cors_origins",
        "[]",
        "Webseiten dieser Ursprünge dürfen den Dienst aus dem Browser aufrufen, etwa [\"https://portal.example.org\"]; leer bedeutet keine. In der Umgebung durch Kommas getrennt.",
        "Web pages of these origins may call the service from a browser, for example [\"https://portal.example.org\"]; empty means none. Separated by commas in the environment.",
    ),
];
