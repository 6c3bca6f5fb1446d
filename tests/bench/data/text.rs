//! German texts of made-up projects.
//!
//! Invariant: the same number always gives the same text, and texts of neighbouring numbers have little in common.

const TOPICS: [&str; 16] = [
    "Wärmeplanung",
    "Radvorrangroute",
    "Hitzeaktionsplan",
    "Regenwassermanagement",
    "Mängelmelder",
    "Bürgerhaushalt",
    "Schulwegsicherung",
    "Bauantragsportal",
    "Quartierszentrum",
    "Mehrwegangebot",
    "Stadtklimasensorik",
    "Leerstandsvermittlung",
    "Energieberatung",
    "Ganztagsbetreuung",
    "Entsiegelung",
    "Datenplattform",
];

const QUALITIES: [&str; 12] = [
    "gemeinsame",
    "digitale",
    "barrierefreie",
    "klimagerechte",
    "ehrenamtlich getragene",
    "interkommunale",
    "stufenweise",
    "quartiersbezogene",
    "mehrsprachige",
    "kostensparende",
    "offene",
    "verstetigte",
];

const PLACES: [&str; 14] = [
    "in der Altstadt",
    "am Bahnhof",
    "in den Ortsteilen",
    "im Gewerbegebiet Süd",
    "rund um die Grundschulen",
    "entlang des Flusses",
    "in der Kernverwaltung",
    "im Rathaus",
    "auf dem Kasernengelände",
    "in der Nordstadt",
    "für das Umland",
    "mit den Stadtwerken",
    "im Landkreis",
    "für Vereine",
];

const SENTENCES: [&str; 12] = [
    "Der Rat hat das Vorhaben einstimmig beschlossen und Mittel für zwei Jahre bereitgestellt.",
    "Die Fachämter arbeiten dafür erstmals in einer gemeinsamen Gruppe.",
    "Anwohnerinnen und Anwohner wurden auf drei Abenden beteiligt.",
    "Ein Vorbild aus einer Nachbarstadt wurde an die eigenen Abläufe angepasst.",
    "Die Stelle für die Betreuung konnte erst nach einem Jahr besetzt werden.",
    "Der Datenschutz wurde früh einbezogen, das ersparte spätere Änderungen.",
    "Die Ausschreibung musste wiederholt werden, weil kein Angebot den Rahmen hielt.",
    "Nach dem ersten Winter wurden die Ergebnisse im Ausschuss vorgestellt.",
    "Die Förderung des Landes deckt gut die Hälfte der Kosten.",
    "Für den Dauerbetrieb fehlt noch ein Beschluss.",
    "Die Erfahrungen stehen anderen Kommunen als Leitfaden zur Verfügung.",
    "Eine Befragung ergab deutlich mehr Zustimmung als vor dem Beginn.",
];

/// A number that looks random; each salt gives another row of them.
pub fn mix(number: u32, salt: u32) -> u32 {
    let mut x = (u64::from(salt) << 32 | u64::from(number)).wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (x >> 32) as u32
}

/// One of the choices.
pub fn choose<T: Copy>(choices: &[T], number: u32, salt: u32) -> T {
    let place = mix(number, salt) as usize % choices.len();
    *choices.get(place).unwrap()
}

/// The working title of a project.
pub fn title(number: u32) -> String {
    let topic = choose(&TOPICS, number, 1);
    let quality = choose(&QUALITIES, number, 2);
    let place = choose(&PLACES, number, 3);
    match mix(number, 4) % 3 {
        0 => format!("{topic} {place}"),
        1 => format!("{topic}: {quality} Umsetzung {place}"),
        _ => format!("Eine {quality} {topic} {place}"),
    }
}

/// A paragraph of so many sentences.
pub fn paragraph(number: u32, sentences: u32) -> String {
    let one = |at| choose(&SENTENCES, number, 10 + at);
    (0..sentences).map(one).collect::<Vec<_>>().join(" ")
}
