//! What the demo says when it has started.
//!
//! Invariant: everything it names can be pasted and works.

use super::Summary;
use domain::store::Store;
use std::path::Path;

/// Addresses, queries and what to look at first.
#[must_use]
pub fn greeting(store: &Store, summary: &Summary, port: u16, folder: &Path) -> String {
    let base = format!("http://127.0.0.1:{port}");
    let cities = store.reference().cities.all().len();
    let done = if summary.is_new {
        format!(
            "Neu angelegt in {}: {} Kommunen im Verzeichnis, {} Städte im Netz kora, {} Vorhaben, {} Messwerte.",
            folder.display(),
            cities,
            summary.tenants,
            summary.projects,
            summary.observations
        )
    } else {
        format!(
            "Die Daten in {} sind noch da; nichts wurde geändert.",
            folder.display()
        )
    };
    format!(
        r#"
Städtenetz läuft. {done}

  Anleitungen    {base}/docs/       (deutsch und englisch)
  GraphiQL       {base}/graphql     (Beispielabfragen in den Reitern)
  REST           {base}/docs/rest/  (OpenAPI: {base}/api/v1/openapi.json)
  Schema         {base}/graphql/schema.graphql
  Zustand        {base}/readyz, {base}/metrics

Zum Anfangen:

  # Vorhaben aus Aachen im Feld A, mit deutschen Bezeichnungen
  curl '{base}/api/v1/projects?city=05334002&actionField=A'

  # Wer hat das Hemmnis „Personal und Kompetenzen“ angepackt? (auf Englisch)
  curl -H 'Accept-Language: en' '{base}/api/v1/projects?barrier=H7'

  # Eine Stadt finden, auch ohne Umlaute
  curl '{base}/api/v1/cities?name=nurnb'

  # Dasselbe und mehr in einer Abfrage
  curl {base}/graphql -H 'Content-Type: application/json' -d '{{"query":"{{ projects(first: 3, filter: {{ barrier: [\"H7\"] }}) {{ nodes {{ workingTitle statusLabel city {{ name }} barriers {{ nodes {{ role barrier {{ label }} }} }} }} }} }}"}}'

Beenden mit Strg+C. Der nächste Start behält die Daten.
"#
    )
}
