//! Columns of a file with observations: what they hold, by their headers in German or English, in any order.
//!
//! Invariant: the headers of our own export are known as they are; what is not known is told and left alone.

use crate::{import::plain::PlainRow, language::Words, text::fold};

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $de:literal / $en:literal, [$($other:literal),*];)*) => {
        /// What a column holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Column { $($(#[$doc])* $name,)* }

        impl Column {
            /// Every meaning.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its header in our own export.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// Its name.
            #[must_use]
            pub fn label(self) -> Words {
                match self { $(Self::$name => Words::new($de, $en)),* }
            }

            const fn others(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($other),*]),* }
            }
        }
    };
}

columns! {
    /// The indicator.
    Indicator = "indicator", "Indikator" / "Indicator", ["kennzahl", "kuerzel", "kurzel", "code", "indicatorcode", "indikatorcode", "kennzahlcode"];
    /// Its name.
    IndicatorLabel = "indicatorLabel", "Bezeichnung" / "Indicator name", ["bezeichnung", "indikatorname", "kennzahlname", "indicatorname", "kennzahlbezeichnung"];
    /// Its unit.
    Unit = "unit", "Einheit" / "Unit", ["masseinheit"];
    /// The municipality.
    City = "city", "Gemeindeschlüssel" / "Municipality", ["ags", "gemeindeschlussel", "gemeinde", "kommune", "schlussel", "stadt", "municipality"];
    /// Its name.
    CityName = "cityName", "Gemeindename" / "Name of the municipality", ["stadtname", "gemeindename", "name", "municipalityname"];
    /// The year.
    Year = "year", "Jahr" / "Year", ["berichtsjahr", "bezugsjahr", "zeit", "period"];
    /// The value.
    Value = "value", "Wert" / "Value", ["messwert", "zahl", "obsvalue", "betrag"];
    /// Whether it was measured.
    ValueKind = "valueKind", "Art des Werts" / "Kind of value", ["wertart", "art", "artdeswerts", "kind"];
    /// SDMX status.
    ObsStatus = "obsStatus", "Status" / "Status", ["status", "wertstatus", "statusdeswerts", "observationstatus"];
    /// Confidentiality.
    ConfStatus = "confStatus", "Vertraulichkeit" / "Confidentiality", ["vertraulichkeit", "confidentiality", "confidentialitystatus"];
    /// Why there is nothing, in what we exported: not read.
    Reason = "reason", "Sperrgrund" / "Reason", ["sperrgrund", "grunddeszuruckhaltens", "reasonforwithholding"];
    /// Answers or cases.
    Sample = "sample", "Stichprobe" / "Sample", ["stichprobe", "fallzahl", "n"];
    /// What was counted.
    Numerator = "numerator", "Zähler" / "Numerator", ["zahler"];
    /// By what it was divided.
    Denominator = "denominator", "Nenner" / "Denominator", ["nenner"];
    /// How well it is documented.
    Confidence = "confidence", "Verlässlichkeit" / "Confidence", ["verlasslichkeit", "qualitat", "beleglage"];
    /// Who may read it.
    Visibility = "visibility", "Sichtbarkeit" / "Visibility", ["sichtbarkeit"];
    /// Where it comes from.
    Source = "source", "Quelle" / "Source", ["quelle", "datenquelle"];
    /// What to mind.
    Note = "note", "Anmerkung" / "Note", ["anmerkung", "bemerkung", "hinweis", "kommentar"];
    /// When it was entered, in what we exported: not read.
    RecordedAt = "recordedAt", "Erfasst am" / "Recorded at", ["erfasstam", "erfasst", "recorded"];
}

impl Column {
    /// The meaning of a header.
    #[must_use]
    pub fn of_header(header: &str) -> Option<Self> {
        let folded: String = fold(header)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        Self::ALL.iter().copied().find(|column| {
            fold(column.word()) == folded
                || column.others().contains(&folded.as_str())
                || fold(column.label().text(crate::language::Language::De)) == folded
        })
    }
}

/// How much a row looks like the header.
pub(super) fn score(texts: &[&str]) -> u32 {
    let known = texts
        .iter()
        .filter(|text| Column::of_header(text).is_some());
    u32::try_from(known.count()).unwrap_or(u32::MAX)
}

/// A column of the file.
#[derive(Clone, Debug)]
pub struct FileColumn {
    /// Its number, from 1.
    pub number: u32,
    /// Its header as it stands in the file.
    pub header: String,
    /// What it holds; none where that is not known.
    pub meaning: Option<Column>,
}

/// The columns of a header row; of two with one meaning the first has it.
pub(super) fn columns(header: &PlainRow) -> Vec<FileColumn> {
    let mut columns: Vec<FileColumn> = Vec::new();
    for cell in &header.cells {
        let meaning = Column::of_header(&cell.text)
            .filter(|meaning| columns.iter().all(|other| other.meaning != Some(*meaning)));
        columns.push(FileColumn {
            number: cell.column,
            header: cell.text.clone(),
            meaning,
        });
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_in_both_languages_and_as_exported() {
        for column in Column::ALL {
            assert_eq!(Column::of_header(column.word()), Some(*column));
        }
        for (header, expected) in [
            ("Kennzahl", Some(Column::Indicator)),
            ("Gemeindeschlüssel", Some(Column::City)),
            ("AGS", Some(Column::City)),
            (" Jahr ", Some(Column::Year)),
            ("Zähler", Some(Column::Numerator)),
            ("Lieblingsfarbe", None),
            ("", None),
        ] {
            assert_eq!(Column::of_header(header), expected, "{header}");
        }
    }
}
