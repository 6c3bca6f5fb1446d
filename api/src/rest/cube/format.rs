//! The forms that a cube comes in, and which of them a client wants.
//!
//! Invariant: a name in the query decides before `Accept`; whoever accepts anything gets flat JSON.

use domain::{Error, Result};

/// A form of a cube.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One array of flat objects.
    Json,
    /// Comma-separated values after RFC 4180.
    Csv,
    /// JSON-stat 2.0.
    JsonStat,
    /// SDMX-CSV 2.1.
    SdmxCsv,
    /// SDMX-JSON 2.1.
    SdmxJson,
    /// An Office Open XML workbook.
    Xlsx,
}

impl Format {
    /// All forms, those first that win among equally accepted ones.
    pub const ALL: [Self; 6] = [
        Self::Json,
        Self::Csv,
        Self::JsonStat,
        Self::SdmxCsv,
        Self::SdmxJson,
        Self::Xlsx,
    ];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::JsonStat => "json-stat",
            Self::SdmxCsv => "sdmx-csv",
            Self::SdmxJson => "sdmx-json",
            Self::Xlsx => "xlsx",
        }
    }

    /// Its media type.
    pub const fn media(self) -> &'static str {
        match self {
            Self::Json | Self::JsonStat => "application/json",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::SdmxCsv => "application/vnd.sdmx.data+csv; version=2.1.0; charset=utf-8",
            Self::SdmxJson => "application/vnd.sdmx.data+json; version=2.1.0",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// How its files end; none where it is no file to keep.
    pub const fn file(self) -> Option<&'static str> {
        match self {
            Self::Csv => Some("csv"),
            Self::SdmxCsv => Some("sdmx.csv"),
            Self::Xlsx => Some("xlsx"),
            Self::Json | Self::JsonStat | Self::SdmxJson => None,
        }
    }

    /// At most so many cells; none where only the bound of all cubes holds.
    pub const fn most(self) -> Option<usize> {
        match self {
            Self::Xlsx => Some(100_000),
            _ => None,
        }
    }

    /// The media type without parameters, as `Accept` names it. JSON-stat has none of its own.
    fn accepted(self) -> Option<&'static str> {
        match self {
            Self::JsonStat => None,
            _ => self.media().split(';').next(),
        }
    }

    /// The form that is named, else the one that a client prefers.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a name that does not exist.
    pub fn wanted(name: Option<&str>, accept: &str) -> Result<Self> {
        let Some(name) = name else {
            return Ok(preferred(accept));
        };
        let mut all = Self::ALL.iter().copied();
        all.find(|format| format.word() == name).ok_or_else(|| {
            let all = Self::ALL.map(Self::word).join(", ");
            Error::invalid(
                "format",
                format!("{name:?} gibt es nicht; möglich sind {all}."),
                format!("{name:?} does not exist; possible are {all}."),
            )
        })
    }
}

/// What `Accept` says of a form: how exactly it names it, and with which quality.
fn quality(format: Format, accept: &str) -> Option<(f32, u8)> {
    let own = format.accepted()?;
    let group = own.split('/').next().unwrap_or_default();
    let ranges = accept.split(',').take(32).filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let exactness = match name.as_str() {
            "*/*" => 0,
            _ if name.strip_suffix("/*") == Some(group) => 1,
            _ if name == own => 2,
            _ => return None,
        };
        let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok());
        Some((exactness, quality.unwrap_or(1.0)))
    });
    // The range that names it most exactly counts, whatever its quality.
    let (exactness, quality) = ranges.max_by_key(|(exactness, _)| *exactness)?;
    Some((quality, exactness))
}

fn preferred(accept: &str) -> Format {
    let mut best = (0.0, 0, Format::Json);
    for format in Format::ALL {
        if let Some((quality, exactness)) = quality(format, accept)
            && quality > 0.0
            && (quality, exactness) > (best.0, best.1)
        {
            best = (quality, exactness, format);
        }
    }
    best.2
}

/// Whether codes come with their names in SDMX-CSV: by the query, else by the parameter of `Accept`.
///
/// # Errors
/// `BAD_USER_INPUT` for a word that does not exist.
pub fn has_names(labels: Option<&str>, accept: &str) -> Result<bool> {
    match labels {
        None => Ok(accept.split(';').any(|part| part.trim() == "labels=both")),
        Some("id") => Ok(false),
        Some("both") => Ok(true),
        Some(other) => Err(Error::invalid(
            "labels",
            format!("{other:?} gibt es nicht; möglich sind id, both."),
            format!("{other:?} does not exist; possible are id, both."),
        )),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_form_wins() {
        for (accept, expected) in [
            ("", Format::Json),
            ("*/*", Format::Json),
            ("application/*", Format::Json),
            ("text/html,application/xhtml+xml,*/*;q=0.8", Format::Json),
            ("text/csv", Format::Csv),
            ("text/*, */*;q=0.1", Format::Csv),
            ("application/json;q=0.4, text/csv;q=0.5", Format::Csv),
            (
                "application/vnd.sdmx.data+json;version=2.1.0",
                Format::SdmxJson,
            ),
            (
                "application/vnd.sdmx.data+csv; version=2.0.0; labels=both",
                Format::SdmxCsv,
            ),
            ("text/csv;q=0, */*;q=0.1", Format::Json),
            (
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                Format::Xlsx,
            ),
            ("image/png", Format::Json),
        ] {
            assert_eq!(Format::wanted(None, accept).unwrap(), expected, "{accept}");
        }
    }

    #[test]
    fn a_name_decides_before_accept() {
        for format in Format::ALL {
            let wanted = Format::wanted(Some(format.word()), "text/csv").unwrap();
            assert_eq!(wanted, format);
        }
        assert!(Format::wanted(Some("xml"), "*/*").is_err());
        assert!(has_names(Some("name"), "").is_err());
        assert!(has_names(None, "application/vnd.sdmx.data+csv; labels=both").unwrap());
        assert!(!has_names(Some("id"), "x; labels=both").unwrap());
    }
}
