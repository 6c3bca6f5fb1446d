//! Kinds of German words, as far as their form tells: what can begin a statement and what can end one.
//!
//! Invariant: everything here is a guess about one word; `boundary` decides from several of them.

/// A word as it stands between spaces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'a> {
    /// With its punctuation.
    pub raw: &'a str,
    /// Without it.
    pub core: &'a str,
}

const OPENING: [char; 8] = ['(', '[', '„', '“', '"', '»', '‚', '\''];
const CLOSING: [char; 15] = [
    ')', ']', '“', '”', '"', '«', '‘', '\'', ',', ';', ':', '.', '!', '?', '…',
];

/// Words that begin a sentence when they are capitalised.
const STARTERS: &[&str] = &[
    "Alle", "Auch", "Auf", "Aus", "Bei", "Dabei", "Dadurch", "Dafür", "Damit", "Das", "Den", "Der",
    "Die", "Diese", "Diesen", "Dieser", "Dieses", "Durch", "Ein", "Eine", "Einen", "Es", "Für",
    "Hierfür", "Im", "In", "Jede", "Jeder", "Kein", "Keine", "Mehr", "Mit", "Nach", "Nicht",
    "Ohne", "Um", "Unter", "Von", "Vor", "Weil", "Weniger", "Wenn", "Zum", "Zur", "Zwischen",
    "Über",
];
/// Small words that open or join a phrase, so that what follows belongs to them.
const JOINING: &[&str] = &[
    "ab", "als", "am", "an", "ans", "auf", "aus", "bei", "beim", "bis", "bzw", "das", "dass",
    "dem", "den", "der", "des", "die", "diese", "diesem", "diesen", "dieser", "durch", "ein",
    "eine", "einem", "einen", "einer", "eines", "für", "gegen", "ihre", "ihren", "ihrer", "im",
    "in", "inkl", "ins", "je", "jede", "jeden", "jeder", "kein", "keine", "keinen", "mehr", "mit",
    "nach", "neben", "oder", "ohne", "pro", "samt", "seine", "seinen", "sehr", "sowie", "statt",
    "um", "und", "unter", "vom", "von", "vor", "wegen", "weniger", "wie", "zu", "zum", "zur",
    "zwischen", "über",
];
/// Verbs that only close a clause together with another verb before them.
const AUXILIARIES: &[&str] = &[
    "haben", "hat", "ist", "kann", "können", "könnte", "könnten", "muss", "müssen", "sein", "sind",
    "soll", "sollen", "sollte", "sollten", "war", "waren", "werden", "wird", "wurde", "wurden",
];
/// Infinitives that close a clause whatever precedes them.
const CLOSING_VERBS: &[&str] = &[
    "bleiben",
    "bringen",
    "finden",
    "führen",
    "geben",
    "gestalten",
    "halten",
    "kommunizieren",
    "lassen",
    "machen",
    "nehmen",
    "schaffen",
    "setzen",
    "stellen",
];
/// Nouns that a name or a topic follows: "Amt Umwelt" is one thing.
const HEADS: &[&str] = &[
    "Abteilung",
    "Amt",
    "Arbeitsgruppe",
    "Ausschuss",
    "Bereich",
    "Bezirk",
    "Dezernat",
    "Fachbereich",
    "Fachdienst",
    "Format",
    "Gruppe",
    "Initiative",
    "Kampagne",
    "Phase",
    "Programm",
    "Projekt",
    "Referat",
    "Stabsstelle",
    "Stadt",
    "Team",
    "Thema",
    "Workshop",
];
const ADJECTIVE_STEMS: &[&str] = &[
    "ig", "lich", "isch", "iv", "bar", "sam", "los", "iell", "uell", "onell", "formell", "al",
    "end", "iert", "er", "haft",
];
/// Nouns that look like adjectives.
const NO_ADJECTIVES: &[&str] = &[
    "Alternative",
    "Alternativen",
    "Initiative",
    "Initiativen",
    "Perspektive",
    "Perspektiven",
    "Potenziale",
    "Potenzialen",
    "Signale",
    "Signalen",
];
const ABSTRACT_NOUNS: &[&str] = &["ung", "heit", "keit", "schaft", "tion", "tät", "nis"];

impl<'a> Word<'a> {
    pub(super) fn new(raw: &'a str) -> Self {
        let core = raw.trim_start_matches(OPENING).trim_end_matches(CLOSING);
        Self { raw, core }
    }

    pub(super) fn is_capital(self) -> bool {
        self.core.starts_with(char::is_uppercase)
    }

    fn is_lower(self) -> bool {
        self.core.starts_with(char::is_lowercase)
    }

    /// No punctuation follows it.
    pub(super) fn is_open(self) -> bool {
        self.raw.ends_with(self.core)
            && !self.core.is_empty()
            && !self.core.ends_with(['-', '–', '/', '&', '+'])
    }

    pub(super) fn is_joining(self) -> bool {
        JOINING.contains(&self.core)
    }

    pub(super) fn is_starter(self) -> bool {
        STARTERS.contains(&self.core)
    }

    pub(super) fn is_auxiliary(self) -> bool {
        AUXILIARIES.contains(&self.core)
    }

    pub(super) fn is_closing_verb(self) -> bool {
        CLOSING_VERBS.contains(&self.core)
    }

    /// Short and all capitals, such as AG or FB.
    pub(super) fn is_abbreviation(self) -> bool {
        self.core.chars().count() <= 4
            && self
                .core
                .chars()
                .all(|c| c.is_uppercase() || c.is_ascii_digit())
    }

    pub(super) fn is_head(self) -> bool {
        HEADS.contains(&self.core)
    }

    /// Ends an enumeration that goes no further.
    pub(super) fn is_et_cetera(self) -> bool {
        matches!(self.raw, "etc." | "usw." | "etc" | "usw" | "ff.")
    }

    /// An inflected adjective, by its ending.
    pub(super) fn is_adjective(self) -> bool {
        let stem = ["en", "em", "er", "es", "e"]
            .iter()
            .find_map(|ending| self.core.strip_suffix(ending));
        !NO_ADJECTIVES.contains(&self.core)
            && stem.is_some_and(|stem| {
                stem.chars().count() >= 4 && ADJECTIVE_STEMS.iter().any(|end| stem.ends_with(end))
            })
    }

    /// A comparative in lower case, as short statements begin with it: "schnellere Planung".
    pub(super) fn is_comparative(self) -> bool {
        const NOT: [&str; 6] = [
            "andere", "anderen", "unsere", "unseren", "mehrere", "mehreren",
        ];
        let has_ending = ["ere", "eren", "erer", "eres"]
            .iter()
            .any(|ending| self.core.ends_with(ending));
        let is_long = self.core.chars().count() >= 6;
        self.is_lower()
            && (matches!(self.core, "mehr" | "weniger")
                || (has_ending && is_long && !NOT.contains(&self.core)))
    }

    /// Could be an infinitive: lower case, with an ending of one, and no small word.
    pub(super) fn is_infinitive(self) -> bool {
        // "anstehenden" is an adjective made from a verb; "versenden" is none.
        let length = self.core.chars().count();
        let is_made_from_verb = length > 9 && self.core.ends_with("enden");
        let has_ending = ["en", "ern", "eln"]
            .iter()
            .any(|ending| self.core.ends_with(ending));
        self.is_lower()
            && has_ending
            && !self.is_joining()
            && !self.is_auxiliary()
            && length >= 4
            && !is_made_from_verb
    }

    /// Could be a participle or an adjective without an ending: "erreicht", "bekannt".
    pub(super) fn is_participle(self) -> bool {
        const NOT: [&str; 10] = [
            "mit", "nicht", "seit", "fast", "jetzt", "selbst", "erst", "oft", "statt", "samt",
        ];
        self.is_lower()
            && self.core.ends_with('t')
            && !NOT.contains(&self.core)
            && !self.is_auxiliary()
    }

    /// Could be a noun.
    pub(super) fn is_noun(self) -> bool {
        self.is_capital() && !self.is_starter() && !self.is_adjective()
    }

    /// A noun made from a verb or an adjective, which names no person and no place.
    pub(super) fn is_abstract_noun(self) -> bool {
        self.is_capital()
            && self.core.chars().count() >= 6
            && ABSTRACT_NOUNS
                .iter()
                .any(|ending| self.core.ends_with(ending))
    }
}
